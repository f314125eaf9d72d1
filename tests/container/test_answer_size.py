"""Long answers in Cyrillic letters: what the image really sends, through Lambda's runtime."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import pytest
from fpdf import FPDF

from tests import lambda_image
from tests.events import body_of, rest_event
from tests.lambda_image import LambdaContainer

pytestmark = pytest.mark.container

_WORDS = "служба читает длинный документ страница за страницей и отвечает целиком или отказом"
_LINES = 52
# Pages whose JSON has fewer bytes than the limit, and more.
_LARGE, _TOO_LARGE = 43, 50


@pytest.fixture(scope="module")
def api(image: str) -> Iterator[LambdaContainer]:
    """The API's function, with one token."""
    environment = {"OCR_API_TOKENS": json.dumps({"default": "a-token-of-the-tests"})}
    with lambda_image.running("handler.api.handler", environment=environment) as started:
        yield started


def line(page: int, row: int) -> str:
    """A line that no other page has."""
    return f"{page}.{row} {_WORDS}"


@cache
def book(pages: int) -> bytes:
    """A PDF with text of its own, in a font that it brings."""
    pdf = FPDF(format="A4")
    with as_file(files("ocrmypdf") / "data/NotoSans-Regular.ttf") as path:
        pdf.add_font("Noto", fname=path)
    pdf.set_font("Noto", size=10)
    for page in range(1, pages + 1):
        pdf.add_page()
        for row in range(1, _LINES + 1):
            pdf.text(15, 12 + 5 * row, line(page, row))
    return bytes(pdf.output())


def ask(api: LambdaContainer, pages: int, output_format: str) -> dict[str, Any]:
    """The answer to a book, as the function gives it to API Gateway."""
    headers = {"Content-Type": "application/pdf"}
    event = rest_event(
        "POST", "/", body=book(pages), headers=headers, query=f"format={output_format}"
    )
    return api.invoke(event)


def text_of(answer: dict[str, Any], output_format: str) -> str:
    """The text of an answer, once it is whole."""
    body = body_of(answer).decode()
    return str(json.loads(body)["text"]) if output_format == "json" else body


@pytest.mark.parametrize("output_format", ["json", "text"])
def test_a_long_answer_arrives_whole(api: LambdaContainer, output_format: str) -> None:
    """Every line of every page; escaped as awslambdaric does it, Lambda would not take it."""
    answer = ask(api, _LARGE, output_format)
    assert answer["statusCode"] == 200
    pages = text_of(answer, output_format).split("\f")
    assert [list(filter(None, page.splitlines())) for page in pages] == [
        [line(page, row) for row in range(1, _LINES + 1)] for page in range(1, _LARGE + 1)
    ]
    if output_format == "json":
        assert len(json.dumps(body_of(answer).decode())) > 6_291_556


def test_an_answer_that_is_too_long_is_refused(api: LambdaContainer) -> None:
    """The documented 413, and the container goes on to answer."""
    answer = ask(api, _TOO_LARGE, "json")
    assert answer["statusCode"] == 413
    assert json.loads(body_of(answer))["code"] == "response_too_large"
    assert ask(api, _TOO_LARGE, "text")["statusCode"] == 200
