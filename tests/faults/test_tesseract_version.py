"""A Tesseract that is too old, or is none."""

import subprocess
from pathlib import Path

import pytest
import tesserocr

from handler.app.factory import create_app
from handler.bootstrap import create_services
from handler.settings import Settings
from ocr_core import EngineChoice, create_engine
from ocr_core.engines.tesseract_version import usable_version
from ocr_core.errors import EngineMissing
from ocr_core.tessdata import Tessdata
from tests.client import AppClient
from tests.conftest import TOKEN
from tests.images import hello_png

_PROGRAMS = {
    "echo tesseract 3.05.02 >&2": "Tesseract 3.05.02 is installed on the server; 4.1 or newer",
    "echo tesseract 4.0.0-beta.1; echo leptonica-1.75": "Tesseract 4.0.0 is installed",
    "echo leptonica-1.82.0": "does not report a version; 4.1 or newer is required",
    "printf '\\377\\000\\n'": "does not report a version",
    "true": "does not report a version",
    "exit 127": "cannot be run",
    "kill -SEGV $$": "cannot be run",
}


@pytest.fixture(autouse=True)
def _language_data() -> None:
    """What is missing here is never the data."""
    try:
        Tessdata.find()
    except EngineMissing as error:
        pytest.skip(str(error))


def put_alone(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Let a script be the one program that is found."""
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


@pytest.mark.parametrize("script", _PROGRAMS)
def test_a_program_that_will_not_do_is_no_engine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str
) -> None:
    """The service starts, and says at each use what it found and what it needs."""
    put_alone(monkeypatch, tmp_path, script)
    settings = Settings(ocr_api_tokens={"django": TOKEN}, ocr_engine=EngineChoice.PYTESSERACT)
    services = create_services(settings)
    client = AppClient(create_app(services), token=TOKEN)
    answers = [client.get("/healthz"), client.post("/", content=hello_png())]
    services.close()
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (503, "engine_missing")
        assert _PROGRAMS[script] in answer.json()["detail"]
        assert str(tmp_path) not in answer.text


def test_a_program_that_does_not_answer_is_no_engine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is waited for, for so long."""
    monkeypatch.setattr("ocr_core.engines.pytesseract._VERSION_S", 0.2)
    put_alone(monkeypatch, tmp_path, "exec /bin/sleep 60")
    with pytest.raises(EngineMissing, match="cannot be run"):
        create_engine(EngineChoice.PYTESSERACT, concurrency=1).languages()


def test_a_file_that_is_no_program_is_no_engine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One for another processor, for instance."""
    put_alone(monkeypatch, tmp_path, "")
    (tmp_path / "tesseract").write_bytes(b"\x7fELF of another kind")
    with pytest.raises(EngineMissing, match="cannot be run"):
        create_engine(EngineChoice.PYTESSERACT, concurrency=1).languages()


def test_a_library_that_is_too_old_is_no_engine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where the choice is free the program is taken, and what is wrong with both is told."""
    monkeypatch.setattr(tesserocr, "tesseract_version", lambda: "tesseract 4.0.0\n leptonica-1.75")
    with pytest.raises(EngineMissing, match=r"Tesseract 4\.0\.0 is installed on the server; 4\.1"):
        create_engine(EngineChoice.TESSEROCR, concurrency=1).languages()
    put_alone(monkeypatch, tmp_path, "echo tesseract 4.1.1")
    engine = create_engine(EngineChoice.AUTO, concurrency=1)
    assert (engine.name, engine.version) == ("pytesseract", "4.1.1")
    put_alone(monkeypatch, tmp_path, "echo tesseract 3.04.01")
    with pytest.raises(EngineMissing, match=r"4\.0\.0.*3\.04\.01"):
        create_engine(EngineChoice.AUTO, concurrency=1).languages()


def test_versions_are_read_as_they_are_printed() -> None:
    """Releases, what Windows builds say, and what is built from a checkout."""
    assert usable_version("tesseract 5.3.0\n leptonica-1.82.0") == "5.3.0"
    assert usable_version("tesseract v5.3.0.20221222\n leptonica") == "5.3.0.20221222"
    assert usable_version("tesseract 5.0.0-alpha-619-ge9db") == "5.0.0"
    assert usable_version("tesseract 10.0") == "10.0"


def test_the_machines_own_will_do() -> None:
    """The real program and library are new enough, and are known by their own version."""
    engine = create_engine(EngineChoice.PYTESSERACT, concurrency=1)
    printed = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)
    assert printed.stdout.startswith(f"tesseract {engine.version}\n")
    library = create_engine(EngineChoice.TESSEROCR, concurrency=1)
    assert str(tesserocr.tesseract_version()).startswith(f"tesseract {library.version}\n")
