"""Plans, tasks, and how sources are told apart."""

from datetime import UTC, datetime

import pytest

from handler.adapters.object_store import ObjectHead
from handler.events.uploads import Upload
from handler.jobs.plan import PageTask, Plan
from handler.jobs.request import DocumentRequest
from handler.jobs.source import Source

_UPLOAD = Upload(bucket="uploads", key="scan.pdf", sequencer="0A")


def _source(**changes: object) -> Source:
    head = {
        "etag": '"abc"',
        "version_id": None,
        "size_bytes": 3,
        "content_type": "application/pdf",
        "metadata": {"ocr-languages": "deu", "author": "somebody"},
        "modified_at": datetime(2026, 1, 2, tzinfo=UTC),
    }
    return Source.of(_UPLOAD, ObjectHead(**(head | changes)))  # type: ignore[arg-type]


def _plan(count: int) -> Plan:
    request = DocumentRequest.parse({}, languages="eng", formats=())
    pages = tuple(range(1, count + 1))
    return Plan(source=_source(), request=request, media_type="application/pdf", pages=pages)


def test_a_plan_is_cut_into_tasks() -> None:
    """Each page is in one task, in order, and no task is larger than it may be."""
    tasks = list(_plan(20).tasks(8))

    assert [len(task.pages) for task in tasks] == [8, 8, 4]
    assert [page for task in tasks for page in task.pages] == list(range(1, 21))


def test_pages_that_are_done_need_no_task() -> None:
    """What a try before has read is left out."""
    tasks = list(_plan(5).tasks(2, done={1, 2, 4}))

    assert [task.pages for task in tasks] == [(3, 5)]


def test_plans_and_tasks_survive_their_json() -> None:
    """They are read back as they were written, by another worker."""
    plan = _plan(3)

    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    assert PageTask.model_validate_json(plan.last_task().model_dump_json()) == plan.last_task()


@pytest.mark.parametrize(
    "changes",
    [
        {"etag": '"abd"'},
        {"version_id": "v2"},
        {"metadata": {"ocr-languages": "fra"}},
        {"metadata": {}},
    ],
)
def test_other_bytes_versions_or_options_are_another_source(changes: dict[str, object]) -> None:
    """Whatever changes the result changes the fingerprint."""
    assert _source(**changes).fingerprint != _source().fingerprint
    assert not _source(**changes).is_source_of(_source().metadata)


def test_what_does_not_matter_is_the_same_source() -> None:
    """Metadata that is not ours, and the sequencer of a duplicate event, change nothing."""
    same = _source(metadata={"ocr-languages": "deu", "author": "another"})

    assert same.fingerprint == _source().fingerprint
    assert same.model_copy(update={"sequencer": "0B"}).is_source_of(_source().metadata)


def test_results_say_what_they_were_made_of() -> None:
    """ETag, version and sequencer can be read off a result, for whoever audits it."""
    metadata = _source(version_id="v1").metadata

    assert metadata["ocr-source-etag"] == "abc"
    assert metadata["ocr-source-version"] == "v1"
    assert metadata["ocr-source-sequencer"] == "0A"
