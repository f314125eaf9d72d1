"""The files of a run, several at once."""

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from ocr_core.cli import atomic_file
from ocr_core.cli.ledger import Ledger
from ocr_core.cli.outcome import Failure, Outcome, Run
from ocr_core.cli.progress import Progress
from ocr_core.cli.recogniser import Recogniser
from ocr_core.cli.task import Task


def read_all(
    tasks: Sequence[Task],
    recogniser: Recogniser,
    *,
    files_at_once: int,
    ledger: Ledger,
    progress: Progress,
) -> Run:
    """Do all tasks, ``files_at_once`` of them at a time; one that fails does not stop the rest.

    A failure that would be the same for all ends the run. So does Ctrl-C: what is under
    way is given up at once then, and nothing of it is left.
    """
    started_s = time.monotonic()
    atomic_file.remove_stale_parts(
        {path.resolve().parent for task in tasks for path in task.outputs}
    )
    loop = _Loop(recogniser, ledger, files_at_once, progress)
    interrupted = False
    progress.begin()
    try:
        loop.work(tasks)
    except KeyboardInterrupt:
        interrupted = True
        loop.collect_finished()
    finally:
        progress.end()
        loop.pool.shutdown(wait=not interrupted, cancel_futures=True)
    return Run(
        outcomes=tuple(loop.outcomes[index] for index in sorted(loop.outcomes)),
        left=len(tasks) - len(loop.outcomes),
        seconds=time.monotonic() - started_s,
        interrupted=interrupted,
    )


class _Loop:
    """Keeps the threads busy, and no source open or in memory before its turn."""

    def __init__(
        self, recogniser: Recogniser, ledger: Ledger, files_at_once: int, progress: Progress
    ) -> None:
        self.pool = ThreadPoolExecutor(files_at_once, thread_name_prefix="file")
        self.outcomes: dict[int, Outcome] = {}
        self._recogniser = recogniser
        self._ledger = ledger
        self._files_at_once = files_at_once
        self._progress = progress
        self._under_way: dict[Future[Outcome], int] = {}
        self._is_over = False

    def work(self, tasks: Sequence[Task]) -> None:
        for index, task in enumerate(tasks):
            if len(self._under_way) >= self._files_at_once:
                self._collect_some()
            if self._is_over:
                break
            future = self.pool.submit(_read, task, self._recogniser, self._ledger, self._progress)
            self._under_way[future] = index
        while self._under_way:
            self._collect_some()

    def collect_finished(self) -> None:
        self._collect([future for future in self._under_way if future.done()])

    def _collect_some(self) -> None:
        self._collect(wait(self._under_way, return_when=FIRST_COMPLETED).done)

    def _collect(self, finished: Iterable[Future[Outcome]]) -> None:
        for future in finished:
            outcome = future.result()
            self.outcomes[self._under_way.pop(future)] = outcome
            self._is_over |= bool(outcome.failure and outcome.failure.ends_run)
            self._progress.record(outcome)


def _read(task: Task, recogniser: Recogniser, ledger: Ledger, progress: Progress) -> Outcome:
    """One task from its source to its outputs; never raises."""
    started_s = time.monotonic()
    try:
        progress.file_begun(task)
        writing = ledger.writing(task)
        reading = recogniser.read(task.source, task.formats)
        with writing:
            for path, body in zip(task.outputs, reading.bodies, strict=False):
                atomic_file.write(path, body)
    except Exception as error:  # noqa: BLE001  # one bad file does not stop the rest
        return Outcome(task, Failure.of(error), seconds=time.monotonic() - started_s)
    return Outcome(
        task,
        pages=reading.pages,
        seconds=time.monotonic() - started_s,
        bodies=() if task.outputs else reading.bodies,
    )
