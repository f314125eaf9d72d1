"""What a cold start imports: the packages that take the longest, by Python's own account."""

import re
import subprocess
import sys

# "import time: self [us] | cumulative | imported package": python -X importtime.
_LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| +(\S+)")


def by_package(entry: str = "handler.api", *, most: int = 12) -> dict[str, float]:
    """Milliseconds that each top-level package's own modules take, the longest first.

    Args:
        entry: the module that Lambda imports.
        most: how many packages.
    """
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", f"import {entry}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return longest(run.stderr, most=most)


def longest(printed: str, *, most: int) -> dict[str, float]:
    """The same, of what Python has printed."""
    spent: dict[str, float] = {}
    for own_us, _, name in _LINE.findall(printed):
        package = name.partition(".")[0]
        spent[package] = spent.get(package, 0) + int(own_us) / 1000
    ranked = sorted(spent.items(), key=lambda item: -item[1])
    return {name: round(ms, 1) for name, ms in ranked[:most]}
