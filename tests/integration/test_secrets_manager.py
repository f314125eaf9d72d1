"""Tokens in Secrets Manager, over the real protocol (moto's server)."""

import io
import json
from collections.abc import Iterator

import boto3
import pytest
from botocore.config import Config
from moto.server import ThreadedMotoServer

from handler.adapters.secrets_manager import token_reader
from handler.bearer import authenticate
from handler.errors import InvalidToken, TokensUnavailable
from handler.token_settings import TokenSettings
from handler.token_source import create_token_source


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of an AWS of our own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def aws(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment as on Lambda, with the endpoint here."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")


def put_secret(text: str) -> str:
    """A new secret with this content; its ARN."""
    secrets = boto3.client("secretsmanager")
    return secrets.create_secret(Name=f"tokens-{abs(hash(text))}", SecretString=text)["ARN"]


@pytest.mark.usefixtures("aws")
def test_clients_of_the_secret_are_let_in_and_rotation_needs_no_deployment() -> None:
    """Several tokens count at once; after the secret changed, the new ones do."""
    arn = put_secret(json.dumps({"django": "one", "batch": "two"}))
    source = create_token_source(TokenSettings(token_secret_id=arn, token_cache_s=0))
    assert authenticate("Bearer one", source) == "django"
    assert authenticate("Bearer two", source) == "batch"
    boto3.client("secretsmanager").put_secret_value(
        SecretId=arn, SecretString=json.dumps({"django": "three"})
    )
    assert authenticate("Bearer three", source) == "django"
    with pytest.raises(InvalidToken):
        authenticate("Bearer one", source)


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("text", ["not json", "[]", '"token"', '{"django": 5}', "null"])
def test_a_secret_of_another_form_lets_nobody_in(text: str, log: io.StringIO) -> None:
    """A broken secret is an error, whose content is in no message and no log."""
    with pytest.raises(TokensUnavailable) as caught:
        token_reader(put_secret(text))()
    assert log.getvalue()
    assert text not in str(caught.value) + log.getvalue()


@pytest.mark.usefixtures("aws")
def test_a_missing_secret_lets_nobody_in() -> None:
    """A wrong name is an error and not an open door."""
    source = create_token_source(TokenSettings(token_secret_id="nowhere"))
    with pytest.raises(TokensUnavailable):
        authenticate("Bearer one", source)


def test_an_unreachable_service_lets_nobody_in() -> None:
    """Nothing answers at the address: an error, soon."""
    client = boto3.client(
        "secretsmanager",
        endpoint_url="http://127.0.0.1:9",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(connect_timeout=1, retries={"total_max_attempts": 1}),
    )
    with pytest.raises(TokensUnavailable):
        token_reader("tokens", client=client)()


def test_without_any_token_everybody_is_refused() -> None:
    """A service that was given no tokens lets nobody in."""
    source = create_token_source(TokenSettings())
    with pytest.raises(InvalidToken):
        authenticate("Bearer x", source)
