"""The OCR service, as this site calls it."""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx
from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile

logger = logging.getLogger(__name__)

# What one call takes on AWS; more is for a job.
MAX_CALL_BYTES = 4_400_000
# API Gateway gives up after 29 seconds; a service without one may take longer.
_TIMEOUT = httpx.Timeout(60, connect=5)
_LATER = "Nothing can be read at the moment. Try again in a while."
_TOO_MUCH = ("upload_too_large", "too_many_pages", "response_too_large", "deadline_exceeded")
# What is for the operator of this site, and not for its visitors.
_REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)


class OcrError(Exception):
    """Why there is no text, in words for whoever sent the document."""

    def __init__(self, message: str, *, code: str = "", is_temporary: bool = False) -> None:
        """Say it.

        Args:
            message: for a person.
            code: the service's own, which stays the same.
            is_temporary: the same may work in a while.
        """
        super().__init__(message)
        self.code = code
        self.is_temporary = is_temporary

    @property
    def is_for_a_job(self) -> bool:
        """Whether it was too much for one call; a job may have more bytes, pages and time."""
        return self.code in _TOO_MUCH


@dataclass(frozen=True)
class JobState:
    """How far a job is: its text once it is done, and the pages while they are read."""

    text: str | None = None
    pages_done: int = 0
    pages: int = 0


def read_text(file: File) -> str:
    """The text of a small document, in one call.

    Raises:
        OcrError: there is none.
    """
    answer = _call("POST", "", files={"file": ("document", file)})
    return str(answer.json()["original"])


def start_job(file: UploadedFile) -> str:
    """Hand over a document of any size; the id of the job that reads it.

    Raises:
        OcrError: it was not taken.
    """
    job = _call("POST", "jobs", json={"content_type": file.content_type}).json()
    form = job["upload"]
    if file.size > form["max_bytes"]:
        raise OcrError(f"The file has more than {form['max_bytes']:,} bytes.")
    # Straight to the service's storage, which must not see the token.
    _send("POST", form["url"], data=form["fields"], files={"file": ("document", file)})
    return str(job["id"])


def job_state(job_id: str) -> JobState:
    """How far a job is.

    Raises:
        OcrError: it has failed; or, if temporary, nobody can tell.
    """
    job = _call("GET", f"jobs/{job_id}").json()
    if job["status"] == "failed":
        raise OcrError(job["problem"]["detail"], code=job["problem"]["code"])
    if job["status"] == "succeeded":
        # It leads to the storage; httpx does not take the token along to another host.
        result = _call("GET", f"jobs/{job_id}/result", params={"format": "text"})
        return JobState(text=result.content.decode())
    pages = job.get("pages", {"done": 0, "total": 0})
    return JobState(pages_done=pages["done"], pages=pages["total"])


def _call(method: str, path: str, **arguments: Any) -> httpx.Response:
    token = {"Authorization": f"Bearer {settings.OCR_API_TOKEN}"}
    return _send(method, settings.OCR_URL + path, headers=token, **arguments)


def _send(method: str, url: str, **arguments: Any) -> httpx.Response:
    try:
        # httpx sends a file piece by piece, so that a large one is never in memory as a whole.
        answer = httpx.request(method, url, timeout=_TIMEOUT, follow_redirects=True, **arguments)
    except httpx.ReadTimeout as error:
        raise OcrError(_LATER, code="deadline_exceeded", is_temporary=True) from error
    except httpx.HTTPError as error:
        logger.error("The OCR service cannot be reached: %r", error)
        raise OcrError(_LATER, is_temporary=True) from error
    if not answer.is_success:
        raise _error(answer)
    return answer


def _error(answer: httpx.Response) -> OcrError:
    """What an answer other than a success means; where it is no problem details, in our words."""
    is_problem = answer.headers.get("content-type", "").startswith("application/problem+json")
    problem = answer.json() if is_problem else {}
    code = problem.get("code", "")
    if answer.status_code in _REFUSED or answer.is_server_error:
        logger.error("The OCR service answered %s %s", answer.status_code, code)
        return OcrError(_LATER, code=code, is_temporary=True)
    return OcrError(problem.get("detail", "The document was refused."), code=code)
