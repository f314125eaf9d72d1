"""Tokens that are kept elsewhere, remembered for a while."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

from handler.bearer import Tokens
from handler.errors import TokensUnavailable

# A token that is not known may be a new one: read again, but not for every guess.
_RETRY_S = 10.0

_Found = TypeVar("_Found")


class CachedTokens:
    """Reads tokens when they are first needed, and again when they are old.

    When they cannot be read again, those that are remembered go on to count for
    ``grace_s``; when none are, nobody is let in.
    """

    def __init__(
        self,
        fetch: Callable[[], Mapping[str, list[str]]],
        *,
        ttl_s: float,
        grace_s: float,
        wait_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Remember what ``fetch`` gives.

        Args:
            fetch: reads the tokens by client name, or raises ``TokensUnavailable``.
            ttl_s: seconds for which they are not read again.
            grace_s: seconds after that for which they still count if they cannot be.
            wait_s: the longest that a request waits for ``fetch``, in seconds.
            clock: seconds that only grow.
        """
        self._fetch = fetch
        self._ttl_s = ttl_s
        self._grace_s = grace_s
        self._wait_s = wait_s
        self._clock = clock
        self._lock = threading.Lock()
        self._reader: threading.Thread | None = None
        self._tried_at_s: float | None = None
        self._known: tuple[Tokens, float] | None = None
        """The tokens, and when reading them began."""

    def client_of(self, token: str) -> str | None:
        """The client whose token this is; an unknown token is looked up anew at times."""
        return self._look_up(lambda tokens: tokens.client_of(token))

    def has_token(self, client: str, matches: Callable[[str], bool]) -> bool:
        """Whether it matches a token of the client's; if none, looked up anew at times."""
        return bool(self._look_up(lambda tokens: tokens.has_token(client, matches)))

    def _look_up(self, find: Callable[[Tokens], _Found | None]) -> _Found | None:
        """What ``find`` finds, in tokens that are read again where it finds nothing."""
        asked_at_s = self._clock()
        found = find(self._current(self._ttl_s))
        if not found and not self._tried_since(asked_at_s):
            found = find(self._current(min(_RETRY_S, self._ttl_s)))
        return found

    def _current(self, max_age_s: float) -> Tokens:
        if not self._is_known_for(max_age_s):
            self._read_again()
        known = self._known
        if known is None or self._clock() - known[1] > self._ttl_s + self._grace_s:
            raise TokensUnavailable(
                "Tokens cannot be checked at the moment. Try again in a few seconds."
            )
        return known[0]

    def _is_known_for(self, max_age_s: float) -> bool:
        return self._known is not None and self._clock() - self._known[1] <= max_age_s

    def _tried_since(self, moment_s: float) -> bool:
        return self._tried_at_s is not None and self._tried_at_s >= moment_s

    def _read_again(self) -> None:
        """Read in a thread of its own, one at a time, and wait for it no longer than may be.

        What a client of AWS does has no limit as a whole: each address of a name and each
        piece of an answer has a time-out of its own, and looking up the name has none.
        """
        with self._lock:
            now_s = self._clock()
            is_idle = self._reader is None or not self._reader.is_alive()
            if is_idle and not self._tried_since(now_s - min(_RETRY_S, self._ttl_s)):
                self._tried_at_s = now_s
                self._reader = threading.Thread(target=self._read, args=(now_s,), daemon=True)
                self._reader.start()
            reader, tried_at_s = self._reader, self._tried_at_s
        if reader is not None and tried_at_s is not None:
            reader.join(max(0.0, tried_at_s + self._wait_s - now_s))

    def _read(self, now_s: float) -> None:
        try:
            self._known = Tokens(self._fetch()), now_s
        except TokensUnavailable:
            # The source has logged why; what is remembered goes on to count.
            return
