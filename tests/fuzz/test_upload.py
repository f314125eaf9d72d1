"""The edges of multipart: how a form is cut, where it ends, and what stands in it."""

import asyncio
import itertools
from collections.abc import Sequence
from contextlib import suppress

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from handler.app.upload import FIELD, read_upload
from handler.errors import MissingFile, ServiceError, UnreadableForm
from ocr_core import Deadline, Limits
from ocr_core.errors import UploadTooLarge
from tests.fuzz.profile import EVERY_TIME_THE_SAME

BOUNDARY = b"a-boundary"
LIMITS = Limits(max_upload_bytes=100_000)
# Bytes among which a parser might take one for the end of a part.
CONTENTS = st.binary(max_size=300) | st.lists(
    st.sampled_from(
        [b"\r", b"\n", b"-", b"--", b"\r\n--", b"a-boundary", b"a-bounda", b"\r\n\r\n", b"x", b"\0"]
    ),
    max_size=20,
).map(b"".join).filter(lambda data: b"\r\n--a-boundary" not in b"\r\n" + data)
NAMES = st.text("abc-_ []äß", max_size=10).filter(lambda name: name != FIELD)


def part(content: bytes, *headers: str) -> bytes:
    """One part of a form."""
    lines = "".join(f"{header}\r\n" for header in headers).encode()
    return b"--" + BOUNDARY + b"\r\n" + lines + b"\r\n" + content + b"\r\n"


def file_part(content: bytes, name: str = FIELD, filename: str = "scan.png") -> bytes:
    """A part that is a file."""
    return part(content, f'Content-Disposition: form-data; name="{name}"; filename="{filename}"')


def field_part(content: bytes, name: str) -> bytes:
    """A part that is a value."""
    return part(content, f'Content-Disposition: form-data; name="{name}"')


def form(*parts: bytes) -> bytes:
    """A whole form."""
    return b"".join(parts) + b"--" + BOUNDARY + b"--\r\n"


def read(
    chunks: Sequence[bytes],
    content_type: str = f"multipart/form-data; boundary={BOUNDARY.decode()}",
    *,
    limits: Limits = LIMITS,
) -> bytes:
    """What the service takes for the file in a body that comes in these chunks."""
    coming: list[Message] = [
        {"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks
    ]
    coming.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Message:
        return coming.pop(0)

    headers = [(b"content-type", content_type.encode("latin-1"))]
    request = Request({"type": "http", "headers": headers, "state": {"log": {}}}, receive)
    return asyncio.run(read_upload(request, limits, deadline=Deadline.after(60))).data


def cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    """The data in pieces."""
    at = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[start:end] for start, end in itertools.pairwise(at)]


@EVERY_TIME_THE_SAME
@given(CONTENTS, st.lists(st.integers(0, 10_000), max_size=12))
def test_however_a_form_is_cut_its_file_is_the_same(content: bytes, places: list[int]) -> None:
    """Whatever the file holds, and wherever one piece ends and the next begins."""
    whole = form(file_part(content))
    assert read(cut(whole, places)) == read([whole]) == content
    assert read([whole[at : at + 1] for at in range(len(whole))]) == content


@EVERY_TIME_THE_SAME
@given(CONTENTS, st.lists(st.tuples(NAMES, CONTENTS), max_size=6), st.integers(0, 6))
def test_other_fields_and_files_do_not_matter(
    content: bytes, others: list[tuple[str, bytes]], place: int
) -> None:
    """Before the file and after it."""
    parts = [
        file_part(value, name) if index % 2 else field_part(value, name)
        for index, (name, value) in enumerate(others)
    ]
    parts.insert(place, file_part(content))
    assert read([form(*parts)]) == content


@EVERY_TIME_THE_SAME
@given(CONTENTS, st.integers(0, 10_000))
def test_a_form_that_ends_too_early_is_refused(content: bytes, place: int) -> None:
    """Wherever it ends: half a file is never taken for the whole."""
    # What comes after the closing boundary is no part of the form.
    whole = form(file_part(content)).removesuffix(b"\r\n")
    with pytest.raises(UnreadableForm):
        read([whole[: place % len(whole)]])


@EVERY_TIME_THE_SAME
@given(CONTENTS, st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_a_form_with_a_damaged_place_is_bytes_or_refused(
    content: bytes, place: int, damage: bytes
) -> None:
    """And never a fault."""
    whole = form(field_part(b"1", "a"), file_part(content))
    at = place % len(whole)
    with suppress(ServiceError):
        assert isinstance(read([whole[:at] + damage + whole[at + len(damage) :]]), bytes)


@EVERY_TIME_THE_SAME
@given(
    st.binary(max_size=200)
    | st.lists(st.sampled_from([b"--b", b"\r\n", b":", b"--", b"x"])).map(b"".join),
    st.sampled_from(
        [
            "multipart/form-data",
            "multipart/form-data; boundary=",
            'multipart/form-data; boundary=""',
            "multipart/form-data; boundary=b",
            'multipart/form-data; boundary="b',
            "multipart/form-data; boundary=b; boundary=c",
            "multipart/form-data; boundary=b; charset=none",
            "multipart/form-data; boundary=b; charset=utf-16",
            "multipart/form-data; boundary=b\xff",
            "multipart/; boundary=b",
            "MULTIPART/FORM-DATA; BOUNDARY=b",
            "multipart/mixed; boundary=b",
            f"multipart/form-data; boundary={'b' * 5000}",
            "multipart/form-data; boundary*=utf-8''b%20",
        ]
    ),
)
def test_any_body_of_any_kind_of_form_is_bytes_or_refused(body: bytes, content_type: str) -> None:
    """Also where the header is none that a client would send."""
    with suppress(ServiceError):
        assert isinstance(read([body], content_type), bytes)


@EVERY_TIME_THE_SAME
@given(
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=100),
    st.sampled_from(["name", "filename", "charset", "filename*", ""]),
)
def test_a_part_with_any_header_is_bytes_or_refused(value: str, parameter: str) -> None:
    """A name that is missing, twice there, or not to be understood."""
    for header in (
        f'Content-Disposition: form-data; name="file"; filename="a"; {parameter}="{value}"',
        f"Content-Disposition: form-data; name=file; {parameter}={value}",
        f"Content-Disposition: {value}",
        f"{value}",
        f"Content-Type: {value}",
    ):
        for encoding in ("utf-8", "latin-1"):
            body = b"--" + BOUNDARY + b"\r\n" + header.encode(encoding) + b"\r\n\r\nx\r\n"
            with suppress(ServiceError):
                assert read([form(body)]) == b"x"


@EVERY_TIME_THE_SAME
@given(st.integers(1, 60), st.booleans())
def test_a_form_of_many_parts_is_refused(count: int, are_files: bool) -> None:
    """More than any client sends; the file is not looked for among them."""
    other = file_part(b"1", "other") if are_files else field_part(b"1", "other")
    whole = form(*[other] * count, file_part(b"x"))
    if count < 20:
        assert read([whole]) == b"x"
    elif count > 20:
        with pytest.raises(UnreadableForm):
            read([whole])


@pytest.mark.parametrize("length", [1_000, 100_000])
def test_a_header_without_an_end_is_refused(length: int) -> None:
    """A name of a part may be long; what is larger than a form around a file is no form."""
    whole = form(file_part(b"x", filename="a" * length))
    limits = Limits(max_upload_bytes=1_000)
    if length == 1_000:
        assert read([whole], limits=limits) == b"x"
    else:
        with pytest.raises((UploadTooLarge, UnreadableForm)):
            read(cut(whole, range(0, length, 1_000)), limits=limits)


@EVERY_TIME_THE_SAME
@given(st.integers(0, 2_100), st.integers(1, 400))
def test_the_limit_is_that_of_the_file(length: int, step: int) -> None:
    """To the byte, however it comes, and whatever a form adds around it."""
    limits = Limits(max_upload_bytes=2_000)
    content = b"x" * length
    whole = form(file_part(content))
    chunks = cut(whole, range(0, len(whole), step))
    if length <= 2_000:
        assert read(chunks, limits=limits) == content
    else:
        with pytest.raises(UploadTooLarge):
            read(chunks, limits=limits)


@pytest.mark.parametrize(
    "parts",
    [[], [field_part(b"x", FIELD)], [file_part(b"x", "other")], [file_part(b"x")] * 2],
)
def test_a_form_without_one_file_says_so(parts: list[bytes]) -> None:
    """None, a value in its place, one of another name, or two."""
    with pytest.raises(MissingFile):
        read([form(*parts)])


@EVERY_TIME_THE_SAME
@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=8))
def test_a_raw_body_is_the_file(content: bytes, places: list[int]) -> None:
    """However it is cut; nothing at all is no file."""
    if content:
        assert read(cut(content, places), "application/octet-stream") == content
    else:
        with pytest.raises(MissingFile):
            read(cut(content, places), "application/octet-stream")
