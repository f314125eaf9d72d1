"""Numbers for CloudWatch: lines among the log's, in its embedded metric format (EMF).

What costs money is each pair of a name and its dimensions, so there are two of these alone:
the service, and for what ends one way or another, the outcome. Whoever wants to know more of
one request asks the log.
"""

from collections.abc import Mapping
from enum import StrEnum

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from handler.logs import error_fields, logger

# The outcome of what went well; every other one is the code of a problem, `RETRIED`, `NOT_TAKEN` or
# `GONE`.
OK = "ok"
RETRIED = "retried"
# A callback that its receiver did not take: no fault of ours, which an alarm would tell of.
NOT_TAKEN = "callback_not_taken"
GONE = "client_gone"


class Metric(StrEnum):
    """What is measured. docs/operations-guide.md has them all."""

    REQUESTS = "Requests"
    """Answers of the API, by outcome."""
    TASKS = "Tasks"
    """Messages that the worker was given, by outcome."""
    DOCUMENTS = "Documents"
    """Documents in S3 that are done, by outcome."""
    PAGES = "Pages"
    """Pages that were read."""
    DECODE_S = "DecodeSeconds"
    """Of the pages of one request or task, together."""
    OCR_S = "OcrSeconds"
    RENDER_S = "RenderSeconds"
    """Of all formats of a document."""
    CONFIDENCE = "Confidence"
    """Mean of a document, 0 to 100."""
    COLD_STARTS = "ColdStarts"
    """Processes that did something for the first time."""
    QUEUE_AGE_S = "QueueAgeSeconds"
    """How long a task waited until it was given out first."""
    FAN_OUT = "FanOut"
    """Tasks that a document was split into."""

    @property
    def unit(self) -> MetricUnit:
        """CloudWatch's word for what the numbers are."""
        if self.name.endswith("_S"):
            return MetricUnit.Seconds
        return MetricUnit.NoUnit if self is Metric.CONFIDENCE else MetricUnit.Count


class Metrics:
    """The metrics of this process; never a reason for a request to fail."""

    def __init__(self, namespace: str | None) -> None:
        """Write into ``namespace``; nowhere without one."""
        self._namespace = namespace
        self._is_cold = True

    def count(
        self, metric: Metric, outcome: str, values: Mapping[Metric, float] | None = None
    ) -> None:
        """One more of ``metric`` that ended so, in all and by outcome, with what was measured."""
        self.measure({metric: 1, **(values or {})})
        self._write({metric: 1}, {"outcome": outcome})

    def measure(self, values: Mapping[Metric, float]) -> None:
        """What was measured once."""
        if self._is_cold:
            self._is_cold = False
            values = {**values, Metric.COLD_STARTS: 1}
        self._write(values, {})

    def _write(self, values: Mapping[Metric, float], dimensions: Mapping[str, str]) -> None:
        if not self._namespace:
            return
        try:
            # A new one each time: it is shared by no other thread.
            line = EphemeralMetrics(
                namespace=self._namespace,
                service=logger.service,
                default_dimensions=dict(dimensions),
            )
            for metric, value in values.items():
                line.add_metric(metric.value, metric.unit, value)
            line.flush_metrics()
        except Exception as error:  # noqa: BLE001  # the answer matters more
            logger.warning("metrics not written", extra=error_fields(error))
