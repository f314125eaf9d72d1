"""Reads documents in S3, as far as the time reaches, and publishes what was read."""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from handler.adapters.object_store import ObjectStore
from handler.adapters.task_queue import TaskQueue
from handler.errors import ProcessingFailed, ServiceError, StorageUnavailable
from handler.events.uploads import Upload
from handler.jobs.addresses import is_job, job_id_of
from handler.jobs.announcer import Announcer
from handler.jobs.attempt import Attempt
from handler.jobs.page_store import PageStore
from handler.jobs.plan import PageTask, Plan
from handler.jobs.request import DocumentRequest
from handler.jobs.result_store import Outcome, ResultStore, SourceReplaced, Status
from handler.jobs.source import Source
from handler.logs import logger
from handler.metrics import OK, Metric, Metrics
from ocr_core import (
    DocumentReader,
    Limits,
    OutputFormat,
    PageReading,
    PageSource,
    open_source,
    render,
    select_pages,
)
from ocr_core.errors import (
    DeadlineExceeded,
    InputError,
    OcrError,
    OptionError,
    PasswordRequired,
    WrongPassword,
)

_GIVEN_UP = ProcessingFailed(
    "The document was tried several times, and each try was stopped from outside: it may need "
    "more memory than there is, or a service did not answer. The operator finds it in the "
    "queue of dead letters."
)

# Of an attempt's time: with less, it is not the document's fault that no page was read.
_ENOUGH = 0.5
_TOO_LITTLE_TIME = "Fetching the document took most of the time that there is. Try again."

_ENCRYPTED = PasswordRequired(
    "The PDF is encrypted, and a document in S3 has nobody to give its password. Upload it without "
    "one, or send it to POST / with the header X-Document-Password."
)


class DocumentProcessor:
    """Does the tasks of the queue.

    A task that raises is to be tried again; what can never work ends in an error result.
    All that it knows between two tasks stands in S3.
    """

    def __init__(
        self,
        *,
        reader: DocumentReader,
        limits: Limits,
        store: ObjectStore,
        results: ResultStore,
        pages: PageStore,
        queue: TaskQueue,
        announcer: Announcer,
        metrics: Metrics,
        default_languages: str,
        output_formats: Collection[OutputFormat],
        pages_per_task: int,
    ) -> None:
        """Put the parts together.

        Args:
            reader: reads the pages.
            limits: ceilings on each document.
            store: where the documents are.
            results: where the results go.
            pages: keeps what was read of a document under way.
            queue: takes the tasks that are left over.
            announcer: is told of what is done.
            metrics: counts what is done, and what it took.
            default_languages: of a document that names none.
            output_formats: made of every document, besides those that always are.
            pages_per_task: pages that are read at a time.
        """
        self._reader = reader
        self._limits = limits
        self._store = store
        self._results = results
        self._pages = pages
        self._queue = queue
        self._announcer = announcer
        self._metrics = metrics
        self._default_languages = default_languages
        self._output_formats = tuple(output_formats)
        self._pages_per_task = pages_per_task

    def process_upload(self, upload: Upload, attempt: Attempt) -> None:
        """Read the object that stands at the upload's key now, whatever the event told of.

        Raises:
            StorageUnavailable, EngineError, DeadlineExceeded: try again.
        """
        if upload.bucket == self._results.bucket:
            logger.error("results are not read: the bucket of results must not notify")
            return
        head = self._store.head(upload.bucket, upload.key)
        if head is None:
            logger.info("gone before it was read")
            if attempt.number > 1:
                self._results.remove_unfinished(upload)
            return
        if upload.key.endswith("/") and not head.size_bytes:
            logger.info("a folder")
            return
        source = Source.of(upload, head)
        if source.correlation_id is None:
            source = source.model_copy(update={"correlation_id": attempt.request_id})
        _name_in_log(source)
        if self._is_done(source, attempt):
            return
        with self._outcome_of_errors(source, attempt):
            self._limits.check_upload(head.size_bytes)
            self._begin(source, attempt)

    def process_pages(self, task: PageTask, attempt: Attempt) -> None:
        """Read some pages of a document; the last to be read has it put together.

        Raises:
            StorageUnavailable, EngineError, DeadlineExceeded: try again.
        """
        source = task.source
        _name_in_log(source)
        if not source.is_current(self._store):
            logger.info("replaced or deleted while it was read")
            self._results.withdraw(source)
            self._pages.clear(source)
            return
        if self._is_done(source, attempt):
            return
        plan = self._pages.plan(source)
        if plan is None:
            # Cleared away, by age or by hand: from the start.
            self.process_upload(source.upload, attempt)
            return
        with self._outcome_of_errors(source, attempt):
            self._continue(plan, task, attempt)

    def _begin(self, source: Source, attempt: Attempt) -> None:
        request = DocumentRequest.parse(
            source.options, languages=self._default_languages, formats=self._output_formats
        )
        self._reader.engine.check(request.ocr_options)
        data = self._read_source(source)
        with open_source(data, limits=self._limits) as opened:
            numbers = select_pages(opened.page_count, request.page_ranges, self._limits)
            plan = Plan(
                source=source,
                request=request,
                media_type=opened.media_type,
                pages=tuple(numbers),
            )
            if len(numbers) > self._pages_per_task:
                self._pages.save_plan(plan)
                self._split(plan)
                return
            if is_job(source.key):
                self._pages.save_plan(plan)  # for who asks how far it is
            readings = self._read(opened, plan, numbers, attempt)
        if len(readings) < len(numbers):
            self._pages.save_plan(plan)
            for reading in readings:
                self._pages.save(source, reading)
            self._split(plan)
            return
        self._finish(plan, readings, data)

    def _split(self, plan: Plan) -> None:
        """Queue the pages that are missing; when a try before this one read them all, the end."""
        done = self._pages.done(plan.source)
        tasks = list(plan.tasks(self._pages_per_task, done=done)) or [plan.last_task()]
        self._queue.send([task.model_dump_json() for task in tasks])
        self._metrics.measure({Metric.FAN_OUT: len(tasks)})
        logger.info("split", extra={"pages": len(plan.pages), "tasks": len(tasks)})

    def _continue(self, plan: Plan, task: PageTask, attempt: Attempt) -> None:
        source = plan.source
        done = self._pages.done(source)
        data = self._read_source(source)
        missing = [number for number in task.pages if number not in done]
        if missing:
            with open_source(data, limits=self._limits) as opened:
                readings = self._read(opened, plan, missing, attempt, keep=True)
            if len(readings) < len(missing):
                rest = PageTask(source=source, pages=tuple(missing[len(readings) :]))
                self._queue.send([rest.model_dump_json()])
                return
            done = self._pages.done(source)
        if not done.issuperset(plan.pages):
            if self._pages.plan(source) is None:
                # Another worker ended the document meanwhile; what came after that stays behind.
                self._pages.clear(source)
            return
        if task.pages:
            # A task of its own, so that putting together has all of the time too.
            self._queue.send([plan.last_task().model_dump_json()])
            return
        self._finish(plan, self._pages.load(source, plan.pages), data)

    def _read(
        self,
        opened: PageSource,
        plan: Plan,
        pages: Collection[int],
        attempt: Attempt,
        *,
        keep: bool = False,
    ) -> list[PageReading]:
        """Read as many of the pages as there is time for, in order; ``keep`` saves each."""
        wanted = ",".join(map(str, pages))
        options = plan.request.ocr_options.model_copy(update={"pages": wanted})
        readings: list[PageReading] = []
        left_s = attempt.deadline.remaining_s
        try:
            for reading in self._reader.read_pages(opened, options, deadline=attempt.deadline):
                if keep:
                    self._pages.save(plan.source, reading)
                readings.append(reading)
        except DeadlineExceeded as error:
            if not readings and left_s < attempt.time_s * _ENOUGH:
                raise StorageUnavailable(_TOO_LITTLE_TIME) from error
            if not readings:
                raise
            logger.info("out of time", extra={"done": len(readings), "of": len(pages)})
        self._metrics.measure(
            {
                Metric.PAGES: len(readings),
                Metric.DECODE_S: sum(reading.decode_ms for reading in readings) / 1000,
                Metric.OCR_S: sum(reading.ocr_ms for reading in readings) / 1000,
            }
        )
        return readings

    def _finish(self, plan: Plan, readings: list[PageReading], data: bytes) -> None:
        document = self._reader.assemble(plan.media_type, plan.request.ocr_options, readings)
        formats = plan.request.formats
        started_s = time.perf_counter()
        rendered = {each: render(document, each, original=data) for each in formats}
        measured = {Metric.RENDER_S: time.perf_counter() - started_s}
        if document.confidence is not None:
            measured[Metric.CONFIDENCE] = document.confidence
        self._results.publish(plan.source, rendered)
        outcome = Outcome(status=Status.SUCCEEDED, formats=formats)
        self._announcer.announce(plan.source, outcome)
        self._pages.clear(plan.source)
        self._metrics.count(Metric.DOCUMENTS, OK, measured)
        logger.info("succeeded", extra={"pages": len(readings)})

    def _read_source(self, source: Source) -> bytes:
        data = source.read(self._store)
        if data is None:
            raise SourceReplaced
        return data

    def _is_done(self, source: Source, attempt: Attempt) -> bool:
        outcome = self._results.outcome(source)
        if outcome is None or outcome.provisional:
            return False
        logger.info("done already")
        # The try before this one may have ended between the result and the news of it.
        if attempt.number > 1:
            self._results.remove_older(source)
            self._announcer.announce(source, outcome)
        self._pages.clear(source)
        return True

    @contextmanager
    def _outcome_of_errors(self, source: Source, attempt: Attempt) -> Iterator[None]:
        """Turn errors that no further try would mend into a result that says so."""
        try:
            if attempt.is_last:
                # Before the work: this may be the try that takes the process along.
                self._results.fail(source, attempt.problem(_GIVEN_UP), provisional=True)
            yield
        except SourceReplaced:
            # What replaced it has an event of its own.
            logger.info("replaced or deleted while it was read")
            self._pages.clear(source)
        except (PasswordRequired, WrongPassword):
            self._fail(source, _ENCRYPTED, attempt)
        except (InputError, OptionError) as error:
            self._fail(source, error, attempt)
        except DeadlineExceeded as error:
            # Not one page in all the time that there is. Once may be bad luck.
            if attempt.number == 1:
                raise
            self._fail(source, error, attempt)
        except Exception:
            if attempt.is_last:
                self._announce_failure(source, _GIVEN_UP)
            raise

    def _fail(self, source: Source, error: OcrError, attempt: Attempt) -> None:
        try:
            self._results.fail(source, attempt.problem(error))
        except SourceReplaced:
            logger.info("replaced or deleted while it was read")
        else:
            self._announce_failure(source, error)
            logger.info("failed", extra={"code": error.code})
        self._pages.clear(source)

    def _announce_failure(self, source: Source, error: OcrError | ServiceError) -> None:
        self._announcer.announce(source, Outcome(status=Status.FAILED, code=error.code))
        self._metrics.count(Metric.DOCUMENTS, error.code)


def _name_in_log(source: Source) -> None:
    """Have every further line about this message say which document it is about."""
    logger.thread_safe_append_keys(correlation_id=source.correlation_id, job=job_id_of(source.key))
