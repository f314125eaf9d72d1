"""What the functions run, and what they are told."""

import importlib.util
import re
from collections.abc import Iterator
from typing import Any

import pytest

from handler.jobs.request import ALWAYS
from handler.settings import Settings
from handler.token_settings import TokenSettings
from ocr_core import OutputFormat
from tests.conftest import ROOT
from tests.infrastructure.template_model import Template

# Read by Powertools itself.
_POWERTOOLS = {"POWERTOOLS_SERVICE_NAME"}


def _environment(template: Template, function: str) -> dict[str, Any]:
    variables: dict[str, Any] = template.properties(function)["Environment"]["Variables"]
    return variables


def _parameters_read(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each variable that is a parameter, by its name, with the parameter's definition."""
    for function in ("ApiFunction", "WorkerFunction"):
        for name, value in _environment(template, function).items():
            if isinstance(value, dict) and value.get("Ref") in template.parameters:
                yield name, template.parameters[value["Ref"]]


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
        ("WorkerFunction", "handler.worker.handler"),
    ],
)
def test_each_function_runs_its_entry(template: Template, function: str, command: str) -> None:
    """The image's command is the dotted name of a function in a module that exists."""
    assert template.properties(function)["ImageConfig"]["Command"] == [command]
    assert importlib.util.find_spec(command.rpartition(".")[0]) is not None


@pytest.mark.parametrize(
    ("function", "settings"),
    [
        ("ApiFunction", Settings),
        ("AuthorizerFunction", TokenSettings),
        ("WorkerFunction", Settings),
    ],
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

    for name, parameter in _parameters_read(template):
        expected = getattr(settings, name.lower())
        assert (parameter["Default"] or None) == (expected or None), name


@pytest.mark.parametrize("bound", ["Default", "MinValue", "MaxValue"])
def test_settings_take_every_bound(template: Template, bound: str) -> None:
    """What CloudFormation lets through, the code takes too."""
    environment = {
        name: str(parameter[bound])
        for name, parameter in _parameters_read(template)
        if bound in parameter
    }

    assert Settings.from_environment(environment)


def test_settings_take_every_allowed_value(template: Template) -> None:
    """Each choice that a parameter offers is one that the code knows."""
    for name, parameter in _parameters_read(template):
        for choice in parameter.get("AllowedValues", []):
            assert Settings.from_environment({name: choice}), (name, choice)


@pytest.mark.parametrize("formats", ["", "pdf", "hocr,alto,tsv,pdf"])
def test_settings_take_the_formats_that_the_parameter_takes(
    template: Template, formats: str
) -> None:
    """Every format but the two that there always are, and several of them."""
    pattern = template.parameters["OutputFormats"]["AllowedPattern"]

    assert re.fullmatch(pattern, formats)
    assert Settings.from_environment({"OUTPUT_FORMATS": formats}).output_formats == formats
    assert {*OutputFormat} - set(ALWAYS) == set(re.findall("[a-z]+", pattern))


def test_only_formats_pass(template: Template) -> None:
    """What the code would refuse to start with, CloudFormation refuses before."""
    pattern = template.parameters["OutputFormats"]["AllowedPattern"]

    for formats in ("docx", "pdf,", "PDF", "hocr pdf"):
        assert not re.fullmatch(pattern, formats)


def test_authorizer_gets_nothing_but_tokens_and_logging(template: Template) -> None:
    """The authorizer is told where the tokens are, and how much to log."""
    assert set(_environment(template, "AuthorizerFunction")) == {
        "LOG_LEVEL",
        "OCR_API_TOKEN",
        "POWERTOOLS_SERVICE_NAME",
        "TOKEN_CACHE_S",
        "TOKEN_SECRET_ID",
    }


def test_worker_is_told_where_everything_is_and_no_token(template: Template) -> None:
    """The worker knows buckets, queue, topic, limits and what signs; it lets nobody in."""
    environment = _environment(template, "WorkerFunction")

    assert set(environment) == {
        "CALLBACK_SECRET_ID",
        "DEFAULT_LANGUAGES",
        "LOG_LEVEL",
        "MAX_OBJECT_BYTES",
        "MAX_OBJECT_PAGES",
        "MAX_PIXELS",
        "MAX_RECEIVES",
        "METRICS_NAMESPACE",
        "OCR_ENGINE",
        "OUTPUT_FORMATS",
        "PAGES_PER_TASK",
        "POWERTOOLS_SERVICE_NAME",
        "RESULTS_BUCKET",
        "TASK_QUEUE_URL",
        "TOPIC_ARN",
    }
    assert environment["RESULTS_BUCKET"] == {"Ref": "ResultsBucket"}
    assert environment["TASK_QUEUE_URL"] == {"Ref": "TaskQueue"}
    assert environment["TOPIC_ARN"] == {"Ref": "CompletedTopic"}
    assert environment["CALLBACK_SECRET_ID"] == {
        "Fn::If": ["HasCallbacks", {"Ref": "CallbackSecret"}, ""]
    }


def test_same_setting_is_the_same_parameter(template: Template) -> None:
    """What both functions are told, they are told alike: the service's name apart."""
    api = _environment(template, "ApiFunction")
    worker = _environment(template, "WorkerFunction")
    both = set(api) & set(worker) - {"POWERTOOLS_SERVICE_NAME", "RESULTS_BUCKET"}

    assert both == {
        "CALLBACK_SECRET_ID",
        "DEFAULT_LANGUAGES",
        "LOG_LEVEL",
        "MAX_OBJECT_BYTES",
        "MAX_OBJECT_PAGES",
        "MAX_PIXELS",
        "METRICS_NAMESPACE",
        "OCR_ENGINE",
    }
    assert {name: api[name] for name in both} == {name: worker[name] for name in both}


@pytest.mark.parametrize("bucket", ["UploadsBucket", "ResultsBucket"])
def test_jobs_are_off_under_sam_local(template: Template, bucket: str) -> None:
    """Where the local token is, the API is told of no bucket: there is no S3 to ask."""
    variable = {"UploadsBucket": "UPLOADS_BUCKET", "ResultsBucket": "RESULTS_BUCKET"}[bucket]
    value = _environment(template, "ApiFunction")[variable]

    assert value == {"Fn::If": ["IsSamLocal", "", {"Ref": bucket}]}


def test_secret_is_not_asked_for_under_sam_local(template: Template) -> None:
    """Where the local token is, the secret is unset: there is no Secrets Manager to ask."""
    for function in ("ApiFunction", "AuthorizerFunction"):
        secret = _environment(template, function)["TOKEN_SECRET_ID"]
        assert secret == {"Fn::If": ["IsSamLocal", "", {"Ref": "TokenSecret"}]}


def test_no_container_is_kept_started_unless_asked_for(template: Template) -> None:
    """The API's alone, and only above zero: each costs, whether it is used or not."""
    assert template.parameters["ProvisionedConcurrency"]["Default"] == 0
    aliases = template.of_type("AWS::Lambda::Alias")
    kept = {
        name: alias["Properties"]["ProvisionedConcurrencyConfig"]
        for name, alias in aliases.items()
        if "ProvisionedConcurrencyConfig" in alias["Properties"]
    }
    assert kept == {
        "ApiFunctionAliaslive": {
            "Fn::If": [
                "HasProvisionedConcurrency",
                {"ProvisionedConcurrentExecutions": {"Ref": "ProvisionedConcurrency"}},
                {"Ref": "AWS::NoValue"},
            ]
        }
    }
