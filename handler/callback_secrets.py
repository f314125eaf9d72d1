"""The secrets that callbacks are signed with: each client has its own."""

from collections.abc import Callable, Mapping, Sequence

from handler.jobs.webhook_signature import key_of
from handler.logs import logger
from handler.settings import Settings


class CallbackSecrets:
    """Secrets by client, read anew each time: callbacks are few."""

    def __init__(self, read: Callable[[], Mapping[str, Sequence[str]]]) -> None:
        """Take them from ``read``."""
        self._read = read

    def keys_of(self, client: str) -> list[bytes]:
        """The keys of a client; none when no callback can be signed for it.

        Raises:
            TokensUnavailable: the secrets cannot be read.
        """
        keys = []
        for secret in self._read().get(client, ()):
            try:
                keys.append(key_of(secret))
            except ValueError:
                logger.error("a callback secret cannot be used", extra={"client": client})
        return keys


def create_callback_secrets(settings: Settings) -> CallbackSecrets | None:
    """The secrets that the settings name; ``None`` where they name none."""
    own = {
        client: [secret.get_secret_value()] for client, secret in settings.callback_secrets.items()
    }
    if not settings.callback_secret_id:
        return CallbackSecrets(lambda: own) if own else None

    from handler.adapters.secrets_manager import token_reader

    read = token_reader(settings.callback_secret_id)
    return CallbackSecrets(lambda: {**own, **read()})
