"""Passwords that are not ASCII, as they arrive and as files have them.

An HTTP header is bytes that the server hands over as Latin-1 text (PEP 3333, and ASGI the same);
clients mostly send UTF-8. What a file was encrypted with are bytes, too: of UTF-8 since PDF 2.0
(ISO 32000-2, 7.6.4.3.3), and of an encoding much like Latin-1 before (ISO 32000-1, 7.6.3.3).
PDFium tries both for one text, qpdf takes what it is given.
"""

import io
from contextlib import suppress
from typing import NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium


class Opened(NamedTuple):
    """A file, and the reading of the password that opened it."""

    pdf: pikepdf.Pdf
    password: str | None


def open_with_pdfium(data: bytes, password: str | None) -> pypdfium2.PdfDocument:
    """The file, opened by whichever reading of the password does.

    Raises:
        pypdfium2.PdfiumError: none does, or it is not for the password.
    """
    *others, last = _readings(password)
    for reading in others:
        try:
            return pypdfium2.PdfDocument(data, password=reading)
        except pypdfium2.PdfiumError as error:
            if error.err_code != pdfium.FPDF_ERR_PASSWORD:
                raise
    return pypdfium2.PdfDocument(data, password=last)


def open_with_qpdf(data: bytes, password: str | None, *, attempt_recovery: bool = True) -> Opened:
    """The file, opened by whichever reading of the password does, and that reading.

    Raises:
        pikepdf.PasswordError: none does.
        pikepdf.PdfError: it is damaged.
    """
    tries = [(each, stored) for each in _readings(password) for stored in _stored(each or "")]
    for number, (reading, stored) in enumerate(tries, 1):
        with suppress(*[pikepdf.PasswordError] if number < len(tries) else ()):
            file = io.BytesIO(data)
            pdf = pikepdf.open(file, password=stored, attempt_recovery=attempt_recovery)
            return Opened(pdf, reading)
    raise AssertionError("the last try returns or raises")


def _readings(password: str | None) -> list[str | None]:
    """What may be meant, the likeliest first: its Latin-1 bytes as UTF-8, and the text itself."""
    if password is None:
        return [None]
    # A command line's bytes that are no UTF-8 are surrogates (PEP 383).
    text = _decoded(password.encode("utf-8", "surrogateescape"))
    try:
        return list(dict.fromkeys((_decoded(text.encode("latin-1")), text)))
    except UnicodeEncodeError:
        return [text]


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _stored(password: str) -> list[bytes]:
    """The bytes that a file may have of it."""
    utf_8 = password.encode("utf-8")
    try:
        return list(dict.fromkeys((utf_8, password.encode("pdfdoc"))))
    except UnicodeEncodeError:
        return [utf_8]
