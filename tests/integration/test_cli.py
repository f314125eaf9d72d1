"""`ocr` as a process of its own, with real recognition."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ocr_core import Document, OcrEngine
from ocr_core.version import VERSION
from tests.conftest import ROOT
from tests.images import TEXT, dense_page, encode, hello, hello_png, huge_png
from tests.pdfs import page_slow_to_draw, text_pdf
from tests.server import Server, running
from tests.terminal import on_terminal

pytestmark = pytest.mark.usefixtures("fast_engine")

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "PDF")
_VARIABLES = ("OCR_URL", "OCR_API_TOKEN", "OCR_ENGINE", "OCR_PASSWORD")


def start(folder: Path, *arguments: object, niceness: int = 0) -> subprocess.Popen[bytes]:
    """The command in a folder, and none of the caller's variables.

    With a niceness it yields to the test that watches it, however busy the machine is.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _VARIABLES}
    return subprocess.Popen(
        [
            "nice",
            "-n",
            str(niceness),
            sys.executable,
            "-m",
            "ocr_core.cli",
            *(str(argument) for argument in arguments),
        ],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ocr(folder: Path, *arguments: object, stdin: bytes = b"") -> tuple[int, str, str]:
    """The command's exit status, and what it wrote to standard output and standard error."""
    process = start(folder, *arguments)
    out, err = process.communicate(stdin, timeout=120)
    return process.returncode, out.decode(), err.decode()


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """Two lines of text."""
    path = tmp_path / "scan.png"
    path.write_bytes(hello_png())
    return path


def test_one_file_to_standard_output(scan: Path) -> None:
    """The text and nothing else."""
    assert ocr(scan.parent, "scan.png") == (0, f"{TEXT}\n", "")


def test_several_files_to_standard_output(scan: Path) -> None:
    """One after the other in the order that they were given, each below its name."""
    (scan.parent / "other.png").write_bytes(hello_png())
    code, out, err = ocr(scan.parent, "scan.png", "gone.png", "other.png")
    assert out == f"==> scan.png <==\n{TEXT}\n==> other.png <==\n{TEXT}\n"
    assert code == 66
    assert err.startswith("ocr: gone.png: It cannot be read")


def test_an_ending_that_no_format_has_can_be_asked_for(scan: Path) -> None:
    """The format is what --format says, and text where there is no ending."""
    assert ocr(scan.parent, "scan.png", "-o", "out.log", "-f", "text") == (0, "", "")
    assert ocr(scan.parent, "scan.png", "-o", "out") == (0, "", "")
    assert (scan.parent / "out").read_text() == (scan.parent / "out.log").read_text()


def test_standard_input(scan: Path) -> None:
    """Read to its end."""
    assert ocr(scan.parent, "-", stdin=scan.read_bytes()) == (0, f"{TEXT}\n", "")


def test_options_reach_the_engine(scan: Path, tesseract: OcrEngine) -> None:
    """As the document says that it was read; in either way to call Tesseract."""
    code, out, err = ocr(
        scan.parent, "scan.png", "-f", "json", "--dpi", "150", "--tesseract", tesseract.name
    )
    document = Document.model_validate_json(out)
    assert (code, err) == (0, "")
    assert document.text == TEXT
    assert document.pages[0].dpi == 150
    assert document.engine.name == document.pages[0].engine == tesseract.name


@pytest.mark.usefixtures("photos")
def test_the_engine_for_photographs_can_be_asked_for(scan: Path) -> None:
    """And the page says that it read it."""
    code, out, err = ocr(scan.parent, "scan.png", "-f", "json", "--engine", "rapidocr")
    document = Document.model_validate_json(out)
    assert (code, err) == (0, "")
    assert document.text == TEXT
    assert document.pages[0].engine == "rapidocr"


def test_pages_of_one_file_are_chosen(tmp_path: Path) -> None:
    """Two of four frames of a TIFF."""
    frames = [hello(mode="L") for _ in range(3)]
    data = encode(hello(mode="L"), "TIFF", save_all=True, append_images=frames)
    (tmp_path / "fax.tif").write_bytes(data)
    assert ocr(tmp_path, "fax.tif", "--pages", "2-3") == (0, f"{TEXT}\f{TEXT}\n", "")


def test_an_encrypted_pdf_needs_its_password(tmp_path: Path) -> None:
    """And without it is a failure like another."""
    (tmp_path / "a.pdf").write_bytes(text_pdf(["Hello from a PDF."], password="secret"))
    code, out, err = ocr(tmp_path, "a.pdf", "--password", "secret")
    assert (code, out, err) == (0, "Hello from a PDF.\n", "")
    code, out, err = ocr(tmp_path, "a.pdf")
    assert (code, out) == (65, "")
    assert "[password_required]" in err


def test_the_searchable_pdf_of_an_encrypted_one_keeps_its_password(tmp_path: Path) -> None:
    """What was kept under a password does not come to lie beside it in the open."""
    (tmp_path / "a.pdf").write_bytes(text_pdf(["Hello from a PDF."], password="secret"))
    assert ocr(tmp_path, "a.pdf", "--password", "secret", "-o", "b.pdf") == (0, "", "")
    assert ocr(tmp_path, "b.pdf")[0] == 65
    assert ocr(tmp_path, "b.pdf", "--password", "secret") == (0, "Hello from a PDF.\n", "")


def test_a_searchable_pdf_is_written(scan: Path) -> None:
    """The ending of the output says so."""
    assert ocr(scan.parent, scan, "-o", "scan.pdf") == (0, "", "")
    assert (scan.parent / "scan.pdf").read_bytes().startswith(b"%PDF-")
    code, out, _ = ocr(scan.parent, "scan.pdf", "--text-layer", "only")
    assert (code, out.split()) == (0, TEXT.split())


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        (["bad.png"], 65, "ocr: bad.png: The image is damaged"),
        (["scan.png", "-l", "tlh"], 64, "[unknown_language]"),
        (["scan.png", "--tessdata", "."], 69, "[engine_missing]"),
        (["scan.png", "--pages", "7"], 64, "[invalid_option]"),
        (["dense.png", "--timeout", "0.05"], 75, "[deadline_exceeded]"),
    ],
)
def test_exit_codes_are_the_errors(
    scan: Path, arguments: list[str], status: int, reason: str
) -> None:
    """One line with the reason and the code."""
    (scan.parent / "bad.png").write_bytes(scan.read_bytes()[:200])
    (scan.parent / "dense.png").write_bytes(encode(dense_page(30), "PNG"))
    code, out, err = ocr(scan.parent, *arguments)
    assert (code, out) == (status, "")
    assert reason in err
    assert err.count("\n") == 1


def test_a_reader_that_ends_early_is_no_fault(tmp_path: Path) -> None:
    """As `ocr … | head` does: nothing is printed about it."""
    data = encode(dense_page(20), "PNG")
    (tmp_path / "dense.png").write_bytes(data)
    process = start(tmp_path, "dense.png", "-f", "json")
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == b""
    assert process.wait() == 141
    process.communicate()


def test_a_full_disk_is_told(scan: Path) -> None:
    """And the half of a result is not taken for a whole one."""
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [sys.executable, "-m", "ocr_core.cli", scan],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert process.returncode == 73
    assert process.stderr.count(b"\n") == 1


def mixed_files(folder: Path) -> tuple[set[str], set[str]]:
    """A hundred files in three folders: the names of the good and of the bad ones."""
    image = hello(mode="RGB")
    encoded = {kind: encode(image, kind) for kind in _FORMATS}
    frames = encode(image, "TIFF", save_all=True, append_images=[image])
    good = {}
    for number in range(92):
        kind = _FORMATS[number % len(_FORMATS)]
        name = f"{('', 'a/', 'a/b/')[number % 3]}{number // 9:02}.{kind.lower()}"
        good[name] = frames if number % 30 == 2 else encoded[kind]
    png = encoded["PNG"]
    bad = {
        "empty.png": b"",
        "half.png": png[: len(png) // 2],
        "a/half.pdf": encoded["PDF"][:100],
        "notes.txt": b"These are my notes.",
        "a/noise.jpg": bytes(range(256)) * 4,
        "a/b/huge.png": huge_png(),
        "a/b/locked.pdf": text_pdf(["Secret"], password="secret"),
        "a/b/header.tif": b"II*\0",
    }
    for name, data in {**good, **bad}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert len(good) + len(bad) == len({*good, *bad})
    return set(good), set(bad)


RUN = ("in", "-d", "out", "-f", "text,json", "--jobs", "4")


def interrupted(folder: Path, *, outputs: int, by: signal.Signals) -> tuple[int, str]:
    """Start, stop as soon as so many outputs are there: the exit status and standard error."""
    process = start(folder, *RUN, niceness=19)
    ends_s = time.monotonic() + 120
    while len(list((folder / "out").rglob("*.json"))) < outputs:
        assert process.poll() is None
        assert time.monotonic() < ends_s
        time.sleep(0.005)
    process.send_signal(by)
    _, err = process.communicate(timeout=120)
    return process.returncode, err.decode()


def outputs(folder: Path) -> dict[str, tuple[int, int]]:
    """Every output: when it was written, and its inode, by its name."""
    found = {}
    for path in (folder / "out").rglob("[!.]*"):
        if path.is_file():
            status = path.stat()
            found[path.relative_to(folder / "out").as_posix()] = (status.st_mtime_ns, status.st_ino)
    return found


def known(folder: Path) -> dict[str, tuple[int, int]]:
    """The outputs that are known to be done; each of them once."""
    names = [
        (manifest.parent / name).relative_to(folder / "out").as_posix()
        for manifest in (folder / "out").rglob(".ocr-manifest.jsonl")
        for line in manifest.read_text(encoding="utf-8").splitlines()
        if line and (record := json.loads(line))["done"]
        for name in record["outputs"]
    ]
    assert len(names) == len(set(names))
    found = outputs(folder)
    return {name: found[name] for name in names}


def test_a_folder_is_done_exactly_once_however_often_it_is_interrupted(tmp_path: Path) -> None:
    """A hundred mixed files, Ctrl-C, two kills, and the rest; then there is nothing to do."""
    good, bad = mixed_files(tmp_path / "in")
    wanted = {f"{name}.{ending}" for name in good for ending in ("txt", "json")}
    printed = []

    before: dict[str, tuple[int, int]] = {}
    for by, count in ((signal.SIGINT, 15), (signal.SIGKILL, 40), (signal.SIGKILL, 65)):
        code, err = interrupted(tmp_path, outputs=count, by=by)
        printed.append(err)
        after = known(tmp_path)
        assert before.items() <= after.items()
        assert len(before) < len(after) < len(wanted)
        assert all((tmp_path / "out" / name).stat().st_size for name in after)
        assert "Traceback" not in err
        if by is signal.SIGINT:
            assert code == 130
            assert "Interrupted. Give the same command again to go on." in err
        else:
            assert code == -signal.SIGKILL
        before = after

    code, out, err = ocr(tmp_path, *RUN)
    printed.append(err)
    assert (code, out) == (65, "")
    after = known(tmp_path)
    assert set(after) == wanted
    assert before.items() <= after.items() == outputs(tmp_path).items()
    assert f"{len(before) // 2} done before, {len(bad)} failed, in" in err

    texts = {(tmp_path / "out" / f"{name}.txt").read_text(encoding="utf-8") for name in good}
    assert {text.split("\f")[0].strip() for text in texts} == {TEXT}
    for name in good:
        lines = [line for line in "".join(printed).splitlines() if line.startswith(f"in/{name}: ")]
        assert len(lines) <= 1
    assert_listed(bad, err)
    assert not list((tmp_path / "out").rglob("*.part"))

    code, _, err = ocr(tmp_path, *RUN)
    assert code == 65
    assert f"0 files read, {len(good)} done before, {len(bad)} failed" in err
    assert_listed(bad, err)
    assert outputs(tmp_path) == after == known(tmp_path)


def assert_listed(bad: set[str], err: str) -> None:
    """Each bad file stands in the summary once, with its reason and its code."""
    listed = [line for line in err.split(" failed, in ")[1].splitlines() if line.startswith("  ")]
    assert sorted(line.strip().split(": ")[0] for line in listed) == sorted(
        f"in/{name}" for name in bad
    )
    assert all(re.fullmatch(r"  \S+: .+\. \[\w+\]", line) for line in listed)


def test_two_runs_of_one_command_side_by_side_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Both end well, and the next has nothing to do."""
    (tmp_path / "in").mkdir()
    for number in range(12):
        (tmp_path / "in" / f"{number}.png").write_bytes(hello_png())
    processes = [start(tmp_path, "in", "-d", "out", "-f", "text,pdf") for _ in range(2)]
    for process in processes:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    _, _, again = ocr(tmp_path, "in", "-d", "out", "-f", "text,pdf")
    assert "0 files read, 12 done before, 0 failed" in again


def test_files_of_two_folders_do_not_share_an_output(scan: Path) -> None:
    """What is there is neither taken for the second's nor overwritten; --force is told of."""
    for folder in "ab":
        (scan.parent / folder).mkdir()
        (scan.parent / folder / "scan.png").write_bytes(scan.read_bytes())
    assert ocr(scan.parent, "a/scan.png", "-d", "out")[0] == 0
    code, _, err = ocr(scan.parent, "b/scan.png", "-d", "out")
    assert code == 73
    assert "b/scan.png: out/scan.png.txt already exists and was not made from this file." in err
    assert "--force" in err
    assert ocr(scan.parent, "b/scan.png", "-d", "out", "--force")[0] == 0


def test_a_file_that_is_not_there_does_not_stop_the_rest(scan: Path) -> None:
    """It is listed as one that failed, with the status of no input."""
    code, _, err = ocr(scan.parent, "gone.png", "scan.png", "-d", "out")
    assert code == 66
    assert "1 file read (1 page), 1 failed" in err
    assert "  gone.png: It cannot be read: No such file or directory. [source_unreadable]" in err
    assert (scan.parent / "out" / "scan.png.txt").is_file()


def test_a_file_that_takes_too_long_does_not_stop_the_rest(scan: Path) -> None:
    """Not even while its page is drawn, which looks at no clock."""
    slow = scan.parent / "slow.pdf"
    slow.write_bytes(page_slow_to_draw())
    out = scan.parent / "out"
    code, _, err = ocr(scan.parent, slow, scan, "--timeout", 5, "--output-dir", out, "-j", 1)
    assert code == 75
    assert [path.name for path in out.glob("*.txt")] == [f"{scan.name}.txt"]
    assert "slow.pdf: failed [deadline_exceeded]" in err


def test_other_options_are_noticed(scan: Path) -> None:
    """And what was read with them is done then."""
    for options in ([], ["--psm", "6"], ["--engine", "tesseract"]):
        _, _, err = ocr(scan.parent, "scan.png", "-d", "out", *options)
        assert "1 file read (1 page), 0 failed" in err
    _, _, err = ocr(scan.parent, "scan.png", "-d", "out", "--engine", "tesseract")
    assert "0 files read, 1 done before, 0 failed" in err
    assert "not read again, unless --force is given" in err


def test_the_pages_of_one_pdf_have_a_total(tmp_path: Path) -> None:
    """On a terminal: of those that are asked for."""
    (tmp_path / "a.pdf").write_bytes(text_pdf(["Some text."], pages=5))
    command = [sys.executable, "-m", "ocr_core.cli", f"{tmp_path}/a.pdf", "--pages", "2-4"]
    shown, out = on_terminal(command)
    assert "3/3" in shown
    assert out == "Some text.\fSome text.\fSome text.\n"


def test_setup_makes_it_a_command_of_the_working_tree(tmp_path: Path) -> None:
    """From any folder, by a link too; what lies in the folder is not taken for Python's own."""
    (tmp_path / "json.py").write_text("raise AssertionError")
    (tmp_path / "ocr").symlink_to(ROOT / ".venv/bin/ocr")
    done = subprocess.run(["./ocr", "--version"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"ocr {VERSION}\n")
    assert "scripts/ocr .venv/bin/ocr" in (ROOT / "scripts/setup").read_text(encoding="utf-8")


def test_a_source_that_changed_is_read_again(scan: Path) -> None:
    """And it alone."""
    other = scan.with_name("other.png")
    other.write_bytes(scan.read_bytes())
    ocr(scan.parent, "scan.png", "other.png", "-d", "out")
    later_ns = time.time_ns() + 10_000_000_000
    os.utime(other, ns=(later_ns, later_ns))
    _, _, err = ocr(scan.parent, "scan.png", "other.png", "-d", "out")
    assert err.startswith("other.png: 1 page")
    assert "1 file read (1 page), 1 done before" in err


def test_outputs_beside_are_not_read_the_next_time(scan: Path) -> None:
    """Not even those that are images themselves."""
    ocr(scan.parent, ".", "--beside", "-f", "pdf,text")
    assert (scan.parent / "scan.png.pdf").is_file()
    code, _, err = ocr(scan.parent, ".", "--beside", "-f", "json")
    assert code == 0
    assert "1 file read (1 page), 0 failed" in err


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The service of `make run`."""
    with running({"MAX_UPLOAD_BYTES": "1000000"}) as made:
        yield made


def test_a_service_gives_what_this_machine_does(server: Server, tmp_path: Path) -> None:
    """The same outputs, the same failures and the same exit status; what is large as a job."""
    for name, data in {
        "a.png": hello_png(),
        "b/a.png": hello_png(),
        "bad.png": b"no image",
        "large.bmp": encode(dense_page(60).convert("RGB"), "BMP"),
    }.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert (tmp_path / "in" / "large.bmp").stat().st_size > 4_000_000
    service = ("--url", server.url, "--token", server.token)
    code, out, err = ocr(tmp_path, "in", "-d", "there", "-f", "text,json", *service)
    assert (code, out) == (65, "")
    assert "3 files read, 1 failed" in err
    assert "in/bad.png: Unsupported file type. Supported types: PNG, " in err
    ocr(tmp_path, "in/a.png", "in/b", "in/large.bmp", "-d", "here", "-f", "text,json")
    large = (tmp_path / where / "large.bmp.txt" for where in ("here", "there"))
    assert next(large).read_bytes() == next(large).read_bytes() != b""
    for name in ("a.png", "b/a.png"):
        here, there = (tmp_path / where / name for where in ("here", "there"))
        assert here.with_name("a.png.txt").read_bytes() == there.with_name("a.png.txt").read_bytes()
        read = Document.model_validate_json(there.with_name("a.png.json").read_bytes())
        assert read.text == TEXT
    assert server.token not in err


def test_a_service_takes_standard_input_and_the_password(server: Server, tmp_path: Path) -> None:
    """And its answer goes to standard output."""
    pdf = text_pdf(["Hello from a PDF."], password="secret")
    service = ("--url", server.url, "--token", server.token)
    code, out, _ = ocr(tmp_path, "-", *service, "--password", "secret", stdin=pdf)
    assert (code, out) == (0, "Hello from a PDF.\n")
    code, _, err = ocr(tmp_path, "-", *service, "--password", "wrong", stdin=pdf)
    assert code == 65
    assert "[wrong_password]" in err


@pytest.mark.parametrize("password", ["Pässwort", "пароль"])
def test_a_service_takes_a_password_that_is_not_ascii(
    server: Server, tmp_path: Path, password: str
) -> None:
    """As the library does."""
    pdf = text_pdf(["Hello from a PDF."], password=password)
    service = ("--url", server.url, "--token", server.token)
    for where in ((), service):
        read = ocr(tmp_path, "-", *where, "--password", password, stdin=pdf)
        assert read == (0, "Hello from a PDF.\n", "")


def test_a_wrong_token_ends_the_run(server: Server, scan: Path) -> None:
    """With the status of no permission, and the token is not shown."""
    code, out, err = ocr(scan.parent, "scan.png", "--url", server.url, "--token", "not-the-token")
    assert (code, out) == (77, "")
    assert "[invalid_token]" in err
    assert "not-the-token" not in err
