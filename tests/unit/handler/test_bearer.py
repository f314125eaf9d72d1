"""Bearer tokens."""

from typing import Any

import pytest

from handler.bearer import Tokens, authenticate
from handler.errors import InvalidToken, MissingToken

TOKENS = Tokens(
    {"django": ["abc.DEF-123_~+/=="], "batch": ["zzz"], "empty": [""], "blank": ["  "], "none": []}
)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_the_scheme_is_case_insensitive(scheme: str) -> None:
    """RFC 9110 has schemes without regard to case."""
    assert authenticate(f"{scheme} abc.DEF-123_~+/==", TOKENS) == "django"


@pytest.mark.parametrize("header", ["Bearer   zzz", "  Bearer zzz  "])
def test_spaces_around_do_not_matter(header: str) -> None:
    """One or more spaces stand between scheme and token."""
    assert authenticate(header, TOKENS) == "batch"


@pytest.mark.parametrize("header", [None, "", "   ", 7, ["Bearer zzz"]])
def test_no_header_is_a_missing_token(header: Any) -> None:
    """Nothing, nothing but spaces, and what is no text at all prove nobody."""
    with pytest.raises(MissingToken):
        authenticate(header, TOKENS)


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "zzz",
        "Basic enp6",
        "Bearerzzz",
        "Bearer zzz zzz",
        "Bearer zzz, Bearer zzz",
        "Bearer zzz\x00",
        "Bearer\tzzz",
        "Bearer zzé",
        "Bearer =zzz",
        "Bearer ZZZ",
        "Bearer zz",
        "Bearer " + "z" * 9_000,
    ],
)
def test_what_is_malformed_or_unknown_is_an_invalid_token(header: str) -> None:
    """Every wrong header is the same kind of error, and none of them crashes."""
    with pytest.raises(InvalidToken):
        authenticate(header, TOKENS)


def test_an_empty_token_lets_nobody_in() -> None:
    """A client whose token is empty or blank is not a client."""
    assert len(TOKENS) == 2


def test_a_client_may_have_several_tokens() -> None:
    """While one takes the place of another, both are the same client's."""
    tokens = Tokens({"django": ["new", "old"], "batch": ["other"]})
    assert {tokens.client_of("new"), tokens.client_of("old")} == {"django"}
    assert tokens.client_of("other") == "batch"
    assert tokens.client_of("newold") is None


def test_all_tokens_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many comparisons are made does not depend on which token matches."""
    compared: list[bytes] = []

    def compare(known: bytes, given: bytes) -> bool:
        compared.append(known)
        return known == given

    monkeypatch.setattr("handler.bearer.hmac.compare_digest", compare)
    counts = set()
    for token in ("abc.DEF-123_~+/==", "zzz", "nobody"):
        compared.clear()
        TOKENS.client_of(token)
        counts.add(len(compared))
    assert counts == {2}
