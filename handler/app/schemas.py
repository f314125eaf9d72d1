"""What goes in and out over HTTP, as Pydantic models."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from handler.app.answer import ResponseFormat, accepted_format, parse_formats
from ocr_core import OcrOptions


def _normal_formats(value: str) -> str:
    return ",".join(parse_formats(value))


class OcrQuery(OcrOptions):
    """The query parameters of an upload."""

    format: Annotated[str, Field(max_length=100), AfterValidator(_normal_formats)] | None = Field(
        None,
        description="`results`: the lines and the text; `json`: the whole document with boxes "
        "and confidences; `text`, `markdown`, `hocr`, `alto`, `tsv`; `csv` and `xlsx`: the tables; "
        "`pdf`: searchable. Several, joined by commas, and several tables as `csv`, come in a zip "
        "from one recognition. When absent, an `Accept` header that names the content type of one "
        "of them asks for that, but for `text/html` and `application/xml`; otherwise it is "
        "`results`.",
        examples=["json", "json,pdf"],
    )

    def options(self, default_languages: str) -> OcrOptions:
        """The options for the reader, with the service's languages where none are named."""
        given = self.model_dump(include=self.model_fields_set - {"format"})
        return OcrOptions(**({"languages": default_languages} | given))

    def response_formats(self, accept: str) -> tuple[ResponseFormat, ...]:
        """The formats asked for, by parameter or by ``Accept`` header."""
        return parse_formats(self.format) if self.format else (accepted_format(accept),)


class Languages(BaseModel):
    """What can be read."""

    languages: list[str] = Field(description="Codes to use in `languages`, joined by `+`.")
    default: str = Field(description="What is used when a request names none.")


class Engine(BaseModel):
    """The recognition engine at work."""

    name: str = Field(description="As in a document.")
    version: str = Field(description="As in a document.")
    warm: bool = Field(description="Whether a model is loaded.")


class Health(BaseModel):
    """How the service is."""

    status: str = Field(description="`ok`.", examples=["ok"])
    version: str = Field(description="Of this service.")
    engine: Engine
