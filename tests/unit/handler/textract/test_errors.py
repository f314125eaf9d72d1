"""Our problems as Amazon Textract's errors."""

import json

import boto3
import pytest

from handler.problem import ALL_PROBLEMS, Problem
from handler.textract.errors import ERRORS, error_response

# Not in the model of an operation, but in AWS's list of common errors: ClientError with that code.
COMMON = {
    "MissingAuthenticationTokenException",
    "InvalidSignatureException",
    "UnknownOperationException",
}


def test_every_problem_has_an_error() -> None:
    """No problem of the service is without a name that clients of Textract know."""
    assert ERRORS.keys() == ALL_PROBLEMS.keys()


def test_names_are_those_of_the_model() -> None:
    """Every name can be caught as an exception of boto3's client, but for the common ones."""
    client = boto3.client("textract", region_name="us-east-1")
    modelled = {name for name in dir(client.exceptions) if not name.startswith("_")}

    assert {error.name for error in ERRORS.values()} - COMMON <= modelled


@pytest.mark.parametrize("code", sorted(ALL_PROBLEMS))
def test_one_body_is_a_problem_and_an_error(code: str) -> None:
    """The body has both kinds of members, and its status is that of the answer."""
    problem = Problem.of(code, "Say what to do.", request_id="request")
    answer = error_response(problem)
    body = json.loads(bytes(answer.body))

    assert body["__type"] == answer.headers["x-amzn-errortype"] == ERRORS[code].name
    assert body["message"] == body["detail"] == "Say what to do."
    assert body["code"] == code
    assert body["status"] == answer.status_code
