"""The calls that the documentation shows, as they stand there, to the service of ``make run``."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from handler.bootstrap import Services
from tests.conftest import ROOT
from tests.fences import Fence, fences
from tests.images import LINES, hello_png
from tests.pdfs import scan_pdf
from tests.server import Server, running

_README = ROOT / "README.md"
_PAGES = [_README, *sorted((ROOT / "docs").glob("*.md"))]
# Those that call the service take its address from the environment.
_ADDRESS = re.compile(r"\$OCR_URL|\$\{OCR_URL|env\.OCR_URL|environ\[.OCR_URL.\]")
# What imports the generated client is run by tests/integration/test_generated_client.py.
_NEEDS_A_CLIENT = "ocr_client"
# What uploads by itself is run by tests/integration/test_textract.py.
_NEEDS_A_BUCKET = "UPLOADS_BUCKET"
# The packages of JavaScript that calls import, and the AWS CLI: `make test` prepares both.
_MODULES = ROOT / ".clients" / "aws" / "node_modules"
_AWS = ROOT / ".venv-aws" / "bin"
_CALLS = [
    each
    for page in _PAGES
    for each in fences(page)
    if _ADDRESS.search(each.text)
    and _NEEDS_A_CLIENT not in each.text
    and _NEEDS_A_BUCKET not in each.text
]
_COMMANDS = {
    "sh": ("sh", "-eu", "snippet.sh"),
    "python": (sys.executable, "-W", "error", "snippet.py"),
    "javascript": ("node", "snippet.mjs"),
}


@pytest.fixture(scope="module")
def server(services: Services) -> Iterator[Server]:
    """The service of `make run`; ``services`` skips where there is no engine."""
    with running({"LOG_LEVEL": "ERROR"}) as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the documents are that the calls send."""
    (tmp_path / "scan.png").write_bytes(hello_png())
    (tmp_path / "book.pdf").write_bytes(scan_pdf(pages=2))
    return tmp_path


def _run(call: Fence, folder: Path, server: Server) -> dict[str, str]:
    """What the call prints, if anything, and the text of each file that it writes."""
    *program, name = _COMMANDS[call.language]
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not installed")
    for needed, where in (("@aws-sdk/", _MODULES), ("aws textract", _AWS)):
        if needed in call.text and not where.exists():
            pytest.skip(f"{where.relative_to(ROOT)} is not there: `make test` prepares it")
    if _MODULES.exists():
        (folder / "node_modules").symlink_to(_MODULES)
    (folder / name).write_text(call.text, encoding="utf-8")
    before = set(folder.iterdir())
    done = subprocess.run(
        [*program, name],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{_AWS}:{os.environ['PATH']}",
            "OCR_URL": f"{server.url}/",
            "OCR_API_TOKEN": server.token,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made = {path.name: _text(path) for path in set(folder.iterdir()) - before}
    return {"printed": done.stdout, **made} if done.stdout else made


def _text(path: Path) -> str:
    if path.suffix != ".pdf":
        return path.read_text(encoding="utf-8")
    with pypdfium2.PdfDocument(path) as pdf:
        return " ".join(page.get_textpage().get_text_bounded() for page in pdf)


@pytest.mark.parametrize("call", _CALLS, ids=lambda call: f"{call.place}-{call.language}")
def test_a_call_reads_what_it_sends(call: Fence, folder: Path, server: Server) -> None:
    """Whatever it prints or writes has every line of the document."""
    made = _run(call, folder, server)
    assert made
    for name, text in made.items():
        for line in LINES:
            assert line in text, name


def test_every_language_is_shown() -> None:
    """The README has calls in all of them, and docs/clients.md those of a job."""
    shown = {(call.place.partition(":")[0], call.language) for call in _CALLS}
    assert {("README.md", language) for language in _COMMANDS} <= shown
    assert {("docs/clients.md", "python"), ("docs/clients.md", "javascript")} <= shown
    assert ("docs/s3-guide.md", "sh") in shown


@pytest.mark.parametrize(
    "page", [_README, ROOT / "docs" / "clients.md"], ids=lambda page: page.name
)
def test_no_call_is_left_out(page: Path) -> None:
    """Each block of Python and JavaScript on the pages for clients is one that is run."""
    run = {call.place for call in _CALLS}
    assert all(
        each.place in run or _NEEDS_A_CLIENT in each.text
        for each in fences(page)
        if each.language in ("python", "javascript")
    )
