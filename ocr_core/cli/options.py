"""The options of ``ocr``, in the sections of its help. docs/cli.md has a row for each."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from ocr_core.choices import EngineChoice, OutputFormat, PageSegMode, ReadBy, Step, TextLayer
from ocr_core.cli.parameters import FormatList, checked_token, checked_url, joined_formats


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _step(name: str, does: str) -> click.Option:
    """A step of the preparation of a page."""
    return click.Option(
        [f"--{name}"],
        type=click.Choice([step.value for step in Step]),
        metavar="WHEN",
        help=f"{does} auto: where that pays; on; off.  [default: auto]",
    )


_READING = (
    click.Option(
        ["-l", "--languages"],
        metavar="LANGS",
        help="Languages on the page, the main one first, joined by +.  [default: eng]",
    ),
    click.Option(
        ["--psm"],
        type=click.Choice(["auto", *(str(mode.value) for mode in PageSegMode)]),
        metavar="N",
        help="Page segmentation mode: auto finds what reads best. Tesseract's numbers: 3 any page, "
        "4 one column, 6 one block, 7 one line, 8 one word, 11 sparse text.  [default: auto]",
    ),
    _step("rotate", "Turn pages that lie on their side or their head."),
    _step("deskew", "Level lines that run askew."),
    _step("enhance", "Make small text larger, take out uneven light, put a margin around."),
    click.Option(
        ["--dpi"],
        type=int,
        metavar="N",
        help="Resolution of the scan, where the file says none or lies.",
    ),
    click.Option(
        ["--pages"],
        metavar="RANGES",
        help="Which pages to read: 1-3,7 or 5-.  [default: all]",
    ),
    click.Option(
        ["--text-layer"],
        type=click.Choice([layer.value for layer in TextLayer]),
        metavar="MODE",
        help="Text in a PDF itself: auto uses it where it is sound, ignore reads every page, "
        "only takes what there is.  [default: auto]",
    ),
    click.Option(
        ["--engine"],
        type=click.Choice([engine.value for engine in ReadBy]),
        metavar="NAME",
        help="What reads the pages. tesseract; rapidocr: made for photographs, slower; auto: "
        "tesseract, and rapidocr after it where tesseract is in doubt.  [default: auto]",
    ),
    click.Option(
        ["--password"],
        envvar="OCR_PASSWORD",
        show_envvar=True,
        help="Opens encrypted PDFs. A searchable PDF keeps their encryption.",
    ),
)


def _switch(name: str, does: str) -> click.Option:
    """An option of the output formats that is on where it is given."""
    return click.Option([f"--{name}"], is_flag=True, default=None, help=does)


_WRITING = (
    click.Option(
        ["-f", "--format", "formats"],
        type=FormatList(),
        multiple=True,
        callback=joined_formats,
        metavar="FORMATS",
        help=f"{', '.join(OutputFormat)}; several are joined by commas.  "
        "[default: by the ending of --output, otherwise text]",
    ),
    _switch("layout", "text with the spaces and blank lines of the picture."),
    _switch("page-breaks", "markdown with a comment where a page begins."),
    _switch("running-text", "markdown with running headers, footers and page numbers."),
    click.Option(
        ["-o", "--output"],
        type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
        metavar="FILE",
        help="Where to write the one output; - is standard output.",
    ),
    click.Option(
        ["-d", "--output-dir"],
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Where to write the outputs, named after the files: scan.png.txt.",
    ),
    click.Option(
        ["--beside"],
        is_flag=True,
        help="Write each output next to its file.",
    ),
    click.Option(
        ["--force"],
        is_flag=True,
        help="Read again what is done already, and overwrite what is not known.",
    ),
)
_RUNNING = (
    click.Option(
        ["-j", "--jobs"],
        type=click.IntRange(min=1),
        default=_cores,
        metavar="N",
        help="Pages, or calls of the service, at the same time.  [default: the machine's cores]",
    ),
    click.Option(
        ["--timeout", "timeout_s"],
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="The longest that one file may take.  [default: no end]",
    ),
    click.Option(
        ["--tesseract"],
        type=click.Choice([choice.value for choice in EngineChoice]),
        default=EngineChoice.AUTO.value,
        show_default=True,
        envvar="OCR_ENGINE",
        show_envvar=True,
        metavar="HOW",
        help="How Tesseract is called. tesserocr: in process, fastest. pytesseract: a process a "
        "page. auto: what is there.",
    ),
    click.Option(
        ["--tessdata"],
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        envvar="TESSDATA_PREFIX",
        show_envvar=True,
        metavar="DIR",
        help="Where the *.traineddata files are.",
    ),
    click.Option(
        ["-q", "--quiet"],
        is_flag=True,
        help="Say nothing but what failed.",
    ),
)
_SERVICE = (
    click.Option(
        ["--url"],
        envvar="OCR_URL",
        show_envvar=True,
        callback=checked_url,
        metavar="URL",
        help="Send the files to this service instead of reading them here.",
    ),
    click.Option(
        ["--token"],
        envvar="OCR_API_TOKEN",
        show_envvar=True,
        callback=checked_token,
        help="Its bearer token. The variable keeps it out of the list of processes.",
    ),
)

SECTIONS: Mapping[str, Sequence[click.Option]] = {
    "Reading": _READING,
    "Writing": _WRITING,
    "Running": _RUNNING,
    "By a service": _SERVICE,
}
