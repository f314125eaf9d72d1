"""Secrets Manager in trouble, and the real authorizer and application before it."""

import io
import json
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import ModuleType
from typing import Any

import boto3
import pytest

from handler.app.factory import create_app
from handler.bootstrap import Services
from handler.errors import TokensUnavailable
from handler.token_settings import TokenSettings
from handler.token_source import create_token_source
from tests.aws import ENVIRONMENT
from tests.client import AppClient
from tests.events import token_event
from tests.lambda_context import FakeContext
from tests.s3_proxy import Answered, Cut, Fault, Refused, Silent, s3_proxy
from tests.server import free_port

_TOKEN = "a-token-in-the-secret"
_TOKENS = {"django": _TOKEN}
# Of the authorizer, as template.yaml has it; tests/infrastructure compares what is waited for.
_TIMEOUT_S = 10
_TROUBLE: dict[str, Fault] = {
    "throttled": Refused(400, "ThrottlingException"),
    "denied": Refused(400, "AccessDeniedException"),
    "the key is disabled": Refused(400, "DecryptionFailure"),
    "an error of its own": Refused(500, "InternalServiceError"),
    "cut off": Cut(),
    "rubbish": Answered(b"<html>no"),
}


class Vault:
    """Secrets Manager with one secret, which answers as it is told to."""

    def __init__(self) -> None:
        self.fault: Fault | None = None
        self.secret_id = f"tokens-{uuid.uuid4().hex}"

    def keep(self, text: str) -> None:
        """Have this text in the secret."""
        secrets = boto3.client("secretsmanager")
        try:
            secrets.put_secret_value(SecretId=self.secret_id, SecretString=text)
        except secrets.exceptions.ResourceNotFoundException:
            secrets.create_secret(Name=self.secret_id, SecretString=text)


@pytest.fixture
def vault(aws_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    """An environment as on Lambda, with a vault whose secret holds a token."""
    made = Vault()
    with s3_proxy(aws_server, lambda _request: made.fault) as endpoint:
        for name, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": endpoint}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("TOKEN_SECRET_ID", made.secret_id)
        made.keep(json.dumps(_TOKENS))
        yield made


@pytest.fixture
def authorizer(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The entry, imported as Lambda does, which asks the vault at every call."""
    monkeypatch.setenv("TOKEN_CACHE_S", "0")
    return imported(monkeypatch)


def imported(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The authorizer's entry for the environment as it is."""
    monkeypatch.delitem(sys.modules, "handler.authorizer", raising=False)
    import handler.authorizer

    monkeypatch.delitem(sys.modules, "handler.authorizer")
    return handler.authorizer


def effect(authorizer: ModuleType, token: str = _TOKEN) -> str:
    """Allow or Deny, as API Gateway is told."""
    answer: dict[str, Any] = authorizer.handler(token_event(f"Bearer {token}"), FakeContext())
    [statement] = answer["policyDocument"]["Statement"]
    return str(statement["Effect"])


@pytest.mark.parametrize("trouble", _TROUBLE)
def test_who_was_let_in_goes_on_and_nobody_else_comes_in(
    vault: Vault, authorizer: ModuleType, log: io.StringIO, trouble: str
) -> None:
    """Known tokens count while the secret cannot be read; unknown ones do not."""
    assert effect(authorizer) == "Allow"
    vault.fault = _TROUBLE[trouble]
    assert effect(authorizer) == "Allow"
    assert effect(authorizer, "a-guess") == "Deny"
    assert '"tokens unreadable"' in log.getvalue()
    assert _TOKEN not in log.getvalue()


@pytest.mark.parametrize("trouble", _TROUBLE)
def test_without_a_memory_nobody_comes_in(
    vault: Vault, authorizer: ModuleType, log: io.StringIO, trouble: str
) -> None:
    """The authorizer fails, of which API Gateway makes a 503, until the secret can be read."""
    vault.fault = _TROUBLE[trouble]
    for token in (_TOKEN, "a-guess"):
        with pytest.raises(TokensUnavailable):
            effect(authorizer, token)
    assert _TOKEN not in log.getvalue()
    vault.fault = None
    assert effect(authorizer) == "Allow"


def test_the_log_says_why(vault: Vault, authorizer: ModuleType, log: io.StringIO) -> None:
    """The operator finds AWS's own word for it."""
    vault.fault = _TROUBLE["denied"]
    with pytest.raises(TokensUnavailable):
        effect(authorizer)
    assert '"error_code":"AccessDeniedException"' in log.getvalue()


@pytest.mark.parametrize(
    "text",
    [" ", "no json", "[]", "null", '"word"', '{"django": 5}', '{"django": ' + "[" * 60_000],
    ids=["blank", "no JSON", "list", "null", "string", "number", "deep"],
)
def test_a_broken_secret_is_as_one_that_cannot_be_read(
    vault: Vault, authorizer: ModuleType, log: io.StringIO, text: str
) -> None:
    """Who was let in goes on, a new process lets nobody in, and nothing of it is logged."""
    assert effect(authorizer) == "Allow"
    vault.keep(text)
    assert effect(authorizer) == "Allow"
    fresh = create_token_source(TokenSettings(token_secret_id=vault.secret_id))
    with pytest.raises(TokensUnavailable):
        fresh.client_of(_TOKEN)
    assert '"tokens unreadable"' in log.getvalue()
    assert "[[[" not in log.getvalue()


def test_an_emptied_secret_lets_nobody_in(vault: Vault, authorizer: ModuleType) -> None:
    """It is read, and has no tokens: what was taken away does not count."""
    assert effect(authorizer) == "Allow"
    vault.keep("{}")
    assert effect(authorizer) == "Deny"


def test_nothing_listens(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that is closed lets nobody in."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(TokensUnavailable):
        effect(imported(monkeypatch))


@pytest.mark.parametrize("fault", [Silent(), Silent(drop_s=0.2)], ids=["silent", "by drops"])
def test_the_authorizer_answers_in_its_own_time(
    vault: Vault, authorizer: ModuleType, fault: Fault
) -> None:
    """A vault that does not come to an end is given up before Lambda gives up the authorizer.

    So its memory outlives that: known tokens count, at once where the last try is still under way.
    """
    assert effect(authorizer) == "Allow"
    vault.fault = fault
    with ThreadPoolExecutor(1) as lambda_:
        assert lambda_.submit(effect, authorizer).result(timeout=_TIMEOUT_S) == "Allow"


@pytest.mark.parametrize("trouble", ["denied", "rubbish"])
def test_the_application_says_that_tokens_cannot_be_checked(
    vault: Vault, services: Services, log: io.StringIO, trouble: str
) -> None:
    """Where it checks them itself: 503 and when to come back, and what needs no token goes on."""
    settings = TokenSettings(token_secret_id=vault.secret_id, token_cache_s=0)
    app = create_app(replace(services, tokens=create_token_source(settings)))
    client = AppClient(app, token=_TOKEN)
    vault.fault = _TROUBLE[trouble]
    answer = client.get("/languages")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"]
    assert answer.json()["code"] == "authorization_unavailable"
    assert client.get("/healthz").status_code == 200
    vault.fault = None
    assert client.get("/languages").status_code == 200
    assert _TOKEN not in answer.text + log.getvalue()
