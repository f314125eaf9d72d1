"""Ours in the Lambda image, under the Runtime Interface Emulator, with the processors of a size."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.speed.contestant import NotRead
from bench.speed.given import Given
from tests import lambda_image
from tests.events import body_of, rest_event

HELLO = Path(__file__).parent / "hello.py"
_TOKEN = "bench-" + "0" * 32
_ENVIRONMENT = {"OCR_API_TOKENS": json.dumps({"bench": _TOKEN}), "DEADLINE_S": "300"}
# In microseconds, what a share of processors is a share of (CFS bandwidth control). Docker's own,
# 100 ms, is as long as a small page takes: at any size, it would be read in the first part of one.
_CPU_PERIOD_US = 20_000
# The largest resident set of any process since its start, in kB: proc(5), VmHWM.
_PEAK = """
import pathlib, re
found = 0
for status in pathlib.Path("/proc").glob("[0-9]*/status"):
    found += int((re.findall(r"VmHWM:\\s+(\\d+)", status.read_text()) or [0])[0])
print(found)
"""


@dataclass(frozen=True)
class InContainer:
    """A warm function."""

    container: lambda_image.LambdaContainer

    def read(self, given: Given) -> float:
        """The seconds from the event's sending to the end of the answer."""
        return invoke(self.container, upload(given))

    def peak_mb(self) -> float:
        """The largest memory that the container's processes have had, summed, in MB."""
        return int(self.container.run("python", "-c", _PEAK)) * 1024 / 1e6


@contextmanager
def in_container(cpus: float, command: str = "handler.api.handler") -> Iterator[InContainer]:
    """A new container that has so many processors; nothing is loaded before the first event."""
    period, quota = str(_CPU_PERIOD_US), str(round(cpus * _CPU_PERIOD_US))
    limits = ("--cpu-period", period, "--cpu-quota", quota)
    hello = ("--volume", f"{HELLO}:/var/task/hello.py:ro")
    with lambda_image.running(command, environment=_ENVIRONMENT, extra=limits + hello) as container:
        yield InContainer(container)


def invoke(container: lambda_image.LambdaContainer, event: dict[str, Any]) -> float:
    """The seconds that one event took.

    Raises:
        NotRead: the answer is no 200.
    """
    started = time.perf_counter()
    response = container.invoke(event)
    seconds = time.perf_counter() - started
    if response.get("statusCode") != 200:
        raise NotRead(str(response)[:300])
    body_of(response)
    return seconds


def upload(given: Given) -> dict[str, Any]:
    """API Gateway's event for a file as the raw body."""
    headers = {"Content-Type": given.media_type, "Authorization": f"Bearer {_TOKEN}"}
    return rest_event("POST", "/", body=given.path.read_bytes(), headers=headers)


def healthz() -> dict[str, Any]:
    """API Gateway's event for the question whether it is there."""
    return rest_event("GET", "/healthz", client=None)


def python_in_image(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the image's Python alone, on a file system that is read-only, as Lambda's is."""
    command = ["docker", "run", "--rm", "--read-only", "--entrypoint", "/opt/venv/bin/python"]
    return subprocess.run(
        [*command, lambda_image.build(), *arguments], capture_output=True, text=True, check=True
    )


def copy_opt(folder: Path) -> Path:
    """Take ``/opt`` of the image, which is the layer of ``layers/tesseract``."""
    container = _docker("create", lambda_image.IMAGE)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _docker("cp", f"{container}:/opt", str(folder))
    finally:
        _docker("rm", container)
    return folder / "opt"


def _docker(*arguments: str) -> str:
    run = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=True)  # noqa: S607
    return run.stdout.strip()
