"""Work in processes of its own: what breaks or hangs there takes nothing along."""

import errno
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ocr_core import Deadline, Limits
from ocr_core.errors import (
    DeadlineExceeded,
    EngineCrashed,
    EngineFailed,
    ImageTooLarge,
    UnreadableImage,
)
from ocr_core.isolation import Cancellation, RemoteFault, Work
from ocr_core.isolation.cancellation import Cancelled
from ocr_core.isolation.fault import kinds_of, places_of
from ocr_core.isolation.memory import MAX_KEPT_BYTES, resident_bytes
from ocr_core.isolation.nursery import Nursery
from ocr_core.isolation.processes import ReadingProcesses
from tests import works
from tests.works import Fail, Give, Keep, Wait, reader_without_engine

_SOON_S = 60.0
_FORK = os.fork
_MEGABYTE = 1_000_000


@pytest.fixture
def processes() -> Iterator[ReadingProcesses]:
    """One process at a time."""
    made = ReadingProcesses(reader_without_engine(), size=1)
    yield made
    made.close()


def do(processes: ReadingProcesses, work: Work[Any], data: bytes = b"") -> list[Any]:
    """All results of a work that has time."""
    return list(processes.run(work, data, deadline=Deadline.after(_SOON_S)))


def eventually(is_so: Callable[[], bool]) -> bool:
    """Whether it is so before long."""
    ends_s = time.monotonic() + _SOON_S
    while not is_so() and time.monotonic() < ends_s:
        time.sleep(0.01)
    return is_so()


def runs(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not asked how does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


def test_results_come_as_the_work_gives_them(processes: ReadingProcesses) -> None:
    """One by one, from another process, which is the same for the next work."""
    assert do(processes, Give((1, "two", b"3"))) == [1, "two", b"3"]
    [first] = do(processes, works.process_id)
    assert first != os.getpid()
    assert do(processes, works.process_id) == [first]


def test_a_file_goes_in_and_comes_out_whole(processes: ReadingProcesses) -> None:
    """Also one that is larger than what a pipe holds."""
    data = os.urandom(5 * _MEGABYTE)
    assert do(processes, works.echo, data) == [data]


def test_the_memory_of_an_image_is_kept_for_the_next(processes: ReadingProcesses) -> None:
    """The kernel clears it once, and not for every page."""
    [kept] = do(processes, works.kept_of_an_image)
    assert kept > 15 * _MEGABYTE
    [more] = do(processes, works.kept_of_an_image)
    assert more < 5 * _MEGABYTE


def test_the_memory_of_an_image_is_kept_beside_that_of_a_model(processes: ReadingProcesses) -> None:
    """One photograph, whose model stays, does not make every later page slower."""
    do(processes, Keep(MAX_KEPT_BYTES // 2))
    do(processes, works.kept_of_an_image)
    [more] = do(processes, works.kept_of_an_image)
    assert more < 5 * _MEGABYTE


@pytest.mark.parametrize(("model_mb", "freed_mb"), [(200, 180), (300, 120)])
def test_much_that_is_freed_is_given_back(
    processes: ReadingProcesses, model_mb: int, freed_mb: int
) -> None:
    """And is no reason for the process to retire."""
    [process] = do(processes, Keep(model_mb * _MEGABYTE))
    before = resident_bytes(process)
    do(processes, works.FreeBelow(freed_mb * _MEGABYTE))
    assert resident_bytes(process) - before < 20 * _MEGABYTE
    assert do(processes, works.process_id) == [process]


def test_a_file_that_is_done_is_not_in_use(processes: ReadingProcesses) -> None:
    """What a later page frees is given back, whatever came before."""
    [process] = do(processes, works.process_id)
    before = resident_bytes(process)
    do(processes, works.process_id, bytes(180 * _MEGABYTE))
    do(processes, works.FreeBelow(180 * _MEGABYTE))
    assert resident_bytes(process) - before < 20 * _MEGABYTE


def test_an_error_is_the_same_here(processes: ReadingProcesses) -> None:
    """Its class, its message, and for the log where it was raised."""
    with pytest.raises(UnreadableImage, match="Send another") as raised:
        do(processes, Fail(UnreadableImage("Send another.")))
    assert kinds_of(raised.value) == ("UnreadableImage",)
    assert any("tests/works.py" in place for place in places_of(raised.value))


def test_a_fault_is_told_without_its_message(processes: ReadingProcesses) -> None:
    """The message may quote the file."""
    with pytest.raises(RemoteFault) as raised:
        do(processes, Fail(RuntimeError("content of the file")))
    assert kinds_of(raised.value) == ("RuntimeError",)
    assert any("works.py" in place for place in places_of(raised.value))
    assert "content" not in str(raised.value)


@pytest.mark.parametrize("work", [works.spin, Wait(3600)])
def test_what_does_not_watch_the_time_is_killed(
    processes: ReadingProcesses, work: Work[Any]
) -> None:
    """The process is gone, and the next work has a new one."""
    [before] = do(processes, works.process_id)
    with pytest.raises(DeadlineExceeded):
        list(processes.run(work, b"", deadline=Deadline.after(0.05)))
    assert not runs(before)
    [after] = do(processes, works.process_id)
    assert after != before


def test_a_crash_takes_nothing_along(processes: ReadingProcesses) -> None:
    """The error names the signal, and the next work has a new process."""
    with pytest.raises(EngineCrashed, match="SIGSEGV"):
        do(processes, works.crash)
    with pytest.raises(EngineCrashed, match="exit code 3"):
        do(processes, works.leave)
    assert do(processes, Give((1,))) == [1]


def test_a_process_that_is_killed_from_outside_is_replaced(processes: ReadingProcesses) -> None:
    """As by the kernel, when memory is short: idle, and at work."""
    [idle] = do(processes, works.process_id)
    os.kill(idle, 9)
    assert eventually(lambda: not runs(idle))
    assert do(processes, Give((1,))) == [1]
    results = processes.run(works.start_a_program, b"", deadline=Deadline.after(_SOON_S))
    program = next(results)
    os.kill(int(Path(f"/proc/{program}/stat").read_text().rsplit(")", 1)[1].split()[1]), 35)
    with pytest.raises(EngineCrashed, match=r"signal 35|SIGRTMIN"):
        next(results)
    assert do(processes, Give((1,))) == [1]


def test_a_nursery_that_is_killed_is_replaced(processes: ReadingProcesses) -> None:
    """With all that it has forked; the work after that is done."""
    [idle] = do(processes, works.process_id)
    nursery = int(Path(f"/proc/{idle}/stat").read_text().rsplit(")", 1)[1].split()[1])
    os.kill(nursery, 9)
    assert eventually(lambda: not runs(idle))
    assert do(processes, Give((1,))) == [1]
    with pytest.raises(EngineCrashed, match="SIGSEGV"):
        do(processes, works.crash)
    assert do(processes, Give((1,))) == [1]


def test_a_process_that_cannot_be_forked_takes_no_other_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As when there are too many; the work is refused, and later work is done again."""
    forks = iter([os.fork, os.fork, no_room, os.fork])
    monkeypatch.setattr("ocr_core.isolation.nursery.os.fork", lambda: next(forks)())
    processes = ReadingProcesses(reader_without_engine(), size=2)
    under_way = processes.run(works.start_a_program, b"", deadline=Deadline.after(_SOON_S))
    program = next(under_way)
    with pytest.raises(EngineFailed, match="another process"):
        do(processes, Give((1,)))
    assert runs(program)
    assert do(processes, Give((1,))) == [1]
    processes.close()


def test_a_nursery_that_cannot_be_replaced_at_once_is_replaced_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One fork that fails after the nursery was killed does not end the service."""
    forks = iter([os.fork, no_room, no_room, os.fork])
    monkeypatch.setattr("ocr_core.isolation.nursery.os.fork", lambda: next(forks)())
    nursery = Nursery(lambda _: None)
    assert nursery._pid is not None
    os.kill(nursery._pid, 9)
    for _ in range(2):
        with pytest.raises(EngineFailed, match="another process"):
            nursery.fork()
    monkeypatch.setattr("ocr_core.isolation.nursery.os.fork", _FORK)
    assert nursery.end(nursery.fork()).exit_code in (0, -9)
    nursery.close()
    with pytest.raises(EngineFailed):
        nursery.fork()


def test_what_a_process_raises_is_its_exit_code_and_told(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """A fault outside of the work is found in the log, without its message."""

    def fail(_: object) -> None:
        raise KeyError("secret")

    nursery = Nursery(fail)
    child = nursery.fork()
    assert child.socket.recv(1) == b""  # it has ended, and told of it before
    assert eventually(lambda: not runs(child.pid))
    assert nursery.end(child).exit_code == 1
    nursery.close()
    told = capfd.readouterr().err
    assert "KeyError" in told
    assert "secret" not in told


def test_a_cancellation_during_a_crash_raises_nothing(processes: ReadingProcesses) -> None:
    """Who cancels hears of no connection that is gone already."""
    [process] = processes._free
    process.end()
    process._hang_up()


def test_the_package_can_be_imported_where_processes_cannot_fork() -> None:
    """As on Windows: no fork, and none of the modules that Unix alone has."""
    code = (
        "import os, sys\n"
        "del os.fork\n"
        "sys.modules.update(dict.fromkeys(['resource', 'fcntl', 'pwd', 'grp', 'termios']))\n"
        "import ocr_core.isolation as isolation\n"
        "from tests.works import reader_without_engine\n"
        "sys.platform = 'win32'\n"
        "readers = isolation.create_readers(reader_without_engine(), size=1)\n"
        "assert type(readers).__name__ == 'ReadingHere'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def no_room() -> int:
    """Fork, where the system allows no more processes."""
    raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))


def test_a_document_that_takes_too_much_memory_is_too_large(processes: ReadingProcesses) -> None:
    """Whether Python finds that there is none, or a library that ends the process then."""
    with pytest.raises(ImageTooLarge, match="memory"):
        do(processes, works.take_memory_until_it_ends)
    with pytest.raises(ImageTooLarge, match="memory"):
        do(processes, Keep(2 * Limits().max_memory_bytes))
    assert do(processes, Give((1,))) == [1]


def test_work_can_be_cancelled(processes: ReadingProcesses) -> None:
    """From another thread, while it is done; and before it is begun."""
    cancellation = Cancellation()
    deadline = Deadline.after(_SOON_S)
    results = processes.run(
        works.start_a_program, b"", deadline=deadline, cancellation=cancellation
    )
    started = next(results)
    timer = threading.Timer(0.05, cancellation.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        next(results)
    timer.join()
    assert eventually(lambda: not runs(started))
    with pytest.raises(Cancelled):
        list(processes.run(Wait(3600), b"", deadline=deadline, cancellation=cancellation))
    assert do(processes, Give((1,))) == [1]


def test_a_cancellation_that_comes_too_late_stops_nothing(processes: ReadingProcesses) -> None:
    """The process has other work by then."""
    cancellation = Cancellation()
    [before] = processes.run(
        works.process_id, b"", deadline=Deadline.never(), cancellation=cancellation
    )
    cancellation.cancel()
    assert do(processes, works.process_id) == [before]


def test_results_that_nobody_takes_stop_the_work(processes: ReadingProcesses) -> None:
    """What a killed process has started is killed too."""
    results = processes.run(works.start_a_program, b"", deadline=Deadline.after(_SOON_S))
    program = next(results)
    assert runs(program)
    results.close()
    assert eventually(lambda: not runs(program))


def test_a_process_that_keeps_much_memory_retires(processes: ReadingProcesses) -> None:
    """The next work has one that is as small as the first."""
    [small] = do(processes, Keep(_MEGABYTE))
    assert do(processes, Keep(2 * MAX_KEPT_BYTES)) == [small]
    assert eventually(lambda: not runs(small))
    assert do(processes, works.process_id) != [small]


def test_documents_share_the_workers() -> None:
    """Who reads alone has all of them; who comes second has what is left, and one at least."""
    processes = ReadingProcesses(reader_without_engine(workers=3), size=2)
    first = processes.run(works.workers, b"", deadline=Deadline.after(_SOON_S))
    second = processes.run(works.workers, b"", deadline=Deadline.after(_SOON_S))
    assert (next(first), next(second)) == (3, 1)
    with pytest.raises(DeadlineExceeded):
        list(processes.run(works.process_id, b"", deadline=Deadline.after(0.05)))
    processes.close()


def test_nothing_is_left_open(processes: ReadingProcesses) -> None:
    """No descriptor and no thread of this process, however often one was replaced."""
    do(processes, Give((1,)))
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        with pytest.raises(EngineCrashed):
            do(processes, works.crash)
    do(processes, Give((1,)))
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_processes_end_when_they_are_closed() -> None:
    """At work or not."""
    processes = ReadingProcesses(reader_without_engine(), size=2)
    results = processes.run(works.start_a_program, b"", deadline=Deadline.never())
    program = next(results)
    [idle] = do(processes, works.process_id)
    processes.close()
    assert not runs(program)
    assert not runs(idle)


def test_processes_end_with_the_one_that_made_them() -> None:
    """Also when that is killed, and cannot close anything."""
    code = (
        "from tests import works\n"
        "from ocr_core import Deadline\n"
        "from ocr_core.isolation.processes import ReadingProcesses\n"
        "made = ReadingProcesses(works.reader_without_engine(), size=1)\n"
        "for pid in made.run(works.start_a_program, b'', deadline=Deadline.never()):\n"
        "    print(pid, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as maker:
        assert maker.stdout is not None
        program = int(maker.stdout.readline())
        assert runs(program)
        maker.kill()
        assert eventually(lambda: not runs(program))
