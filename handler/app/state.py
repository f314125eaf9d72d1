"""What a request finds on the app that serves it."""

from typing import TYPE_CHECKING, cast

from fastapi import Request

from handler.answer_size import MAX_BODY_BYTES
from ocr_core import Deadline

if TYPE_CHECKING:
    from handler.bootstrap import Services

# Milliseconds that are left to kill what is late and to send the answer, before Lambda ends the
# function.
_ANSWER_MARGIN_MS = 2_000


def services_of(request: Request) -> "Services":
    """The services that the app was made with."""
    return cast("Services", request.app.state.services)


def deadline_of(request: Request) -> Deadline:
    """When the request has to be answered: as set, and before Lambda's own time is up."""
    seconds = services_of(request).settings.deadline_s
    context = request.scope.get("aws.context")
    if context is not None:
        left_ms = context.get_remaining_time_in_millis() - _ANSWER_MARGIN_MS
        seconds = min(seconds, max(left_ms, 0) / 1000)
    return Deadline.after(seconds)


def max_response_bytes(request: Request) -> int:
    """Bytes that the body of the answer may have: as set, and as Lambda takes it."""
    most = services_of(request).settings.max_response_bytes
    return min(most, MAX_BODY_BYTES) if "aws.context" in request.scope else most


async def hang_up_of(request: Request) -> None:
    """Wait until the client is gone. Its request has been read to the end."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
