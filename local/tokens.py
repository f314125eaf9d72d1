"""`make token`: makes tokens, and keeps those of a deployed service in its secret.

Only a new token is printed to the standard output, so that it can be piped to where it is needed.
"""

import argparse
import json
import os
import re
import secrets
import sys
from collections.abc import Mapping

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# 32 bytes from the system's generator are 256 bits, in 43 characters.
_TOKEN_BYTES = 32
_CLIENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

TokensOfClients = dict[str, list[str]]


class Refused(Exception):
    """What was asked for does not fit what the secret holds."""


def new_token() -> str:
    """A token that cannot be guessed."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def add(tokens: TokensOfClients, client: str) -> str:
    """Give a new client a token."""
    if not _CLIENT.fullmatch(client):
        raise Refused("A client's name has letters, digits and ._- only, and at most 64 of them.")
    if client in tokens:
        raise Refused(f"{client} has a token: `rotate` gives it a new one.")
    tokens[client] = [new_token()]
    return tokens[client][0]


def rotate(tokens: TokensOfClients, client: str) -> str:
    """Give a client a new token beside the one that it has; both count."""
    if len(_of(tokens, client)) > 1:
        raise Refused(f"{client} has two tokens: `finish` takes the older one out first.")
    tokens[client].insert(0, new_token())
    return tokens[client][0]


def finish(tokens: TokensOfClients, client: str) -> None:
    """Take out all tokens of a client but the newest."""
    del _of(tokens, client)[1:]


def remove(tokens: TokensOfClients, client: str) -> None:
    """Take out a client."""
    _of(tokens, client)
    del tokens[client]


def _of(tokens: TokensOfClients, client: str) -> list[str]:
    if client not in tokens:
        raise Refused(f"There is no client {client}. There are: {', '.join(tokens)}.")
    return tokens[client]


_ACTIONS = {"add": add, "rotate": rotate, "finish": finish, "remove": remove}


def change(secret_id: str, action: str, client: str) -> str | None:
    """Do one of ``_ACTIONS`` in a secret; the new token, where it makes one.

    Raises:
        Refused: it does not fit.
        BotoCoreError, ClientError: Secrets Manager fails.
    """
    manager = boto3.client("secretsmanager")
    tokens = _parse(manager.get_secret_value(SecretId=secret_id)["SecretString"])
    token = _ACTIONS[action](tokens, client)
    # One token stands as it is: the form in which the stack makes the secret.
    written = {name: each[0] if len(each) == 1 else each for name, each in tokens.items()}
    manager.put_secret_value(SecretId=secret_id, SecretString=json.dumps(written))
    return token


def _parse(text: str) -> TokensOfClients:
    try:
        found: Mapping[str, str | list[str]] = json.loads(text)
        return {
            name: [each] if isinstance(each, str) else list(each) for name, each in found.items()
        }
    except (ValueError, AttributeError, TypeError):
        raise Refused("The secret is not a JSON object of client names and tokens.") from None


def main() -> None:
    """Read the command line; without an action, print a token that is nobody's yet."""
    parser = argparse.ArgumentParser(prog="make token", description=__doc__)
    parser.add_argument("action", nargs="?", choices=_ACTIONS, help="; ".join(_helps()))
    parser.add_argument("client", nargs="?")
    parser.add_argument(
        "--secret",
        default=os.environ.get("TOKEN_SECRET_ID"),
        help="its ARN or name, the stack's output TokenSecretArn (TOKEN_SECRET_ID)",
    )
    asked = parser.parse_args()
    if asked.action is None:
        print(new_token())
        return
    if not asked.client or not asked.secret:
        parser.error(f"{asked.action} needs a client, and --secret")
    try:
        token = change(asked.secret, asked.action, asked.client)
    except (Refused, BotoCoreError, ClientError) as error:
        # AWS's messages name the call and what it lacks, never what the secret holds.
        sys.exit(f"make token: {error}")
    if token:
        print(token)


def _helps() -> list[str]:
    return [f"{name}: {action.__doc__}" for name, action in _ACTIONS.items()]


if __name__ == "__main__":
    main()
