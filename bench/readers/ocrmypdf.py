"""OCRmyPDF's preparation of the page before Tesseract: turned, straightened, cleaned."""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from bench.reading import Reading

# Below this OCRmyPDF refuses a resolution as not believable; it then wants to be told one.
_LEAST_DPI = 96
_TOLD_DPI = 300


class Reader:
    """A process a file."""

    def __init__(self, **options: str) -> None:
        self._arguments = [f"--{name}={value}" for name, value in options.items()]

    def prepare(self, languages: str) -> None:
        """Nothing can be kept."""

    def read(self, path: str, languages: str) -> Reading:
        """The text of all pages, without the page that it writes."""
        with tempfile.TemporaryDirectory() as directory:
            sidecar = Path(directory) / "text"
            path = _opaque(path, directory)
            command = [
                *(
                    sys.executable,
                    "-m",
                    "ocrmypdf",
                    "--quiet",
                    "--jobs=1",
                    f"--language={languages}",
                ),
                *("--rotate-pages", "--deskew", "--clean", "--output-type=none"),
                *(f"--sidecar={sidecar}", *_told_dpi(path), *self._arguments, path, "-"),
            ]
            done = subprocess.run(command, capture_output=True, check=False)
            if done.returncode:
                raise OSError(done.stderr.decode(errors="replace").strip().split("\n")[-1])
            text = sidecar.read_text(encoding="utf-8")
        return Reading(text=text, pages=text.count("\f") + 1)


def _told_dpi(path: str) -> list[str]:
    """``--image-dpi`` for a file that says no resolution, or none that OCRmyPDF believes."""
    with Image.open(path) as image:
        said = min(map(float, image.info.get("dpi", (0.0, 0.0))))
    return [] if said >= _LEAST_DPI else [f"--image-dpi={_TOLD_DPI}"]


def _opaque(path: str, directory: str) -> str:
    """The file, or a copy of it on white: OCRmyPDF refuses an alpha channel and asks for this."""
    with Image.open(path) as image:
        if not image.has_transparency_data:
            return path
        above = image.convert("RGBA")
        page = Image.new("RGBA", above.size, "white")
        page.alpha_composite(above)
        copy = Path(directory) / "opaque.png"
        page.convert("RGB").save(copy, **({"dpi": dpi} if (dpi := image.info.get("dpi")) else {}))
        return str(copy)
