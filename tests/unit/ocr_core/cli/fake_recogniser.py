"""A recogniser of the tests: it reads a source's bytes, and does as they say."""

import threading
import time
from collections.abc import Sequence

from ocr_core.cli.recogniser import Reading
from ocr_core.cli.source import Source
from ocr_core.errors import EngineMissing, UnreadableImage
from ocr_core.limits import Limits
from ocr_core.options import OutputFormat


class FakeRecogniser:
    """Gives the format and the bytes back; ``bad``, ``missing`` and ``bug`` are its errors."""

    def __init__(self, pause_s: float = 0.0) -> None:
        self.read_labels: list[str] = []
        self.most_at_once = 0
        self._pause_s = pause_s
        self._at_once = 0
        self._lock = threading.Lock()

    def read(self, source: Source, formats: Sequence[OutputFormat]) -> Reading:
        with self._lock:
            self.read_labels.append(source.label)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        time.sleep(self._pause_s)
        try:
            return self._reading(source.read(Limits()), formats)
        finally:
            with self._lock:
                self._at_once -= 1

    def _reading(self, data: bytes, formats: Sequence[OutputFormat]) -> Reading:
        if data == b"bad":
            raise UnreadableImage("It is damaged.")
        if data == b"missing":
            raise EngineMissing("There is no engine.")
        if data == b"bug":
            raise ZeroDivisionError("a bug")
        if data == b"interrupt":
            raise AssertionError("only to be started")
        return Reading(tuple(form.encode() + b" " + data for form in formats), pages=1)

    def close(self) -> None:
        pass
