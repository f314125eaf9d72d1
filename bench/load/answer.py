"""What a client was answered, and whether that is in order."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Self

import httpx
from pydantic import ValidationError

from handler.problem import ALL_PROBLEMS, PROBLEM_JSON, Problem

_REFUSALS = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


@dataclass(frozen=True)
class Reply:
    """An HTTP response, from wherever it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str | None:
        """What was read, in an answer of the default format; ``None`` if this is no such answer."""
        try:
            return str(json.loads(self.body)["original"])
        except (ValueError, TypeError, KeyError):
            return None


@dataclass(frozen=True)
class Answer:
    """One reply as it counts, or that there was none.

    ``outcome`` is ``200``, ``503 service_busy`` or ``ReadTimeout``. ``fault`` says what is not in
    order, and ``retry_after_s`` how long the client is told to wait.
    """

    seconds: float
    outcome: str
    fault: str = ""
    retry_after_s: int = 0

    @classmethod
    def of(cls, reply: Reply, *, expected: str, seconds: float) -> Self:
        """Judge a reply to a page whose text is known."""
        if reply.status == HTTPStatus.OK:
            fault = "" if reply.text == expected else "not the text of the page that was sent"
            return cls(seconds, "200", fault)
        problem = _problem(reply)
        outcome = f"{reply.status} {problem.code if problem else ''}".strip()
        after = httpx.Headers(reply.headers).get("retry-after", "")
        retry_after_s = int(after) if after.isdecimal() else 0
        return cls(seconds, outcome, _fault(reply, problem, retry_after_s), retry_after_s)

    @classmethod
    def none(cls, error: Exception, *, seconds: float) -> Self:
        """No reply came."""
        return cls(seconds, type(error).__name__, "no answer")

    @property
    def is_read(self) -> bool:
        """Whether the page was read."""
        return self.outcome == "200"


def _fault(reply: Reply, problem: Problem | None, retry_after_s: int) -> str:
    if reply.status not in _REFUSALS:
        return "neither an answer nor a refusal"
    if problem is None:
        return "no problem of ours"
    return "" if retry_after_s else "no Retry-After"


def _problem(reply: Reply) -> Problem | None:
    """The problem in a reply, if it is one that is documented, with its status."""
    if httpx.Headers(reply.headers).get("content-type") != PROBLEM_JSON:
        return None
    try:
        problem = Problem.model_validate_json(reply.body)
    except ValidationError:
        return None
    documented, _ = ALL_PROBLEMS.get(problem.code, (None, ""))
    return problem if documented == problem.status == reply.status else None
