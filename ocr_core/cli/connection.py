"""HTTP requests to one place, repeated while it is busy."""

import secrets
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import BinaryIO

import httpx

from ocr_core.cli.errors import ServiceUnreachable
from ocr_core.cli.service_problem import is_worth_another_try
from ocr_core.deadline import Deadline
from ocr_core.version import VERSION

# Times that one request is sent: when the service is busy, and when there is no connection.
_BUSY_TRIES = 6
_CONNECTION_TRIES = 3
_CONNECT_S = 10
# The longest that a Lambda function can take; API Gateway gives up long before.
_LONGEST_ANSWER_S = 900
_LONGEST_PAUSE_S = 60.0


class Connection:
    """A client that checks certificates, follows no redirection, and asks a busy service again."""

    def __init__(
        self, *, headers: Mapping[str, str], advice: str, first_pause_s: float = 1.0
    ) -> None:
        """Open it.

        Args:
            headers: go with every request.
            advice: what to do where nothing answers.
            first_pause_s: seconds before a second try where the service names none; doubled
                each time.
        """
        self._advice = advice
        self._first_pause_s = first_pause_s
        self._client = httpx.Client(
            headers={"User-Agent": f"ocr/{VERSION}", **headers},
            limits=httpx.Limits(max_connections=None),
        )

    def send(
        self,
        method: str,
        url: httpx.URL,
        *,
        deadline: Deadline,
        file: BinaryIO | None = None,
        headers: Mapping[bytes, bytes] | None = None,
        params: Mapping[str, str] | None = None,
        fields: Mapping[str, str] | None = None,
        json: Mapping[str, object] | None = None,
    ) -> httpx.Response:
        """The last response, of as many as are worth it.

        Args:
            method: of HTTP.
            url: where to.
            deadline: for all the tries.
            file: sent as the form's field ``file``, from its beginning and after all the others.
            headers: for this request.
            params: the query.
            fields: of the form.
            json: the body.

        Raises:
            DeadlineExceeded: there is no time for another try.
            ServiceUnreachable: there is no connection.
        """
        for attempt in range(_BUSY_TRIES):
            pause_s = self._first_pause_s * 2**attempt
            try:
                deadline.check()
                response = self._client.request(
                    method,
                    url,
                    params=params,
                    headers=headers,
                    data=fields,
                    files=_form(file),
                    json=json,
                    timeout=_timeout(deadline),
                )
            except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
                raise deadline.exceeded() from error
            except httpx.RequestError as error:
                if attempt + 1 >= _CONNECTION_TRIES:
                    raise ServiceUnreachable(
                        f"Cannot connect to {url.host}: {error}. {self._advice}"
                    ) from error
            else:
                if attempt + 1 == _BUSY_TRIES or not is_worth_another_try(response):
                    return response
                pause_s = retry_after_s(response) or pause_s
            pause(pause_s, deadline)
        raise AssertionError("the last try returns or raises")

    def close(self) -> None:
        """Close it."""
        self._client.close()


def _form(file: BinaryIO | None) -> Mapping[str, tuple[str, BinaryIO, str]] | None:
    if file is None:
        return None
    file.seek(0)
    # The file's own name is nobody's business.
    return {"file": ("document", file, "application/octet-stream")}


def _timeout(deadline: Deadline) -> httpx.Timeout:
    return httpx.Timeout(min(deadline.remaining_s, _LONGEST_ANSWER_S), connect=_CONNECT_S)


def retry_after_s(response: httpx.Response) -> float | None:
    """RFC 9110 10.2.3: seconds, or a date; nothing of more than a minute is waited for."""
    value = response.headers.get("retry-after", "")
    if value.isdecimal():
        return min(float(value), _LONGEST_PAUSE_S)
    try:
        seconds = parsedate_to_datetime(value).timestamp() - time.time()
    except ValueError:
        return None
    return min(max(seconds, 0.0), _LONGEST_PAUSE_S)


def pause(seconds: float, deadline: Deadline) -> None:
    """Wait, up to a quarter longer, so that those who were refused together come apart.

    Raises:
        DeadlineExceeded: it would end too late.
    """
    seconds += seconds * secrets.randbelow(250) / 1000
    if seconds >= deadline.remaining_s:
        raise deadline.exceeded()
    time.sleep(seconds)
