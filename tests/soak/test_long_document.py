"""A document that takes much longer than a worker may run at a time."""

import math
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ocr_core import (
    Deadline,
    Document,
    DocumentReader,
    Limits,
    OcrEngine,
    OcrOptions,
    OutputFormat,
    render_document,
)
from tests.soak.cloud import embedded_cloud
from tests.soak.crew import Crew
from tests.soak.documents import lines_pdf
from tests.soak.hard_stop import hard_stop

_PAGES = 400
_TASK_TIMEOUT_S = 30
# As many as the setting takes.
_PAGES_PER_TASK = 100
# Of the 30 seconds, 24 are for reading: a hundred such pages never fit, and two minutes do for all.
_PAGE_S = 0.29
_VISIBILITY_S = 6 * _TASK_TIMEOUT_S
_KEY = "long.pdf"
_OPTIONS = OcrOptions.model_validate({"text_layer": "ignore"})


def page_lines(number: int, lines: int) -> list[str]:
    """What stands on a page."""
    return [f"Page {number} of {_PAGES}, line {line}." for line in range(1, lines + 1)]


def busy_lines(reader: DocumentReader) -> int:
    """The lines of a page that keeps one core of this machine busy for ``_PAGE_S``."""
    lines = 10
    sample = lines_pdf([page_lines(number, lines) for number in range(1, 11)])
    began_s = time.perf_counter()
    reader.read(sample, _OPTIONS, deadline=Deadline.never())
    page_s = (time.perf_counter() - began_s) / 10
    return math.ceil(lines * _PAGE_S / page_s)


def without_timings(document: Document) -> dict[str, Any]:
    """All of a document that does not depend on when it was read."""
    return document.model_dump(exclude={"timings"})


def test_a_document_of_400_pages_is_read_thirty_seconds_at_a_time(
    fast_engine: OcrEngine,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Its one result says what one long run says, and no invocation was stopped from outside.

    The long run is made meanwhile, on another core.
    """
    reader = DocumentReader(fast_engine, limits=Limits(max_pages=_PAGES), workers=1)
    lines = busy_lines(reader)
    data = lines_pdf([page_lines(number, lines) for number in range(1, _PAGES + 1)])
    began_s = time.monotonic()
    with (
        hard_stop(),
        embedded_cloud(monkeypatch, max_receives=5, visibility_s=_VISIBILITY_S) as cloud,
        Crew(tmp_path, module="tests.soak.strict_worker") as crew,
    ):
        environment = {
            "OCR_WORKERS": "1",
            "PAGES_PER_TASK": str(_PAGES_PER_TASK),
            "TASK_TIMEOUT_S": str(_TASK_TIMEOUT_S),
        }
        crew.start([environment | cloud.resources.environment])
        cloud.put(_KEY, data, {"text-layer": "ignore"})
        at_once = reader.read(data, _OPTIONS, deadline=Deadline.never())
        while cloud.waiting(cloud.resources.task_queue_url):
            time.sleep(1)
            crew.tend()
        took_s = time.monotonic() - began_s
        results, news = cloud.results(), cloud.news()
        dead = cloud.waiting(cloud.resources.dead_letters_url)

    log = list(crew.log())
    said = Counter(str(line["message"]) for line in log)
    cut = said["out of time"]
    split = sum(line["tasks"] for line in log if line["message"] == "split")
    with capsys.disabled():
        print(f"\n\n| long document | |\n|---|---|\n| pages | {_PAGES} |")
        print(f"| lines of a page | {lines} |\n| seconds | {took_s:.0f} |")
        print(f"| tasks | 1 to split, {split} + {cut} of pages, 1 to put together |")
        print(f"| of those cut by time | {cut} |")

    assert set(results) == {f"{_KEY}.json", f"{_KEY}.txt"}
    in_tasks = Document.model_validate_json(results[f"{_KEY}.json"].body)
    assert without_timings(in_tasks) == without_timings(at_once)
    assert (
        results[f"{_KEY}.txt"].body
        == render_document(at_once, OutputFormat.TEXT, original=data).body
    )
    assert at_once.pages[_PAGES - 1].text.split("\n")[0] == page_lines(_PAGES, 1)[0]
    assert len(news) == 1
    assert cut >= _PAGES // _PAGES_PER_TASK
    assert (crew.deaths, dead, said["to be tried again"]) == ([], 0, 0)
    assert crew.complaints() == ""
