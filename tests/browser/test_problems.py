"""What goes wrong is said so that a person knows what to do."""

import pytest
from playwright.sync_api import expect

from handler.bootstrap import Services
from tests.browser.conftest import QUIET, MakePlayground
from tests.browser.playground import Playground
from tests.images import LINES, hello_png
from tests.server import Server, running


def test_a_wrong_token_is_told_and_typed_again(playground: Playground) -> None:
    """The field has the focus and its text is selected: typing on is enough."""
    playground.give_token("wrong")
    playground.read_file("hello.png", hello_png())
    expect(playground.problem).to_contain_text("token")
    expect(playground.problem).to_contain_text("invalid_token, request ")
    expect(playground.token).to_be_focused()
    expect(playground.token).to_have_attribute("aria-invalid", "true")
    playground.page.keyboard.type(playground.site.token)
    playground.page.keyboard.press("Enter")
    expect(playground.summary).to_be_visible()
    expect(playground.problem).to_be_hidden()
    assert playground.text.inner_text().split("\n")[0] == LINES[0]
    playground.forgive("401")


def test_a_missing_token_is_asked_for(playground: Playground) -> None:
    """The browser itself says so, at the field; nothing is sent."""
    playground.give_token("")
    playground.press("Try the sample")
    expect(playground.page.locator("#chosen")).to_be_visible()
    expect(playground.token).to_be_focused()
    assert not any(each.method == "POST" for each in playground.requests)


def test_nothing_chosen_is_told(playground: Playground) -> None:
    """And the focus is where something can be chosen."""
    playground.press("Read")
    expect(playground.problem).to_contain_text("Nothing is chosen yet")
    expect(playground.page.locator("#file")).to_be_focused()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("notes.txt", b"These are notes and no image.", "unreadable_image"),
        ("broken.png", hello_png()[:200], "unreadable_image"),
        ("empty.png", b"", "unreadable_image"),
        ("broken.pdf", b"%PDF-1.7\nand then nothing of a PDF", "unreadable_pdf"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    playground: Playground, name: str, data: bytes, code: str
) -> None:
    """With its reason, the code to look up, and the request to name; the last result is gone."""
    playground.read_file("hello.png", hello_png())
    playground.pick(name, data)
    playground.read()
    title, detail, trail = filter(None, playground.problem.inner_text().splitlines())
    assert title
    assert len(detail) > 20
    assert trail.startswith(f"{code}, request ")
    expect(playground.page.locator("#result")).to_be_hidden()
    playground.forgive("400")


def test_a_bad_option_is_told(playground: Playground) -> None:
    """By the service, which names what is installed."""
    playground.option("Languages").fill("klingon")
    playground.read_file("hello.png", hello_png())
    expect(playground.problem).to_contain_text("unknown_language")
    expect(playground.problem).to_contain_text("eng")
    playground.forgive("422")


def test_the_next_reading_ends_the_problem(playground: Playground) -> None:
    """A problem that is no more is not shown any more."""
    playground.read_file("notes.txt", b"no image")
    playground.pick("hello.png", hello_png())
    expect(playground.problem).to_be_hidden()
    playground.read()
    expect(playground.problem).to_be_hidden()
    expect(playground.summary).to_be_visible()
    playground.forgive("400")


def test_a_service_that_is_gone_is_told(
    make_playground: MakePlayground, services: Services
) -> None:
    """No code, no trace: the connection is what to look at, and trying again is possible."""
    with running(QUIET) as server:
        playground = make_playground(server)
        server.stop()
        playground.read_file("hello.png", hello_png())
        expect(playground.problem).to_have_text(
            "The service did not answerCheck the connection, then try again."
        )
        expect(playground.button("Read")).to_be_enabled()
    playground.forgive("ERR_CONNECTION_REFUSED")


def test_a_gateway_s_own_error_is_told(playground: Playground, server: Server) -> None:
    """An answer that is not ours is told by its status and what it says."""
    playground.page.route(
        "**/?format=json",
        lambda route: route.fulfill(status=502, json={"message": "Internal server error"}),
    )
    playground.read_file("hello.png", hello_png())
    expect(playground.problem).to_contain_text("The service answered 502")
    expect(playground.problem).to_contain_text("Internal server error")
    playground.forgive("502")
