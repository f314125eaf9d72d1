"""What may be told of an exception, also from one process to another: never its message."""

import traceback

_MAX_KINDS = 8
_MAX_PLACES = 8


class RemoteFault(Exception):  # what was an error is in another process
    """An exception of another process: of what kinds it was, and where it was raised."""

    def __init__(self, kinds: tuple[str, ...], places: tuple[str, ...]) -> None:
        """Stand for it.

        Args:
            kinds: see ``kinds_of``.
            places: see ``places_of``.
        """
        super().__init__(kinds, places)
        self.kinds = kinds
        self.places = places

    @classmethod
    def of(cls, error: BaseException) -> "RemoteFault":
        """What stands for ``error``."""
        return cls(kinds_of(error), places_of(error))


def kinds_of(error: BaseException) -> tuple[str, ...]:
    """The name of its class, and of those of what caused it."""
    remote = _remote(error)
    if remote is not None:
        return remote.kinds
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < _MAX_KINDS:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return tuple(kinds)


def places_of(error: BaseException) -> tuple[str, ...]:
    """Where it was raised, from the outermost call on: ``directory/file.py:line function``."""
    remote = _remote(error)
    if remote is not None:
        return remote.places
    frames = traceback.extract_tb(error.__traceback__)[-_MAX_PLACES:]
    return tuple(f"{_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)


def _remote(error: BaseException) -> RemoteFault | None:
    """What ``error`` was in the process that it comes from; ``None`` where it is this one."""
    origin = error if isinstance(error, RemoteFault) else error.__cause__
    return origin if isinstance(origin, RemoteFault) else None


def _module(filename: str) -> str:
    """The last two parts of a path: enough to find the place."""
    return "/".join(filename.split("/")[-2:])
