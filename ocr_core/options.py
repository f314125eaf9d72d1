"""What a caller may ask of the recognition, validated once for every way in."""

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from ocr_core.choices import ONE_COLUMN, OutputFormat, PageSegMode, ReadBy, Step, TextLayer
from ocr_core.page_ranges import PageRanges

__all__ = [
    "MAX_LANGUAGES",
    "ONE_COLUMN",
    "OcrOptions",
    "OutputFormat",
    "PageSegMode",
    "ReadBy",
    "RenderOptions",
    "Step",
    "TextLayer",
]

_LANGUAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(/[A-Za-z][A-Za-z0-9_]*)?")
# A "+" in a query string arrives as a space, and people write commas.
_LANGUAGE_SEPARATORS = re.compile(r"[+, ]+")
# Each language costs its model's memory and recognition time again.
MAX_LANGUAGES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """How to write a document; fields are described in ``OcrOptions``."""

    layout: bool = False
    page_breaks: bool = False
    running_text: bool = False


def _normal_languages(value: str) -> str:
    codes = [code for code in _LANGUAGE_SEPARATORS.split(value) if code]
    if not codes:
        raise ValueError("name at least one language, e.g. eng or eng+deu")
    if len(codes) > MAX_LANGUAGES:
        raise ValueError(f"name at most {MAX_LANGUAGES} languages")
    for code in codes:
        if not _LANGUAGE.fullmatch(code):
            raise ValueError("a language is a code such as eng, deu or chi_sim, joined by +")
    return "+".join(dict.fromkeys(codes))


def _page_seg_mode(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    """One complaint in place of one for each type that it might have been."""
    try:
        return validate(value)
    except ValidationError:
        known = ", ".join(str(mode.value) for mode in PageSegMode)
        raise ValueError(f"Input should be auto, {known}") from None


def _switch(value: object) -> object:
    """A truth value, or the word for one, as addresses and forms have it; 0 and 1 are neither."""
    if not isinstance(value, bool) and str(value).lower() not in ("true", "false"):
        raise ValueError("give true or false")
    return value


_Switch = Annotated[bool, BeforeValidator(_switch)]


def _normal_pages(value: str) -> str:
    return str(PageRanges.parse(value))


class OcrOptions(BaseModel):
    """How to read a document."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    languages: Annotated[str, Field(max_length=200), AfterValidator(_normal_languages)] = Field(
        "eng",
        description="Languages on the page, the main one first, joined by `+`: `eng+deu`. "
        "`GET /languages` lists those installed, and says which one is meant when none is named.",
        examples=["eng", "eng+deu"],
    )
    psm: Annotated[Literal["auto"] | PageSegMode, WrapValidator(_page_seg_mode)] = Field(
        "auto",
        description="Page segmentation mode: `auto` finds what reads best, beginning with 3. "
        "Tesseract's numbers: 3 any page, 4 one column, 6 one block, 7 one line, 8 one word, "
        "11 sparse text.",
        examples=["auto", 6],
    )
    rotate: Step = Field(
        Step.AUTO,
        description="Turning a page that lies on its side or its head: `auto` where its text "
        "looks so, `on` looks at every page, `off` never.",
        examples=["off"],
    )
    deskew: Step = Field(
        Step.AUTO,
        description="Levelling lines that run askew: `auto` where the page was read badly or they "
        "run so by 1.5 degrees or more, `on` "
        "always, `off` never.",
        examples=["on"],
    )
    enhance: Step = Field(
        Step.AUTO,
        description="Making small text larger, taking out uneven light, a margin: `auto` where "
        "the page was read badly, `on` tries it on every page, `off` never.",
        examples=["on"],
    )
    dpi: int | None = Field(
        None,
        ge=70,
        le=2400,
        description="Resolution of the scan in dots per inch, where the file says none or lies.",
        examples=[300],
    )
    pages: Annotated[str, Field(max_length=200), AfterValidator(_normal_pages)] = Field(
        "1-",
        description="Which pages to read, counted from 1: `1-3,7` or `5-`.",
        examples=["1-3,7", "5-"],
    )

    text_layer: TextLayer = Field(
        TextLayer.AUTO,
        description="Text in a PDF itself: `auto` uses it where it is sound, `ignore` reads every "
        "page, `only` takes what there is and reads none.",
        examples=["ignore"],
    )
    engine: ReadBy = Field(
        ReadBy.AUTO,
        description="What reads the pages: `tesseract`, `rapidocr` (made for photographs, several "
        "times the cost), or `auto`: Tesseract, and RapidOCR after it where Tesseract is in doubt. "
        "A language whose everyday letters one of them lacks is read by the other.",
        examples=["tesseract"],
    )

    layout: _Switch = Field(
        False,
        description="`text` with the spaces and blank lines of the picture, for code, forms and "
        "tables in fixed-width print.",
        examples=[True],
    )
    page_breaks: _Switch = Field(
        False,
        description="`markdown` with a comment, `<!-- page 2 -->`, where a page begins.",
        examples=[True],
    )
    running_text: _Switch = Field(
        False,
        description="`markdown` with the running headers, footers and page numbers.",
        examples=[True],
    )

    @property
    def rendering(self) -> RenderOptions:
        """What of it is for the output formats."""
        return RenderOptions(
            layout=self.layout, page_breaks=self.page_breaks, running_text=self.running_text
        )

    @property
    def page_seg_mode(self) -> PageSegMode:
        """The mode to begin with: the one that was asked for, or any page."""
        return PageSegMode.AUTO if self.psm == "auto" else self.psm

    @property
    def language_codes(self) -> tuple[str, ...]:
        """The languages one by one."""
        return tuple(self.languages.split("+"))

    @property
    def page_ranges(self) -> PageRanges:
        """The pages asked for."""
        return PageRanges.parse(self.pages)
