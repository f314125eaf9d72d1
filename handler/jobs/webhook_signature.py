"""Signatures of Standard Webhooks (https://www.standardwebhooks.com, version 1.0.0)."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from datetime import datetime

from standardwebhooks import Webhook

PREFIX = "whsec_"
# Bytes of a key, as the specification has it.
_SHORTEST, _LONGEST = 24, 64


def key_of(secret: str) -> bytes:
    """The key that a secret stands for.

    Args:
        secret: base64 of 24 to 64 bytes, after ``whsec_`` or without.

    Raises:
        ValueError: it is not.
    """
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("a secret is base64") from None
    if not _SHORTEST <= len(key) <= _LONGEST:
        raise ValueError("a secret has 24 to 64 bytes")
    return key


def signed_headers(
    keys: Iterable[bytes], *, message_id: str, sent_at: datetime, body: str
) -> Mapping[str, str]:
    """The headers that prove where a message is from.

    Args:
        keys: of the receiver; while one is replaced by another, both sign.
        message_id: the same each time that the message is sent.
        sent_at: this time, in UTC.
        body: of the message.
    """
    signatures = [Webhook(key).sign(message_id, sent_at, body) for key in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(sent_at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
