"""Whether each document ended as it had to."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from handler.adapters.object_store import ObjectStore
from handler.events.uploads import Upload
from handler.jobs.source import Source
from tests.soak.cloud import Cloud, StoredResult
from tests.soak.documents import STUCK, Case, Kind

_GIVEN_UP = "processing_failed"
_RESULT = {"json", "txt"}
_ERROR = {"error.json"}


class Verdict:
    """Looks at all that is in the bucket of results, and at the news."""

    def __init__(self, cloud: Cloud, cases: Iterable[Case]) -> None:
        """Fetch it."""
        self._cases = list(cases)
        self._store = ObjectStore()
        self._bucket = cloud.resources.uploads_bucket
        self.results = cloud.results()
        self.news = cloud.news()
        self.counts: Counter[str] = Counter()

    def faults(self) -> list[str]:
        """What is not as it has to be, one line each."""
        found = [f"left over: {name}" for name in self.results if name.startswith("_ocr/")]
        known: set[str] = {name for name in self.results if name.startswith("_ocr/")}
        for case in self._cases:
            parts = self._parts(case)
            known.update(f"{case.key}.{ending}" for ending in parts)
            complaint = self._of(case, parts)
            if complaint:
                found.append(f"{case.key} ({case.kind}): {complaint}; there is {sorted(parts)}")
        return found + [f"nobody's: {name}" for name in self.results.keys() - known]

    def _parts(self, case: Case) -> dict[str, StoredResult]:
        return {
            name.removeprefix(f"{case.key}."): result
            for name, result in self.results.items()
            if name.startswith(f"{case.key}.")
        }

    def _of(self, case: Case, parts: Mapping[str, StoredResult]) -> str:
        if case.is_deleted:
            return self._of_deleted(case, parts)
        source = self._source(case)
        if source is None:
            return "the document itself is gone"
        if any(not source.is_source_of(part.metadata) for part in parts.values()):
            return "made of another version"
        if case.kind in STUCK and not parts:
            # Its last try was lost before it could say so: the dead letters have it all the same.
            self.counts["stuck: nothing"] += 1
            return ""
        if case.kind in STUCK:
            self.counts["stuck: an error that says so"] += 1
            complaint = _unlike(parts, None, _GIVEN_UP)
        else:
            self.counts["results" if case.last.text is not None else "errors"] += 1
            complaint = _unlike(parts, case.last.text, case.last.code)
        return complaint or self._unheard(case, source)

    def _of_deleted(self, case: Case, parts: Mapping[str, StoredResult]) -> str:
        """None at all, or the one that was made before it was deleted."""
        if not parts:
            self.counts["deleted: nothing"] += 1
            return ""
        self.counts["deleted: read before"] += 1
        return _unlike(parts, case.last.text, case.last.code)

    def _unheard(self, case: Case, source: Source) -> str:
        if case.kind is Kind.LETHAL:
            return ""  # its last worker could not tell
        status, code = _news_of(case)
        for each in self.news:
            same = each["key"] == case.key and each["etag"] == source.etag.strip('"')
            if same and (each["status"], each["code"]) == (status, code):
                return ""
        return f"nobody was told that it {status}"

    def _source(self, case: Case) -> Source | None:
        head = self._store.head(self._bucket, case.key)
        return Source.of(Upload(bucket=self._bucket, key=case.key), head) if head else None


def _news_of(case: Case) -> tuple[str, str | None]:
    code = _GIVEN_UP if case.kind in STUCK else case.last.code
    return ("failed" if code else "succeeded"), code


def _unlike(parts: Mapping[str, StoredResult], text: str | None, code: str | None) -> str:
    """How the files of a document differ from one right result, or from one right error."""
    if set(parts) != (_ERROR if code else _RESULT):
        return "not one result"
    if code:
        found: dict[str, Any] = json.loads(parts["error.json"].body)
        return "" if found["code"] == code else f"the error is {found['code']}, not {code}"
    if len({part.metadata["ocr-source"] for part in parts.values()}) != 1:
        return "files of several versions"
    if json.loads(parts["json"].body)["text"] != text:
        return "the text is another one"
    return "" if parts["txt"].body.decode().rstrip() == text else "the text file differs"
