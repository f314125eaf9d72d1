"""kreuzberg as it comes: the Tesseract that is built into its wheel."""

from kreuzberg import ExtractionConfig, OcrConfig, extract_file_sync

from bench.reading import Reading


class Reader:
    """All pages of a file, as plain text."""

    def __init__(self, **options: str) -> None:
        self._options = options

    def prepare(self, languages: str) -> None:
        """It keeps what it loads."""

    def read(self, path: str, languages: str) -> Reading:
        """Read a file; its own cache of results is off."""
        config = ExtractionConfig(
            use_cache=False,
            force_ocr=True,
            output_format="plain",
            ocr=OcrConfig(backend="tesseract", language=languages, **self._options),
        )
        result = extract_file_sync(path, config=config)
        return Reading(text=result.content, confidence=result.metadata.get("mean_text_conf"))
