"""What can go wrong between the command line and the OCR library.

    CliError
    ├── SourceUnreadable        a file that cannot be opened
    ├── OutputNotWritable       a result that cannot be kept
    ├── OutputExists            a result's place is taken by another file's
    ├── ReaderGone              nobody reads standard output any more
    └── ServiceError            with --url only
        ├── ServiceUnreachable  no connection, or nothing there that is this service
        ├── ServiceRefused      the token is missing, or not good
        ├── ServiceBusy         still busy after the last try
        └── ServiceProblem      whatever else it says

``code`` and ``exit_code`` are as in ``ocr_core.errors``: 66 no input, 69
unavailable, 73 cannot create, 75 try again, 77 no permission. What the service says
in words of the library's own tree is raised as the error of that tree.
"""

from typing import ClassVar


class CliError(Exception):
    """The root of this tree."""

    code: str = "cli_error"
    exit_code: ClassVar[int] = 70
    ends_run: ClassVar[bool] = False
    """Whether it would be the same for every other file."""


class SourceUnreadable(CliError):
    """A file that cannot be opened or read."""

    code = "source_unreadable"
    exit_code = 66


class OutputNotWritable(CliError):
    """A result that cannot be written where it belongs."""

    code = "output_not_writable"
    exit_code = 73


class OutputExists(CliError):
    """What stands where a result belongs was not made from the same file."""

    code = "output_exists"
    exit_code = 73


class ReaderGone(CliError):
    """Whoever read standard output has ended; 128 + SIGPIPE, as shells count."""

    code = "reader_gone"
    exit_code = 141


class ServiceError(CliError):
    """The service did not give a result; ``code`` is its own where it gave one."""

    def __init__(self, reason: str, *, code: str | None = None) -> None:
        """Say why, by the service's own ``code`` where there is one."""
        super().__init__(reason)
        self.code = code or self.code


class ServiceUnreachable(ServiceError):
    """No connection to it, or something else at that address."""

    code = "service_unreachable"
    exit_code = 69
    ends_run = True


class ServiceRefused(ServiceError):
    """It wants a token, or a better one."""

    code = "service_refused"
    exit_code = 77
    ends_run = True


class ServiceBusy(ServiceError):
    """It has no time, and had none at the last try either."""

    code = "service_busy"
    exit_code = 75


class ServiceProblem(ServiceError):
    """Anything else that it answers."""

    code = "service_problem"
