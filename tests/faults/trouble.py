"""What goes wrong between the service and AWS: told by a test, one after the other."""

from collections.abc import Callable

from tests.s3_proxy import Cut, Fault, Refused, Request, Silent

DENIED = Refused(403, "AccessDenied")
FAULTS: dict[str, Fault] = {
    "error": Refused(500, "InternalError"),
    "throttled": Refused(503, "SlowDown"),
    "denied": DENIED,
    "silent": Silent(),
    "cut off": Cut(),
}
"""What any of the services may do to any request."""


class Trouble:
    """Decides what becomes of each request, and remembers them."""

    def __init__(self) -> None:
        self._meant: Callable[[Request], bool] = lambda _request: False
        self._fault: Fault | None = None
        self.seen: list[Request] = []

    def __call__(self, request: Request) -> Fault | None:
        self.seen.append(request)
        return self._fault if self._fault and self._meant(request) else None

    def begin(self, fault: Fault, meant: Callable[[Request], bool] = lambda _request: True) -> None:
        """Let each request that is meant go wrong from now on."""
        self._fault, self._meant = fault, meant
        self.seen.clear()

    def begin_at(self, fault: Fault, number: int) -> None:
        """Let the request of that number go wrong, counted from now and from 0, and no other."""
        self.begin(fault, lambda _request: len(self.seen) == number + 1)

    def end(self) -> None:
        """Let all be well."""
        self._fault = None
        self.seen.clear()
