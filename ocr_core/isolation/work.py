"""What can be done with a document in a process of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from ocr_core.deadline import Deadline
from ocr_core.isolation.cancellation import Cancellation
from ocr_core.limits import Limits
from ocr_core.load import MediaType, open_source
from ocr_core.model import Document, PageReading
from ocr_core.options import OcrOptions, OutputFormat
from ocr_core.pipeline import DocumentReader
from ocr_core.render import Rendered, render_document

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class Work(Protocol[T_co]):
    """Takes a file to pieces; it and what it gives out can be pickled."""

    def __call__(
        self, reader: DocumentReader, data: bytes, deadline: Deadline, /
    ) -> Iterator[T_co]:
        """Do it with ``data``, the bytes of the file, and give out each result when it is there.

        Raises:
            OcrError: of any kind.
        """
        ...


class Readers(Protocol):
    """Where work is done."""

    @property
    def reader(self) -> DocumentReader:
        """What it is done with; here, it answers questions about the engine."""
        ...

    def run(
        self,
        work: Work[T],
        data: bytes,
        *,
        deadline: Deadline,
        cancellation: Cancellation | None = None,
    ) -> Iterator[T]:
        """The results of ``work`` with ``data``, as they come; safe to call from several threads.

        Raises:
            OcrError: as the work does.
            DeadlineExceeded: the time ran out; the work was stopped.
            EngineCrashed: the process ended before the work did.
            Cancelled: ``cancellation`` was.
            RemoteFault: a fault of the program.
        """
        ...

    def close(self) -> None:
        """Stop what is under way, and give everything back."""
        ...


class Pages(NamedTuple):
    """What a file is, and how many pages it has."""

    media_type: MediaType
    page_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPages:
    """Gives the ``Pages`` of a file."""

    limits: Limits
    password: str | None = None

    def __call__(self, _: DocumentReader, data: bytes, __: Deadline) -> Iterator[Pages]:
        """Open the file, and count."""
        with open_source(data, limits=self.limits, password=self.password) as source:
            yield Pages(source.media_type, source.page_count)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPages:
    """Gives the pages of a file that the options ask for, in order."""

    options: OcrOptions
    limits: Limits
    password: str | None = None

    def __call__(
        self, reader: DocumentReader, data: bytes, deadline: Deadline
    ) -> Iterator[PageReading]:
        """Open the file, and read."""
        with open_source(data, limits=self.limits, password=self.password) as source:
            yield from reader.read_pages(source, self.options, deadline=deadline)


@dataclass(frozen=True, slots=True)
class RenderPdf:
    """Gives the searchable PDF of a file and what was read of it."""

    document_json: bytes
    """The ``Document``: as JSON, since pickling hundreds of pages takes several times as long."""
    password: str | None = None

    def __call__(self, _: DocumentReader, data: bytes, __: Deadline) -> Iterator[Rendered]:
        """Put the text behind the pages of the file."""
        document = Document.model_validate_json(self.document_json)
        yield render_document(document, OutputFormat.PDF, original=data, password=self.password)
