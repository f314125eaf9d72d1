"""The invisible text: found and copied in order, where it stands, in every script."""

import subprocess
import sys
import unicodedata

import pytest
from PIL import Image

from ocr_core import Baseline, BlockKind, BoundingBox, Line, OutputFormat, Page, render_document
from ocr_core.render.visual_order import visual_order
from tests.images import encode

from .documents import (
    HEIGHT,
    WIDTH,
    box_of,
    document_of,
    leftward_line_at,
    line_at,
    line_of,
    page_of,
    word_of,
)
from .readers import (
    assert_sound,
    assert_stands_in,
    drawn,
    found_at,
    pdfium_text,
    poppler_text,
    poppler_words,
)

SIZE = (WIDTH, HEIGHT)


def written(*pages: Page) -> bytes:
    """The PDF of white pages with this text, checked to be sound."""
    sheets = [Image.new("L", (page.width, page.height), 255) for page in pages]
    original = encode(sheets[0], "TIFF", save_all=True, append_images=sheets[1:])
    document = document_of(*pages, media_type="image/tiff")
    made = render_document(document, OutputFormat.PDF, original=original)
    assert made.content_type == "application/pdf"
    assert_sound(made.body)
    return made.body


SENTENCES = {
    "latin": "Grüße aus Łódź: naïve cœur ſind ﬁne",
    "cyrillic": "Съешь ещё этих мягких булок",
    "greek": "Ξεσκεπάζω την ψυχοφθόρα",
    "chinese": "你好 世界 漢字",
    "devanagari": "हिन्दी में लिखा",
    "astral": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🎉 𠮷野家",
}
LEFTWARD_SENTENCES = {
    "hebrew": "שלום עולם זה משפט",
    "niqqud": "שָׁלוֹם עֲלֵיכֶם",
    "arabic": "مرحبا بالعالم العربي",
    "brackets": "שלום (עולם) טוב",
}


def composed(text: str) -> str:
    """Text with ligatures taken apart and marks in order, as PDFium copies it."""
    return unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES.keys())
def test_text_of_every_script_is_copied_as_it_was_read(sentence: str) -> None:
    """Poppler and PDFium give back the words, with a space between them."""
    pdf = written(page_of(line_at(sentence, 100)))
    assert poppler_words(pdf) == sentence.split()
    assert composed(pdfium_text(pdf)) == composed(sentence)


@pytest.mark.parametrize("sentence", LEFTWARD_SENTENCES.values(), ids=LEFTWARD_SENTENCES.keys())
def test_text_that_runs_leftwards_is_copied_in_reading_order(sentence: str) -> None:
    """The first word is the first, and its first letter too, although it stands at the right."""
    pdf = written(page_of(leftward_line_at(sentence, 100)))
    assert poppler_words(pdf) == sentence.split()
    if "(" not in sentence:  # PDFium mirrors brackets once more
        assert composed(pdfium_text(pdf)) == composed(sentence)


@pytest.mark.parametrize("script", ["hebrew", "arabic"])
def test_leftward_words_are_found_where_they_stand(script: str) -> None:
    """Each word fills its box, the first at the right."""
    line = leftward_line_at(LEFTWARD_SENTENCES[script], 100)
    pdf = written(page_of(line))
    for word in line.words:
        assert_stands_in(found_at(pdf, word.text, SIZE), word.box)


@pytest.mark.parametrize(
    "sentence",
    [
        "שלום עולם 42 טוב",
        "42 שלום",
        "לפי חברת Example מחיר 12.50 שקל",
        "فاتورة رقم 2048 بتاريخ 12/03/2024 المبلغ 150.75 ريال",
        "السعر ٢٠٤٨ ريال",
    ],
)
def test_numbers_and_names_in_leftward_text_keep_their_order(sentence: str) -> None:
    """Digits and Latin letters run to the right inside a leftward line, a space on either side."""
    pdf = written(page_of(leftward_line_at(sentence, 100)))
    assert poppler_words(pdf) == sentence.split()
    assert pdfium_text(pdf) == sentence


def test_leftward_words_in_a_rightward_line_are_read_in_order() -> None:
    """A quotation of two Hebrew words in English prose: the right one comes first."""
    places = [("they", 50), ("say", 98), ("שלום", 184), ("עולם", 136), ("there", 232), ("now", 290)]
    words = [word_of(text, left, 100, left + 10 * len(text), 120) for text, left in places]
    pdf = written(page_of(line_of(*words)))
    assert poppler_words(pdf) == [text for text, _ in places]


def test_a_leftward_line_without_words_is_turned_as_a_whole() -> None:
    """An engine that knows lines only gives a run that is seen from the left."""
    text = "שלום עולם 42 טוב"
    line = Line(text=text, box=box_of(100, 100, 300, 130), confidence=80)
    assert poppler_words(written(page_of(line))) == text.split()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("hello", "hello"),
        ("אבג", "גבא"),
        ("אב 12.5 גד", "דג 12.5 בא"),
        ("see אב גד there", "see דג בא there"),
        ("שָׁ", "שָׁ"[::-1]),
        ("١٢ ريال", "لاير ١٢"),
    ],
)
def test_the_order_in_which_letters_are_seen(text: str, seen: str) -> None:
    """Leftward runs are turned round, numbers and rightward runs in them are not."""
    [found] = visual_order([text], line=text)
    assert found.translate({0x200E: None, 0x200F: None}) == seen


def test_every_word_is_found_where_it_stands() -> None:
    """PDFium's boxes for a word's letters fill the word's box."""
    line = line_at("Every word stands (firmly) in its own place 4711", 200)
    pdf = written(page_of(line))
    for word in line.words:
        assert_stands_in(found_at(pdf, word.text, SIZE), word.box)


def test_nothing_is_seen_of_the_text() -> None:
    """The page is as white as it was."""
    pdf = written(page_of(line_at("You cannot see me", 200, height=60)))
    assert drawn(pdf, SIZE).getextrema() == ((255, 255),) * 3


def test_two_columns_are_copied_one_after_the_other() -> None:
    """Poppler and PDFium give the left column first, line by line, as the document has it."""
    left = [line_at(f"left{row} column of some words", 60 + 30 * row) for row in range(12)]
    right = [
        line_at(f"right{row} column of more words", 60 + 30 * row, left=500) for row in range(12)
    ]
    page = page_of(*left, *right)
    pdf = written(page)
    expected = page.text.split()
    assert poppler_words(pdf) == expected
    assert pdfium_text(pdf).split() == expected


def test_text_comes_page_by_page() -> None:
    """Each page has its own text, and pages that differ in size have it in its place."""
    first = page_of(line_at("first page", 100))
    second = page_of(line_at("second one", 300), number=2, size=(600, 900))
    pdf = written(first, page_of(number=2), second.model_copy(update={"number": 3}))
    assert [part.split() for part in poppler_text(pdf).split("\f")] == [
        ["first", "page"],
        [],
        ["second", "one"],
        [],
    ]
    assert_stands_in(found_at(pdf, "second", (600, 900), 2), second.lines[0].words[0].box)


def test_words_without_a_space_between_them_stay_together() -> None:
    """Where the line's text has none, as in Chinese, none is put in; gaps are closed."""
    words = [
        word_of(text, 50 + 60 * at, 100, 105 + 60 * at, 130) for at, text in enumerate("你好世界")
    ]
    pdf = written(page_of(line_of(*words, text="你好世界")))
    assert poppler_words(pdf) == ["你好世界"]
    assert pdfium_text(pdf) == "你好世界"


@pytest.mark.parametrize("overlap", [0, 1, 8])
def test_words_that_touch_stay_apart(overlap: int) -> None:
    """Boxes without a gap, or over each other, do not glue words together."""
    words = [word_of("touching", 50, 100, 150, 120), word_of("words", 150 - overlap, 100, 220, 120)]
    pdf = written(page_of(line_of(*words)))
    assert poppler_words(pdf) == ["touching", "words"]
    assert pdfium_text(pdf) == "touching words"


def test_a_word_behind_the_one_before_it_is_not_lost() -> None:
    """Whatever order an engine gives words in, all of them are there."""
    words = [word_of("second", 300, 100, 360, 120), word_of("first", 50, 100, 100, 120)]
    pdf = written(page_of(line_of(*words)))
    assert sorted(poppler_words(pdf)) == ["first", "second"]


def test_an_engine_without_words_gives_findable_lines() -> None:
    """A line that has no words and no baseline is one run over its box."""
    line = Line(text="no words known here", box=box_of(100, 200, 500, 230), confidence=80)
    pdf = written(page_of(line))
    assert poppler_words(pdf) == line.text.split()
    assert_stands_in(found_at(pdf, line.text, SIZE), line.box)


@pytest.mark.parametrize("slope", [-0.05, -0.02, 0.02, 0.05])
@pytest.mark.parametrize("knows_baseline", [True, False])
def test_a_line_that_is_not_level_keeps_its_words(slope: float, knows_baseline: bool) -> None:
    """On a page that lies askew each word is whole, in order, and in its box."""
    level = line_at("a line that climbs or falls across the whole wide page", 300)
    words = []
    for word in level.words:
        down = round(slope * word.box.left)
        box = word.box
        words.append(word_of(word.text, box.left, box.top + down, box.right, box.bottom + down))
    ends = words[0].box.left, words[-1].box.right
    baseline = Baseline(
        x1=ends[0], y1=316 + round(slope * ends[0]), x2=ends[1], y2=316 + round(slope * ends[1])
    )
    pdf = written(page_of(line_of(*words, baseline=baseline if knows_baseline else None)))
    assert poppler_words(pdf) == level.text.split()
    for word in words:
        found = found_at(pdf, word.text, SIZE)
        assert abs(found.left - word.box.left) <= 2
        assert abs(found.top + found.bottom - word.box.top - word.box.bottom) <= 16


def turned(box: BoundingBox, degrees: int) -> BoundingBox:
    """A box of the page after this was turned clockwise."""
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    match degrees:
        case 90:
            return box_of(HEIGHT - bottom, left, HEIGHT - top, right)
        case 180:
            return box_of(WIDTH - right, HEIGHT - bottom, WIDTH - left, HEIGHT - top)
        case _:
            return box_of(top, WIDTH - right, bottom, WIDTH - left)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_text_that_stands_on_its_head_or_side_is_found_there(degrees: int) -> None:
    """A line of any direction is written along its baseline."""
    upright = line_at("Turned letters are found", 100)
    words = [word_of(word.text, *turned_edges(word.box, degrees)) for word in upright.words]
    assert upright.baseline is not None
    ends = [
        turned(box_of(x, y, x, y), degrees)
        for x, y in (
            (upright.baseline.x1, upright.baseline.y1),
            (upright.baseline.x2, upright.baseline.y2),
        )
    ]
    baseline = Baseline(x1=ends[0].left, y1=ends[0].top, x2=ends[1].left, y2=ends[1].top)
    size = (WIDTH, HEIGHT) if degrees == 180 else (HEIGHT, WIDTH)
    pdf = written(page_of(line_of(*words, baseline=baseline), size=size))
    assert poppler_words(pdf) == upright.text.split()
    for word in words:
        found = found_at(pdf, word.text, size)
        box = word.box
        assert box.left - 3 <= found.left <= found.right <= box.right + 3
        assert box.top - 3 <= found.top <= found.bottom <= box.bottom + 3


def turned_edges(box: BoundingBox, degrees: int) -> tuple[int, int, int, int]:
    """The edges of ``turned``."""
    now = turned(box, degrees)
    return now.left, now.top, now.right, now.bottom


def test_vertical_text_runs_down() -> None:
    """A line of a vertical block is written downwards, each word over its part of the line."""
    words = [word_of("日本", 400, 50, 430, 110), word_of("語文", 400, 120, 430, 180)]
    pdf = written(page_of(line_of(*words), kind=BlockKind.VERTICAL_TEXT))
    found = found_at(pdf, "語文", SIZE)
    assert 398 <= found.left <= found.right <= 432
    assert 118 <= found.top <= found.bottom <= 182


def test_a_baseline_that_cannot_be_is_not_believed() -> None:
    """A baseline above its words, or of no length, does not displace them."""
    word = word_of("steady", 100, 200, 160, 220)
    for baseline in (Baseline(x1=100, y1=50, x2=160, y2=50), Baseline(x1=1, y1=1, x2=1, y2=1)):
        pdf = written(page_of(line_of(word, baseline=baseline)))
        assert_stands_in(found_at(pdf, "steady", SIZE), word.box)


def test_what_no_file_should_hold_does_no_harm() -> None:
    """Control characters, half a surrogate pair and boxes without extent give a sound file."""
    words = [
        word_of("tab\tnul\0", 50, 100, 150, 120),
        word_of("half\ud800", 160, 100, 260, 120),
        word_of("flat", 300, 100, 300, 100),
        word_of("", 310, 100, 320, 120),
        word_of(") Tj ET Q", 400, 100, 500, 120),
    ]
    found = poppler_text(written(page_of(line_of(*words), line_at("   x", 300))))
    assert "half\N{REPLACEMENT CHARACTER}" in found
    assert ") Tj ET Q" in found
    assert "\0" not in found


def test_more_characters_beyond_the_first_plane_than_codes_are_replaced() -> None:
    """There are codes for 2,048 of them; those beyond become the replacement character."""
    text = "".join(map(chr, range(0x20000, 0x20000 + 2_050)))
    line = Line(text=text, box=box_of(0, 0, WIDTH, 20), confidence=80)
    found = pdfium_text(written(page_of(line)))
    assert found[:2_048] == text[:2_048]
    assert set(found[2_048:]) == {"\N{REPLACEMENT CHARACTER}"}


def test_the_same_document_gives_the_same_bytes() -> None:
    """Nothing in the file depends on the clock or on chance."""
    page = page_of(line_at("same every time", 100))
    assert written(page) == written(page)


def test_text_costs_little() -> None:
    """Twelve bytes a word at the most, and three kilobytes once a file."""
    words = " ".join(f"word{number}" for number in range(10))
    lines = [line_at(f"row{row} {words}", 20 + 11 * row, height=10) for row in range(50)]
    empty, full = len(written(page_of())), len(written(page_of(*lines)))
    assert full - empty < 3_000 + 12 * sum(len(line.words) for line in lines)


def test_no_other_format_loads_what_pdf_needs() -> None:
    """Rendering text imports neither pikepdf nor Pillow's TIFF code."""
    code = (
        "import sys\n"
        "from ocr_core import Document, EngineInfo, OutputFormat, Page, Timings, render_document\n"
        "document = Document(media_type='image/png', languages='eng',\n"
        "    pages=(Page(number=1, width=9, height=9),),\n"
        "    engine=EngineInfo(name='x', version='1'), timings=Timings(decode_ms=0, ocr_ms=0))\n"
        "for name in ('text', 'json', 'hocr', 'alto', 'tsv'):\n"
        "    render_document(document, OutputFormat(name), original=b'')\n"
        "assert not {'pikepdf', 'img2pdf', 'pi_heif'} & set(sys.modules), 'loaded'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
