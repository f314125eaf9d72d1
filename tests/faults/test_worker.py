"""S3, SQS and SNS in trouble while documents are read: the real worker, moto's services."""

import io
import json
from collections.abc import Callable

import pytest

from tests.aws import MAX_RECEIVES
from tests.faults.conftest import Works
from tests.faults.trouble import DENIED, FAULTS
from tests.images import TEXT, hello_png
from tests.pdfs import text_pdf
from tests.s3_proxy import Answered, Cut, Fault, Request, Silent

_PNG = hello_png()
_LINE = "A page of a document that is read page by page."
_TEXT = text_pdf([_LINE])
_LONG = text_pdf([_LINE], pages=2)
_RUBBISH = Answered(b"<html>no")
_STEPS: dict[str, Callable[[Request], bool]] = {
    "head": lambda request: request.method == "HEAD",
    "get": lambda request: request.method == "GET" and bool(request.key),
    "list": lambda request: request.method == "GET" and not request.key,
    "put": lambda request: request.method == "PUT",
    "delete": lambda request: request.method == "DELETE",
    "delete many": lambda request: request.deletes_many,
}


def test_whatever_s3_fails_at_is_done_later(works: Works) -> None:
    """Each kind of request, and each kind of trouble: the whole result once it is over."""
    cases = {("list", "rubbish"), ("put", "cut off")}
    cases |= {(step, "denied") for step in _STEPS} | {("get", fault) for fault in FAULTS}
    for step, fault in sorted(cases):
        key = f"{step} {fault}.pdf"
        works.s3.begin(FAULTS.get(fault, _RUBBISH), _STEPS[step])
        works.put(_LONG, key)
        while not any(map(_STEPS[step], works.s3.seen)):
            assert works.poller.poll(wait_s=0)
        works.s3.end()
        works.drain()
        assert works.text(key) == f"{_LINE}\f{_LINE}"
    assert not [name for name in works.results() if name.startswith("_ocr/")]
    assert {each["status"] for each in works.door.announcements()} == {"succeeded"}
    assert works.dead() == []


@pytest.mark.parametrize(("pages", "every"), [(1, 1), (2, 9)], ids=["at once", "in tasks"])
def test_each_request_in_turn_may_be_refused(works: Works, pages: int, every: int) -> None:
    """From the first look at a document to the last thing that is cleared away."""
    document = text_pdf([_LINE], pages=pages)
    works.put(document, "first.pdf")
    works.drain()
    requests = len(works.s3.seen)
    for number in range(0, requests, every):
        key = f"{number}.pdf"
        works.s3.begin_at(DENIED, number)
        works.put(document, key)
        works.drain()
        works.s3.end()
        assert works.text(key) == "\f".join([_LINE] * pages)
    assert not [name for name in works.results() if name.startswith("_ocr/")]
    assert {each["status"] for each in works.door.announcements()} == {"succeeded"}
    assert works.dead() == []


def test_a_result_stands_whatever_the_topic_does(works: Works) -> None:
    """It is told at the next try, and the document is not read again for that."""
    for number, fault in enumerate((*FAULTS.values(), _RUBBISH)):
        key = f"{number}.pdf"
        works.sns.begin(fault)
        works.put(_TEXT, key)
        works.poller.poll(wait_s=0)
        assert works.text(key) == _LINE
        works.s3.seen.clear()
        works.sns.end()
        works.drain()
        assert works.text(key) == _LINE
        assert not [request for request in works.s3.seen if request.method == "PUT"]
        told = works.door.announcements()
        assert {(each["key"], each["status"]) for each in told} == {(key, "succeeded")}
    assert works.dead() == []


def test_what_the_topic_never_took_is_told_when_the_letter_is_sent_back(works: Works) -> None:
    """The result stands for all that time, and a duplicate after it is told no more."""
    works.sns.begin(DENIED)
    works.put(_PNG, "scan.png")
    works.put(b"no image at all", "bad.png")
    works.drain()
    assert works.text("scan.png") == TEXT
    assert works.door.announcements() == []
    letters = works.dead()
    assert len(letters) == 2
    works.sns.end()
    for body in letters:
        works.door.sqs.send_message(QueueUrl=works.door.queue_url, MessageBody=body)
    works.drain()
    told = {each["key"]: each["status"] for each in works.door.announcements()}
    assert told == {"scan.png": "succeeded", "bad.png": "failed"}
    assert set(works.results()) == {"scan.png.json", "scan.png.txt", "bad.png.error.json"}
    works.door.sqs.send_message(QueueUrl=works.door.queue_url, MessageBody=letters[0])
    works.drain()
    assert works.door.announcements() == []


def test_the_last_try_does_not_call_a_result_a_failure(works: Works) -> None:
    """It succeeds, and the topic fails for just that moment: what is told is what stands."""
    works.s3.begin(DENIED, _STEPS["get"])
    works.put(_PNG, "scan.png")
    for _ in range(MAX_RECEIVES - 1):
        works.poller.poll(wait_s=0)
    works.s3.end()
    works.sns.begin_at(DENIED, 0)
    works.drain()
    assert works.text("scan.png") == TEXT
    assert [each["status"] for each in works.door.announcements()] == ["succeeded"]


def test_pages_that_the_queue_does_not_take_are_sent_again(works: Works) -> None:
    """A document in tasks is begun again, and ends as whole as any."""
    refused = {"Id": "1", "SenderFault": False, "Code": "InternalError"}
    partly = Answered(json.dumps({"Successful": [], "Failed": [refused]}).encode())
    faults: tuple[Fault, ...] = (DENIED, Silent(), Cut(), partly)
    for number, fault in enumerate(faults):
        key = f"{number}.pdf"
        works.sqs.begin(fault, lambda request: request.action == "SendMessageBatch")
        works.put(_LONG, key)
        works.poller.poll(wait_s=0)
        assert "SendMessageBatch" in {request.action for request in works.sqs.seen}
        assert not [name for name in works.results() if name.startswith(key)]
        works.sqs.end()
        works.drain()
        assert works.text(key) == f"{_LINE}\f{_LINE}"
    assert not [name for name in works.results() if name.startswith("_ocr/")]
    assert works.dead() == []


def test_a_task_comes_again_also_where_the_queue_cannot_be_told_when(
    works: Works, log: io.StringIO
) -> None:
    """When the time is over for which it is hidden."""
    works.door.sqs.set_queue_attributes(
        QueueUrl=works.door.queue_url, Attributes={"VisibilityTimeout": "1"}
    )
    works.sqs.begin(DENIED, lambda request: request.action == "ChangeMessageVisibility")
    works.s3.begin(DENIED)
    works.put(_PNG, "scan.png")
    works.poller.poll(wait_s=0)
    assert "visibility timeout" in log.getvalue()
    works.s3.end()
    assert works.poller.poll(wait_s=5) == 1
    assert works.text("scan.png") == TEXT


def test_nothing_of_it_is_logged(works: Works, log: io.StringIO) -> None:
    """The kind of the error, and neither names, addresses nor what S3 said."""
    works.s3.begin(DENIED, _STEPS["put"])
    works.put(_PNG, "private name.png")
    works.drain()
    assert '"error_code":"AccessDenied"' in log.getvalue()
    for secret in ("private", "Injected", works.door.results_bucket, "127.0.0.1"):
        assert secret not in log.getvalue()
