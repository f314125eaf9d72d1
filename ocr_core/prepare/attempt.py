"""One reading of a prepared page, and what it is worth beside another."""

from dataclasses import dataclass
from functools import cached_property

from ocr_core.model import Page
from ocr_core.options import PageSegMode
from ocr_core.prepare.prepared_image import PreparedImage
from ocr_core.prepare.skew import skew_of_lines
from ocr_core.unread_ink import unread_ink

# Words below this confidence are more often wrong than right; see ADR 0017.
_WORTHLESS_CONFIDENCE = 60.0
# A page of this confidence is read well: no other reading of it was found to be better.
_GOOD_CONFIDENCE = 90.0
# More is seldom to be had of small text, and reading it again costs several times as much.
_GOOD_WHEN_ENLARGED = 85.0
# Degrees. Of lines that run more askew Tesseract loses some, and is as sure of the others as ever.
LOSING_SKEW = 1.5
# The share of the ink that is outside of all words when a page is taken to have been passed over.
_PASSED_OVER = 0.3


@dataclass(frozen=True)
class Candidate:
    """A prepared image and the mode to read it with.

    ``gain`` is by what factor its reading must be better than another one to be kept.
    """

    prepared: PreparedImage
    psm: PageSegMode
    gain: float = 1.08


@dataclass(frozen=True)
class Attempt:
    """A candidate, and what was read: ``page`` is in pixels of the prepared image."""

    candidate: Candidate
    page: Page

    @property
    def prepared(self) -> PreparedImage:
        """The image that was read."""
        return self.candidate.prepared

    @property
    def psm(self) -> PageSegMode:
        """The mode that it was read with."""
        return self.candidate.psm

    @property
    def confidence(self) -> float:
        """The page's; 0 where nothing was read."""
        return self.page.confidence or 0.0

    @cached_property
    def worth(self) -> float:
        """Letters and digits, each counting by how far its word's confidence is above worthless."""
        words = [word for line in self.page.lines for word in line.words]
        return sum(
            max(0.0, (word.confidence or 0.0) - _WORTHLESS_CONFIDENCE)
            * sum(map(str.isalnum, word.text))
            for word in words
        )

    @property
    def is_good(self) -> bool:
        """Whether nothing better is to be looked for."""
        is_enlarged = self.prepared.preparation.scale > 1
        good = _GOOD_WHEN_ENLARGED if is_enlarged else _GOOD_CONFIDENCE
        return self.confidence >= good and self._is_level

    @property
    def _is_level(self) -> bool:
        """Whether the lines are, or, where there are too few to tell, hardly any ink is left."""
        skew = skew_of_lines(self.page)
        if skew is None:
            return unread_ink(self.prepared.image, self.page) < _PASSED_OVER
        return abs(skew) < LOSING_SKEW

    def is_better_than(self, other: "Attempt") -> bool:
        """Whether to keep it in place of the other one."""
        is_as_sure = self.psm == other.psm or self.confidence >= other.confidence
        return is_as_sure and self.worth > self.candidate.gain * other.worth
