"""Many documents and much trouble on one machine, with the real worker and the real engine."""

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from handler.events.uploads import parse_uploads
from ocr_core import OcrEngine
from tests.s3_proxy import s3_proxy
from tests.soak.cloud import Cloud, embedded_cloud
from tests.soak.crew import Crew
from tests.soak.documents import (
    COUNTS,
    MAX_PAGES,
    PAGES_PER_TASK,
    STUCK,
    Case,
    Kind,
    Moment,
    draw_cases,
)
from tests.soak.hard_stop import hard_stop
from tests.soak.post import Post
from tests.soak.trouble import Trouble
from tests.soak.verdict import Verdict

SEED = int(os.environ.get("SOAK_SEED") or 41)
_WORKERS = 5
_MAX_RECEIVES = 5
# Shorter than what a worker may take: a message may be given out while it is in work.
_VISIBILITY_S = 12
_TASK_TIMEOUT_S = 30
_OUTAGES = 10
# moto takes the longer for a message, the more there are.
_AT_ONCE = 25
_REPEATED = 100
_NO_EVENTS = ["no json", "[]", '{"Records": 5}', "{}"]
# A place of its own for each kind of chance, so that the documents of a seed are always the same.
_DOCUMENTS, _POST, _TROUBLE = range(3)


class Soak:
    """All that takes part."""

    def __init__(self, cloud: Cloud, folder: Path, stack: ExitStack) -> None:
        self.cloud = cloud
        self.cases = draw_cases(_chance(_DOCUMENTS))
        self.stuck = [case.key for case in self.cases if case.kind in STUCK]
        self.crew = stack.enter_context(Crew(folder))
        self.trouble = self._trouble()
        self.post = stack.enter_context(Post(cloud, _chance(_POST), prompt=self.stuck))
        endpoints = [
            stack.enter_context(s3_proxy(cloud.endpoint, self.trouble.of(number)))
            for number in range(_WORKERS)
        ]
        environment = cloud.resources.environment | {
            "MAX_OBJECT_PAGES": str(MAX_PAGES),
            "MAX_RECEIVES": str(_MAX_RECEIVES),
            "OCR_WORKERS": "1",
            "PAGES_PER_TASK": str(PAGES_PER_TASK),
            "RETRY_S": "0",
            "TASK_TIMEOUT_S": str(_TASK_TIMEOUT_S),
        }
        self.crew.start([environment | {"AWS_ENDPOINT_URL_S3": each} for each in endpoints])

    def drop_all(self) -> None:
        """Put every document, and what is to come right after it."""
        for number, case in enumerate(self.cases):
            if number % _AT_ONCE == 0:
                self._go_on_until(lambda: self._tasks() <= 2 * _AT_ONCE)
            self._put(case, 0)
            if case.kind is Kind.REPLACED_AT_ONCE:
                self._put(case, 1)
            elif case.kind is Kind.DELETED_AT_ONCE:
                self.cloud.delete(case.key)
            self.go_on()
        for body in _NO_EVENTS:
            self.cloud.sqs.send_message(
                QueueUrl=self.cloud.resources.task_queue_url, MessageBody=body
            )

    def go_on(self) -> None:
        """Let the workers end that have to, and others take their places."""
        self.trouble.kill_sometimes(_WORKERS)
        self.crew.tend()

    def go_on_until_quiet(self) -> None:
        """Until nothing is on its way any more."""
        for _ in range(3):  # what is in somebody's hands may bring forth more
            self._go_on_until(lambda: self.post.is_idle and not self._tasks())

    def _go_on_until(self, is_so: Callable[[], bool]) -> None:
        self.go_on()
        while not is_so():
            for _ in range(10):
                time.sleep(0.1)
                self.go_on()

    def _tasks(self) -> int:
        return self.cloud.waiting(self.cloud.resources.task_queue_url)

    def counts(self) -> Iterator[tuple[str, object]]:
        """What happened, in words and numbers."""
        yield "objects", sum(COUNTS.values())
        for kind, count in COUNTS.items():
            yield f"- {kind}", count
        yield "events of S3's", self.post.events
        yield "- held back", self.post.late
        yield "- brought again", self.post.again
        yield "messages that are no event", len(_NO_EVENTS)
        yield "workers that died", len(self.crew.deaths)
        yield "requests of the workers to S3", self.trouble.requests
        for name, count in sorted(self.trouble.counts.items()):
            yield f"- {name}", count
        said = Counter(str(line.get("message")) for line in self.crew.log())
        for message in sorted(_TOLD & said.keys()):
            yield f"log: {message}", said[message]

    def _put(self, case: Case, version: int) -> None:
        made = case.versions[version]
        self.cloud.put(case.key, made.data, made.options)

    def _trouble(self) -> Trouble:
        keys = {kind: [case.key for case in self.cases if case.kind is kind] for kind in Kind}
        rng = _chance(_TROUBLE)
        return Trouble(
            rng,
            uploads_bucket=self.cloud.resources.uploads_bucket,
            refused=keys[Kind.REFUSED],
            lethal=keys[Kind.LETHAL],
            outages=rng.sample(keys[Kind.GOOD] + keys[Kind.LONG], _OUTAGES),
            changes=dict(self._changes()),
            kill=self.crew.kill,
        )

    def _changes(self) -> Iterator[tuple[Moment, Callable[[], None]]]:
        for case in self.cases:
            if case.changes_at:
                yield case.changes_at, self._change(case)

    def _change(self, case: Case) -> Callable[[], None]:
        if case.is_deleted:
            return lambda: self.cloud.delete(case.key)
        return lambda: self._put(case, 1)


_TOLD = {
    "done already",
    "failed",
    "gone before it was read",
    "replaced or deleted while it was read",
    "split",
    "succeeded",
    "to be tried again",
}


def _chance(of: int) -> random.Random:
    return random.Random(SEED * 10 + of)  # noqa: S311  # no secret


@contextmanager
def _told(capsys: pytest.CaptureFixture[str], rows: list[tuple[str, object]]) -> Iterator[None]:
    """Show the rows in the end, however it ends."""
    try:
        yield
    finally:
        with capsys.disabled():
            print(f"\n\n| soak, seed {SEED} | |\n|---|---|")
            for name, value in rows:
                print(f"| {name} | {value} |")
            sys.stdout.flush()


def test_every_document_ends_right_whatever_goes_wrong(
    fast_engine: OcrEngine,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One right result for what can be read, one error for what cannot, and nothing else.

    In the dead letters is what is stuck, and the same events once more change nothing.
    """
    rows: list[tuple[str, object]] = []
    began_s = time.monotonic()
    with (
        _told(capsys, rows),
        hard_stop(),
        embedded_cloud(
            monkeypatch, max_receives=_MAX_RECEIVES, visibility_s=_VISIBILITY_S
        ) as cloud,
        ExitStack() as stack,
    ):
        soak = Soak(cloud, tmp_path, stack)
        try:
            soak.drop_all()
            soak.go_on_until_quiet()
            verdict = Verdict(cloud, soak.cases)
            faults = verdict.faults()
            rows += [("wrong", fault) for fault in faults]
            soak.post.repeat(_REPEATED)
            soak.go_on_until_quiet()
            again = Verdict(cloud, soak.cases)
        finally:
            rows += soak.counts()
        dead = cloud.take_all(cloud.resources.dead_letters_url)
        rows += sorted(verdict.counts.items())
        rows += [("news", len(verdict.news)), ("dead letters", len(dead))]
        rows += [("seconds", round(time.monotonic() - began_s))]

        assert not faults, "\n".join(faults)
        assert again.results == verdict.results
        assert not soak.trouble.changes_to_come
        assert sorted(_named(body) for body in dead) == sorted(_NO_EVENTS + soak.stuck)
        assert set(soak.crew.deaths) == {-signal.SIGKILL}
        assert soak.crew.complaints() == ""


def _named(body: str) -> str:
    """Of a dead letter about a document, the key."""
    return body if body in _NO_EVENTS else parse_uploads(body)[0].key
