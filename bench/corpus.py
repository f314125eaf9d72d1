"""The corpus: real files, and what stands on them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of the corpus, with the row that ``SPLIT.tsv`` has for it.

    ``truth_path`` is a file with what stands on it. ``tier`` is A for full text, B for approximate
    words, C for phrases alone. ``languages_note`` and ``metric_note`` are as people wrote them:
    see ``languages``, ``metric``.
    """

    set: str
    path: Path
    truth_path: Path
    tier: str
    languages_note: str
    metric_note: str

    @property
    def id(self) -> str:
        """Set and name, e.g. ``uw3_lines_en/train_010001.png``."""
        return f"{self.set}/{self.path.name}"

    @property
    def truth(self) -> str:
        """What stands on it."""
        return self.truth_path.read_text(encoding="utf-8")


def samples(corpus: Path) -> list[Sample]:
    """All files that ``accuracy/SPLIT.tsv`` lists, in its order.

    Args:
        corpus: the directory that ``OCR_CORPUS`` names.
    """
    root = corpus / "accuracy"
    with (root / "SPLIT.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [_sample(root / row["set"] / row["name"], row) for row in rows]


def _sample(path: Path, row: Mapping[str, str]) -> Sample:
    """The sample of a row; the truth of historical print is that in modern letters."""
    modern, plain = path.with_suffix(".norm.txt"), path.with_suffix(".gt.txt")
    truth_path = modern if modern.exists() else plain
    return Sample(row["set"], path, truth_path, row["tier"], row["lang"], row["metric"])
