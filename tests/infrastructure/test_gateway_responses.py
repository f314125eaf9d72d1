"""What API Gateway answers by itself."""

import json
import re
from typing import Any

import pytest

from handler.app.response_headers import ALWAYS, OVER_TLS, UNLESS_SAID
from handler.problem import ALL_PROBLEMS, GATEWAY_PROBLEMS
from handler.textract.errors import ERRORS as TEXTRACT_ERRORS
from tests.infrastructure.template_model import Template

# code and status of each type; those that are not here fall back on DEFAULT_4XX or DEFAULT_5XX.
EXPECTED = {
    "UNAUTHORIZED": ("missing_token", 401),
    "ACCESS_DENIED": ("invalid_token", 401),
    "AUTHORIZER_FAILURE": ("authorization_unavailable", 503),
    "AUTHORIZER_CONFIGURATION_ERROR": ("authorization_unavailable", 503),
    "WAF_FILTERED": ("forbidden", 403),
    "RESOURCE_NOT_FOUND": ("not_found", 404),
    "MISSING_AUTHENTICATION_TOKEN": ("not_found", 404),
    "INVALID_SIGNATURE": ("not_found", 404),
    "REQUEST_TOO_LARGE": ("upload_too_large", 413),
    "UNSUPPORTED_MEDIA_TYPE": ("unreadable_form", 415),
    "THROTTLED": ("too_many_requests", 429),
    "QUOTA_EXCEEDED": ("too_many_requests", 429),
    "INTEGRATION_FAILURE": ("service_unavailable", 503),
    "INTEGRATION_TIMEOUT": ("deadline_exceeded", 504),
    "DEFAULT_4XX": ("bad_request", 400),
    "DEFAULT_5XX": ("internal_error", 500),
}


_ALLOWED_ORIGIN = "gatewayresponse.header.Access-Control-Allow-Origin"


def _responses(template: Template) -> dict[str, dict[str, Any]]:
    body = template.only("AWS::ApiGateway::RestApi")["Body"]
    responses: dict[str, dict[str, Any]] = body["x-amazon-apigateway-gateway-responses"]
    return responses


def _headers(response: dict[str, Any]) -> dict[str, str]:
    """Each header's static value, without the quotes that mark it as static."""
    headers = {}
    for name, value in response["responseParameters"].items():
        if name == _ALLOWED_ORIGIN:
            continue
        match = re.fullmatch(r"'(.*)'", value)
        assert match, f"{name} is not a static value: {value}"
        headers[name.removeprefix("gatewayresponse.header.")] = match[1]
    return headers


def _problem(template: Template, response: dict[str, Any]) -> dict[str, Any]:
    """The body as the client gets it."""
    text = response["responseTemplates"]["application/json"]
    if isinstance(text, dict):
        text = re.sub(
            r"\$\{(\w+)\}",
            lambda match: str(template.parameters[match[1]]["Default"]),
            text["Fn::Sub"],
        )
    filled = text.replace("$context.requestId", "5f3c2a6e-request")
    assert "$" not in filled, "a variable that this test does not know"
    problem: dict[str, Any] = json.loads(filled)
    return problem


def test_the_types_are_those_that_are_meant(template: Template) -> None:
    """A type with a meaning of its own has an answer of its own, the rest have a default."""
    assert set(_responses(template)) == set(EXPECTED)


@pytest.mark.parametrize("kind", EXPECTED)
def test_answer_is_a_problem(template: Template, kind: str) -> None:
    """The body is a problem document like the application's own, with its status and code."""
    code, status = EXPECTED[kind]
    response = _responses(template)[kind]
    problem = _problem(template, response)

    assert int(response["statusCode"]) == status
    assert set(problem) == {
        *("type", "title", "status", "detail", "code", "request_id"),
        *("__type", "message"),
    }
    # What clients of Amazon Textract tell errors apart by.
    assert problem["__type"] == TEXTRACT_ERRORS[code].name
    assert problem["message"] == problem["detail"]
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["type"] == f"urn:problem-type:ocr:{code}"
    assert problem["request_id"] == "5f3c2a6e-request"
    assert problem["detail"].endswith(".")


@pytest.mark.parametrize("kind", EXPECTED)
def test_same_code_is_the_same_problem(template: Template, kind: str) -> None:
    """A problem of this code has the status and title that the API's description gives it."""
    problem = _problem(template, _responses(template)[kind])

    assert (problem["status"], problem["title"]) == ALL_PROBLEMS[problem["code"]]


def test_the_described_problems_of_the_gateway_are_answered() -> None:
    """What the API's description adds for the gateway, the gateway answers."""
    assert set(GATEWAY_PROBLEMS) <= {code for code, _ in EXPECTED.values()}


@pytest.mark.parametrize("kind", EXPECTED)
def test_headers_say_what_the_body_is(template: Template, kind: str) -> None:
    """An answer is problem+json, is not guessed to be something else, and is not kept by caches."""
    headers = _headers(_responses(template)[kind])

    assert headers["Content-Type"] == "application/problem+json"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", EXPECTED)
def test_headers_are_the_applications(template: Template, kind: str) -> None:
    """A browser is told the same of an answer, whoever gave it."""
    headers = _headers(_responses(template)[kind])

    for name, value in {**ALWAYS, **OVER_TLS}.items():
        assert headers[name] == value, name
    # As much of the policy as needs no quotation marks within the static value's own.
    assert headers["Content-Security-Policy"] == "sandbox"
    assert UNLESS_SAID["Content-Security-Policy"].endswith("; sandbox")


@pytest.mark.parametrize("kind", EXPECTED)
def test_scripts_read_answers_where_sites_are_allowed(template: Template, kind: str) -> None:
    """With `CorsOrigins` an application in a browser learns what is wrong; without it nothing."""
    allowed = _responses(template)[kind]["responseParameters"][_ALLOWED_ORIGIN]

    assert allowed == {"Fn::If": ["AllowsCors", "'*'", {"Ref": "AWS::NoValue"}]}
    assert template.parameters["CorsOrigins"]["Default"] == ""


def test_401_says_how_to_authenticate(template: Template) -> None:
    """A missing token is asked for, a wrong one is called so (RFC 6750, section 3)."""
    responses = _responses(template)

    assert _headers(responses["UNAUTHORIZED"])["WWW-Authenticate"] == 'Bearer realm="ocr"'
    assert (
        _headers(responses["ACCESS_DENIED"])["WWW-Authenticate"]
        == 'Bearer realm="ocr", error="invalid_token"'
    )


@pytest.mark.parametrize("kind", ["REQUEST_TOO_LARGE", "INTEGRATION_TIMEOUT"])
def test_what_a_call_cannot_hold_is_sent_to_jobs(template: Template, kind: str) -> None:
    """What is too large or too slow for one call is told where there is more room."""
    assert "POST /jobs" in _problem(template, _responses(template)[kind])["detail"]


@pytest.mark.parametrize(
    "kind", [kind for kind, (_, status) in EXPECTED.items() if status in (429, 503)]
)
def test_what_passes_says_when_to_come_back(template: Template, kind: str) -> None:
    """An answer that asks for patience says how many seconds of it."""
    assert int(_headers(_responses(template)[kind])["Retry-After"]) > 0


def test_too_large_names_the_limit(template: Template) -> None:
    """Who sends too much learns how much is allowed."""
    problem = _problem(template, _responses(template)["REQUEST_TOO_LARGE"])

    assert str(template.parameters["MaxUploadBytes"]["Default"]) in problem["detail"]
