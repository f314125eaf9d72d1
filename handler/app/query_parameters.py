"""The options of a request: in its address, and in its body beside the file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from ocr_core.errors import InvalidOption

T = TypeVar("T", bound=BaseModel)


def refuse_repeated(request: Request) -> None:
    """Take no option twice: nobody can tell which of the two was meant.

    Called once all are known to exist, so that the error names none that do not.

    Raises:
        InvalidOption: a parameter is there more than once.
    """
    _refuse_repeated(_names(request))


def with_options(model: type[T], request: Request, beside: Sequence[tuple[str, object]]) -> T:
    """The parameters of the address and the options of the body as one, under the same rules.

    Raises:
        RequestValidationError: one of them does not exist, or has no such value.
        InvalidOption: one is there more than once, in the body, the address, or both.
    """
    try:
        made = model.model_validate(dict(request.query_params) | dict(beside))
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    _refuse_repeated([*_names(request), *(name for name, _ in beside)])
    return made


def _names(request: Request) -> list[str]:
    return [name for name, _ in request.query_params.multi_items()]


def _refuse_repeated(names: Iterable[str]) -> None:
    repeated = sorted(name for name, count in Counter(names).items() if count > 1)
    if repeated:
        raise InvalidOption(f"Given more than once: {', '.join(repeated)}. Give each option once.")
