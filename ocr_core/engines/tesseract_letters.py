"""Letters that Tesseract's data lacks for a language, put right where others stand for them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from ocr_core.page_layout import PlacedWord

_CEDILLAS = str.maketrans("şţŞŢ", "șțȘȚ")
# The data of these languages has no ü, and gives ú: where u is spoken between g or q and e or i,
# Spanish, Catalan and Galician write ü and never ú.
_SPOKEN_U = re.compile(r"(?<=[gq])ú(?=[eiéíèï])|(?<=[GQ])Ú(?=[EIÉÍÈÏ])")


def _with_dots(text: str) -> str:
    return _SPOKEN_U.sub(lambda match: "Ü" if match[0].isupper() else "ü", text)


_BY_LANGUAGE: Mapping[str, Callable[[str], str]] = {
    "ron": lambda text: text.translate(_CEDILLAS),
    **dict.fromkeys(("cat", "glg", "spa"), _with_dots),
}


def with_own_letters(words: Iterable[PlacedWord], languages: Sequence[str]) -> list[PlacedWord]:
    """The words in the letters of their language, if one is asked for, with or without English."""
    own = [language for language in languages if language != "eng"]
    put_right = _BY_LANGUAGE.get(own[0]) if len(own) == 1 else None
    if put_right is None:
        return list(words)
    return [one._replace(word=replace(one.word, text=put_right(one.word.text))) for one in words]
