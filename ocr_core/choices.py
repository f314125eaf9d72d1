"""What there is to choose from; the standard library alone, for the command line's help."""

from enum import IntEnum, StrEnum


class PageSegMode(IntEnum):
    """How Tesseract looks for text on the page (its ``--psm``), in its own numbers.

    0 and 2 are left out: they find no text.
    """

    AUTO_OSD = 1
    """Automatic, with orientation and script detection."""
    AUTO = 3
    """Fully automatic: a page of any layout."""
    SINGLE_COLUMN = 4
    """One column of text of variable sizes."""
    SINGLE_BLOCK_VERT_TEXT = 5
    """One uniform block of vertically aligned text."""
    SINGLE_BLOCK = 6
    """One uniform block of text."""
    SINGLE_LINE = 7
    """One text line."""
    SINGLE_WORD = 8
    """One word."""
    CIRCLE_WORD = 9
    """One word in a circle."""
    SINGLE_CHAR = 10
    """One character."""
    SPARSE_TEXT = 11
    """As much text as can be found, in no order."""
    SPARSE_TEXT_OSD = 12
    """Sparse text with orientation and script detection."""
    RAW_LINE = 13
    """One text line, without Tesseract's own tricks."""

    @property
    def needs_osd(self) -> bool:
        """Whether the orientation model ``osd`` has to be installed."""
        return self in (PageSegMode.AUTO_OSD, PageSegMode.SPARSE_TEXT_OSD)


# What says that there is nothing beside the text that is asked for.
ONE_COLUMN = (
    PageSegMode.SINGLE_COLUMN,
    PageSegMode.SINGLE_BLOCK,
    PageSegMode.SINGLE_LINE,
    PageSegMode.RAW_LINE,
)


_EXTENSIONS = {"text": "txt", "hocr": "hocr.html", "alto": "alto.xml", "markdown": "md"}


class OutputFormat(StrEnum):
    """What a document can be written as."""

    JSON = "json"
    """The whole document: pages, blocks, lines, words, boxes, confidences."""
    TEXT = "text"
    """Plain text."""
    HOCR = "hocr"
    """hOCR 1.2: HTML with boxes, confidences and baselines."""
    ALTO = "alto"
    """ALTO 4 XML."""
    TSV = "tsv"
    """Tesseract's table of words, tab-separated."""
    PDF = "pdf"
    """The pages as they were, with an invisible text layer: searchable."""
    MARKDOWN = "markdown"
    """Markdown (GFM): headings, paragraphs, lists and tables."""
    CSV = "csv"
    """The tables, as comma-separated values."""
    XLSX = "xlsx"
    """The tables, a sheet each."""

    @property
    def extension(self) -> str:
        """The ending of a file of this format, without the dot."""
        return _EXTENSIONS.get(self.value, self.value)


class TextLayer(StrEnum):
    """What to do with text that stands in the file itself."""

    AUTO = "auto"
    """Use it where it is sound, read the other pages."""
    IGNORE = "ignore"
    """Read every page."""
    ONLY = "only"
    """Use it as it is, and read no page."""


class ReadBy(StrEnum):
    """Which engine reads the pages."""

    AUTO = "auto"
    """Tesseract, and RapidOCR after it where Tesseract is in doubt; the better reading is kept.

    A language whose everyday letters one of them lacks is read by the other: docs/letters.md.
    """
    TESSERACT = "tesseract"
    """Tesseract alone."""
    RAPIDOCR = "rapidocr"
    """RapidOCR alone: made for photographs, at several times the cost."""


class Step(StrEnum):
    """Whether to do a step of the preparation of a page."""

    AUTO = "auto"
    """Where the page needs it and reads better for it."""
    ON = "on"
    """Look at every page for it, and do it where anything is found."""
    OFF = "off"
    """Never."""


class EngineChoice(StrEnum):
    """How Tesseract is called."""

    AUTO = "auto"
    """tesserocr where it can be used, otherwise the binary."""
    TESSEROCR = "tesserocr"
    """In process: warm, fastest."""
    PYTESSERACT = "pytesseract"
    """The ``tesseract`` binary, one process a page: a crash stays there."""
