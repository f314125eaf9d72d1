"""A document of several pages: each has its text, and its words where they stood."""

import io

from PIL import Image
from playwright.sync_api import expect

from local.sample import draw_text
from tests.browser.playground import Playground
from tests.images import encode
from tests.pdfs import text_pdf

_PAGES = ("The first page is here.", "Another page follows it.", "This one is the last.")


def scans(file_format: str) -> bytes:
    """Three scanned pages in one file."""
    first, *rest = (draw_text((line,)) for line in _PAGES)
    buffer = io.BytesIO()
    first.save(buffer, file_format, save_all=True, append_images=rest, resolution=150)
    return buffer.getvalue()


def test_the_pages_of_a_pdf_are_turned(playground: Playground) -> None:
    """By the arrows and by number; at the ends there is no further way."""
    playground.read_file("scan.pdf", scans("PDF"))
    expect(playground.summary).to_contain_text("3 pages, confidence")
    number = playground.page.get_by_label("Page", exact=True)
    expect(playground.text).to_have_text(_PAGES[0])
    expect(playground.button("Previous page")).to_be_disabled()
    playground.press("Next page")
    expect(playground.text).to_have_text(_PAGES[1])
    number.select_option("3")
    expect(playground.text).to_have_text(_PAGES[2])
    expect(playground.button("Next page")).to_be_disabled()
    playground.press("Previous page")
    expect(playground.text).to_have_text(_PAGES[1])
    expect(number).to_have_value("2")


def test_what_a_browser_cannot_draw_shows_its_words(playground: Playground) -> None:
    """A PDF has no picture here: its words are written where they were found."""
    playground.read_file("scan.pdf", scans("PDF"))
    expect(playground.page.locator("#view img")).to_have_count(0)
    written = playground.page.locator("#view svg text")
    assert written.all_text_contents() == _PAGES[0].split()
    for box, letters in zip(playground.boxes.all(), written.all(), strict=True):
        around, inside = box.bounding_box(), letters.bounding_box()
        assert around
        assert inside
        assert abs(around["x"] - inside["x"]) <= 4
        assert abs(around["width"] - inside["width"]) <= 6


def test_a_tiff_has_its_pages(playground: Playground) -> None:
    """The fax format, which a browser does not show either."""
    playground.read_file("fax.tiff", scans("TIFF"))
    playground.press("Next page")
    expect(playground.text).to_have_text(_PAGES[1])


def test_the_whole_document_is_copied(playground: Playground) -> None:
    """Not the page alone that is shown."""
    playground.read_file("text.pdf", text_pdf(["A line of a text PDF"], pages=2))
    playground.press("Copy the text")
    expect(playground.status).to_have_text("The text is copied")
    copied = playground.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == "A line of a text PDF\fA line of a text PDF"


def test_a_password_opens_a_pdf(playground: Playground) -> None:
    """Asked for when it is missing, and then sent in a header."""
    playground.read_file("secret.pdf", text_pdf(["A secret line"], password="sesame"))
    expect(playground.problem).to_contain_text("password")
    playground.option("Password of the PDF").fill("sesame")
    playground.read()
    expect(playground.text).to_have_text("A secret line")
    assert not any("sesame" in address for address in playground.addresses())
    playground.forgive("422")


def test_an_empty_page_says_so(playground: Playground) -> None:
    """No text is a result too, and what was read before is gone."""
    playground.read_file("page.png", encode(draw_text(("A single page.",)), "PNG"))
    expect(playground.page.get_by_role("navigation", name="Pages")).to_be_hidden()
    playground.read_file("grey.png", encode(Image.new("L", (200, 100), 128), "PNG"))
    expect(playground.summary).to_have_text("1 page, no text")
    expect(playground.text).to_have_text("No text was found on this page.")
    expect(playground.boxes).to_have_count(0)
