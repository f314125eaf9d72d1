"""The layer around all routes: names every request, logs and counts it, catches what is left."""

import time
import uuid
from typing import Any

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handler.app.error_handlers import error_response
from handler.app.request_metrics import count_request
from handler.app.state import services_of
from handler.correlation import correlation_id
from handler.errors import InternalError
from handler.logs import error_fields, logger
from handler.metrics import GONE


class RequestLog:
    """Gives each request an id and a place for log fields, and logs it when it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started_s = time.perf_counter()
        request_id = _request_id(scope)
        correlated = _correlation_id(scope) or request_id
        fields: dict[str, Any] = {}
        scope.setdefault("state", {}).update(
            request_id=request_id, correlation_id=correlated, log=fields
        )
        status = 0

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except ClientDisconnect:
            fields["code"] = GONE
        except Exception as error:  # noqa: BLE001  # the last resort: a 500 without a trace
            logger.error("unexpected error", extra=error_fields(error) | {"request_id": request_id})
            if not status:
                response = error_response(
                    Request(scope, receive),
                    InternalError(
                        "Try again. If the error persists, tell the operator the request id."
                    ),
                )
                await response(scope, receive, send_noting)
        finally:
            logger.info(
                "request",
                extra={
                    "request_id": request_id,
                    "correlation_id": correlated,
                    "method": scope["method"],
                    "route": getattr(scope.get("route"), "path", None),
                    "status": status,
                    "duration_ms": round((time.perf_counter() - started_s) * 1000, 1),
                    **fields,
                },
            )
            count_request(services_of(Request(scope)).metrics, fields)


def _request_id(scope: Scope) -> str:
    """API Gateway's id of the request where there is one, so that its log can be joined."""
    event = scope.get("aws.event") or {}
    return str(event.get("requestContext", {}).get("requestId") or uuid.uuid4())


def _correlation_id(scope: Scope) -> str | None:
    headers = Headers(scope=scope)
    return correlation_id(headers.get("x-correlation-id") or headers.get("x-amzn-trace-id"))
