"""What a cold start imports: the packages that take the longest, by Python's own account."""

import re

from bench.speed.container import python_in_image

# "import time: self [us] | cumulative | imported package": python -X importtime.
_LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| +(\S+)")
ALL = "all"
"""What the row of all packages is called."""


def by_package(entry: str = "handler.api", *, most: int = 12) -> dict[str, float]:
    """Milliseconds that each top-level package's own modules take in the Lambda image.

    There all modules are compiled, and the file system is read-only. The entry's own time has the
    loading of the model in it.

    Args:
        entry: the module that Lambda imports.
        most: how many packages, the longest first; ``ALL`` comes behind them.
    """
    run = python_in_image("-X", "importtime", "-c", f"import {entry}")
    return longest(run.stderr, most=most)


def longest(printed: str, *, most: int) -> dict[str, float]:
    """The same, of what Python has printed."""
    spent: dict[str, float] = {}
    for own_us, _, name in _LINE.findall(printed):
        package = name.partition(".")[0]
        spent[package] = spent.get(package, 0) + int(own_us) / 1000
    ranked = sorted(spent.items(), key=lambda item: -item[1])
    found = {name: round(ms, 1) for name, ms in ranked[:most]}
    return found | {ALL: round(sum(spent.values()), 1)}
