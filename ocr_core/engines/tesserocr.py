"""Tesseract in this process, through tesserocr: the model stays loaded between pages."""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import tesserocr
from PIL.Image import Image

from ocr_core.deadline import Deadline
from ocr_core.engine import PageImage
from ocr_core.engines.blob_order import reading_order
from ocr_core.engines.leptonica import silence_leptonica
from ocr_core.engines.tesseract_letters import with_own_letters
from ocr_core.engines.tesseract_limits import check_edges
from ocr_core.engines.tesseract_version import usable_version
from ocr_core.errors import DamagedLanguage, EngineFailed
from ocr_core.model import Baseline, BlockKind, BoundingBox, Page, Word
from ocr_core.options import OcrOptions
from ocr_core.page_layout import PlacedWord, build_blocks, spaced
from ocr_core.spacing import PRESERVE_SPACES, has_own_spacing
from ocr_core.tessdata import Tessdata

silence_leptonica()

# tesseract/publictypes.h: enum PolyBlockType
_BLOCK_KINDS = {
    tesserocr.PT.FLOWING_TEXT: BlockKind.TEXT,
    tesserocr.PT.HEADING_TEXT: BlockKind.HEADING,
    tesserocr.PT.PULLOUT_TEXT: BlockKind.PULL_OUT,
    tesserocr.PT.CAPTION_TEXT: BlockKind.CAPTION,
    tesserocr.PT.TABLE: BlockKind.TABLE,
    tesserocr.PT.VERTICAL_TEXT: BlockKind.VERTICAL_TEXT,
    tesserocr.PT.EQUATION: BlockKind.EQUATION,
    tesserocr.PT.INLINE_EQUATION: BlockKind.EQUATION,
    tesserocr.PT.FLOWING_IMAGE: BlockKind.IMAGE,
    tesserocr.PT.HEADING_IMAGE: BlockKind.IMAGE,
    tesserocr.PT.PULLOUT_IMAGE: BlockKind.IMAGE,
}
_NOT_LOADED = (
    "The data of a requested language could not be loaded on the server. Leave it out, "
    "and tell the operator."
)
# layers/tesseract/patches/tesseract-lines-in-parallel.patch
_LINE_THREADS = "lstm_line_threads"
# Recognize takes milliseconds in a C int; an endless deadline becomes a day.
_MAX_TIMEOUT_MS = 86_400_000


@dataclass(slots=True)
class _Slot:
    """One Tesseract instance and the languages it has loaded."""

    api: tesserocr.PyTessBaseAPI
    languages: str


@dataclass(slots=True)
class _Pool:
    """At most ``size`` instances; a free one with the right languages is preferred."""

    tessdata: Tessdata
    size: int
    line_threads: int
    free: list[_Slot] = field(default_factory=list)
    turn: threading.BoundedSemaphore = field(init=False)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.turn = threading.BoundedSemaphore(self.size)

    @contextmanager
    def slot(self, options: OcrOptions, deadline: Deadline) -> Iterator[_Slot]:
        """Wait for a turn, and hold an instance that has the languages of ``options``."""
        timeout = None if math.isinf(deadline.remaining_s) else deadline.remaining_s
        if not self.turn.acquire(timeout=timeout):
            raise deadline.exceeded()
        try:
            slot = self._take(options.languages)
            try:
                yield slot
            finally:
                slot.api.Clear()
                with self.lock:
                    self.free.append(slot)
        finally:
            self.turn.release()

    def _take(self, languages: str) -> _Slot:
        with self.lock:
            slot = next((free for free in self.free if free.languages == languages), None)
            if slot is None and self.free:
                slot = self.free[0]
            if slot is not None:
                self.free.remove(slot)
        if slot is not None and slot.languages == languages:
            return slot
        if slot is not None:
            slot.api.End()
        return self._load(languages)

    def _load(self, languages: str) -> _Slot:
        # Of several languages Tesseract tries first what the line before was in.
        has_threads = self.line_threads > 1 and "+" not in languages
        try:
            api = tesserocr.PyTessBaseAPI(
                path=f"{self.tessdata.directory}/",
                lang=languages,
                oem=tesserocr.OEM.LSTM_ONLY,
                variables={_LINE_THREADS: str(self.line_threads)} if has_threads else None,
            )
        except RuntimeError as error:
            raise DamagedLanguage(_NOT_LOADED) from error
        # Tesseract leaves out what it cannot load, as long as one of them is left.
        if set(languages.split("+")) - set(api.GetLoadedLanguages()):
            api.End()
            raise DamagedLanguage(_NOT_LOADED)
        return _Slot(api, languages)

    def close(self) -> None:
        with self.lock:
            for slot in self.free:
                slot.api.End()
            self.free.clear()


class TesserocrEngine:
    """Reads pages with instances that stay warm, at most one a thread of ``concurrency``."""

    name = "tesserocr"

    def __init__(self, tessdata: Tessdata, *, concurrency: int, line_threads: int = 1) -> None:
        """Use the library that tesserocr was built with.

        Args:
            tessdata: the language data.
            concurrency: how many pages it may read at once.
            line_threads: threads that read the lines of one page, where there is one language.
                Only the Tesseract of ``layers/tesseract`` has them.

        Raises:
            EngineMissing: it is too old.
        """
        self.version = usable_version(str(tesserocr.tesseract_version()))
        """Tesseract's, e.g. ``5.5.4``."""
        self._tessdata = tessdata
        has_threads = line_threads > 1 and _has_line_threads()
        self._pool = _Pool(tessdata, concurrency, line_threads if has_threads else 1)

    @property
    def is_warm(self) -> bool:
        """Whether an instance is loaded and free."""
        return bool(self._pool.free)

    def languages(self) -> tuple[str, ...]:
        """The languages in the tessdata directory."""
        return self._tessdata.languages()

    def check(self, options: OcrOptions) -> None:
        """Refuse languages that are not installed."""
        self._tessdata.check(options)

    def warm_up(self, options: OcrOptions) -> None:
        """Load one instance with the languages of ``options``."""
        self.check(options)
        with self._pool.slot(options, Deadline.never()):
            pass

    def recognize(self, page: PageImage, options: OcrOptions, *, deadline: Deadline) -> Page:
        """Read one page within the deadline; see ``OcrEngine.recognize``."""
        check_edges(page)
        self.check(options)
        dpi = options.dpi or page.dpi
        with self._pool.slot(options, deadline) as slot:
            deadline.check()
            _set_image(slot.api, page.image, options, dpi)
            _recognize(slot.api, deadline)
            kinds: dict[int, BlockKind] = {}
            words = with_own_letters(_words(slot.api, kinds), options.language_codes)
            if has_own_spacing(options.language_codes):
                words = spaced(words, _own_text(slot.api))
            blocks = build_blocks(words, kinds)
        width, height = page.image.size
        return Page(
            number=page.number,
            engine=self.name,
            width=width,
            height=height,
            dpi=dpi,
            blocks=blocks,
        )

    def close(self) -> None:
        """End the instances that are free."""
        self._pool.close()


def _has_line_threads() -> bool:
    """Whether this Tesseract has the parameter; one that it has not would be complained of."""
    api = tesserocr.PyTessBaseAPI(init=False)
    try:
        return bool(api.SetVariable(_LINE_THREADS, "1"))
    finally:
        api.End()


def _set_image(
    api: tesserocr.PyTessBaseAPI, image: Image, options: OcrOptions, dpi: float | None
) -> None:
    api.SetPageSegMode(int(options.page_seg_mode))
    # 8-bit grey goes in as it is: 4 ms for an A4 page at 300 dpi, where SetImage of an
    # RGB image takes 76 ms (it encodes it as BMP on the way).
    api.SetImageBytes(image.tobytes(), image.width, image.height, 1, image.width)
    if dpi:
        api.SetSourceResolution(round(dpi))


def _recognize(api: tesserocr.PyTessBaseAPI, deadline: Deadline) -> None:
    timeout_ms = min(math.ceil(min(deadline.remaining_s, _MAX_TIMEOUT_MS) * 1000), _MAX_TIMEOUT_MS)
    if not api.Recognize(max(1, timeout_ms)):
        deadline.check()
        raise EngineFailed("Tesseract stopped without a result. Try another psm or image.")


def _words(api: tesserocr.PyTessBaseAPI, kinds: dict[int, BlockKind]) -> Iterator[PlacedWord]:
    """The words in reading order; notes in ``kinds`` what each block is."""
    iterator = api.GetIterator()
    if iterator is None:
        return
    ril = tesserocr.RIL
    block = paragraph = line = 0
    baseline: Baseline | None = None
    while not iterator.Empty(ril.WORD):
        # Each question walks the whole line: asked of every word, they take longer than the rest.
        if iterator.IsAtBeginningOf(ril.TEXTLINE):
            line += 1
            baseline = _baseline(iterator)
            paragraph += iterator.IsAtBeginningOf(ril.PARA)
            if iterator.IsAtBeginningOf(ril.BLOCK):
                block += 1
                kinds[block] = _BLOCK_KINDS.get(iterator.BlockType(), BlockKind.UNKNOWN)
        word = _word(iterator)
        if word is not None:
            yield PlacedWord(block, paragraph, line, word, baseline)
        if not iterator.Next(ril.WORD):
            return


def _own_text(api: tesserocr.PyTessBaseAPI) -> str:
    """What Tesseract writes of the page, spaces only where it saw some."""
    api.SetVariable(PRESERVE_SPACES, "1")
    try:
        return str(api.GetUTF8Text())
    except RuntimeError:  # no text
        return ""


def _baseline(iterator: tesserocr.PyLTRResultIterator) -> Baseline | None:
    """The baseline of the line that the iterator stands on."""
    points = iterator.Baseline(tesserocr.RIL.TEXTLINE)
    if points is None:
        return None
    (x1, y1), (x2, y2) = points
    return Baseline(x1=x1, y1=y1, x2=x2, y2=y2)


def _word(iterator: tesserocr.PyLTRResultIterator) -> Word | None:
    """The word that the iterator stands on; none where it stands on a picture."""
    ril = tesserocr.RIL
    try:
        text = iterator.GetUTF8Text(ril.WORD).strip()
    except RuntimeError:  # "No text returned": a block without text
        return None
    box = iterator.BoundingBox(ril.WORD)
    if not text or box is None:
        return None
    left, top, right, bottom = box
    return Word(
        text=reading_order(text),
        box=BoundingBox(left=left, top=top, right=right, bottom=bottom),
        confidence=round(min(100.0, max(0.0, iterator.Confidence(ril.WORD))), 2),
    )
