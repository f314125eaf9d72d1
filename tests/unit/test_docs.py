"""The documentation says what the code does."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from handler.app.factory import create_app
from handler.app.schemas import OcrQuery
from handler.errors import ServiceError
from handler.metrics import Metric
from handler.problem import PROBLEMS
from handler.settings import Settings
from local.sample import SAMPLE_LINES
from ocr_core.errors import OcrError
from ocr_core.version import VERSION

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [
    *(ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"),
    *sorted(DOCS.rglob("*.md")),
    *sorted(ROOT.glob("examples/*/README.md")),
]

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# A command at the start of a line or of a code span: `PORT=1 make -s run`.
_MAKE = re.compile(r"(?:^|`|\$\()(?:[A-Z_]+=\S+ )*make (?:-s )?([a-z][a-z-]*)", re.MULTILINE)
_DECISION = re.compile(r"\d{4}-[a-z0-9-]+\.md")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _section(path: Path, heading: str) -> str:
    """What stands below a second-level heading."""
    sections = re.split(r"^## ", _text(path), flags=re.MULTILINE)
    return next(section for section in sections if section.startswith(f"{heading}\n"))


def _rows(markdown: str) -> list[list[str]]:
    """The cells of every table row whose first cell is one code span, which loses its marks."""
    lines = [line for line in markdown.splitlines() if line.startswith("| `")]
    rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]
    return [[cells[0].strip("`"), *cells[1:]] for cells in rows if cells[0].count("`") == 2]


def _below(root: type[Exception]) -> list[type[Exception]]:
    """Every class of an error tree."""
    return [root, *(kind for child in root.__subclasses__() for kind in _below(child))]


def _shipped(root: type[Exception]) -> list[type[Exception]]:
    """The classes of a tree that our packages define: other tests may have added some."""
    packages = ("handler.", "ocr_core.")
    return [kind for kind in _below(root) if kind.__module__.startswith(packages)]


def _concrete() -> dict[str, type[Exception]]:
    """The classes of both error trees that nothing is derived from, by code."""
    kinds = cast(
        "list[type[OcrError | ServiceError]]", [*_shipped(OcrError), *_shipped(ServiceError)]
    )
    bases = {base for kind in kinds for base in kind.__mro__[1:]}
    return {kind.code: kind for kind in kinds if kind not in bases}


def _anchors(path: Path) -> set[str]:
    """The fragments that a page's headings have."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", _text(path)), flags=re.MULTILINE)
    words = (re.sub(r"[^\w\- ]", "", heading).lower() for heading in headings)
    return {word.replace(" ", "-") for word in words}


def _relative_links(page: Path) -> Iterator[tuple[Path, str]]:
    """Where a page's relative links lead: a path and a fragment, which may be empty."""
    for target in _LINK.findall(_FENCE.sub("", _text(page))):
        if not re.match(r"[a-z]+:", target):
            path, _, fragment = target.partition("#")
            yield (page.parent / path).resolve() if path else page, fragment


def _default(value: object) -> str:
    """How docs/settings.md writes a default."""
    return "unset" if value in (None, "") else f"`{value}`"


def test_every_error_has_a_status() -> None:
    """Each class of both error trees is in the status table, but for those with subclasses."""
    assert set(_concrete()) <= set(PROBLEMS)


def test_every_status_belongs_to_an_error() -> None:
    """The status table has no row that no error class uses."""
    assert set(PROBLEMS) <= set(_concrete())


def test_errors_are_documented() -> None:
    """docs/errors.md lists exactly the codes that exist, in the order of their statuses."""
    rows = _rows(_section(DOCS / "errors.md", "Codes of the service"))
    assert [(row[0], row[1]) for row in rows] == [
        (code, str(status.value)) for code, (status, _) in PROBLEMS.items()
    ]
    assert {row[0] for row in rows} == set(_concrete())
    assert all(len(row) == 4 and row[2] and row[3] for row in rows)


def test_gateway_errors_are_documented() -> None:
    """Each code that API Gateway answers with is in docs/errors.md, with the same status."""
    answered = re.findall(
        r'"status":(\d+),.*?"code":"(\w+)"', _text(ROOT / "template.yaml"), flags=re.DOTALL
    )
    assert answered
    own = {code: str(status.value) for code, (status, _) in PROBLEMS.items()}
    rows = _rows(_section(DOCS / "errors.md", "Codes of the gateway alone"))
    gateway = {row[0]: row[1] for row in rows}
    assert not set(own) & set(gateway)
    assert {code for _, code in answered} - set(own) == set(gateway)
    for status, code in answered:
        assert (own | gateway)[code] == status, code


def test_settings_are_documented() -> None:
    """docs/settings.md has one row a setting, in their order, each with its default."""
    rows = _rows(_text(DOCS / "settings.md"))
    assert [(row[0], row[1]) for row in rows] == [
        (name.upper(), _default(field.get_default(call_default_factory=True)))
        for name, field in Settings.model_fields.items()
    ]
    assert all(row[2] for row in rows)


def test_settings_name_real_parameters() -> None:
    """A setting's parameter in docs/settings.md is what the template fills the variable from."""
    template = _text(ROOT / "template.yaml")
    parameters = set(re.findall(r"^  (\w+):\n    Type: (?:String|Number)$", template, re.MULTILINE))
    named = [(row[0], row[3].strip("`")) for row in _rows(_text(DOCS / "settings.md"))]
    for variable, parameter in named:
        references = set(re.findall(rf"^ +{variable}: !Ref (\w+)$", template, flags=re.MULTILINE))
        references &= parameters
        if parameter not in ("", "set by the stack"):
            assert references == {parameter}, variable
        else:
            assert not references, variable


def test_metrics_are_documented() -> None:
    """docs/operations-guide.md has one row a metric, in their order, each with its unit."""
    rows = _rows(_section(DOCS / "operations-guide.md", "Metrics"))
    assert [(row[0], row[1]) for row in rows] == [
        (metric.value, metric.unit.value) for metric in Metric
    ]


def _faults() -> list[list[str]]:
    """The rows of what happens when something fails."""
    section = _section(DOCS / "operations-guide.md", "What happens when something fails")
    lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]


def test_faults_have_their_codes() -> None:
    """A status with a code in the table of faults is as docs/errors.md has it."""
    known = {code: str(status.value) for code, (status, _) in PROBLEMS.items()}
    named = re.findall(r"(\d{3}) `(\w+)`", "".join(row[1] for row in _faults()))
    assert named
    assert {code: status for status, code in named}.items() <= known.items()


def test_faults_are_found_in_the_log() -> None:
    """Each message that the table of faults names is one that the service logs."""
    code = "".join(_text(path) for path in (ROOT / "handler").rglob("*.py"))
    for row in _faults():
        assert len(row) == 4
        assert all(row)
        for message in re.findall(r"`([^`]+)`", row[2]):
            assert re.search(rf'logger\.\w+\(\s*"{re.escape(message)}"', code), message


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    """A relative link points to a file that exists, and to a heading of it if it names one."""
    for path, fragment in _relative_links(page):
        assert path.exists(), path
        assert path.is_relative_to(ROOT), path
        assert not fragment or fragment in _anchors(path), f"{path}#{fragment}"


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_make_targets_exist(page: Path) -> None:
    """Every make target that a page names is in the Makefile."""
    targets = set(re.findall(r"^([a-z][a-z-]*):", _text(ROOT / "Makefile"), flags=re.MULTILINE))
    assert set(_MAKE.findall(_text(page))) <= targets


def test_the_readme_lists_every_route() -> None:
    """docs/api-guide.md has one row a route, the pages for people included."""
    paths = create_app(None).openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    routes |= {"GET /", "GET /docs", "GET /openapi.json"}
    rows = [row[0] for row in _rows(_section(DOCS / "api-guide.md", "Routes"))]
    assert sorted(rows) == sorted(routes)


def test_the_readme_lists_every_option() -> None:
    """docs/api-guide.md has one row an option of POST /, in their order."""
    rows = [row[0] for row in _rows(_section(DOCS / "api-guide.md", "Options"))]
    assert rows == list(OcrQuery.model_fields)


def test_the_readme_shows_the_sample() -> None:
    """The answer in README.md is what the sample image says."""
    assert all(f'"{line}"' in _text(ROOT / "README.md") for line in SAMPLE_LINES)


def test_the_threat_model_names_what_is_there() -> None:
    """Each file that is said to meet a threat exists, and every entry point has all six kinds."""
    text = _text(DOCS / "threat-model.md")
    paths = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|yml|env)|Dockerfile[.\w]*)`", text))
    assert len(paths) > 40
    assert [path for path in sorted(paths) if not (ROOT / path).is_file()] == []
    kinds = [
        set(re.findall(r"^\| ([STRIDE]) \|", section, flags=re.MULTILINE))
        for section in re.split(r"^## ", text, flags=re.MULTILINE)
        if "| threat |" in section
    ]
    assert len(kinds) == 9
    assert all(each == set("STRIDE") for each in kinds)


def test_the_version_is_one() -> None:
    """The package, the service and the newest release in the changelog have the same version."""
    project = tomllib.loads(_text(ROOT / "pyproject.toml"))["project"]
    assert project["version"] == VERSION
    headings = re.findall(r"^## \[?([\w.]+)", _text(ROOT / "CHANGELOG.md"), flags=re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert headings[1:2] in ([], [VERSION])


def test_the_index_lists_every_decision() -> None:
    """The index of the decisions has each of their files once, and they count up from 1."""
    folder = DOCS / "architecture-decisions"
    files = sorted(path.name for path in folder.iterdir() if path.name != "README.md")
    assert [name[:5] for name in files] == [f"{number:04}-" for number in range(1, len(files) + 1)]
    assert _DECISION.findall(_text(folder / "README.md")) == files


@pytest.mark.parametrize("page", sorted((DOCS / "architecture-decisions").glob("0*.md")), ids=_name)
def test_decisions_have_the_same_parts(page: Path) -> None:
    """A decision says what asked for it, what was decided, what follows and what was measured."""
    parts = re.findall(r"^## (.+)$", _text(page), flags=re.MULTILINE)
    assert parts == ["Context", "Decision", "Consequences", "Measured"]
    assert _text(page).startswith(f"# {page.name[:4]}: ")
