"""What is made equal before two texts are compared: differences that no reader would mind."""

import re
import unicodedata

# Before NFKC, which would take the acute accent apart.
_FOLDED = str.maketrans(
    dict.fromkeys("‘’‚‛`´′", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−¬", "-")
)
_LINE_END_HYPHEN = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[^\W\d_])")
_TATWEEL = "\u0640"
# Kana, Chinese characters, and their punctuation: written without spaces.
_UNSPACED = "\u3000-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SPACE_BETWEEN_UNSPACED = re.compile(rf"(?<=[{_UNSPACED}])\s+|\s+(?=[{_UNSPACED}])")
_ONE_UNSPACED = re.compile(rf"([{_UNSPACED}])")


def normal_text(text: str) -> str:
    """One line of text to compare character by character.

    - Quotation marks and dashes of all kinds become ASCII's, then Unicode NFKC:
      ligatures, full-width forms, long s, presentation forms.
    - Format characters (soft hyphen, byte order and direction marks) and tatweel go.
    - A hyphen at the end of a line joins the two halves of a word.
    - White space, line and page ends included, becomes one space; beside characters that are
      written without spaces, none.
    """
    folded = unicodedata.normalize("NFKC", text.translate(_FOLDED)).replace(_TATWEEL, "")
    folded = "".join(char for char in folded if unicodedata.category(char) != "Cf")
    joined = _LINE_END_HYPHEN.sub("", folded.replace("\r\n", "\n"))
    return " ".join(_SPACE_BETWEEN_UNSPACED.sub("", joined).split())


def words(text: str) -> list[str]:
    """The words to compare: case-folded, without punctuation at their ends.

    A character that is written without spaces is a word of its own. What is punctuation alone
    is no word.
    """
    spaced = _ONE_UNSPACED.sub(r" \1 ", normal_text(text).casefold())
    return [word for word in map(_bare, spaced.split()) if word]


def letters(text: str) -> str:
    """The letters and digits alone, case-folded: for a truth with spaces at odd places."""
    return "".join(char for char in normal_text(text).casefold() if char.isalnum())


def _bare(word: str) -> str:
    """A word without the punctuation at its ends; signs such as $ or + stay."""
    start, end = 0, len(word)
    while start < end and unicodedata.category(word[start]).startswith("P"):
        start += 1
    while end > start and unicodedata.category(word[end - 1]).startswith("P"):
        end -= 1
    return word[start:end]
