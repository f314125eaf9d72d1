"""What can go wrong between a client and the OCR library.

    ServiceError
    ├── AuthenticationError
    │   ├── MissingToken
    │   └── InvalidToken
    ├── TokensUnavailable       the tokens cannot be read: nobody is let in
    ├── NotFound
    ├── MethodNotAllowed
    ├── MissingFile             no file in the request
    ├── UnreadableForm          a multipart body that is none
    ├── ResponseTooLarge
    ├── ServiceBusy
    └── InternalError           a fault of ours: the log says where

``code`` and ``str(error)`` are as in ``ocr_core.errors``; which HTTP status a
code has stands in ``handler.app.problems`` alone.
"""

from typing import ClassVar


class ServiceError(Exception):
    """The root of this tree."""

    code: ClassVar[str] = "service_error"


class AuthenticationError(ServiceError):
    """The caller did not prove who they are."""

    code = "unauthorized"


class MissingToken(AuthenticationError):
    """No ``Authorization`` header."""

    code = "missing_token"


class InvalidToken(AuthenticationError):
    """A malformed header, another scheme, or a token that nobody has."""

    code = "invalid_token"


class TokensUnavailable(ServiceError):
    """The tokens cannot be read from where they are kept."""

    code = "authorization_unavailable"


class NotFound(ServiceError):
    """Nothing is at that address."""

    code = "not_found"


class MethodNotAllowed(ServiceError):
    """The address is right, the method is not."""

    code = "method_not_allowed"


class MissingFile(ServiceError):
    """The request carries no file, or not as one."""

    code = "missing_file"


class UnreadableForm(ServiceError):
    """The body says multipart and is not."""

    code = "unreadable_form"


class ResponseTooLarge(ServiceError):
    """The answer does not fit into one response."""

    code = "response_too_large"


class ServiceBusy(ServiceError):
    """More requests are waiting than may."""

    code = "service_busy"


class InternalError(ServiceError):
    """A fault of the service itself."""

    code = "internal_error"
