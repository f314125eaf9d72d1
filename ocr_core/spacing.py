"""Where a space is written between two words, and where none is.

Chinese, Japanese, Thai, Khmer, Lao, Burmese and Tibetan are written without spaces between words,
yet engines part them into words. Tesseract's program writes no space there, either, where the
language data sets ``preserve_interword_spaces``, but neither its iterator nor its TSV says so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ocr_core.model import Line, Word

# Chinese characters, kana, bopomofo, and full-width letters: Unicode's blocks of these names.
_EASTERN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u312f\u31a0-\u31ff\u3200-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f\U00020000-\U0003ffff"
)
# Full-width punctuation, which brings its own white.
_WIDE_SIGNS = (
    "\u3001-\u3004\u3008-\u3020\u3030\u303d\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
# Punctuation that is as wide as a character beside one: quotation marks, dashes, dots.
_SHARED_SIGNS = "\u2014\u2018\u2019\u201c\u201d\u2026\u00b7"
# Thai, Lao, Tibetan, Burmese, Khmer: a space stands between phrases, none between words.
_SOUTHERN = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff"
    "\ua9e0-\ua9ff\uaa60-\uaa7f"
)
_IS_EASTERN = re.compile(f"[{_EASTERN}{_WIDE_SIGNS}]")
_IS_SIGN = re.compile(f"[{_WIDE_SIGNS}]")
_IS_SHARED = re.compile(f"[{_SHARED_SIGNS}]")
_IS_SOUTHERN = re.compile(f"[{_SOUTHERN}]")
_IS_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
# White between two Chinese characters that is a space, in heights: between a name and its value.
_EASTERN_SPACE = 1.5
# How far ahead of where it is looked for a word may be found in the text: some noise.
_AHEAD = 40

PRESERVE_SPACES = "preserve_interword_spaces"
# Tesseract's names of languages and scripts whose words are not parted by spaces, or whose words
# its data parts into letters (Korean): for these its own text says where spaces are.
_LANGUAGES = re.compile(
    "chi_|jpn|kor|tha|khm|lao|mya|bod|dzo|script/(Han|Japanese|Hangul|Thai|Khmer|Lao|Myanmar|Tibet)"
)


def has_own_spacing(languages: Iterable[str]) -> bool:
    """Whether one of Tesseract's languages has words that no space parts."""
    return any(_LANGUAGES.match(language) for language in languages)


def spaces_before(words: Sequence[str], text: str) -> Iterator[bool | None]:
    """Whether white space stands before each word in ``text``; ``None`` where it is not found.

    Args:
        words: in the order of the text.
        text: what Tesseract writes of a page with ``preserve_interword_spaces``.
    """
    at = 0
    for word in words:
        found = text.find(word, at, at + len(word) + _AHEAD)
        if found < 0:
            yield None
            continue
        yield any(sign.isspace() for sign in text[at:found])
        at = found + len(word)


def joined(words: Sequence[Word]) -> str:
    """The words of a line as they are written."""
    parts = [words[0].text] if words else []
    for before, after in pairwise(words):
        parts += [" " if is_parted(before, after) else "", after.text]
    return "".join(parts)


def separators(line: Line) -> Iterator[str]:
    """What stands after each word in the line's text: a space, or nothing."""
    at = 0
    for word, following in pairwise(line.words):
        at = line.text.find(word.text, at) + len(word.text)
        yield "" if line.text.startswith(following.text, at) else " "
    if line.words:
        yield ""


def written_together(line: Line) -> Iterator[list[Word]]:
    """The words of a line in groups between which spaces are written."""
    group: list[Word] = []
    for word, after in zip(line.words, separators(line), strict=True):
        group.append(word)
        if after:
            yield group
            group = []
    if group:
        yield group


def is_parted(before: Word, after: Word) -> bool:
    """Whether a space is written between two words of a line."""
    if before.confidence is None and after.confidence is None:
        return True  # the file has it
    one, other = before.text[-1:], after.text[:1]
    if _are_eastern(one, other):
        return after.follows_space is not False and _is_wide(before, after)
    if after.follows_space is not None:
        return after.follows_space
    return not (_IS_SOUTHERN.match(one) and _IS_SOUTHERN.match(other))


def joined_texts(texts: Sequence[str]) -> str:
    """Texts of which nobody knows the boxes, such as the lines of a paragraph."""
    whole = texts[0] if texts else ""
    for text in texts[1:]:
        one, other = whole[-1:], text[:1]
        is_southern = _IS_SOUTHERN.match(one) and _IS_SOUTHERN.match(other)
        whole += text if is_southern or _are_eastern(one, other) else f" {text}"
    return whole


def _are_eastern(one: str, other: str) -> bool:
    """Whether no space is written between two signs for their script or their own white."""
    if _IS_EASTERN.match(one) and _IS_EASTERN.match(other):
        return True
    for sign, neighbour in ((one, other), (other, one)):
        if _IS_SIGN.match(sign) and not _IS_HANGUL.match(neighbour):
            return True
        if _IS_SHARED.match(sign) and _IS_EASTERN.match(neighbour):
            return True
    return False


def _is_wide(before: Word, after: Word) -> bool:
    """Whether the white between two words is as wide as a space can be in Chinese."""
    one, other = before.box, after.box
    height = max(one.bottom - one.top, other.bottom - other.top)
    width = max(one.right - one.left, other.right - other.left)
    across = max(other.left - one.right, one.left - other.right)
    down = max(other.top - one.bottom, one.top - other.bottom)
    if across >= down:
        return across > _EASTERN_SPACE * height
    return down > _EASTERN_SPACE * width
