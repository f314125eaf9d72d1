"""Documents through S3: the real worker and engine, moto's S3, SQS and SNS, and what goes wrong."""

import io
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any, cast

import pikepdf
import pytest

from bench import cost
from handler.bootstrap import create_task_handler
from handler.jobs.task_batch import TaskBatch
from local.poller import TASK_TIMEOUT_S, Poller
from local.sample import draw_text
from ocr_core import Deadline, DocumentReader, Limits, OcrEngine, OcrOptions, Page, PageImage
from ocr_core.errors import DeadlineExceeded
from ocr_core.isolation import Readers, ReadingHere
from tests.aws import MAX_RECEIVES, Door
from tests.images import TEXT, encode, hello_png, huge_png
from tests.pdfs import helvetica, save, scan_pdf, text_pdf
from tests.s3_proxy import Answered, Cut, Decide, Fault, Refused, Request, s3_proxy

_PNG = hello_png()
_OTHER_TEXT = "Another page entirely."
_OTHER_PNG = encode(draw_text([_OTHER_TEXT], mode="L"), "PNG")
_BAD = b"no image at all"
_REFUSED = Refused(403, "AccessDenied")
_KEY = "scan.png"

Objects = Mapping[str, dict[str, Any]]
Worker = Callable[..., Poller]


@pytest.fixture
def worker(door: Door, readers: Readers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """Makes workers that read with the session's engine, and try again at once."""
    with ExitStack() as stack:

        def make(
            decide: Decide | None = None,
            *,
            readers: Readers = readers,
            task_timeout_s: float = TASK_TIMEOUT_S,
            **settings: Any,
        ) -> Poller:
            if decide:
                endpoint = stack.enter_context(s3_proxy(door.endpoint, decide))
                monkeypatch.setenv("AWS_ENDPOINT_URL_S3", endpoint)
            tasks = create_task_handler(door.settings(**{"retry_s": 0, **settings}), readers)
            return Poller(TaskBatch(tasks), door.queue_url, task_timeout_s=task_timeout_s)

        yield make


def put(door: Door, data: bytes, key: str = _KEY, **options: str) -> dict[str, Any]:
    """Drop a document, with options as metadata; what S3 says of it."""
    metadata = {f"ocr-{name.replace('_', '-')}": value for name, value in options.items()}
    answer = door.s3.put_object(Bucket=door.uploads_bucket, Key=key, Body=data, Metadata=metadata)
    return cast("dict[str, Any]", answer)


def drain(poller: Poller) -> int:
    """Have everything done that is on the queue, as often as it has to be tried."""
    count = 0
    while found := poller.poll(wait_s=0):
        count += found
        assert count < 200, "it never ends"
    return count


def results(door: Door) -> Objects:
    """What is in the bucket of results: each with its body and its head."""
    listed = door.s3.list_objects_v2(Bucket=door.results_bucket).get("Contents", [])
    found = {}
    for each in listed:
        answer = door.s3.get_object(Bucket=door.results_bucket, Key=each["Key"])
        found[each["Key"]] = {**answer, "Body": answer["Body"].read()}
    return found


def text_of(found: Objects, key: str = _KEY) -> str:
    """The text of a document's result, which says the same in both of its files."""
    text = json.loads(found[f"{key}.json"]["Body"])["text"]
    assert found[f"{key}.txt"]["Body"].decode().rstrip() == text.rstrip()
    return str(text)


def problem_of(found: Objects, key: str = _KEY) -> dict[str, Any]:
    """Why there is no result, once nothing else has been seen to be there."""
    assert [name for name in found if name.startswith(f"{key}.")] == [f"{key}.error.json"]
    assert found[f"{key}.error.json"]["ContentType"] == "application/problem+json"
    body: dict[str, Any] = json.loads(found[f"{key}.error.json"]["Body"])
    return body


def dead(door: Door) -> list[str]:
    """The bodies of the dead letters."""
    return [message["Body"] for message in door.receive(door.dlq_url)]


def numbered_pdf(pages: int) -> bytes:
    """Small pages, each with a line of its own."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(helvetica())
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=(200, 40))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        line = f"Page {number} of {pages} pages"
        page.Contents = pdf.make_stream(f"BT /F1 14 Tf 10 14 Td ({line}) Tj ET".encode())
    return save(pdf)


def empty_pdf() -> bytes:
    """A sound PDF that has no pages."""
    return save(pikepdf.new())


class Once:
    """Does something before the first request that is meant, and lets all of them pass."""

    def __init__(self, meant: Callable[[Request], bool], act: Callable[[], object]) -> None:
        self._meant, self._act = meant, act
        self.done = False

    def __call__(self, request: Request) -> None:
        if not self.done and self._meant(request):
            self.done = True
            self._act()


class ShortOfTime:
    """An engine that is out of time after some pages of an invocation."""

    def __init__(self, engine: OcrEngine, *, pages: int) -> None:
        self._engine, self._pages = engine, pages
        self._left = pages
        self.read: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def recognize(self, page: PageImage, options: OcrOptions, *, deadline: Deadline) -> Page:
        if not self._left:
            self._left = self._pages
            raise DeadlineExceeded("Out of time.")
        self._left -= 1
        self.read.append(page.number)
        return self._engine.recognize(page, options, deadline=deadline)

    @property
    def readers(self) -> Readers:
        """Read with it in this process, one page at a time."""
        return ReadingHere(DocumentReader(cast("OcrEngine", self), limits=Limits(), workers=1))


class Slow:
    """Fetching a document takes so long that no time is left to read it."""

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine
        self.seconds = 1.2

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def pass_on(self, request: Request) -> None:
        """Wait before the document is given."""
        if request.method == "GET" and request.key == _KEY:
            time.sleep(self.seconds)

    def recognize(self, page: PageImage, options: OcrOptions, *, deadline: Deadline) -> Page:
        if self.seconds:
            raise DeadlineExceeded("Out of time.")
        return self._engine.recognize(page, options, deadline=deadline)

    @property
    def readers(self) -> Readers:
        """Read with it in this process."""
        return ReadingHere(DocumentReader(cast("OcrEngine", self), limits=Limits(), workers=1))


# What should happen


def test_an_upload_ends_in_results(door: Door, worker: Worker) -> None:
    """The document and its text, each of its own type, and nothing else."""
    put(door, _PNG)
    assert drain(worker()) == 1
    found = results(door)
    assert set(found) == {"scan.png.json", "scan.png.txt"}
    assert found["scan.png.json"]["ContentType"] == "application/json"
    assert found["scan.png.txt"]["ContentType"] == "text/plain; charset=utf-8"
    assert text_of(found) == TEXT


@pytest.mark.parametrize(
    "key",
    ["a b.png", "a+b.png", "a%2Fb.png", "größe/日本語 (1).png", "a//b.png", "q?x=1&y#z.png", "é"],
)
def test_any_key_has_its_result(door: Door, worker: Worker, key: str) -> None:
    """Letters, spaces and signs are the same in the result's name."""
    put(door, _PNG, key)
    drain(worker())
    assert set(results(door)) == {f"{key}.json", f"{key}.txt"}


def test_output_formats_and_those_on_the_object_are_made(door: Door, worker: Worker) -> None:
    """The operator's formats for every document, and one's own beside them."""
    put(door, _PNG)
    put(door, _PNG, "mine.png", formats="tsv, alto")
    drain(worker(output_formats="hocr,pdf"))
    found = results(door)
    always = {"json", "txt", "hocr.html", "pdf"}
    assert {name.removeprefix("scan.png.") for name in found if "scan" in name} == always
    assert {name.removeprefix("mine.png.") for name in found if "mine" in name} == (
        always | {"tsv", "alto.xml"}
    )
    assert found["scan.png.pdf"]["Body"].startswith(b"%PDF-")


def test_options_on_the_object_are_followed(door: Door, worker: Worker) -> None:
    """Here: which pages to read, and not to believe the text that is in them."""
    put(door, text_pdf(["As it is written."], pages=3), "a.pdf", pages="2-3", text_layer="ignore")
    drain(worker())
    pages = json.loads(results(door)["a.pdf.json"]["Body"])["pages"]
    assert [(page["number"], page["source"]) for page in pages] == [(2, "ocr"), (3, "ocr")]


def test_the_topic_is_told(door: Door, worker: Worker) -> None:
    """Once of each document: where it was, how it ended, and where its results are."""
    good = put(door, _PNG)
    put(door, _BAD, "bad.png")
    drain(worker())
    told = {each["key"]: each for each in door.announcements()}
    assert told["scan.png"] == {
        "version": 1,
        "status": "succeeded",
        "bucket": door.uploads_bucket,
        "key": "scan.png",
        "version_id": None,
        "etag": good["ETag"].strip('"'),
        "code": None,
        "results_bucket": door.results_bucket,
        "results": ["scan.png.txt", "scan.png.json"],
    }
    assert told["bad.png"]["status"] == "failed"
    assert told["bad.png"]["code"] == "unreadable_image"
    assert told["bad.png"]["results"] == ["bad.png.error.json"]


# Long documents


def test_a_long_document_is_read_by_many_tasks(door: Door, worker: Worker) -> None:
    """A task for each few pages, one to put them together, and what was kept is removed."""
    put(door, numbered_pdf(7), "long.pdf", text_layer="ignore")
    assert drain(worker(pages_per_task=3)) == 1 + 3 + 1
    found = results(door)
    assert set(found) == {"long.pdf.json", "long.pdf.txt"}
    lines = [f"Page {number} of 7 pages" for number in range(1, 8)]
    assert text_of(found, "long.pdf").split("\f") == lines
    assert len(door.announcements()) == 1


def test_what_was_read_when_the_time_ran_out_is_kept(
    door: Door, worker: Worker, fast_engine: OcrEngine
) -> None:
    """The pages that are missing are tasks of their own, and none is read twice."""
    engine = ShortOfTime(fast_engine, pages=2)
    put(door, numbered_pdf(5), "long.pdf", text_layer="ignore")
    poller = worker(readers=engine.readers, pages_per_task=100)
    poller.poll(wait_s=0)
    kept = [name.rsplit("/", 1)[1] for name in results(door)]
    assert kept == ["000001.json", "000002.json", "plan.json"]
    drain(poller)
    assert engine.read == [1, 2, 3, 4, 5]
    found = results(door)
    assert set(found) == {"long.pdf.json", "long.pdf.txt"}
    assert text_of(found, "long.pdf").count("\f") == 4


def test_a_page_that_comes_after_the_end_is_not_kept(door: Door, worker: Worker) -> None:
    """Its task was given out twice, and the document was done and cleared away meanwhile."""
    put(door, numbered_pdf(2), "long.pdf", text_layer="ignore")
    [event] = door.receive()
    for _ in range(2):
        door.sqs.send_message(QueueUrl=door.queue_url, MessageBody=event["Body"])
    poller = worker(pages_per_task=1)
    poller.poll(wait_s=0)
    poller.poll(wait_s=0)
    overtaken = Once(
        lambda request: request.method == "PUT" and "/pages/" in request.key, lambda: drain(poller)
    )
    worker(overtaken, pages_per_task=1).poll(wait_s=0)
    assert overtaken.done
    assert set(results(door)) == {"long.pdf.json", "long.pdf.txt"}


def test_a_page_that_never_fits_is_an_error_after_two_tries(
    door: Door, worker: Worker, fast_engine: OcrEngine
) -> None:
    """Not one page in all the time that there is, twice: it will never be read."""
    put(door, _PNG)
    assert drain(worker(readers=ShortOfTime(fast_engine, pages=0).readers)) == 2
    assert problem_of(results(door))["code"] == "deadline_exceeded"
    assert dead(door) == []


def test_a_slow_storage_is_not_the_documents_fault(
    door: Door, worker: Worker, fast_engine: OcrEngine
) -> None:
    """When fetching it took most of the time, it is tried again until the storage is well."""
    slow = Slow(fast_engine)
    put(door, _PNG)
    poller = worker(slow.pass_on, readers=slow.readers, task_timeout_s=2.0)
    for _ in range(3):
        poller.poll(wait_s=0)
    assert results(door) == {}
    slow.seconds = 0
    drain(poller)
    assert text_of(results(door)) == TEXT
    assert dead(door) == []


def test_the_pages_of_a_document_are_deleted_together(
    door: Door, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan first, and then as many pages a request as S3 takes: here, three."""
    monkeypatch.setattr("handler.adapters.object_store.MOST_PER_REQUEST", 3)
    deleted: list[str] = []

    def note(request: Request) -> None:
        if request.method == "DELETE" or request.deletes_many:
            deleted.append(request.key.rpartition("/")[2])

    put(door, numbered_pdf(5), "long.pdf")
    drain(worker(note, pages_per_task=2))
    assert deleted == ["plan.json", "", ""]
    assert set(results(door)) == {"long.pdf.json", "long.pdf.txt"}


def test_a_page_that_was_not_deleted_is_deleted_later(door: Door, worker: Worker) -> None:
    """S3 answers 200, whatever became of each: what it says of a page is not lost."""
    error = b"<Error><Key>1</Key><Code>InternalError</Code></Error>"
    answers = iter([Answered(b"<DeleteResult>" + error + b"</DeleteResult>")])
    put(door, numbered_pdf(2), "long.pdf")
    poller = worker(
        lambda request: next(answers, None) if request.deletes_many else None, pages_per_task=1
    )
    drain(poller)
    assert next(answers, None) is None
    assert set(results(door)) == {"long.pdf.json", "long.pdf.txt"}
    assert dead(door) == []


def test_a_short_key_among_many_others_has_its_results(
    door: Door, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What begins with it is listed as far as one request goes, and looked at one by one then."""
    monkeypatch.setattr("handler.adapters.object_store.MOST_PER_REQUEST", 3)
    others = {f"a.{number}" for number in range(10)}
    for key in others:
        door.s3.put_object(Bucket=door.results_bucket, Key=key, Body=b"")
    listed: list[Request] = []

    def note(request: Request) -> None:
        if request.method == "GET" and not request.key:
            listed.append(request)

    poller = worker(note)
    for data, own in ((_PNG, {"a.json", "a.txt"}), (_BAD, {"a.error.json"})):
        put(door, data, "a")
        drain(poller)
        assert set(results(door)) - others == own
    # Before and while the results are written, and what was kept of the document.
    assert len(listed) <= 2 * 3


# Events that come twice, late, or of what is not there


def test_a_duplicate_changes_nothing(door: Door, worker: Worker) -> None:
    """The same event again, and once more: one result, as old as it was, and one message."""
    put(door, _PNG)
    [event] = door.receive()
    for _ in range(2):
        door.sqs.send_message(QueueUrl=door.queue_url, MessageBody=event["Body"])
    poller = worker()
    poller.poll(wait_s=0)
    before = results(door)
    assert drain(poller) == 1
    after = results(door)
    for name, each in before.items():
        assert (after[name]["ETag"], after[name]["LastModified"]) == (
            each["ETag"],
            each["LastModified"],
        )
    assert set(after) == set(before)
    assert len(door.announcements()) == 1


@pytest.mark.parametrize("versioned", [True, False])
def test_a_late_event_does_not_bring_an_older_version_back(
    door: Door, worker: Worker, *, versioned: bool
) -> None:
    """The newest version is what is read, in whatever order the events come."""
    if versioned:
        door.s3.put_bucket_versioning(
            Bucket=door.uploads_bucket, VersioningConfiguration={"Status": "Enabled"}
        )
    put(door, _PNG)
    newest = put(door, _OTHER_PNG)
    events = [message["Body"] for message in door.receive()]
    poller = worker()
    for body in (events[1], events[0], events[1], events[0]):
        door.sqs.send_message(QueueUrl=door.queue_url, MessageBody=body)
        drain(poller)
        found = results(door)
        assert text_of(found) == _OTHER_TEXT
        assert found["scan.png.json"]["Metadata"].get("ocr-source-version") == newest.get(
            "VersionId"
        )
    assert len(door.announcements()) == 1


def test_the_same_bytes_with_other_options_are_another_document(door: Door, worker: Worker) -> None:
    """They are read again; with the same options they are not."""
    poller = worker()
    etags = []
    for options in ({}, {}, {"psm": "6"}):
        put(door, _PNG, **options)
        drain(poller)
        etags.append(results(door)["scan.png.json"]["Metadata"]["ocr-source"])
    assert etags[0] == etags[1] != etags[2]


@pytest.mark.parametrize(
    "moment",
    [
        lambda request: request.method == "GET" and request.key == _KEY,
        lambda request: request.method == "PUT" and request.key == f"{_KEY}.txt",
        lambda request: request.method == "PUT" and request.key == f"{_KEY}.json",
    ],
    ids=["before it is read", "before the text is written", "before the document is written"],
)
@pytest.mark.parametrize("versioned", [True, False])
def test_a_document_that_is_replaced_while_it_is_read(
    door: Door, worker: Worker, moment: Callable[[Request], bool], *, versioned: bool
) -> None:
    """What replaced it is what the result says in the end, all of it."""
    if versioned:
        door.s3.put_bucket_versioning(
            Bucket=door.uploads_bucket, VersioningConfiguration={"Status": "Enabled"}
        )
    replaced = Once(moment, lambda: put(door, _OTHER_PNG))
    put(door, _PNG)
    drain(worker(replaced, output_formats="tsv"))
    assert replaced.done
    found = results(door)
    assert set(found) == {"scan.png.json", "scan.png.txt", "scan.png.tsv"}
    assert text_of(found) == _OTHER_TEXT
    assert len({each["Metadata"]["ocr-source"] for each in found.values()}) == 1
    assert dead(door) == []


@pytest.mark.parametrize(("old", "new"), [(_PNG, _BAD), (_BAD, _PNG), (_PNG, _OTHER_PNG)])
@pytest.mark.parametrize("moment", ["PUT scan.png.json", "PUT scan.png.error.json"])
def test_a_worker_that_comes_late_leaves_nothing_of_its_own(
    door: Door, worker: Worker, old: bytes, new: bytes, moment: str
) -> None:
    """Its document is replaced, and the new one read, just before it writes its last word."""
    poller = worker(None)
    overtaken = Once(
        lambda request: f"{request.method} {request.key}" == moment,
        lambda: (put(door, new), drain(poller)),
    )
    late = worker(overtaken)
    put(door, old)
    drain(late)
    if overtaken.done:
        found = results(door)
        last_word = f"{_KEY}.error.json" if new == _BAD else f"{_KEY}.json"
        assert set(found) - {f"{_KEY}.txt"} == {last_word}
        assert (f"{_KEY}.txt" in found) == (new != _BAD)
        assert len({each["Metadata"]["ocr-source"] for each in found.values()}) == 1


def test_a_document_that_is_deleted_has_no_result(door: Door, worker: Worker) -> None:
    """Before it is looked at, or between the look and the read: nothing, and no dead letter."""
    put(door, _PNG)
    door.s3.delete_object(Bucket=door.uploads_bucket, Key=_KEY)
    assert drain(worker()) == 1
    assert results(door) == {}

    deleted = Once(
        lambda request: request.method == "GET" and request.key == _KEY,
        lambda: door.s3.delete_object(Bucket=door.uploads_bucket, Key=_KEY),
    )
    put(door, _PNG)
    assert drain(worker(deleted)) == 1
    assert deleted.done
    assert results(door) == {}
    assert dead(door) == []


def test_half_of_a_result_goes_with_its_document(door: Door, worker: Worker) -> None:
    """The text was written, the rest was not, and the document is deleted before the next try."""
    gate = _Gate(1)
    poller = worker(gate)
    put(door, _PNG)
    poller.poll(wait_s=0)
    assert set(results(door)) == {f"{_KEY}.txt"}
    door.s3.delete_object(Bucket=door.uploads_bucket, Key=_KEY)
    gate.open()
    drain(poller)
    assert results(door) == {}
    assert dead(door) == []


def test_a_whole_result_outlives_its_document(door: Door, worker: Worker) -> None:
    """Also where news of the deleted document comes a second time."""
    put(door, _PNG)
    drain(worker())
    put(door, _OTHER_PNG)
    refused = worker(lambda request: _REFUSED if request.key == _KEY else None)
    refused.poll(wait_s=0)
    door.s3.delete_object(Bucket=door.uploads_bucket, Key=_KEY)
    drain(worker())
    assert text_of(results(door)) == TEXT


def test_a_long_document_that_is_deleted_leaves_no_pages(door: Door, worker: Worker) -> None:
    """The tasks that are left find nothing to do, and what was kept is removed."""
    put(door, numbered_pdf(4), "long.pdf")
    poller = worker(pages_per_task=1)
    poller.poll(wait_s=0)
    poller.poll(wait_s=0)
    assert len(results(door)) == 2
    door.s3.delete_object(Bucket=door.uploads_bucket, Key="long.pdf")
    drain(poller)
    assert results(door) == {}
    assert dead(door) == []


def test_news_of_nothing_is_acknowledged(door: Door, worker: Worker) -> None:
    """A folder, S3's test event, another kind of event, and the bucket of results itself."""
    put(door, b"", "folder/")
    [folder] = door.receive()
    removed = json.loads(folder["Body"])
    removed["Records"][0]["eventName"] = "ObjectRemoved:Delete"
    own = json.loads(folder["Body"])
    own["Records"][0]["s3"]["bucket"]["name"] = door.results_bucket
    test_event = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": door.uploads_bucket}
    for body in (folder["Body"], *map(json.dumps, (removed, own, test_event))):
        door.sqs.send_message(QueueUrl=door.queue_url, MessageBody=body)
    assert drain(worker()) == 4
    assert results(door) == {}
    assert door.announcements() == []
    assert dead(door) == []


def test_one_message_may_tell_of_several_documents(door: Door, worker: Worker) -> None:
    """Each has its result; one of them that is bad does not hold up the others."""
    keys = ["a.png", "b.png", "c.png"]
    for key in keys:
        put(door, _BAD if key == "b.png" else _PNG, key)
    events = [json.loads(message["Body"]) for message in door.receive()]
    body = {"Records": [record for event in events for record in event["Records"]]}
    door.sqs.send_message(QueueUrl=door.queue_url, MessageBody=json.dumps(body))
    assert drain(worker()) == 1
    found = results(door)
    assert text_of(found, "a.png") == text_of(found, "c.png") == TEXT
    assert problem_of(found, "b.png")["code"] == "unreadable_image"


def test_a_document_that_is_stuck_does_not_hold_up_the_others_of_its_message(
    door: Door, worker: Worker
) -> None:
    """They have their results, and it alone is an error when the message is given up."""

    def decide(request: Request) -> Fault | None:
        return _REFUSED if request.method == "GET" and request.key == "a.png" else None

    for key in ("a.png", "b.png"):
        put(door, _PNG, key)
    events = [json.loads(message["Body"]) for message in door.receive()]
    records = [record for event in events for record in event["Records"]]
    records.sort(key=lambda record: str(record["s3"]["object"]["key"]))
    door.sqs.send_message(QueueUrl=door.queue_url, MessageBody=json.dumps({"Records": records}))
    assert drain(worker(decide)) == MAX_RECEIVES
    found = results(door)
    assert text_of(found, "b.png") == TEXT
    assert problem_of(found, "a.png")["code"] == "processing_failed"
    assert len(dead(door)) == 1


# What can never be read


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unreadable_image"),
        (random.Random(7).randbytes(5_000), "unreadable_image"),  # noqa: S311  # no secret
        (_PNG[: len(_PNG) // 2], "unreadable_image"),
        (huge_png(), "image_too_large"),
        (b"%PDF-1.7 and no more", "unreadable_pdf"),
        (text_pdf(["secret"], password="word"), "password_required"),
        (empty_pdf(), "pdf_without_pages"),
        (numbered_pdf(21), "too_many_pages"),
        (_PNG + bytes(200_000), "upload_too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_can_never_be_read_is_an_error_at_once(
    door: Door, worker: Worker, data: bytes, code: str
) -> None:
    """One try, an error that says why, and no dead letter."""
    put(door, data)
    assert drain(worker(max_object_pages=20, max_object_bytes=200_000)) == 1
    problem = problem_of(results(door))
    assert problem["code"] == code
    assert problem["detail"]
    assert dead(door) == []


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        ({"langauges": "eng"}, "invalid_option", "ocr-languages"),
        ({"psm": "99"}, "invalid_option", "ocr-psm"),
        ({"formats": "docx"}, "invalid_option", "hocr"),
        ({"pages": "three"}, "invalid_option", "ocr-pages"),
        ({"languages": "xyz"}, "unknown_language", "eng"),
    ],
)
def test_a_bad_option_says_what_there_is(
    door: Door, worker: Worker, options: dict[str, str], code: str, says: str
) -> None:
    """The error names the option as it is called on the object, and what it takes."""
    put(door, _PNG, **options)
    assert drain(worker()) == 1
    problem = problem_of(results(door))
    assert problem["code"] == code
    assert says in problem["detail"]


@pytest.mark.parametrize(("old", "new"), [(_PNG, _BAD), (_BAD, _PNG)])
def test_nothing_of_an_older_version_is_left(
    door: Door, worker: Worker, old: bytes, new: bytes
) -> None:
    """A good document that is replaced by a bad one has an error alone, and the other way round."""
    poller = worker(output_formats="hocr")
    put(door, old)
    drain(poller)
    put(door, new)
    drain(poller)
    names = {"scan.png.error.json"}
    if new == _PNG:
        names = {"scan.png.json", "scan.png.txt", "scan.png.hocr.html"}
    assert set(results(door)) == names


# What goes wrong around it


@pytest.mark.parametrize(
    "fault",
    [Refused(503, "SlowDown"), Refused(500, "InternalError"), Cut()],
    ids=["throttled", "internal error", "cut"],
)
def test_a_moment_of_trouble_is_no_trouble(door: Door, worker: Worker, fault: Fault) -> None:
    """Every address fails once, a write also after it was done; one try of the task is enough."""
    seen: set[Request] = set()

    def decide(request: Request) -> Fault | None:
        if request in seen:
            return None
        seen.add(request)
        return fault

    put(door, _PNG)
    assert drain(worker(decide)) == 1
    found = results(door)
    assert set(found) == {"scan.png.json", "scan.png.txt"}
    assert text_of(found) == TEXT


@pytest.mark.parametrize("pages_per_task", [8, 1], ids=["at once", "in tasks"])
def test_a_half_written_result_is_never_seen(
    door: Door, worker: Worker, pages_per_task: int
) -> None:
    """S3 stops taking writes at each of them in turn: the document is there last, or not at all.

    When it takes them again, all is there and nothing more.
    """
    endings = {"json", "txt", "hocr.html", "tsv"}
    for allowed in range(40):
        key = f"{allowed}.pdf"
        gate = _Gate(allowed)
        poller = worker(gate, output_formats="hocr,tsv", pages_per_task=pages_per_task)
        put(door, numbered_pdf(2), key, text_layer="ignore")
        poller.poll(wait_s=0)
        while not gate.refused and poller.poll(wait_s=0):
            pass
        names = {name.removeprefix(f"{key}.") for name in results(door) if name.startswith(key)}
        assert names <= endings
        assert "json" not in names or names == endings
        gate.open()
        drain(poller)
        found = results(door)
        assert {name for name in found if not name[0].isdigit()} == set()
        names = {name.removeprefix(f"{key}.") for name in found if name.startswith(f"{key}.")}
        assert names == endings
        assert text_of(found, key) == "Page 1 of 2 pages\fPage 2 of 2 pages"
        assert dead(door) == []
        if not gate.refused:
            assert allowed >= len(endings)
            return
    raise AssertionError("there is no end of writes")


class _Gate:
    """Lets so many writes through, and refuses those that follow."""

    def __init__(self, allowed: int) -> None:
        self._allowed: float = allowed
        self.refused = False

    def open(self) -> None:
        self._allowed = float("inf")

    def __call__(self, request: Request) -> Fault | None:
        if not request.is_write:
            return None
        if self._allowed <= 0:
            self.refused = True
            return _REFUSED
        self._allowed -= 1
        return None


def test_the_last_try_says_so_before_it_begins(door: Door, worker: Worker) -> None:
    """An error stands there while it runs, and is gone when it succeeds."""
    seen: list[Objects] = []

    def decide(request: Request) -> Fault | None:
        if request.method == "GET" and request.key == _KEY:
            seen.append(results(door))
            return _REFUSED if len(seen) < MAX_RECEIVES else None
        return None

    put(door, _PNG)
    assert drain(worker(decide)) == MAX_RECEIVES
    assert seen[:-1] == [{}] * (MAX_RECEIVES - 1)
    assert problem_of(seen[-1])["code"] == "processing_failed"
    assert set(results(door)) == {"scan.png.json", "scan.png.txt"}
    assert [each["status"] for each in door.announcements()] == ["succeeded"]
    assert dead(door) == []


def test_a_message_from_the_dead_letters_can_still_succeed(door: Door, worker: Worker) -> None:
    """When every try failed the error stays, until the message is sent again and succeeds."""
    broken = True

    def decide(request: Request) -> Fault | None:
        return _REFUSED if broken and request.method == "GET" and request.key == _KEY else None

    poller = worker(decide)
    put(door, _PNG)
    assert drain(poller) == MAX_RECEIVES
    assert problem_of(results(door))["code"] == "processing_failed"
    [told] = door.announcements()
    assert (told["status"], told["code"]) == ("failed", "processing_failed")
    [body] = dead(door)

    broken = False
    door.sqs.send_message(QueueUrl=door.queue_url, MessageBody=body)
    assert drain(poller) == 1
    found = results(door)
    assert set(found) == {"scan.png.json", "scan.png.txt"}
    assert text_of(found) == TEXT


@pytest.mark.parametrize("body", ["no json", "[]", '"ocr_task"', '{"Records": 5}', "{}"])
def test_what_is_no_event_is_a_dead_letter(door: Door, worker: Worker, body: str) -> None:
    """It is tried as often as anything, and disturbs nobody."""
    door.sqs.send_message(QueueUrl=door.queue_url, MessageBody=body)
    put(door, _PNG)
    assert drain(worker()) == MAX_RECEIVES + 1
    assert dead(door) == [body]
    assert text_of(results(door)) == TEXT


def test_nothing_of_a_document_is_logged(door: Door, worker: Worker, log: io.StringIO) -> None:
    """Neither its name nor its text, whether it is read, bad or in trouble."""
    put(door, scan_pdf(), "private name.pdf")
    put(door, _BAD, "private name.png")
    fails = Once(lambda request: request.is_write, lambda: None)
    drain(worker(fails))
    assert "succeeded" in log.getvalue()
    assert "private" not in log.getvalue()
    assert "Hello" not in log.getvalue()


def test_a_page_asks_s3_for_as_much_as_the_cost_page_reckons_with(
    door: Door, worker: Worker
) -> None:
    """PUT and LIST have one price, GET and HEAD another, and DELETE none; eight in all."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append("LIST" if request.method == "GET" and not request.key else request.method)

    put(door, _PNG)
    drain(worker(note))
    assert len(asked) <= 8
    asked.append("PUT")  # the upload
    assert sum(method in ("PUT", "LIST") for method in asked) == cost.S3_PUTS
    assert sum(method in ("GET", "HEAD") for method in asked) == cost.S3_GETS
