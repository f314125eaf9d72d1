"""What each language data of a folder reads, in a process of its own: Tesseract may take it along.

    python -m tests.faults.reading ENGINE FOLDER

One JSON line for each folder in the folder: its name, and what becomes of each choice of languages.
"""

import json
import sys
from pathlib import Path

from ocr_core import Deadline, EngineChoice, OcrOptions, PageImage, create_engine
from ocr_core.errors import OcrError
from tests.images import TEXT, hello

LANGUAGES = ("eng", "fra", "eng+fra")


def outcome(choice: EngineChoice, tessdata: Path, languages: str) -> str:
    """``read``, or the kind of the error."""
    engine = create_engine(choice, concurrency=1, tessdata_directory=tessdata)
    page = PageImage(number=1, image=hello().convert("L"))
    options = OcrOptions(languages=languages, engine="tesseract")
    try:
        engine.warm_up(options)
        read = engine.recognize(page, options, deadline=Deadline.after(60))
    except OcrError as error:
        return type(error).__name__
    finally:
        engine.close()
    return "read" if read.text == TEXT else read.text


def main() -> None:
    """Read with all of them."""
    choice = EngineChoice(sys.argv[1])
    for tessdata in sorted(Path(sys.argv[2]).iterdir()):
        found = {languages: outcome(choice, tessdata, languages) for languages in LANGUAGES}
        print(json.dumps([tessdata.name, found]), flush=True)


if __name__ == "__main__":
    main()
