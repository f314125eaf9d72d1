"""Which languages a reader is told that a file has, as a user who knows the file would say."""

import re
import shutil
import subprocess
from fnmatch import fnmatch

from bench.corpus import Sample

# Where SPLIT.tsv gives one note for a set of several languages; the first that fits counts.
_BY_NAME = (
    ("*/*eurotext*", "eng+deu+fra+ita+spa+por"),
    ("invoices_pdf_multilang/de_*", "deu"),
    ("invoices_pdf_multilang/fr_*", "fra"),
    ("invoices_pdf_multilang/nl_*", "nld"),
    ("normcap_screenshots/*jpn*", "jpn"),
    ("normcap_screenshots/*chi*", "chi_sim"),
    ("misc_screenshots/*chi*", "chi_tra"),
    ("ocrd_historical_de/*", "Fraktur"),
)


def languages_of(sample: Sample) -> str:
    """Tesseract's names, joined by ``+``: by the file's name, or else the note's first."""
    for pattern, languages in _BY_NAME:
        if fnmatch(sample.id, pattern):
            return languages
    note = re.match(r"[A-Za-z_+]+", sample.languages_note)
    return note.group() if note else "eng"


def installed_languages() -> frozenset[str]:
    """What Debian's ``tesseract`` has data for; nothing without it."""
    if not (binary := shutil.which("tesseract")):
        return frozenset()
    listing = subprocess.run([binary, "--list-langs"], capture_output=True, text=True, check=True)
    return frozenset(listing.stdout.split("\n")[1:])
