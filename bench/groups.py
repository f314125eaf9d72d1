"""The kinds of upload that the targets speak of, and which sets of the corpus are of each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Sets that people would call by one name, and why they are together."""

    name: str
    sets: tuple[str, ...]
    reason: str


GROUPS = (
    Group("receipts", ("sroie_receipts_en",), "flatbed scans of till receipts"),
    Group("phone photos", ("indo_receipt_photos_id",), "receipts as a telephone took them"),
    Group("other photos", ("phone_photos_en",), "photographs of anything else, or in other ways"),
    Group(
        "screenshots",
        ("normcap_screenshots", "misc_screenshots", "cnocr_zh_en"),
        "drawn by a computer at 72 to 96 dpi, and never on paper",
    ),
    Group(
        "forms and rotations",
        ("format_matrix",),
        "one short text in many file formats, turned and skewed",
    ),
    Group(
        "turned pages",
        ("tesseract_test",),
        "one page upright and turned, as somebody scanned it",
    ),
    Group("clean scans", ("unlv_isri_en", "old_books_en"), "1-bit scans of printed pages"),
    Group(
        "columns and tables",
        ("scribe_ocr_benchmark_en",),
        "pages whose reading order is the difficulty",
    ),
    Group(
        "business documents",
        ("invoices_pdf_multilang", "business_docs_keywords_en", "dpi_ladder_en"),
        "invoices and forms rasterised from PDF, 72 to 300 dpi",
    ),
    Group("single lines", ("uw3_lines_en",), "one line of a scanned page an image"),
    Group("Arabic lines", ("jstor_arabic_lines_ar",), "one line an image, right to left"),
    Group(
        "typewritten",
        ("tapuscorpus_typewritten_fr",),
        "faint ribbon on coloured paper, two-page spreads",
    ),
    Group(
        "historical print",
        ("ocrd_historical_de", "gallicorpora_18c_fr"),
        "Fraktur, and French with long s",
    ),
)


def group_of(set_name: str) -> str:
    """The name of the group that a set belongs to; ``other`` for one that is in none."""
    for group in GROUPS:
        if set_name in group.sets:
            return group.name
    return "other"
