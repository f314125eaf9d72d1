"""What the process ends with."""

from collections.abc import Iterable

INTERRUPTED = 130
"""128 + SIGINT, as shells count."""

# When files failed for several reasons: first what is wrong with the machine or the
# service, then what another run may cure, then what is wrong with the files themselves.
SEVERITY = (70, 69, 77, 73, 75, 64, 66, 65)


def gravest(exit_codes: Iterable[int]) -> int:
    """The one that says most about what to do next; 0 when there is none."""
    return min(exit_codes, key=SEVERITY.index, default=0)
