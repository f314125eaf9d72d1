"""The corpus: real files, and what stands on them."""

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of the corpus, with the row that ``SPLIT.tsv`` has for it.

    ``tier`` is A for full text, B for approximate words, C for phrases alone.
    ``languages_note`` and ``metric_note`` are as people wrote them: see ``languages``, ``metric``.
    """

    set: str
    path: Path
    tier: str
    languages_note: str
    metric_note: str

    @property
    def id(self) -> str:
        """Set and name, e.g. ``uw3_lines_en/train_010001.png``."""
        return f"{self.set}/{self.path.name}"

    @property
    def truth(self) -> str:
        """What stands on it; of historical print, in modern letters."""
        normal, plain = self.path.with_suffix(".norm.txt"), self.path.with_suffix(".gt.txt")
        return (normal if normal.exists() else plain).read_text(encoding="utf-8")


def samples(corpus: Path) -> list[Sample]:
    """All files that ``accuracy/SPLIT.tsv`` lists, in its order.

    Args:
        corpus: the directory that ``OCR_CORPUS`` names.
    """
    root = corpus / "accuracy"
    with (root / "SPLIT.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Sample(row["set"], root / row["set"] / row["name"], row["tier"], row["lang"], row["metric"])
        for row in rows
    ]
