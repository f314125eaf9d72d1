"""What is in the Lambda image, and what is not."""

import re
import subprocess

import pytest

from tests.lambda_image import image_config

pytestmark = pytest.mark.container


def run(image: str, *command: str) -> str:
    """What a command prints in a new container, as Lambda would run it."""
    done = subprocess.run(
        [
            *("docker", "run", "--rm", "--read-only", "--tmpfs", "/tmp", "--user", "993:990"),
            *("--ipc", "none", "--network", "none", "--entrypoint", "/usr/bin/env", image),
            *("-u", "HOME", *command),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout + done.stderr


def test_no_module_is_compiled_at_a_start(image: str) -> None:
    """Everything that the entries import has its byte code in the image."""
    settings = ("UPLOADS_BUCKET=u", "RESULTS_BUCKET=r", "TASK_QUEUE_URL=http://q/1/t")
    for entry in ("handler.api", "handler.authorizer", "handler.worker", "awslambdaric.bootstrap"):
        printed = run(image, *settings, "python", "-v", "-c", f"import {entry}")
        loaded = re.findall(r"code object from '?([^\s']+)", printed)
        assert len(loaded) > 40
        assert [name for name in loaded if not name.endswith(".pyc")] == []


def test_the_certificates_of_callbacks_are_there(image: str) -> None:
    """The image has none of a system's: those that botocore brings are what callbacks trust."""
    code = (
        "from handler.adapters.public_https import PublicHttps;"
        "print(len(PublicHttps()._context.get_ca_certs()))"
    )
    assert int(run(image, "python", "-c", code)) > 50


def test_the_chosen_languages_are_there_for_both_engines(image: str) -> None:
    """The default build has English, orientation data and ten languages more."""
    code = (
        "from ocr_core import *;"
        "print(*create_engine(EngineChoice('{}'), concurrency=1).languages())"
    )
    expected = "ara chi_sim deu eng fra ita jpn nld pol por rus spa"
    for engine in ("tesserocr", "pytesseract"):
        assert run(image, "python", "-c", code.format(engine)).strip() == expected
    assert "osd" in run(image, "tesseract", "--list-langs")


def test_tesseract_is_the_one_of_the_layer(image: str) -> None:
    """The binary comes from /opt and has neither OpenMP nor network code."""
    printed = run(image, "sh", "-c", "command -v tesseract; tesseract --version")
    assert printed.startswith("/opt/bin/tesseract")
    for foreign in ("OpenMP", "libcurl", "libarchive"):
        assert foreign not in printed


def test_the_engine_in_process_runs_the_tesseract_of_the_layer(image: str) -> None:
    """The library is in /opt/lib, of the program's version, and no other Tesseract is loaded."""
    code = (
        "import tesserocr;"
        "print(tesserocr.tesseract_version().split()[1]);"
        "print(*sorted({line.split()[-1] for line in open('/proc/self/maps')"
        " if 'libtesseract' in line or 'liblept' in line}))"
    )
    program = run(image, "tesseract", "--version").split()[1]
    assert run(image, "python", "-c", code).split() == [program, "/opt/lib/libtesseract.so"]


def test_the_engine_in_process_reads_in_the_image(image: str) -> None:
    """It reads words of a page, and prints nothing of its own."""
    code = (
        "from ocr_core import *; from PIL import Image, ImageDraw, ImageFont;"
        "image = Image.new('L', (600, 100), 255);"
        "font = ImageFont.load_default(size=40);"
        "ImageDraw.Draw(image).text((20, 20), 'Read in process', fill=0, font=font);"
        "engine = create_engine(EngineChoice.TESSEROCR, concurrency=1);"
        "page = engine.recognize(PageImage(1, image), OcrOptions(), deadline=Deadline.after(60));"
        "print(engine.name, page.text)"
    )
    assert run(image, "python", "-c", code) == "tesserocr Read in process\n"


def test_lines_of_a_page_are_read_by_threads_with_the_same_result(image: str) -> None:
    """Text, boxes and confidences are those of one thread; of two languages one thread reads."""
    code = """
import os, sys, threading
from PIL import Image, ImageDraw, ImageFont
from ocr_core import *
image = Image.new("L", (1600, 1400), 255)
font = ImageFont.load_default(size=30)
for line in range(30):
    words = f"Line {line}: the quick brown fox jumps over {line * 37} lazy dogs, twice."
    ImageDraw.Draw(image).text((40, 20 + 44 * line), words, fill=0, font=font)
def read(threads, languages):
    engine = create_engine(
        EngineChoice.TESSEROCR, concurrency=1, line_threads=threads
    ).tesseract
    options = OcrOptions(languages=languages, rotate="off", deskew="off", enhance="off")
    engine.warm_up(options)
    most, done = 0, threading.Event()
    def count():
        nonlocal most
        while not done.is_set():
            most = max(most, len(os.listdir("/proc/self/task")))
    counting = threading.Thread(target=count)
    counting.start()
    page = engine.recognize(PageImage(1, image), options, deadline=Deadline.after(60))
    done.set()
    counting.join()
    engine.close()
    return page, most - 2
alone, _ = read(1, "eng")
for threads, languages in ((1, "eng"), (3, "eng"), (3, "eng+deu")):
    page, more = read(threads, languages)
    print(more, page == alone if languages == "eng" else "-", len(page.text.splitlines()))
"""
    assert run(image, "python", "-c", code).splitlines() == [
        "0 True 30",
        "2 True 30",
        "0 - 30",
    ]


def test_all_threads_of_a_page_know_the_list_of_characters(image: str) -> None:
    """What may not be found is found by none of them."""
    code = """
import tesserocr
from PIL import Image, ImageDraw, ImageFont
image = Image.new("L", (900, 700), 255)
font = ImageFont.load_default(size=30)
for line in range(15):
    ImageDraw.Draw(image).text((40, 20 + 44 * line), f"Line {line} of {line * 37}", 0, font)
variables = {"lstm_line_threads": "3"}
with tesserocr.PyTessBaseAPI(path="/opt/share/tessdata/", variables=variables) as api:
    api.SetVariable("tessedit_char_whitelist", "0123456789 ")
    api.SetImageBytes(image.tobytes(), image.width, image.height, 1, image.width)
    print("".join(sorted(set(api.GetUTF8Text()))).strip())
"""
    found = set(run(image, "python", "-c", code).strip())
    assert found
    assert found <= set("0123456789")


@pytest.mark.parametrize("program", ["gcc", "cc", "make", "pip", "pip3", "git", "curl"])
def test_what_does_not_run_there_is_not_there(image: str, program: str) -> None:
    """Neither tools to build with nor tools to fetch with are in the image."""
    found = run(image, "sh", "-c", f"command -v {program} || echo none").strip()
    assert found == "none"


def test_the_project_is_there_and_its_tests_are_not(image: str) -> None:
    """Only the two packages that ship, and no file of the repository besides."""
    assert run(image, "ls", "/var/task").split() == ["handler", "ocr_core"]


def test_the_image_is_started_as_lambda_and_sam_expect(image: str) -> None:
    """An entrypoint in exec form, a handler as command, and no user of its own."""
    config = image_config()
    assert config["Entrypoint"][-2:] == ["-m", "awslambdaric"]
    assert config["Cmd"] == ["handler.api.handler"]
    assert not config.get("User")


def test_the_binary_engine_reads_in_the_image(image: str) -> None:
    """With OCR_ENGINE=pytesseract the layer's binary reads a page, read-only and without HOME."""
    code = (
        "from ocr_core import *; from PIL import Image, ImageDraw, ImageFont;"
        "image = Image.new('L', (600, 100), 255);"
        "font = ImageFont.load_default(size=40);"
        "ImageDraw.Draw(image).text((20, 20), 'Read by the binary', fill=0, font=font);"
        "engine = create_engine(EngineChoice.PYTESSERACT, concurrency=1);"
        "page = engine.recognize(PageImage(1, image), OcrOptions(), deadline=Deadline.after(60));"
        "print(engine.name, engine.version, page.text)"
    )
    assert "Read by the binary" in run(image, "python", "-c", code)


def test_the_engine_for_photographs_reads_in_the_image(image: str) -> None:
    """Read-only, without HOME and network; it says nothing and leaves nothing behind."""
    code = (
        "from ocr_core import *; from PIL import Image, ImageDraw, ImageFont; import os;"
        "image = Image.new('L', (600, 100), 255);"
        "font = ImageFont.load_default(size=40);"
        "ImageDraw.Draw(image).text((20, 20), 'Read by the other', fill=0, font=font);"
        "engine = create_engine(concurrency=1); options = OcrOptions(engine='rapidocr');"
        "page = engine.recognize(PageImage(1, image), options, deadline=Deadline.after(60));"
        "print(page.engine, page.text, os.listdir('/tmp'))"
    )
    assert run(image, "python", "-c", code) == "rapidocr Read by the other []\n"
