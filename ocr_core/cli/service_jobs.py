"""``/jobs`` of a service: for documents that are too large for one call, or take longer."""

import io
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, BinaryIO

import httpx

from ocr_core.cli.connection import Connection, pause, retry_after_s
from ocr_core.cli.errors import ServiceProblem
from ocr_core.cli.service_problem import error_of, not_the_service
from ocr_core.deadline import Deadline
from ocr_core.errors import UploadTooLarge
from ocr_core.load.media_type import MediaType, sniff, unsupported_type
from ocr_core.options import OutputFormat

# Between two questions, where the service does not say.
_PAUSE_S = 2.0
# A job that is still not done has come to grief; the service's operator finds it.
_LONGEST_JOB_S = 12 * 3600
# Every job makes these.
_ALWAYS = (OutputFormat.JSON, OutputFormat.TEXT)
_HEAD_BYTES = 2_048


class ServiceJobs:
    """Makes a job, sends its document to the storage that it names, and fetches what was made."""

    def __init__(self, service: Connection, root: httpx.URL, query: Mapping[str, str]) -> None:
        """Ask ``service``.

        Args:
            service: with the token.
            root: address of the service.
            query: options, by the names that the service gives them.
        """
        self._service = service
        # The token is for the service alone.
        self._storage = Connection(headers={}, advice="It is the storage of the service.")
        self._url = root.join("jobs")
        self._query = dict(query)

    def read(
        self, file: BinaryIO, formats: Sequence[OutputFormat], deadline: Deadline
    ) -> tuple[bytes, ...] | None:
        """A document in all of ``formats``; ``None`` where the service takes no jobs.

        Raises:
            OcrError: what is wrong with the document, or the time ran out.
            ServiceError: there is no result.
        """
        deadline = min(deadline, Deadline.after(_LONGEST_JOB_S), key=lambda each: each.at_s)
        job = self._make(file, formats, deadline)
        if job is None:
            return None
        self._upload(job["upload"], file, deadline)
        address = httpx.URL(f"{self._url}/{job['id']}")
        self._wait(address, deadline)
        return tuple(self._result(address, each, deadline) for each in formats)

    def close(self) -> None:
        """Close the connections of its own."""
        self._storage.close()

    def _make(
        self, file: BinaryIO, formats: Sequence[OutputFormat], deadline: Deadline
    ) -> dict[str, Any] | None:
        wanted = {
            **self._query,
            "content_type": _media_type(file),
            "formats": [each for each in formats if each not in _ALWAYS],
        }
        response = self._service.send("POST", self._url, deadline=deadline, json=wanted)
        if response.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
            return None
        return _json(response)

    def _upload(self, form: Mapping[str, Any], file: BinaryIO, deadline: Deadline) -> None:
        size = file.seek(0, io.SEEK_END)
        if size > form["max_bytes"]:
            raise UploadTooLarge(
                f"The file has {size:,} bytes, and the service accepts {form['max_bytes']:,}. "
                "Split it."
            )
        response = self._storage.send(
            "POST", httpx.URL(form["url"]), deadline=deadline, file=file, fields=form["fields"]
        )
        if not response.is_success:
            raise ServiceProblem(
                f"The storage of the service answered {response.status_code} to the upload."
            )

    def _wait(self, address: httpx.URL, deadline: Deadline) -> None:
        """Until the job has ended; asking for its result then tells how."""
        while True:
            response = self._service.send("GET", address, deadline=deadline)
            if _json(response)["status"] in ("succeeded", "failed"):
                return
            pause_s = retry_after_s(response)
            pause(_PAUSE_S if pause_s is None else pause_s, deadline)

    def _result(self, address: httpx.URL, form: OutputFormat, deadline: Deadline) -> bytes:
        url = httpx.URL(f"{address}/result", params={"format": form.value})
        response = self._service.send("GET", url, deadline=deadline)
        if response.status_code != HTTPStatus.SEE_OTHER:
            raise error_of(response)
        response = self._storage.send(
            "GET", httpx.URL(response.headers["location"]), deadline=deadline
        )
        if not response.is_success:
            raise ServiceProblem(
                f"The storage of the service answered {response.status_code} to the result."
            )
        return response.content


def _media_type(file: BinaryIO) -> MediaType:
    file.seek(0)
    kind = sniff(file.read(_HEAD_BYTES))
    if kind is None:
        raise unsupported_type()
    return kind


def _json(response: httpx.Response) -> dict[str, Any]:
    if not response.is_success:
        raise error_of(response)
    try:
        body: dict[str, Any] = response.json()
    except ValueError as error:
        raise not_the_service() from error
    return body
