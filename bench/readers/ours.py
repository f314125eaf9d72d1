"""This project's library, as the service calls it."""

from pathlib import Path

from bench.reading import Reading
from ocr_core import Deadline, DocumentReader, Limits, OcrOptions, create_engine

# Seconds. A call has 27 (DEADLINE_S in docs/settings.md), which a busy machine would use up.
_DEADLINE_S = 50.0


class Reader:
    """One document at a time, one page at a time: the cost on one core."""

    def __init__(self, **options: str) -> None:
        self._options = options
        self._engine = create_engine(concurrency=1)
        self._reader = DocumentReader(self._engine, limits=Limits(), workers=1)

    def prepare(self, languages: str) -> None:
        """Load the language data."""
        self._engine.warm_up(self._of(languages))

    def read(self, path: str, languages: str) -> Reading:
        """Read a whole document."""
        document = self._reader.read(
            Path(path).read_bytes(), self._of(languages), deadline=Deadline.after(_DEADLINE_S)
        )
        pages = [
            page.model_dump(mode="json", exclude={"blocks", "text"}) for page in document.pages
        ]
        return Reading(
            text=document.text,
            pages=len(document.pages),
            confidence=document.confidence,
            needs_review=any(page.needs_review for page in document.pages),
            details={"engine": document.engine.name, "pages": pages},
        )

    def _of(self, languages: str) -> OcrOptions:
        return OcrOptions.model_validate({"languages": languages, **self._options})
