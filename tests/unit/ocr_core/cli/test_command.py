"""What the command line takes, and what it says to what it does not; no engine is needed."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ocr_core.cli.command import ocr
from ocr_core.version import VERSION
from tests.unit.ocr_core.cli.service import Answer, problem, serving

TOKEN = "a-secret-token"


def run(*arguments: object, **environment: str | None) -> Result:
    """The command with these arguments, and none of the caller's variables."""
    nothing = dict.fromkeys(("OCR_URL", "OCR_API_TOKEN", "OCR_ENGINE", "TESSDATA_PREFIX"))
    return CliRunner().invoke(
        ocr,
        [str(argument) for argument in arguments],
        prog_name="ocr",
        env={**nothing, **environment},
    )


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A file that no test here reads."""
    path = tmp_path / "scan.png"
    path.write_bytes(b"no image")
    return path


def test_help_is_written_like_a_manual() -> None:
    """What it does, examples, then the options in sections, then how it ends."""
    text = run("--help").stdout
    headings = re.findall(r"^(\S.*):$", text, re.MULTILINE)
    assert text.startswith("Usage: ocr [OPTIONS] FILES...\n\n  Read the text of images and PDFs.")
    assert "    ocr scan.png  " in text
    assert headings == ["Reading", "Writing", "Running", "By a service", "Other"]
    assert "Ends with 0 when all is well" in text
    assert max(len(line) for line in text.splitlines()) <= 80
    assert run("-h").stdout == text


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_starts_without_what_reads_documents(argument: str) -> None:
    """No decoder, engine or validation is loaded, so that a shell's user does not wait."""
    code = (
        "import sys\n"
        "from ocr_core.cli.command import ocr\n"
        f"ocr.main([{argument!r}], standalone_mode=False)\n"
        "print({'PIL', 'httpx', 'pydantic', 'rich'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout
    assert done.stderr == "set()\n"


def test_without_arguments_there_is_help() -> None:
    """And it does not wait for standard input."""
    result = run()
    assert result.exit_code == 2
    assert "Usage: ocr" in result.output


def test_the_version_is_the_projects() -> None:
    """As pyproject.toml has it."""
    assert run("--version").stdout == f"ocr {VERSION}\n"
    root = Path(__file__).parents[4]
    assert f'version = "{VERSION}"' in (root / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["{scan}", "--pages", "0"], "'--pages': pages count from 1"),
        (["{scan}", "--dpi", "7"], "'--dpi': Input should be greater than or equal to 70"),
        (["{scan}", "--psm", "0"], "'--psm': '0' is not one of 'auto', '1', '3'"),
        (["{scan}", "-l", "../x"], "'--languages': a language is a code such as eng"),
        (["{scan}", "--text-layer", "x"], "'--text-layer'"),
        (["{scan}", "-f", "docx"], "'docx' is not among json, text, hocr, alto, tsv, pdf"),
        (["{scan}", "--jobs", "0"], "'--jobs'"),
        (["{scan}", "--timeout", "0"], "'--timeout'"),
        (["{scan}", "--engine", "x"], "'--engine'"),
        (["{scan}", "--tessdata", "/nowhere"], "'/nowhere' does not exist"),
        (
            ["{scan}", "--url", "ocr.example.com"],
            "'--url' (env var: 'OCR_URL'): Give the whole address",
        ),
        (
            ["{scan}", "--url", "https://u:p@x/"],
            "'--url' (env var: 'OCR_URL'): Give the address alone",
        ),
        (["{scan}", "--url", "http://x", "--password", "a\nb"], "'--password': Control"),
        (["{scan}", "{scan}", "-f", "json"], "Several files, or a folder, need --output-dir"),
        (["{scan}", "{scan}", "-o", "x.txt"], "Several files, or a folder, need --output-dir"),
        (["{folder}", "-f", "pdf"], "Several files, or a folder, need --output-dir"),
        (["{scan}", "-o", "x.docx"], "Unknown output format .docx. Use one of .json"),
        (["{scan}", "-o", "x.png"], "or give --format"),
        (["{scan}", "-f", "json,pdf"], "Several formats need --output-dir"),
        (["{scan}", "-o", "x", "--beside"], "Give one of --output, --output-dir and --beside"),
        (["{scan}", "-o", "{scan}", "-f", "text"], "The output would overwrite"),
        (["{scan}", "-o", "{folder}"], "is a directory"),
        (["{folder}/empty", "-d", "{folder}/out"], "There is no file in"),
        (["{scan}", "-d", "{scan}"], "is a file"),
    ],
)
def test_what_is_not_understood_is_told_before_anything_is_done(
    scan: Path, arguments: list[str], reason: str
) -> None:
    """With the option that it is about, and status 2."""
    (scan.parent / "empty").mkdir()
    before = scan.read_bytes()
    result = run(*(text.format(scan=scan, folder=scan.parent) for text in arguments))
    assert result.exit_code == 2
    assert reason in " ".join(result.stderr.split())
    assert result.stdout == ""
    assert scan.read_bytes() == before


@pytest.mark.parametrize("files", [["gone.png"], ["gone/", "-d", "out"], ["*.pdf", "--beside"]])
def test_a_file_that_is_not_there_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[str]
) -> None:
    """Of no input, with the system's own reason."""
    monkeypatch.chdir(tmp_path)
    with serving() as service:
        result = run(*files, "--url", service.url)
    assert result.exit_code == 66
    assert f"{files[0].rstrip('/')}: It cannot be read: No such file or directory." in result.stderr
    assert service.received == []


def test_a_file_that_is_not_there_does_not_stop_the_rest(scan: Path) -> None:
    """It is one of those that failed."""
    with serving() as service:
        result = run(
            scan, scan.parent / "gone.png", "-d", scan.parent / "out", "--url", service.url
        )
    assert result.exit_code == 66
    assert "1 file read, 1 failed, in" in result.stderr
    assert "gone.png: It cannot be read: No such file or directory. [source_unreadable]" in (
        result.stderr
    )
    assert (scan.parent / "out" / "scan.png.txt").is_file()


def test_a_page_that_no_document_has_is_told(scan: Path) -> None:
    """As what it is, and not as a mistake in the form."""
    result = run(scan, "--pages", "1-99999999999")
    assert result.exit_code == 2
    assert "'--pages': pages count up to 999,999" in " ".join(result.stderr.split())


def test_an_unwritable_output_folder_is_told(scan: Path) -> None:
    """Before anything is read, with its own status."""
    result = run(scan, "-d", scan / "out")
    assert result.exit_code == 73
    assert "cannot be made: Not a directory. [output_not_writable]" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "sent"),
    [
        ([], "/?format=text"),
        (["-f", "JSON"], "/?format=json"),
        (
            ["-l", "eng+deu", "--psm", "6", "--dpi", "300"],
            "languages=eng%2Bdeu&psm=6&dpi=300&format=text",
        ),
        (["--pages", "2-", "--text-layer", "only"], "/?pages=2-&text_layer=only&format=text"),
        (["-o", "{folder}/x.json"], "format=json"),
        (["-o", "{folder}/x.alto.xml"], "format=alto"),
        (["-o", "{folder}/x.hocr"], "format=hocr"),
        (["-o", "{folder}/x.PDF"], "format=pdf"),
        (["-o", "{folder}/x.tsv", "-f", "text"], "format=text"),
        (["-o", "{folder}/x"], "format=text"),
        (["-o", "-"], "format=text"),
    ],
)
def test_options_reach_the_service(scan: Path, arguments: list[str], sent: str) -> None:
    """Those that were given, and no others."""
    with serving() as service:
        given = (text.format(folder=scan.parent) for text in arguments)
        result = run(scan, "--url", service.url, *given)
    assert (result.exit_code, result.stderr) == (0, "")
    assert service.received[0].path.endswith(sent)


def test_address_and_token_may_be_in_the_environment(scan: Path) -> None:
    """With the line feed that a file of secrets ends with; an empty --url takes it back."""
    with serving() as service:
        result = run(scan, OCR_URL=service.url, OCR_API_TOKEN=f"{TOKEN}\n")
        assert result.stdout == "text\n"
        assert service.received[0].headers["Authorization"] == f"Bearer {TOKEN}"
        run(scan, "--url", "", OCR_URL=service.url)
        assert len(service.received) == 1


@pytest.mark.parametrize(
    ("token", "answer"),
    [(f"bad {TOKEN}", Answer()), (TOKEN, problem(401, "invalid_token")), (TOKEN, Answer(500))],
)
def test_the_token_is_never_printed(scan: Path, token: str, answer: Answer) -> None:
    """Neither when it is no token at all, nor when it is refused, nor in the help."""
    with serving(answer) as service:
        result = run(scan, "--url", service.url, "--token", token)
    assert result.exit_code != 0
    assert TOKEN not in result.output
    assert TOKEN not in run("--help", OCR_API_TOKEN=TOKEN).output


def test_a_token_in_the_clear_is_warned_of(scan: Path) -> None:
    """Except on this machine; here the address does not exist."""
    result = run(scan, "--url", "http://ocr.invalid", "--token", TOKEN, "--timeout", "0.5")
    assert "the token goes out unencrypted" in result.stderr


def test_a_service_that_refuses_ends_the_run(tmp_path: Path) -> None:
    """The others are not even sent."""
    for name in "abc":
        (tmp_path / name).write_text(name)
    with serving(problem(401, "invalid_token", "Ask for one.")) as service:
        result = run(tmp_path, "-d", tmp_path / "out", "--url", service.url, "--jobs", "1")
    assert result.exit_code == 77
    assert len(service.received) == 1
    assert "0 files read, 1 failed, 2 not read" in result.stderr
    assert "Ask for one. Give the token by --token or OCR_API_TOKEN. [invalid_token]" in (
        result.stderr
    )


def test_done_is_skipped_unless_forced(tmp_path: Path) -> None:
    """And what failed is tried again."""
    for name in "abc":
        (tmp_path / name).write_text(name)
    arguments = (tmp_path, "-d", tmp_path / "out", "--jobs", "1", "--url")
    with serving(Answer(), problem(400, "unreadable_image"), Answer()) as service:
        assert run(*arguments, service.url).exit_code == 65
        assert len(service.received) == 3
        again = run(*arguments, service.url)
        assert "1 file read, 2 done before, 0 failed" in again.stderr
        assert "not read again, unless --force is given" in again.stderr
        assert (again.exit_code, len(service.received)) == (0, 4)
        assert "3 files read, 0 failed" in run(*arguments, service.url, "--force").stderr
        assert len(service.received) == 7


@pytest.mark.parametrize(
    "options",
    [
        ["--languages", "deu"],
        ["--psm", "6"],
        ["--dpi", "300"],
        ["--pages", "2-"],
        ["--text-layer", "ignore"],
    ],
)
def test_other_options_make_another_result(scan: Path, options: list[str]) -> None:
    """Which is read anew, once."""
    arguments = (scan, "-d", scan.parent / "out", "--url")
    with serving() as service:
        run(*arguments, service.url)
        assert "1 file read, 0 failed" in run(*arguments, service.url, *options).stderr
        assert "1 done before" in run(*arguments, service.url, *options).stderr
        assert len(service.received) == 2


def test_another_service_makes_another_result(scan: Path) -> None:
    """However its address ends; what does not change a result does not count."""
    arguments = (scan, "--beside", "--url")
    with serving() as first, serving() as second:
        run(*arguments, first.url)
        assert "1 done before" in run(*arguments, f"{first.url}/", "--jobs", "3").stderr
        assert "1 done before" in run(*arguments, first.url, "--password", "x").stderr
        assert "1 file read, 0 failed" in run(*arguments, second.url).stderr


def test_two_folders_do_not_share_an_output(tmp_path: Path) -> None:
    """The second is not taken for done, and the first not overwritten, but by --force."""
    for folder in "ab":
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "scan.png").write_text(folder)
    out = tmp_path / "out"
    with serving(Answer(body=b"of a"), Answer(body=b"of b")) as service:
        run(tmp_path / "a/scan.png", "-d", out, "--url", service.url)
        second = run(tmp_path / "b/scan.png", "-d", out, "--url", service.url)
        assert second.exit_code == 73
        assert "scan.png.txt already exists and was not made from this file. " in second.stderr
        assert (out / "scan.png.txt").read_bytes() == b"of a"
        assert len(service.received) == 1
        run(tmp_path / "b/scan.png", "-d", out, "--url", service.url, "--force")
        assert (out / "scan.png.txt").read_bytes() == b"of b"
        again = run(tmp_path / "b/scan.png", "-d", out, "--url", service.url)
        assert "1 done before" in again.stderr
        assert run(tmp_path / "a/scan.png", "-d", out, "--url", service.url).exit_code == 73


def test_standard_input_is_read_every_time(tmp_path: Path) -> None:
    """And its output is written anew, where it was from standard input before."""
    with serving(Answer(body=b"1"), Answer(body=b"2")) as service:
        for _ in range(2):
            arguments = ["-", "-d", str(tmp_path), "--url", service.url]
            assert CliRunner().invoke(ocr, arguments, input=io.BytesIO(b"x")).exit_code == 0
    assert (tmp_path / "stdin.txt").read_bytes() == b"2"


def test_quiet_says_only_what_failed(tmp_path: Path) -> None:
    """One line a failure, and nothing when all is well."""
    for name in "ab":
        (tmp_path / name).write_text(name)
    arguments = (tmp_path, "-d", tmp_path / "out", "--jobs", "1", "--quiet", "--url")
    with serving(problem(400, "unreadable_image"), Answer()) as service:
        result = run(*arguments, service.url)
        assert result.stderr == f"ocr: {tmp_path / 'a'}: Do this. [unreadable_image]\n"
        assert run(*arguments, service.url).output == ""


def test_a_pdf_is_not_written_to_a_terminal(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would only make the terminal beep."""
    monkeypatch.setattr("ocr_core.cli.planning.is_terminal", lambda: True)
    result = run(scan, "-f", "pdf")
    assert result.exit_code == 2
    assert "A PDF cannot be written to a terminal. Give --output FILE." in result.stderr


def test_standard_output_gets_the_bytes_as_they_are(scan: Path) -> None:
    """Nothing is added to them and nothing is decoded."""
    with serving(Answer(body=b"%PDF\xff\r\n")) as service:
        assert run(scan, "-f", "pdf", "--url", service.url).stdout_bytes == b"%PDF\xff\r\n"


def test_standard_input_is_a_file_named_stdin(tmp_path: Path) -> None:
    """Where outputs have names."""
    with serving() as service:
        result = CliRunner().invoke(
            ocr,
            ["-", "-d", str(tmp_path), "--url", service.url],
            input=io.BytesIO(b"some bytes"),
        )
    assert result.exit_code == 0
    assert (tmp_path / "stdin.txt").read_bytes() == b"text\n"
    assert b"some bytes" in service.received[0].body
