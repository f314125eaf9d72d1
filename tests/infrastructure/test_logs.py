"""What is logged, where, and for how long."""

import json
import re

from tests.infrastructure.template_model import Template


def test_every_log_group_forgets(template: Template) -> None:
    """Each log group keeps its logs for the days that the one parameter says."""
    groups = template.of_type("AWS::Logs::LogGroup")

    assert len(groups) == len(template.of_type("AWS::Lambda::Function")) + 1
    for name, group in groups.items():
        assert group["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}, name


def test_every_function_logs_to_its_own_group(template: Template) -> None:
    """No function is left to Lambda's default group, which keeps its logs for ever."""
    groups = [
        function["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
        for function in template.of_type("AWS::Lambda::Function").values()
    ]

    assert len(set(groups)) == len(groups)
    assert set(groups) < set(template.of_type("AWS::Logs::LogGroup"))


def test_lambda_leaves_the_root_logger_alone(template: Template) -> None:
    """Lambda sets no level on the root logger, at which botocore could log the tokens."""
    for name, function in template.of_type("AWS::Lambda::Function").items():
        assert function["Properties"]["LoggingConfig"]["LogFormat"] == "Text", name
        assert "ApplicationLogLevel" not in function["Properties"]["LoggingConfig"], name


def test_access_log_is_json_without_headers_or_query(template: Template) -> None:
    """A line is JSON whatever is missing, and holds nothing that a token could be in."""
    setting = template.only("AWS::ApiGateway::Stage")["AccessLogSetting"]
    variables = set(re.findall(r"\$context[\w.]+", setting["Format"]))
    line = json.loads(re.sub(r"\$context[\w.]+", "-", setting["Format"]))

    assert set(line.values()) == {"-"}
    assert setting["Format"].count("\n") == 0
    assert variables == {
        "$context.requestId",
        "$context.requestTime",
        "$context.identity.sourceIp",
        "$context.authorizer.principalId",
        "$context.httpMethod",
        "$context.resourcePath",
        "$context.path",
        "$context.status",
        "$context.error.responseType",
        "$context.responseLength",
        "$context.responseLatency",
        "$context.integrationLatency",
        "$context.authorizer.latency",
    }


def test_execution_logs_are_off(template: Template) -> None:
    """API Gateway does not log requests in full, headers and bodies included."""
    (settings,) = template.only("AWS::ApiGateway::Stage")["MethodSettings"]

    assert settings["LoggingLevel"] == "OFF"
    assert settings["DataTraceEnabled"] is False
