"""How a document in S3 is to be read, and what is to be made of it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, ValidationError

from handler.complaints import complaints
from handler.jobs.source import OPTION_PREFIX
from ocr_core import OcrOptions, OutputFormat
from ocr_core.errors import InvalidOption

# Every document has these; `json` comes last, and says that the others are there.
ALWAYS = (OutputFormat.TEXT, OutputFormat.JSON)


def _split(value: object) -> object:
    return [name.strip() for name in value.split(",")] if isinstance(value, str) else value


class DocumentRequest(OcrOptions):
    """The options that an object may carry as metadata: ``x-amz-meta-ocr-<name>``."""

    formats: Annotated[tuple[OutputFormat, ...], BeforeValidator(_split)] = Field(
        (), description="Formats beside `json` and `text`."
    )

    @classmethod
    def parse(
        cls, options: Mapping[str, str], *, languages: str, formats: Sequence[OutputFormat]
    ) -> Self:
        """Read what stands on an object.

        Args:
            options: by name without the prefix, e.g. ``text-layer``.
            languages: where it names none.
            formats: what is made besides.

        Raises:
            InvalidOption: a name or a value is not known; it says what there is.
        """
        given = {name.replace("-", "_"): value for name, value in options.items()}
        try:
            request = cls.model_validate({"languages": languages} | given)
        except ValidationError as error:
            found = complaints(error.errors(), cls.model_fields, metadata_name)
            raise InvalidOption(
                f"{found}. Options are object metadata, x-amz-meta-{OPTION_PREFIX}<name>. "
                "Upload the object again with valid ones."
            ) from error
        made = {*formats, *request.formats}.difference(ALWAYS)
        return request.model_copy(update={"formats": (*sorted(made), *ALWAYS)})

    @property
    def ocr_options(self) -> OcrOptions:
        """The options for the reader."""
        return OcrOptions.model_validate(self.model_dump(exclude={"formats"}))


def metadata_name(option: str) -> str:
    """What an option is called in an object's metadata, without ``x-amz-meta-``."""
    return f"{OPTION_PREFIX}{option.replace('_', '-')}"
