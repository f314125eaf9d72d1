"""The engine of a machine that has none: it says why."""

from typing import NoReturn

from ocr_core.deadline import Deadline
from ocr_core.engine import PageImage
from ocr_core.errors import EngineMissing
from ocr_core.options import OcrOptions


class MissingEngine:
    """Raises ``EngineMissing`` with its reason at every use."""

    name = "missing"
    version = ""
    is_warm = False

    def __init__(self, *, reason: str) -> None:
        self.reason = reason

    def languages(self) -> NoReturn:
        """Say why there are none."""
        raise EngineMissing(self.reason)

    def check(self, options: OcrOptions) -> NoReturn:
        """Say why nothing can be served."""
        raise EngineMissing(self.reason)

    def warm_up(self, options: OcrOptions) -> NoReturn:
        """Say why there is nothing to warm."""
        raise EngineMissing(self.reason)

    def recognize(self, page: PageImage, options: OcrOptions, *, deadline: Deadline) -> NoReturn:
        """Say why nothing can be read."""
        raise EngineMissing(self.reason)

    def close(self) -> None:
        """Nothing to give back."""
