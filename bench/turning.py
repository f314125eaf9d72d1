"""Upright pages of the corpus, turned here: they must give the same text whichever way they lie."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from bench.corpus import Sample

SET = "turned_by_the_bench"
DEGREES = (90, 180, 270)
# Upright, of one page, and of every kind that is read well enough to tell which way it lies.
_UPRIGHT = (
    "tesseract_test/phototest.tif",
    "unlv_isri_en/bus400dpi_8506_001.4B.tif",
    "unlv_isri_en/doe_1148_088.3B.tif",
    "old_books_en/b013.tif",
    "sroie_receipts_en/597.jpg",
    "normcap_screenshots/08_paragraphs.png",
    "invoices_pdf_multilang/fr_NetpresseInvoice_p1.png",
    "scribe_ocr_benchmark_en/filing_01.png",
)


def turned(samples: Sequence[Sample], directory: Path) -> Iterator[Sample]:
    """Each upright page of the samples, turned clockwise by each of ``DEGREES``.

    Args:
        samples: the corpus.
        directory: where the turned pictures are written; those that are there are taken.
    """
    for sample in samples:
        if sample.id in _UPRIGHT:
            for degrees in DEGREES:
                path = directory / f"{sample.path.name}@{degrees}.png"
                if not path.exists():
                    _turn(sample.path, path, degrees)
                yield replace(sample, set=SET, path=path)


def upright_id(turned_id: str) -> str:
    """The id of the page that a turned one was made of."""
    name = turned_id.rpartition("@")[0].partition("/")[2]
    return next(id for id in _UPRIGHT if id.endswith(f"/{name}"))


def _turn(upright: Path, path: Path, degrees: int) -> None:
    """Write a picture that has to be turned back by as many degrees, with its resolution."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(upright) as image:
        dpi = image.info.get("dpi")
        image.rotate(-degrees, expand=True).save(path, **({"dpi": dpi} if dpi else {}))
