"""PP-OCR's three models, as RapidOCR runs them: where lines are, which way up, what they say.

It is slow to import: nothing but ``rapidocr.py`` does, at
its first page.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import compress
from operator import not_
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image
from rapidocr.inference_engine.onnxruntime import ONNXRuntimeError

from ocr_core.engines.corners import Corners
from ocr_core.engines.line_words import Character
from ocr_core.engines.pp_ocr_languages import EASTERN_LANGUAGES
from ocr_core.engines.pp_ocr_letters import LEAST_SHY, Letters
from ocr_core.engines.pp_ocr_lines import LineFinder, Pixels, Quad, Region, in_colour, scaled
from ocr_core.engines.pp_ocr_sessions import load_models
from ocr_core.engines.rules import without_rules
from ocr_core.errors import EngineFailed

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


class Found(NamedTuple):
    """The lines that were read, where all lines are that were found, and which were left."""

    lines: list[FoundLine]
    places: list[Corners]
    left: list[Corners]


class _Signs(NamedTuple):
    """The numbers of the signs that may be read, and what each sign of the alphabet stands for.

    ``shy`` has, by the number of a sign, those of others that are taken at a low probability.
    """

    numbers: NDArray[np.intp]
    texts: Sequence[str]
    shy: Mapping[int, Sequence[int]]

    def text(self, scores: NDArray[np.float32], sign: int) -> str:
        """What the likeliest sign of a column with these scores is taken for.

        Of a shy letter, the model often knows the small one where the capital stands.
        """
        others = [other for other in self.shy.get(sign, ()) if scores[other] >= LEAST_SHY]
        text = self.texts[max(others, key=lambda other: float(scores[other]), default=sign)]
        return text.upper() if others and self.texts[sign].isupper() else text


class PpOcr:
    """The models, loaded. Safe to call from several threads at once."""

    def __init__(self, *, threads: int = 1) -> None:
        """Load them.

        Args:
            threads: that read a page together; what they read does not depend on how many.
        """
        models = load_models(threads=threads)
        self._finder = LineFinder(models.detector)
        self._classifier = models.classifier
        self._recognizer = models.recognizer
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="line")
        self.alphabet: Sequence[str] = self._recognizer.postprocess_op.character
        self._all = np.arange(len(self.alphabet))
        self._western = np.array(
            [number for number, sign in enumerate(self.alphabet) if sign < _FIRST_EASTERN]
        )
        self._number_of = {sign: number for number, sign in enumerate(self.alphabet)}

    def read(
        self,
        image: Image,
        *,
        languages: Sequence[str],
        check: Callable[[], None],
        regions: Sequence[Region] = (),
        text_height: float | None = None,
        wants: Callable[[Corners], bool] = lambda _: True,
    ) -> Found:
        """The lines of a page, in no order.

        Args:
            image: the page, 8-bit grey (Pillow mode ``L``), of any size.
            languages: Tesseract's names; no sign is taken for a letter that they do not have.
            check: called between the steps; what it raises ends the work.
            regions: where lines are looked for; everywhere if there are none.
            text_height: of its usual line, in pixels, if ruling lines are to be left out.
            wants: whether a line that was found is to be read.

        Raises:
            EngineFailed: a model, or what prepares its input, stopped without a result.
        """
        page: Pixels = np.asarray(image)
        regions = regions or [(0, 0, image.width, image.height)]
        if text_height:
            page = page.copy()
            for left, top, right, bottom in regions:
                part = page[top:bottom, left:right]
                part[:] = without_rules(part, text_height)
        try:
            places = []
            for region in regions:
                places += self._finder.find(page, region)
                check()
            lines = self._in_reading_direction(page, places)
            check()
            is_wanted = [wants(_as_corners(line)) for line in lines]
            wanted = list(compress(lines, is_wanted))
            letters = Letters.of(languages)
            signs = self._signs(letters, western=not EASTERN_LANGUAGES.intersection(languages))
            read = [
                line._replace(characters=letters.put_right(line.characters))
                for line in self._read(page, wanted, signs, check)
            ]
        except (ONNXRuntimeError, cv2.error) as error:
            raise EngineFailed("RapidOCR stopped without a result. Try another image.") from error
        corners = [_as_corners(line) for line in lines]
        return Found(read, corners, list(compress(corners, map(not_, is_wanted))))

    def _signs(self, letters: Letters, *, western: bool) -> _Signs:
        """The signs as these letters; if ``western``, no Chinese characters and no kana."""
        number_of = self._number_of
        shy = {
            number_of[sign]: [number_of[letter] for letter in others]
            for sign, others in letters.shy.items()
        }
        if not western:
            return _Signs(self._all, self.alphabet, shy)
        texts = list(self.alphabet)
        for sign, text in (_WESTERN | dict(letters.foreign)).items():
            texts[number_of[sign]] = text
        return _Signs(self._western, texts, shy)

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
        heads = [in_colour(_cut_out(page, line)[:, :_CLASSIFIED_WIDTH]) for line in voters]
        votes = self._classifier(heads).cls_res or []
        downwards = [score if label == "180" else 1 - score for label, score in votes]
        return sum(downwards) > _UPSIDE_DOWN * len(downwards)

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(cancel_futures=True)

    def _read(
        self,
        page: Pixels,
        lines: Sequence[Quad],
        signs: _Signs,
        check: Callable[[], None],
    ) -> Iterator[FoundLine]:
        """What the lines say, in these signs, without those that say nothing.

        A line at a time for each thread: in a batch none is read faster, what pads it costs, and
        what a line says would depend on its neighbours.
        """

        def read(line: Quad) -> FoundLine:
            check()
            return FoundLine(_as_corners(line), self._read_line(page, line, signs))

        readings = [self._pool.submit(read, line) for line in lines]
        try:
            for reading in readings:
                found = reading.result()
                if _mean_probability(found.characters) >= _LEAST_PROBABILITY:
                    yield found
        finally:
            for reading in readings:
                reading.cancel()

    def _read_line(self, page: Pixels, line: Quad, signs: _Signs) -> tuple[Character, ...]:
        pixels = in_colour(_cut_out(page, line)).transpose(2, 0, 1)[np.newaxis]
        scores = self._recognizer.session(pixels.astype(np.float32) / 127.5 - 1)[0]
        return self._characters(scores, signs)

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
                possible.text(scores[column], int(signs[column])),
                (column + 0.5) / len(signs),
                float(scores[column, signs[column]]),
            )
            space = float(scores[last + 1 : column, -1].max(initial=0.0))
            if found and space >= _LEAST_SPACE and _may_be_parted(found[-1].text, sign.text):
                found.append(Character(" ", (found[-1].middle + sign.middle) / 2, space))
            found.append(sign)
            last = column
        return tuple(found)


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
    return scaled(level, (width, _LINE_HEIGHT))


def _may_be_parted(before: str, after: str) -> bool:
    """Whether an unlikely space can stand there: not in a number, and not beside a space."""
    if before.isspace() or after.isspace():
        return False
    return not (before in ".," and after.isdigit())


def _mean_probability(characters: Sequence[Character]) -> float:
    """Of the characters that are no space; 0 if there are none."""
    signs = [character.probability for character in characters if not character.text.isspace()]
    return sum(signs) / len(signs) if signs else 0.0
