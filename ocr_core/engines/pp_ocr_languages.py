"""The languages that PP-OCRv6's small recognition model is made for, and those that it reads."""

from ocr_core.engines.missing_letters import lacks_letters

# RapidOCR's names, as `RapidOCR.list_supported_langs("rec", "PP-OCRv6", "small")` gives them, and
# Tesseract's. Left out are Romansh (`rm`), for which Tesseract has no name, and Vietnamese (`vi`):
# of its sixty letters with two marks the model's dictionary has two.
MODEL_LANGUAGES = {
    "af": "afr",
    "az": "aze",
    "bs": "bos",
    "ca": "cat",
    "ch": "chi_sim",
    "chinese_cht": "chi_tra",
    "cs": "ces",
    "cy": "cym",
    "da": "dan",
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "et": "est",
    "eu": "eus",
    "fi": "fin",
    "fr": "fra",
    "ga": "gle",
    "gl": "glg",
    "hr": "hrv",
    "hu": "hun",
    "id": "ind",
    "is": "isl",
    "it": "ita",
    "japan": "jpn",
    "ku": "kmr",
    "la": "lat",
    "lb": "ltz",
    "lt": "lit",
    "lv": "lav",
    "mi": "mri",
    "ms": "msa",
    "mt": "mlt",
    "nl": "nld",
    "no": "nor",
    "oc": "oci",
    "pl": "pol",
    "pt": "por",
    "qu": "que",
    "ro": "ron",
    "rs_latin": "srp_latn",
    "sk": "slk",
    "sl": "slv",
    "sq": "sqi",
    "sv": "swe",
    "sw": "swa",
    "tl": "fil",
    "tr": "tur",
    "uz": "uzb",
}
# Of those, the languages of whose everyday letters none is missing.
PP_OCR_LANGUAGES = frozenset(
    name for name in MODEL_LANGUAGES.values() if not lacks_letters("rapidocr", [name])
)
# Those that are written in Chinese characters or kana.
EASTERN_LANGUAGES = frozenset({"chi_sim", "chi_tra", "jpn"})
