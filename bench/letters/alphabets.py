"""Alphabets and sample words: ``python -m bench.letters.alphabets``, where gflanguages is.

It prints JSON: a list of objects with ``language``, ``letters`` and ``text``. The letters are
CLDR's exemplar characters (https://cldr.unicode.org/translation/core-data/exemplars), the text is
from the Universal Declaration of Human Rights; gflanguages carries both.
"""

import json
import unicodedata
from collections.abc import Iterator

import gflanguages

# Tesseract's names, and gflanguages'. All that PP-OCR's model is said to read in Latin letters, and
# the others of those that the image has by default, as far as they are written with an alphabet.
LANGUAGES = {
    "afr": "af_Latn",
    "aze": "az_Latn",
    "bos": "bs_Latn",
    "cat": "ca_Latn",
    "ces": "cs_Latn",
    "cym": "cy_Latn",
    "dan": "da_Latn",
    "deu": "de_Latn",
    "eng": "en_Latn",
    "est": "et_Latn",
    "eus": "eu_Latn",
    "fil": "fil_Latn",
    "fin": "fi_Latn",
    "fra": "fr_Latn",
    "gle": "ga_Latn",
    "glg": "gl_Latn",
    "hrv": "hr_Latn",
    "hun": "hu_Latn",
    "ind": "id_Latn",
    "isl": "is_Latn",
    "ita": "it_Latn",
    "kmr": "ku_Latn",
    "lat": "la_Latn",
    "lav": "lv_Latn",
    "lit": "lt_Latn",
    "ltz": "lb_Latn",
    "mlt": "mt_Latn",
    "mri": "mi_Latn",
    "msa": "zlm_Latn",
    "nld": "nl_Latn",
    "nor": "nb_Latn",
    "oci": "oc_Latn",
    "pol": "pl_Latn",
    "por": "pt_Latn",
    "que": "qu_Latn",
    "ron": "ro_Latn",
    "rus": "ru_Cyrl",
    "slk": "sk_Latn",
    "slv": "sl_Latn",
    "spa": "es_Latn",
    "sqi": "sq_Latn",
    "srp_latn": "sr_Latn",
    "swa": "sw_Latn",
    "swe": "sv_Latn",
    "tur": "tr_Latn",
    "uzb": "uz_Latn",
}


def alphabets() -> Iterator[dict[str, str]]:
    """What is printed, a language at a time."""
    known = gflanguages.LoadLanguages()
    for language, name in LANGUAGES.items():
        one = known[name]
        samples = (text for _, text in one.sample_text.ListFields())
        yield {
            "language": language,
            "letters": "".join(_letters(one.exemplar_chars.base)),
            "text": unicodedata.normalize("NFC", "\n".join(samples)),
        }


def _letters(exemplars: str) -> list[str]:
    """The small letters among the exemplars, and then their capitals where they have one."""
    signs = unicodedata.normalize("NFC", exemplars)
    small = sorted({sign for sign in signs if unicodedata.category(sign) == "Ll"})
    # That of ß is SS.
    return small + sorted({sign.upper() for sign in small if len(sign.upper()) == 1})


if __name__ == "__main__":
    print(json.dumps(list(alphabets())))
