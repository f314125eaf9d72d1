"""Errors as RFC 9457 problem details: the one place that knows which status a code has."""

from http import HTTPStatus
from typing import Self

from pydantic import BaseModel, Field

from handler.errors import ServiceError
from ocr_core.errors import OcrError

PROBLEM_JSON = "application/problem+json"
_TYPE_PREFIX = "urn:problem-type:ocr:"

# code -> (status, title). docs/errors.md has the remedies; a test compares the two
# with the error trees.
PROBLEMS: dict[str, tuple[HTTPStatus, str]] = {
    "unreadable_image": (HTTPStatus.BAD_REQUEST, "The upload cannot be read as an image"),
    "unreadable_pdf": (HTTPStatus.BAD_REQUEST, "The PDF cannot be read"),
    "pdf_without_pages": (HTTPStatus.BAD_REQUEST, "The PDF has no pages"),
    "missing_token": (HTTPStatus.UNAUTHORIZED, "A bearer token is needed"),
    "invalid_token": (HTTPStatus.UNAUTHORIZED, "The bearer token is not valid"),
    "invalid_signature": (HTTPStatus.FORBIDDEN, "The signature is not valid"),
    "not_found": (HTTPStatus.NOT_FOUND, "Nothing is at this address"),
    "unknown_operation": (HTTPStatus.BAD_REQUEST, "The operation is not served here"),
    "invalid_s3_object": (HTTPStatus.BAD_REQUEST, "The object in S3 cannot be read"),
    "unknown_job": (HTTPStatus.BAD_REQUEST, "The job is not known"),
    "idempotency_mismatch": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "The name of the request was used before",
    ),
    "method_not_allowed": (HTTPStatus.METHOD_NOT_ALLOWED, "This address takes another method"),
    "upload_too_large": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The upload is too large"),
    "image_too_large": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The image has too many pixels"),
    "too_many_pages": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "There are too many pages"),
    "response_too_large": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The answer is too large"),
    "unreadable_form": (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The form cannot be read"),
    "unsupported_encoding": (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body is compressed"),
    "invalid_body": (HTTPStatus.UNPROCESSABLE_ENTITY, "The JSON body is no upload"),
    "missing_file": (HTTPStatus.UNPROCESSABLE_ENTITY, "The request carries no file"),
    "password_required": (HTTPStatus.UNPROCESSABLE_ENTITY, "The PDF needs a password"),
    "wrong_password": (HTTPStatus.UNPROCESSABLE_ENTITY, "The password does not open the PDF"),
    "invalid_option": (HTTPStatus.UNPROCESSABLE_ENTITY, "An option is not valid"),
    "unknown_language": (HTTPStatus.UNPROCESSABLE_ENTITY, "A language is not installed"),
    "job_not_finished": (HTTPStatus.CONFLICT, "The job is not finished"),
    "format_not_made": (HTTPStatus.NOT_FOUND, "The job has no result of this format"),
    "upload_expired": (HTTPStatus.GONE, "The upload of the job never came"),
    "engine_failed": (HTTPStatus.INTERNAL_SERVER_ERROR, "The recognition failed"),
    "processing_failed": (HTTPStatus.INTERNAL_SERVER_ERROR, "The document could not be processed"),
    "internal_error": (HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side"),
    "engine_missing": (HTTPStatus.SERVICE_UNAVAILABLE, "The recognition engine is not installed"),
    "service_busy": (HTTPStatus.SERVICE_UNAVAILABLE, "The service is busy"),
    "authorization_unavailable": (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Tokens cannot be checked at the moment",
    ),
    "storage_unavailable": (HTTPStatus.SERVICE_UNAVAILABLE, "The storage does not answer"),
    "deadline_exceeded": (HTTPStatus.GATEWAY_TIMEOUT, "The time ran out"),
}
# What API Gateway answers before a function runs, and nobody else: template.yaml writes these.
GATEWAY_PROBLEMS: dict[str, tuple[HTTPStatus, str]] = {
    "bad_request": (HTTPStatus.BAD_REQUEST, "The request cannot be understood"),
    "forbidden": (HTTPStatus.FORBIDDEN, "The request was refused"),
    "too_many_requests": (HTTPStatus.TOO_MANY_REQUESTS, "Too many requests"),
    "service_unavailable": (HTTPStatus.SERVICE_UNAVAILABLE, "The service is unavailable"),
}
ALL_PROBLEMS = PROBLEMS | GATEWAY_PROBLEMS


class Problem(BaseModel):
    """An error, as RFC 9457 writes it."""

    type: str = Field(
        description="Identifies the kind of problem.",
        examples=["urn:problem-type:ocr:missing_token"],
    )
    title: str = Field(
        description="The kind of problem, in words.", examples=["A bearer token is needed"]
    )
    status: int = Field(description="The HTTP status.", examples=[401])
    detail: str = Field(
        description="What went wrong here, and what to do next.",
        examples=["Send the header `Authorization: Bearer <token>`."],
    )
    code: str = Field(
        description="Stable name of the kind, to branch on; see docs/errors.md.",
        examples=["missing_token"],
    )
    request_id: str = Field(
        description="Names this request in the service's log.",
        examples=["3f7c0e0e-8f6a-4d0c-9a53-2f6b7c1d9e10"],
    )

    @classmethod
    def of(cls, code: str, detail: str, *, request_id: str) -> Self:
        """The problem of a kind that ``ALL_PROBLEMS`` knows."""
        status, title = ALL_PROBLEMS[code]
        return cls(
            type=f"{_TYPE_PREFIX}{code}",
            title=title,
            status=status,
            detail=detail,
            code=code,
            request_id=request_id,
        )


def problem_of(error: OcrError | ServiceError, *, request_id: str) -> Problem:
    """The problem that an error is to a client."""
    return Problem.of(error.code, str(error), request_id=request_id)
