"""What a release says of itself."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

_CHANGELOG = """# Changelog

## Unreleased

### Added
- What is to come.

## 0.2.0 - 2026-12-01

### Added
- What came.

### Upgrade notes
- What to do.

## 0.1.0 - 2026-11-01

- What was there first.
"""
_NOTES = "### Added\n- What came.\n\n### Upgrade notes\n- What to do."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of the version 0.2.0, with its changelog and the script."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "release-notes", tmp_path / "scripts")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "0.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(_CHANGELOG)
    return tmp_path


def notes(project: Path, version: str) -> subprocess.CompletedProcess[str]:
    """What the script says of a version."""
    script = project / "scripts" / "release-notes"
    return subprocess.run([script, version], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("version", ["0.2.0", "v0.2.0"])
def test_a_release_has_its_part_of_the_changelog(project: Path, version: str) -> None:
    """All below its heading, up to the next, whether the tag or the version is given."""
    run = notes(project, version)
    assert run.stdout.strip() == _NOTES
    assert run.returncode == 0


@pytest.mark.parametrize("version", ["0.1.0", "0.3.0", "0.2", "0x2y0", ""])
def test_another_version_than_the_projects_is_refused(project: Path, version: str) -> None:
    """A tag names what is in pyproject.toml, or nothing is released."""
    run = notes(project, version)
    assert run.stdout == ""
    assert run.returncode != 0


@pytest.mark.parametrize("part", ["", "## 0.2.0 - 2026-12-01\n\n"])
def test_a_version_that_the_changelog_does_not_tell_of_is_refused(project: Path, part: str) -> None:
    """A heading with nothing below it is not enough."""
    text = f"# Changelog\n\n## Unreleased\n\n- What came.\n\n{part}## 0.1.0\n\n- First.\n"
    (project / "CHANGELOG.md").write_text(text)
    run = notes(project, "0.2.0")
    assert run.stdout == ""
    assert "says nothing of 0.2.0" in run.stderr
    assert run.returncode == 1
