"""What scripts/setup leaves alone."""

import shutil
import subprocess
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def test_an_environment_elsewhere_is_not_emptied(tmp_path: Path) -> None:
    """A link to one with other packages stops it, and nothing in there is lost."""
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    for name in ("scripts", "requirements"):
        shutil.copytree(_ROOT / name, project / name)
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    (project / ".venv").symlink_to(elsewhere)
    run = subprocess.run(
        [project / "scripts" / "setup", "run"],
        text=True,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert run.returncode != 0
    assert ".venv is a link" in run.stderr
    assert [path.name for path in elsewhere.iterdir()] == ["kept"]
