"""An upload as a JSON object: the file in base64, and the options beside it."""

import binascii
import json
from typing import Any

from handler.errors import InvalidBody, MissingFile
from ocr_core.errors import InvalidOption

FILE_MEMBERS = ("image", "file")
"""What the file may be called; ``file`` as in a form."""
_SHAPE = '{"image": "<base64 or data URI>"}, with the options of the address as further members'
# URL-safe base64 (RFC 4648, 5), and what line breaks make of it (RFC 2045, 6.8).
_ALPHABET = str.maketrans("-_", "+/", " \t\r\n=")
_ADDRESSES = ("http:", "https:", "s3:", "gs:", "ftp:", "file:", "//")


def parse_json_upload(body: bytes) -> tuple[bytes, list[tuple[str, object]]]:
    """The file, and the other members in their order.

    Raises:
        InvalidBody: not JSON, no object, or the file is no base64.
        MissingFile: no member has the file, or it is empty.
        InvalidOption: a member is there twice.
    """
    members = _members(body)
    files = [value for name, value in members if name in FILE_MEMBERS]
    if not files:
        raise MissingFile(f"The JSON object has no member `image`. {_send()}{_no_address(members)}")
    if len(files) > 1:
        raise InvalidOption("Give the file once, as image.")
    (file,) = files
    if not isinstance(file, str):
        raise InvalidBody(f"image: must be a string. {_send()}")
    return _decoded(file), [pair for pair in members if pair[0] not in FILE_MEMBERS]


def _send() -> str:
    return f"Send {_SHAPE}."


def _no_address(members: list[tuple[str, object]]) -> str:
    names = {name.lower().replace("_", "") for name, _ in members}
    return " URLs are not fetched." if names & {"url", "imageurl", "uri"} else ""


def _members(body: bytes) -> list[tuple[str, object]]:
    if not body:
        raise MissingFile(f"The body is empty. {_send()}")
    try:
        # The pairs of the outermost object come last, and are no dict, so that none is lost.
        found = json.loads(body, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError) as error:
        raise InvalidBody(f"The body is not valid JSON. {_send()}") from error
    if not isinstance(found, _Pairs):
        raise InvalidBody(f"The body must be a JSON object. {_send()}")
    return list(found)


class _Pairs(list[tuple[str, Any]]):
    """An object's members in their order, those with one name included."""


def _decoded(text: str) -> bytes:
    """The bytes that base64 or a data URI stands for (RFC 2397)."""
    start = text[:100].lstrip().lower()
    if start.startswith(_ADDRESSES):
        raise InvalidBody(f"image: URLs are not fetched. {_send()}")
    if start.startswith("data:"):
        head, _, text = text.partition(",")
        if not head.rstrip().lower().endswith(";base64"):
            raise InvalidBody(f"image: the data URI must be in base64. {_send()}")
    plain = text.translate(_ALPHABET)
    try:
        data = binascii.a2b_base64(plain + "=" * (-len(plain) % 4), strict_mode=True)
    except ValueError as error:
        raise InvalidBody(f"image: must be valid base64 or a data URI. {_send()}") from error
    if not data:
        raise MissingFile(f"image: must not be empty. {_send()}")
    return data
