"""``GET /healthz``: how the service is."""

from fastapi import APIRouter, Request

from handler.app.problems import problem_responses
from handler.app.schemas import Engine, Health
from handler.app.state import services_of
from ocr_core import OcrOptions
from ocr_core.version import VERSION

router = APIRouter()


@router.get(
    "/healthz",
    operation_id="getHealth",
    summary="Ask whether the service can read",
    response_description="The service can read.",
    responses=problem_responses("engine_missing", "engine_failed"),
    tags=["Service"],
)
async def get_health(request: Request) -> Health:
    """Answers at once, also while pages are read.

    503 when there is no engine, 500 when the data of the default languages is damaged.
    """
    services = services_of(request)
    engine = services.reader.engine
    engine.check(OcrOptions(languages=services.settings.default_languages))
    return Health(
        status="ok",
        version=VERSION,
        engine=Engine(name=engine.name, version=engine.version, warm=engine.is_warm),
    )
