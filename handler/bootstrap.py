"""The composition root: from settings to everything that serves a request."""

import logging
import os
import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from PIL import Image

from handler.app.runner import Runner
from handler.bearer import TokenSource
from handler.logs import logger
from handler.metrics import Metrics
from handler.settings import Settings
from handler.token_source import create_token_source
from ocr_core import DocumentReader, Limits, OcrOptions, OutputFormat, create_engine
from ocr_core.errors import EngineError
from ocr_core.isolation import Readers, create_readers

if TYPE_CHECKING:
    from handler.adapters.public_https import PublicHttps
    from handler.jobs.job_service import JobService
    from handler.jobs.task_handler import TaskHandler
    from handler.textract.jobs import TextractJobs


@dataclass(frozen=True)
class Services:
    """What the application works with."""

    settings: Settings
    tokens: TokenSource
    readers: Readers
    runner: Runner

    @property
    def reader(self) -> DocumentReader:
        """What documents are read with."""
        return self.readers.reader

    @property
    def has_jobs(self) -> bool:
        """Whether there are buckets for ``/jobs``."""
        return bool(self.settings.uploads_bucket and self.settings.results_bucket)

    @cached_property
    def jobs(self) -> "JobService | None":
        """What serves ``/jobs``, made when it is first needed; ``None`` without buckets."""
        return create_job_service(self.settings)

    @cached_property
    def textract_jobs(self) -> "TextractJobs | None":
        """What serves Textract's asynchronous operations; ``None`` without buckets."""
        return create_textract_jobs(self.settings)

    @cached_property
    def metrics(self) -> Metrics:
        """What counts the requests."""
        return Metrics(self.settings.metrics_namespace)

    def close(self) -> None:
        """Stop the threads and give back the engine."""
        self.readers.close()
        self.runner.close()


def create_services(settings: Settings, *, for_others: int = 0) -> Services:
    """Build everything once, with the default languages loaded.

    A machine without an engine gets services that say so at each request.

    Args:
        settings: how to.
        for_others: how much the readers can do at a time besides the requests.

    Raises:
        UnknownLanguage: the default languages are not installed: no request could be served.
    """
    reader = create_reader(settings)
    readers = create_readers(reader, size=reader.workers + for_others)
    return Services(
        settings=settings,
        tokens=create_token_source(settings),
        readers=readers,
        runner=Runner(readers, workers=reader.workers, max_queue=settings.max_queue),
    )


def create_reader(settings: Settings) -> DocumentReader:
    """The engine with the default languages loaded, and what this process has set up once.

    Raises:
        UnknownLanguage: the default languages are not installed.
    """
    logger.setLevel(settings.log_level)
    # It complains of a damaged form in plain lines that quote the byte that it stopped at.
    logging.getLogger("python_multipart").disabled = True
    logging.getLogger("python_multipart.multipart").disabled = True
    # Pillow warns of damage in plain text; what matters of it is an error with a code.
    warnings.filterwarnings("ignore", module=r"PIL\.")
    # Pillow's own guard works on the header too, but warns at its limit and raises at
    # twice that. Ours is checked on every page; Pillow's is set to agree.
    Image.MAX_IMAGE_PIXELS = settings.max_pixels
    workers = settings.ocr_workers or _cores()
    limits = Limits(
        max_upload_bytes=settings.max_upload_bytes,
        max_pixels=settings.max_pixels,
        max_pages=settings.max_pages,
    )
    engine = create_engine(
        settings.ocr_engine,
        concurrency=workers,
        line_threads=settings.ocr_line_threads or workers,
        tessdata_directory=settings.tessdata_prefix,
    )
    try:
        engine.warm_up(OcrOptions(languages=settings.default_languages))
    except EngineError as error:
        logger.error("engine not ready", extra={"code": error.code})
    return DocumentReader(engine, limits=limits, workers=workers)


def create_task_handler(
    settings: Settings, readers: Readers, *, https: "PublicHttps | None" = None
) -> "TaskHandler":
    """What does the tasks of the queue, with ``readers``.

    Args:
        settings: of the worker.
        readers: read the pages.
        https: sends callbacks, in tests; elsewhere to public addresses alone.

    Raises:
        ValueError: the settings name no bucket of results, or no queue.
    """
    from handler.adapters.object_store import ObjectStore  # boto3 is for those who need it
    from handler.adapters.public_https import PublicHttps
    from handler.adapters.task_queue import TaskQueue
    from handler.adapters.topic import Topic
    from handler.callback_secrets import create_callback_secrets
    from handler.jobs.announcer import Announcer
    from handler.jobs.callbacks import Callbacks
    from handler.jobs.ending import Ending
    from handler.jobs.job_store import JobStore
    from handler.jobs.page_store import PageStore
    from handler.jobs.processor import DocumentProcessor
    from handler.jobs.result_store import ResultStore
    from handler.jobs.task_handler import TaskHandler

    if not settings.results_bucket or not settings.task_queue_url:
        raise ValueError("RESULTS_BUCKET and TASK_QUEUE_URL have to be set")
    store = ObjectStore()
    queue = TaskQueue(settings.task_queue_url)
    topic = Topic(settings.topic_arn) if settings.topic_arn else None
    metrics = Metrics(settings.metrics_namespace)
    results = ResultStore(store, settings.results_bucket)
    pages = PageStore(store, settings.results_bucket)
    jobs = JobStore(store=store, results=results, pages=pages)
    secrets = create_callback_secrets(settings)
    callbacks = (
        Callbacks(jobs=jobs, queue=queue, secrets=secrets, https=https or PublicHttps())
        if secrets
        else None
    )
    announcer = Announcer(topic, results_bucket=settings.results_bucket, callbacks=callbacks)
    processor = DocumentProcessor(
        readers=readers,
        limits=Limits(
            max_upload_bytes=settings.max_object_bytes,
            max_pixels=settings.max_pixels,
            max_pages=settings.max_object_pages,
        ),
        store=store,
        results=results,
        jobs=jobs,
        pages=pages,
        queue=queue,
        ending=Ending(
            readers=readers, results=results, pages=pages, announcer=announcer, metrics=metrics
        ),
        metrics=metrics,
        default_languages=settings.default_languages,
        output_formats=[OutputFormat(name) for name in settings.output_formats.split(",") if name],
        pages_per_task=settings.pages_per_task,
    )
    return TaskHandler(
        processor,
        queue,
        metrics,
        max_receives=settings.max_receives,
        retry_s=settings.retry_s,
        callbacks=callbacks,
    )


def create_job_service(settings: Settings) -> "JobService | None":
    """What makes jobs and says how far they are; ``None`` when the settings name no buckets."""
    if not settings.uploads_bucket or not settings.results_bucket:
        return None

    from handler.adapters.object_store import ObjectStore  # boto3 is for those who need it
    from handler.callback_secrets import create_callback_secrets
    from handler.jobs.job_service import JobService
    from handler.jobs.job_store import JobStore
    from handler.jobs.page_store import PageStore
    from handler.jobs.result_store import ResultStore

    store = ObjectStore()
    results = ResultStore(store, settings.results_bucket)
    pages = PageStore(store, settings.results_bucket)
    return JobService(
        store=store,
        records=JobStore(store=store, results=results, pages=pages),
        results=results,
        pages=pages,
        uploads_bucket=settings.uploads_bucket,
        max_bytes=settings.max_object_bytes,
        upload_s=settings.job_upload_s,
        result_s=settings.job_result_s,
        secrets=create_callback_secrets(settings),
    )


def create_textract_jobs(settings: Settings) -> "TextractJobs | None":
    """What serves Textract's asynchronous operations; ``None`` without buckets."""
    if not settings.uploads_bucket or not settings.results_bucket:
        return None

    from handler.adapters.object_store import ObjectStore  # boto3 is for those who need it
    from handler.jobs.result_store import ResultStore
    from handler.textract.jobs import TextractJobs

    store = ObjectStore()
    return TextractJobs(
        store=store,
        results=ResultStore(store, settings.results_bucket),
        uploads_bucket=settings.uploads_bucket,
    )


def worker_from_environment() -> "TaskHandler":
    """The worker for this process's environment."""
    settings = Settings.from_environment(os.environ)
    return create_task_handler(settings, create_readers(create_reader(settings), size=1))


def services_from_environment() -> Services:
    """What ``create_services`` gives for this process's environment."""
    return create_services(Settings.from_environment(os.environ))


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
