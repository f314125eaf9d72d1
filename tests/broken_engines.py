"""Engines that break in the ways in which real ones do. None of them watches its deadline."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from handler.app.runner import Runner
from handler.bootstrap import Services
from ocr_core import Deadline, DocumentReader, OcrEngine, OcrOptions, Page, PageImage
from ocr_core.isolation.processes import ReadingProcesses
from tests.lent_engine import LentEngine


class BrokenEngine(LentEngine):
    """Does as another engine does, but breaks at each page."""

    def __init__(self, engine: OcrEngine, break_down: Callable[[], object]) -> None:
        """Break by ``break_down``; read when it returns."""
        super().__init__(engine)
        self._read = engine.recognize
        self._break_down = break_down
        self.recognize = self._recognize

    def _recognize(self, page: PageImage, options: OcrOptions, *, deadline: Deadline) -> Page:
        self._break_down()
        return self._read(page, options, deadline=deadline)


def fail(error: Exception) -> Callable[[], None]:
    """Raise ``error``."""

    def raise_it() -> None:
        raise error

    return raise_it


@contextmanager
def broken(
    services: Services, engine: OcrEngine, break_down: Callable[[], object]
) -> Iterator[Services]:
    """The same services, one request at a time, with an engine that breaks."""
    reader = DocumentReader(
        BrokenEngine(engine, break_down), limits=services.reader.limits, workers=1
    )
    readers = ReadingProcesses(reader, size=1)
    runner = Runner(readers, workers=1, max_queue=8)
    made = replace(services, readers=readers, runner=runner)
    try:
        yield made
    finally:
        made.close()
