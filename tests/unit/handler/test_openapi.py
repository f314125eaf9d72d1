"""The OpenAPI document: what docs/openapi.json says, and that it says everything."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from handler.problem import ALL_PROBLEMS, PROBLEM_JSON
from local.openapi import OPENAPI, openapi_json
from ocr_core import MediaType
from tests.conftest import ROOT

DOCUMENT = json.loads(openapi_json())
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
# A generated client calls its functions so: to change one is to break those clients.
IDS = {
    "POST /": "readText",
    "POST /img-echo/": "echoImage",
    "POST /jobs": "createJob",
    "GET /jobs/{job_id}": "getJob",
    "DELETE /jobs/{job_id}": "deleteJob",
    "GET /jobs/{job_id}/result": "getJobResult",
    "GET /languages": "listLanguages",
    "GET /healthz": "getHealth",
}
OPEN = {"GET /healthz"}
# Bytes cannot stand in a JSON document.
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BINARY = {*MediaType, "application/octet-stream", "application/zip", WORKBOOK}

each_operation = pytest.mark.parametrize("name", OPERATIONS)


def _resolved(node: dict[str, Any]) -> dict[str, Any]:
    """What a reference leads to."""
    while "$ref" in node:
        _, _, kind, name = node["$ref"].split("/")
        node = DOCUMENT["components"][kind][name]
    return node


def _all(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of the document."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict | list):
            yield from _all(child)


def _examples(node: dict[str, Any]) -> list[Any]:
    """The examples of a parameter, a header, or a media type; its schema may have them."""
    named = node.get("examples", {}).values()
    given = [node["example"]] if "example" in node else []
    return [*given, *(_resolved(each)["value"] for each in named), *_of_schema(node["schema"])]


def _of_schema(schema: dict[str, Any]) -> list[Any]:
    found = schema.get("examples", [])
    assert isinstance(found, list)
    return found


def _bodies(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each media type that an operation takes or answers with."""
    operation = OPERATIONS[name]
    for part in (operation.get("requestBody", {}), *operation["responses"].values()):
        yield from part.get("content", {}).items()


def test_the_file_is_what_the_service_says() -> None:
    """docs/openapi.json is up to date; where it is not, `make openapi` writes it."""
    assert OPENAPI.read_text(encoding="utf-8") == openapi_json()


def test_no_machine_and_no_setting_has_a_part_in_it() -> None:
    """A process without Tesseract, with other settings and another order of sets says the same."""
    told = subprocess.run(
        [sys.executable, "-c", "from local.openapi import openapi_json; print(openapi_json())"],
        cwd=ROOT,
        env={
            **os.environ,
            "PATH": "",
            "PYTHONHASHSEED": "1",
            "PYTHONIOENCODING": "utf-8",
            "TESSDATA_PREFIX": "/nowhere",
            "DEFAULT_LANGUAGES": "deu",
            "MAX_PAGES": "1",
        },
        stdout=subprocess.PIPE,
        check=True,
    )
    assert told.stdout.decode().rstrip() == openapi_json().rstrip()


def test_it_is_valid() -> None:
    """By the schema of OpenAPI 3.1, references and defaults included."""
    assert DOCUMENT["openapi"].startswith("3.1.")
    validate(DOCUMENT)


def test_the_operations_keep_their_ids() -> None:
    """Every operation is in the list, with the name that clients have for it."""
    assert {name: each["operationId"] for name, each in OPERATIONS.items()} == IDS


@each_operation
def test_an_operation_is_described(name: str) -> None:
    """It has a summary, a description, a tag that is explained, and its body is explained."""
    operation = OPERATIONS[name]
    assert operation["summary"]
    assert operation["description"]
    tags = {tag["name"] for tag in DOCUMENT["tags"] if tag["description"]}
    assert len(operation["tags"]) == 1
    assert tags.issuperset(operation["tags"])
    assert operation.get("requestBody", {"description": "none"})["description"]


@each_operation
def test_a_guarded_operation_says_so(name: str) -> None:
    """It names the bearer scheme and both its problems; an open one neither."""
    operation = OPERATIONS[name]
    assert DOCUMENT["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert operation.get("security") == (None if name in OPEN else [{"bearer": []}])
    assert ("401" in operation["responses"]) == (name not in OPEN)


@each_operation
def test_a_parameter_is_described(name: str) -> None:
    """Each has a description and an example."""
    for parameter in OPERATIONS[name].get("parameters", []):
        assert parameter["description"], parameter["name"]
        assert _examples(parameter), parameter["name"]


@each_operation
def test_an_answer_is_described(name: str) -> None:
    """Each has a description and the request's id; each media type a schema, and an example."""
    responses = OPERATIONS[name]["responses"]
    for status, response in responses.items():
        assert response["description"], status
        assert "X-Request-Id" in response["headers"]
        assert status < "400" or set(response["content"]) == {PROBLEM_JSON}
        for header in response["headers"].values():
            assert _resolved(header)["description"]
            assert _examples(_resolved(header))
    for kind, media in _bodies(name):
        assert _resolved(media["schema"]), kind
        assert kind in BINARY or kind.startswith("multipart/") or _examples(media), kind


@each_operation
def test_a_problem_stands_at_its_status(name: str) -> None:
    """Each problem of an operation has its own example, in the answer with its status."""
    for status, response in OPERATIONS[name]["responses"].items():
        if status >= "400":
            examples = response["content"][PROBLEM_JSON]["examples"]
            assert examples
            for code, example in examples.items():
                value = _resolved(example)["value"]
                assert (value["code"], str(value["status"])) == (code, status)
                assert f"`{code}`" in response["description"]


def test_every_problem_has_an_example() -> None:
    """Those of the service and those of the gateway."""
    assert set(DOCUMENT["components"]["examples"]) == set(ALL_PROBLEMS)


def test_every_property_is_described() -> None:
    """In each schema: by itself, or by the schema that it refers to."""
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert schema["description"], name
        for key, each in schema.get("properties", {}).items():
            assert each.get("description") or _resolved(each).get("description"), f"{name}.{key}"


def test_every_example_fits_its_schema() -> None:
    """Of parameters, headers, bodies, answers and properties."""
    count = 0
    for node in _all(DOCUMENT):
        is_example_of = isinstance(node.get("schema"), dict)
        schema = node["schema"] if is_example_of else node
        found = node.get("examples")
        examples = _examples(node) if is_example_of else found if isinstance(found, list) else []
        validator = Draft202012Validator({**schema, "components": DOCUMENT["components"]})
        for example in examples:
            validator.validate(example)
            count += 1
    assert count > 100


def test_no_default_language_is_named() -> None:
    """It is the operator's choice: a generated client would send the one that is named."""
    parameters = {each["name"]: each for each in OPERATIONS["POST /"]["parameters"]}
    job = DOCUMENT["components"]["schemas"]["JobRequest"]["properties"]
    for schema in (parameters["languages"]["schema"], job["languages"]):
        assert "default" not in schema
    assert parameters["pages"]["schema"]["default"] == job["pages"]["default"] == "1-"
