"""The command ``ocr``, and its help."""

from pathlib import Path

import click

from ocr_core.cli.exit_status import INTERRUPTED
from ocr_core.cli.options import SECTIONS
from ocr_core.version import VERSION

_HELP = """Read the text of images and PDFs.

\b
  ocr scan.png                        the text, on standard output
  ocr scan.pdf -o searchable.pdf      the same pages, searchable
  ocr *.pdf --format pdf,json --output-dir out -l eng+deu --jobs 4
  ocr scans/ --output-dir out         a whole folder; again to go on
  cat scan.png | ocr - > scan.txt

FILES may be folders, which are searched with all the folders in them, and - for
standard input. What is done already is skipped; a file that fails, or is not
there, does not stop the others.
"""
_EPILOG = (
    "Ends with 0 when all is well, 2 for a command line that is not understood, 130 at Ctrl-C, "
    "and otherwise by the gravest failure: 64 an option, 65 bad data, 66 no input, 69 engine or "
    "service unavailable, 70 internal, 73 no output, 75 try again, 77 no permission."
)
# Where the explanations begin, in characters from the left.
_MAX_OPTION_WIDTH = 25


class _OcrCommand(click.Command):
    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options in their sections, as manuals have them, and click's own last."""
        sectioned = [option for options in SECTIONS.values() for option in options]
        others = [
            param
            for param in self.get_params(ctx)
            if isinstance(param, click.Option) and param not in sectioned
        ]
        for heading, params in {**SECTIONS, "Other": others}.items():
            rows = [row for param in params if (row := param.get_help_record(ctx))]
            with formatter.section(heading):
                formatter.write_dl(rows, col_max=_MAX_OPTION_WIDTH)


def _read(**parameters: object) -> None:
    # Not for the help: they load all that reads and writes documents.
    from ocr_core.cli.request import Request
    from ocr_core.cli.session import run

    try:
        status = run(Request.model_validate(parameters))
    except KeyboardInterrupt:
        status = INTERRUPTED
    click.get_current_context().exit(status)


ocr = click.version_option(VERSION, message="%(prog)s %(version)s")(
    _OcrCommand(
        "ocr",
        callback=_read,
        help=_HELP,
        epilog=_EPILOG,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        params=[
            click.Argument(
                ["files"],
                nargs=-1,
                required=True,
                metavar="FILES...",
                # One that is not there is a failure of that file alone.
                type=click.Path(readable=False, allow_dash=True, path_type=Path),
            ),
            *(option for options in SECTIONS.values() for option in options),
        ],
    )
)
