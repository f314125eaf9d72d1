"""Who a request is from, for the routes that are guarded."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer

from handler.app.state import services_of
from handler.bearer import authenticate

# Only describes the scheme in OpenAPI: the check itself is ours, since a malformed
# header has to be a 401 with a problem body.
_scheme = HTTPBearer(
    auto_error=False, scheme_name="bearer", description="`Authorization: Bearer <token>`"
)


def require_client(request: Request, _: Annotated[object, Security(_scheme)] = None) -> str:
    """The client's name.

    The gateway's authorizer is believed only when the event carries its context;
    otherwise (uvicorn, a function URL, an API without the authorizer) the token is
    checked here. Not on the event loop: the tokens may have to be fetched.

    Raises:
        AuthenticationError: the request proves nobody.
        TokensUnavailable: the tokens cannot be read.
    """
    client = _authorized_by_gateway(request) or authenticate(
        request.headers.get("authorization"), services_of(request).tokens
    )
    request.state.log["client"] = client
    return client


def _authorized_by_gateway(request: Request) -> str | None:
    # Put there by Mangum from the Lambda event: no header of the client's can set it.
    context = (request.scope.get("aws.event") or {}).get("requestContext") or {}
    client = (context.get("authorizer") or {}).get("client")
    return client if isinstance(client, str) and client else None


Client = Annotated[str, Depends(require_client)]
