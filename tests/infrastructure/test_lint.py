"""What AWS's own linters say."""

import os
import subprocess

from tests.infrastructure.sam_environment import ROOT, TEMPLATE, sam_tool

_ENVIRONMENT = {**os.environ, "SAM_CLI_TELEMETRY": "0"}


def _run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=_ENVIRONMENT,
        text=True,
        capture_output=True,
        check=False,
        timeout=120,
    )


def test_cfn_lint_finds_nothing() -> None:
    """cfn-lint has nothing to say of the template, not even for information."""
    run = _run(sam_tool("cfn-lint"), "--include-checks", "I", "--", TEMPLATE)

    assert (run.returncode, run.stdout) == (0, "")


def test_sam_validate_finds_nothing() -> None:
    """`sam validate --lint` takes the template."""
    run = _run(sam_tool("sam"), "validate", "--lint", "--template", TEMPLATE)

    assert run.returncode == 0, run.stdout + run.stderr
