"""Tesseract, with the page prepared for it where that pays."""

import time
from dataclasses import dataclass, replace

from ocr_core.deadline import Deadline
from ocr_core.engine import OcrEngine, PageImage
from ocr_core.errors import DeadlineExceeded, ImageTooLarge
from ocr_core.model import Page
from ocr_core.options import OcrOptions, PageSegMode, Step
from ocr_core.prepare.attempt import Attempt, Candidate
from ocr_core.prepare.ladder import rungs
from ocr_core.prepare.orientation import turn_needed
from ocr_core.prepare.prepared_image import PreparedImage
from ocr_core.prepare.turning import turned

# Of the time that the other pages leave, what further readings of a page may take.
_SHARE = 0.5
# What a turned page must be worth beside the page as it was: about the same text, which Tesseract
# may have read on its side as well. Vertical script, which it also reads, is worth nothing then.
_WORTH_TURNING = 0.8
# Modes in which Tesseract finds the orientation itself, or is told of a vertical block.
_OWN_ORIENTATION = (
    PageSegMode.AUTO_OSD,
    PageSegMode.SPARSE_TEXT_OSD,
    PageSegMode.SINGLE_BLOCK_VERT_TEXT,
)


@dataclass(frozen=True, slots=True)
class CarefulEngine:
    """Reads a page as it is, and again as ``rotate``, ``deskew``, ``enhance`` and ``psm`` ask for.

    What reads well at once is read once. Boxes are those of the page as sent, and
    ``Page.preparation`` says what was done for the reading that was kept.
    """

    engine: OcrEngine
    """Tesseract."""

    @property
    def name(self) -> str:
        """The engine's."""
        return self.engine.name

    @property
    def version(self) -> str:
        """The engine's."""
        return self.engine.version

    @property
    def is_warm(self) -> bool:
        """Whether the engine is."""
        return self.engine.is_warm

    def languages(self) -> tuple[str, ...]:
        """The engine's."""
        return self.engine.languages()

    def check(self, options: OcrOptions) -> None:
        """Refuse what the engine refuses."""
        self.engine.check(options)

    def warm_up(self, options: OcrOptions) -> None:
        """Load what the engine loads."""
        self.engine.warm_up(options)

    def recognize(self, page: PageImage, options: OcrOptions, *, deadline: Deadline) -> Page:
        """Read one page; see ``OcrEngine.recognize``."""
        reading = _Reading(self.engine, page, options)
        candidate = Candidate(PreparedImage(page.image), options.page_seg_mode)
        started_s = time.monotonic()
        first = reading.attempt(candidate, deadline)
        time_left = _time_for_more(page, time.monotonic() - started_s, deadline)
        best = reading.improved(first, time_left)
        preparation = best.prepared.preparation.model_copy(update={"psm": int(best.psm)})
        prepared = replace(best.prepared, preparation=preparation)
        return prepared.as_sent(best.page, page, dpi=options.dpi or page.dpi)

    def close(self) -> None:
        """Close the engine."""
        self.engine.close()


@dataclass(frozen=True, slots=True)
class _Reading:
    """The readings of one page."""

    engine: OcrEngine
    sent: PageImage
    options: OcrOptions

    def attempt(self, candidate: Candidate, deadline: Deadline) -> Attempt:
        """Read the page once more."""
        prepared = candidate.prepared
        page = replace(self.sent, image=prepared.image, dpi=self._dpi(prepared))
        options = self.options.model_copy(update={"psm": candidate.psm, "dpi": None})
        return Attempt(candidate, self.engine.recognize(page, options, deadline=deadline))

    def improved(self, first: Attempt, deadline: Deadline) -> Attempt:
        """The best of the readings that the options allow and the page needs, within the time."""
        best = first
        try:
            best = self._upright(best, deadline)
            for rung in rungs(self.options):
                if best.is_good and not rung.is_asked_for:
                    continue
                candidate = rung.propose(best)
                if candidate is not None:
                    deadline.check()
                    attempt = self.attempt(candidate, deadline)
                    best = attempt if attempt.is_better_than(best) else best
        except (DeadlineExceeded, ImageTooLarge):
            pass
        return best

    def _upright(self, first: Attempt, deadline: Deadline) -> Attempt:
        """The page the right way up, where it is certain that it was not."""
        if self.options.rotate is Step.OFF or first.psm in _OWN_ORIENTATION:
            return first

        def read_sample(sample: PreparedImage) -> Page:
            return self.attempt(Candidate(sample, PageSegMode.SINGLE_BLOCK), deadline).page

        look = self.options.rotate is Step.ON
        degrees = turn_needed(first.prepared, first.page, read_sample, look_at_all=look)
        if not degrees:
            return first
        again = self.attempt(Candidate(turned(first.prepared, degrees), first.psm), deadline)
        return again if again.worth >= _WORTH_TURNING * first.worth else first

    def _dpi(self, prepared: PreparedImage) -> float | None:
        """What to tell the engine: of an image made larger, nothing, so that it measures itself."""
        if self.options.dpi:
            return self.options.dpi * prepared.preparation.scale
        return self.sent.dpi if prepared.preparation.scale == 1 else None


def _time_for_more(page: PageImage, took_s: float, deadline: Deadline) -> Deadline:
    """By when further readings must be done, so that the pages behind can still be read once."""
    others = page.pages_left - 1
    spare_s = max(0.0, deadline.remaining_s - others * took_s)
    return Deadline.after(_SHARE * spare_s / page.pages_left)
