"""Reading by a deployed service, over HTTP."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import BinaryIO

import httpx

from ocr_core.cli.connection import Connection
from ocr_core.cli.local_recogniser import LIMITS
from ocr_core.cli.recogniser import Reading
from ocr_core.cli.service_jobs import ServiceJobs
from ocr_core.cli.service_problem import error_of, is_for_a_job, not_the_service
from ocr_core.cli.source import Source
from ocr_core.deadline import Deadline
from ocr_core.options import OutputFormat

# API Gateway takes no larger requests, and may hang up in the middle of one.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
_MAX_CALL_BYTES = 10_000_000


class ServiceRecogniser:
    """Sends sources to a service: to ``POST /`` and, what is too large for that, to ``/jobs``.

    Several formats are asked for in one call, which reads the source once and answers
    with a zip. A document that wants a password is never a job: a job cannot keep it.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None,
        query: Mapping[str, str],
        timeout_s: float | None = None,
        password: str | None = None,
        first_pause_s: float = 1.0,
    ) -> None:
        """Send to the service at ``url``.

        Args:
            url: of the service's root, with its stage if it has one.
            token: to send along.
            query: options, by the names that the service gives them.
            timeout_s: seconds for one file, its repetitions included.
            password: opens encrypted PDFs.
            first_pause_s: seconds before a second try where the service names none; doubled
                each time.
        """
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._url = httpx.URL(url.rstrip("/") + "/")
        self._query = dict(query)
        self._password = password
        self._timeout_s = timeout_s
        self._connection = Connection(
            headers=headers, advice="Check --url.", first_pause_s=first_pause_s
        )
        self._jobs = ServiceJobs(self._connection, self._url, query)

    def read(self, source: Source, formats: Sequence[OutputFormat]) -> Reading:
        """Have a source read once; see ``Recogniser.read``.

        Raises:
            ServiceError: there is no result, and the library has no error of that name.
        """
        deadline = Deadline.after(self._timeout_s) if self._timeout_s else Deadline.never()
        with _rewindable(source) as file:
            response = None
            if self._password or file.seek(0, io.SEEK_END) <= _MAX_CALL_BYTES:
                response = self._call(file, formats, deadline)
            if not self._password and (response is None or is_for_a_job(response)):
                bodies = self._jobs.read(file, formats, deadline)
                if bodies is not None:
                    return Reading(bodies)
            if response is None:
                # A service without jobs says itself what is too much for it.
                response = self._call(file, formats, deadline)
        if not response.is_success:
            raise error_of(response)
        return Reading(_bodies(response, formats))

    def close(self) -> None:
        """Close the connections."""
        self._jobs.close()
        self._connection.close()

    def _call(
        self, file: BinaryIO, formats: Sequence[OutputFormat], deadline: Deadline
    ) -> httpx.Response:
        return self._connection.send(
            "POST",
            self._url,
            deadline=deadline,
            file=file,
            params={**self._query, "format": ",".join(formats)},
            headers=_headers(self._password),
        )


def _headers(password: str | None) -> Mapping[bytes, bytes] | None:
    return {b"X-Document-Password": password.encode()} if password else None


@contextmanager
def _rewindable(source: Source) -> Iterator[BinaryIO]:
    """The source as a stream that can be sent again; a file is not brought into memory."""
    if source.is_seekable:
        with source.open() as file:
            yield file
    else:
        yield io.BytesIO(source.read(LIMITS))


def _member(archive: zipfile.ZipFile, form: OutputFormat) -> bytes:
    """An output; the tables of ``csv``, which are files of their own, one behind the other."""
    if form is not OutputFormat.CSV:
        return archive.read(f"document.{form.extension}")
    tables = (name for name in archive.namelist() if name.endswith(f".{form.extension}"))
    return b"\r\n".join(map(archive.read, tables))


def _bodies(response: httpx.Response, formats: Sequence[OutputFormat]) -> tuple[bytes, ...]:
    """The outputs in the order of ``formats``; several come as ``document.<ending>`` in a zip."""
    content_type = response.headers.get("content-type", "").split(";")[0]
    if len(formats) == 1 and content_type != "application/zip":
        if content_type == "text/html" and formats[0] is not OutputFormat.HOCR:
            raise not_the_service()
        return (response.content,)
    try:
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            return tuple(_member(archive, form) for form in formats)
    except (zipfile.BadZipFile, KeyError) as error:
        raise not_the_service() from error
