"""The upload of a request, streamed to memory: a multipart field ``file``, or the raw body."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from handler.errors import MissingFile, UnreadableForm
from ocr_core import Deadline, Limits, MediaType

FIELD = "file"
# Room for the boundaries and part headers around the file.
_FORM_OVERHEAD_BYTES = 16_384
_MAX_FORM_FIELDS = 20

BINARY = {"type": "string", "format": "binary"}
UPLOAD_SCHEMA: dict[str, Any] = {
    "title": "Upload",
    "description": "A form with one file.",
    "type": "object",
    "required": [FIELD],
    "properties": {FIELD: {**BINARY, "description": "The image or PDF."}},
}
# The body is read by hand, as a stream: FastAPI would spool it to disk. This tells
# OpenAPI what it is; the application adds the schema.
REQUEST_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": f"The file, as the multipart field `{FIELD}`: `curl -F {FIELD}=@page.png`; "
        "or as the body itself: `curl --data-binary @page.png -H 'Content-Type: image/png'`. What "
        "it is, is told from its bytes, so the body may have any type but `multipart/...`.",
        "content": {
            "multipart/form-data": {
                "schema": {"$ref": f"#/components/schemas/{UPLOAD_SCHEMA['title']}"},
                "encoding": {FIELD: {"contentType": ", ".join(MediaType)}},
            },
            "application/octet-stream": {
                "schema": {**BINARY, "description": "The image or PDF."},
            },
        },
    }
}


async def read_upload(request: Request, limits: Limits, *, deadline: Deadline) -> bytes:
    """The bytes that were uploaded.

    Raises:
        DeadlineExceeded: they did not all come in time.
        UploadTooLarge: more than the limit; told from the announced length where
            there is one, otherwise as soon as that much has come.
        MissingFile: there is none.
        UnreadableForm: a multipart body that cannot be parsed.
    """
    try:
        async with asyncio.timeout(deadline.remaining_s):
            data = await _read_body(request, limits)
    except TimeoutError:
        raise deadline.exceeded() from None
    limits.check_upload(len(data))
    request.state.log["upload_bytes"] = len(data)
    return data


async def _read_body(request: Request, limits: Limits) -> bytes:
    if request.headers.get("content-type", "").lower().startswith("multipart/"):
        return await _read_form(request, limits)
    data = b"".join([chunk async for chunk in _limited(request, limits, 0)])
    if not data:
        raise MissingFile(f"Send the image as the multipart field `{FIELD}`, or as the body.")
    return data


async def _read_form(request: Request, limits: Limits) -> bytes:
    parser = _InMemoryParser(
        request.headers,
        _limited(request, limits, _FORM_OVERHEAD_BYTES),
        max_files=_MAX_FORM_FIELDS,
        max_fields=_MAX_FORM_FIELDS,
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise _unreadable_form() from error
    try:
        return await _only_file(form).read()
    finally:
        await form.close()


def _only_file(form: FormData) -> UploadFile:
    files = [value for value in form.getlist(FIELD) if isinstance(value, UploadFile)]
    if len(files) != 1:
        raise MissingFile(
            f"Send one file as the multipart field `{FIELD}`, with a file name; "
            f"the request has {len(files) or 'none'}."
        )
    return files[0]


async def _limited(
    request: Request, limits: Limits, overhead_bytes: int
) -> AsyncGenerator[bytes, None]:
    """The body, piece by piece; stops as soon as it is too large."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal():
        limits.check_upload(int(announced) - overhead_bytes)
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        limits.check_upload(received - overhead_bytes)
        yield chunk


def _unreadable_form() -> UnreadableForm:
    return UnreadableForm(
        "The multipart body is damaged or not complete. Let your HTTP client make it, with its "
        "boundary in the Content-Type header."
    )


class _InMemoryParser(MultiPartParser):
    """Starlette's parser, which takes what ends too early for the end; this one does not."""

    # Never to disk: the stream that is parsed has an end already.
    spool_max_size = 2**62

    async def parse(self) -> FormData:
        """The form.

        Raises:
            UnreadableForm: the closing boundary is missing.
        """
        self._is_whole = False
        self.stream = self._checked(self.stream)
        return await super().parse()

    def on_end(self) -> None:
        """The closing boundary has come."""
        self._is_whole = True

    async def _checked(self, stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
        async for chunk in stream:
            yield chunk
        if not self._is_whole:
            raise _unreadable_form()
