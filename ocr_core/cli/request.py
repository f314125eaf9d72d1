"""All that one command line asks for."""

from collections.abc import Mapping
from pathlib import Path

import click
from pydantic import BaseModel, ConfigDict, JsonValue, SecretStr, ValidationError

from ocr_core.choices import EngineChoice, OutputFormat
from ocr_core.options import OcrOptions


class Request(BaseModel):
    """The values of the command's parameters; ``None`` where one was not given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: tuple[Path, ...]
    languages: str | None = None
    psm: str | None = None
    rotate: str | None = None
    deskew: str | None = None
    enhance: str | None = None
    dpi: int | None = None
    pages: str | None = None
    text_layer: str | None = None
    engine: str | None = None
    layout: bool | None = None
    page_breaks: bool | None = None
    running_text: bool | None = None
    password: SecretStr | None = None
    formats: tuple[OutputFormat, ...] = ()
    output: Path | None = None
    output_dir: Path | None = None
    beside: bool = False
    force: bool = False
    jobs: int
    timeout_s: float | None = None
    tesseract: EngineChoice = EngineChoice.AUTO
    tessdata: Path | None = None
    quiet: bool = False
    url: str | None = None
    token: SecretStr | None = None

    @property
    def is_for_many(self) -> bool:
        """Whether outputs are named after their sources, however many there are."""
        return self.output_dir is not None or self.beside

    @property
    def options(self) -> dict[str, str | int]:
        """The library's options that were given, by its names for them."""
        return self.model_dump(include=set(OcrOptions.model_fields), exclude_none=True)

    @property
    def reading(self) -> dict[str, JsonValue]:
        """All that results depend on besides their files, written in one way; no secret."""
        options = OcrOptions.model_validate(self.options)
        if self.url:  # whose defaults are its own
            given = options.model_dump(mode="json", include=set(self.options))
            return {"url": self.url.rstrip("/"), **given}
        return {
            "tesseract": self.tesseract.value,
            "tessdata": str(self.tessdata.resolve()) if self.tessdata else None,
            **options.model_dump(mode="json", exclude_defaults=True),
        }


def options_of(given: Mapping[str, str | int]) -> OcrOptions:
    """The library's options.

    Raises:
        click.BadParameter: one has a value that it does not take.
    """
    try:
        return OcrOptions.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        option = f"--{first['loc'][0]}".replace("_", "-")
        reason = first["msg"].removeprefix("Value error, ")
        raise click.BadParameter(f"{reason}.", param_hint=f"'{option}'") from None
