"""Tesseract as a process of its own, one a page, through pytesseract."""

import csv
import errno
import math
import os
import shlex
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytesseract
from PIL.Image import Image

from ocr_core.deadline import Deadline
from ocr_core.engine import PageImage
from ocr_core.engines.tesseract_letters import with_own_letters
from ocr_core.engines.tesseract_limits import check_edges
from ocr_core.engines.tesseract_version import usable_version
from ocr_core.errors import EngineFailed, EngineMissing
from ocr_core.model import BoundingBox, Page, Word
from ocr_core.options import OcrOptions
from ocr_core.page_layout import PlacedWord, build_blocks, spaced
from ocr_core.spacing import PRESERVE_SPACES, has_own_spacing
from ocr_core.tessdata import Tessdata

# Tesseract's TSV: level 5 is a word (tesseract/src/api/baseapi.cpp, GetTSVText).
_WORD_LEVEL = "5"
_NO_RESULT = "Tesseract stopped without a result. Try another psm or image."
# More than the TSV of any page: 15,000 words of 70 bytes.
_OUTPUT_BYTES = 1_000_000
# It prints some lines: milliseconds, on a machine that is not in trouble.
_VERSION_S = 10
# Tesseract's engine mode for the LSTM recogniser alone (--oem).
_LSTM_ONLY = 1


class PytesseractEngine:
    """Reads each page with a new ``tesseract`` process, killed at the deadline."""

    name = "pytesseract"
    is_warm = True  # a process a page: nothing to keep warm

    def __init__(self, tessdata: Tessdata, *, concurrency: int, binary: str = "tesseract") -> None:
        """Use the ``tesseract`` binary found on the search path.

        Raises:
            EngineMissing: there is none, or it is too old.
        """
        if shutil.which(binary) is None:
            raise EngineMissing(
                "The tesseract binary is not installed on the server. "
                "Its operator can install the package tesseract-ocr."
            )
        self.version = usable_version(_printed_version(binary))
        """Tesseract's, e.g. ``5.5.0``."""
        pytesseract.pytesseract.tesseract_cmd = binary
        # pytesseract hands this process's environment on. Tesseract's OpenMP threads only
        # get in each other's way: one dense page on two cores takes 14.1 s with them, 1.9 s
        # without.
        os.environ["OMP_THREAD_LIMIT"] = "1"
        self._tessdata = tessdata
        self._turn = threading.BoundedSemaphore(concurrency)

    def languages(self) -> tuple[str, ...]:
        """The languages in the tessdata directory."""
        return self._tessdata.languages()

    def check(self, options: OcrOptions) -> None:
        """Refuse languages that are not installed."""
        self._tessdata.check(options)

    def warm_up(self, options: OcrOptions) -> None:
        """Only check: there is nothing to keep warm."""
        self.check(options)

    def recognize(self, page: PageImage, options: OcrOptions, *, deadline: Deadline) -> Page:
        """Read one page within the deadline; see ``OcrEngine.recognize``."""
        check_edges(page)
        self.check(options)
        dpi = options.dpi or page.dpi
        timeout = None if math.isinf(deadline.remaining_s) else deadline.remaining_s
        if not self._turn.acquire(timeout=timeout):
            raise deadline.exceeded()
        try:
            deadline.check()
            tsv, text = self._run(page.image, options, dpi, deadline)
        finally:
            self._turn.release()
        width, height = page.image.size
        try:
            words = with_own_letters(_words(tsv), options.language_codes)
            blocks = build_blocks(spaced(words, text) if text else words)
        except (KeyError, ValueError) as error:
            raise EngineFailed(_NO_RESULT) from error
        return Page(
            number=page.number,
            engine=self.name,
            width=width,
            height=height,
            dpi=dpi,
            blocks=blocks,
        )

    def close(self) -> None:
        """Nothing to give back."""

    def _run(
        self, image: Image, options: OcrOptions, dpi: float | None, deadline: Deadline
    ) -> tuple[str, str]:
        """Tesseract's TSV, and its text where only that says where spaces are."""
        has_text = has_own_spacing(options.language_codes)
        text_too = ("-c", "tessedit_create_txt=1", "-c", f"{PRESERVE_SPACES}=1")
        config = [
            *("--tessdata-dir", str(self._tessdata.directory)),
            *("--oem", str(_LSTM_ONLY), "--psm", str(int(options.page_seg_mode))),
            *(("--dpi", str(round(dpi))) if dpi else ()),
            *("-c", "tessedit_create_tsv=1"),
            *(text_too if has_text else ()),
        ]
        with _failures(deadline):
            _check_room(image)
            with pytesseract.pytesseract.save(_as_pnm(image)) as (base, input_filename):
                pytesseract.pytesseract.run_tesseract(
                    input_filename,
                    base,
                    extension="tsv",
                    lang=options.languages,
                    config=shlex.join(config),
                    timeout=0 if math.isinf(deadline.remaining_s) else deadline.remaining_s,
                )
                tsv = Path(f"{base}.tsv").read_text(encoding="utf-8")
                text = Path(f"{base}.txt").read_text(encoding="utf-8") if has_text else ""
        if not tsv.endswith("\n"):
            # Tesseract does not look whether the last of its output could be written.
            raise EngineFailed(_NO_RESULT)
        return tsv, text


@contextmanager
def _failures(deadline: Deadline) -> Iterator[None]:
    """Turn what pytesseract raises into errors of our own."""
    try:
        yield
    except pytesseract.TesseractNotFoundError as error:
        raise EngineMissing("The tesseract binary is gone from the server.") from error
    except (OSError, UnboundLocalError) as error:  # the latter: it could not even begin a file
        raise EngineFailed(
            "Temporary files for Tesseract could not be written on the server; its temporary "
            "folder may be full. Try again in a moment."
        ) from error
    except (pytesseract.TesseractError, UnicodeDecodeError) as error:
        raise EngineFailed(_NO_RESULT) from error
    except RuntimeError as error:  # it killed the process
        raise deadline.exceeded() from error


def _check_room(image: Image) -> None:
    """See that the folder for temporary files has room for a page and for what is read on it.

    Raises:
        OSError: it has not.
    """
    if shutil.disk_usage(tempfile.gettempdir()).free < image.width * image.height + _OUTPUT_BYTES:
        raise OSError(errno.ENOSPC, "no room for a page")


def _printed_version(binary: str) -> str:
    """What the program says of itself: on its error channel before 4.0.

    pytesseract's own look at it ends this process where that is no version, and has no time-out.
    """
    try:
        run = subprocess.run(  # noqa: S603  # the operator's program
            [binary, "--version"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_VERSION_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineMissing("The tesseract binary on the server cannot be run.") from error
    return run.stdout.decode(errors="replace")


def _as_pnm(image: Image) -> Image:
    """The same pixels, marked so that pytesseract hands them over uncompressed."""
    plain = image.copy()
    plain.format = "PPM"
    return plain


def _words(tsv: str) -> Iterator[PlacedWord]:
    """The words of Tesseract's TSV, in its order.

    Raises:
        KeyError, ValueError: it is none.
    """
    for row in csv.DictReader(tsv.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["text"] is None:
            raise ValueError("a row that is not whole")
        text = row["text"].strip()
        if row["level"] != _WORD_LEVEL or not text:
            continue
        left, top = int(row["left"]), int(row["top"])
        right, bottom = left + int(row["width"]), top + int(row["height"])
        word = Word(
            text=text,
            box=BoundingBox(left=left, top=top, right=right, bottom=bottom),
            confidence=round(min(100.0, max(0.0, float(row["conf"]))), 2),
        )
        yield PlacedWord(int(row["block_num"]), int(row["par_num"]), int(row["line_num"]), word)
