"""The content of a page, and that of the forms that it draws."""

from collections.abc import Iterator

import pikepdf
from pikepdf import Name, Object, Stream


def content_streams(page: pikepdf.Page) -> Iterator[bytes]:
    """What stands in each stream, as far as it can be read."""
    try:
        for scope in page.content_scopes(kinds=["page", "form"]):
            for stream in _streams(scope.content):
                yield stream.read_bytes()
    except pikepdf.PdfError:
        return


def _streams(content: Object) -> list[Stream]:
    """A form itself, or the one or many streams of a page."""
    parts = content if isinstance(content, Stream) else content.get(Name.Contents)
    candidates = list(parts) if isinstance(parts, pikepdf.Array) else [parts]
    return [part for part in candidates if isinstance(part, Stream)]
