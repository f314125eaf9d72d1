"""The authorizer's Lambda entry, with API Gateway's events."""

import io
import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.events import token_event
from tests.lambda_context import FakeContext


@pytest.fixture
def authorizer(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The entry, imported as Lambda does, with two clients."""
    monkeypatch.setenv("OCR_API_TOKENS", '{"django": "token-of-django", "batch": "token-of-batch"}')
    monkeypatch.delitem(sys.modules, "handler.authorizer", raising=False)
    import handler.authorizer

    monkeypatch.delitem(sys.modules, "handler.authorizer")
    return handler.authorizer


def decide(authorizer: ModuleType, authorization: str | None) -> dict[str, Any]:
    """The authorizer's answer."""
    answer: dict[str, Any] = authorizer.handler(token_event(authorization), FakeContext())
    return answer


def effect(answer: dict[str, Any]) -> str:
    """Allow or Deny."""
    [statement] = answer["policyDocument"]["Statement"]
    return str(statement["Effect"])


def test_a_good_token_is_allowed_on_the_whole_stage(authorizer: ModuleType) -> None:
    """The policy covers every method, and tells the client's name."""
    answer = decide(authorizer, "bearer token-of-batch")
    assert effect(answer) == "Allow"
    assert answer["principalId"] == "batch"
    assert answer["context"] == {"client": "batch"}
    [statement] = answer["policyDocument"]["Statement"]
    api, stage = token_event("")["methodArn"].split("/")[:2]
    assert statement["Resource"] == f"{api}/{stage}/*/*"


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer wrong", "Basic dG9rZW4=", "Bearer a b", "Bearer é", "x" * 10_000],
)
def test_everything_else_is_denied(authorizer: ModuleType, authorization: str | None) -> None:
    """Wrong and malformed headers are denied and never an exception, which would be a 500."""
    answer = decide(authorizer, authorization)
    assert effect(answer) == "Deny"
    assert "context" not in answer


def test_the_log_has_the_client_and_never_the_token(
    authorizer: ModuleType, log: io.StringIO
) -> None:
    """What is logged names who was let in, and quotes no header."""
    decide(authorizer, "Bearer token-of-django")
    decide(authorizer, "Bearer wrong-token")
    out = log.getvalue()
    assert '"client":"django"' in out
    assert "token-of" not in out
    assert "wrong-token" not in out


def test_the_authorizer_is_light() -> None:
    """Its entry imports neither FastAPI nor an OCR engine nor an image library nor boto3."""
    code = (
        "import sys, handler.authorizer;"
        "heavy = {'fastapi', 'starlette', 'mangum', 'tesserocr', 'pytesseract', 'PIL', 'boto3'};"
        "print(heavy & {name.split('.')[0] for name in sys.modules})"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == "set()"
