"""Tokens that are kept elsewhere, remembered for a while."""

import threading
import time
from collections.abc import Callable, Mapping

from handler.bearer import Tokens
from handler.errors import TokensUnavailable

# A token that is not known may be a new one: read again, but not for every guess.
_RETRY_S = 10.0


class CachedTokens:
    """Reads tokens when they are first needed, and again when they are old.

    When they cannot be read again, those that are remembered go on to count;
    when none are, nobody is let in.
    """

    def __init__(
        self,
        fetch: Callable[[], Mapping[str, list[str]]],
        *,
        ttl_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Remember what ``fetch`` gives.

        Args:
            fetch: reads the tokens by client name, or raises ``TokensUnavailable``.
            ttl_s: seconds for which they are not read again.
            clock: seconds that only grow.
        """
        self._fetch = fetch
        self._ttl_s = ttl_s
        self._clock = clock
        self._lock = threading.Lock()
        self._tokens: Tokens | None = None
        self._tried_at_s: float | None = None
        self._read_at_s = 0.0

    def client_of(self, token: str) -> str | None:
        """The client whose token this is; an unknown token is looked up anew at times."""
        client = self._current(self._ttl_s).client_of(token)
        if client is None:
            client = self._current(min(_RETRY_S, self._ttl_s)).client_of(token)
        return client

    def _current(self, max_age_s: float) -> Tokens:
        with self._lock:
            now_s = self._clock()
            fresh = self._tokens is not None and now_s - self._read_at_s <= max_age_s
            if not fresh and self._may_try(now_s):
                self._tried_at_s = now_s
                self._read(now_s)
            if self._tokens is None:
                raise TokensUnavailable(
                    "Tokens cannot be checked at the moment. Try again in a few seconds."
                )
            return self._tokens

    def _may_try(self, now_s: float) -> bool:
        return self._tried_at_s is None or now_s - self._tried_at_s >= min(_RETRY_S, self._ttl_s)

    def _read(self, now_s: float) -> None:
        try:
            self._tokens = Tokens(self._fetch())
            self._read_at_s = now_s
        except TokensUnavailable:
            # The source has logged why; what is remembered goes on to count.
            return
