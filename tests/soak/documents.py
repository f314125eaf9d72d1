"""The documents of the soak: what is dropped, what becomes of it meanwhile, what is to come out."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import pikepdf

from local.sample import draw_text
from tests.images import encode
from tests.pdfs import helvetica, save

MAX_PAGES = 12
PAGES_PER_TASK = 2


class Kind(StrEnum):
    """What is special about a document."""

    GOOD = "good images"
    LONG = "good PDFs of several tasks"
    BAD = "poison"
    REPLACED_AT_ONCE = "replaced at once"
    REPLACED_IN_WORK = "replaced while they are read"
    DELETED_AT_ONCE = "deleted at once"
    DELETED_IN_WORK = "deleted while they are read"
    REFUSED = "stuck: S3 never gives them out"
    LETHAL = "stuck: each try kills the worker"


COUNTS = {
    Kind.GOOD: 321,
    Kind.LONG: 25,
    Kind.BAD: 60,
    Kind.REPLACED_AT_ONCE: 25,
    Kind.REPLACED_IN_WORK: 30,
    Kind.DELETED_AT_ONCE: 10,
    Kind.DELETED_IN_WORK: 25,
    Kind.REFUSED: 3,
    Kind.LETHAL: 1,
}
STUCK = (Kind.REFUSED, Kind.LETHAL)


@dataclass(frozen=True, slots=True)
class Version:
    """Bytes and options, and what they end in: a text, or a problem's code."""

    data: bytes
    text: str | None = None
    code: str | None = None
    options: dict[str, str] = field(default_factory=dict)

    @property
    def is_pdf(self) -> bool:
        """Whether there is more than one task in it."""
        return self.text is not None and "\f" in self.text


@dataclass(frozen=True, slots=True)
class Moment:
    """When the workers ask S3 for something for the ``nth`` time."""

    method: str
    key: str
    nth: int = 1


@dataclass(frozen=True, slots=True)
class Case:
    """A key, and what stands there one after the other."""

    key: str
    kind: Kind
    versions: tuple[Version, ...]
    changes_at: Moment | None = None
    """When the second version, or nothing, takes the first one's place."""

    @property
    def is_deleted(self) -> bool:
        """Whether nothing stands there in the end."""
        return self.kind in (Kind.DELETED_AT_ONCE, Kind.DELETED_IN_WORK)

    @property
    def last(self) -> Version:
        """What stands there in the end, or stood there last."""
        return self.versions[-1]


def draw_cases(rng: random.Random) -> list[Case]:
    """All the documents, in the order in which they come."""
    kinds = [kind for kind, count in COUNTS.items() for _ in range(count)]
    rng.shuffle(kinds)
    kinds.sort(key=lambda kind: kind is not Kind.LETHAL)  # they take a minute
    return [_case(number, kind, rng) for number, kind in enumerate(kinds)]


def _case(number: int, kind: Kind, rng: random.Random) -> Case:
    # What URLs and forms have their own signs for is in every fourth name.
    key = f"inbox/{number:03}" if number % 4 else f"größe 1+1/{number:03} %2F&=#?"
    first, second = f"Document {number:03} has copy 1.", f"Document {number:03} has copy 2."
    match kind:
        case Kind.LONG:
            return Case(key, kind, (_pdf(first, rng.randint(3, 5)),))
        case Kind.BAD:
            return Case(key, kind, (_bad(number, rng),))
        case Kind.REPLACED_AT_ONCE | Kind.REPLACED_IN_WORK:
            pairs = [
                (_image(first), _image(second)),
                (_image(first), _bad(number, rng)),
                (_bad(number, rng), _image(second)),
                (_pdf(first, 5), _image(second)),
                (_image(first), _pdf(second, 4)),
            ]
            old, new = rng.choice(pairs)
            at_once = kind is Kind.REPLACED_AT_ONCE
            return Case(key, kind, (old, new), None if at_once else _moment(key, old, rng))
        case Kind.DELETED_AT_ONCE:
            return Case(key, kind, (_image(first),))
        case Kind.DELETED_IN_WORK:
            old = rng.choice([_image(first), _pdf(first, 5), _bad(number, rng)])
            return Case(key, kind, (old,), _moment(key, old, rng))
        case _:
            return Case(key, kind, (_image(first),))


def _moment(key: str, version: Version, rng: random.Random) -> Moment:
    """One that comes while a version is read."""
    looks = Moment("HEAD", key, 2)
    if version.code:
        return rng.choice([looks, Moment("PUT", f"{key}.error.json")])
    reads = [Moment("GET", key, nth) for nth in range(1, 5 if version.is_pdf else 2)]
    writes = [Moment("PUT", f"{key}.txt"), Moment("PUT", f"{key}.json")]
    return rng.choice([looks, *reads, *writes])


def _image(line: str) -> Version:
    return Version(encode(draw_text([line], mode="L"), "PNG"), text=line)


def _pdf(line: str, pages: int) -> Version:
    lines = [f"{line} Page {number}." for number in range(1, pages + 1)]
    return Version(lines_pdf([[line] for line in lines]), "\f".join(lines), options=_READ)


# The text of the drawn PDFs is not to be believed, but read.
_READ = {"text-layer": "ignore"}


def _bad(number: int, rng: random.Random) -> Version:
    image = _image(f"Nobody reads document {number:03}.").data
    kinds: list[Callable[[], Version]] = [
        lambda: Version(rng.randbytes(2_000), code="unreadable_image"),
        lambda: Version(b"", code="unreadable_image"),
        lambda: Version(image[: len(image) // 2], code="unreadable_image"),
        lambda: Version(b"%PDF-1.7 and no more", code="unreadable_pdf"),
        lambda: Version(lines_pdf([["x"]] * (MAX_PAGES + 1)), code="too_many_pages"),
        lambda: Version(image, code="invalid_option", options={"psm": "99"}),
    ]
    return kinds[number % len(kinds)]()


def lines_pdf(pages: list[list[str]], *, width: int = 340) -> bytes:
    """Small pages with some lines each, as text; ``width`` is in points."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(helvetica())
    for lines in pages:
        page = pdf.add_blank_page(page_size=(width, 24 + 20 * len(lines)))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 14 Tf {''.join(_shown(lines))} ET".encode())
    return save(pdf)


def _shown(lines: list[str]) -> Iterator[str]:
    for row, line in enumerate(reversed(lines)):
        yield f"1 0 0 1 10 {14 + 20 * row} Tm ({line}) Tj\n"
