"""`make run`: the service on this machine, without AWS."""

import os
import secrets
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import uvicorn
from pydantic import ValidationError

from handler.app.factory import create_app
from handler.bootstrap import create_services
from handler.settings import Settings
from local.sample import sample_png
from ocr_core.errors import OcrError

_SAMPLE = Path("build/sample.png")
_HOST = "127.0.0.1"
# No gateway gives up here, and twenty dense pages at once have to wait for each other.
_DEADLINE_S = "300"
# Seconds for which requests under way may end after SIGTERM or SIGINT.
_SHUTDOWN_S = 30


def main() -> None:
    """Serve until SIGTERM or SIGINT; ``PORT`` and ``OCR_API_TOKEN`` may be set."""
    port = _port(os.environ.get("PORT") or "8000")
    token = os.environ.get("OCR_API_TOKEN") or secrets.token_urlsafe(32)
    settings = _settings({"DEADLINE_S": _DEADLINE_S, **os.environ, "OCR_API_TOKEN": token})
    _SAMPLE.parent.mkdir(exist_ok=True)
    _SAMPLE.write_bytes(sample_png())
    listening = _listen(port)
    try:
        services = create_services(settings)
    except OcrError as error:
        sys.exit(f"{error} (DEFAULT_LANGUAGES is {settings.default_languages})")
    # uvicorn ends the requests under way, then hands the signal on to what was there before.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(_welcome(port, token), flush=True)
    try:
        config = uvicorn.Config(
            create_app(services),
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=_SHUTDOWN_S,
        )
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass  # Ctrl-C, once uvicorn has ended the requests under way
    finally:
        services.close()
        listening.close()


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        sys.exit("PORT is no port number. Choose one: PORT=8001 make run")
    return int(text)


def _settings(environment: Mapping[str, str]) -> Settings:
    try:
        return Settings.from_environment(environment)
    except ValidationError as error:
        sys.exit(f"A setting cannot be used; docs/settings.md has them all.\n{error}")


def _listen(port: int) -> socket.socket:
    """The port, taken before anything is printed that says it is ours."""
    try:
        return socket.create_server((_HOST, port))
    except OSError as error:
        sys.exit(
            f"Port {port} cannot be used ({error.strerror}). Choose another: PORT=8001 make run"
        )


def _welcome(port: int, token: str) -> str:
    url = f"http://{_HOST}:{port}"
    return (
        f"\nOCR service at {url}/ (page), {url}/docs (API)\n"
        f"Token: {token}\n\n"
        f'curl -H "Authorization: Bearer {token}" -F "file=@{_SAMPLE}" {url}/\n'
    )


if __name__ == "__main__":
    main()
