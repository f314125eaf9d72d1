"""PP-OCR's models as RapidOCR runs them, each in a session of ONNX Runtime of our making.

The models are files in RapidOCR's wheel and are given to it by their paths, so that it neither
looks for them elsewhere nor fetches any.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import rapidocr
from onnxruntime import InferenceSession, SessionOptions
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_cls import TextClassifier
from rapidocr.ch_ppocr_det import TextDetector
from rapidocr.ch_ppocr_rec import TextRecognizer

from ocr_core.errors import EngineFailed

_MODELS = Path(rapidocr.__file__).parent / "models"
_DETECTION = _MODELS / "PP-OCRv6_det_small.onnx"
_PARAMETERS = {
    "Global.log_level": "critical",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Det.model_path": str(_DETECTION),
    "Cls.model_path": str(_MODELS / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
    "Rec.model_path": str(_MODELS / "PP-OCRv6_rec_small.onnx"),
    # Pages come in the size in which lines are looked for.
    "Det.limit_side_len": 32,
    # A table of small print has more words that stand alone than RapidOCR's own thousand.
    "Det.max_candidates": 5000,
}
# onnxruntime_session_options_config_keys.h: a thread that waits for work sleeps. Spinning takes
# half as much processor time again, and no page less.
_SPINNING = "session.intra_op.allow_spinning"
_FATAL = 4


class Models(NamedTuple):
    """What finds lines, says which way up they stand, and reads them."""

    detector: TextDetector
    classifier: TextClassifier
    recognizer: TextRecognizer


def load_models(*, threads: int) -> Models:
    """Load them.

    What they say does not depend on the number of threads.

    Args:
        threads: that look for lines together. A line is read by one.

    Raises:
        EngineFailed: a model cannot be loaded.
    """
    config = RapidOCR(params=_PARAMETERS).cfg
    for stage in (config.Det, config.Cls, config.Rec):
        stage.engine_cfg = config.EngineConfig.onnxruntime
    try:
        return Models(
            TextDetector(_with_threads(config.Det, threads)),
            TextClassifier(config.Cls),
            TextRecognizer(config.Rec),
        )
    except MemoryError:
        raise
    except Exception as error:  # those of ONNX Runtime have no class of their own
        raise EngineFailed("The models of RapidOCR cannot be loaded on the server.") from error


def _with_threads(detection: Mapping[str, Any], threads: int) -> "_Config":
    stage = _Config(detection)
    if threads > 1:
        stage["session"] = _session(_DETECTION, threads)
    return stage


class _Config(dict[str, Any]):
    """A stage's configuration, as RapidOCR asks for it: by item and by attribute."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  of any type
        return self[name]


def _session(model: Path, threads: int) -> InferenceSession:
    options = SessionOptions()
    options.log_severity_level = _FATAL
    options.enable_cpu_mem_arena = False
    options.intra_op_num_threads = threads
    options.add_session_config_entry(_SPINNING, "0")
    return InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
