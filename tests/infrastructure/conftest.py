"""The template, parsed and transformed once a run."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.infrastructure.sam_environment import TEMPLATE, sam_tool
from tests.infrastructure.template_model import Template


@pytest.fixture(scope="session")
def _templates() -> dict[str, Any]:
    # The interpreter that lies beside `sam` is the one that can import samtranslator.
    python = sam_tool("sam").parent / "python"
    if not python.is_file():
        pytest.skip("sam is not in a virtual environment: `make test` prepares .venv-sam")
    run = subprocess.run(
        [python, Path(__file__).with_name("sam_transform.py"), TEMPLATE],
        check=True,
        capture_output=True,
        env={**os.environ, "SAM_CLI_TELEMETRY": "0"},
        timeout=60,
    )
    templates: dict[str, Any] = json.loads(run.stdout)
    return templates


@pytest.fixture(scope="session")
def written(_templates: dict[str, Any]) -> Template:
    """template.yaml as it is written."""
    return Template(_templates["source"])


@pytest.fixture(scope="session")
def template(_templates: dict[str, Any]) -> Template:
    """template.yaml as SAM's transform leaves it, with the parameters at their defaults."""
    return Template(_templates["transformed"])
