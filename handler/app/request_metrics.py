"""What is counted of a request, taken from the fields of its line in the log."""

from collections.abc import Mapping
from typing import Any

from handler.metrics import OK, Metric, Metrics

_FIELDS = {"pages": Metric.PAGES, "confidence": Metric.CONFIDENCE}
_MS_FIELDS = {
    "decode_ms": Metric.DECODE_S,
    "ocr_ms": Metric.OCR_S,
    "render_ms": Metric.RENDER_S,
}


def count_request(metrics: Metrics, fields: Mapping[str, Any]) -> None:
    """One more request, by the code of its problem, with what it took."""
    values = {metric: fields[name] for name, metric in _FIELDS.items() if name in fields}
    values |= {metric: fields[name] / 1000 for name, metric in _MS_FIELDS.items() if name in fields}
    metrics.count(Metric.REQUESTS, fields.get("code", OK), values)
