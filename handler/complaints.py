"""What Pydantic found wrong, for the person who wrote it."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

_MOST = 5


def complaints(
    errors: Iterable[Mapping[str, Any]],
    known: Iterable[str],
    called: Callable[[str], str] = str,
) -> str:
    """The first few complaints, each with its option's name and without the value.

    Args:
        errors: as ``ValidationError.errors()`` gives them.
        known: the options that there are.
        called: what an option is called where it was given.
    """
    options = ", ".join(map(called, known))
    return "; ".join(_complaint(item, options, called) for item in list(errors)[:_MOST])


def _complaint(item: Mapping[str, Any], known: str, called: Callable[[str], str]) -> str:
    # A number is a place in a list: the option is what has the list.
    names = [part for part in item["loc"] if isinstance(part, str)]
    where = names[-1] if names else "body"
    name = re.sub(r"[^A-Za-z0-9_-]", "?", called(str(where)))[:40]
    if item["type"] == "extra_forbidden":
        return f"{name}: no such option; there are {known}"
    return f"{name}: {item['msg'].removeprefix('Value error, ')}"
