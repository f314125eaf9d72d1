"""What a client was answered, and whether that is in order."""

import json
from collections.abc import Mapping

import pytest

from bench.load.answer import Answer, Reply
from handler.app.problems import problem_response
from handler.errors import InvalidToken, ServiceBusy, ServiceError
from ocr_core.errors import EngineMissing, OcrError


def refusal(error: OcrError | ServiceError, headers: Mapping[str, str] | None = None) -> Reply:
    """The service's own answer to an error, with headers changed; an empty one is left out."""
    response = problem_response(error, request_id="1")
    changed = {**response.headers, **(headers or {})}
    sent = {name: value for name, value in changed.items() if value}
    return Reply(response.status_code, sent, bytes(response.body))


BUSY = refusal(ServiceBusy("Wait."))


def judged(reply: Reply, expected: str = "a page") -> Answer:
    """The answer that a reply is to a client who sent ``a page``."""
    return Answer.of(reply, expected=expected, seconds=1)


def test_a_page_with_its_text_is_in_order() -> None:
    """The text is in the default format."""
    reply = Reply(200, {}, json.dumps({"results": ["a page"], "original": "a page"}).encode())
    answer = judged(reply)
    assert (answer.outcome, answer.fault, answer.is_read) == ("200", "", True)


@pytest.mark.parametrize("body", [b'{"original": "another"}', b"{}", b"[]", b"1", b"", b"\xff"])
def test_another_text_is_a_fault(body: bytes) -> None:
    """As is none at all."""
    assert judged(Reply(200, {}, body)).fault == "not the text of the page that was sent"


def test_the_services_own_refusal_is_in_order() -> None:
    """The client is told how long to wait."""
    answer = judged(BUSY)
    assert (answer.outcome, answer.fault, answer.is_read) == ("503 service_busy", "", False)
    assert answer.retry_after_s > 0


@pytest.mark.parametrize("value", ["", "0", "soon", "-1"])
def test_a_refusal_says_how_long_to_wait(value: str) -> None:
    """In whole seconds, and not none."""
    assert judged(refusal(ServiceBusy("Wait."), {"retry-after": value})).fault == "no Retry-After"


def test_a_gateways_refusal_is_in_order() -> None:
    """429 is API Gateway's own, with a problem of the same form."""
    busy = json.loads(BUSY.body)
    body = json.dumps(busy | {"status": 429, "code": "too_many_requests"}).encode()
    answer = judged(Reply(429, BUSY.headers, body))
    assert (answer.outcome, answer.fault) == ("429 too_many_requests", "")


@pytest.mark.parametrize(
    "reply",
    [
        Reply(503, {"retry-after": "2"}, b"Service Unavailable"),
        Reply(503, {"retry-after": "2", "content-type": "application/problem+json"}, b"{}"),
        Reply(429, BUSY.headers, BUSY.body),
        refusal(ServiceBusy("Wait."), {"content-type": "application/json"}),
    ],
    ids=["plain", "empty", "another status", "another type"],
)
def test_a_refusal_without_a_problem_of_ours_is_a_fault(reply: Reply) -> None:
    """Whatever else it says."""
    assert judged(reply).fault == "no problem of ours"


@pytest.mark.parametrize(
    ("reply", "outcome", "fault"),
    [
        (refusal(InvalidToken("No.")), "401 invalid_token", "neither an answer nor a refusal"),
        (refusal(EngineMissing("None.")), "503 engine_missing", "no Retry-After"),
        (Reply(500, {}, b"Traceback"), "500", "neither an answer nor a refusal"),
        (Reply(0, {}, b""), "0", "neither an answer nor a refusal"),
    ],
    ids=str,
)
def test_all_else_is_a_fault(reply: Reply, outcome: str, fault: str) -> None:
    """Also a 503 after which waiting does not help, and an invocation without a status."""
    answer = judged(reply)
    assert (answer.outcome, answer.fault) == (outcome, fault)


def test_no_reply_is_a_fault() -> None:
    """It counts by its kind."""
    answer = Answer.none(TimeoutError("with a text"), seconds=1)
    assert (answer.outcome, answer.fault) == ("TimeoutError", "no answer")
