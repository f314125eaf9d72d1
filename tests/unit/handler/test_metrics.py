"""What is written for CloudWatch, and that it never gets in the way."""

import io

import pytest
from aws_lambda_powertools.metrics import EphemeralMetrics

from handler.logs import logger
from handler.metrics import OK, Metric, Metrics
from tests.emf import Measured, measured, values

_NAMESPACE = "OCR/test"
_SERVICE = logger.service


def test_what_ended_is_counted_in_all_and_by_outcome(capsys: pytest.CaptureFixture[str]) -> None:
    """An outcome is the one dimension beside the service, and only of what is counted."""
    metrics = Metrics(_NAMESPACE)
    metrics.count(Metric.REQUESTS, "ok", {Metric.PAGES: 2, Metric.OCR_S: 1.5})
    metrics.count(Metric.REQUESTS, "engine_failed")
    output = capsys.readouterr().out
    assert values(output, "Requests", service=_SERVICE) == [1, 1]
    assert values(output, "Requests", service=_SERVICE, outcome="ok") == [1]
    assert values(output, "Requests", service=_SERVICE, outcome="engine_failed") == [1]
    assert values(output, "Pages", service=_SERVICE) == [2]
    by_outcome = {each.name for each in measured(output) if "outcome" in each.dimensions}
    assert by_outcome == {"Requests"}


def test_a_process_is_cold_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Each process counts one cold start, with the first thing that it writes."""
    for _ in range(2):
        metrics = Metrics(_NAMESPACE)
        metrics.measure({Metric.PAGES: 1})
        metrics.count(Metric.TASKS, OK)
        metrics.measure({Metric.PAGES: 3})
    output = capsys.readouterr().out
    assert values(output, "ColdStarts", service=_SERVICE) == [1, 1]
    assert values(output, "Pages", service=_SERVICE) == [1, 3, 1, 3]


@pytest.mark.parametrize(
    ("metric", "unit"),
    [
        (Metric.PAGES, "Count"),
        (Metric.FAN_OUT, "Count"),
        (Metric.DECODE_S, "Seconds"),
        (Metric.QUEUE_AGE_S, "Seconds"),
        (Metric.CONFIDENCE, "None"),
    ],
)
def test_numbers_have_units(capsys: pytest.CaptureFixture[str], metric: Metric, unit: str) -> None:
    """CloudWatch is told what it adds up, and the namespace is the one that is set."""
    Metrics(_NAMESPACE).measure({metric: 88.5})
    found = measured(capsys.readouterr().out)
    assert Measured(_NAMESPACE, metric.value, unit, {"service": _SERVICE}, 88.5) in found


def test_nothing_is_written_without_a_namespace(capsys: pytest.CaptureFixture[str]) -> None:
    """On a laptop the log stays readable."""
    for namespace in (None, ""):
        Metrics(namespace).count(Metric.REQUESTS, OK, {Metric.PAGES: 1})
    assert capsys.readouterr().out == ""


def test_metrics_that_cannot_be_written_are_a_line_of_the_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    """Whatever goes wrong with them, the request does not hear of it."""

    def fail(_: EphemeralMetrics) -> None:
        raise OSError("no room for this text")

    monkeypatch.setattr(EphemeralMetrics, "flush_metrics", fail)
    Metrics(_NAMESPACE).count(Metric.REQUESTS, OK)
    assert "metrics not written" in log.getvalue()
    assert "no room" not in log.getvalue()
    assert capsys.readouterr().out == ""
