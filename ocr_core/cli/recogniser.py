"""Who reads a source: an engine in this process, or a service elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ocr_core.cli.source import Source
from ocr_core.options import OutputFormat


@dataclass(frozen=True, slots=True)
class Reading:
    """A source in the formats asked for, in their order; ``pages`` where their number is known."""

    bodies: tuple[bytes, ...]
    pages: int | None = None


class Recogniser(Protocol):
    """Reads sources; safe to call from several threads at once."""

    def read(self, source: Source, formats: Sequence[OutputFormat]) -> Reading:
        """Read ``source`` once, and write it in all of ``formats``.

        Raises:
            OcrError: what the library says of it.
            CliError: it cannot be opened, or the service gives no result.
        """
        ...

    def close(self) -> None:
        """Give back what it holds; it is not used again."""
        ...
