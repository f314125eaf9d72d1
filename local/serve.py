"""`make run`: the service on this machine, with an S3 of its own."""

import errno
import os
import secrets
import signal
import socket
import sys
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path

import uvicorn
from pydantic import ValidationError

from handler.app.factory import create_app
from handler.bootstrap import Services, create_services, create_task_handler
from handler.jobs.task_batch import TaskBatch
from handler.settings import Settings
from local.aws_environment import lead_to
from local.aws_resources import RESULTS_BUCKET, UPLOADS_BUCKET, AwsResources
from local.embedded_aws import EmbeddedAws
from local.poller import TASK_TIMEOUT_S, Poller
from local.sample import sample_png
from ocr_core.errors import OcrError

_SAMPLE = Path("build/sample.png")
_LOOPBACK = "127.0.0.1"
# No gateway gives up here, and twenty dense pages at once have to wait for each other.
_DEADLINE_S = "300"
# Seconds for which requests under way may end after SIGTERM or SIGINT.
_SHUTDOWN_S = 30
# Longer than clients keep a connection that is idle, 5 seconds in httpx, as in uvicorn: a request
# that is sent while the other side closes gets no answer.
_KEEP_ALIVE_S = 75


def main() -> None:
    """Serve until SIGTERM or SIGINT.

    ``HOST``, ``PORT``, ``S3_PORT`` and ``OCR_API_TOKEN`` may be set.
    """
    host = _host()
    port, s3_port = _port("PORT", 8000), _port("S3_PORT", 9000)
    token = os.environ.get("OCR_API_TOKEN") or secrets.token_urlsafe(32)
    environment = {"DEADLINE_S": _DEADLINE_S, **os.environ, "OCR_API_TOKEN": token}
    settings = _settings(environment)
    _SAMPLE.parent.mkdir(exist_ok=True)
    _SAMPLE.write_bytes(sample_png())
    listening = _listen("PORT", host, port)
    aws, resources = _start_aws(s3_port, settings)
    settings = _settings(environment | resources.environment | {"STORAGE_ORIGINS": aws.endpoint})
    try:
        services = create_services(settings, for_others=1)  # the poller
    except OcrError as error:
        sys.exit(f"{error} (DEFAULT_LANGUAGES is {settings.default_languages})")
    batch = TaskBatch(create_task_handler(settings, services.readers))
    poller = Poller(batch, resources.task_queue_url)
    # uvicorn ends the requests under way, then hands the signal on to what was there before.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(_welcome(listening, token, aws.endpoint), flush=True)
    poller.start()
    try:
        _serve(services, listening)
    except KeyboardInterrupt:
        pass  # Ctrl-C, once uvicorn has ended the requests under way
    finally:
        poller.stop()
        services.close()
        aws.stop()
        listening.close()


def _start_aws(port: int, settings: Settings) -> tuple[EmbeddedAws, AwsResources]:
    """S3, SQS and SNS on a port, which from now on this process finds there."""
    # It asks for no credentials: whatever HOST says, for this machine alone.
    with _listen("S3_PORT", _LOOPBACK, port) as listening:
        aws = EmbeddedAws.start(listening)
    lead_to(aws.endpoint)
    # As long as AWS advises: six times what the worker may take.
    visibility_s = 6 * TASK_TIMEOUT_S
    return aws, AwsResources.create(max_receives=settings.max_receives, visibility_s=visibility_s)


def _serve(services: Services, listening: socket.socket) -> None:
    config = uvicorn.Config(
        create_app(services),
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=_SHUTDOWN_S,
        timeout_keep_alive=_KEEP_ALIVE_S,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _host() -> str:
    """The address to listen on; a name, which some shells and conda put there, is not asked for."""
    host = os.environ.get("HOST", "")
    try:
        return str(ip_address(host))
    except ValueError:
        return _LOOPBACK


def _port(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        sys.exit(f"{name} is no port number. Choose one: {name}={default + 1} make run")
    return int(text)


def _settings(environment: Mapping[str, str]) -> Settings:
    try:
        return Settings.from_environment(environment)
    except ValidationError as error:
        sys.exit(f"A setting cannot be used; docs/settings.md has them all.\n{error}")


def _listen(name: str, host: str, port: int) -> socket.socket:
    """The port, taken before anything is printed that says it is ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            sys.exit(f"HOST={host} is no address of this machine ({error.strerror}).")
        other = 8001 if name == "PORT" else 9001
        sys.exit(
            f"Port {port} cannot be used ({error.strerror}). Choose another: "
            f"{name}={other} make run"
        )


def _url(listening: socket.socket) -> str:
    """Where this machine reaches the socket."""
    name, port = listening.getsockname()[:2]
    address = ip_address(name)
    if address.is_unspecified:  # every address of this machine
        address = ip_address(_LOOPBACK if address.version == 4 else "::1")
    return f"http://{address}:{port}" if address.version == 4 else f"http://[{address}]:{port}"


def _warning(listening: socket.socket) -> str:
    """What to know where other machines reach the socket; nothing otherwise."""
    address = ip_address(listening.getsockname()[0])
    if address.is_loopback:
        return ""
    return (
        f"\nWarning: other machines can connect to {address}, and HTTP is not encrypted: "
        "whoever is on the way can read the token and the documents.\n"
    )


def _welcome(listening: socket.socket, token: str, s3_url: str) -> str:
    url = _url(listening)
    return (
        f"{_warning(listening)}\nOCR service at {url}/ (page), {url}/docs (API)\n"
        f"Token: {token}\n\n"
        f'curl -H "Authorization: Bearer {token}" -F "file=@{_SAMPLE}" {url}/\n\n'
        f"S3 at {s3_url}: what is put into {UPLOADS_BUCKET} is read, its text is in "
        f"{RESULTS_BUCKET} (docs/s3-guide.md)\n\n"
        f"aws --endpoint-url {s3_url} --no-sign-request s3 cp {_SAMPLE} s3://{UPLOADS_BUCKET}/\n"
        f"curl -T {_SAMPLE} {s3_url}/{UPLOADS_BUCKET}/   # the same without the AWS CLI\n"
        f"curl {s3_url}/{RESULTS_BUCKET}/{_SAMPLE.name}.txt\n"
    )


if __name__ == "__main__":
    main()
