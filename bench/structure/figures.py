"""What one system did."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.score import character_error_rate
from bench.structure.answer import Answer
from bench.structure.drawn import Drawn
from bench.structure.fact import KINDS
from bench.structure.grid import Counts, cell_counts, row_counts, word_counts
from bench.structure.markdown_tables import tables_of
from bench.structure.textract import Recorded


@dataclass(frozen=True, slots=True)
class DrawnFigures:
    """Of a drawn document; ``cells`` is there where it is known what its tables are."""

    rows: Counts
    cells: Counts | None
    tables: int
    cer: float

    @classmethod
    def of(cls, drawn: Drawn, answer: Answer) -> "DrawnFigures":
        """Judge an answer."""
        tables = tables_of(answer.markdown)
        return cls(
            rows=row_counts(answer.text, drawn.rows),
            cells=None if drawn.may_be_table else cell_counts(tables, drawn.tables),
            tables=len(tables),
            cer=order_error(answer.text, drawn.text),
        )


@dataclass(frozen=True, slots=True)
class RecordedFigures:
    """Agreement with what Textract answered."""

    words: Counts
    rows: Counts
    cells: Counts

    @classmethod
    def of(cls, recorded: Recorded, answer: Answer) -> "RecordedFigures":
        """Judge an answer."""
        rows = [row for table in recorded.tables for row in table.rows()]
        return cls(
            words=word_counts(answer.text, recorded.words),
            rows=row_counts(answer.text, rows),
            cells=cell_counts(tables_of(answer.markdown), recorded.tables),
        )


@dataclass(slots=True)
class Figures:
    """All that was measured of a system, by name of document where it is of one.

    ``facts`` has for each kind which facts hold; ``false_tables`` how many tables were found on
    pages that have none; ``order`` character error rates without case.
    """

    drawn: dict[str, DrawnFigures] = field(default_factory=dict)
    recorded: dict[str, RecordedFigures] = field(default_factory=dict)
    facts: Mapping[str, list[bool]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    false_tables: dict[str, int] = field(default_factory=dict)
    order: dict[str, float] = field(default_factory=dict)

    @property
    def mean_of_kinds(self) -> float:
        """Share of facts that hold, each kind weighing the same."""
        shares = [sum(held) / len(held) for held in self.facts.values() if held]
        return sum(shares) / max(1, len(shares))


def order_error(text: str, truth: str) -> float:
    """The character error rate without case: what is read in another order is wrong."""
    return character_error_rate(text.casefold(), truth.casefold())
