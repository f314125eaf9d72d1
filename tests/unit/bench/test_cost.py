"""What pages cost, reckoned from figures."""

import pytest

from bench import cost, prices
from bench.page import with_part
from bench.speed.figures import Figures
from tests.conftest import ROOT


def test_a_page_by_the_api_is_the_sum_of_its_services() -> None:
    """By hand: two seconds at 1,024 MB on x86_64, and 5 ms besides."""
    services = cost.by_api(2.0, 1024, "x86_64").services
    assert services["Lambda"] == pytest.approx(2.005 * 0.0000166667 + 0.0000002)
    assert services["API Gateway"] == pytest.approx(0.0000035)
    assert cost.by_api(2.0, 1024, "x86_64").per_1000 == pytest.approx(1000 * sum(services.values()))


def test_arm_is_a_fifth_less_a_second() -> None:
    """Of Lambda alone."""
    x86, arm = (cost.by_api(10, 1769, name).services["Lambda"] for name in ("x86_64", "arm64"))
    assert (arm - prices.LAMBDA_REQUEST) / (x86 - prices.LAMBDA_REQUEST) == pytest.approx(0.8, 1e-4)


@pytest.mark.parametrize("architecture", prices.LAMBDA_GB_S)
def test_at_the_break_even_both_cost_the_same(architecture: str) -> None:
    """A page that takes so long costs what Textract asks."""
    seconds = cost.break_even_s(1769, architecture)
    assert cost.by_api(seconds, 1769, architecture).per_1000 == pytest.approx(1.5)


def test_what_is_paid_without_pages_is_saved_by_as_many_as_the_page_says() -> None:
    """By hand, of a page of a second at 1,769 MB."""
    figures = Figures(sizes={"1769": {"page": [1.0]}})
    page = cost.by_api(1.0, 1769, "x86_64").per_1000 / 1000
    pages = sum(cost.monthly().values()) / (0.0015 - page)
    assert cost.monthly_table(figures).endswith(f"pages that save as much | {pages:,.0f} |")


def test_the_page_follows_from_the_figures() -> None:
    """What stands in docs/cost.md is what the last measured run gives."""
    page = (ROOT / "docs/cost.md").read_text(encoding="utf-8")
    for name, table in cost.parts(Figures.load(cost.FIGURES)).items():
        assert with_part(page, name, table) == page
