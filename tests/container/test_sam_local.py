"""`sam build && sam local start-api`, as the README says it."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from botocore.exceptions import ClientError

from tests.conftest import ROOT
from tests.images import TEXT, encode, hello, hello_png
from tests.server import free_port
from tests.textract import client_of

pytestmark = pytest.mark.container
SAM = ROOT / ".venv-sam" / "bin" / "sam"
_BUILD_S = 3_000
_START_S = 300
ENVIRONMENT = {**os.environ, "SAM_CLI_TELEMETRY": "0"}


@pytest.fixture(scope="module")
def built(image: str) -> None:
    """What `sam build` makes; the image's layers are in Docker's cache by then."""
    run = subprocess.run(
        [SAM, "build"],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=_BUILD_S,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3_000:]


@contextmanager
def start_api(*arguments: str) -> Iterator[str]:
    """The API under sam local: its address. The containers that it starts do not outlive it."""
    port = free_port()
    others = emulators()
    process = subprocess.Popen(
        [SAM, "local", "start-api", "--port", str(port), *arguments],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(process, url)
        yield url
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        # sam local does not always take a container along that was still starting.
        for left in emulators() - others:
            subprocess.run(["docker", "rm", "--force", left], capture_output=True, check=True)


def emulators() -> set[str]:
    """The containers that run sam local's emulator."""
    run = subprocess.run(
        ["docker", "ps", "--all", "--no-trunc", "--format", "{{.ID}} {{.Command}}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {line.split()[0] for line in run.stdout.splitlines() if "/var/rapid/" in line}


def _wait(process: subprocess.Popen[str], url: str) -> None:
    ends_s = time.monotonic() + _START_S
    while time.monotonic() < ends_s:
        assert process.poll() is None, process.communicate()[0][-3_000:]
        try:
            requests.get(f"{url}/healthz", timeout=60)
            return
        except requests.ConnectionError:
            time.sleep(0.5)
    raise AssertionError("sam local does not answer")


@pytest.fixture(scope="module")
def url(built: None) -> Iterator[str]:
    """The API as plain `sam local start-api` serves it."""
    with start_api() as address:
        yield address


@pytest.fixture(scope="module")
def headers() -> dict[str, str]:
    """The token that `make -s sam-local-token` prints, as a header."""
    run = subprocess.run(
        ["make", "-s", "sam-local-token"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {"Authorization": f"Bearer {run.stdout.strip()}"}


def test_an_upload_is_read(url: str, headers: dict[str, str]) -> None:
    """A multipart upload through the emulated gateway gives its text."""
    response = requests.post(url, headers=headers, files={"file": hello_png()}, timeout=60)
    assert response.headers["content-type"] == "application/json"
    assert response.json()["original"] == TEXT


def test_a_real_scan_is_read(url: str, headers: dict[str, str], corpus: Path) -> None:
    """A page scanned in 1993 comes back with nearly all of its words."""
    scan = sorted((corpus / "accuracy" / "unlv_isri_en").glob("bus400dpi_*.tif"))[0]
    truth = scan.with_suffix("").with_suffix(".gt.txt")
    if not truth.exists():
        truth = scan.with_name(f"{scan.stem}.gt.txt")
    response = requests.post(url, headers=headers, files={"file": scan.read_bytes()}, timeout=60)
    expected = set(re.findall(r"\w+", truth.read_text(encoding="utf-8").casefold()))
    found = set(re.findall(r"\w+", response.json()["original"].casefold()))
    assert len(expected & found) / len(expected) > 0.9


@pytest.mark.parametrize("path", ["/img-echo", "/img-echo/"])
@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "TIFF"])
def test_an_echo_is_byte_for_byte(
    url: str, headers: dict[str, str], path: str, file_format: str
) -> None:
    """Binary bodies survive the emulated gateway both ways."""
    data = encode(hello(), file_format)
    response = requests.post(url + path, headers=headers, files={"file": data}, timeout=60)
    assert response.content == data
    assert response.headers["content-type"] == f"image/{file_format.lower()}"


def test_boto3_detects_text(url: str, headers: dict[str, str]) -> None:
    """A client of Amazon Textract's, signed with the token, and the errors that it tells apart."""
    token = headers["Authorization"].removeprefix("Bearer ")
    textract = client_of(f"{url}/textract", token)
    answer = textract.detect_document_text(Document={"Bytes": hello_png()})
    found = [each["Text"] for each in answer["Blocks"] if each["BlockType"] == "LINE"]
    assert "\n".join(found) == TEXT
    with pytest.raises(textract.exceptions.UnsupportedDocumentException):
        textract.detect_document_text(Document={"Bytes": b"no image"})
    with pytest.raises(ClientError, match="InvalidSignatureException"):
        client_of(f"{url}/textract", "another").detect_document_text(
            Document={"Bytes": hello_png()}
        )


@pytest.mark.parametrize("authorization", ["", "Bearer wrong", "Basic x", "Bearer"])
def test_a_stranger_is_refused(url: str, authorization: str) -> None:
    """No token, a wrong one and a malformed header are problems with the status 401."""
    headers = {"Authorization": authorization} if authorization else {}
    response = requests.post(url, headers=headers, files={"file": hello_png()}, timeout=60)
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"


def test_the_open_addresses_need_no_token(url: str) -> None:
    """The page, the API's documents and the health are open."""
    for path in ("/", "/docs", "/openapi.json", "/healthz", "/static/page.js"):
        assert requests.get(url + path, timeout=60).status_code == 200, path


def test_the_authorizer_decides_where_it_is_on(built: None, headers: dict[str, str]) -> None:
    """With `--config-env authorizer` the Lambda authorizer lets in and refuses."""
    with start_api("--config-env", "authorizer") as address:
        data = {"file": hello_png()}
        good = requests.post(address, headers=headers, files=data, timeout=60)
        assert good.json()["original"] == TEXT
        for authorization in ("", "Bearer wrong", "Basic x"):
            wrong = {"Authorization": authorization} if authorization else {}
            response = requests.post(address, headers=wrong, files=data, timeout=60)
            assert response.status_code in (401, 403)
            assert TEXT not in response.text
