"""The parameters of an address."""

from collections import Counter

from fastapi import Request

from ocr_core.errors import InvalidOption


def refuse_repeated(request: Request) -> None:
    """Take no option twice: nobody can tell which of the two was meant.

    Called once all are known to exist, so that the error names none that do not.

    Raises:
        InvalidOption: a parameter is there more than once.
    """
    counts = Counter(name for name, _ in request.query_params.multi_items())
    repeated = sorted(name for name, count in counts.items() if count > 1)
    if repeated:
        raise InvalidOption(f"Given more than once: {', '.join(repeated)}. Give each option once.")
