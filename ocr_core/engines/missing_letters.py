"""Letters of everyday alphabets that an engine does not read, and which languages that leaves.

``make bench-letters`` measures them, writes the table below, and describes it in docs/letters.md.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Missing(NamedTuple):
    """Of one language by one engine."""

    letters: str
    """Those that are read less than two times in three."""
    per_1000: float
    """How many of 1,000 letters of the language's words are these; capitals count as a tenth."""

    @property
    def is_everyday(self) -> bool:
        """Whether a reader meets them: one letter in 1,000, or seven small letters."""
        return self.per_1000 >= 1 or sum(map(str.islower, self.letters)) >= 7


# By engine and language; one that is not named was not measured, or nothing is missing.
MISSING_LETTERS: dict[str, dict[str, Missing]] = {
    "tesseract": {
        "afr": Missing("qáäèíîïòóôöúûüýQÁÄÈÉÍÎÏÒÓÔÖÚÛÜÝ", 0.7),
        "aze": Missing("jəJƏ", 107.1),
        "cat": Missing("kwïKWÏÜ", 2.1),
        "ces": Missing("qQ", 0.0),
        "cym": Missing("àáäèéëòóöùúûüýÿẁẃẅỳÀÁÄÈÉËÒÓÖÙÚÛÜÝŸẀẂẄỲ", 0.0),
        "est": Missing("qQ", 0.0),
        "eus": Missing("bcfghijlmopqsuvwxyzçñBCDFHIJPQVWXYZÇÑ", 457.3),
        "fil": Missing("ñÑ", 0.0),
        "fin": Missing("qåšžQÅŠŽ", 0.0),
        "fra": Missing("ùÈÙÛ", 0.3),
        "glg": Missing("ïüÏÜ", 0.4),
        "ind": Missing("qQ", 0.1),
        "ita": Missing("óÓ", 0.0),
        "ltz": Missing("fgijqxyFJQXYÄË", 112.4),
        "mlt": Missing("èìòùÈÌÒÙ", 0.0),
        "mri": Missing("Ī", 0.2),
        "nld": Missing("ýÝ", 0.0),
        "nor": Missing("àèêòóôÀÈÊÒÓÔ", 0.1),
        "oci": Missing("úÚ", 0.2),
        "por": Missing("àòÀÒ", 0.0),
        "slk": Missing("qĺŕQĹŔ", 0.6),
        "spa": Missing("üÜ", 0.1),
        "swe": Missing("àÀ", 0.0),
    },
    "rapidocr": {
        "aze": Missing("əĞƏ", 107.6),
        "ces": Missing("ďťĎĚŇŤŮ", 2.5),
        "cym": Missing("ÿŵŷẁẃẅỳÌÏŴŶŸẀẂẄỲ", 0.0),
        "fra": Missing("ÿÆŒ", 0.0),
        "hun": Missing("Ű", 0.3),
        "lav": Missing("ģĒĢĶĻŅŪ", 5.8),
        "lit": Missing("ĄĖĘŪ", 4.0),
        "mlt": Missing("ìÌ", 0.0),
        "mri": Missing("ĒŌŪ", 2.4),
        "nor": Missing("Æ", 0.2),
        "oci": Missing("Ï", 0.1),
        "pol": Missing("ĄĘŹ", 1.7),
        "ron": Missing("ȘȚ", 2.0),
        "slk": Missing("ďĺľŕťĎĹĽŇŔŤ", 17.8),
    },
}


def lacks_letters(engine: str, languages: Iterable[str]) -> bool:
    """Whether the engine misses everyday letters of one of the languages."""
    missing = MISSING_LETTERS[engine]
    return any(missing[name].is_everyday for name in languages if name in missing)
