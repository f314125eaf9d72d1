"""The service in a process whose folder for temporary files is a file system of its own.

    python -m tests.faults.full_disk ENGINE

Prints one JSON line for each amount of room that is left there, in bytes: the amount, how each
request is answered, and what is left behind.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from handler.app.factory import create_app
from handler.bootstrap import create_services
from handler.settings import Settings
from tests.client import AppClient
from tests.images import encode, hello, hello_png
from tests.pdfs import scan_pdf

TOKEN = "a-token-of-the-tests"
# Of the page that is sent, as it is handed to the program: one byte a pixel, and a head.
PAGE_BYTES = hello().width * hello().height + 15
PAGE_BLOCKS_BYTES = -(-PAGE_BYTES // 4096) * 4096


def answers(client: AppClient) -> dict[str, object]:
    """A status and, of a text, how many characters it has; of a problem, its code."""
    form = {"file": ("page.png", hello_png())}
    plain = "/?rotate=off&deskew=off&enhance=off&engine=tesseract"
    tiff = encode(hello(), "TIFF")
    made = {
        "body": client.post(plain, content=hello_png()),
        "form": client.post(plain, files=form),
        "tiff": client.post(plain, content=tiff),
        "scan": client.post(f"{plain}&format=pdf", content=scan_pdf()),
        "echo": client.post("/img-echo/", files=form),
        "health": client.get("/healthz"),
    }
    found: dict[str, object] = {}
    for name, answer in made.items():
        is_problem = answer.headers["content-type"] == "application/problem+json"
        found[name] = answer.json()["code"] if is_problem else answer.status_code
    found["text"] = made["body"].json().get("original", "")
    return found


def main() -> None:
    """Answer with less and less room, and again with all of it."""
    folder = Path(tempfile.gettempdir())
    settings = Settings.from_environment({"OCR_ENGINE": sys.argv[1]} | _SETTINGS)
    client = AppClient(create_app(create_services(settings)), token=TOKEN)
    for room in (0, 4096, PAGE_BLOCKS_BYTES, PAGE_BLOCKS_BYTES + 4096, None):
        fill = folder / "fill"
        if room is not None:
            about = os.statvfs(folder)
            fill.write_bytes(bytes(about.f_bavail * about.f_frsize - room))
        found = answers(client)
        fill.unlink(missing_ok=True)
        left = [path.name for path in folder.iterdir()]
        print(json.dumps([room, found, left]), flush=True)


_SETTINGS = {"OCR_API_TOKEN": TOKEN, "OCR_WORKERS": "1", "LOG_LEVEL": "ERROR"}

if __name__ == "__main__":
    main()
