"""From exceptions to problem details."""

from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from handler.app.jobs_hint import jobs_hint
from handler.app.methods import allowed_methods
from handler.app.problems import problem_response
from handler.app.schemas import OcrQuery
from handler.complaints import complaints
from handler.errors import InternalError, MethodNotAllowed, NotFound, ServiceError
from handler.logs import error_fields, logger
from handler.problem import problem_of
from ocr_core.errors import EngineError, InvalidOption, OcrError

# Clients of Amazon Textract's tell errors apart by members of their own.
_TEXTRACT_PATH = "/textract"


def add_error_handlers(app: FastAPI) -> None:
    """Make ``app`` answer every error with a problem."""
    app.add_exception_handler(OcrError, _own_error)
    app.add_exception_handler(ServiceError, _own_error)
    app.add_exception_handler(RequestValidationError, _bad_option)
    app.add_exception_handler(HTTPException, _http_error)


def error_response(request: Request, error: OcrError | ServiceError) -> Response:
    """The response for an error, noting its code for the request's log line."""
    request.state.log["code"] = error.code
    if request.scope["path"].rstrip("/").endswith(_TEXTRACT_PATH):
        from handler.textract.errors import error_response as as_textract_has_it

        return as_textract_has_it(problem_of(error, request_id=request.state.request_id))
    return problem_response(
        error, request_id=request.state.request_id, hint=jobs_hint(request, error.code)
    )


async def _own_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, OcrError | ServiceError)
    if isinstance(error, EngineError):
        logger.error("engine error", extra=error_fields(error) | {"code": error.code})
    return error_response(request, error)


async def _bad_option(request: Request, error: Exception) -> Response:
    """Pydantic's complaints, without the values that they are about."""
    assert isinstance(error, RequestValidationError)
    found = complaints(error.errors(), OcrQuery.model_fields)
    return error_response(request, InvalidOption(f"{found}. See /docs for the options."))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        own: ServiceError = MethodNotAllowed(
            "This address does not support the method. See /docs for those that it does."
        )
    elif error.status_code == HTTPStatus.NOT_FOUND:
        own = NotFound("There is nothing at this address. See /docs for all addresses.")
    else:
        logger.error("unexpected HTTP error", extra={"status": error.status_code})
        own = InternalError("Try again. If the error persists, tell the operator the request id.")
    response = error_response(request, own)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        # Starlette names those of the first route alone.
        response.headers["Allow"] = allowed_methods(request.scope)
    return response
