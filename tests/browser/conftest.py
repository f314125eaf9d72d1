"""A browser, the running service, and the page of the one in the other."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from handler.bootstrap import Services
from tests.browser.playground import Playground
from tests.browser.site import Site
from tests.server import Server, running

# Pages are read in turn with whatever else the machine does.
_TIMEOUT_MS = 60_000

# Nobody reads what the server prints, and a pipe takes only so much.
QUIET = {"LOG_LEVEL": "ERROR"}

MakePlayground = Callable[..., Playground]


# Not for the session: while Playwright runs, no test could have an event loop of its own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The machine's Chromium; skipped where it has none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no browser: the package chromium is not installed")
    # Chromium's sandbox refuses to run as root, which containers are.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    expect.set_options(timeout=_TIMEOUT_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=arguments)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def server(services: Services) -> Iterator[Server]:
    """The service of `make run`; ``services`` skips where there is no engine."""
    with running(QUIET) as started:
        yield started


@pytest.fixture
def make_playground(browser: Browser) -> Iterator[MakePlayground]:
    """Opens the page of a site in a fresh profile; in the end none may have complained."""
    made: list[Playground] = []

    def make(site: Site, **arguments: Any) -> Playground:
        context = browser.new_context(
            permissions=["clipboard-read", "clipboard-write"], locale="en", **arguments
        )
        context.set_default_timeout(_TIMEOUT_MS)
        made.append(Playground(context.new_page(), site))
        return made[-1].open(token=site.token)

    yield make
    for playground in made:
        playground.page.context.close()
    assert [playground.complaints for playground in made] == [[]] * len(made)


@pytest.fixture
def playground(make_playground: MakePlayground, server: Server) -> Playground:
    """The page on a laptop's screen, with the token typed."""
    return make_playground(server)
