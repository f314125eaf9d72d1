"""`make token`: tokens that cannot be guessed, and a secret that is kept in order."""

import base64
import io
import json
import os
import subprocess
import sys
import uuid

import boto3
import pytest

from handler.token_settings import TokenSettings
from handler.token_source import create_token_source
from local.tokens import Refused, change, new_token
from tests.aws import Door
from tests.conftest import ROOT


@pytest.fixture
def secret(door: Door) -> str:
    """A secret as the stack makes it."""
    name = f"tokens-{uuid.uuid4().hex}"
    first = json.dumps({"default": new_token()})
    boto3.client("secretsmanager").create_secret(Name=name, SecretString=first)
    return name


def held(secret: str) -> dict[str, str | list[str]]:
    """What is in the secret."""
    text = boto3.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"]
    found: dict[str, str | list[str]] = json.loads(text)
    return found


def test_a_token_has_256_bits() -> None:
    """32 bytes of the system's generator, another each time, in characters that a header takes."""
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(base64.urlsafe_b64decode(f"{token}=")) for token in tokens} == {32}


def test_a_token_goes_through_its_life(secret: str) -> None:
    """Added, beside a second one of the same client, alone again, gone; others stay untouched."""
    before = held(secret)
    first = change(secret, "add", "django")
    second = change(secret, "rotate", "django")
    assert first
    assert second
    source = create_token_source(TokenSettings(token_secret_id=secret, token_cache_s=0))
    assert {source.client_of(first), source.client_of(second)} == {"django"}
    assert change(secret, "finish", "django") is None
    assert (source.client_of(first), source.client_of(second)) == (None, "django")
    assert held(secret) == before | {"django": second}
    change(secret, "remove", "django")
    assert source.client_of(second) is None
    assert held(secret) == before


@pytest.mark.parametrize(
    ("action", "client"),
    [
        ("add", "default"),
        ("add", "a name with spaces"),
        ("add", ""),
        ("add", "x" * 65),
        ("rotate", "nobody"),
        ("finish", "nobody"),
        ("remove", "nobody"),
    ],
)
def test_what_does_not_fit_changes_nothing(secret: str, action: str, client: str) -> None:
    """And a token that is there is neither overwritten nor told."""
    before = held(secret)
    with pytest.raises(Refused) as caught:
        change(secret, action, client)
    assert held(secret) == before
    assert str(before["default"]) not in str(caught.value)


def test_a_client_has_two_tokens_at_most(secret: str) -> None:
    """A rotation is finished before the next one begins."""
    change(secret, "rotate", "default")
    with pytest.raises(Refused):
        change(secret, "rotate", "default")
    assert len(held(secret)["default"]) == 2


def test_the_command_prints_the_token_alone(secret: str) -> None:
    """Its output can be piped; what goes wrong is told on the other stream, without a trace."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "local.tokens", *arguments],
            cwd=ROOT,
            env={**os.environ, "TOKEN_SECRET_ID": secret},
            text=True,
            capture_output=True,
            check=False,
            timeout=60,
        )

    assert run("add", "batch").stdout.strip() == held(secret)["batch"]
    assert len(run().stdout.strip()) == 43
    again = run("add", "batch")
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.startswith("make token: batch has a token")
    unknown = run("add", "batch", "--secret", "nowhere")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "Traceback" not in unknown.stderr


def test_a_short_token_counts_and_is_warned_of_once(secret: str, log: io.StringIO) -> None:
    """Its client is named, the token is not; a strong one is no cause for a word."""
    tokens = {"strong": new_token(), "laptop": "swordfish"}
    boto3.client("secretsmanager").put_secret_value(
        SecretId=secret, SecretString=json.dumps(tokens)
    )
    source = create_token_source(TokenSettings(token_secret_id=secret, token_cache_s=0))
    for _ in range(3):
        assert source.client_of("swordfish") == "laptop"
    [line] = [json.loads(line) for line in log.getvalue().splitlines()]
    assert (line["level"], line["client"]) == ("WARNING", "laptop")
    assert "swordfish" not in log.getvalue()
