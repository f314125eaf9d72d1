"""Answers that are as large as they may be, under Lambda's own runtime and its emulator."""

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from handler.answer_size import MAX_BODY_BYTES, fitting
from tests.conftest import ROOT
from tests.lambda_image import emulator

# As handler.api does; an answer of any script and size, without reading that much text.
_FUNCTION = """
from handler.answer_size import fitting

def handler(event, context):
    body = event["text"] * event["times"]
    fit = fitting if event["fit"] else dict
    return fit({"statusCode": 200, "headers": {}, "body": body, "isBase64Encoded": False})
"""
_START_S = 30
SCRIPTS = {
    "Latin": "a line of text\n",
    "quotes": '{"text": "a\\nb"}\\',
    "Cyrillic": "строка текста\n",
    "Arabic": "سطر من النص\n",
    "Chinese": "一行文字。",
    "control": "\f\x01",
    "emoji": "😀",
}


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """Where the emulator takes events for the function."""
    (tmp_path / "answering.py").write_text(_FUNCTION, encoding="utf-8")
    port = _free_port()
    command = [
        *(str(emulator()), "--runtime-interface-emulator-address", f"127.0.0.1:{port}"),
        *("--runtime-api-address", f"127.0.0.1:{_free_port()}"),
        *(sys.executable, "-m", "awslambdaric", "answering.handler"),
    ]
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    # Lambda has it for its own images alone, and awslambdaric escapes nothing where it does.
    environment.pop("AWS_EXECUTION_ENV", None)
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
        finally:
            # The runtime that the emulator started, too.
            os.killpg(process.pid, signal.SIGKILL)


def _wait(port: int) -> None:
    ends_s = time.monotonic() + _START_S
    while time.monotonic() < ends_s:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the emulator does not answer")


def _invoke(url: str, **event: Any) -> dict[str, Any]:
    answer: dict[str, Any] = requests.post(url, data=json.dumps(event), timeout=120).json()
    return answer


def test_the_largest_answer_arrives_whole_in_every_script(url: str) -> None:
    """Byte for byte, whether it goes as text or in base64, and one after the other."""
    for name, text in SCRIPTS.items():
        times = MAX_BODY_BYTES // len(text.encode())
        answer = _invoke(url, text=text, times=times, fit=True)
        assert answer.get("statusCode") == 200, name
        body = answer["body"].encode()
        whole = base64.b64decode(body) if answer["isBase64Encoded"] else body
        assert whole == (text * times).encode(), name


def test_the_runtime_refuses_the_same_answer_as_text(url: str) -> None:
    """What the first test would see if all were sent as it is: no answer."""
    text = SCRIPTS["Cyrillic"]
    answer = _invoke(url, text=text, times=MAX_BODY_BYTES // len(text.encode()), fit=False)
    assert "statusCode" not in answer


def test_what_fits_as_text_stays_text() -> None:
    """Also where it is large: base64 is for what has no other way."""
    for body in ("x" * 4_400_000, "я" * 1_000_000, "", "😀"):
        answer = {"statusCode": 200, "headers": {}, "body": body, "isBase64Encoded": False}
        assert fitting(answer) is answer
