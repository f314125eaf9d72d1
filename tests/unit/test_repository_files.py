"""The files that GitHub and editors read say what is there."""

import json
import re
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.name)
def test_issue_forms_are_complete(form: Path) -> None:
    """Each has a name, a description, and questions that have to be answered."""
    content = yaml.safe_load(form.read_text(encoding="utf-8"))
    assert content["name"]
    assert content["description"]
    assert any(each.get("validations", {}).get("required") for each in content["body"])


def test_hooks_call_the_tools_of_the_environment() -> None:
    """So that they have the versions that are locked."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    assert hooks
    assert all(hook["entry"].startswith(".venv/bin/") for hook in hooks)


def test_the_devcontainer_prepares_itself() -> None:
    """By a script that is there, on a Python that the project takes."""
    path = ROOT / ".devcontainer" / "devcontainer.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    assert (ROOT / config["postCreateCommand"].split()[0]).is_file()
    assert re.search(r"python:3\.(1[1-9])-", config["image"])


def test_dependabot_looks_where_something_is() -> None:
    """Each of its folders exists, and what is locked with hashes is left to `make lock`."""
    config = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text(encoding="utf-8"))
    assert {each["package-ecosystem"] for each in config["updates"]} == {"github-actions"}
    assert all((ROOT / each["directory"].strip("/")).is_dir() for each in config["updates"])
