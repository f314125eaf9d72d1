"""``GET /languages``: what can be read."""

from fastapi import APIRouter, Request

from handler.app.problems import problem_responses
from handler.app.schemas import Languages
from handler.app.security import Client
from handler.app.state import services_of

router = APIRouter()


@router.get(
    "/languages",
    operation_id="listLanguages",
    summary="List the languages that can be read",
    response_description="The languages.",
    responses=problem_responses(
        "missing_token", "invalid_token", "engine_missing", "authorization_unavailable"
    ),
    tags=["Service"],
)
def list_languages(request: Request, client: Client) -> Languages:
    """The languages installed, by the codes that `languages` takes."""
    services = services_of(request)
    return Languages(
        languages=list(services.reader.engine.languages()),
        default=services.settings.default_languages,
    )
