"""Where this process's tokens come from, as the settings say."""

from collections.abc import Mapping

from handler.bearer import Tokens, TokenSource, is_strong
from handler.logs import logger
from handler.token_cache import CachedTokens
from handler.token_settings import TokenSettings

# The authorizer has ten seconds (template.yaml). A process that Lambda stops forgets the tokens.
WAIT_S = 6.0


def create_token_source(settings: TokenSettings) -> TokenSource:
    """The tokens of the environment, and those of the secret when one is named.

    Without any, every request is refused: never open by mistake.
    """
    own = {client: [token.get_secret_value()] for client, token in settings.ocr_api_tokens.items()}
    if settings.ocr_api_token:
        own["default"] = [settings.ocr_api_token.get_secret_value()]
    weak = _WeakTokens()
    weak.tell(own)
    if not settings.token_secret_id:
        tokens = Tokens(own)
        if not len(tokens):
            logger.warning("no tokens are configured: every request will be refused")
        return tokens

    from handler.adapters.secrets_manager import token_reader

    read_secret = token_reader(settings.token_secret_id)

    def read() -> Mapping[str, list[str]]:
        tokens = {**own, **read_secret()}
        weak.tell(tokens)
        return tokens

    return CachedTokens(
        read, ttl_s=settings.token_cache_s, grace_s=settings.token_grace_s, wait_s=WAIT_S
    )


class _WeakTokens:
    """Warns of tokens that may be guessed, once for each client. They count nevertheless."""

    def __init__(self) -> None:
        self._told: frozenset[str] = frozenset()

    def tell(self, tokens: Mapping[str, list[str]]) -> None:
        """Log the names of the clients."""
        weak = frozenset(
            client for client, own in tokens.items() if not all(is_strong(token) for token in own)
        )
        for client in sorted(weak - self._told):
            logger.warning(
                "a token is short: `make token` makes one of 256 bits", extra={"client": client}
            )
        self._told = weak
