"""What Pydantic found wrong, for the person who wrote it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

_MOST = 5


def complaints(errors: Iterable[Mapping[str, Any]], known: Iterable[str]) -> str:
    """The first few complaints, each with its option's name and without the value.

    Args:
        errors: as ``ValidationError.errors()`` gives them.
        known: the options that there are.
    """
    options = ", ".join(known)
    return "; ".join(_complaint(item, options) for item in list(errors)[:_MOST])


def _complaint(item: Mapping[str, Any], known: str) -> str:
    where = item["loc"][-1] if item["loc"] else "body"
    name = re.sub(r"[^A-Za-z0-9_-]", "?", str(where))[:40]
    if item["type"] == "extra_forbidden":
        return f"{name}: no such option; there are {known}"
    return f"{name}: {item['msg'].removeprefix('Value error, ')}"
