"""The ``tesseract`` binary on the file itself, with its defaults; Debian's unless told."""

import subprocess

from bench.reading import Reading


class Reader:
    """A process a file."""

    def __init__(self, binary: str = "tesseract", **options: str) -> None:
        self._binary = binary
        self._arguments = [part for item in options.items() for part in (f"--{item[0]}", item[1])]

    def prepare(self, languages: str) -> None:
        """Nothing can be kept."""

    def read(self, path: str, languages: str) -> Reading:
        """Read all pages of a file that Leptonica opens."""
        command = [self._binary, path, "stdout", "-l", languages, *self._arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise OSError(done.stderr.strip().split("\n")[-1])
        # A form feed ends each page.
        return Reading(text=done.stdout, pages=max(1, done.stdout.count("\f")))
