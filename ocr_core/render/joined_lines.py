"""Lines of a paragraph as one line, with words that are divided at their ends joined."""

from collections.abc import Collection, Sequence

from ocr_core.spacing import joined_texts

# The hyphens that divide words: of typewriters, of Unicode, and the soft one.
_HYPHENS = "-\u2010\u00ad"


def joined_lines(lines: Sequence[str], compounds: Collection[str] = ()) -> str:
    """The lines with a space between them.

    A word is taken for divided where a line ends in a letter and a hyphen, and the next begins
    with a small letter. The hyphen stays where the word is one of ``compounds``; where a capital
    or a digit follows, it stays too, without a space: "north-East", "2023-11".

    Args:
        lines: from the first to the last.
        compounds: words in small letters that are known to be written with a hyphen.
    """
    text = ""
    for line in filter(None, (each.strip() for each in lines)):
        text = _joined(text, line, compounds) if text else line
    return text


def _joined(text: str, line: str, compounds: Collection[str]) -> str:
    head, tail = text.rsplit(maxsplit=1)[-1], line.split(maxsplit=1)[0]
    if text[-1] not in _HYPHENS or len(head) < 2 or not tail[0].isalnum():
        return joined_texts([text, line])
    if not head[-2].isalpha() or not tail[0].islower():
        # A range or a name. A soft hyphen that is drawn is a hyphen.
        return text + line
    compound = f"{head}{tail}".lower().strip(".,;:!?()")
    return text + line if compound in compounds else text[:-1] + line
