"""Machine-readable zones: the specimens of ICAO 9303."""

import pytest

from ocr_core import Block, BoundingBox, Line, Page, Paragraph, Word
from ocr_core.machine_readable_zone import with_right_zones

PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
CARD = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)


def page_of(*texts: str) -> Page:
    """A page of these lines, a word a part between spaces."""
    lines = []
    for number, text in enumerate(texts):
        words = tuple(
            Word(
                text=part,
                box=BoundingBox(left=100 * at, top=30 * number, right=100 * at + 90, bottom=30),
                confidence=90,
            )
            for at, part in enumerate(text.split())
        )
        box = BoundingBox(left=0, top=30 * number, right=900, bottom=30 * number + 20)
        lines.append(Line(text=text, box=box, confidence=90, words=words))
    box = BoundingBox(left=0, top=0, right=900, bottom=30 * len(texts))
    paragraph = Paragraph(box=box, lines=tuple(lines))
    return Page(number=1, width=900, height=900, blocks=(Block(box=box, paragraphs=(paragraph,)),))


def read(*texts: str) -> list[str]:
    """The lines afterwards."""
    return [line.text for line in with_right_zones(page_of(*texts)).lines]


@pytest.mark.parametrize("zone", [PASSPORT, TD2, CARD])
@pytest.mark.parametrize(("right", "wrong"), [("O", "0"), ("0", "O"), ("I", "1"), ("S", "5")])
def test_letters_and_digits_stand_where_they_belong(
    zone: tuple[str, ...], right: str, wrong: str
) -> None:
    """What an engine took for the other is exchanged, in names, states, numbers and dates."""
    assert read(*(line.replace(right, wrong) for line in zone)) == list(zone)


def test_words_keep_their_places() -> None:
    """A zone that was read in parts is right in its words, too."""
    broken = PASSPORT[1].replace("UTO", "UT0")
    first, second = PASSPORT[0].replace("O", "0"), f"{broken[:20]} {broken[20:]}"
    page = with_right_zones(page_of("Passport No 0O1", first, second))

    assert [line.text for line in page.lines] == [
        "Passport No 0O1",
        PASSPORT[0],
        f"{PASSPORT[1][:20]} {PASSPORT[1][20:]}",
    ]
    assert "".join(word.text for word in page.lines[2].words) == PASSPORT[1]


@pytest.mark.parametrize(
    "texts",
    [
        (PASSPORT[0].replace("O", "0"), PASSPORT[1].replace("7408122", "7408123")),
        (PASSPORT[0].replace("O", "0"),),
        ("List<Map<String, Integer>> items0 = new ArrayList<>();", "a<b0 and c<d"),
        ("0" * 44, "<" * 44),
    ],
)
def test_what_is_no_zone_is_left_alone(texts: tuple[str, ...]) -> None:
    """A wrong check digit, a line alone, and other text with such signs are as they were read."""
    assert read(*texts) == list(texts)
