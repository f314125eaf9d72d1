"""The S3, SQS and SNS of `make run`, as a process of its own."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_ROOT = Path(__file__).parent.parent
_STOP_S = 5


@dataclass(frozen=True, slots=True)
class EmbeddedAws:
    """A server process. It ends with this process, however this one ends."""

    endpoint: str
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, listening: socket.socket) -> Self:
        """Serve on a socket that listens already: who calls before the server is up waits."""
        host, port = listening.getsockname()
        descriptor = listening.fileno()
        process = subprocess.Popen(  # noqa: S603  # a module of our own
            [sys.executable, "-m", "local.aws_server", str(descriptor)],
            cwd=_ROOT,
            # moto's own CORS lets every website in; the buckets have rules of theirs.
            env={**os.environ, "MOTO_DISABLE_GLOBAL_CORS": "true"},
            pass_fds=[descriptor],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        return cls(f"http://{host}:{port}", process)

    def stop(self) -> None:
        """End the process, and with it all that it kept."""
        if self.process.stdin:
            self.process.stdin.close()
        self.process.kill()
        self.process.wait(_STOP_S)
