"""Signatures of callbacks."""

import base64
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook

from handler.jobs.webhook_signature import key_of, signed_headers

_SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()


def test_every_key_signs() -> None:
    """A receiver that knows one of two secrets takes the message."""
    other = base64.b64encode(bytes(24)).decode()
    headers = signed_headers(
        [key_of(_SECRET), key_of(other)],
        message_id="msg_1",
        sent_at=datetime.now(UTC),
        body='{"a": 1}',
    )

    for secret in (_SECRET, other):
        assert Webhook(secret).verify('{"a": 1}', dict(headers)) == {"a": 1}


def test_the_signature_is_that_of_the_specification() -> None:
    """Of id, time and body, with dots between; computed once with openssl."""
    headers = signed_headers(
        [key_of(_SECRET)],
        message_id="msg_1",
        sent_at=datetime.fromtimestamp(1_700_000_000, UTC),
        body="{}",
    )

    assert headers == {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1700000000",
        "webhook-signature": "v1,fhksJF5ElKjlPoT/jtefCO5XjQPvhf7Dhf/8R1ad9yU=",
    }


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "not base64!", "whsec_" + "A" * 28, base64.b64encode(bytes(65)).decode()],
)
def test_a_secret_that_is_too_short_or_none_is_refused(secret: str) -> None:
    """24 to 64 bytes, in base64."""
    with pytest.raises(ValueError, match="a secret"):
        key_of(secret)
