"""The direction of dependencies, read off the syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ocr_core

ROOT = Path(__file__).parent.parent
WEB_AND_AWS = {"handler", "local", "boto3", "botocore", "fastapi", "starlette", "mangum"}
WEB_AND_AWS |= {"aws_lambda_powertools", "uvicorn"}


def _sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _roots(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {name.split(".")[0] for name in _imports(tree)}


@pytest.mark.parametrize("path", _sources("ocr_core"), ids=str)
def test_the_library_knows_neither_web_nor_aws(path: Path) -> None:
    """No module of ocr_core imports the handler, a web framework or an AWS library."""
    assert not _roots(path) & WEB_AND_AWS


@pytest.mark.parametrize("path", _sources("ocr_core"), ids=str)
def test_the_library_reads_no_environment(path: Path) -> None:
    """No module of ocr_core reads an environment variable; setting one for a child is allowed."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    written = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb"):
            assert id(node) in written, f"line {node.lineno}"


@pytest.mark.parametrize("path", _sources("handler"), ids=str)
def test_boto3_stays_in_the_adapters(path: Path) -> None:
    """Of the handler, only its adapters import boto3."""
    if "adapters" not in path.parts:
        assert not _roots(path) & {"boto3", "botocore"}


@pytest.mark.parametrize("path", _sources("handler") + _sources("ocr_core"), ids=str)
def test_nothing_that_ships_needs_the_laptop(path: Path) -> None:
    """What runs on Lambda imports nothing that only a laptop has."""
    assert not _roots(path) & {"local", "tests", "uvicorn"}


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*/*/*.py")), ids=str)
def test_an_example_can_be_taken_away(path: Path) -> None:
    """What stands in an example imports nothing of this repository but the example itself."""
    assert not _roots(path) & {"bench", "handler", "local", "ocr_core", "tests"}


@pytest.mark.parametrize("name", ["api", "authorizer", "worker"])
def test_lambda_entries_are_short(name: str) -> None:
    """A Lambda entry builds once, calls one function and shapes the reply: under 40 lines."""
    assert len((ROOT / "handler" / f"{name}.py").read_text(encoding="utf-8").splitlines()) < 40


def test_the_public_names_are_those_in_all() -> None:
    """Each name in ``__all__`` is there when it is asked for, and no other is."""
    public = [name for names in ocr_core._NAMES.values() for name in names]
    assert sorted(public) == sorted(ocr_core.__all__) == sorted(dir(ocr_core))
    for name in ocr_core.__all__:
        assert hasattr(ocr_core, name)
    assert not hasattr(ocr_core, "nothing")
    assert sorted(ocr_core.__all__, key=str) == list(ocr_core.__all__)
