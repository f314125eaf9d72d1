"""Our problems as Amazon Textract's errors: one body that is both.

Clients of Textract tell errors apart by ``__type`` alone (botocore) or by that, a header and
``code`` (the SDK for JavaScript). The names are those of the API reference's operations and of
AWS's *Common Errors*; a name that is modelled can be caught as ``client.exceptions.NAME``.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from fastapi.responses import JSONResponse

from handler.problem import Problem

CONTENT_TYPE = "application/x-amz-json-1.1"
# Milliseconds; botocore honours this header and not Retry-After.
_RETRY_AFTER_MS = "2000"


class AwsError(NamedTuple):
    """An error as AWS names it."""

    name: str
    status: HTTPStatus
    is_retried: bool = False
    """Whether clients are told when to try again."""


_UNSUPPORTED = AwsError("UnsupportedDocumentException", HTTPStatus.BAD_REQUEST)
_BAD = AwsError("BadDocumentException", HTTPStatus.BAD_REQUEST)
_TOO_LARGE = AwsError("DocumentTooLargeException", HTTPStatus.BAD_REQUEST)
_PARAMETER = AwsError("InvalidParameterException", HTTPStatus.BAD_REQUEST)
_DENIED = AwsError("AccessDeniedException", HTTPStatus.FORBIDDEN)
_JOB = AwsError("InvalidJobIdException", HTTPStatus.BAD_REQUEST)
_INTERNAL = AwsError("InternalServerError", HTTPStatus.INTERNAL_SERVER_ERROR)
_UNAVAILABLE = AwsError("InternalServerError", HTTPStatus.SERVICE_UNAVAILABLE, is_retried=True)

# By the code of our problem.
ERRORS: Mapping[str, AwsError] = {
    "unreadable_image": _UNSUPPORTED,
    "unreadable_pdf": _BAD,
    "pdf_without_pages": _BAD,
    "password_required": _UNSUPPORTED,
    "wrong_password": _UNSUPPORTED,
    "upload_too_large": _TOO_LARGE,
    "image_too_large": _TOO_LARGE,
    "too_many_pages": _TOO_LARGE,
    "response_too_large": _TOO_LARGE,
    # It is not tried again by clients, and would take as long.
    "deadline_exceeded": _TOO_LARGE,
    "missing_token": AwsError("MissingAuthenticationTokenException", HTTPStatus.FORBIDDEN),
    "invalid_token": _DENIED,
    "invalid_signature": AwsError("InvalidSignatureException", HTTPStatus.FORBIDDEN),
    "forbidden": _DENIED,
    "not_found": AwsError("UnknownOperationException", HTTPStatus.NOT_FOUND),
    "unknown_operation": AwsError("UnknownOperationException", HTTPStatus.BAD_REQUEST),
    "method_not_allowed": AwsError("UnknownOperationException", HTTPStatus.METHOD_NOT_ALLOWED),
    "unreadable_form": _PARAMETER,
    "invalid_body": _PARAMETER,
    "unsupported_encoding": _PARAMETER,
    "missing_file": _PARAMETER,
    "invalid_option": _PARAMETER,
    "unknown_language": _PARAMETER,
    "bad_request": _PARAMETER,
    "invalid_s3_object": AwsError("InvalidS3ObjectException", HTTPStatus.BAD_REQUEST),
    "unknown_job": _JOB,
    "job_not_finished": _JOB,
    "format_not_made": _JOB,
    "upload_expired": _JOB,
    "idempotency_mismatch": AwsError(
        "IdempotentParameterMismatchException", HTTPStatus.BAD_REQUEST
    ),
    "engine_failed": _INTERNAL,
    "processing_failed": _INTERNAL,
    "internal_error": _INTERNAL,
    "engine_missing": _UNAVAILABLE,
    "authorization_unavailable": _UNAVAILABLE,
    "storage_unavailable": _UNAVAILABLE,
    "service_unavailable": _UNAVAILABLE,
    "service_busy": AwsError(
        "ProvisionedThroughputExceededException", HTTPStatus.BAD_REQUEST, is_retried=True
    ),
    "too_many_requests": AwsError(
        "ThrottlingException", HTTPStatus.TOO_MANY_REQUESTS, is_retried=True
    ),
}


def body_of(problem: Problem) -> dict[str, Any]:
    """The problem with the members that clients of Textract read, and their HTTP status."""
    error = ERRORS[problem.code]
    return {
        "__type": error.name,
        "message": problem.detail,
        **problem.model_dump(),
        "status": error.status.value,
    }


def error_response(problem: Problem) -> JSONResponse:
    """The HTTP response that tells a client of Textract of a problem."""
    error = ERRORS[problem.code]
    headers = {"Cache-Control": "no-store", "x-amzn-ErrorType": error.name}
    if error.is_retried:
        headers["x-amz-retry-after"] = _RETRY_AFTER_MS
    return JSONResponse(
        body_of(problem), status_code=error.status, media_type=CONTENT_TYPE, headers=headers
    )
