"""tesserocr as it comes: Tesseract in process, which stays loaded."""

import tesserocr
from PIL import Image

from bench.reading import Reading
from ocr_core.tessdata import Tessdata


class Reader:
    """The first frame alone, as Pillow opens it."""

    def __init__(self) -> None:
        self._directory = Tessdata.find().directory
        self._languages = ""
        self._api: tesserocr.PyTessBaseAPI | None = None

    def prepare(self, languages: str) -> None:
        """Load the language data that Debian packages."""
        if languages != self._languages:
            self._api = tesserocr.PyTessBaseAPI(path=f"{self._directory}/", lang=languages)
            self._languages = languages

    def read(self, path: str, languages: str) -> Reading:
        """Read the first frame."""
        assert self._api is not None  # noqa: S101  prepared
        with Image.open(path) as image:
            self._api.SetImage(image)
        text = str(self._api.GetUTF8Text())
        return Reading(text=text, confidence=float(self._api.MeanTextConf()))
