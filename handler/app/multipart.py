"""A multipart body as the parser takes it."""

import re

from python_multipart.multipart import parse_options_header


def plain_form(body: bytes, content_type: str) -> bytes:
    """The same form without a preamble, and without white space after its boundaries.

    RFC 2046, 5.1.1, allows both; python-multipart refuses them.
    """
    boundary = parse_options_header(content_type)[1].get(b"boundary")
    if not boundary:
        return body
    delimiter = b"\r\n--" + re.escape(boundary)
    body = re.sub(
        delimiter + rb"(--)?[ \t]+(?=\r\n|\Z)",
        lambda found: b"\r\n--" + boundary + (found[1] or b""),
        b"\r\n" + body,
    )
    first = re.search(delimiter + rb"(--)?(?=\r\n)", body)
    return body[first.start() + 2 :] if first else body[2:]
