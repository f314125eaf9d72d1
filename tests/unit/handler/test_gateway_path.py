"""Where the app is mounted behind API Gateway."""

import asyncio
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from handler.gateway_path import GatewayPath
from tests.events import recorded, rest_event


def paths_of(event: dict[str, Any]) -> tuple[str, str]:
    """The root path and the whole path that the app is called with."""
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    scope = {"type": "http", "path": event["path"], "root_path": "", "aws.event": event}
    asyncio.run(GatewayPath(app)(scope, None, None))  # type: ignore[arg-type]  # not called
    return seen[0]["root_path"], seen[0]["path"]


@pytest.mark.parametrize("path", ["/", "/img-echo", "/img-echo/", "/static/docs/swagger-ui.css"])
def test_the_stage_is_the_root(path: str) -> None:
    """At the gateway's own address the app is mounted below the stage, slashes kept."""
    assert paths_of(rest_event("GET", path)) == ("/prod", f"/prod{path}")


@pytest.mark.parametrize("path", ["/", "/img-echo", "/img-echo/"])
def test_a_custom_domain_has_a_base_path(path: str) -> None:
    """With a base path mapping the app is mounted below that, without any setting."""
    event = rest_event("GET", path, base_path="/ocr/v1")
    assert paths_of(event) == ("/ocr/v1", f"/ocr/v1{path}")


def test_sam_local_gives_the_resource_for_the_path() -> None:
    """Where the request's context has no usable path, the app is at the root."""
    event = rest_event("GET", "/img-echo/")
    event["requestContext"]["path"] = "/{proxy+}"
    assert paths_of(event) == ("", "/img-echo/")


def test_the_sample_event_of_aws_is_understood() -> None:
    """AWS's own sample, whose proxy parameter begins with a slash."""
    event = recorded("apigateway_rest_proxy")
    assert paths_of(event) == ("/prod", "/prod/path/to/resource")


def test_an_explicit_resource_is_the_path() -> None:
    """A route with a resource of its own has no proxy parameter."""
    event = rest_event("GET", "/healthz")
    event["resource"] = "/healthz"
    event["pathParameters"] = None
    assert paths_of(event) == ("/prod", "/prod/healthz")
