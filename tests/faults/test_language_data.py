"""Language data that is damaged: Tesseract itself, in a process that it may take along."""

import json
import random
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

import pytest

from handler.app.factory import create_app
from handler.bootstrap import create_services
from handler.settings import Settings
from ocr_core.errors import EngineMissing
from ocr_core.tessdata import Tessdata
from ocr_core.traineddata import BASE, LSTM, components
from tests.client import AppClient
from tests.conftest import ROOT, TOKEN
from tests.images import TEXT, hello_png

Start: TypeAlias = Callable[[Path, str], AppClient]

# enum TessdataType: what the entries are.
_NETWORK, _RECODER = 17, 22


@pytest.fixture(scope="module")
def tessdata() -> Path:
    """The machine's own data."""
    try:
        return Tessdata.find().directory
    except EngineMissing as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def french(tessdata: Path) -> bytes:
    """What stands in for the data of a second language: English, by another name."""
    return (tessdata / "eng.traineddata").read_bytes()


def places(data: bytes) -> list[int]:
    """Where the entries begin."""
    (count,) = struct.unpack_from("<i", data)
    return list(struct.unpack_from(f"<{count}q", data, 4))


def with_places(data: bytes, changed: list[int]) -> bytes:
    """The same entries, said to be elsewhere."""
    head = struct.pack(f"<i{len(changed)}q", len(changed), *changed)
    return head + data[len(head) :]


def with_noise(data: bytes, entry: int) -> bytes:
    """One entry overwritten: nothing that the head of the file tells."""
    begins = places(data)[entry]
    ends = min(place for place in [*places(data), len(data)] if place > begins)
    noise = random.Random(entry).randbytes(ends - begins)  # noqa: S311  # no secret
    return data[:begins] + noise + data[ends:]


def told_by_the_head(data: bytes) -> dict[str, bytes]:
    """Damage of which Tesseract need not learn."""
    far = [place if place < 0 else 2**62 for place in places(data)]
    back = [place if place < 0 else len(data) - place for place in places(data)]
    return {
        "empty": b"",
        "three bytes": data[:3],
        "head alone": data[: 4 + 8 * len(places(data))],
        "half": data[: len(data) // 2],
        "without its end": data[: places(data)[_RECODER]],
        "noise": random.Random(7).randbytes(50_000),  # noqa: S311  # no secret
        "zeros": bytes(50_000),
        "a page that says 404": b"<!doctype html><title>404</title>" * 300,
        "a pointer of Git LFS": b"version https://git-lfs.github.com/spec/v1\n",
        "entries far away": with_places(data, far),
        "entries backwards": with_places(data, back),
        "no entries": with_places(data, [-1] * len(places(data))),
        "no network": with_places(data, [-1] * (_NETWORK + 1) + places(data)[_NETWORK + 1 :]),
    }


def beside_english(folder: Path, tessdata: Path, data: bytes) -> Path:
    """A folder with sound English and this data of French."""
    folder.mkdir()
    (folder / "eng.traineddata").symlink_to(tessdata / "eng.traineddata")
    (folder / "fra.traineddata").write_bytes(data)
    return folder


@pytest.mark.parametrize("engine", ["tesserocr", "pytesseract"])
def test_damaged_data_is_an_error_and_the_others_are_read(
    tessdata: Path, french: bytes, tmp_path: Path, engine: str
) -> None:
    """No damage takes the process along, none is passed over in silence, and English is read."""
    damages = {name: told_by_the_head(french)[name] for name in ("half", "entries far away")}
    noises = {"noise in the network": with_noise(french, _NETWORK)}
    for name, data in {**damages, **noises, "sound": french}.items():
        beside_english(tmp_path / name, tessdata, data)
    run = subprocess.run(
        [sys.executable, "-m", "tests.faults.reading", engine, tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found = dict(map(json.loads, run.stdout.splitlines()))
    assert found.pop("sound") == dict.fromkeys(("eng", "fra", "eng+fra"), "read")
    for name in damages:
        damaged = {"eng": "read", "fra": "DamagedLanguage", "eng+fra": "DamagedLanguage"}
        assert found.pop(name) == damaged, name
    for name in noises:
        outcomes = found.pop(name)
        assert outcomes.pop("eng") == "read"
        # The library says so, and the program dies of it.
        kind = {"tesserocr": "DamagedLanguage", "pytesseract": "EngineFailed"}[engine]
        assert set(outcomes.values()) == {kind}, name
    assert not found


def test_the_head_tells_of_damage(french: bytes, tmp_path: Path) -> None:
    """Whatever ends before it should, or was never language data."""
    for name, data in told_by_the_head(french).items():
        (tmp_path / name).write_bytes(data)
        assert not components(tmp_path / name) >= LSTM, name
    assert components(tmp_path / "nothing") == frozenset()


def test_the_head_tells_of_every_sound_file(tessdata: Path) -> None:
    """No file of the machine's own is taken for damaged, the one for the orientation included."""
    for path in tessdata.rglob("*.traineddata"):
        assert components(path) >= (BASE if path.stem == "osd" else LSTM), path.stem


def test_the_other_byte_order_is_one(tmp_path: Path, tessdata: Path, french: bytes) -> None:
    """A file that was made on a machine of the other kind is sound."""
    count = len(places(french))
    head = struct.pack(f">i{count}q", count, *places(french))
    path = tmp_path / "fra.traineddata"
    path.write_bytes(head + french[len(head) :])
    assert components(path) == components(tessdata / "eng.traineddata")


@pytest.fixture
def service() -> Iterator[Start]:
    """Starts the application with a folder of data and its default languages."""
    with ExitStack() as stack:

        def start(tessdata: Path, languages: str) -> AppClient:
            settings = Settings(
                ocr_api_tokens={"django": TOKEN},
                tessdata_prefix=tessdata,
                default_languages=languages,
                ocr_workers=1,
            )
            services = create_services(settings)
            stack.callback(services.close)
            return AppClient(create_app(services), token=TOKEN)

        yield start


def test_the_service_goes_on_with_the_other_languages(
    service: Start, tmp_path: Path, tessdata: Path, french: bytes
) -> None:
    """The damaged one is not among those that can be read, and asking for it says why."""
    client = service(beside_english(tmp_path / "a", tessdata, french[:50_000]), "eng")
    assert client.get("/languages").json()["languages"] == ["eng"]
    assert client.get("/healthz").status_code == 200
    answer = client.post("/?languages=fra", content=hello_png())
    assert (answer.status_code, answer.json()["code"]) == (500, "engine_failed")
    assert "damaged" in answer.json()["detail"]
    assert str(tmp_path) not in answer.text
    assert client.post("/", content=hello_png()).json()["original"] == TEXT


def test_a_damaged_default_is_not_healthy(
    service: Start, tmp_path: Path, tessdata: Path, french: bytes
) -> None:
    """The service starts, says that it cannot do what it is there for, and serves who can be."""
    client = service(beside_english(tmp_path / "a", tessdata, french[:50_000]), "fra")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["code"]) == (500, "engine_failed")
    assert client.post("/", content=hello_png()).json()["code"] == "engine_failed"
    assert client.post("/?languages=eng", content=hello_png()).json()["original"] == TEXT


def test_nothing_but_damaged_data_is_no_engine(service: Start, tmp_path: Path) -> None:
    """As on a machine without any: 503, at every use."""
    (tmp_path / "eng.traineddata").write_bytes(b"")
    client = service(tmp_path, "eng")
    for answer in (client.get("/healthz"), client.post("/", content=hello_png())):
        assert (answer.status_code, answer.json()["code"]) == (503, "engine_missing")


def test_a_mode_that_needs_damaged_orientation_data_is_refused(
    service: Start, tmp_path: Path, tessdata: Path
) -> None:
    """The mode alone; all others go on."""
    folder = beside_english(tmp_path / "a", tessdata, b"")
    (folder / "osd.traineddata").write_bytes(bytes(1_000))
    client = service(folder, "eng")
    answer = client.post("/?psm=1", content=hello_png())
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_language")
    assert client.post("/", content=hello_png()).json()["original"] == TEXT
