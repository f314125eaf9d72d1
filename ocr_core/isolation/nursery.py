"""A process that stays as this one was when it was young, and forks others from there."""

import contextlib
import ctypes
import os
import signal
import socket
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, NoReturn

from ocr_core.errors import EngineFailed
from ocr_core.isolation.fault import kinds_of, places_of
from ocr_core.isolation.memory import resident_bytes

_FORK, _END = b"fork", b"end "
_MAX_MESSAGE_BYTES = 64
# prctl(2), <linux/prctl.h>.
_PR_SET_PDEATHSIG = 1
# proc_pid_oom_score_adj(5): of all processes, the kernel ends this one first.
_FIRST_TO_GO = "1000"


class Ended(NamedTuple):
    """How a process ended."""

    exit_code: int
    """Its own, or the number of the signal that killed it, negative."""
    peak_bytes: int
    """The most memory that it had beside what it was forked with: ``ru_maxrss`` of getrusage(2)."""


class Child(NamedTuple):
    """A process, and the connection to it."""

    pid: int
    socket: socket.socket


_KILLED = Ended(-signal.SIGKILL, 0)


class Nursery:
    """Forks processes that find loaded what was loaded when the nursery was made.

    A process with threads should not fork: a lock that one of them holds stays locked in the new
    process. So this one forks once, before it has any, and the nursery forks from then on. It
    ends with this process, and takes all the others along.
    """

    def __init__(self, live: Callable[[Connection], None]) -> None:
        """Fork the nursery.

        Args:
            live: what each of its processes does; it ends when this returns.
        """
        self._live = live
        self._lock = threading.Lock()
        self._pid: int | None = None
        self._is_closed = False
        self._found()

    def fork(self) -> Child:
        """A new process.

        Raises:
            EngineFailed: there is no room for one more.
        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                [pid] = self._ask(_FORK, theirs)
            if not pid:
                raise _no_process()
        except EngineFailed:
            ours.close()
            raise
        return Child(pid, ours)

    def end(self, child: Child) -> Ended:
        """Kill a process and what it has started, if that is needed, and forget it."""
        child.socket.close()
        with contextlib.suppress(EngineFailed):
            return Ended(*self._ask(_END + str(child.pid).encode()))
        return _KILLED

    def close(self) -> None:
        """End all processes, and the nursery."""
        with self._lock:
            self._is_closed = True
            self._bury()

    def _found(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                pid = os.fork()
            except OSError:
                ours.close()
                raise
            if pid == 0:
                _serve(theirs, self._live)
        self._door, self._pid = ours, pid

    def _bury(self) -> None:
        """Forget a nursery, once: where no new one can be forked, the next request tries again."""
        pid, self._pid = self._pid, None
        if pid is not None:
            self._door.close()
            os.waitpid(pid, 0)

    def _ask(self, message: bytes, passed: socket.socket | None = None) -> list[int]:
        descriptors = [passed.fileno()] if passed else []
        try:
            with self._lock:
                if self._is_closed:
                    raise EOFError
                if self._pid is None or _has_ended(self._door):
                    # Killed from outside. By now this process has threads, and forks all the same:
                    # what the nursery does until it forks takes none of their locks.
                    self._bury()
                    self._found()
                socket.send_fds(self._door, [message], descriptors)
                answer = self._door.recv(_MAX_MESSAGE_BYTES).split()
            if not answer:
                raise EOFError
            return [int(number) for number in answer]
        except (OSError, EOFError) as error:
            raise _no_process() from error


def _no_process() -> EngineFailed:
    return EngineFailed("The service cannot start another process at the moment. Try again later.")


def _has_ended(door: socket.socket) -> bool:
    """Whether nobody holds the other end; nothing is ever sent without being asked for."""
    try:
        door.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:  # it was killed with something unread
        return True
    return True


def _serve(door: socket.socket, live: Callable[[Connection], None]) -> NoReturn:
    """Be the nursery, until nobody holds the other end of ``door``."""
    children: set[int] = set()
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _close_all_but(door.fileno())
        while True:
            message, descriptors, _, _ = socket.recv_fds(door, _MAX_MESSAGE_BYTES, 1)
            if not message:
                break
            if message == _FORK:
                pid = _fork(door, descriptors, live)
                if pid:
                    children.add(pid)
                door.send(str(pid).encode())
            else:
                pid = int(message.removeprefix(_END))
                # A nursery before this one took its own along; their numbers may be others' now.
                ended = _end(pid) if pid in children else _KILLED
                children.discard(pid)
                door.send(f"{ended.exit_code} {ended.peak_bytes}".encode())
    except BaseException as error:  # noqa: BLE001  # nothing of the first process may go on here
        code = _exit_code(error)
    else:
        code = 0
    for pid in children:
        _end(pid)
    os._exit(code)


def _fork(
    door: socket.socket, descriptors: Sequence[int], live: Callable[[Connection], None]
) -> int:
    """The id of a new process; 0 when there is no room for one, or for a descriptor."""
    if not descriptors:
        return 0
    [descriptor] = descriptors
    try:
        pid = os.fork()
    except OSError:
        os.close(descriptor)
        return 0
    if pid:
        os.close(descriptor)
        return pid
    try:
        # A group of its own, so that what it starts is killed with it.
        os.setsid()
        door.close()
        _end_with_parent()
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO)
        live(Connection(descriptor))
    except BaseException as error:  # noqa: BLE001  # nothing of the nursery may go on here
        os._exit(_exit_code(error))
    os._exit(0)


def _exit_code(error: BaseException) -> int:
    """What to end with for ``error``, which is told on standard error without its message."""
    if isinstance(error, ConnectionError):  # who asked has hung up
        return 0
    kinds, places = " <- ".join(kinds_of(error)), " > ".join(places_of(error))
    with contextlib.suppress(OSError):
        os.write(2, f"A reading process broke off: {kinds} at {places}\n".encode())
    return 1


def _end_with_parent() -> None:
    """Have the kernel kill this process when the nursery ends: prctl(2), PR_SET_PDEATHSIG."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _end(pid: int) -> Ended:
    try:
        # It leads a group of its own.
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:  # it has not come so far
        os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    return Ended(os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024 - resident_bytes())


def _close_all_but(kept: int) -> None:
    """Let go of what the first process has open, so that it can close it; not of its output."""
    os.closerange(3, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))
