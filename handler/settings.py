"""The environment, read once into one frozen object."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from handler.token_settings import TokenSettings
from ocr_core import EngineChoice, OcrOptions


def _normal_languages(value: str) -> str:
    return OcrOptions(languages=value).languages


class Settings(TokenSettings):
    """All settings of the service."""

    ocr_engine: EngineChoice = Field(
        EngineChoice.AUTO,
        description="`tesserocr` (in process), `pytesseract` (the binary, one process a page), "
        "or `auto`: the first of them that the machine has.",
    )
    tessdata_prefix: Path | None = Field(
        None, description="Directory of the `*.traineddata` files; searched for when unset."
    )
    default_languages: Annotated[str, AfterValidator(_normal_languages)] = Field(
        "eng", description="Languages of a request that names none, and what is loaded first."
    )
    ocr_workers: int | None = Field(
        None,
        ge=1,
        le=64,
        description="Pages read at the same time; the machine's cores when unset.",
    )
    max_queue: int = Field(
        64, ge=1, description="Requests that may wait or be read; the next one is told to retry."
    )
    deadline_s: float = Field(
        27,
        gt=0,
        le=900,
        description="Seconds in which a call is answered. API Gateway gives up after 29.",
    )
    max_upload_bytes: int = Field(
        4_400_000,
        ge=1,
        description="Bytes of one upload. Lambda takes 6 MB a request, in base64: "
        "4.5 MB of which the form around the file needs some.",
    )
    max_response_bytes: int = Field(
        4_400_000, ge=1, description="Bytes of one answer, for the same reason."
    )
    max_pixels: int = Field(100_000_000, ge=1, description="Pixels of one page.")
    max_pages: int = Field(50, ge=1, description="Pages read in one call.")
