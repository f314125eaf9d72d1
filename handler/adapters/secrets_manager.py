"""Tokens in AWS Secrets Manager."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from handler.adapters.failures import error_code
from handler.bearer import is_usable
from handler.errors import TokensUnavailable
from handler.logs import logger

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

# The authorizer answers within seconds or not at all: two short tries with at most a second
# between them, not botocore's five of sixty seconds.
_CONFIG = Config(connect_timeout=2, read_timeout=2, retries={"total_max_attempts": 2})


def token_reader(
    secret_id: str, *, client: "SecretsManagerClient | None" = None
) -> Callable[[], Mapping[str, list[str]]]:
    """A function that reads the secret: a JSON object of client name to token, or to several.

    The function raises ``TokensUnavailable``, and logs why, when the secret
    cannot be read or is something else.
    """
    secrets = client or boto3.client("secretsmanager", config=_CONFIG)

    def read() -> Mapping[str, list[str]]:
        try:
            return _parse(secrets.get_secret_value(SecretId=secret_id)["SecretString"])
        except Exception as error:  # whatever it is, nobody is let in for it
            # The message of an error could quote the secret: only its kind is logged.
            logger.error("tokens unreadable", extra={"error_code": error_code(error)})
            raise TokensUnavailable("The tokens cannot be read at the moment.") from error

    return read


def _parse(text: str) -> Mapping[str, list[str]]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("not an object of client names and tokens")
    tokens = {client: each if isinstance(each, list) else [each] for client, each in found.items()}
    for client, own in tokens.items():
        if not all(isinstance(token, str) for token in own):
            raise ValueError("not an object of client names and tokens")
        if not all(is_usable(token) for token in own):
            logger.error("a token cannot be used", extra={"client": client})
    return tokens
