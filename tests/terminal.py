"""What a program shows to a person."""

import os
import pty
import subprocess
from collections.abc import Sequence

from tests.conftest import ROOT


def on_terminal(command: Sequence[str]) -> tuple[str, str]:
    """What a command shows on a terminal, and what it writes to standard output, which is none."""
    ours, its = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=its, env=environment
    ) as process:
        os.close(its)
        assert process.stdout
        out = process.stdout.read().decode()
    shown = b""
    try:
        while chunk := os.read(ours, 65_536):
            shown += chunk
    except OSError:  # Linux's way to say that the other side is closed
        pass
    os.close(ours)
    return shown.decode(), out
