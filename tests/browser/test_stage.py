"""The page below a stage path, as behind API Gateway, and of a service that takes no jobs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from starlette.applications import Starlette
from starlette.routing import Mount

from handler.app.factory import create_app
from handler.bootstrap import Services
from tests.browser.conftest import MakePlayground
from tests.browser.playground import Playground
from tests.browser.site import Site, serving
from tests.conftest import TOKEN
from tests.images import LINES, hello_png


@pytest.fixture
def below_stage(services: Services) -> Iterator[Site]:
    """The application at ``/v1``, and nothing anywhere else."""
    stage = Starlette(routes=[Mount("/v1", create_app(services))])
    with serving(stage, token=TOKEN, path="/v1") as site:
        yield site


@pytest.fixture
def staged(make_playground: MakePlayground, below_stage: Site) -> Playground:
    """The page at ``/v1/``."""
    return make_playground(below_stage)


def test_the_page_works_below_a_stage(staged: Playground) -> None:
    """Files, options, languages and the reading itself are all asked for below it."""
    expect(staged.page.locator("#known-languages option")).not_to_have_count(0)
    staged.read_file("hello.png", hello_png())
    assert [line for line in staged.text.inner_text().splitlines() if line] == list(LINES)
    assert all(address.startswith(f"{staged.site.url}/") for address in staged.addresses())
    assert f"{staged.site.url}/?format=json" in staged.page.locator("#curl").inner_text()


def test_the_documentation_is_found_below_a_stage(staged: Playground) -> None:
    """The link leads to /docs, which finds the API's description."""
    staged.page.get_by_role("link", name="API documentation").click()
    expect(staged.page.get_by_text("Read the text of an image or PDF")).to_be_visible()


def test_without_jobs_a_large_file_is_told(staged: Playground, services: Services) -> None:
    """The service itself says what is too large, and nobody tries a job."""
    data = hello_png() + b"\0" * services.settings.max_upload_bytes
    staged.read_file("large.png", data)
    expect(staged.problem).to_contain_text("upload_too_large")
    assert not any("/jobs" in address for address in staged.addresses())
    staged.forgive("413")
