"""pytesseract as it comes: ``image_to_string`` of an opened image."""

import pytesseract
from PIL import Image

from bench.reading import Reading


class Reader:
    """A process a file; the first frame alone, as Pillow opens it."""

    def __init__(self, **options: str) -> None:
        self._config = " ".join(f"--{name} {value}" for name, value in options.items())

    def prepare(self, languages: str) -> None:
        """Nothing can be kept."""

    def read(self, path: str, languages: str) -> Reading:
        """Read the first frame."""
        with Image.open(path) as image:
            text = pytesseract.image_to_string(image, lang=languages, config=self._config)
        return Reading(text=str(text))
