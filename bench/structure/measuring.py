"""Has a system read everything, and judges what it says."""

import sys
from pathlib import Path
from typing import Protocol

from bench.corpus import Sample, samples
from bench.languages import languages_of
from bench.structure.answer import Answer
from bench.structure.documents import documents
from bench.structure.fact import facts_of, holds
from bench.structure.figures import DrawnFigures, Figures, RecordedFigures, order_error
from bench.structure.markdown_tables import tables_of
from bench.structure.pages import multi_column, without_tables
from bench.structure.sheet import DPI
from bench.structure.textract import recorded_answers


class Reader(Protocol):
    """Reads a file."""

    def read(self, path: Path, languages: str, *, reads_layer: bool = True) -> Answer:
        """Its text and its Markdown; ``reads_layer`` says whether a PDF's text layer counts."""
        ...


class Measuring:
    """Of one system.

    Args:
        reader: what it reads with.
        folder: where drawn documents are put.
    """

    def __init__(self, reader: Reader, folder: Path) -> None:
        self._reader = reader
        self._folder = folder
        self.figures = Figures()

    def measure_drawn(self) -> None:
        """The documents that are drawn here."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for number, drawn in enumerate(documents(), 1):
            path = self._folder / f"{number:02}.png"
            drawn.image.save(path, dpi=(DPI, DPI))
            self.figures.drawn[drawn.name] = DrawnFigures.of(drawn, self._answer(path))

    def measure_corpus(self, corpus: Path) -> None:
        """What ``OCR_CORPUS`` has, as far as it has it."""
        if (structure := corpus / "structure").is_dir():
            self._measure_recorded(structure / "textract")
            self._measure_facts(structure / "olmocr")
        if (corpus / "accuracy/SPLIT.tsv").exists():
            self._measure_pages(samples(corpus))

    def _measure_recorded(self, folder: Path) -> None:
        for recorded in recorded_answers(folder):
            answer = self._answer(recorded.path)
            self.figures.recorded[recorded.path.name] = RecordedFigures.of(recorded, answer)

    def _measure_facts(self, folder: Path) -> None:
        answers: dict[str, str] = {}
        for fact in facts_of(folder / "tests.jsonl"):
            name = fact["pdf"]
            if name not in answers:
                answers[name] = self._answer(folder / name, reads_layer=False).markdown
            self.figures.facts[fact["type"]].append(holds(fact, answers[name]))

    def _measure_pages(self, corpus: list[Sample]) -> None:
        plain, columns = without_tables(corpus), multi_column(corpus)
        for sample in dict.fromkeys([*plain, *columns]):
            answer = self._answer(sample.path, languages_of(sample))
            if sample in plain:
                self.figures.false_tables[sample.id] = len(tables_of(answer.markdown))
            if sample in columns:
                self.figures.order[sample.id] = order_error(answer.text, sample.truth)

    def _answer(self, path: Path, languages: str = "eng", *, reads_layer: bool = True) -> Answer:
        print(path.name, file=sys.stderr, flush=True)
        return self._reader.read(path, languages, reads_layer=reads_layer)
