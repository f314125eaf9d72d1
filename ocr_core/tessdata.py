"""The directory of trained language data (``tessdata``), and what is in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ocr_core.errors import DamagedLanguage, EngineMissing, UnknownLanguage
from ocr_core.options import OcrOptions
from ocr_core.traineddata import BASE, LSTM, components

# Where our layer, Debian, Ubuntu 22.04, Fedora and a source build put it.
DEFAULT_DIRECTORIES = (
    Path("/opt/share/tessdata"),
    Path("/usr/share/tesseract-ocr/5/tessdata"),
    Path("/usr/share/tesseract-ocr/4.00/tessdata"),
    Path("/usr/share/tesseract/tessdata"),
    Path("/usr/share/tessdata"),
    Path("/usr/local/share/tessdata"),
)
_SUFFIX = ".traineddata"
# Data for finding the orientation and equations: nothing to read text with.
_NOT_LANGUAGES = frozenset({"osd", "equ"})


@dataclass(frozen=True, slots=True)
class Tessdata:
    """A tessdata directory."""

    directory: Path

    @classmethod
    def find(cls, directories: Iterable[Path] = DEFAULT_DIRECTORIES) -> Self:
        """The first of ``directories`` that holds a language that can be loaded.

        Raises:
            EngineMissing: none does.
        """
        for directory in directories:
            found = cls(directory)
            if found.languages():
                return found
        raise EngineMissing(
            "No valid Tesseract language data is installed on the server. Its operator can install "
            "the package tesseract-ocr, or set TESSDATA_PREFIX."
        )

    def languages(self) -> tuple[str, ...]:
        """The languages that can be loaded, sorted; scripts are named ``script/Latin``."""
        return tuple(filter(self._is_sound, sorted(self._installed())))

    def check(self, options: OcrOptions) -> None:
        """See that all the data that ``options`` need is there.

        Raises:
            UnknownLanguage: some is not; the message names what is.
            DamagedLanguage: some is there and cannot be loaded.
        """
        asked = options.language_codes
        if set(asked) - self._installed():
            raise UnknownLanguage(
                "A requested language is not installed. "
                f"Installed languages: {', '.join(self.languages())}."
            )
        if not all(map(self._is_sound, asked)):
            raise DamagedLanguage(
                "The data of a requested language is damaged on the server; inform its operator. "
                f"Usable languages: {', '.join(self.languages()) or 'none'}."
            )
        if options.page_seg_mode.needs_osd and not self._has("osd", BASE):
            raise UnknownLanguage(
                f"psm {options.page_seg_mode.value} needs the orientation data `osd`, "
                "which is not installed, or damaged. Use psm 3."
            )

    def _installed(self) -> frozenset[str]:
        names = (
            path.relative_to(self.directory).as_posix().removesuffix(_SUFFIX)
            for pattern in (f"*{_SUFFIX}", f"script/*{_SUFFIX}")
            for path in self.directory.glob(pattern)
        )
        return frozenset(names) - _NOT_LANGUAGES

    def _is_sound(self, language: str) -> bool:
        return self._has(language, LSTM)

    def _has(self, name: str, needed: frozenset[int]) -> bool:
        return needed <= components(self.directory / f"{name}{_SUFFIX}")
