"""Reading in this process, with a real engine."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ocr_core import Document, OcrEngine, OcrOptions, OutputFormat
from ocr_core.cli.counting_engine import CountingEngine
from ocr_core.cli.local_recogniser import LocalRecogniser
from ocr_core.cli.source import Source, find_sources
from ocr_core.errors import DeadlineExceeded
from tests.images import TEXT, encode, hello


class Pages:
    """Counts the pages that an engine read."""

    def __init__(self, engine: OcrEngine) -> None:
        self.count = 0
        self.engine = CountingEngine(engine, self._page_read)

    def _page_read(self) -> None:
        self.count += 1


@pytest.fixture
def pages(fast_engine: OcrEngine) -> Pages:
    """Of the engine that `auto` chooses; it stays open for the other tests."""
    made = Pages(fast_engine)
    made.engine.close = lambda: None
    return made


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """A TIFF of three pages."""
    frames = [hello(mode="L") for _ in range(2)]
    path = tmp_path / "fax.tif"
    path.write_bytes(encode(hello(mode="L"), "TIFF", save_all=True, append_images=frames))
    return find_sources([path], not_below=None)[0]


def test_several_formats_come_from_one_recognition(pages: Pages, source: Source) -> None:
    """Each page is read once, and counted."""
    recogniser = LocalRecogniser(pages.engine, OcrOptions(), jobs=2, files_at_once=1)
    reading = recogniser.read(source, (OutputFormat.JSON, OutputFormat.TEXT))
    recogniser.close()
    assert Document.model_validate_json(reading.bodies[0]).pages[2].text == TEXT
    assert reading.bodies[1] == f"{TEXT}\f{TEXT}\f{TEXT}\n".encode()
    assert (reading.pages, pages.count) == (3, 3)


@pytest.mark.parametrize(("jobs", "files_at_once"), [(1, 1), (2, 2), (3, 2)])
def test_files_are_read_side_by_side(
    pages: Pages, source: Source, jobs: int, files_at_once: int
) -> None:
    """With whatever there is to share between them."""
    recogniser = LocalRecogniser(pages.engine, OcrOptions(), jobs=jobs, files_at_once=files_at_once)
    with ThreadPoolExecutor(files_at_once) as pool:
        readings = list(
            pool.map(lambda _: recogniser.read(source, (OutputFormat.TEXT,)), range(files_at_once))
        )
    recogniser.close()
    assert {reading.bodies for reading in readings} == {readings[0].bodies}
    assert pages.count == 3 * files_at_once


def test_one_file_has_so_much_time(pages: Pages, source: Source) -> None:
    """Its reading is given up after that."""
    recogniser = LocalRecogniser(
        pages.engine, OcrOptions(), jobs=1, files_at_once=1, timeout_s=0.001
    )
    with pytest.raises(DeadlineExceeded):
        recogniser.read(source, (OutputFormat.TEXT,))
    recogniser.close()


def test_a_counting_engine_is_the_engine(pages: Pages, fast_engine: OcrEngine) -> None:
    """By name, version and languages."""
    engine: OcrEngine = pages.engine
    assert (engine.name, engine.version) == (fast_engine.name, fast_engine.version)
    assert engine.languages() == fast_engine.languages()
    assert engine.is_warm == fast_engine.is_warm
