"""PP-OCR's three models, as RapidOCR runs them: where lines are, which way up, what they say.

The models are files in RapidOCR's wheel and are given to it by their paths, so that it neither
looks for them elsewhere nor fetches any. It is slow to import: nothing but ``rapidocr.py`` does, at
its first page.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
import rapidocr
from cv2.typing import MatLike
from numpy.typing import NDArray
from PIL.Image import Image
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_cls import TextClassifier
from rapidocr.ch_ppocr_det import TextDetector
from rapidocr.ch_ppocr_rec import TextRecognizer
from rapidocr.inference_engine.onnxruntime import ONNXRuntimeError

from ocr_core.engines.corners import Corners
from ocr_core.engines.line_words import Character
from ocr_core.errors import EngineFailed

Pixels: TypeAlias = MatLike
"""8-bit grey: shape (height, width)."""
Quad: TypeAlias = NDArray[np.float32]
"""The corners of a line as an array: shape (4, 2); see ``corners``."""

_MODELS = Path(rapidocr.__file__).parent / "models"
_PARAMETERS = {
    "Global.log_level": "critical",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Det.model_path": str(_MODELS / "PP-OCRv6_det_small.onnx"),
    "Cls.model_path": str(_MODELS / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
    "Rec.model_path": str(_MODELS / "PP-OCRv6_rec_small.onnx"),
    # Pages come in the size in which lines are looked for.
    "Det.limit_side_len": 32,
}
# The size in which lines are looked for: a short side of at least, a long one of at most, pixels.
_SHORT_SIDE, _LONG_SIDE = 736, 1600
# The network takes multiples of this.
_SIDE_STEP = 32
# A page that is wider, in its heights, gets a margin: lines at its very edge are not found.
_WIDEST = 8
# Pieces of text that are longer than wide by less than this stand as most of the page does: a
# digit alone is higher than wide.
_LONG = 2.0
# Heights and widths of what the models read, in pixels; a longer line is cut for the classifier.
_LINE_HEIGHT = 48
_LEAST_WIDTH = 16
_CLASSIFIED_WIDTH = 192
# Lines that are asked which way up they stand, and the mean of their answers that turns a page: of
# upright pages it was 0.55 at most, of pages on their head 0.68 at least.
_VOTERS = 24
_UPSIDE_DOWN = 0.6
# Below, what was read is noise; RapidOCR's own threshold.
_LEAST_PROBABILITY = 0.5
# Chinese characters, kana and full-width letters begin here.
_FIRST_EASTERN = "\u2e80"
# What the model, which learnt from Chinese till receipts, sees in western ones.
_WESTERN = {"×": "x"}
# The model is shy of spaces: from this probability on there is one where it chose to say nothing.
_LEAST_SPACE = 0.1


class FoundLine(NamedTuple):
    """A line of text, in pixels of the page."""

    corners: Corners
    characters: tuple[Character, ...]


class _Signs(NamedTuple):
    """The numbers of the signs that may be read, and what each sign of the alphabet stands for."""

    numbers: NDArray[np.intp]
    texts: Sequence[str]


class PpOcr:
    """The models, loaded. Safe to call from several threads at once."""

    def __init__(self) -> None:
        """Load them."""
        config = RapidOCR(params=_PARAMETERS).cfg
        for stage in (config.Det, config.Cls, config.Rec):
            stage.engine_cfg = config.EngineConfig.onnxruntime
        self._detector = TextDetector(config.Det)
        self._classifier = TextClassifier(config.Cls)
        self._recognizer = TextRecognizer(config.Rec)
        # Looking for lines takes half a gigabyte for as long as it lasts: one page at a time.
        self._detecting = threading.Lock()
        self.alphabet: Sequence[str] = self._recognizer.postprocess_op.character
        self._all = _Signs(np.arange(len(self.alphabet)), self.alphabet)
        self._western = _Signs(
            np.array(
                [number for number, sign in enumerate(self.alphabet) if sign < _FIRST_EASTERN]
            ),
            [_WESTERN.get(sign, sign) for sign in self.alphabet],
        )

    def read(self, image: Image, *, western: bool, check: Callable[[], None]) -> list[FoundLine]:
        """The lines of a page, in no order.

        Args:
            image: the page, 8-bit grey (Pillow mode ``L``), of any size.
            western: take no sign for a Chinese character or kana.
            check: called between the steps; what it raises ends the work.

        Raises:
            EngineFailed: a model stopped without a result.
        """
        page: Pixels = np.asarray(image)
        try:
            found = self._found(page)
            check()
            lines = self._in_reading_direction(page, found)
            check()
            return list(self._read(page, lines, self._western if western else self._all, check))
        except ONNXRuntimeError as error:
            raise EngineFailed("RapidOCR stopped without a result. Try another image.") from error

    def _found(self, page: Pixels) -> list[Quad]:
        """Where lines are; the corners start at the top left of the page, not of the letters."""
        height, width = page.shape[:2]
        framed_height = max(height, width // _WIDEST)
        scale = max(1.0, _SHORT_SIDE / min(width, framed_height))
        scale = min(scale, _LONG_SIDE / max(width, framed_height))
        small = _scaled(page, (max(1, round(width * scale)), max(1, round(height * scale))))
        above = round((framed_height - height) * scale / 2)
        with self._detecting:
            boxes = self._detector(_in_colour(_framed(small, above))).boxes
        if boxes is None:
            return []
        return list(((boxes - (0, above)) / scale).astype(np.float32))

    def _in_reading_direction(self, page: Pixels, lines: Sequence[Quad]) -> list[Quad]:
        """The corners so turned that they start where the reading does.

        Lines on their side are taken for turned clockwise, and then all of a kind are turned by
        180 degrees if they say so together.
        """
        turned = sum(map(_height, lines)) > sum(map(_length, lines))
        level = [line for line in lines if not _is_sideways(line, turned)]
        sideways = [np.roll(line, -1, axis=0) for line in lines if _is_sideways(line, turned)]
        return [
            np.roll(line, -2, axis=0) if upside_down else line
            for kind in (level, sideways)
            for upside_down in (self._are_upside_down(page, kind),)
            for line in kind
        ]

    def _are_upside_down(self, page: Pixels, lines: Sequence[Quad]) -> bool:
        voters = sorted(lines, key=_length, reverse=True)[:_VOTERS]
        if not voters:
            return False
        # A long line would be squeezed beyond reading: its beginning is enough.
        heads = [_in_colour(_cut_out(page, line)[:, :_CLASSIFIED_WIDTH]) for line in voters]
        votes = self._classifier(heads).cls_res or []
        downwards = [score if label == "180" else 1 - score for label, score in votes]
        return sum(downwards) > _UPSIDE_DOWN * len(downwards)

    def _read(
        self,
        page: Pixels,
        lines: Sequence[Quad],
        signs: _Signs,
        check: Callable[[], None],
    ) -> Iterator[FoundLine]:
        """What the lines say, in these signs, without those that say nothing.

        A line at a time: on a processor a batch is no faster, and its padding costs.
        """
        for line in lines:
            pixels = _in_colour(_cut_out(page, line)).transpose(2, 0, 1)[np.newaxis]
            scores = self._recognizer.session(pixels.astype(np.float32) / 127.5 - 1)[0]
            characters = self._characters(scores, signs)
            if _mean_probability(characters) >= _LEAST_PROBABILITY:
                yield FoundLine(_as_corners(line), characters)
            check()

    @staticmethod
    def _characters(scores: NDArray[np.float32], possible: _Signs) -> tuple[Character, ...]:
        """What the recogniser's output says: at each column the likeliest sign, repeats once.

        Args:
            scores: probabilities, shape (columns, signs); sign 0 is nothing, the last a space.
            possible: the signs that may be read.
        """
        signs = possible.numbers[scores[:, possible.numbers].argmax(axis=1)]
        is_new = np.append(True, signs[1:] != signs[:-1]) & (signs > 0)
        found: list[Character] = []
        last = 0
        for column in map(int, np.flatnonzero(is_new)):
            sign = Character(
                possible.texts[signs[column]],
                (column + 0.5) / len(signs),
                float(scores[column, signs[column]]),
            )
            space = float(scores[last + 1 : column, -1].max(initial=0.0))
            if found and space >= _LEAST_SPACE and _may_be_parted(found[-1].text, sign.text):
                found.append(Character(" ", (found[-1].middle + sign.middle) / 2, space))
            found.append(sign)
            last = column
        return tuple(found)


def _scaled(image: Pixels, size: tuple[int, int]) -> Pixels:
    """In another size, (width, height)."""
    shrinks = size[1] < image.shape[0]
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)


def _framed(image: Pixels, margin: int) -> Pixels:
    """With its edges drawn out: by ``margin`` above and below, and to the steps of the network."""
    height, width = image.shape[:2]
    right = -width % _SIDE_STEP
    below = margin + -(height + 2 * margin) % _SIDE_STEP
    return cv2.copyMakeBorder(image, margin, below, 0, right, cv2.BORDER_REPLICATE)


def _in_colour(image: Pixels) -> MatLike:
    """The three equal channels that the models take: shape (height, width, 3)."""
    return cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)


def _as_corners(quad: Quad) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in quad)
    return first, second, third, fourth


def _length(corners: Quad) -> float:
    return float(np.linalg.norm(corners[1] - corners[0]))


def _height(corners: Quad) -> float:
    return float(np.linalg.norm(corners[3] - corners[0]))


def _is_sideways(line: Quad, page_is_turned: bool) -> bool:
    if page_is_turned:
        return _length(line) < _LONG * _height(line)
    return _height(line) > _LONG * _length(line)


def _cut_out(page: Pixels, corners: Quad) -> Pixels:
    """The pixels of a line, straight and level, in the height that the models read."""
    length, height = max(1, round(_length(corners))), max(1, round(_height(corners)))
    target = np.array([(0, 0), (length, 0), (length, height), (0, height)], np.float32)
    level = cv2.warpPerspective(
        page,
        cv2.getPerspectiveTransform(corners, target),
        (length, height),
        borderMode=cv2.BORDER_REPLICATE,
        flags=cv2.INTER_CUBIC,
    )
    width = max(_LEAST_WIDTH, round(length * _LINE_HEIGHT / height))
    return _scaled(level, (width, _LINE_HEIGHT))


def _may_be_parted(before: str, after: str) -> bool:
    """Whether an unlikely space can stand there: not in a number, and not beside a space."""
    if before.isspace() or after.isspace():
        return False
    return not (before in ".," and after.isdigit())


def _mean_probability(characters: Sequence[Character]) -> float:
    """Of the characters that are no space; 0 if there are none."""
    signs = [character.probability for character in characters if not character.text.isspace()]
    return sum(signs) / len(signs) if signs else 0.0
