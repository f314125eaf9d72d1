"""Reading in this process, with a real engine."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ocr_core import Document, OcrEngine, OcrOptions, OutputFormat
from ocr_core.cli.local_recogniser import LocalRecogniser
from ocr_core.cli.progress import NoProgress
from ocr_core.cli.source import Source, find_sources
from ocr_core.errors import DeadlineExceeded, EngineCrashed
from tests.broken_engines import BrokenEngine
from tests.images import TEXT, encode, hello
from tests.lent_engine import LentEngine
from tests.pdfs import text_pdf
from tests.works import break_off


class Pages(NoProgress):
    """Counts the pages of a run."""

    def __init__(self) -> None:
        self.found: list[int] = []
        self.read = 0
        self._lock = threading.Lock()

    def pages_found(self, count: int) -> None:
        self.found.append(count)

    def page_read(self) -> None:
        with self._lock:
            self.read += 1


class Closable(LentEngine):
    """Says how often it was closed; the engine behind it stays open for the other tests."""

    closed = 0

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def own_engine(fast_engine: OcrEngine) -> Closable:
    """The engine that `auto` chooses."""
    return Closable(fast_engine)


@pytest.fixture
def pages() -> Pages:
    """Hears of the pages."""
    return Pages()


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """A TIFF of three pages."""
    frames = [hello(mode="L") for _ in range(2)]
    path = tmp_path / "fax.tif"
    path.write_bytes(encode(hello(mode="L"), "TIFF", save_all=True, append_images=frames))
    return find_sources([path], not_below=None)[0]


def test_several_formats_come_from_one_recognition(
    own_engine: Closable, pages: Pages, source: Source
) -> None:
    """Each page is read once, and told of."""
    recogniser = LocalRecogniser(own_engine, OcrOptions(), jobs=2, files_at_once=1, progress=pages)
    reading = recogniser.read(source, (OutputFormat.JSON, OutputFormat.TEXT))
    recogniser.close()
    assert Document.model_validate_json(reading.bodies[0]).pages[2].text == TEXT
    assert reading.bodies[1] == f"{TEXT}\f{TEXT}\f{TEXT}\n".encode()
    assert (reading.pages, pages.read) == (3, 3)


@pytest.mark.parametrize(("wanted", "count"), [("1-", 3), ("2-", 2), ("3,9", 1)])
def test_the_pages_to_read_are_told_before_any_is_read(
    own_engine: Closable, pages: Pages, source: Source, wanted: str, count: int
) -> None:
    """Those that were asked for and are there."""
    options = OcrOptions(pages=wanted)
    recogniser = LocalRecogniser(own_engine, options, jobs=1, files_at_once=1, progress=pages)
    recogniser.read(source, (OutputFormat.TEXT,))
    recogniser.close()
    assert (pages.found, pages.read) == ([count], count)


def test_pages_with_text_of_their_own_count_too(
    own_engine: Closable, pages: Pages, tmp_path: Path
) -> None:
    """Though no engine has seen them."""
    path = tmp_path / "a.pdf"
    path.write_bytes(text_pdf(["One page of text.", "Another page of text."]))
    recogniser = LocalRecogniser(own_engine, OcrOptions(), jobs=1, files_at_once=1, progress=pages)
    recogniser.read(find_sources([path], not_below=None)[0], (OutputFormat.TEXT,))
    recogniser.close()
    assert pages.found == [pages.read]


@pytest.mark.parametrize(("jobs", "files_at_once"), [(1, 1), (2, 2), (3, 2)])
def test_files_are_read_side_by_side(
    own_engine: Closable, pages: Pages, source: Source, jobs: int, files_at_once: int
) -> None:
    """With whatever there is to share between them; the engine is closed once."""
    recogniser = LocalRecogniser(
        own_engine, OcrOptions(), jobs=jobs, files_at_once=files_at_once, progress=pages
    )
    with ThreadPoolExecutor(files_at_once) as pool:
        readings = list(
            pool.map(lambda _: recogniser.read(source, (OutputFormat.TEXT,)), range(files_at_once))
        )
    assert own_engine.closed == 0
    recogniser.close()
    assert {reading.bodies for reading in readings} == {readings[0].bodies}
    assert pages.read == 3 * files_at_once
    assert own_engine.closed == 1


def test_one_file_has_so_much_time(own_engine: Closable, source: Source) -> None:
    """Its reading is given up after that."""
    recogniser = LocalRecogniser(own_engine, OcrOptions(), jobs=1, files_at_once=1, timeout_s=0.001)
    with pytest.raises(DeadlineExceeded):
        recogniser.read(source, (OutputFormat.TEXT,))
    recogniser.close()


def test_a_crash_does_not_stop_the_rest(fast_engine: OcrEngine, source: Source) -> None:
    """It takes the process of its file along, and no other."""
    engine = BrokenEngine(fast_engine, break_off)
    recogniser = LocalRecogniser(engine, OcrOptions(), jobs=1, files_at_once=1)
    for _ in range(2):
        with pytest.raises(EngineCrashed, match="SIGSEGV"):
            recogniser.read(source, (OutputFormat.TEXT,))
    recogniser.close()


def test_a_lent_engine_is_the_engine(fast_engine: OcrEngine) -> None:
    """By name, version and languages; but closing it is its owner's."""
    owned = Closable(fast_engine)
    engine: OcrEngine = LentEngine(owned)
    assert (engine.name, engine.version) == (fast_engine.name, fast_engine.version)
    assert engine.languages() == fast_engine.languages()
    assert engine.is_warm == fast_engine.is_warm
    engine.close()
    assert owned.closed == 0
