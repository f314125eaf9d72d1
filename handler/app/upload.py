"""The upload of a request, streamed to memory: a form, a JSON object, or the raw body."""

import asyncio
from collections.abc import AsyncGenerator
from typing import NamedTuple

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from handler.app.json_upload import parse_json_upload
from handler.app.multipart import plain_form
from handler.errors import MissingFile, UnreadableForm, UnsupportedEncoding
from ocr_core import Deadline, Limits

FIELD = "file"
# Room for the boundaries and part headers around the file, and for the options.
_ENVELOPE_BYTES = 16_384
_MAX_FORM_FIELDS = 20


class Upload(NamedTuple):
    """A file, and the options that came beside it in the body, as they were written."""

    data: bytes
    options: list[tuple[str, object]]


async def read_upload(request: Request, limits: Limits, *, deadline: Deadline) -> Upload:
    """What was uploaded.

    Raises:
        DeadlineExceeded: it did not all come in time.
        UploadTooLarge: more than the limit; told from the announced length where
            there is one, otherwise as soon as that much has come.
        UnsupportedEncoding: the body is compressed.
        MissingFile: there is no file.
        UnreadableForm: a multipart body that cannot be parsed.
        InvalidBody: a JSON body that is no upload.
    """
    _check_encoding(request)
    try:
        async with asyncio.timeout(deadline.remaining_s):
            upload = await _read_body(request, limits)
    except TimeoutError:
        raise deadline.exceeded() from None
    limits.check_upload(len(upload.data))
    request.state.log["upload_bytes"] = len(upload.data)
    return upload


def _check_encoding(request: Request) -> None:
    encoding = request.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity"):
        raise UnsupportedEncoding(
            "Content-Encoding is not supported. Send the body uncompressed, without that header."
        )


async def _read_body(request: Request, limits: Limits) -> Upload:
    content_type = request.headers.get("content-type", "").lower()
    if content_type.startswith("multipart/"):
        return await _read_form(request, limits)
    if content_type.split(";")[0].strip() == "application/json":
        # Base64 makes four bytes of three.
        room = (limits.max_upload_bytes + 2) // 3 * 4 - limits.max_upload_bytes
        body = await _read_all(request, limits, room + _ENVELOPE_BYTES)
        return Upload(*parse_json_upload(body))
    data = await _read_all(request, limits, 0)
    if not data:
        raise MissingFile(f"Send the image as the multipart field `{FIELD}`, or as the body.")
    return Upload(data, [])


async def _read_all(request: Request, limits: Limits, overhead_bytes: int) -> bytes:
    return b"".join([chunk async for chunk in _limited(request, limits, overhead_bytes)])


async def _read_form(request: Request, limits: Limits) -> Upload:
    body = await _read_all(request, limits, _ENVELOPE_BYTES)
    parser = _InMemoryParser(
        request.headers,
        _once(plain_form(body, request.headers["content-type"])),
        max_files=_MAX_FORM_FIELDS,
        max_fields=_MAX_FORM_FIELDS,
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise _unreadable_form() from error
    try:
        file = _only_file(form)
        options = [(name, value) for name, value in form.multi_items() if value is not file]
        return Upload(await file.read(), list(options))
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


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


def _unreadable_form() -> UnreadableForm:
    return UnreadableForm(
        "The multipart body is damaged or incomplete. Let your HTTP client build it and set the "
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
