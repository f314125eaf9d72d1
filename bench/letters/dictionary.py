"""Words of Hunspell's dictionaries, as Debian packages them."""

import re
from pathlib import Path

_FOLDER = Path("/usr/share/hunspell")
# As `scripts/setup bench` installs them; by Tesseract's names.
_NAMES = {
    "afr": "af_ZA",
    "bos": "bs_BA",
    "cat": "ca_ES",
    "ces": "cs_CZ",
    "dan": "da_DK",
    "deu": "de_DE",
    "eng": "en_US",
    "est": "et_EE",
    "eus": "eu_ES",
    "fil": "tl",
    "fra": "fr_FR",
    "gle": "ga_IE",
    "glg": "gl_ES",
    "hrv": "hr_HR",
    "hun": "hu_HU",
    "ind": "id_ID",
    "isl": "is_IS",
    "ita": "it_IT",
    "kmr": "ku_TR",
    "lav": "lv_LV",
    "lit": "lt_LT",
    "nld": "nl_NL",
    "nor": "nb_NO",
    "oci": "oc_FR",
    "pol": "pl_PL",
    "por": "pt_PT",
    "ron": "ro_RO",
    "rus": "ru_RU",
    "slk": "sk_SK",
    "slv": "sl_SI",
    "spa": "es_ES",
    "sqi": "sq_AL",
    "srp_latn": "sr_Latn_RS",
    "swa": "sw_KE",
    "swe": "sv_SE",
    "tur": "tr_TR",
    "uzb": "uz_UZ",
}
_ENCODING = re.compile(rb"^SET\s+(\S+)", re.MULTILINE)


def dictionary_words(language: str) -> tuple[str, ...]:
    """The words of a dictionary in its order, without their flags; none if there is none."""
    path = _FOLDER / f"{_NAMES.get(language, '')}.dic"
    if not path.is_file():
        return ()
    said = _ENCODING.search(path.with_suffix(".aff").read_bytes())
    encoding = said[1].decode() if said else "ISO8859-1"
    lines = path.read_text(encoding=encoding, errors="replace").splitlines()[1:]
    return tuple(re.split(r"[/\s]", line, maxsplit=1)[0] for line in lines)
