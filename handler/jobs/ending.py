"""How a document ends: with results or with an error, told to who waits, and nothing left."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from handler.errors import ProcessingFailed, ServiceError, StorageUnavailable
from handler.jobs.announcer import Announcer
from handler.jobs.attempt import Attempt
from handler.jobs.page_store import PageStore
from handler.jobs.plan import Plan
from handler.jobs.result_store import Outcome, ResultStore, SourceReplaced, Status
from handler.jobs.source import Source
from handler.logs import logger
from handler.metrics import OK, Metric, Metrics
from ocr_core import Deadline, Document, OutputFormat, Rendered, RenderOptions, render_document
from ocr_core.errors import (
    DeadlineExceeded,
    InputError,
    OcrError,
    OptionError,
    PasswordRequired,
    WrongPassword,
)
from ocr_core.isolation import Readers, RenderPdf

_GIVEN_UP = ProcessingFailed(
    "Every attempt to read the document was interrupted: it may need more memory than is "
    "available, or a service did not respond. The operator finds it in the dead-letter queue."
)

_ENCRYPTED = PasswordRequired(
    "The PDF is encrypted, and there is no way to give the password of a document in S3. Upload it "
    "without encryption, or send it to POST / with the header X-Document-Password."
)


class Ending:
    """Writes down how documents end, once each, whichever try of whichever task it was."""

    def __init__(
        self,
        *,
        readers: Readers,
        results: ResultStore,
        pages: PageStore,
        announcer: Announcer,
        metrics: Metrics,
    ) -> None:
        """Put the parts together.

        Args:
            readers: make searchable PDF, for which the document is opened once more.
            results: where it is written.
            pages: what is cleared away then.
            announcer: is told.
            metrics: counts it.
        """
        self._readers = readers
        self._results = results
        self._pages = pages
        self._announcer = announcer
        self._metrics = metrics

    def is_reached(self, source: Source, attempt: Attempt) -> bool:
        """Whether a try before this one ended it; what that one left undone is done then."""
        outcome = self._results.outcome(source)
        if outcome is None or outcome.provisional:
            return False
        logger.info("done already")
        # The try before this one may have ended between the result and the news of it.
        if attempt.number > 1 or self._pages.is_untold(source):
            self._results.remove_older(source)
            self._announce(source, outcome)
        self._pages.clear(source)
        return True

    def succeed(
        self, plan: Plan, document: Document, data: bytes, *, is_first: bool = False
    ) -> None:
        """Publish what was read, in every format that was asked for.

        Args:
            plan: of the document.
            document: all of its pages.
            data: the file that they are from.
            is_first: whether the document had no results when it was begun.
        """
        formats = plan.request.formats
        started_s = time.perf_counter()
        options = plan.request.rendering
        rendered = {each: self._render(document, each, data, options) for each in formats}
        measured = {Metric.RENDER_S: time.perf_counter() - started_s}
        if document.confidence is not None:
            measured[Metric.CONFIDENCE] = document.confidence
        self._results.publish(plan.source, rendered, is_first=is_first)
        self._announce(plan.source, Outcome(status=Status.SUCCEEDED, formats=formats))
        self._pages.clear(plan.source)
        self._metrics.count(Metric.DOCUMENTS, OK, measured)
        logger.info("succeeded", extra={"pages": len(document.pages)})

    def _render(
        self, document: Document, output_format: OutputFormat, data: bytes, options: RenderOptions
    ) -> Rendered:
        if output_format is not OutputFormat.PDF:
            return render_document(document, output_format, original=data, options=options)
        work = RenderPdf(document.model_dump_json().encode())
        [rendered] = self._readers.run(work, data, deadline=Deadline.never())
        return rendered

    @contextmanager
    def of_errors(self, source: Source, attempt: Attempt) -> Iterator[None]:
        """Turn errors that no further try would mend into a result that says so."""
        try:
            if attempt.is_last:
                # Before the work: this may be the try that takes the process along.
                given_up = attempt.problem(_GIVEN_UP)
                self._results.fail(source, given_up, provisional=True, is_over=False)
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
                self._announce_what_stands(source, attempt)
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
        self._announce(source, Outcome(status=Status.FAILED, code=error.code))
        self._metrics.count(Metric.DOCUMENTS, error.code)

    def _announce_what_stands(self, source: Source, attempt: Attempt) -> None:
        """The last try may have failed after it had written the result."""
        outcome = self._results.outcome(source)
        if outcome is None or outcome.provisional:
            # Where it cannot be written that this try is over, its time is up by itself.
            with suppress(StorageUnavailable, SourceReplaced):
                self._results.fail(source, attempt.problem(_GIVEN_UP), provisional=True)
            self._announce_failure(source, _GIVEN_UP)
        else:
            self._announce(source, outcome)

    def _announce(self, source: Source, outcome: Outcome) -> None:
        """Tell it, or note that it is still to be told: also to who sends a dead letter back."""
        try:
            self._announcer.announce(source, outcome)
        except StorageUnavailable:
            self._pages.note_untold(source)
            raise
