"""What `make audit` looks at."""

import re
import subprocess

import pytest

from tests.infrastructure.sam_environment import ROOT

_CONFIG = ROOT / ".checkov.yaml"
_AUDIT = ROOT / "scripts" / "audit"


def _skipped() -> list[tuple[str, str]]:
    """Each check that is left out, and what is said of it."""
    text = _CONFIG.read_text(encoding="utf-8").partition("skip-check:\n")[2]
    return [(found[2], found[1]) for found in re.finditer(r"((?:  # .*\n)*)  - (\w+)\n", text)]


def test_each_check_left_out_has_its_reason() -> None:
    """A sentence of its own, and no check twice."""
    skipped = _skipped()
    assert len(skipped) == _CONFIG.read_text(encoding="utf-8").count("  - CKV")
    assert len({check for check, _ in skipped}) == len(skipped) > 0
    for check, reason in skipped:
        assert reason.strip().endswith("."), check


def test_what_ships_is_what_is_looked_at() -> None:
    """The locks that pip-audit gets are those of the stage that the image's packages are from."""
    image = (ROOT / "Dockerfile.lambda").read_text(encoding="utf-8")
    audit = _AUDIT.read_text(encoding="utf-8")
    [packages] = re.findall(r"^FROM base AS packages$(.*?)^FROM ", image, re.DOTALL | re.MULTILINE)
    assert set(re.findall(r"-r /build/(\w+)\.txt", packages)) == {"runtime", "photos"}
    assert set(re.findall(r"-r requirements/(\w+)\.txt", audit)) == {"runtime", "photos"}


def test_checkov_finds_nothing() -> None:
    """In the template, the Dockerfile and the workflows, but for what has its reason."""
    if not (ROOT / ".venv-audit" / "bin" / "checkov").is_file():
        pytest.skip("checkov is not installed: `make audit` prepares .venv-audit")
    run = subprocess.run(
        [_AUDIT, "offline"], text=True, capture_output=True, check=False, timeout=300
    )
    assert run.returncode == 0, run.stdout + run.stderr
