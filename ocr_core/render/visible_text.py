"""Text that a page shows, put out of the way of the text that was read from its pixels.

Such a page is read where its own text is wrong (letters without a meaning) or unwanted
(``text_layer=ignore``). What is seen of it has to stay; but it is not to be copied and
found besides what was read.
"""

import re

import pikepdf

from ocr_core.render.page_content import content_streams

# The operators that show text (ISO 32000-1, table 109), after their operand.
SHOWS_TEXT = re.compile(rb"[)>\]]\s*(?:T[jJ]|['\"])")
"""An operator that shows text, in content."""
# What stands in the span is to be read as this (ISO 32000-1, 14.9.4): as a space, for to
# PDFium an empty text is none.
_BEGIN, _END = b"/Span <</ActualText ( )>> BDC", b"EMC"


def hide_from_search(page: pikepdf.Page) -> None:
    """Have programs that copy and search read nothing where the page shows text.

    Poppler, PDFium, MuPDF and Acrobat do so; pdf.js and pypdf know no replacement text.
    """
    if any(SHOWS_TEXT.search(data) for data in content_streams(page)):
        page.contents_add(_BEGIN, prepend=True)
        page.contents_add(_END)
