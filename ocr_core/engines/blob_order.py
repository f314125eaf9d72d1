"""The characters of a word that is read from right to left, which tesserocr gives from the left."""

import re
import unicodedata

# Numbers run to the right in every script, with the separators inside them (UAX 9, rules W4, W5).
_NUMBER = re.compile(r"\d+(?:[.,:/٫٬]\d+)*")
# Hebrew and its like, Arabic and its like (UAX 9, table 4).
_LEFTWARD = ("R", "AL")


def reading_order(text: str) -> str:
    """The characters of a word as they are read, marks behind their letters.

    Tesseract's own ``ResultIterator`` does the same (``CalculateBlobOrder``), but tesserocr calls
    the method of its base class, which keeps the order on the page.

    Args:
        text: the characters from left to right.
    """
    if not any(unicodedata.bidirectional(character) in _LEFTWARD for character in text):
        return text
    characters: list[str] = []
    for character in text:
        if characters and unicodedata.combining(character):
            characters[-1] += character
        else:
            characters.append(character)
    backwards = "".join(reversed(characters))
    return _NUMBER.sub(lambda number: number.group()[::-1], backwards)
