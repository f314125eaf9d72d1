"""What AWS hands the functions: S3's news, our own tasks, requests of the gateway, tokens."""

import json
from contextlib import suppress
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from handler.bearer import Tokens, authenticate, is_usable
from handler.correlation import CORRELATION_ID, correlation_id
from handler.errors import InvalidToken, MissingToken
from handler.events.uploads import Upload, parse_uploads
from handler.gateway_path import own_path
from handler.jobs.addresses import is_job, is_job_id, job_id_of, job_key
from handler.jobs.plan import PageTask
from handler.jobs.source import Source
from tests.events import rest_event
from tests.fuzz.profile import EVERY_TIME_THE_SAME

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Records", "s3", "bucket", "name", "object", "key", "eventName"])
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
# What S3 takes in a key: any text that UTF-8 can write.
KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
TOKENS = st.from_regex(r"[A-Za-z0-9\-._~+/]{1,40}={0,2}", fullmatch=True)
SEGMENTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=10)


def record(key: str, event: str = "ObjectCreated:Put", **more: str) -> dict[str, Any]:
    """As S3 tells of an object."""
    found = {"bucket": {"name": "uploads"}, "object": {"key": quote_plus(key), **more}}
    return {"eventVersion": "2.4", "eventName": event, "s3": found}


@EVERY_TIME_THE_SAME
@given(st.lists(KEYS, max_size=4))
def test_every_key_comes_out_as_it_was_written(keys: list[str]) -> None:
    """In order, whatever it is made of."""
    body = json.dumps({"Records": [record(key) for key in keys]})
    assert [upload.key for upload in parse_uploads(body)] == keys


@EVERY_TIME_THE_SAME
@given(JSON.map(json.dumps) | st.text(max_size=40))
def test_any_message_is_uploads_or_refused(body: str) -> None:
    """And never a fault."""
    with suppress(ValidationError):
        assert isinstance(parse_uploads(body), list)


@EVERY_TIME_THE_SAME
@given(JSON, st.sampled_from(["bucket", "object", "configurationId"]))
def test_a_record_with_anything_in_the_place_of_a_part_is_uploads_or_refused(
    value: Any, part: str
) -> None:
    """One bad record is not read as another object."""
    bad = record("a")
    bad["s3"][part] = value
    try:
        found = parse_uploads(json.dumps({"Records": [bad]}))
    except ValidationError:
        assert part != "configurationId"
        return
    assert part != "configurationId" or found == [Upload(bucket="uploads", key="a")]


@EVERY_TIME_THE_SAME
@given(
    KEYS,
    st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3),
    st.lists(st.integers(1, 2000), max_size=5),
)
def test_a_task_comes_out_as_it_was_sent(
    key: str, options: dict[str, str], pages: list[int]
) -> None:
    """And is of the same source."""
    source = Source(bucket="uploads", key=key, etag='"1"', options=options)
    task = PageTask(source=source, pages=tuple(pages))
    again = PageTask.model_validate_json(task.model_dump_json())
    assert again == task
    assert again.source.fingerprint == source.fingerprint


@EVERY_TIME_THE_SAME
@given(KEYS, KEYS, st.sampled_from(["key", "etag", "bucket", "version_id"]))
def test_another_source_has_another_fingerprint(one: str, other: str, part: str) -> None:
    """Of whatever it differs in."""
    assume(one != other)
    whole = {"bucket": "b", "key": "k", "etag": "e"}
    first = Source.model_validate(whole | {part: one})
    assert first.fingerprint != Source.model_validate(whole | {part: other}).fingerprint


@EVERY_TIME_THE_SAME
@given(st.text(max_size=20), st.from_regex(r"[0-9a-f]{32}", fullmatch=True), KEYS)
def test_a_job_is_found_by_its_key_alone(client: str, job_id: str, key: str) -> None:
    """Whatever a client is called, and no other key is taken for a job's."""
    assert job_id_of(job_key(client, job_id)) == job_id
    found = job_id_of(key)
    assert found is None or (is_job(key) and is_job_id(found) and key.endswith(f"/{found}"))


@EVERY_TIME_THE_SAME
@given(
    st.lists(SEGMENTS.filter(lambda each: "/" not in each), max_size=4),
    st.booleans(),
    st.sampled_from(["", "/ocr", "/a/b"]),
)
def test_the_apps_own_path_is_found_behind_any_base_path(
    segments: list[str], ends_with_slash: bool, base_path: str
) -> None:
    """With its slash at the end, and whatever stands in it."""
    slash = "/" if ends_with_slash and segments else ""
    path = "/" + "/".join(quote(each) for each in segments) + slash
    event = rest_event("GET", path, base_path=base_path)
    assert own_path(event) == "/" + "/".join(segments) + slash


@EVERY_TIME_THE_SAME
@given(TOKENS, st.sampled_from(["Bearer", "bearer", "BEARER"]), st.integers(1, 5))
def test_a_good_token_is_known_however_its_header_is_written(
    token: str, scheme: str, spaces: int
) -> None:
    """The scheme in any case, and some spaces."""
    assert is_usable(token)
    header = scheme + " " * spaces + token
    assert authenticate(header, Tokens({"django": [token]})) == "django"
    with pytest.raises(InvalidToken):
        authenticate(header, Tokens({"django": [f"{token}x"]}))


@EVERY_TIME_THE_SAME
@given(st.text(max_size=60) | st.text("Bearer tokn=", max_size=30) | st.none())
def test_any_header_is_nobody(header: str | None) -> None:
    """And never a fault; what it holds is not in the message."""
    with pytest.raises((InvalidToken, MissingToken)) as caught:
        authenticate(header, Tokens({"django": ["a-token"]}))
    assert str(caught.value).isascii()


@EVERY_TIME_THE_SAME
@given(st.text(max_size=140) | st.from_regex(CORRELATION_ID))
def test_a_correlation_id_forges_no_line_of_the_log(text: str) -> None:
    """It is taken as it is or left out."""
    found = correlation_id(text)
    assert found in (text, None)
    assert found is None or (found.isprintable() and found.isascii() and len(found) <= 128)
