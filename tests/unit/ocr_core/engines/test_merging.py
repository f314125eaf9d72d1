"""One page of two readings."""

from collections.abc import Sequence

import pytest

from ocr_core import Block, BoundingBox, Line, Page, Paragraph, Word
from ocr_core.engines.doubt import is_read
from ocr_core.engines.merging import merged, with_numbers
from ocr_core.engines.page_part import PartialPage

LINE = BoundingBox(left=0, top=0, right=300, bottom=20)

PAGE = BoundingBox(left=0, top=0, right=1000, bottom=1000)


def word(text: str, left: int, *, confidence: float = 96, top: int = 0, width: int = 50) -> Word:
    """A word of 20 pixels' height."""
    box = BoundingBox(left=left, top=top, right=left + width, bottom=top + 20)
    return Word(text=text, box=box, confidence=confidence)


def page(engine: str, *lines: list[Word]) -> Page:
    """A page with these lines."""
    made = [
        Line(
            text=" ".join(word.text for word in words),
            box=BoundingBox.around(word.box for word in words),
            confidence=90,
            words=tuple(words),
        )
        for words in lines
    ]
    paragraphs = tuple(Paragraph(box=line.box, lines=(line,)) for line in made)
    blocks = (Block(box=LINE, paragraphs=paragraphs),) if made else ()
    return Page(number=1, engine=engine, width=400, height=400, blocks=blocks)


def part(
    page: Page, *, places: Sequence[BoundingBox] | None = None, left: Sequence[BoundingBox] = ()
) -> PartialPage:
    """What the second engine read of a page, and where it found lines: where its own are."""
    own = tuple(line.box for line in page.lines)
    return PartialPage(page, own if places is None else tuple(places), tuple(left))


def texts(page: Page) -> list[str]:
    """The page's words, from the top and the left."""
    words = [word for line in page.lines for word in line.words]
    return [word.text for word in sorted(words, key=lambda word: (word.box.top, word.box.left))]


def test_a_line_is_read_where_sure_words_stand_all_along_it() -> None:
    """A doubtful word, a number that is not quite sure, or white wider than a space are not."""
    sure = [word("some", 0, width=90), word("sure", 100, width=95), word("words", 205, width=95)]
    assert is_read(LINE, sure)
    assert not is_read(LINE, [*sure[:2], word("w0rds", 205, width=95, confidence=90)])
    assert not is_read(LINE, [*sure[:2], word("wrds", 205, width=95, confidence=60)])
    assert not is_read(LINE, sure[:2])
    assert not is_read(LINE, sure[1:])
    assert not is_read(LINE, [sure[0], sure[2]])
    assert not is_read(LINE, [])


def test_a_line_on_its_side_is_read_along_its_height() -> None:
    """As are those of a page that lies on its side."""
    box = BoundingBox(left=0, top=0, right=20, bottom=300)
    words = [
        Word(text="up", box=BoundingBox(left=0, top=top, right=20, bottom=top + 140), confidence=99)
        for top in (0, 150)
    ]
    assert is_read(box, words)
    assert not is_read(box, words[:1])


def test_the_likelier_word_takes_the_place_of_the_other() -> None:
    """No word comes twice, and what stands elsewhere stays."""
    first = page("one", [word("h0use", 0, confidence=40)], [word("stays", 0, top=50)])
    second = page("two", [word("house", 2, confidence=99)])
    assert texts(merged(first, part(second), looked_at=[PAGE])) == ["house", "stays"]
    worse = page("two", [word("hxuse", 2, confidence=20)])
    assert texts(merged(first, part(worse), looked_at=[PAGE])) == ["h0use", "stays"]


def test_words_that_the_second_engine_alone_has_are_added() -> None:
    """Even where the rest of its line is not better than what is there; not if they are noise."""
    first = page("one", [word("Total", 0), word("amount", 60)])
    line = [word("Total", 0, confidence=9), word("9", 200, width=10, confidence=70)]
    second = page("two", [*line, word("~", 300, width=10, confidence=12)])
    assert texts(merged(first, part(second), looked_at=[PAGE])) == ["Total", "amount", "9"]


def test_a_digit_alone_in_its_cell_is_added_though_it_is_not_sure() -> None:
    """The second engine has no neighbours to go by: a 0 has a confidence of 7 to 18."""
    first = page("one", [word("Total", 0)])
    second = page("two", [word("0", 200, width=10, confidence=7)])
    assert texts(merged(first, part(second), looked_at=[PAGE])) == ["Total", "0"]


def test_what_the_second_engine_does_not_see_is_noise_unless_it_is_sure() -> None:
    """Where it looked; of words elsewhere it says nothing."""
    first = page("one", [word("mn", 0, top=200, confidence=80), word("Oak", 100, top=200)])
    assert texts(merged(first, part(page("two")), looked_at=[PAGE])) == ["Oak"]
    assert texts(merged(first, part(page("two")), looked_at=[LINE])) == ["mn", "Oak"]
    line = first.lines[0].box
    assert texts(merged(first, part(page("two"), left=[line]), looked_at=[PAGE])) == ["mn", "Oak"]


def test_letters_where_the_second_engine_finds_no_line_stay() -> None:
    """In bold print, say, that it takes for a picture; signs are noise there."""
    first = page("one", [word("data", 0, confidence=23), word("|*", 60, confidence=85)])
    assert texts(merged(first, part(page("two")), looked_at=[PAGE])) == ["data"]
    seen = part(page("two"), places=[LINE])
    assert texts(merged(first, seen, looked_at=[PAGE])) == []


def test_a_number_is_not_parted_at_its_comma() -> None:
    """Tesseract takes the comma for a space, and is sure of it; words stay parted."""
    first = page("one", [word("210,", 0, width=40), word("352", 45, width=40)])
    second = page("two", [word("210,352", 0, width=85, confidence=99)])
    assert texts(merged(first, part(second), looked_at=[PAGE])) == ["210,352"]
    first = page("one", [word("end.", 0, width=40), word("The", 45, width=40)])
    second = page("two", [word("end.The", 0, width=85, confidence=99)])
    assert texts(merged(first, part(second), looked_at=[PAGE])) == ["end.", "The"]


@pytest.mark.parametrize(
    ("ours", "theirs", "text"),
    [
        ((("New", 80), ("YorkCity", 91)), (("NewYork", 97), ("City", 85)), "NewYorkCity"),
        ((("New", 96), ("YorkCity", 40)), (("NewYork", 70), ("City", 90)), "NewYorkCity"),
        ((("12", 60), ("345,00", 97)), (("12345", 96), (",00", 40)), "12345,00"),
    ],
)
def test_words_that_end_at_other_spaces_are_not_mixed(
    ours: Sequence[tuple[str, float]], theirs: Sequence[tuple[str, float]], text: str
) -> None:
    """Each reading has as many words: no part of them is doubled or lost."""

    def words(parts: Sequence[tuple[str, float]]) -> list[Word]:
        left, made = 0, []
        for each, confidence in parts:
            made.append(word(each, left, width=20 * len(each), confidence=confidence))
            left += 20 * len(each)
        return made

    first, second = page("one", words(ours)), page("two", words(theirs))
    assert "".join(texts(merged(first, part(second), looked_at=[PAGE]))) == text


def test_signs_that_tesseract_leaves_out_beside_a_word_are_added() -> None:
    """Where there is room for them: Tesseract is sure of the letters, and leaves their ink out."""
    first = page("one", [word("Sum", 30, width=30, confidence=96)])
    wide = page("two", [word('"""Sum', 0, width=60, confidence=99)])
    read = merged(first, part(wide), looked_at=[PAGE])
    assert [(each.text, each.box.left) for line in read.lines for each in line.words] == [
        ('"""Sum', 0)
    ]
    narrow = page("two", [word('"""Sum', 28, width=34, confidence=99)])
    assert texts(merged(first, part(narrow), looked_at=[PAGE])) == ["Sum"]


def test_an_accent_that_the_second_engine_leaves_out_stays() -> None:
    """Its model knows the letter without it, and is sure."""
    first = page("one", [word("lâcher", 0, confidence=40)])
    second = page("two", [word("lacher", 0, confidence=100)])
    assert texts(merged(first, part(second), looked_at=[PAGE])) == ["lâcher"]


def test_words_that_are_added_stand_in_the_line_of_their_neighbours() -> None:
    """On paper that lies askew, the box of a line holds words of the lines above and below."""
    first = page(
        "one",
        [word(f"a{at}", 60 * at, top=6 * at) for at in range(6)],
        [word(f"b{at}", 60 * at, top=30 + 6 * at) for at in (0, 1, 2, 4, 5)],
    )
    second = page("two", [word(f"b{at}", 60 * at, top=30 + 6 * at) for at in range(6)])
    lines = [line.text for line in merged(first, part(second), looked_at=[PAGE]).lines]
    assert lines == ["a0 a1 a2 a3 a4 a5", "b0 b1 b2 b3 b4 b5"]


def test_a_word_that_the_better_line_left_out_stays() -> None:
    """A reading of a line may be surer as a whole and lack a word."""
    first = page("one", [word("lonqword", 0, confidence=40), word("is", 60), word("q", 120)])
    second = page("two", [word("longword", 0, confidence=99), word("q", 120, confidence=99)])
    assert texts(merged(first, part(second), looked_at=[PAGE])) == ["longword", "is", "q"]


def test_words_that_are_sure_stay_as_they_are() -> None:
    """Of a line that was mostly read well, the words in doubt alone are exchanged."""
    first = page("one", [word("Payment", 0), word("due", 60), word("1O", 120, confidence=50)])
    second = page("two", [word("PAYMENT", 0, confidence=99), word("10", 120, confidence=99)])
    read = merged(first, part(second), looked_at=[PAGE])
    assert texts(read) == ["Payment", "due", "10"]
    assert [each.box for line in read.lines for each in line.words if each.text == "10"] == [
        first.lines[0].words[2].box
    ]


def test_a_doubtful_word_over_several_lines_gives_way_to_them() -> None:
    """Tesseract takes a column of digits for one tall word."""
    tall = Word(
        text="58S",
        box=BoundingBox(left=0, top=0, right=20, bottom=90),
        confidence=10,
    )
    second = page("two", *([word(str(row), 0, top=30 * row, width=20)] for row in range(3)))
    assert texts(merged(page("one", [tall]), part(second), looked_at=[PAGE])) == ["0", "1", "2"]


def test_a_page_goes_by_the_engine_that_read_most_of_it() -> None:
    """In characters."""
    first = page("one", [word("abcdefgh", 0)], [word("x", 0, top=50, confidence=30)])
    second = page("two", [word("xyz", 0, top=50)])
    assert merged(first, part(second), looked_at=[PAGE]).engine == "one"
    second = page("two", [word("xyz123456789", 0, top=50)])
    assert merged(first, part(second), looked_at=[PAGE]).engine == "two"


def test_numbers_that_two_engines_are_sure_of_are_disputed() -> None:
    """Where they stand at the same place, have as many digits, and are not the same."""
    first = page("one", [word("12.50", 0, confidence=93)])
    for text, confidence, is_disputed in (
        ("17.50", 98, True),
        ("12,50", 98, False),
        ("17.50", 60, False),
        ("1250.00", 98, False),
    ):
        second = page("two", [word(text, 2, confidence=confidence)])
        read = merged(first, part(second), looked_at=[PAGE])
        assert read.has_disputed_digits is is_disputed
        assert read.needs_review is is_disputed


def test_numbers_that_the_second_engine_does_not_see_are_kept() -> None:
    """Beside its words, where Tesseract is sure enough; letters and what stands apart are not."""
    second = page("two", [word("Coffee", 100)], [word("Total", 100, top=50)])
    first = page(
        "one",
        [word("2", 0, width=10, confidence=61), word("Cofee", 100, confidence=60)],
        [word("$", 0, width=10, top=50, confidence=23), word("7", 200, top=50, confidence=26)],
        [word("x", 300, width=10, confidence=90), word("4", 0, top=150, confidence=90)],
    )
    assert texts(with_numbers(second, first)) == ["2", "Coffee", "$", "Total"]
