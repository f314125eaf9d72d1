"""The Django site of ``examples/django``, set up as its README says, before the real service."""

import html
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest
import requests
from packaging.requirements import Requirement

from handler.bootstrap import Services
from handler.settings import Settings
from tests.conftest import ROOT
from tests.fences import fences
from tests.images import TEXT, hello_png, large_bmp
from tests.pdfs import text_pdf
from tests.server import Server, free_port, running

_EXAMPLE = ROOT / "examples" / "django"
_SET_UP, _MIGRATE, _SERVE = next(fences(_EXAMPLE / "README.md")).text.splitlines()
_ONE_CALL_BYTES = Settings.model_fields["max_upload_bytes"].default
_ONE_CALL_PAGES = Settings.model_fields["max_pages"].default
_WAIT_S = 60
_LATER = "Nothing can be read at the moment. Try again in a while."


@dataclass(frozen=True)
class Website:
    """The site while it is served, and a visitor of it."""

    url: str
    log: Path
    visitor: requests.Session

    def send(self, name: str, data: bytes, kind: str) -> requests.Response:
        """Fill in the form; the form again where something is wrong, or the way to the text."""
        form = self.visitor.get(self.url, timeout=_WAIT_S)
        hidden = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)
        assert hidden
        return self.visitor.post(
            self.url,
            data={"csrfmiddlewaretoken": hidden[1]},
            files={"document": (name, data, kind)},
            timeout=_WAIT_S,
            allow_redirects=False,
        )

    def follow(self, answer: requests.Response) -> requests.Response:
        """The page that the form has led to."""
        assert answer.status_code == 302, answer.text
        return self.visitor.get(self.url + answer.headers["location"], timeout=_WAIT_S)

    def wait(self, answer: requests.Response) -> str:
        """What the page says that the form has led to, once it does not ask for itself again."""
        ends_s = time.monotonic() + _WAIT_S
        while "refresh" in (page := self.follow(answer)).headers:
            assert time.monotonic() < ends_s, page.text
            time.sleep(0.2)
        return html.unescape(page.text)


@contextmanager
def _website(folder: Path, *, url: str, token: str) -> Iterator[Website]:
    """The commands of the README but the first, whose packages the tests have as well."""
    site = folder / "site"
    unwanted = shutil.ignore_patterns(".venv", "db.sqlite3", "__pycache__")
    shutil.copytree(_EXAMPLE, site, ignore=unwanted)
    (site / ".venv").symlink_to(sys.prefix)
    subprocess.run(shlex.split(_MIGRATE), cwd=site, check=True, capture_output=True)
    *variables, program, manage, serve, _ = shlex.split(_SERVE)
    assert [each.partition("=")[0] for each in variables] == ["OCR_URL", "OCR_API_TOKEN"]
    port = free_port()
    log = folder / "log"
    with log.open("w", encoding="utf-8") as written, requests.Session() as visitor:
        process = subprocess.Popen(
            # Without a second process that waits for changes of the code.
            [program, "-W", "error", manage, serve, str(port), "--noreload"],
            cwd=site,
            env={**os.environ, "OCR_URL": url, "OCR_API_TOKEN": token},
            stdout=written,
            stderr=written,
        )
        website = Website(f"http://127.0.0.1:{port}", log, visitor)
        try:
            _wait_for(website, process)
            yield website
        finally:
            process.terminate()
            process.wait(timeout=_WAIT_S)


def _wait_for(website: Website, process: subprocess.Popen[bytes]) -> None:
    ends_s = time.monotonic() + _WAIT_S
    while process.poll() is None and time.monotonic() < ends_s:
        try:
            website.visitor.get(website.url, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(website.log.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def server(services: Services) -> Iterator[Server]:
    """The service of `make run`; ``services`` skips where there is no engine."""
    with running({"LOG_LEVEL": "ERROR"}) as started:
        yield started


@pytest.fixture(scope="module")
def website(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Website]:
    """The site with the address and the token that the service printed."""
    folder = tmp_path_factory.mktemp("django")
    with _website(folder, url=server.url, token=server.token) as started:
        yield started


def test_its_packages_are_those_that_are_tested() -> None:
    """What its first command installs may be the very versions that the tests run it with."""
    assert "-r requirements.txt" in _SET_UP
    for line in (_EXAMPLE / "requirements.txt").read_text(encoding="utf-8").splitlines():
        needed = Requirement(line)
        assert needed.specifier.contains(version(needed.name)), line


def test_its_tables_are_those_of_its_models(website: Website) -> None:
    """No migration is missing."""
    subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        cwd=website.log.parent / "site",
        check=True,
    )


def test_an_image_is_read_at_once(website: Website) -> None:
    """The form leads to a page with the text."""
    page = website.follow(website.send("scan.png", hello_png(), "image/png"))
    assert "refresh" not in page.headers
    assert f"<pre>{TEXT}</pre>" in page.text


def test_a_large_image_becomes_a_job(website: Website) -> None:
    """The page asks for itself again until the text is there, and then has it without asking."""
    answer = website.send("large.bmp", large_bmp(), "image/bmp")
    assert f"<pre>{TEXT}" in website.wait(answer)
    assert "refresh" not in website.follow(answer).headers


def test_too_many_pages_become_a_job(website: Website) -> None:
    """The file is small, and it is the service that says that it is too much for one call."""
    pages = _ONE_CALL_PAGES + 1
    data = text_pdf(["A line of a book"], pages=pages)
    page = website.wait(website.send("book.pdf", data, "application/pdf"))
    assert page.count("A line of a book") == pages


def test_what_is_wrong_with_a_document_is_said_at_the_form(
    website: Website, server: Server
) -> None:
    """In the words of the service."""
    answer = website.send("scan.png", b"no image", "image/png")
    problem = requests.post(
        server.url, headers=server.headers, files={"file": b"no image"}, timeout=_WAIT_S
    ).json()
    assert problem["code"] == "unreadable_image"
    assert problem["detail"] in html.unescape(answer.text)


def test_a_job_that_fails_says_why(website: Website) -> None:
    """A large file that is no PDF is found out only when the job reads it."""
    data = b"%PDF-1.7\n" + b"no PDF " * (_ONE_CALL_BYTES // 7 + 1)
    page = website.wait(website.send("large.pdf", data, "application/pdf"))
    assert re.search(r'role="alert">[^<]*PDF', page)
    assert "<pre>" not in page


def test_the_fault_of_the_site_is_not_the_visitors(server: Server, tmp_path: Path) -> None:
    """A wrong token is logged with its code, and the visitor is told to come back."""
    with _website(tmp_path, url=server.url, token="wrong") as website:
        answer = website.send("scan.png", hello_png(), "image/png")
        assert _LATER in answer.text
        assert "401 invalid_token" in website.log.read_text(encoding="utf-8")


def test_a_job_outlives_a_service_that_is_away(services: Services, tmp_path: Path) -> None:
    """Whoever waits is told, and the page goes on asking."""
    with (
        running({"LOG_LEVEL": "ERROR"}) as server,
        _website(tmp_path, url=server.url, token=server.token) as website,
    ):
        answer = website.send("large.bmp", large_bmp(), "image/bmp")
        server.stop()
        page = website.follow(answer)
        assert _LATER in page.text
        assert page.headers["refresh"]
        assert _LATER in website.send("scan.png", hello_png(), "image/png").text
