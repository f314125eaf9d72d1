"""What goes in and out over HTTP, as Pydantic models."""

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, Field

from ocr_core import Document, OcrOptions, OutputFormat


class ResponseFormat(StrEnum):
    """What the answer to an upload looks like."""

    RESULTS = "results"
    """`{"results": [lines], "original": text}`."""
    JSON = OutputFormat.JSON.value
    """The whole document."""
    TEXT = OutputFormat.TEXT.value
    """Plain text."""


class OcrQuery(OcrOptions):
    """The query parameters of an upload."""

    format: ResponseFormat | None = Field(
        None,
        description="`results`: the lines and the text; `json`: the whole document with boxes "
        "and confidences; `text`: plain text. When absent, an `Accept` header of `text/plain` "
        "asks for text; otherwise it is `results`.",
    )

    def options(self, default_languages: str) -> OcrOptions:
        """The options for the reader, with the service's languages where none are named."""
        given = self.model_dump(include=self.model_fields_set - {"format"})
        return OcrOptions(**({"languages": default_languages} | given))

    def response_format(self, accept: str) -> ResponseFormat:
        """The format asked for, by parameter or by ``Accept`` header."""
        if self.format:
            return self.format
        first = accept.split(",")[0].split(";")[0].strip().lower()
        return ResponseFormat.TEXT if first == "text/plain" else ResponseFormat.RESULTS


class Results(BaseModel):
    """The text and its lines, as clients of the Try Django service expect them."""

    results: list[str] = Field(description="`original`, split at its line feeds.")
    original: str = Field(description="The text; a blank line stands between paragraphs.")

    @classmethod
    def of(cls, document: Document) -> Self:
        """The results of a document."""
        text = document.text
        return cls(results=text.split("\n"), original=text)


class Languages(BaseModel):
    """What can be read."""

    languages: list[str] = Field(description="Codes to use in `languages`, joined by `+`.")
    default: str = Field(description="What is used when a request names none.")


class Engine(BaseModel):
    """The recognition engine at work."""

    name: str
    version: str
    warm: bool = Field(description="Whether a model is loaded.")


class Health(BaseModel):
    """How the service is."""

    status: str = Field(examples=["ok"])
    version: str = Field(description="Of this service.")
    engine: Engine
