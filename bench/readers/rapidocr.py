"""RapidOCR as it comes, with the models in its wheel."""

from PIL import Image, ImageSequence
from rapidocr import RapidOCR

from bench.reading import Reading


class Reader:
    """All frames of a file, on one thread, so that seconds are those of one core."""

    def __init__(self, **options: str) -> None:
        self._engine = RapidOCR(
            params={
                "Global.log_level": "error",
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                **options,
            }
        )

    def prepare(self, languages: str) -> None:
        """One model for all its languages is loaded already."""

    def read(self, path: str, languages: str) -> Reading:
        """Its lines, in its order."""
        texts: list[str] = []
        scores: list[float] = []
        with Image.open(path) as image:
            frames = 0
            for frame in ImageSequence.Iterator(image):
                frames += 1
                result = self._engine(frame.copy())
                texts.append("\n".join(result.txts or ()))
                scores.extend(result.scores or ())
        confidence = 100 * sum(scores) / len(scores) if scores else None
        return Reading(text="\f".join(texts), pages=frames, confidence=confidence)
