"""`make run`: the service on this machine, without AWS."""

import os
import secrets
import signal
import socket
import sys
from pathlib import Path

import uvicorn

from handler.app.factory import create_app
from handler.bootstrap import create_services
from handler.settings import Settings
from local.sample import sample_png

_SAMPLE = Path("build/sample.png")
_HOST = "127.0.0.1"
# Seconds for which requests under way may end after SIGTERM or SIGINT.
_SHUTDOWN_S = 30


def main() -> None:
    """Serve until SIGTERM or SIGINT; ``PORT`` and ``OCR_API_TOKEN`` may be set."""
    port = int(os.environ.get("PORT") or 8000)
    token = os.environ.get("OCR_API_TOKEN") or secrets.token_urlsafe(32)
    settings = Settings.from_environment({**os.environ, "OCR_API_TOKEN": token})
    _SAMPLE.parent.mkdir(exist_ok=True)
    _SAMPLE.write_bytes(sample_png())
    listening = _listen(port)
    services = create_services(settings)
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
