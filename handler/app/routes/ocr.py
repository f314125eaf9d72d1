"""``POST /``: an image in, its text out."""

import time
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from handler.app.problems import problem_responses
from handler.app.schemas import OcrQuery, ResponseFormat, Results
from handler.app.security import Client
from handler.app.state import deadline_of, services_of
from handler.app.upload import REQUEST_BODY, read_upload
from handler.errors import ResponseTooLarge
from ocr_core import Document, OutputFormat, Rendered, render

router = APIRouter()

_RESPONSES = problem_responses(
    "unreadable_image",
    "missing_token",
    "invalid_token",
    "upload_too_large",
    "image_too_large",
    "too_many_pages",
    "response_too_large",
    "unreadable_form",
    "missing_file",
    "invalid_option",
    "unknown_language",
    "engine_failed",
    "internal_error",
    "engine_missing",
    "service_busy",
    "authorization_unavailable",
    "deadline_exceeded",
)


@router.post(
    "/",
    operation_id="readText",
    summary="Read the text of an image",
    response_model=Results | Document,
    responses={
        200: {
            "description": "The text.",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
        **_RESPONSES,
    },
    openapi_extra=REQUEST_BODY,
    tags=["OCR"],
)
async def read_text(
    request: Request, client: Client, query: Annotated[OcrQuery, Query()]
) -> Response:
    """Upload one image; every frame of a TIFF, GIF or WebP is a page.

    The answer is `{"results": [lines], "original": text}` unless `format` says otherwise.
    """
    services = services_of(request)
    deadline = deadline_of(request)
    options = query.options(services.settings.default_languages)
    response_format = query.response_format(request.headers.get("accept", ""))
    services.reader.engine.check(options)
    data = await read_upload(request, services.reader.limits, deadline=deadline)

    def work() -> tuple[Document, Rendered, float]:
        document = services.reader.read(data, options, deadline=deadline)
        started_s = time.perf_counter()
        rendered = _render(document, response_format)
        return document, rendered, (time.perf_counter() - started_s) * 1000

    document, rendered, render_ms = await services.runner.run(work, deadline=deadline)
    _check_size(rendered, services.settings.max_response_bytes)
    timings = document.timings
    request.state.log.update(
        pages=len(document.pages),
        decode_ms=timings.decode_ms,
        ocr_ms=timings.ocr_ms,
        media_type=document.media_type,
    )
    headers = {
        "Cache-Control": "no-store",
        "Server-Timing": f"decode;dur={timings.decode_ms:.1f}, ocr;dur={timings.ocr_ms:.1f}, "
        f"render;dur={render_ms:.1f}",
    }
    return Response(rendered.body, media_type=rendered.content_type, headers=headers)


def _render(document: Document, response_format: ResponseFormat) -> Rendered:
    if response_format is ResponseFormat.RESULTS:
        return Rendered("application/json", Results.of(document).model_dump_json().encode())
    return render(document, OutputFormat(response_format.value))


def _check_size(rendered: Rendered, max_response_bytes: int) -> None:
    if len(rendered.body) > max_response_bytes:
        raise ResponseTooLarge(
            f"The answer has {len(rendered.body):,} bytes; the limit is {max_response_bytes:,}. "
            "Ask for fewer pages at once, or for format=text."
        )
