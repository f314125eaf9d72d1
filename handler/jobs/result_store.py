"""Results in S3, beside each other: ``<key>.json``, ``<key>.txt`` …, or ``<key>.error.json``.

``<key>.json`` or ``<key>.error.json`` is written last and says that the document is done;
every file says in its metadata which source it was made of. A file is replaced only while
that source stands at its key, and only by who looked at it before (S3's conditional
writes): a worker that comes late with an older version can neither replace a newer
result nor mix with it. What it wrote where nothing was, it takes away again.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from handler.adapters.object_store import ObjectChanged, ObjectHead, ObjectStore
from handler.errors import StorageUnavailable
from handler.events.uploads import Upload
from handler.jobs.source import Source
from handler.problem import PROBLEM_JSON, Problem
from ocr_core import OutputFormat, Rendered

_CODE = "ocr-code"
_FORMATS = "ocr-formats"
_PROVISIONAL = "ocr-provisional"
# What it says of a try that is under way, and of one that has ended.
_UNDER_WAY, _OVER = "true", "over"
LONGEST_TRY = timedelta(minutes=5)
"""More than the worker's timeout: a try that has not ended by then was killed."""
# Each round means that another worker wrote in between.
_ROUNDS = 10
_CROWDED = "The result is written by several workers at once. Try again in a moment."


class SourceReplaced(Exception):
    """The source is no longer what stands at its key: its results are of no use."""


class Status(StrEnum):
    """How a document ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Outcome(BaseModel):
    """What became of a document."""

    model_config = ConfigDict(frozen=True)

    status: Status
    formats: tuple[OutputFormat, ...] = ()
    code: str | None = None
    """Of the problem, when it failed."""
    provisional: bool = False
    """Whether it may still succeed: every try so far was stopped from outside."""
    tried_until: datetime | None = None
    """The latest that the try may end that is under way; ``None`` when none is."""

    def is_open(self, now: datetime) -> bool:
        """Whether the last try has yet to end."""
        return self.tried_until is not None and now <= self.tried_until


class ResultStore:
    """The results in one bucket."""

    def __init__(self, store: ObjectStore, bucket: str) -> None:
        """Keep them in ``bucket``."""
        self._store = store
        self.bucket = bucket

    def has_any(self, key: str) -> bool:
        """Whether there is a result, or a part of one, of any version of a document."""
        return bool(self._there(key))

    def outcome(self, source: Source) -> Outcome | None:
        """What became of a source; ``None`` while nothing has."""
        head = self._store.head(self.bucket, result_key(source.key, OutputFormat.JSON))
        if head is not None and source.is_source_of(head.metadata):
            formats = head.metadata[_FORMATS].split(",")
            return Outcome(status=Status.SUCCEEDED, formats=tuple(map(OutputFormat, formats)))
        head = self._store.head(self.bucket, error_key(source.key))
        if head is not None and source.is_source_of(head.metadata):
            return Outcome(
                status=Status.FAILED,
                code=head.metadata[_CODE],
                provisional=_PROVISIONAL in head.metadata,
                tried_until=_tried_until(head),
            )
        return None

    def problem(self, source: Source) -> Problem | None:
        """Why a source failed."""
        body = self._store.get(self.bucket, error_key(source.key))
        return Problem.model_validate_json(body) if body is not None else None

    def publish(
        self, source: Source, rendered: Mapping[OutputFormat, Rendered], *, is_first: bool = False
    ) -> None:
        """Write the results, ``json`` last.

        Args:
            source: the document.
            rendered: its results.
            is_first: whether nothing was there when the document was begun, so that nothing is
                looked for before it is written. A wrong guess costs requests, and no more.

        Raises:
            SourceReplaced: the source is not current any more.
            StorageUnavailable: S3 fails.
        """
        metadata = source.metadata | {_FORMATS: ",".join(rendered)}
        json = rendered[OutputFormat.JSON]
        with self._only_while_current(source):
            for output_format, result in rendered.items():
                if output_format is not OutputFormat.JSON:
                    key = result_key(source.key, output_format)
                    self._write(source, key, result, metadata, is_first=is_first)
            if not is_first:
                self._remove_unless_in(rendered, source)
            key = result_key(source.key, OutputFormat.JSON)
            self._write(source, key, json, metadata, is_first=is_first)
            # A worker at its last try may just have written a provisional one.
            self._remove(source, error_key(source.key))

    def fail(
        self, source: Source, problem: Problem, *, provisional: bool = False, is_over: bool = True
    ) -> None:
        """Write why there is no result.

        Args:
            source: the document.
            problem: what is wrong with it.
            provisional: whether a later try may still replace it by a result.
            is_over: whether the try that says so has ended.

        Raises:
            SourceReplaced: the source is not current any more.
            StorageUnavailable: S3 fails.
        """
        metadata = source.metadata | {_CODE: problem.code}
        if provisional:
            metadata[_PROVISIONAL] = _OVER if is_over else _UNDER_WAY
        body = Rendered(PROBLEM_JSON, problem.model_dump_json().encode())
        with self._only_while_current(source):
            for key in self._there(source.key):
                if key != error_key(source.key):
                    self._remove_older(source, key)
            self._write(source, error_key(source.key), body, metadata)

    def withdraw(self, source: Source) -> None:
        """Take away all that was made of a source that is not current any more.

        Raises:
            StorageUnavailable: S3 fails, or the source stands at its key again.
        """
        for key in _all_keys(source.key):
            seen = self._store.head(self.bucket, key)
            if seen is not None and source.is_source_of(seen.metadata):
                with suppress(ObjectChanged):
                    self._store.delete(self.bucket, key, seen=seen)
        if source.is_current(self._store):
            # Who brought it back may have found it done. From the start.
            raise StorageUnavailable(_CROWDED)

    def remove(self, key: str) -> None:
        """Remove every result of the document at a key, whatever source it was made of."""
        for each in self._there(key):
            self._store.delete(self.bucket, each)

    def remove_older(self, source: Source) -> None:
        """Take away what a worker left that was stopped when its source was replaced."""
        for key in _all_keys(source.key):
            self._remove_older(source, key)

    def remove_unfinished(self, upload: Upload) -> None:
        """Take away results that are not complete, of a document that is not there any more.

        Raises:
            StorageUnavailable: S3 fails, or a document stands at the key again.
        """
        keys = _all_keys(upload.key)
        found = {key: seen for key in keys if (seen := self._store.head(self.bucket, key))}
        if error_key(upload.key) in found or result_key(upload.key, OutputFormat.JSON) in found:
            return  # what is complete stays
        for key, seen in found.items():
            if not Source.made(seen.metadata):
                continue
            if self._store.head(upload.bucket, upload.key) is not None:
                raise StorageUnavailable(_CROWDED)
            with suppress(ObjectChanged):
                self._store.delete(self.bucket, key, seen=seen)

    @contextmanager
    def _only_while_current(self, source: Source) -> Iterator[None]:
        """Leave nothing of a source that is replaced between a look at its key and a write."""
        try:
            yield
            self._check_current(source)
        except SourceReplaced:
            self.withdraw(source)
            raise

    def _remove_unless_in(self, formats: Collection[OutputFormat], source: Source) -> None:
        """Take away errors, and what was made of older versions in other formats."""
        written = {result_key(source.key, each) for each in formats}
        for key in self._there(source.key):
            if key == error_key(source.key):
                self._remove(source, key)
            elif key not in written:
                self._remove_older(source, key)

    def _write(
        self,
        source: Source,
        key: str,
        result: Rendered,
        metadata: Mapping[str, str],
        *,
        is_first: bool = False,
    ) -> None:
        """Write a file, unless it is there; ``is_first``: without a look, where nothing is."""
        for number in range(_ROUNDS):
            seen = None
            if number or not is_first:
                seen = self._store.head(self.bucket, key)
                if seen and source.is_source_of(seen.metadata) and not _may_change(seen):
                    return
                self._check_current(source)
            with suppress(ObjectChanged):
                self._store.replace(
                    self.bucket,
                    key,
                    result.body,
                    content_type=result.content_type,
                    metadata=metadata,
                    seen=seen,
                )
                return
        raise StorageUnavailable(_CROWDED)

    def _remove_older(self, source: Source, key: str) -> None:
        """Take away what was made of another version; another worker may be at this one."""
        self._remove(source, key, unless=source.is_source_of)

    def _remove(
        self,
        source: Source,
        key: str,
        *,
        unless: Callable[[Mapping[str, str]], bool] = lambda _: False,
    ) -> None:
        for _ in range(_ROUNDS):
            seen = self._store.head(self.bucket, key)
            if seen is None or unless(seen.metadata):
                return
            self._check_current(source)
            with suppress(ObjectChanged):
                self._store.delete(self.bucket, key, seen=seen)
                return
        raise StorageUnavailable(_CROWDED)

    def _there(self, key: str) -> list[str]:
        """The names of the results of a document that there are; mostly one request.

        The results of ``a`` may stand among any number of others: of ``a.b``, ``a.c`` …
        """
        found = self._store.first_keys(self.bucket, f"{key}.")
        if found is None:
            return [each for each in _all_keys(key) if self._store.head(self.bucket, each)]
        return [each for each in _all_keys(key) if each in found]

    def _check_current(self, source: Source) -> None:
        if not source.is_current(self._store):
            raise SourceReplaced


def result_key(key: str, output_format: OutputFormat) -> str:
    """The name of a result."""
    return f"{key}.{output_format.extension}"


def error_key(key: str) -> str:
    """The name of what says that there is no result."""
    return f"{key}.error.json"


def _all_keys(key: str) -> list[str]:
    return [error_key(key), *(result_key(key, each) for each in OutputFormat)]


def _may_change(head: ObjectHead) -> bool:
    return _PROVISIONAL in head.metadata


def _tried_until(head: ObjectHead) -> datetime | None:
    is_under_way = head.metadata.get(_PROVISIONAL) == _UNDER_WAY
    return head.modified_at + LONGEST_TRY if is_under_way else None
