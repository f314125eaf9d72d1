"""The API's documentation, as a person has it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import MakePlayground
from tests.browser.playground import Playground
from tests.images import LINES, hello_png
from tests.server import Server


@pytest.fixture
def docs(playground: Playground) -> Page:
    """The documentation, opened by the link of the page."""
    playground.page.get_by_role("link", name="API documentation").click()
    playground.page.wait_for_url("**/docs")
    return playground.page


def test_a_call_can_be_tried(docs: Page, server: Server) -> None:
    """With the token given once, an upload is read, and the browser refuses nothing on the way."""
    docs.get_by_role("button", name="Authorize").click()
    docs.get_by_label("Value").fill(server.token)
    docs.get_by_label("Apply credentials").click()
    docs.get_by_role("button", name="Close").click()
    docs.get_by_text("Read the text of an image or PDF").click()
    docs.get_by_role("button", name="Try it out").click()
    docs.locator("input[type=file]").set_input_files(
        {"name": "scan.png", "mimeType": "image/png", "buffer": hello_png()}
    )
    docs.get_by_role("button", name="Execute").click()
    expect(docs.locator(".live-responses-table")).to_contain_text(LINES[0])


def test_its_policy_is_strict_and_enforced(docs: Page, playground: Playground) -> None:
    """A script that somebody got into the page does not run there either."""
    with docs.expect_console_message(lambda said: "Content Security Policy" in said.text):
        docs.evaluate(
            """() => {
              const script = document.createElement("script");
              script.textContent = "window.injected = true";
              document.body.append(script);
            }"""
        )
    assert docs.evaluate("() => window.injected") is None
    playground.forgive("Content Security Policy")


def test_it_cannot_be_framed(make_playground: MakePlayground, server: Server) -> None:
    """A page of another site shows nothing of it within its own."""
    playground = make_playground(server)
    page = playground.page
    page.goto(f"data:text/html,<iframe src='{server.url}/docs'></iframe>")
    page.wait_for_load_state("networkidle")
    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]
    playground.complaints.clear()  # Chromium's word on it
