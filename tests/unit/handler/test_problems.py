"""Errors as problem details."""

from typing import TypeAlias

import pytest

from handler.app.problems import problem_response
from handler.errors import ServiceError
from handler.problem import PROBLEMS
from ocr_core.errors import OcrError

Kind: TypeAlias = type[OcrError] | type[ServiceError]


def concrete(root: Kind) -> list[Kind]:
    """The classes at the ends of a tree."""
    children: list[Kind] = list(root.__subclasses__())
    return [leaf for child in children for leaf in concrete(child)] or [root]


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
