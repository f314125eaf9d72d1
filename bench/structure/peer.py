"""A peer that runs in an environment of its own."""

import json
import subprocess
from pathlib import Path

from bench.structure.answer import Answer
from bench.system import PEERS_PYTHON, ROOT


class Kreuzberg:
    """One process for all files, which ends with the ``with`` block."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [PEERS_PYTHON, "-m", "bench.structure.kreuzberg"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def read(self, path: Path, languages: str, *, reads_layer: bool = True) -> Answer:
        """Its text and its Markdown; it is made to recognise PDFs, whatever layer they have."""
        del reads_layer
        given, answers = self._process.stdin, self._process.stdout
        if given is None or answers is None:
            raise RuntimeError("the peer has no pipes")
        given.write(json.dumps([str(path), languages]) + "\n")
        given.flush()
        text, markdown = json.loads(answers.readline())
        return Answer(text, markdown)

    def __enter__(self) -> "Kreuzberg":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
