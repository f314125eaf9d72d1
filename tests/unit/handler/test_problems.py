"""Errors as problem details."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from handler.app import problem_examples
from handler.app.problem_examples import problem_example
from handler.app.problems import problem_response
from handler.errors import ServiceError
from handler.problem import ALL_PROBLEMS, PROBLEMS
from ocr_core.errors import OcrError
from tests.conftest import ROOT

Kind: TypeAlias = type[OcrError] | type[ServiceError]


def concrete(root: Kind) -> list[Kind]:
    """The classes at the ends of a tree; one without a code of its own is as the one above."""
    children = [kind for kind in root.__subclasses__() if "code" in vars(kind)]
    return [leaf for child in children for leaf in concrete(child)] or [root]


def messages() -> Iterator[str]:
    """Every text of the packages and the template, as a pattern with its values left open."""
    for path in [*(ROOT / "handler").rglob("*.py"), *(ROOT / "ocr_core").rglob("*.py")]:
        if path != Path(problem_examples.__file__):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr | ast.Constant):
                    yield pattern(node)
    yield from map(re.escape, (ROOT / "template.yaml").read_text(encoding="utf-8").split('"'))


def pattern(text: ast.JoinedStr | ast.Constant) -> str:
    """What a text in the source looks like once its values are known."""
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in parts
    )


ALL = [*concrete(OcrError), *concrete(ServiceError)]


@pytest.mark.parametrize("kind", ALL)
def test_every_error_is_a_problem(kind: Kind) -> None:
    """Each concrete error of both trees has a status and a title, and its message is the detail."""
    assert kind.code in PROBLEMS
    response = problem_response(kind("Do this next."), request_id="id-1")
    assert response.status_code == PROBLEMS[kind.code][0].value
    assert response.headers["content-type"] == "application/problem+json"
    assert b'"detail":"Do this next."' in response.body
    assert b'"request_id":"id-1"' in response.body


def test_every_problem_is_an_error() -> None:
    """No row of the table is without an error that uses it."""
    assert set(PROBLEMS) == {kind.code for kind in ALL}


def test_codes_are_unique() -> None:
    """A code names one error."""
    codes = [kind.code for kind in ALL]
    assert len(codes) == len(set(codes))


def test_a_401_says_how_to_prove_oneself() -> None:
    """RFC 6750: the challenge names the error only when there was a token."""
    for kind in concrete(ServiceError):
        response = problem_response(kind("x"), request_id="1")
        challenge = response.headers.get("www-authenticate", "")
        assert challenge.startswith("Bearer ") == (response.status_code == 401)
        assert ("error=" in challenge) == (kind.code == "invalid_token")


def test_examples_are_what_is_said() -> None:
    """The detail in the example of each problem is one that the code or the gateway writes."""
    # A pattern of a few letters, such as that of f"{name}: {value}", would match anything.
    said = [message for message in messages() if sum(map(str.isalpha, message)) > 25]
    for code in ALL_PROBLEMS:
        detail = problem_example(code).detail
        assert any(re.fullmatch(message, detail) for message in said), code
