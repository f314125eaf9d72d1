"""The entry of ``ocr`` and of ``python -m ocr_core.cli``."""

import os
import sys

from ocr_core.cli.exit_status import INTERRUPTED


def main() -> None:
    """Run the command; a run that was interrupted does not wait for what is under way."""
    try:
        from ocr_core.cli.command import ocr

        ocr.main(prog_name="ocr")
    except KeyboardInterrupt:
        _leave()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _leave()
        raise


def _leave() -> None:
    """End without joining the threads: they are inside of Tesseract, or wait for a service."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            continue
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
