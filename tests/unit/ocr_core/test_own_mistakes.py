"""Whose fault it is that a file cannot be decoded: the file's, or our own."""

from collections.abc import Callable

import pytest
from PIL import Image

from ocr_core import OcrOptions
from ocr_core.errors import UnreadableImage, UnreadablePdf
from ocr_core.limits import Limits
from ocr_core.load import image, open_source, pdf_forms
from ocr_core.load.damage import is_own_mistake
from tests.images import hello_png
from tests.pdfs import text_pdf

FORM = text_pdf(("Text.",)) + b"% /Form"
SLIPS = [AttributeError, NameError, TypeError]


def read(data: bytes) -> None:
    """Decode all pages."""
    with open_source(data, limits=Limits()) as source:
        list(source.pages(OcrOptions()))


def raising(error: type[Exception]) -> Callable[..., None]:
    """A function with a mistake in it."""

    def slip(*_: object) -> None:
        raise error("a slip")

    return slip


@pytest.mark.parametrize("error", SLIPS)
def test_a_mistake_of_ours_stays_what_it_is(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """In what is done with pixels, and in what is done with the structure of a PDF."""
    monkeypatch.setattr(image, "to_grey", raising(error))
    monkeypatch.setattr(pdf_forms, "operators", raising(error))
    for data in (hello_png(), FORM):
        with pytest.raises(error, match="a slip"):
            read(data)


def test_what_our_own_code_gets_wrong_is_known_by_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where a decoder calls it."""
    monkeypatch.setattr(image, "to_grey", lambda grey: grey.no_such_method())
    with pytest.raises(AttributeError):
        read(hello_png())


def test_what_decoders_raise_is_the_files_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is: the same kinds of errors, and others wherever they come from."""

    def decode(_: Image.Image) -> Image.Image:
        return Image.frombytes("L", (1, 1), b"", "raw", object())

    monkeypatch.setattr(image, "to_grey", decode)
    with pytest.raises(UnreadableImage) as refused:
        read(hello_png())
    assert isinstance(refused.value.__cause__, TypeError)
    monkeypatch.setattr(image, "to_grey", raising(KeyError))
    with pytest.raises(UnreadableImage):
        read(hello_png())
    monkeypatch.setattr(pdf_forms, "operators", raising(ValueError))
    with pytest.raises(UnreadablePdf):
        read(FORM)


def test_an_error_that_nobody_raised_through_a_decoder_is_ours() -> None:
    """One kind alone of them is a mistake in a program."""
    assert is_own_mistake(TypeError())
    assert not is_own_mistake(ValueError())
