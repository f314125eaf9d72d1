"""The API, called as its OpenAPI document says and as it does not: Schemathesis draws the calls."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from starlette.types import ASGIApp, Receive, Scope, Send

from handler.app.factory import create_app
from handler.bootstrap import Services
from handler.token_source import create_token_source
from local.openapi import openapi_json
from tests.aws import Door
from tests.conftest import TOKEN
from tests.fuzz.seeds import images, pdfs
from tests.images import hello_png

_CONFIG = SchemathesisConfig.from_dict(
    {
        # The same calls every time.
        "seed": 1,
        "generation": {"deterministic": True, "max-examples": 15, "database": "none"},
        "operations": [
            {
                # Whether a text is a language that is installed, or bytes are an image, no schema
                # can say.
                "include-path": ["/", "/img-echo/", "/jobs"],
                "checks": {
                    "positive_data_acceptance": {
                        "expected-statuses": ["2xx", "400", "413", "422"],
                    }
                },
            },
            {
                # `GET /` is the page for people, which no program asks for.
                "include-path": "/",
                "phases": {"coverage": {"unexpected-methods": ["DELETE", "PATCH", "PUT"]}},
            },
        ],
    }
)
_FILES = [hello_png(), *images(), *pdfs()]
schemathesis.openapi.format("binary", st.sampled_from(_FILES) | st.binary(max_size=100))


class _Served:
    """The application of the test that runs: the calls are drawn before there is one."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


_SERVED = _Served()
schema = schemathesis.openapi.from_dict(json.loads(openapi_json()), config=_CONFIG)
schema.app = _SERVED


@pytest.fixture
def api(services: Services, door: Door) -> Iterator[None]:
    """An application that has buckets."""
    settings = door.settings(ocr_api_tokens={"django": TOKEN})
    served = Services(settings, create_token_source(settings), services.readers, services.runner)
    _SERVED.app = create_app(served)
    yield
    del _SERVED.app


@pytest.mark.usefixtures("api")
@schema.parametrize()
def test_every_answer_is_one_that_the_document_tells_of(case: schemathesis.Case[Any]) -> None:
    """Whatever is sent: status, headers, content type and body are documented; never a fault."""
    case.call_and_validate(headers={"Authorization": f"Bearer {TOKEN}"})
