"""How far a run is, as a terminal shows it."""

import sys
from pathlib import Path

import pytest

from ocr_core.cli.outcome import Failure, Outcome
from ocr_core.cli.source import Source
from ocr_core.cli.summary import counted, failure_line, progress_line
from ocr_core.cli.task import Task
from ocr_core.options import OutputFormat
from tests.terminal import on_terminal

TASK = Task(Source(Path("a\x1b.png"), Path("a")), (OutputFormat.TEXT,))

# A run with a bar; the second of its files is bad.
BAR = """
from pathlib import Path
from ocr_core.cli.outcome import Failure, Outcome
from ocr_core.cli.progress import {bar}
from ocr_core.cli.source import Source
from ocr_core.cli.task import Task

bar = {made}
bar.begin()
for name in {names}:
    task = Task(Source(Path(name), Path(name)), ())
    bar.file_begun(task)
    bar.pages_found({pages})
    for _ in range({pages}):
        bar.page_read()
    failure = Failure("Bad.", "unreadable_image", 65) if name == "b.png" else None
    bar.record(Outcome(task, failure))
bar.end()
bar.pages_found(5)
bar.page_read()
print("result")
"""


def test_many_files_have_a_bar() -> None:
    """With files, pages and names, failures above it, and nothing of it on standard output."""
    names = ["b.png", "[red]a.png"]
    code = BAR.format(bar="FileBar", made="FileBar(2)", names=names, pages=2)
    shown, out = on_terminal([sys.executable, "-c", code])
    assert "2/2" in shown
    assert "4 pages, [red]a.png" in shown
    assert "b.png: failed [unreadable_image]" in shown
    assert out == "result\n"


@pytest.mark.parametrize(("pages", "is_shown"), [(3, True), (1, False)])
def test_the_pages_of_one_file_have_a_bar(pages: int, is_shown: bool) -> None:
    """With how many there are; a single page is done before anybody looks."""
    code = BAR.format(bar="PageBar", made="PageBar()", names=["a.png"], pages=pages)
    shown, out = on_terminal([sys.executable, "-c", code])
    assert (f"{pages}/{pages}" in shown, "pages" in shown) == (is_shown, is_shown)
    assert ("a.png" in shown) == is_shown
    assert out == "result\n"


def test_lines_are_safe_to_print() -> None:
    """Neither a file's name nor a service's words can control the terminal."""
    failure = Failure("No.\x1b[2J", "x\n", 65)
    assert progress_line(Outcome(TASK, failure)) == "a\\x1b.png: failed [x\\n]"
    assert failure_line("a", failure) == "a: No.\\x1b[2J [x\\n]"
    assert progress_line(Outcome(TASK, pages=2, seconds=1.25)) == "a\\x1b.png: 2 pages, 1.2 s"
    assert progress_line(Outcome(TASK, seconds=1.25)) == "a\\x1b.png: 1.2 s"


def test_numbers_agree_with_their_nouns() -> None:
    """One page, two pages."""
    assert (counted(1, "page"), counted(2_000, "page")) == ("1 page", "2,000 pages")
