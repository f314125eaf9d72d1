"""The Lambda image, built once and run under Lambda's Runtime Interface Emulator."""

import json
import platform
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.conftest import ROOT

IMAGE = "serverless-ocr:tests"
_BUILD_S = 3_000
_START_S = 60
# The path that every Lambda runtime's emulator serves, port 8080 in the container.
_INVOKE = "2015-03-31/functions/function/invocations"


def skip_without_docker() -> None:
    """Skip, with the reason, where no container can run."""
    if shutil.which("docker") is None:
        pytest.skip("docker is not installed")
    if subprocess.run(["docker", "info"], capture_output=True, check=False).returncode:
        pytest.skip("no Docker engine answers")


def emulator() -> Path:
    """Lambda's Runtime Interface Emulator, which the SAM command line carries."""
    machine = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"
    found = sorted(ROOT.glob(f".venv-sam/lib/python3*/site-packages/**/aws-lambda-rie-{machine}"))
    if not found:
        pytest.skip("the SAM command line is not installed: run `make test`")
    return found[0]


def build() -> str:
    """The image of the working tree, from Docker's cache where nothing changed."""
    skip_without_docker()
    run = subprocess.run(
        [ROOT / "scripts" / "build-image"],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "IMAGE": IMAGE},
        capture_output=True,
        text=True,
        timeout=_BUILD_S,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3_000:] + run.stderr[-3_000:]
    return IMAGE


class LambdaContainer:
    """A function that runs in the image as it would on Lambda."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self._url = url

    def invoke(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The function's answer to an event."""
        answer = requests.post(f"{self._url}/{_INVOKE}", data=json.dumps(event), timeout=60)
        body: dict[str, Any] = answer.json()
        return body

    def logs(self) -> str:
        """What the container has written so far."""
        run = subprocess.run(
            ["docker", "logs", self.name], capture_output=True, text=True, check=True
        )
        return run.stdout + run.stderr

    def run(self, *command: str) -> str:
        """What a command in the container prints."""
        run = subprocess.run(
            ["docker", "exec", self.name, *command], capture_output=True, text=True, check=True
        )
        return run.stdout


@contextmanager
def running(
    command: str, *, environment: Mapping[str, str], extra: tuple[str, ...] = ()
) -> Iterator[LambdaContainer]:
    """A container as Lambda runs it: read-only but /tmp, an odd uid, no /dev/shm, no HOME."""
    name = f"ocr-test-{uuid.uuid4().hex[:12]}"
    variables = [part for item in environment.items() for part in ("--env", "=".join(item))]
    subprocess.run(
        [
            *("docker", "run", "--detach", "--name", name, "--publish", "127.0.0.1::8080"),
            *("--read-only", "--tmpfs", "/tmp:rw,noexec,size=512m", "--user", "993:990"),
            *("--ipc", "none", "--memory", "3008m", "--cap-drop", "ALL"),
            *("--volume", f"{emulator()}:/rie:ro", "--entrypoint", "/usr/bin/env"),
            *(*variables, *extra, IMAGE, "-u", "HOME", "/rie", *entrypoint(), command),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    try:
        port = subprocess.run(
            ["docker", "port", name, "8080"], capture_output=True, text=True, check=True
        )
        url = f"http://{port.stdout.splitlines()[0]}"
        _wait(url, name)
        yield LambdaContainer(name, url)
    finally:
        subprocess.run(["docker", "rm", "--force", name], capture_output=True, check=False)


def entrypoint() -> list[str]:
    """The image's own entrypoint, which the emulator starts."""
    return list(image_config()["Entrypoint"])


def image_config() -> dict[str, Any]:
    """What the image says of itself."""
    run = subprocess.run(
        ["docker", "image", "inspect", IMAGE], capture_output=True, text=True, check=True
    )
    config: dict[str, Any] = json.loads(run.stdout)[0]["Config"]
    return config


def _wait(url: str, name: str) -> None:
    ends_s = time.monotonic() + _START_S
    while time.monotonic() < ends_s:
        try:
            requests.get(url, timeout=5)
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError(f"{name} does not answer")
