"""The page is for everybody: light and dark, wide and narrow, by keyboard, by screen reader."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import expect

from tests.browser.conftest import MakePlayground
from tests.browser.playground import Playground
from tests.conftest import ROOT
from tests.images import hello_png
from tests.pdfs import text_pdf
from tests.server import Server

_PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "has_touch": True}
_SCREENSHOTS = ROOT / "docs" / "images"
_MAX_BYTES = 200_000
# A part of the page that is wider than the screen, if there is one.
_TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth > wide
    ? [...document.querySelectorAll("body *")]
        .filter((part) => part.getBoundingClientRect().right > wide).map((part) => part.outerHTML)
    : [];
}"""


def assert_accessible(playground: Playground) -> None:
    """Axe-core finds nothing to complain of."""
    found = Axe().run(playground.page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(make_playground: MakePlayground, server: Server, scheme: str) -> None:
    """At the start, with the options open, with a result, and with a problem."""
    playground = make_playground(server, color_scheme=scheme)
    assert_accessible(playground)
    playground.option("Languages")
    assert_accessible(playground)
    playground.read_file("text.pdf", text_pdf(["A line of text"], pages=3))
    assert_accessible(playground)
    playground.press("Try the sample")
    expect(playground.page.locator("#view img")).to_be_visible()
    playground.words.first.hover()
    assert_accessible(playground)
    playground.read_file("notes.txt", b"no image")
    assert_accessible(playground)
    playground.forgive("400")


@pytest.mark.parametrize(
    ("scheme", "paper", "ink"),
    [
        ("light", "rgb(255, 255, 255)", "rgb(27, 31, 36)"),
        ("dark", "rgb(13, 17, 23)", "rgb(230, 237, 243)"),
    ],
)
def test_the_page_is_as_light_as_the_system(
    make_playground: MakePlayground, server: Server, scheme: str, paper: str, ink: str
) -> None:
    """As the system's own setting has it; a page of a document is light in both."""
    playground = make_playground(server, color_scheme=scheme)
    body = playground.page.locator("body")
    expect(body).to_have_css("background-color", paper)
    expect(body).to_have_css("color", ink)
    view = playground.page.locator("#view")
    expect(view).to_have_css("background-color", "rgb(255, 255, 255)")


def assert_fits(playground: Playground) -> None:
    """Nothing of the page is beside a screen, from a small phone to a tablet."""
    for width in (320, 360, 768):
        playground.page.set_viewport_size({"width": width, "height": 740})
        assert playground.page.evaluate(_TOO_WIDE) == []


def test_a_narrow_screen_never_scrolls_sideways(
    make_playground: MakePlayground, server: Server
) -> None:
    """Whatever is long breaks or scrolls in its own frame: names, problems, lines of code."""
    playground = make_playground(server, **_PHONE)
    playground.option("Languages")
    playground.read_file(f"{'long-name' * 20}.txt", b"no image")
    assert_fits(playground)
    playground.read_file(f"{'long-name' * 20}.pdf", text_pdf(["A line of text"], pages=12))
    assert_fits(playground)
    playground.read_file("hello.png", hello_png())
    assert_fits(playground)
    playground.forgive("400")


def test_a_tap_shows_a_word(make_playground: MakePlayground, server: Server) -> None:
    """On a phone, where nothing can be hovered."""
    playground = make_playground(server, **_PHONE)
    playground.read_file("hello.png", hello_png())
    playground.boxes.nth(2).tap()
    expect(playground.words.nth(2)).to_contain_class("now")


def tab_to(playground: Playground, selector: str) -> None:
    """Press Tab until something has the focus."""
    target = playground.page.locator(selector)
    for _ in range(40):
        if target.evaluate("(part) => part === document.activeElement"):
            return
        playground.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never leads to {selector}")


def test_the_keyboard_is_enough(playground: Playground) -> None:
    """From the token to a file, its text word by word, and a download, with no pointer."""
    keyboard = playground.page.keyboard
    playground.page.reload()
    playground.token.evaluate("(field) => { field.value = ''; }")
    tab_to(playground, "#token")
    keyboard.type(playground.site.token)
    tab_to(playground, "#file")
    with playground.page.expect_file_chooser() as chooser:
        keyboard.press("Enter")
    chooser.value.set_files({"name": "hello.png", "mimeType": "image/png", "buffer": hello_png()})
    tab_to(playground, "summary")
    keyboard.press("Enter")
    expect(playground.page.get_by_label("Languages")).to_be_visible()
    tab_to(playground, "#read")
    keyboard.press("Enter")
    expect(playground.summary).to_be_focused()
    tab_to(playground, "#text")
    keyboard.press("ArrowRight")
    keyboard.press("ArrowRight")
    expect(playground.words.nth(1)).to_contain_class("now")
    expect(playground.boxes.nth(1)).to_contain_class("now")
    keyboard.press("ArrowLeft")
    expect(playground.words.nth(0)).to_contain_class("now")
    tab_to(playground, "#downloads button:first-child")
    with playground.page.expect_download() as download:
        keyboard.press("Enter")
    assert download.value.suggested_filename == "hello.png.txt"


def test_the_focus_is_always_seen(playground: Playground) -> None:
    """Whatever Tab leads to has a frame, the hidden file input by its label."""
    tab_to(playground, "#file")
    expect(playground.page.locator(".pick")).to_have_css("outline-style", "solid")
    tab_to(playground, "#sample")
    expect(playground.page.locator("#sample")).to_have_css("outline-style", "solid")


@pytest.mark.skipif("UPDATE_SCREENSHOTS" not in os.environ, reason="UPDATE_SCREENSHOTS is not set")
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("light", {"color_scheme": "light", "viewport": {"width": 1100, "height": 760}}),
        ("dark", {"color_scheme": "dark", "viewport": {"width": 1100, "height": 760}}),
        ("phone", {"color_scheme": "light", **_PHONE, "device_scale_factor": 1}),
    ],
)
def test_the_screenshots_of_the_docs(
    make_playground: MakePlayground, server: Server, name: str, arguments: dict[str, object]
) -> None:
    """The page with the sample read and a word pointed at."""
    playground = make_playground(server, **arguments)
    playground.press("Try the sample")
    playground.wait()
    playground.words.nth(3).hover()
    playground.page.evaluate("() => scrollTo(0, 0)")
    end = playground.page.locator("#result").bounding_box()
    assert end
    width, height = 2 * end["x"] + end["width"], end["y"] + end["height"] + 16
    picture = _SCREENSHOTS / f"playground-{name}.png"
    picture.parent.mkdir(exist_ok=True)
    playground.page.screenshot(
        path=picture, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height}
    )
    assert picture.stat().st_size < _MAX_BYTES
