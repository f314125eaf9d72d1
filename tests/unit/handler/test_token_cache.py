"""Tokens remembered for a while."""

from collections.abc import Mapping
from contextlib import suppress
from threading import Event

import pytest

from handler.errors import TokensUnavailable
from handler.token_cache import CachedTokens


class Store:
    """Tokens that can change and be out of reach, and a clock that is moved by hand."""

    def __init__(self) -> None:
        self.tokens: dict[str, list[str]] = {"django": ["one"]}
        self.down = False
        self.reads = 0
        self.now_s = 1_000.0

    def fetch(self) -> Mapping[str, list[str]]:
        """The tokens, unless out of reach."""
        self.reads += 1
        if self.down:
            raise TokensUnavailable("down")
        return dict(self.tokens)

    def cache(self) -> CachedTokens:
        """A cache of five minutes over this store."""
        return CachedTokens(
            self.fetch, ttl_s=300, grace_s=3_600, wait_s=30, clock=lambda: self.now_s
        )


def test_tokens_are_read_once_and_then_remembered() -> None:
    """Within its time the store is asked once, and not before the first request."""
    store = Store()
    cache = store.cache()
    assert store.reads == 0
    for _ in range(5):
        assert cache.client_of("one") == "django"
    assert store.reads == 1


def test_a_token_that_was_taken_away_stops_to_count() -> None:
    """After its time a removed token is nobody's."""
    store = Store()
    cache = store.cache()
    cache.client_of("one")
    store.tokens = {"django": ["two"]}
    store.now_s += 301
    assert cache.client_of("one") is None
    assert cache.client_of("two") == "django"


def test_a_new_token_counts_within_seconds() -> None:
    """An unknown token makes the store be asked again, before the time is up."""
    store = Store()
    cache = store.cache()
    cache.client_of("one")
    store.tokens["batch"] = ["new"]
    store.now_s += 11
    assert cache.client_of("new") == "batch"


def test_guessing_does_not_hammer_the_store() -> None:
    """Many wrong tokens ask the store no more than every ten seconds."""
    store = Store()
    cache = store.cache()
    for _ in range(100):
        assert cache.client_of("wrong") is None
    assert store.reads == 1


def test_remembered_tokens_go_on_to_count_while_the_store_is_down() -> None:
    """An outage does not lock out those who were let in before, and the store is not hammered."""
    store = Store()
    cache = store.cache()
    cache.client_of("one")
    store.down = True
    store.now_s += 301
    for _ in range(10):
        assert cache.client_of("one") == "django"
    assert store.reads == 2
    store.down = False
    store.tokens = {"django": ["two"]}
    store.now_s += 11
    assert cache.client_of("two") == "django"


def test_remembered_tokens_do_not_count_for_ever() -> None:
    """When the store has been down for as long as they may go on, nobody is let in."""
    store = Store()
    cache = store.cache()
    cache.client_of("one")
    store.down = True
    store.now_s += 300 + 3_600
    assert cache.client_of("one") == "django"
    store.now_s += 1
    with pytest.raises(TokensUnavailable):
        cache.client_of("one")
    store.down = False
    store.now_s += 11
    assert cache.client_of("one") == "django"


def test_an_unknown_token_is_looked_up_once_a_request() -> None:
    """Also where nothing is kept: one request waits for the store one time."""
    store = Store()
    cache = CachedTokens(store.fetch, ttl_s=0, grace_s=0, wait_s=30, clock=lambda: store.now_s)
    assert cache.client_of("wrong") is None
    assert store.reads == 1


def test_a_store_that_does_not_answer_is_waited_for_so_long() -> None:
    """Nobody is let in, no second read is begun meanwhile, and what comes late still counts."""
    store = Store()
    answers = Event()

    def fetch() -> Mapping[str, list[str]]:
        tokens = store.fetch()
        answers.wait()
        return tokens

    cache = CachedTokens(fetch, ttl_s=300, grace_s=3_600, wait_s=0.01, clock=lambda: store.now_s)
    for _ in range(3):
        with pytest.raises(TokensUnavailable):
            cache.client_of("one")
        store.now_s += 11
    assert store.reads == 1
    answers.set()
    found = None
    while found is None:
        with suppress(TokensUnavailable):
            found = cache.client_of("one")
    assert found == "django"


def test_nobody_is_let_in_when_nothing_is_remembered() -> None:
    """Without any tokens the answer is an error and not an open door."""
    store = Store()
    store.down = True
    cache = store.cache()
    for _ in range(2):
        with pytest.raises(TokensUnavailable):
            cache.client_of("one")
