"""Reading by a deployed service, over HTTP."""

import io
import secrets
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import BinaryIO

import httpx

from ocr_core.cli.errors import ServiceUnreachable
from ocr_core.cli.local_recogniser import LIMITS
from ocr_core.cli.recogniser import Reading
from ocr_core.cli.service_problem import error_of, is_worth_another_try
from ocr_core.cli.source import Source
from ocr_core.deadline import Deadline
from ocr_core.options import OutputFormat
from ocr_core.version import VERSION

# Times that one file is sent: when the service is busy, and when there is no connection.
_BUSY_TRIES = 6
_CONNECTION_TRIES = 3
_CONNECT_S = 10
# The longest that a Lambda function can take; API Gateway gives up long before.
_LONGEST_ANSWER_S = 900
_LONGEST_PAUSE_S = 60.0


class ServiceRecogniser:
    """Sends sources to ``POST /`` of a service; the certificate of its host is checked.

    Several formats are asked for in one call, which reads the source once and answers
    with a zip. A busy service is asked again, as late as it says, a few times.
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
        headers = {"User-Agent": f"ocr/{VERSION}"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if password:
            headers["X-Document-Password"] = password
        self._url = httpx.URL(url.rstrip("/") + "/")
        self._query = dict(query)
        self._timeout_s = timeout_s
        self._first_pause_s = first_pause_s
        self._client = httpx.Client(headers=headers, limits=httpx.Limits(max_connections=None))

    def read(self, source: Source, formats: Sequence[OutputFormat]) -> Reading:
        """Have a source read once; see ``Recogniser.read``.

        Raises:
            ServiceError: there is no result, and the library has no error of that name.
        """
        deadline = Deadline.after(self._timeout_s) if self._timeout_s else Deadline.never()
        with _rewindable(source) as file:
            response = self._answer(file, ",".join(formats), deadline)
        if not response.is_success:
            raise error_of(response)
        return Reading(_bodies(response, formats))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _answer(self, file: BinaryIO, formats: str, deadline: Deadline) -> httpx.Response:
        """The last response, of as many as are worth it."""
        for attempt in range(_BUSY_TRIES):
            pause_s = self._first_pause_s * 2**attempt
            try:
                response = self._post(file, formats, deadline)
            except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
                raise deadline.exceeded() from error
            except httpx.RequestError as error:
                if attempt + 1 >= _CONNECTION_TRIES:
                    raise ServiceUnreachable(
                        f"There is no connection to {self._url.host}: {error}. Check --url."
                    ) from error
            else:
                if attempt + 1 == _BUSY_TRIES or not is_worth_another_try(response):
                    return response
                pause_s = _retry_after_s(response) or pause_s
            _pause(pause_s, deadline)
        raise AssertionError("the last try returns or raises")

    def _post(self, file: BinaryIO, formats: str, deadline: Deadline) -> httpx.Response:
        deadline.check()
        file.seek(0)
        return self._client.post(
            self._url,
            params={**self._query, "format": formats},
            # The file's own name is nobody's business.
            files={"file": ("document", file, "application/octet-stream")},
            timeout=httpx.Timeout(min(deadline.remaining_s, _LONGEST_ANSWER_S), connect=_CONNECT_S),
        )


@contextmanager
def _rewindable(source: Source) -> Iterator[BinaryIO]:
    """The source as a stream that can be sent again; a file is not brought into memory."""
    if source.is_seekable:
        with source.open() as file:
            yield file
    else:
        yield io.BytesIO(source.read(LIMITS))


def _bodies(response: httpx.Response, formats: Sequence[OutputFormat]) -> tuple[bytes, ...]:
    """The outputs in the order of ``formats``; several come as ``document.<ending>`` in a zip."""
    content_type = response.headers.get("content-type", "").split(";")[0]
    if len(formats) == 1:
        if content_type == "text/html" and formats[0] is not OutputFormat.HOCR:
            raise _not_ours()
        return (response.content,)
    try:
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            return tuple(archive.read(f"document.{form.extension}") for form in formats)
    except (zipfile.BadZipFile, KeyError) as error:
        raise _not_ours() from error


def _not_ours() -> ServiceUnreachable:
    return ServiceUnreachable(
        "What answers at this address is not the OCR service, or another version of it. "
        "Check --url."
    )


def _retry_after_s(response: httpx.Response) -> float | None:
    """RFC 9110 10.2.3: seconds, or a date; nothing of more than a minute is waited for."""
    value = response.headers.get("retry-after", "")
    if value.isdecimal():
        return min(float(value), _LONGEST_PAUSE_S)
    try:
        seconds = parsedate_to_datetime(value).timestamp() - time.time()
    except ValueError:
        return None
    return min(max(seconds, 0.0), _LONGEST_PAUSE_S)


def _pause(seconds: float, deadline: Deadline) -> None:
    """Wait, up to a quarter longer, so that those who were refused together come apart."""
    seconds += seconds * secrets.randbelow(250) / 1000
    if seconds >= deadline.remaining_s:
        raise deadline.exceeded()
    time.sleep(seconds)
