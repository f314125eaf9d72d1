"""How far a run is, as a terminal shows it."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from ocr_core.cli.outcome import Failure, Outcome
from ocr_core.cli.source import Source
from ocr_core.cli.summary import counted, failure_line, progress_line
from ocr_core.cli.task import Task
from ocr_core.options import OutputFormat

ROOT = Path(__file__).parents[4]
TASK = Task(Source(Path("a\x1b.png"), Path("a")), (OutputFormat.TEXT,))

# A run with a bar; the second of two files is bad.
BAR = """
from pathlib import Path
from ocr_core.cli.outcome import Failure, Outcome
from ocr_core.cli.progress import Bar
from ocr_core.cli.source import Source
from ocr_core.cli.task import Task

bar = Bar({files})
bar.begin()
for name in ["[red]a.png", "b.png"][:{files}]:
    for _ in range({pages}):
        bar.page_read()
    failure = Failure("Bad.", "unreadable_image", 65) if name == "b.png" else None
    bar.record(Outcome(Task(Source(Path(name), Path(name)), ()), failure))
bar.end()
bar.page_read()
print("result")
"""


def on_terminal(code: str) -> tuple[str, str]:
    """What a program shows on a terminal, and what it writes to standard output."""
    ours, its = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=its, env=environment
    ) as process:
        os.close(its)
        assert process.stdout
        out = process.stdout.read().decode()
    shown = b""
    try:
        while chunk := os.read(ours, 65_536):
            shown += chunk
    except OSError:  # Linux's way to say that the other side is closed
        pass
    os.close(ours)
    return shown.decode(), out


def test_many_files_have_a_bar() -> None:
    """With files and pages, failures above it, and nothing of it on standard output."""
    shown, out = on_terminal(BAR.format(files=2, pages=2))
    assert "2/2" in shown
    assert "4 pages" in shown
    assert "b.png: failed [unreadable_image]" in shown
    assert out == "result\n"


def test_one_file_of_many_pages_has_a_count() -> None:
    """From the second page on; a single page is done before anybody looks."""
    assert "3 pages" in on_terminal(BAR.format(files=1, pages=3))[0]
    assert "page" not in on_terminal(BAR.format(files=1, pages=1))[0]


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
