"""``POST /textract``: Amazon Textract's JSON protocol, for its own clients."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from handler.app.aws_caller import authenticated
from handler.app.query_parameters import refuse_repeated
from handler.app.state import deadline_of, hang_up_of, max_response_bytes, services_of
from handler.errors import InvalidS3Object, ResponseTooLarge, UnknownOperation
from ocr_core import Deadline, Limits, OcrOptions

if TYPE_CHECKING:
    from handler.textract.jobs import TextractJobs

router = APIRouter()

_TARGET_PREFIX = "Textract."
# What is served of a document in S3 in one call, as Textract does (its quotas).
_MAX_OBJECT_BYTES = 10_000_000
# Around the document in base64: the JSON.
_ENVELOPE_BYTES = 16_384
_NO_STORE = {"Cache-Control": "no-store"}


class _Operation(NamedTuple):
    """An operation: whether it analyses, and what its answer calls the version of the model."""

    analyzes: bool
    version_member: str


_DETECT = _Operation(analyzes=False, version_member="DetectDocumentTextModelVersion")
_ANALYZE = _Operation(analyzes=True, version_member="AnalyzeDocumentModelVersion")
_OPERATIONS = {
    "DetectDocumentText": _DETECT,
    "AnalyzeDocument": _ANALYZE,
    "StartDocumentTextDetection": _DETECT,
    "StartDocumentAnalysis": _ANALYZE,
    "GetDocumentTextDetection": _DETECT,
    "GetDocumentAnalysis": _ANALYZE,
}


# Both spellings: the SDK for JavaScript always ends the path in a slash, botocore never adds one.
@router.post("/textract", include_in_schema=False)
@router.post("/textract/", include_in_schema=False)
async def textract(request: Request, options: Annotated[OcrOptions, Query()]) -> Response:
    """Do what ``X-Amz-Target`` names; docs/textract.md says what is served."""
    refuse_repeated(request)
    services = services_of(request)
    deadline = deadline_of(request)

    async def read_body() -> bytes:
        return await _read_body(request, services.reader.limits, deadline)

    client, body = await authenticated(request, read_body)
    name = request.headers.get("x-amz-target", "").removeprefix(_TARGET_PREFIX)
    operation = _OPERATIONS.get(name)
    if operation is None:
        raise UnknownOperation(f"Operations that are served here: {', '.join(_OPERATIONS)}.")
    if name.startswith(("Start", "Get")):
        return await run_in_threadpool(_job, request, client, name, operation, body)
    return await _read(request, name, operation, body, options, deadline)


async def _read(
    request: Request,
    name: str,
    operation: _Operation,
    body: bytes,
    options: OcrOptions,
    deadline: Deadline,
) -> Response:
    from handler.textract import requests
    from handler.textract.reading import ReadBlocks

    services = services_of(request)
    languages = {"languages": services.settings.default_languages}
    given = OcrOptions(**(languages | options.model_dump(include=options.model_fields_set)))
    services.reader.engine.check(given)
    asked: requests.AnalyzeDocument | requests.DetectDocumentText
    features: tuple[Any, ...] = ()
    if operation.analyzes:
        asked = analysis = requests.parse(requests.AnalyzeDocument, body)
        features = analysis.features
    else:
        asked = requests.parse(requests.DetectDocumentText, body)
    where = asked.document.s3_object
    if where is not None:
        read = _jobs(request).document
        data = await run_in_threadpool(read, where, max_bytes=_MAX_OBJECT_BYTES)
    else:
        data = asked.document.data()
        services.reader.limits.check_upload(len(data))
    request.state.log.update(operation=name, upload_bytes=len(data))
    work = ReadBlocks(options=given, features=features, version_member=operation.version_member)
    answer = await services.runner.run(work, data, deadline=deadline, hang_up=hang_up_of(request))
    rendered = answer.rendered
    if len(rendered.body) > max_response_bytes(request):
        raise ResponseTooLarge(
            "The answer is too large for one call. Use StartDocumentTextDetection or "
            "StartDocumentAnalysis."
        )
    request.state.log.update(pages=answer.page_count, media_type=answer.media_type)
    return Response(rendered.body, media_type=rendered.content_type, headers=_NO_STORE)


def _job(request: Request, client: str, name: str, operation: _Operation, body: bytes) -> Response:
    from handler.textract import requests
    from handler.textract.errors import CONTENT_TYPE
    from handler.textract.reading import as_json

    request.state.log["operation"] = name
    jobs = _jobs(request)
    analyzes = operation.analyzes
    answer: dict[str, Any]
    if name.startswith("Start"):
        model = requests.StartDocumentAnalysis if analyzes else requests.StartDocumentTextDetection
        answer = dict(jobs.start(client, requests.parse(model, body), analyzes=analyzes))
    else:
        asked = requests.parse(requests.GetJob, body)
        answer = jobs.get(client, asked, analyzes=analyzes, version_member=operation.version_member)
    return Response(as_json(answer), media_type=CONTENT_TYPE, headers=_NO_STORE)


def _jobs(request: Request) -> "TextractJobs":
    jobs = services_of(request).textract_jobs
    if jobs is None:
        raise InvalidS3Object(
            "This service has no buckets: send the document itself, as Document.Bytes."
        )
    return jobs


async def _read_body(request: Request, limits: Limits, deadline: Deadline) -> bytes:
    """The body, which holds a document of at most the limit in base64.

    Raises:
        DeadlineExceeded: it did not all come in time.
        UploadTooLarge: more than that.
    """
    received = bytearray()
    try:
        async with asyncio.timeout(deadline.remaining_s):
            async for chunk in request.stream():
                received += chunk
                limits.check_upload((len(received) - _ENVELOPE_BYTES) * 3 // 4)
    except TimeoutError:
        raise deadline.exceeded() from None
    return bytes(received)
