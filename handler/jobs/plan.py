"""What is to be done for one document, and the tasks that it is done in."""

from collections.abc import Collection, Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from handler.jobs.request import DocumentRequest
from handler.jobs.source import Source


class Plan(BaseModel):
    """All that has to be known to read any page of a document, and to put them together."""

    model_config = ConfigDict(frozen=True)

    source: Source
    request: DocumentRequest
    media_type: str
    pages: tuple[int, ...]
    """The numbers of the pages to be read, in order."""

    def last_task(self) -> "PageTask":
        """The task without pages: to put the document together."""
        return PageTask(source=self.source, pages=())

    def tasks(self, size: int, *, done: Collection[int] = ()) -> "Iterator[PageTask]":
        """The pages that are not yet done, ``size`` at a time."""
        missing = [number for number in self.pages if number not in done]
        for start in range(0, len(missing), size):
            yield PageTask(source=self.source, pages=tuple(missing[start : start + size]))


class PageTask(BaseModel):
    """A message to ourselves: read these pages of that document; none puts it together."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ocr_task: Literal["pages"] = "pages"
    source: Source
    pages: tuple[int, ...]
