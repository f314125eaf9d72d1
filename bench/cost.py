"""``docs/cost.md``: what pages cost, by what ``make bench`` measured. ``python -m bench.cost``."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from bench import prices
from bench.markdown import markdown_table
from bench.page import with_part
from bench.speed.figures import Figures
from bench.system import ROOT

FIGURES = ROOT / "docs/figures/speed.json"
_PAGE = ROOT / "docs/cost.md"
_LOG_BYTES = 2_500
"""What a call writes to CloudWatch Logs: its own line, and Lambda's START, END and REPORT."""
_ANSWER_BYTES = 6_000
"""A dense page as JSON in `results` form; the upload comes in for nothing."""
_EXTRA_S = {"API": 0.005, "S3": 0.25}
"""Billed besides reading: the authorizer and the answer, or what S3 and SQS are waited for. Not
measured: some ten requests of 25 milliseconds."""
S3_PUTS, S3_GETS = 5, 4
"""Requests for a document of one page: the upload, two results and two listings; and all that is
looked at. tests/integration/test_s3_door.py counts them."""
ALARM_METRICS = 20
"""What the alarms of template.yaml look at."""
_IMAGE_GB = 0.25
"""The image in a registry, compressed."""
_POLLS = 5 * 3 * 60 * 24 * 30
"""Lambda asks an empty queue with five pollers, each for 20 seconds (AWS Lambda's Developer Guide,
"Using Lambda with Amazon SQS")."""


@dataclass(frozen=True)
class Cost:
    """Dollars of one page, by service."""

    services: Mapping[str, float]

    @property
    def per_1000(self) -> float:
        """All of it, a thousand times."""
        return 1000 * sum(self.services.values())


def by_api(reading_s: float, memory_mb: int, architecture: str) -> Cost:
    """A page through ``POST /``.

    Args:
        reading_s: what the function needs for it, warm.
        memory_mb: its size.
        architecture: ``x86_64`` or ``arm64``.
    """
    seconds = reading_s + _EXTRA_S["API"]
    return Cost(
        {
            "Lambda": _lambda(seconds, memory_mb, architecture),
            "API Gateway": prices.GATEWAY_REQUEST,
            "logs": prices.LOGS_GB * _LOG_BYTES / 1e9,
            "transfer": prices.OUT_GB * _ANSWER_BYTES / 1e9,
        }
    )


def by_s3(reading_s: float, memory_mb: int, architecture: str) -> Cost:
    """A document of one page that is dropped into S3: the dearest kind, for nothing is shared.

    Besides S3's requests a message is sent, received and deleted, and one is published.
    """
    seconds = reading_s + _EXTRA_S["S3"]
    return Cost(
        {
            "Lambda": _lambda(seconds, memory_mb, architecture),
            "S3": S3_PUTS * prices.S3_PUT + S3_GETS * prices.S3_GET,
            "SQS": 3 * prices.SQS_REQUEST,
            "SNS": prices.SNS_PUBLISH,
            "logs": prices.LOGS_GB * _LOG_BYTES / 1e9,
        }
    )


def break_even_s(memory_mb: int, architecture: str) -> float:
    """The seconds that a page may take before Textract is cheaper, through the API."""
    others = by_api(0, memory_mb, architecture).per_1000 / 1000
    return (prices.TEXTRACT_PAGE - others) / _lambda_s(memory_mb, architecture)


def monthly() -> dict[str, float]:
    """Dollars a month by service, whether anything is read or not."""
    return {
        f"{ALARM_METRICS} metrics that alarms look at": ALARM_METRICS * prices.ALARM_METRIC,
        "the dashboard": prices.DASHBOARD,
        "the secret of the tokens": prices.SECRET,
        "Lambda's questions to an empty queue": _POLLS * prices.SQS_REQUEST,
        "the image in ECR": _IMAGE_GB * prices.ECR_GB,
    }


def write(figures: Figures) -> None:
    """Put the tables into the page."""
    page = _PAGE.read_text(encoding="utf-8")
    for name, table in parts(figures).items():
        page = with_part(page, name, table)
    _PAGE.write_text(page, encoding="utf-8")


def parts(figures: Figures) -> dict[str, str]:
    """The page's tables, by the names of their marks."""
    return {
        "cost-pages": pages_table(figures),
        "cost-services": services_table(figures),
        "cost-monthly": monthly_table(figures),
        "cost-break-even": break_even_table(figures),
        "cost-prices": prices_table(),
    }


def pages_table(figures: Figures) -> str:
    """Dollars for a thousand pages, by what they are, memory and architecture."""
    rows = []
    for size, files in figures.sizes.items():
        for file, turns in files.items():
            seconds = statistics.median(turns)
            costs = [by_api(seconds, int(size), name).per_1000 for name in prices.LAMBDA_GB_S]
            queued = by_s3(seconds, int(size), "arm64").per_1000
            share = prices.TEXTRACT_PAGE * 1000 / costs[-1]
            cells = [f"{seconds:.2f}", *(f"{cost:.3f}" for cost in (*costs, queued))]
            rows.append([size, file, *cells, f"1/{share:.0f}"])
    head = ["memory, MB", "page", "s", "API, x86_64", "API, arm64", "S3, arm64", "of Textract"]
    return markdown_table(head, rows)


def services_table(figures: Figures) -> str:
    """Where the money goes: a dense page at the smallest size that has a whole processor."""
    size, file, seconds = _typical(figures)
    columns = [by_api(seconds, size, "arm64"), by_s3(seconds, size, "arm64")]
    names = dict.fromkeys(name for column in columns for name in column.services)
    rows = [[name, *(_dollars(column.services.get(name)) for column in columns)] for name in names]
    rows.append(["all", *(f"{column.per_1000:.4f}" for column in columns)])
    return markdown_table([f"{file}, {size} MB, arm64", "API", "S3"], rows)


def monthly_table(figures: Figures) -> str:
    """What is paid with no pages at all, and how many pages make it good."""
    all_of_it = sum(monthly().values())
    size, file, seconds = _typical(figures)
    saved = prices.TEXTRACT_PAGE - by_api(seconds, size, "x86_64").per_1000 / 1000
    rows = [[name, f"{dollars:.2f}"] for name, dollars in monthly().items()]
    rows += [["all", f"{all_of_it:.2f}"]]
    rows += [[f"{file}, {size} MB, x86_64: pages that save as much", f"{all_of_it / saved:,.0f}"]]
    return markdown_table(["", "$ a month"], rows)


def break_even_table(figures: Figures) -> str:
    """How slow a page may be."""
    rows = [
        [size, *(f"{break_even_s(int(size), name):.0f}" for name in prices.LAMBDA_GB_S)]
        for size in figures.sizes
    ]
    return markdown_table(
        ["memory, MB", *(f"{name}, s a page" for name in prices.LAMBDA_GB_S)], rows
    )


def prices_table() -> str:
    """What was reckoned with."""
    rows = [
        ["Lambda, x86_64", f"{prices.LAMBDA_GB_S['x86_64']:.10f} a GB-s"],
        ["Lambda, arm64", f"{prices.LAMBDA_GB_S['arm64']:.10f} a GB-s"],
        ["Lambda, requests", f"{prices.LAMBDA_REQUEST * 1e6:.2f} a million"],
        ["API Gateway, REST", f"{prices.GATEWAY_REQUEST * 1e6:.2f} a million"],
        ["S3, PUT and GET", f"{prices.S3_PUT * 1e3:.4f} and {prices.S3_GET * 1e3:.4f} a thousand"],
        ["SQS", f"{prices.SQS_REQUEST * 1e6:.2f} a million"],
        ["SNS", f"{prices.SNS_PUBLISH * 1e6:.2f} a million"],
        ["CloudWatch Logs", f"{prices.LOGS_GB:.2f} a GB taken in"],
        ["to the internet", f"{prices.OUT_GB:.2f} a GB"],
        ["CloudWatch, a metric of an alarm", f"{prices.ALARM_METRIC:.2f} a month"],
        ["CloudWatch, a metric of one's own", f"{prices.METRIC:.2f} a month"],
        ["CloudWatch, a dashboard", f"{prices.DASHBOARD:.2f} a month"],
        ["Secrets Manager, a secret", f"{prices.SECRET:.2f} a month"],
        ["ECR", f"{prices.ECR_GB:.2f} a GB and month"],
        ["Textract, DetectDocumentText", f"{prices.TEXTRACT_PAGE * 1e3:.2f} a thousand pages"],
    ]
    return markdown_table([f"us-east-1, {prices.AS_OF}", "$"], rows)


def _typical(figures: Figures) -> tuple[int, str, float]:
    """The size with a whole processor, and its slowest file."""
    size = "1769" if "1769" in figures.sizes else next(iter(figures.sizes))
    file, turns = max(figures.sizes[size].items(), key=lambda item: statistics.median(item[1]))
    return int(size), file, statistics.median(turns)


def _lambda(seconds: float, memory_mb: int, architecture: str) -> float:
    return seconds * _lambda_s(memory_mb, architecture) + prices.LAMBDA_REQUEST


def _lambda_s(memory_mb: int, architecture: str) -> float:
    return prices.LAMBDA_GB_S[architecture] * memory_mb / 1024


def _dollars(of_one: float | None) -> str:
    return "–" if of_one is None else f"{1000 * of_one:.4f}"


if __name__ == "__main__":
    write(Figures.load(FIGURES))
