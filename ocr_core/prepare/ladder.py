"""What is tried on a page that was not read well, one step after the other.

Each step starts from the best reading so far and proposes another, or nothing where it sees no
need. The thresholds are from ADR 0017.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ocr_core.options import OcrOptions, PageSegMode, Step
from ocr_core.prepare.attempt import LOSING_SKEW, Attempt, Candidate
from ocr_core.prepare.light import evened, has_shadow, is_even
from ocr_core.prepare.margin import touches_edge, with_margin
from ocr_core.prepare.scaling import READABLE_HEIGHT_PX, SMALL_HEIGHT_PX, scaled, text_height
from ocr_core.prepare.skew import levelled, skew_of_ink, skew_of_lines

# Degrees. Tesseract follows lines that run less askew.
_LEAST_SKEW = 0.5
_LEAST_SKEW_WHEN_ASKED = 0.1
# A page of this confidence was not read at all.
_LOST_CONFIDENCE = 60.0
# An image of fewer pixels may be a page of text that is too small to be read.
_SMALL_PIXELS = 1_000_000
# What makes of seven pixels, the least that has the form of letters, a readable height.
_TINY_FACTOR = 3.0
# By what factor a reading with another layout has to be better.
_LAYOUT_GAIN = 1.05


@dataclass(frozen=True, slots=True)
class Rung:
    """A step, and whether it is to be asked about pages that were read well, too."""

    propose: Callable[[Attempt], Candidate | None]
    is_asked_for: bool = False


def rungs(options: OcrOptions) -> Iterator[Rung]:
    """The steps that the options allow, in the order in which they are tried."""
    if options.deskew is Step.ON:
        yield Rung(_level_always, is_asked_for=True)
    elif options.deskew is Step.AUTO:
        yield Rung(_level)
    if options.enhance is not Step.OFF:
        is_asked_for = options.enhance is Step.ON
        yield Rung(_put_margin, is_asked_for)
        yield Rung(_enlarge, is_asked_for)
        yield Rung(_even_light if is_asked_for else _even_shadow, is_asked_for=True)
    if options.psm == "auto":
        yield Rung(_as_one_block)
        yield Rung(_as_sparse_text)


def _level(best: Attempt) -> Candidate | None:
    skew = skew_of_lines(best.page) or 0.0
    if not skew and not best.is_good:
        skew = skew_of_ink(best.prepared.image)
    if abs(skew) < _LEAST_SKEW:
        return None
    # As sure is enough where lines run so: those of two columns are taken for each other's.
    gain = 1.0 if abs(skew) >= LOSING_SKEW else best.candidate.gain
    return replace(best.candidate, prepared=levelled(best.prepared, skew), gain=gain)


def _level_always(best: Attempt) -> Candidate | None:
    skew = skew_of_lines(best.page) or skew_of_ink(best.prepared.image)
    if abs(skew) < _LEAST_SKEW_WHEN_ASKED:
        return None
    return replace(best.candidate, prepared=levelled(best.prepared, skew), gain=0.0)


def _put_margin(best: Attempt) -> Candidate | None:
    if not touches_edge(best.page, best.prepared.image):
        return None
    return replace(best.candidate, prepared=with_margin(best.prepared))


def _enlarge(best: Attempt) -> Candidate | None:
    height = text_height(best.page)
    if height is not None and height < SMALL_HEIGHT_PX:
        factor = READABLE_HEIGHT_PX / height
    elif _may_be_tiny(best):
        factor = _TINY_FACTOR
    else:
        return None
    prepared = scaled(best.prepared, factor)
    return None if prepared is best.prepared else replace(best.candidate, prepared=prepared)


def _may_be_tiny(best: Attempt) -> bool:
    """Whether so little was read of a small image that the boxes do not show how high its text is.

    Tesseract takes several lines of letters of seven pixels for one.
    """
    width, height = best.prepared.image.size
    return best.confidence < _LOST_CONFIDENCE and width * height < _SMALL_PIXELS


def _even_light(best: Attempt) -> Candidate | None:
    if is_even(best.prepared.image):
        return None
    return replace(best.candidate, prepared=evened(best.prepared))


def _even_shadow(best: Attempt) -> Candidate | None:
    """Text in a shadow is lost, and what was read beside it may be read well."""
    if best.is_good and not has_shadow(best.prepared.image):
        return None
    return _even_light(best)


def _as_one_block(best: Attempt) -> Candidate:
    return Candidate(best.prepared, PageSegMode.SINGLE_BLOCK, gain=_LAYOUT_GAIN)


def _as_sparse_text(best: Attempt) -> Candidate:
    return Candidate(best.prepared, PageSegMode.SPARSE_TEXT, gain=_LAYOUT_GAIN)
