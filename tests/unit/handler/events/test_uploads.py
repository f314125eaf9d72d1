"""S3's event notifications."""

import json
from typing import Any
from urllib.parse import quote_plus

import pytest
from pydantic import ValidationError

from handler.events.uploads import Upload, parse_uploads


def _record(key: str, event: str = "ObjectCreated:Put", **more: Any) -> dict[str, Any]:
    return {
        "eventVersion": "2.4",
        "eventName": event,
        "s3": {"bucket": {"name": "uploads"}, "object": {"key": quote_plus(key), **more}},
    }


def _message(*records: dict[str, Any]) -> str:
    return json.dumps({"Records": records})


@pytest.mark.parametrize(
    "key",
    ["a b.png", "a+b.png", "100%.png", "a%2Fb.png", "ordner/schön.png", "扫描/一.pdf", "a&b=c"],
)
def test_keys_are_decoded_as_s3_encodes_them(key: str) -> None:
    """Spaces, plus signs, percent signs and non-Latin letters come out as they went in."""
    assert parse_uploads(_message(_record(key))) == [Upload(bucket="uploads", key=key)]


def test_a_message_may_tell_of_several_uploads() -> None:
    """Each record is an upload, in order, with its sequencer where there is one."""
    body = _message(_record("a", sequencer="0055AED6DCD90281E5"), _record("b"))

    assert parse_uploads(body) == [
        Upload(bucket="uploads", key="a", sequencer="0055AED6DCD90281E5"),
        Upload(bucket="uploads", key="b"),
    ]


@pytest.mark.parametrize(
    "event", ["ObjectCreated:Post", "ObjectCreated:CompleteMultipartUpload", "ObjectCreated:Copy"]
)
def test_every_way_to_write_counts(event: str) -> None:
    """A form, a multipart upload and a copy are uploads as well."""
    assert parse_uploads(_message(_record("a", event)))


@pytest.mark.parametrize("event", ["ObjectRemoved:Delete", "ObjectTagging:Put", "TestEvent"])
def test_other_news_is_no_upload(event: str) -> None:
    """What is not the writing of an object is left alone."""
    assert parse_uploads(_message(_record("a", event))) == []


def test_the_test_event_is_no_upload() -> None:
    """What S3 sends when the notification is set up is acknowledged."""
    body = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "uploads"}

    assert parse_uploads(json.dumps(body)) == []


@pytest.mark.parametrize("body", ["", "no json", "[]", "{}", '{"Records": [{}]}', '{"Event": "x"}'])
def test_what_is_no_message_of_s3_is_refused(body: str) -> None:
    """It is neither dropped nor guessed at: the queue's dead letters keep it."""
    with pytest.raises(ValidationError):
        parse_uploads(body)
