"""What is kept in S3 of a document under way: its plan, and each page that has been read."""

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from handler.adapters.object_store import ObjectStore
from handler.errors import StorageUnavailable
from handler.jobs.plan import Plan
from handler.jobs.source import Source
from ocr_core import PageReading

# In the bucket of results; a lifecycle rule there removes what was given up.
PREFIX = "_ocr/"
_PAGE = re.compile(r"/pages/(\d{6})\.json$")
# Of many small objects, so many are fetched at a time.
_FETCHES = 16
_JSON = "application/json"


class PageStore:
    """Plans and pages in the bucket of results. Every write is whole or not there at all."""

    def __init__(self, store: ObjectStore, bucket: str) -> None:
        """Keep them in ``bucket``."""
        self._store = store
        self._bucket = bucket

    def save_plan(self, plan: Plan) -> None:
        """Keep the plan of a document."""
        body = plan.model_dump_json().encode()
        self._store.put(self._bucket, _plan_key(plan.source), body, content_type=_JSON)

    def plan(self, source: Source) -> Plan | None:
        """The plan of a document, while it is under way."""
        body = self._store.get(self._bucket, _plan_key(source))
        return Plan.model_validate_json(body) if body is not None else None

    def save(self, source: Source, reading: PageReading) -> None:
        """Keep one page that was read."""
        key = _page_key(source, reading.page.number)
        body = reading.model_dump_json().encode()
        self._store.put(self._bucket, key, body, content_type=_JSON)

    def done(self, source: Source) -> frozenset[int]:
        """The numbers of the pages that are kept."""
        found = map(_PAGE.search, self._store.keys(self._bucket, _folder(source)))
        return frozenset(int(match[1]) for match in found if match)

    def load(self, source: Source, pages: Iterable[int]) -> list[PageReading]:
        """Pages that are kept, in the order of ``pages``.

        Raises:
            StorageUnavailable: one is not there.
        """

        def fetch(number: int) -> PageReading:
            body = self._store.get(self._bucket, _page_key(source, number))
            if body is None:
                raise StorageUnavailable("The result of a page is missing. Try again.")
            return PageReading.model_validate_json(body)

        with ThreadPoolExecutor(_FETCHES, thread_name_prefix="fetch") as pool:
            return list(pool.map(fetch, pages))

    def note_untold(self, source: Source) -> None:
        """Keep in mind that nobody has been told how a document ended, until it is cleared."""
        self._store.put(self._bucket, _untold_key(source), b"{}", content_type=_JSON)

    def is_untold(self, source: Source) -> bool:
        """Whether that has been noted."""
        return self._store.head(self._bucket, _untold_key(source)) is not None

    def clear(self, source: Source) -> None:
        """Remove all that is kept of a document: the plan first, so that no task goes on.

        Pages are looked for after that: a task that saves one later finds no plan, and clears
        away too.
        """
        if next(self._store.keys(self._bucket, _folder(source)), None) is None:
            return
        self._store.delete(self._bucket, _plan_key(source))
        self._store.delete_all(self._bucket, self._store.keys(self._bucket, _folder(source)))


def _folder(source: Source) -> str:
    return f"{PREFIX}{source.fingerprint}/"


def _plan_key(source: Source) -> str:
    return f"{_folder(source)}plan.json"


def _untold_key(source: Source) -> str:
    return f"{_folder(source)}untold.json"


def _page_key(source: Source, number: int) -> str:
    return f"{_folder(source)}pages/{number:06}.json"
