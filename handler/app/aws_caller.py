"""Who a request of an AWS client is from: by a signature, or by a bearer token."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from handler.app.security import require_client
from handler.app.state import services_of
from handler.signature import Signature, is_signed

_SERVICE = "textract"


async def authenticated(
    request: Request, read_body: Callable[[], Awaitable[bytes]]
) -> tuple[str, bytes]:
    """The client's name, and the body of its request.

    What can be refused by the headers alone is refused before the body is read.

    Raises:
        AuthenticationError: the request proves nobody.
        TokensUnavailable: the tokens cannot be read.
    """
    if not is_signed(request.headers.get("authorization")):
        client = await run_in_threadpool(require_client, request)
        return client, await read_body()
    headers = _joined(request)
    signature = Signature.of(headers, service=_SERVICE, now=datetime.now(UTC))
    body = await read_body()
    await run_in_threadpool(
        signature.check,
        services_of(request).tokens,
        method=request.method,
        paths=_paths(request),
        query=request.scope["query_string"].decode("latin-1"),
        headers=headers,
        body=body,
    )
    request.state.log["client"] = signature.client
    return signature.client, body


def _joined(request: Request) -> dict[str, str]:
    """The headers; several of one name are one, as the signature has them."""
    names = dict.fromkeys(request.headers.keys())
    return {name: ",".join(request.headers.getlist(name)) for name in names}


def _paths(request: Request) -> list[str]:
    """What the client may have written: with API Gateway's stage and a last slash, or without.

    On AWS `requestContext.path` has it as it was sent; under `sam local` that is the route.
    """
    event = request.scope.get("aws.event") or {}
    candidates = [
        request.scope["path"],
        (event.get("requestContext") or {}).get("path"),
        event.get("path"),
    ]
    ends = {path.rstrip("/") for path in candidates if path}
    return [end + slash for end in sorted(ends) for slash in ("", "/")]
