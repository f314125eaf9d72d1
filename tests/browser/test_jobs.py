"""What one call cannot hold goes through ``/jobs`` by itself."""

import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Route, expect

from handler.settings import Settings
from tests.browser.playground import Playground
from tests.images import LINES, TEXT, large_bmp
from tests.pdfs import text_pdf

_ONE_CALL_BYTES = Settings.model_fields["max_upload_bytes"].default
_ONE_CALL_PAGES = Settings.model_fields["max_pages"].default


def test_a_large_file_goes_to_storage(playground: Playground) -> None:
    """It is not sent to the service in vain, and S3 never sees the token."""
    playground.read_file("large.bmp", large_bmp())
    assert [line for line in playground.text.inner_text().splitlines() if line] == list(LINES)
    assert playground.boxes.count() == len(TEXT.split())
    posts = [each.url for each in playground.requests if each.method == "POST"]
    assert posts[0] == f"{playground.site.url}/jobs"
    assert len(posts) == 2
    for each in playground.requests:
        if not each.url.startswith((playground.site.url, "blob:")):
            assert "authorization" not in each.all_headers()
            assert playground.site.token not in each.url


def test_results_of_a_job_are_downloaded(playground: Playground) -> None:
    """In every format, from storage; nothing is read a second time."""
    playground.read_file("large.bmp", large_bmp())
    for button, start in (
        ("Text", b"Hello"),
        ("JSON", b"{"),
        ("hOCR", b"<"),
        ("ALTO", b"<?xml"),
        ("TSV", b"level\t"),
        ("Searchable PDF", b"%PDF-"),
    ):
        with playground.page.expect_download() as download:
            playground.press(button)
        assert download.value.path().read_bytes().startswith(start)
    assert sum(each.method == "POST" for each in playground.requests) == 2


def test_too_many_pages_become_a_job(playground: Playground) -> None:
    """The file is small and the service refuses it for one call: the page goes on by itself."""
    pages = _ONE_CALL_PAGES + 1
    playground.option("Text layer").select_option("only")
    playground.read_file("book.pdf", text_pdf(["A line of a book"], pages=pages))
    expect(playground.summary).to_contain_text(f"{pages} pages")
    expect(playground.problem).to_be_hidden()
    playground.forgive("413")


def test_the_progress_of_a_job_is_told(playground: Playground) -> None:
    """In pages, as the service counts them, until the result is there."""
    states = [{"status": "queued"}, {"status": "running", "pages": {"done": 2, "total": 5}}]

    def answer(route: Route) -> None:
        if states:
            route.fulfill(json=states.pop(0))
        else:
            route.continue_()

    playground.page.route(re.compile(r"/jobs/[0-9a-f]+$"), answer)
    playground.pick("large.bmp", large_bmp())
    playground.press("Read")
    expect(playground.status).to_have_text("Reading: 2 of 5 pages")
    expect(playground.page.get_by_role("progressbar")).to_have_attribute("value", "0.4")
    playground.wait()
    expect(playground.summary).to_be_visible()


def test_a_job_that_fails_is_told(playground: Playground) -> None:
    """With the problem that the job has, as if it were a call."""
    playground.read_file("large.pdf", b"%PDF-1.7\n" + b"no PDF " * (_ONE_CALL_BYTES // 7 + 1))
    expect(playground.problem).to_contain_text("unreadable_pdf")
    expect(playground.page.locator("#result")).to_be_hidden()


def test_a_large_file_of_another_kind_is_not_sent(playground: Playground) -> None:
    """Whatever is no image and no PDF is told at once."""
    playground.read_file("film.mp4", b"\0" * (_ONE_CALL_BYTES + 1))
    expect(playground.problem).to_contain_text("This is no image and no PDF")
    assert not any(each.method == "POST" for each in playground.requests)


def test_the_python_lines_make_a_job(playground: Playground, tmp_path: Path) -> None:
    """For a large file they are others, and do the same as the page."""
    (tmp_path / "large.bmp").write_bytes(large_bmp())
    playground.option("Page layout (psm)").select_option("6")
    playground.pick("large.bmp", large_bmp())
    expect(playground.page.locator("#curl")).to_contain_text("see Python")
    done = subprocess.run(
        [sys.executable, "-c", playground.page.locator("#python").inner_text()],
        cwd=tmp_path,
        env={**os.environ, "TOKEN": playground.site.token},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == TEXT, done.stderr
