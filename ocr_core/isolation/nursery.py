"""A process that stays as this one was when it was young, and forks others from there."""

import contextlib
import ctypes
import os
import select
import signal
import socket
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, NoReturn

from ocr_core.errors import EngineFailed

_FORK, _END = b"fork", b"end "
_MAX_MESSAGE_BYTES = 64
# prctl(2), <linux/prctl.h>.
_PR_SET_PDEATHSIG = 1
# proc_pid_oom_score_adj(5): of all processes, the kernel ends this one first.
_FIRST_TO_GO = "1000"


class Child(NamedTuple):
    """A process, and the connection to it."""

    pid: int
    socket: socket.socket


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
        self._found()

    def fork(self) -> Child:
        """A new process.

        Raises:
            EngineFailed: there is no room for one more.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            pid = self._ask(_FORK, theirs)
        return Child(pid, ours)

    def end(self, child: Child) -> int:
        """Kill a process and what it has started, if that is needed, and forget it.

        Returns:
            How it ended: its exit code, or the number of the signal that killed it, negative.
        """
        child.socket.close()
        with contextlib.suppress(EngineFailed):
            return self._ask(_END + str(child.pid).encode())
        return -signal.SIGKILL

    def close(self) -> None:
        """End all processes, and the nursery."""
        self._door.close()
        os.waitpid(self._pid, 0)

    def _found(self) -> None:
        self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._pid = os.fork()
        if self._pid == 0:
            _serve(theirs, self._live)
        theirs.close()

    def _ask(self, message: bytes, passed: socket.socket | None = None) -> int:
        descriptors = [passed.fileno()] if passed else []
        try:
            with self._lock:
                if _has_ended(self._door):
                    # Killed from outside. By now this process has threads, and forks all the same:
                    # what the nursery does until it forks takes none of their locks.
                    self.close()
                    self._found()
                socket.send_fds(self._door, [message], descriptors)
                return int(self._door.recv(_MAX_MESSAGE_BYTES))
        except (OSError, ValueError) as error:
            raise EngineFailed(
                "The service cannot start a process to read in. Try again; if it stays so, its "
                "operator has to start it again."
            ) from error


def _has_ended(door: socket.socket) -> bool:
    """Whether nobody holds the other end; nothing is ever sent without being asked for."""
    readable, _, _ = select.select([door], [], [], 0)
    return bool(readable)


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
                answer = _fork(door, descriptors[0], live)
                children.add(answer)
            else:
                pid = int(message.removeprefix(_END))
                children.discard(pid)
                answer = _end(pid)
            door.send(str(answer).encode())
    finally:
        for pid in children:
            _end(pid)
        os._exit(0)


def _fork(door: socket.socket, descriptor: int, live: Callable[[Connection], None]) -> int:
    pid = os.fork()
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
    finally:
        os._exit(0)


def _end_with_parent() -> None:
    """Have the kernel kill this process when the nursery ends: prctl(2), PR_SET_PDEATHSIG."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _end(pid: int) -> int:
    try:
        # It leads a group of its own.
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        # It has not come so far, or is of a nursery that was killed.
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return -signal.SIGKILL


def _close_all_but(kept: int) -> None:
    """Let go of what the first process has open, so that it can close it; not of its output."""
    os.closerange(3, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))
