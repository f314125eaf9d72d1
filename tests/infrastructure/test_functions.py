"""What the functions run, and what they are told."""

import importlib.util
import re
from collections.abc import Iterator
from typing import Any

import pytest

from handler.settings import Settings
from handler.token_settings import TokenSettings
from tests.conftest import ROOT
from tests.infrastructure.template_model import Template

# Read by Powertools itself.
_POWERTOOLS = {"POWERTOOLS_SERVICE_NAME"}


def _environment(template: Template, function: str) -> dict[str, Any]:
    variables: dict[str, Any] = template.properties(function)["Environment"]["Variables"]
    return variables


def _parameters_read(template: Template) -> Iterator[tuple[str, object]]:
    """Each setting that is a parameter, by its field's name, with the parameter's default."""
    for name, value in _environment(template, "ApiFunction").items():
        if isinstance(value, dict) and value.get("Ref") in template.parameters:
            yield name.lower(), template.value(value)


def test_functions_share_one_image(written: Template) -> None:
    """`sam build` builds once: every function's metadata is the same."""
    functions = written.of_type("AWS::Serverless::Function").values()

    for function in functions:
        assert function["Properties"]["PackageType"] == "Image"
        assert function["Metadata"] == {
            "Dockerfile": "Dockerfile.lambda",
            "DockerContext": ".",
            "DockerTag": "lambda",
            "DockerBuildArgs": {
                "TESSERACT_LANGUAGES": {"Ref": "TesseractLanguages"},
                "PHOTOS": {"Ref": "Photos"},
            },
        }


def test_sam_and_docker_build_the_same_languages(template: Template) -> None:
    """The parameter and the Dockerfile have the same default."""
    dockerfile = (ROOT / "Dockerfile.lambda").read_text(encoding="utf-8")
    match = re.search(r'^ARG TESSERACT_LANGUAGES="(.+)"$', dockerfile, re.MULTILINE)
    assert match
    assert template.parameters["TesseractLanguages"]["Default"] == match[1]


def test_sam_and_docker_build_the_same_engines(template: Template) -> None:
    """The parameter and the Dockerfile have the same default."""
    dockerfile = (ROOT / "Dockerfile.lambda").read_text(encoding="utf-8")
    match = re.search(r"^ARG PHOTOS=(\d)$", dockerfile, re.MULTILINE)
    assert match
    assert template.parameters["Photos"]["Default"] == match[1]


@pytest.mark.parametrize(
    ("function", "command"),
    [
        ("ApiFunction", "handler.api.handler"),
        ("AuthorizerFunction", "handler.authorizer.handler"),
    ],
)
def test_each_function_runs_its_entry(template: Template, function: str, command: str) -> None:
    """The image's command is the dotted name of a function in a module that exists."""
    assert template.properties(function)["ImageConfig"]["Command"] == [command]
    assert importlib.util.find_spec(command.rpartition(".")[0]) is not None


@pytest.mark.parametrize(
    ("function", "settings"),
    [("ApiFunction", Settings), ("AuthorizerFunction", TokenSettings)],
)
def test_every_variable_is_a_setting(
    template: Template, function: str, settings: type[TokenSettings]
) -> None:
    """The code reads every variable that the template sets: none is misspelt or left over."""
    known = {name.upper() for name in settings.model_fields}

    assert set(_environment(template, function)) - _POWERTOOLS <= known


def test_parameters_and_settings_have_the_same_defaults(template: Template) -> None:
    """A deployment that changes nothing behaves as the code says."""
    settings = Settings()

    for name, default in _parameters_read(template):
        expected = getattr(settings, name)
        assert (default or None) == expected, name


@pytest.mark.parametrize("bound", ["Default", "MinValue", "MaxValue"])
def test_settings_take_every_bound(template: Template, bound: str) -> None:
    """What CloudFormation lets through, the code takes too."""
    environment = {
        name: str(template.parameters[value["Ref"]][bound])
        for name, value in _environment(template, "ApiFunction").items()
        if isinstance(value, dict) and bound in template.parameters.get(value.get("Ref", ""), {})
    }

    assert Settings.from_environment(environment)


def test_settings_take_every_allowed_value(template: Template) -> None:
    """Each choice that a parameter offers is one that the code knows."""
    for name, value in _environment(template, "ApiFunction").items():
        if isinstance(value, dict) and value.get("Ref") in template.parameters:
            for choice in template.parameters[value["Ref"]].get("AllowedValues", []):
                assert Settings.from_environment({name: choice}), (name, choice)


def test_authorizer_gets_nothing_but_tokens_and_logging(template: Template) -> None:
    """The authorizer is told where the tokens are, and how much to log."""
    assert set(_environment(template, "AuthorizerFunction")) == {
        "LOG_LEVEL",
        "OCR_API_TOKEN",
        "POWERTOOLS_SERVICE_NAME",
        "TOKEN_CACHE_S",
        "TOKEN_SECRET_ID",
    }


def test_secret_is_not_asked_for_under_sam_local(template: Template) -> None:
    """Where the local token is, the secret is unset: there is no Secrets Manager to ask."""
    for function in ("ApiFunction", "AuthorizerFunction"):
        secret = _environment(template, function)["TOKEN_SECRET_ID"]
        assert secret == {"Fn::If": ["IsSamLocal", "", {"Ref": "TokenSecret"}]}
