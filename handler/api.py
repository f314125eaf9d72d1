"""Lambda entry: the HTTP API. FastAPI behind Mangum, built once a container."""

from handler.garbage import collect_from_now_on

# isort: split
from typing import Any, cast

from aws_lambda_powertools.utilities.typing import LambdaContext
from mangum import Mangum
from mangum.types import LambdaContext as MangumContext

from handler.answer_size import fitting
from handler.app.factory import create_app
from handler.bootstrap import services_from_environment
from handler.gateway_path import GatewayPath
from handler.logs import logger

collect_from_now_on()

_app = create_app(services_from_environment())
# Mangum would run an app's start-up and shut-down at every invocation ("auto").
_asgi = Mangum(
    GatewayPath(_app),
    lifespan="off",
    text_mime_types=[
        "text/",
        "application/json",
        "application/problem+json",
        "application/x-amz-json-1.1",
    ],
)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one API Gateway request."""
    return fitting(_asgi(event, cast("MangumContext", context)))
