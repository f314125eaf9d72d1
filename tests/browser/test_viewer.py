"""The boxes lie where the words are, tell how sure the engine is, and are linked with the text."""

from dataclasses import astuple

import requests
from PIL import Image, ImageChops
from playwright.sync_api import Route, expect

from local.sample import draw_text
from ocr_core import Document
from ocr_core.model import BoundingBox
from tests.browser.conftest import MakePlayground
from tests.browser.playground import Playground
from tests.images import LINES, TEXT, encode, hello, hello_png
from tests.pdfs import text_pdf
from tests.server import Server

# Pixels of the image: the stroke of a box, and what the screen rounds.
_TOLERANCE_PX = 4
_ORIENTATION = 0x0112


def ink(image: Image.Image) -> BoundingBox:
    """Where there is anything but white paper, whoever reads it."""
    grey = image.convert("L")
    edges = ImageChops.invert(grey).point(lambda value: 255 * (value > 64)).getbbox()
    assert edges
    left, top, right, bottom = edges
    return BoundingBox(left=left, top=top, right=right, bottom=bottom)


def differ_px(one: BoundingBox, other: BoundingBox) -> int:
    """The farthest that an edge is from its counterpart."""
    edges = zip(astuple(one), astuple(other), strict=True)
    return max(abs(int(first) - int(second)) for first, second in edges)


def read_by_api(server: Server, data: bytes) -> Document:
    """What the service says of the same file."""
    response = requests.post(
        server.url, headers=server.headers, params={"format": "json"}, data=data, timeout=60
    )
    return Document.model_validate_json(response.content)


def assert_boxes_are_right(playground: Playground, document: Document, image: Image.Image) -> None:
    """On the screen they are the service's own, and together they hold the ink and no more."""
    seen = playground.seen_words()
    words = [word for line in document.pages[0].lines for word in line.words]
    assert [word.text for word in seen] == [word.text for word in words]
    for here, there in zip(seen, words, strict=True):
        assert differ_px(here.box, there.box) <= _TOLERANCE_PX
    assert differ_px(BoundingBox.around(word.box for word in seen), ink(image)) <= _TOLERANCE_PX


def test_each_box_lies_on_its_word(playground: Playground, server: Server) -> None:
    """On a wide screen, on a narrow one, and zoomed in."""
    document = read_by_api(server, hello_png())
    playground.read_file("hello.png", hello_png())
    assert_boxes_are_right(playground, document, hello())
    playground.page.set_viewport_size({"width": 700, "height": 900})
    assert_boxes_are_right(playground, document, hello())
    playground.page.evaluate("() => { document.body.style.zoom = 2; }")
    assert_boxes_are_right(playground, document, hello())


def test_boxes_are_right_on_a_sharp_screen(make_playground: MakePlayground, server: Server) -> None:
    """One whose pixels are smaller than those of a page."""
    playground = make_playground(server, device_scale_factor=2.5)
    playground.read_file("hello.png", hello_png())
    assert_boxes_are_right(playground, read_by_api(server, hello_png()), hello())


def test_the_boxes_of_the_sample_are_where_it_was_drawn(playground: Playground) -> None:
    """Its lines begin 50 pixels from the left and stand on 90, 170 and 250 (sample.js)."""
    playground.press("Try the sample")
    playground.wait()
    seen = {word.text: word.box for word in playground.seen_words()}
    for first, baseline in (("The", 90), ("Invoice", 170), ("Thank", 250)):
        assert abs(seen[first].left - 50) <= 2 * _TOLERANCE_PX
        assert abs(seen[first].bottom - baseline) <= _TOLERANCE_PX


def test_a_turned_photo_has_its_boxes_on_its_words(playground: Playground, server: Server) -> None:
    """A phone stores the picture sideways and says so; browser and service both turn it."""
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    sideways = hello().transpose(Image.Transpose.ROTATE_90)
    data = encode(sideways, "JPEG", exif=exif.tobytes(), quality=95)
    playground.read_file("photo.jpg", data)
    assert_boxes_are_right(playground, read_by_api(server, data), hello())


def test_boxes_are_coloured_by_confidence(playground: Playground) -> None:
    """Sure from 90, worth a look below 75, as in the legend; the text is underlined alike."""
    levels = {100: "high", 90: "high", 89.9: "middle", 75: "middle", 74.9: "low", 0: "low"}
    colours = {"high": "rgb(26, 127, 55)", "middle": "rgb(154, 103, 0)", "low": "rgb(207, 34, 46)"}
    lines = {"high": "solid", "middle": "dashed", "low": "dotted"}

    def doubt(route: Route) -> None:
        """The service's own answer, in which it is less sure."""
        answer = route.fetch()
        document = answer.json()
        (block,) = document["pages"][0]["blocks"]
        words = [w for p in block["paragraphs"] for line in p["lines"] for w in line["words"]]
        for word, confidence in zip(words, levels, strict=False):
            word["confidence"] = confidence
        route.fulfill(response=answer, json=document)

    playground.page.route("**/?format=json", doubt)
    playground.read_file("hello.png", hello_png())
    for index, level in enumerate(levels.values()):
        assert playground.seen_words()[index].level == level
        assert playground.seen_words()[index].colour == colours[level]
        expect(playground.words.nth(index)).to_have_css("border-bottom-style", lines[level])


def test_pointing_at_a_word_shows_its_box(playground: Playground) -> None:
    """And the box of no other; pointing elsewhere ends it."""
    playground.read_file("hello.png", hello_png())
    playground.words.nth(3).hover()
    expect(playground.boxes.nth(3)).to_contain_class("now")
    expect(playground.page.locator("#view rect.now")).to_have_count(1)
    playground.page.get_by_role("heading", name="OCR service").hover()
    expect(playground.page.locator(".now")).to_have_count(0)


def test_pointing_at_a_box_shows_its_word(playground: Playground) -> None:
    """The other way round: the pointer is in the middle of the box, on the picture."""
    playground.read_file("hello.png", hello_png())
    playground.boxes.nth(7).hover()
    expect(playground.words.nth(7)).to_contain_class("now")
    expect(playground.text.locator(".now")).to_have_count(1)


def test_the_pointed_word_comes_into_sight(playground: Playground) -> None:
    """In a text longer than its frame, and without moving the page."""
    image = draw_text(LINES * 15, mode="L")
    playground.page.set_viewport_size({"width": 1000, "height": 500})
    playground.read_file("long.png", encode(image, "PNG"))
    last = playground.boxes.last
    last.scroll_into_view_if_needed()
    before = playground.page.evaluate("() => scrollY")
    last.hover()
    expect(playground.words.last).to_be_in_viewport()
    assert playground.page.evaluate("() => scrollY") == before


def test_text_can_be_selected_and_copied(playground: Playground) -> None:
    """With the mouse and Ctrl+C, as any text: lines stay lines."""
    playground.read_file("hello.png", hello_png())
    playground.text.select_text()
    playground.page.keyboard.press("Control+C")
    copied = playground.page.evaluate("() => navigator.clipboard.readText()")
    assert copied.strip().splitlines() == list(LINES)


def test_the_whole_text_is_copied_by_its_button(playground: Playground) -> None:
    """Exactly as the service gave it, and it is said."""
    playground.read_file("hello.png", hello_png())
    playground.press("Copy the text")
    expect(playground.status).to_have_text("The text is copied")
    assert playground.page.evaluate("() => navigator.clipboard.readText()") == TEXT


def test_text_is_never_markup(playground: Playground) -> None:
    """What a document says is shown, not obeyed, and so is the name of its file."""
    name = "<img src=x onerror=alert(1)>.pdf"
    text = "A <b>bold</b> <img src=x> claim"
    playground.read_file(name, text_pdf([text]))
    expect(playground.text).to_have_text(text)
    assert name in playground.page.locator("#chosen").inner_text()
    assert name in playground.page.locator("#curl").inner_text()
    assert playground.page.locator("img[src=x]").count() == 0
