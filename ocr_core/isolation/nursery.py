"""A process that stays as this one was when it was young, and forks others from there."""

import contextlib
import os
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
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._pid = os.fork()
        if self._pid == 0:
            _serve(theirs, live)
        theirs.close()
        self._door = ours
        self._lock = threading.Lock()

    def fork(self) -> Child:
        """A new process.

        Raises:
            EngineFailed: the nursery is gone, or there is no room for one more.
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

    def _ask(self, message: bytes, passed: socket.socket | None = None) -> int:
        descriptors = [passed.fileno()] if passed else []
        try:
            with self._lock:
                socket.send_fds(self._door, [message], descriptors)
                answer = self._door.recv(_MAX_MESSAGE_BYTES)
            return int(answer)
        except (OSError, ValueError) as error:
            raise EngineFailed(
                "The service cannot start a process to read in. Try again; if it stays so, its "
                "operator has to start it again."
            ) from error


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
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO)
        live(Connection(descriptor))
    finally:
        os._exit(0)


def _end(pid: int) -> int:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _close_all_but(kept: int) -> None:
    """Let go of what the first process has open, so that it can close it; not of its output."""
    os.closerange(3, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))
