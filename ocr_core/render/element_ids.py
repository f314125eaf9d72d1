"""Identifiers of a page's elements."""

from collections import Counter


class ElementIds:
    """Names such as ``word_1_12``, the twelfth word of page 1; no two are equal.

    They are those of Tesseract's hOCR (tesseract/src/api/hocrrenderer.cpp), which count
    on through the page.
    """

    def __init__(self, page_number: int) -> None:
        self._page_number = page_number
        self._counts: Counter[str] = Counter()

    def next(self, level: str) -> str:
        """The next name on a level: ``block``, ``par``, ``line``, ``word``, …."""
        self._counts[level] += 1
        return f"{level}_{self._page_number}_{self._counts[level]}"
