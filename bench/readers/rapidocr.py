"""RapidOCR as it comes, with the models in its wheel."""

from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageSequence
from rapidocr import RapidOCR

from bench.reading import Reading


class Reader:
    """All frames of a file, on one thread, so that seconds are those of one core."""

    def __init__(self, **options: str) -> None:
        # What it gives back depends on parameters that no type tells.
        self._engine: Any = RapidOCR(
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
        results = [self._engine(picture) for picture in _pictures(path)]
        scores = [score for result in results for score in result.scores or ()]
        return Reading(
            text="\f".join("\n".join(result.txts or ()) for result in results),
            pages=len(results),
            confidence=100 * sum(scores) / len(scores) if scores else None,
        )


def _pictures(path: str) -> Iterator[str | Image.Image]:
    """The path itself, so that it opens the file as it would; of several frames, each."""
    with Image.open(path) as image:
        if getattr(image, "n_frames", 1) == 1:
            yield path
        else:
            yield from (frame.copy() for frame in ImageSequence.Iterator(image))
