"""The pages as they were, with what was read as an invisible text layer: searchable PDF.

The pages of a PDF stay what they are: their content is neither touched nor compressed
again, and the whole file (metadata, bookmarks, forms, attachments, encryption) is kept, or
for a selection of pages what belongs to these. Two things change:

- of a page that was read again, the older text is put away: what was invisible is taken
  out, what is visible stays so and is no longer searched; what fields and notes show stays
  in them and is not in the new layer too;
- a digital signature does not fit the new file.

The same document and file always give the same bytes, where these are not encrypted.
"""

import copy
import io
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import NamedTuple

import pikepdf
from pikepdf import Dictionary, Name

from ocr_core.errors import (
    OcrError,
    PasswordRequired,
    UnreadableImage,
    UnreadablePdf,
    WrongPassword,
)
from ocr_core.load import MediaType
from ocr_core.load.damage import is_own_mistake
from ocr_core.load.frames import page_frames
from ocr_core.load.image_file import open_image
from ocr_core.load.pdf_password import Opened, open_with_qpdf
from ocr_core.model import Document, Page, TextSource
from ocr_core.page_layout import PlacedWord, build_blocks
from ocr_core.render.annotation_text import without_annotation_text
from ocr_core.render.glyphless_font import GlyphlessFont
from ocr_core.render.invisible_text import remove_invisible_text
from ocr_core.render.pdf_image import add_image_page
from ocr_core.render.pdf_text_layer import text_layer
from ocr_core.render.visible_text import hide_from_search

# What PDFium takes for a page without a usable MediaBox: Letter (CPDF_Page's constructor).
_DEFAULT_BOX = (0.0, 0.0, 612.0, 792.0)


def render(document: Document, original: bytes, password: str | None = None) -> bytes:
    """A PDF of the document's pages, in order, whose text can be searched and copied.

    Args:
        document: what was read.
        original: the file that it was read from.
        password: that opens ``original``. It opens the new file as well, if it needs one.

    Raises:
        UnreadableImage: ``original`` is not the image that the document was read from.
        UnreadablePdf: the PDF is too damaged to be written again.
        PasswordRequired, WrongPassword: the PDF does not open with ``password``.
    """
    is_pdf = document.media_type == MediaType.PDF
    pages = _original_pages(document, original, password) if is_pdf else _images(document, original)
    with pages as (pdf, encryption):
        font = GlyphlessFont(pdf)
        for pdf_page, page in zip(pdf.pages, document.pages, strict=True):
            if page.source is TextSource.OCR:
                remove_invisible_text(pdf, pdf_page)
                if page.blocks:
                    hide_from_search(pdf_page)
                _add_text(pdf_page, page, font)
            else:
                _add_text(pdf_page, _recognised(page), font)
        font.finish()
        return _saved(pdf, encryption)


class _Pages(NamedTuple):
    """A file of the pages that the document has, and how it is to be encrypted."""

    pdf: pikepdf.Pdf
    # True: as it is.
    encryption: pikepdf.Encryption | bool


@contextmanager
def _images(document: Document, original: bytes) -> Iterator[_Pages]:
    """A new file of the image's frames."""
    with pikepdf.new() as pdf:
        try:
            with open_image(original, MediaType(document.media_type)) as image:
                frames = page_frames(image, MediaType(document.media_type), original)
                for page in document.pages:
                    add_image_page(pdf, page, image, original, frame=frames[page.number - 1])
        except OcrError:
            raise
        except Exception as error:  # what decoders raise at bytes that are not what they were
            if is_own_mistake(error):
                raise
            raise UnreadableImage(
                "The image cannot be put into a PDF. Save it again as PNG or JPEG and send that."
            ) from error
        yield _Pages(pdf, encryption=False)


@contextmanager
def _original_pages(document: Document, original: bytes, password: str | None) -> Iterator[_Pages]:
    """The original file itself, or a new one of some of its pages."""
    wanted = [page.number - 1 for page in document.pages]
    with _open(original, password) as (pdf, opening):
        if wanted and wanted[-1] >= len(pdf.pages):
            raise _damaged()
        if wanted == list(range(len(pdf.pages))):
            yield _Pages(pdf, encryption=pdf.is_encrypted)
            return
        with pikepdf.new() as selection:
            selection.add_pages_from(pdf, wanted)
            yield _Pages(selection, encryption=_same_encryption(pdf, opening))


def _same_encryption(original: pikepdf.Pdf, password: str | None) -> pikepdf.Encryption | bool:
    """For a new file: the same password opens it and gives the same rights.

    Of the two passwords that a file has, only the one that was given is known. Where that
    is not the owner's, nobody knows the new owner's, so that it gives no more rights.
    """
    if not original.is_encrypted:
        return False
    user = password or ""
    owner = user if original.owner_password_matched else secrets.token_urlsafe()
    return pikepdf.Encryption(user=user, owner=owner, allow=original.allow)


@contextmanager
def _open(original: bytes, password: str | None) -> Iterator[Opened]:
    try:
        opened = open_with_qpdf(original, password)
        with opened.pdf:
            yield opened
    except pikepdf.PasswordError as error:
        if password:
            raise WrongPassword("The password does not open the PDF. Check it.") from error
        raise PasswordRequired("The PDF is encrypted. Send its password.") from error
    # A page tree that does not hold together is a RuntimeError of qpdf's.
    except (pikepdf.PdfError, RuntimeError) as error:
        raise _damaged() from error


def _damaged() -> UnreadablePdf:
    return UnreadablePdf(
        "The PDF can be read but is too damaged to be written again. Ask for another format, "
        "or print the file to a new PDF and send that."
    )


def _recognised(page: Page) -> Page:
    """The page without the words that stand in the file, where they are found already."""
    lines = ([word for word in line.words if word.confidence is not None] for line in page.lines)
    words = (PlacedWord(0, 0, number, word) for number, line in enumerate(lines) for word in line)
    return page.model_copy(update={"blocks": build_blocks(words)})


def _add_text(pdf_page: pikepdf.Page, page: Page, font: GlyphlessFont) -> None:
    """Put the text under the page's content.

    Under it, because there the coordinates are still the page's own: what the
    content's operators leave behind is not known.
    """
    if not page.blocks:
        return
    to_points = _pixels_to_points(pdf_page, page)
    page = without_annotation_text(page, pdf_page, to_points)
    matrix = " ".join(f"{value:.6f}" for value in to_points)
    layer = text_layer(page, font, cache(partial(_add_font, pdf_page, font)))
    pdf_page.contents_add(f"q {matrix} cm\n{layer}\nQ\n".encode("ascii"), prepend=True)


def _add_font(pdf_page: pikepdf.Page, font: GlyphlessFont, looseness: float) -> str:
    """Its name in the page's resources, which may be shared and are copied for that."""
    resources = copy.copy(pdf_page.get_resources() or Dictionary())
    known = resources.get(Name.Font)
    fonts = copy.copy(known) if isinstance(known, Dictionary) else Dictionary()
    name = "/GlyphLess"
    while name in fonts:
        name += "Font"
    fonts[name] = font.resource(looseness)
    resources.Font = fonts
    pdf_page.obj.Resources = resources
    return name


def _pixels_to_points(pdf_page: pikepdf.Page, page: Page) -> tuple[float, ...]:
    """The matrix from pixels of the page as it is shown, y upwards, to its own coordinates.

    A page is shown turned clockwise by /Rotate (ISO 32000-1, table 30). /UserUnit makes
    it larger, and its coordinates with it.
    """
    left, bottom, right, top = _shown_box(pdf_page)
    across, up = right - left, top - bottom
    width, height = page.width, page.height
    match _quarter_turns(pdf_page):
        case 0:
            return across / width, 0, 0, up / height, left, bottom
        case 1:
            return 0, up / width, -across / height, 0, right, bottom
        case 2:
            return -across / width, 0, 0, -up / height, right, top
        case _:
            return 0, -up / width, across / height, 0, left, top


def _quarter_turns(pdf_page: pikepdf.Page) -> int:
    try:
        return int(pdf_page.obj.get(Name.Rotate, 0)) // 90 % 4
    except (TypeError, ValueError):
        return 0


def _shown_box(pdf_page: pikepdf.Page) -> Sequence[float]:
    """The part of the page that PDFium shows: its CropBox inside its MediaBox."""
    media = _box(pdf_page.obj.get(Name.MediaBox)) or _DEFAULT_BOX
    crop = _box(pdf_page.obj.get(Name.CropBox))
    if not crop:
        return media
    inside = (*map(max, media[:2], crop[:2]), *map(min, media[2:], crop[2:]))
    return inside if inside[0] < inside[2] and inside[1] < inside[3] else media


def _box(value: pikepdf.Object | None) -> tuple[float, ...] | None:
    """A rectangle by its lower left and upper right corner; ``None`` if it is none or empty."""
    try:
        left, bottom, right, top = (float(edge) for edge in value or ())
    except (TypeError, ValueError):
        return None
    box = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _saved(pdf: pikepdf.Pdf, encryption: pikepdf.Encryption | bool) -> bytes:
    """The file's bytes; streams that are compressed already stay as they are."""
    buffer = io.BytesIO()
    # Samples of 16 bits are the newest thing that may be in it (ISO 32000-1, table 89).
    save = partial(pdf.save, buffer, min_version="1.5")
    if encryption:
        save(encryption=encryption)  # qpdf gives this a new identity every time
    else:
        save(deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return buffer.getvalue()
