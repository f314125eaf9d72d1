"""``POST /``: an image in, its text out."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from handler.app.answer import Results
from handler.app.problems import problem_responses
from handler.app.query_parameters import refuse_repeated, with_options
from handler.app.reading import ReadAndRender
from handler.app.request_body import BINARY, REQUEST_BODY
from handler.app.schemas import OcrQuery
from handler.app.security import Client
from handler.app.state import deadline_of, hang_up_of, max_response_bytes, services_of
from handler.app.upload import read_upload
from handler.errors import ResponseTooLarge
from ocr_core import Document, Rendered

router = APIRouter()

_RESPONSES = problem_responses(
    "unreadable_image",
    "unreadable_pdf",
    "pdf_without_pages",
    "missing_token",
    "invalid_token",
    "upload_too_large",
    "image_too_large",
    "too_many_pages",
    "response_too_large",
    "unreadable_form",
    "unsupported_encoding",
    "invalid_body",
    "missing_file",
    "password_required",
    "wrong_password",
    "invalid_option",
    "unknown_language",
    "engine_failed",
    "engine_missing",
    "service_busy",
    "authorization_unavailable",
)


# A header and not a parameter: addresses end up in logs.
_PASSWORD = Header(
    alias="X-Document-Password",
    max_length=500,
    description="Opens an encrypted PDF.",
    examples=["correct horse battery staple"],
)
_TEXT = {"schema": {"type": "string"}}
_ANSWER = {
    "description": "What was read, in the format that was asked for.",
    "headers": {
        "Server-Timing": {
            "description": "Milliseconds of decoding, recognition and rendering.",
            "schema": {"type": "string"},
            "example": "decode;dur=0.9, ocr;dur=47.8, render;dur=0.1",
        }
    },
    "content": {
        "text/plain": _TEXT,
        "text/html": _TEXT,
        "application/xml": _TEXT,
        "text/tab-separated-values": _TEXT,
        "text/markdown": _TEXT,
        "text/csv": _TEXT,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"schema": BINARY},
        "application/pdf": {"schema": BINARY},
        "application/zip": {"schema": BINARY},
    },
}


@router.post(
    "/",
    operation_id="readText",
    summary="Read the text of an image or PDF",
    response_model=Results | Document,
    responses={200: _ANSWER, **_RESPONSES},
    openapi_extra=REQUEST_BODY,
    tags=["OCR"],
)
async def read_text(
    request: Request,
    client: Client,
    query: Annotated[OcrQuery, Query()],
    password: Annotated[str | None, _PASSWORD] = None,
) -> Response:
    """Upload one image or PDF; every frame of a TIFF, GIF or WebP is a page.

    The answer is `{"results": [lines], "original": text}` unless `format` says otherwise.
    What is too large for one call, or takes longer, is for `POST /jobs`.
    """
    refuse_repeated(request)
    services = services_of(request)
    deadline = deadline_of(request)
    default_languages = services.settings.default_languages
    # What the address asks for is refused before the upload is taken.
    services.reader.engine.check(query.options(default_languages))
    data, beside = await read_upload(request, services.reader.limits, deadline=deadline)
    if beside:
        query = with_options(OcrQuery, request, beside)
    options = query.options(default_languages)
    services.reader.engine.check(options)
    formats = query.response_formats(request.headers.get("accept", ""))
    work = ReadAndRender(options=options, formats=formats, password=password)
    answer = await services.runner.run(work, data, deadline=deadline, hang_up=hang_up_of(request))
    _check_size(answer.rendered, max_response_bytes(request))
    timings = answer.timings
    request.state.log.update(
        pages=answer.page_count,
        decode_ms=timings.decode_ms,
        ocr_ms=timings.ocr_ms,
        render_ms=round(answer.render_ms, 2),
        media_type=answer.media_type,
    )
    if answer.confidence is not None:
        request.state.log["confidence"] = answer.confidence
    headers = {
        "Cache-Control": "no-store",
        # hOCR is HTML made of what stood in an image: whoever shows it runs nothing of it.
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Server-Timing": f"decode;dur={timings.decode_ms:.1f}, ocr;dur={timings.ocr_ms:.1f}, "
        f"render;dur={answer.render_ms:.1f}",
    }
    rendered = answer.rendered
    return Response(rendered.body, media_type=rendered.content_type, headers=headers)


def _check_size(rendered: Rendered, max_response_bytes: int) -> None:
    if len(rendered.body) > max_response_bytes:
        raise ResponseTooLarge(
            f"The response has {len(rendered.body):,} bytes; the limit is {max_response_bytes:,}. "
            "Request fewer pages at once, or format=text."
        )
