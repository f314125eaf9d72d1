"""Bearer tokens: who a request is from. Used by the authorizer and by the app itself."""

import hmac
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Protocol

from handler.errors import InvalidToken, MissingToken

# RFC 9110 11.4 (the scheme is case-insensitive, then spaces) and RFC 6750 2.1 (token68).
_CREDENTIALS = re.compile(r"bearer +([A-Za-z0-9\-._~+/]+=*) *", re.IGNORECASE)
# No token is longer; what is, is not worth a digest.
_MAX_HEADER_CHARS = 8_192
# 128 bits in hexadecimal: nobody guesses that. `make token` makes twice as many.
_STRONG_CHARS = 32
# What is asked about in the place of the tokens of a client that is not known.
_NOBODYS = "0" * _STRONG_CHARS


class Tokens:
    """Clients, their tokens and the digests of these."""

    def __init__(self, tokens: Mapping[str, list[str]]) -> None:
        """Take the tokens by client name; an empty or unusable one is left out."""
        self._tokens = {
            client: tuple(token for token in own if is_usable(token))
            for client, own in tokens.items()
        }
        self._digests = [
            (client, _digest(token)) for client, own in self._tokens.items() for token in own
        ]

    def __len__(self) -> int:
        return len(self._digests)

    def client_of(self, token: str) -> str | None:
        """The client whose token this is.

        Every digest is compared, each in constant time: how long it takes says
        nothing of which one matched, or how far.
        """
        digest = _digest(token)
        found = [client for client, known in self._digests if hmac.compare_digest(known, digest)]
        return found[0] if found else None

    def has_token(self, client: str, matches: Callable[[str], bool]) -> bool:
        """Whether ``matches`` says so of a token of the client's.

        It is asked of each, and once where the client is not known: how long it takes says
        nothing of which clients there are.
        """
        own = self._tokens.get(client, ())
        found = [matches(token) for token in own or (_NOBODYS,)]
        return bool(own) and any(found)


class TokenSource(Protocol):
    """Where the tokens that count at the moment come from."""

    def client_of(self, token: str) -> str | None:
        """The client whose token this is, if anybody's.

        Raises:
            TokensUnavailable: the tokens cannot be read.
        """
        ...

    def has_token(self, client: str, matches: Callable[[str], bool]) -> bool:
        """Whether ``matches`` says so of a token of the client's.

        Raises:
            TokensUnavailable: the tokens cannot be read.
        """
        ...


def is_usable(token: str) -> bool:
    """Whether a token can be sent at all: nothing but what RFC 6750 allows in one."""
    return _CREDENTIALS.fullmatch(f"Bearer {token}") is not None and token == token.strip()


def is_strong(token: str) -> bool:
    """Whether a token is long enough that nobody guesses it, if it was drawn by chance."""
    return len(token) >= _STRONG_CHARS


def authenticate(authorization: str | None, source: TokenSource) -> str:
    """The name of the client that an ``Authorization`` header proves.

    Raises:
        MissingToken: there is no header.
        InvalidToken: it is malformed, of another scheme, or the token is nobody's.
        TokensUnavailable: the tokens cannot be read.
    """
    if not isinstance(authorization, str) or not authorization.strip():
        raise MissingToken("Send the header `Authorization: Bearer <token>`.")
    match = None
    if len(authorization) <= _MAX_HEADER_CHARS:
        match = _CREDENTIALS.fullmatch(authorization.strip())
    if match is None:
        raise InvalidToken("The Authorization header must have the form `Bearer <token>`.")
    client = source.client_of(match[1])
    if client is None:
        raise InvalidToken("Unknown token. Ask the operator of the service for a valid one.")
    return client


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
