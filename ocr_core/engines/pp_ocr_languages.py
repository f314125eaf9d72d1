"""The languages that PP-OCRv6's small recognition model reads, by Tesseract's names."""

# RapidOCR's names, as `RapidOCR.list_supported_langs("rec", "PP-OCRv6", "small")` gives them, and
# Tesseract's. Left out are Romansh (`rm`), for which Tesseract has no name, and Vietnamese (`vi`):
# of its sixty letters with two marks the model's dictionary has two.
# So are languages of whose everyday lower-case letters one is read less than two times in three,
# though it stands in the dictionary. Right of those drawn, in five fonts: Czech ď 0 of 25 and ť 1
# of 25, Welsh ŵ 0 of 25, Icelandic þ 2 of 25, Slovak ľ 2 of 25, Latvian ģ 6 of 25, Lithuanian į 10
# of 20 and ė 18 of 35. Those that stay: Hungarian ű and Romanian ț 17 of 25, others more.
PP_OCR_LANGUAGES = {
    "af": "afr",
    "az": "aze",
    "bs": "bos",
    "ca": "cat",
    "ch": "chi_sim",
    "chinese_cht": "chi_tra",
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
    "it": "ita",
    "japan": "jpn",
    "ku": "kmr",
    "la": "lat",
    "lb": "ltz",
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
    "sl": "slv",
    "sq": "sqi",
    "sv": "swe",
    "sw": "swa",
    "tl": "fil",
    "tr": "tur",
    "uz": "uzb",
}
# Those that are written in Chinese characters or kana.
EASTERN_LANGUAGES = frozenset({"chi_sim", "chi_tra", "jpn"})
