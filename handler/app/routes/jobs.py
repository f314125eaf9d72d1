"""``/jobs``: documents that are too large for one call, or take longer."""

import re
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Header, Path, Query, Request, Response

from handler.app.job_body import REQUEST_BODY, JobBody
from handler.app.problems import as_response, problem_responses
from handler.app.query_parameters import refuse_repeated
from handler.app.security import Client
from handler.app.state import services_of
from handler.errors import NotFound
from handler.jobs.addresses import is_job_id
from handler.jobs.job import EXAMPLE_ID, Job, NewJob
from ocr_core import OutputFormat
from ocr_core.errors import InvalidOption

if TYPE_CHECKING:
    from handler.jobs.job_service import JobService

router = APIRouter(prefix="/jobs", tags=["Jobs"])

_NO_STORE = {"Cache-Control": "no-store"}
_RETRY_AFTER_S = "2"
_GUARDED = ("missing_token", "invalid_token", "authorization_unavailable")
_STORED = ("not_found", "storage_unavailable")
# What a document can fail for; `GET /jobs/{id}/result` then answers with that.
_FAILURES = (
    "unreadable_image",
    "unreadable_pdf",
    "pdf_without_pages",
    "upload_expired",
    "upload_too_large",
    "image_too_large",
    "too_many_pages",
    "password_required",
    "wrong_password",
    "invalid_option",
    "unknown_language",
    "processing_failed",
)
# With and without the quotes that draft-ietf-httpapi-idempotency-key-header asks for.
_REQUEST_NAME = re.compile(r'"([!#-~]{1,255})"|([!#-~]{1,255})')
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="The client's own name for this request, of 1 to 255 printable ASCII "
        "characters without spaces. The same name with the same body "
        "gives the same job, with a new form, as long as there is that job; with another body it "
        "is an error.",
        examples=["invoice-2026-0042"],
    ),
]
JobId = Annotated[str, Path(description="The `id` that `POST /jobs` gave.", examples=[EXAMPLE_ID])]


@router.post(
    "",
    status_code=201,
    operation_id="createJob",
    summary="Make a job",
    response_description="The job, and the form that uploads its document.",
    responses={
        201: {
            "headers": {
                "Location": {
                    "description": "Of the job.",
                    "schema": {"type": "string"},
                    "example": f"/jobs/{EXAMPLE_ID}",
                },
            },
        },
        **problem_responses(
            *_GUARDED,
            *_STORED,
            "upload_too_large",
            "invalid_option",
            "unknown_language",
            "idempotency_mismatch",
            "engine_missing",
        ),
    },
    openapi_extra=REQUEST_BODY,
)
def create_job(
    request: Request,
    response: Response,
    client: Client,
    body: JobBody,
    idempotency_key: IdempotencyKey = None,
) -> NewJob:
    """For one document: send the form of the answer to S3 with it, then ask for the job.

    The options are those of `POST /`. Only the client that made a job can see it.
    """
    services = services_of(request)
    jobs = _jobs(request)
    services.reader.engine.check(body.options(services.settings.default_languages))
    job = jobs.create(
        client,
        body,
        correlation_id=request.state.correlation_id,
        name=_request_name(idempotency_key),
    )
    request.state.log["job"] = job.id
    root = request.scope.get("root_path", "")
    response.headers.update(_NO_STORE | {"Location": f"{root}/jobs/{job.id}"})
    return job


@router.get(
    "/{job_id}",
    operation_id="getJob",
    summary="Ask how far a job is",
    response_model_exclude_none=True,
    response_description="The job. `Retry-After` says when to ask again, until it has ended.",
    responses={
        200: {
            "headers": {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}},
        },
        **problem_responses(*_GUARDED, *_STORED),
    },
)
def get_job(request: Request, response: Response, client: Client, job_id: JobId) -> Job:
    """`awaiting_upload`, `queued`, `running`, and in the end `succeeded` or `failed`."""
    job = _find(request, client, job_id)
    response.headers.update(_NO_STORE)
    if not job.status.is_final:
        response.headers["Retry-After"] = _RETRY_AFTER_S
    return job


@router.delete(
    "/{job_id}",
    operation_id="deleteJob",
    summary="Delete a job",
    status_code=204,
    response_class=Response,
    response_description="Nothing is left of the job.",
    responses=problem_responses(*_GUARDED, *_STORED),
)
def delete_job(request: Request, client: Client, job_id: JobId) -> Response:
    """Removes its document and its results, and stops it where it is under way.

    A job that was deleted can be deleted again, with the same answer.
    """
    _note(request, job_id)
    _jobs(request).delete(client, job_id)
    return Response(status_code=204, headers=_NO_STORE)


@router.get(
    "/{job_id}/result",
    operation_id="getJobResult",
    summary="Fetch a result of a job",
    status_code=303,
    response_class=Response,
    response_description="Where the result is, for a short time: follow it without the token.",
    responses={
        303: {
            "headers": {
                "Location": {
                    "description": "Of the result.",
                    "schema": {"type": "string", "format": "uri"},
                    "example": "https://results.s3.eu-central-1.amazonaws.com/jobs/...",
                },
            }
        },
        **problem_responses(*_GUARDED, *_STORED, "job_not_finished", "format_not_made", *_FAILURES),
    },
)
def get_job_result(
    request: Request,
    client: Client,
    job_id: JobId,
    output_format: Annotated[
        OutputFormat,
        Query(
            alias="format",
            description="`json`, `text`, or one of `formats`.",
            examples=["text", "pdf"],
        ),
    ] = OutputFormat.JSON,
) -> Response:
    """A job that has failed is answered with its problem."""
    if set(request.query_params) - {"format"}:
        raise InvalidOption("The only option of this address is `format`.")
    refuse_repeated(request)
    job = _find(request, client, job_id)
    if job.problem is not None:
        request.state.log["code"] = job.problem.code
        return as_response(job.problem)
    address = _jobs(request).result_address(client, job, output_format)
    return Response(status_code=303, headers=_NO_STORE | {"Location": address})


def _request_name(idempotency_key: str | None) -> str | None:
    if idempotency_key is None:
        return None
    match = _REQUEST_NAME.fullmatch(idempotency_key)
    if match is None:
        raise InvalidOption(
            "Idempotency-Key: 1 to 255 printable ASCII characters without spaces, such as a UUID."
        )
    return match[1] or match[2]


def _note(request: Request, job_id: str) -> None:
    """Have the line of the log say which job is asked about."""
    if is_job_id(job_id):
        request.state.log["job"] = job_id


def _find(request: Request, client: str, job_id: str) -> Job:
    _note(request, job_id)
    return _jobs(request).find(client, job_id, request_id=request.state.request_id)


def _jobs(request: Request) -> "JobService":
    jobs = services_of(request).jobs
    if jobs is None:
        raise NotFound(
            "Jobs are not available: the service has no buckets. Send the document to POST /."
        )
    return jobs
