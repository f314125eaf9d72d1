"""Reads documents in S3, as far as the time reaches."""

from collections.abc import Collection

from handler.adapters.object_store import ObjectStore
from handler.adapters.task_queue import TaskQueue
from handler.errors import StorageUnavailable
from handler.events.uploads import Upload
from handler.jobs.addresses import is_job, job_id_of
from handler.jobs.attempt import Attempt
from handler.jobs.ending import Ending
from handler.jobs.job_store import JobStore
from handler.jobs.page_store import PageStore
from handler.jobs.plan import PageTask, Plan
from handler.jobs.request import DocumentRequest
from handler.jobs.result_store import ResultStore, SourceReplaced
from handler.jobs.source import Source
from handler.logs import logger
from handler.metrics import Metric, Metrics
from ocr_core import Limits, OutputFormat, PageReading, select_pages
from ocr_core.errors import DeadlineExceeded
from ocr_core.isolation import FindPages, Readers, ReadPages

# Of an attempt's time: with less, it is not the document's fault that no page was read.
_ENOUGH = 0.5
_TOO_LITTLE_TIME = "Fetching the document took most of the time that there is. Try again."


class DocumentProcessor:
    """Does the tasks of the queue.

    A task that raises is to be tried again; what can never work ends in an error result.
    All that it knows between two tasks stands in S3.
    """

    def __init__(
        self,
        *,
        readers: Readers,
        limits: Limits,
        store: ObjectStore,
        results: ResultStore,
        jobs: JobStore,
        pages: PageStore,
        queue: TaskQueue,
        ending: Ending,
        metrics: Metrics,
        default_languages: str,
        output_formats: Collection[OutputFormat],
        pages_per_task: int,
    ) -> None:
        """Put the parts together.

        Args:
            readers: read the pages.
            limits: ceilings on each document.
            store: where the documents are.
            results: where the results go.
            jobs: says which of the documents are not wanted any more.
            pages: keeps what was read of a document under way.
            queue: takes the tasks that are left over.
            ending: writes down how they end.
            metrics: counts what reading took.
            default_languages: of a document that names none.
            output_formats: made of every document, besides those that always are.
            pages_per_task: pages that are read at a time.
        """
        self._readers = readers
        self._limits = limits
        self._store = store
        self._results = results
        self._jobs = jobs
        self._pages = pages
        self._queue = queue
        self._ending = ending
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
        if self._jobs.is_deleted(upload.key):
            logger.info("the job was deleted")
            self._jobs.remove(upload)
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
        is_new = not self._results.has_any(source.key)
        if not is_new and self._ending.is_reached(source, attempt):
            return
        with self._ending.of_errors(source, attempt):
            self._limits.check_upload(head.size_bytes)
            # The last try has just written an error.
            self._begin(source, attempt, is_first=is_new and not attempt.is_last)

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
        if self._ending.is_reached(source, attempt):
            return
        plan = self._pages.plan(source)
        if plan is None:
            # Cleared away, by age or by hand: from the start.
            self.process_upload(source.upload, attempt)
            return
        with self._ending.of_errors(source, attempt):
            self._continue(plan, task, attempt)

    def _begin(self, source: Source, attempt: Attempt, *, is_first: bool) -> None:
        """Read a document, or have it read in parts; ``is_first``: it has no results."""
        request = DocumentRequest.parse(
            source.options, languages=self._default_languages, formats=self._output_formats
        )
        self._readers.reader.engine.check(request.ocr_options)
        data = self._read_source(source)
        found = FindPages(limits=self._limits)
        [(media_type, page_count)] = self._readers.run(found, data, deadline=attempt.deadline)
        numbers = select_pages(page_count, request.page_ranges, self._limits)
        plan = Plan(source=source, request=request, media_type=media_type, pages=tuple(numbers))
        if len(numbers) > self._pages_per_task:
            self._pages.save_plan(plan)
            self._split(plan)
            return
        if is_job(source.key):
            self._pages.save_plan(plan)  # for who asks how far it is
        readings = self._read(data, plan, numbers, attempt)
        if len(readings) < len(numbers):
            self._pages.save_plan(plan)
            for reading in readings:
                self._pages.save(source, reading)
            self._split(plan)
            return
        self._finish(plan, readings, data, is_first=is_first)

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
            readings = self._read(data, plan, missing, attempt, keep=True)
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
        data: bytes,
        plan: Plan,
        pages: Collection[int],
        attempt: Attempt,
        *,
        keep: bool = False,
    ) -> list[PageReading]:
        """Read as many of the pages as there is time for, in order; ``keep`` saves each."""
        wanted = ",".join(map(str, pages))
        options = plan.request.ocr_options.model_copy(update={"pages": wanted})
        work = ReadPages(options=options, limits=self._limits)
        readings: list[PageReading] = []
        left_s = attempt.deadline.remaining_s
        try:
            for reading in self._readers.run(work, data, deadline=attempt.deadline):
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

    def _finish(
        self, plan: Plan, readings: list[PageReading], data: bytes, *, is_first: bool = False
    ) -> None:
        options = plan.request.ocr_options
        document = self._readers.reader.assemble(plan.media_type, options, readings)
        self._ending.succeed(plan, document, data, is_first=is_first)

    def _read_source(self, source: Source) -> bytes:
        data = source.read(self._store)
        if data is None:
            raise SourceReplaced
        return data


def _name_in_log(source: Source) -> None:
    """Have every further line about this message say which document it is about."""
    logger.thread_safe_append_keys(correlation_id=source.correlation_id, job=job_id_of(source.key))
