"""The workflows, as far as they can be checked without running them."""

import re
from pathlib import Path

import pytest

from tests.infrastructure.sam_environment import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_to_a_commit(workflow: Path) -> None:
    """An action cannot change under us: it is named by its commit, its version a comment."""
    uses = re.findall(r"uses: (?!\./)(.+)", workflow.read_text(encoding="utf-8"))

    for action in uses:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_steps_are_make_targets(workflow: Path) -> None:
    """What a workflow runs is a target of the Makefile, so that it is the same on a laptop."""
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    runs = re.findall(r"run: (.+)", workflow.read_text(encoding="utf-8"))

    assert runs
    for command in runs:
        tool, target, *_ = command.split()
        assert tool == "make"
        assert target in targets


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_jobs_end_and_may_do_little(workflow: Path) -> None:
    """A job that runs has a time limit, and none but a release may write to the repository."""
    text = workflow.read_text(encoding="utf-8")

    assert text.count("runs-on:") == text.count("timeout-minutes:")
    assert re.search(r"^permissions:", text, re.M)
    release = re.search(r"^  release:\n(?:    .*\n|\n)+", text, re.M)
    others = text.replace(release[0], "") if release else text
    assert set(re.findall(r"([a-z-]+): write", others)) <= {"id-token"}
    if release:
        assert re.findall(r"([a-z-]+): write", release[0]) == ["contents"]
        assert "if: github.ref_type == 'tag'\n" in release[0]


def test_what_is_refused_as_a_release_is_not_deployed() -> None:
    """A tag without its part of the changelog stops there; by hand there is no release."""
    text = (ROOT / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8")
    deploy = text.partition("\n  deploy:\n")[2]

    assert "needs: [ci, release]\n" in deploy
    assert "if: ${{ !failure() && !cancelled() }}\n" in deploy


def test_there_are_workflows() -> None:
    """The tests above have something to test."""
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "deploy.yml"]
