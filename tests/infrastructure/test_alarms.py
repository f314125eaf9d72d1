"""What wakes somebody, and when."""

from collections.abc import Iterator
from typing import Any

import pytest

from bench import cost
from handler.metrics import RETRIED, Metric
from handler.problem import PROBLEMS
from tests.conftest import ROOT
from tests.infrastructure.template_model import Template

ALARM = "AWS::CloudWatch::Alarm"
NAMESPACE = {"Fn::Sub": "OCR/${AWS::StackName}"}
API, WORKER = "ocr-api", "ocr-worker"
KINDS = {
    "InternalErrorsAlarm": "internal_error",
    "EngineErrorsAlarm": "engine_failed",
    "StorageErrorsAlarm": "storage_unavailable",
    "DeadlineErrorsAlarm": "deadline_exceeded",
}


def _dimensions(metric: dict[str, Any]) -> dict[str, Any]:
    return {each["Name"]: each["Value"] for each in metric["Dimensions"]}


def _rate(alarm: dict[str, Any]) -> tuple[str, dict[str, dict[str, Any]]]:
    """The expression of an alarm's rate, and the metrics in it by their ids."""
    expressions = [each["Expression"] for each in alarm["Metrics"] if "Expression" in each]
    [expression] = expressions
    metrics = {each["Id"]: each["MetricStat"] for each in alarm["Metrics"] if "MetricStat" in each}
    assert all(each.get("ReturnData") is False for each in alarm["Metrics"] if "MetricStat" in each)
    assert all(stat["Stat"] == "Sum" for stat in metrics.values())
    return expression, {name: stat["Metric"] for name, stat in metrics.items()}


def _own(template: Template) -> Iterator[dict[str, Any]]:
    """Every metric of our own that an alarm looks at."""
    for alarm in template.of_type(ALARM).values():
        for each in alarm["Properties"].get("Metrics", []):
            if "MetricStat" in each:
                yield each["MetricStat"]["Metric"]


def test_every_alarm_tells_the_topic_and_sleeps_without_data(template: Template) -> None:
    """The topic is the one that is given, if any; an idle service is no trouble."""
    for name, alarm in template.of_type(ALARM).items():
        properties = alarm["Properties"]
        assert properties["AlarmActions"] == {
            "Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]
        }, name
        assert properties["TreatMissingData"] == "notBreaching", name
        assert properties["AlarmDescription"].endswith("."), name


@pytest.mark.parametrize(
    ("name", "metric", "dimensions", "statistic", "threshold"),
    [
        (
            "ApiErrorsAlarm",
            "AWS/ApiGateway 5XXError",
            {"ApiName": {"Ref": "AWS::StackName"}, "Stage": {"Ref": "StageName"}},
            "Average",
            0.05,
        ),
        (
            "LatencyAlarm",
            "AWS/ApiGateway Latency",
            {"ApiName": {"Ref": "AWS::StackName"}, "Stage": {"Ref": "StageName"}},
            "p95",
            20_000,
        ),
        (
            "ApiThrottlesAlarm",
            "AWS/Lambda Throttles",
            {"FunctionName": {"Ref": "ApiFunction"}},
            "Sum",
            0,
        ),
        (
            "WorkerThrottlesAlarm",
            "AWS/Lambda Throttles",
            {"FunctionName": {"Ref": "WorkerFunction"}},
            "Sum",
            0,
        ),
        (
            "QueueAgeAlarm",
            "AWS/SQS ApproximateAgeOfOldestMessage",
            {"QueueName": {"Fn::GetAtt": ["TaskQueue", "QueueName"]}},
            "Maximum",
            3600,
        ),
    ],
)
def test_alarms_on_what_aws_measures(
    template: Template,
    name: str,
    metric: str,
    dimensions: dict[str, Any],
    statistic: str,
    threshold: float,
) -> None:
    """Each is on for more than its threshold of this metric of this resource."""
    alarm = template.properties(name)

    assert f"{alarm['Namespace']} {alarm['MetricName']}" == metric
    assert _dimensions(alarm) == dimensions
    assert (alarm.get("Statistic") or alarm["ExtendedStatistic"]) == statistic
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanThreshold", threshold)


def test_the_api_has_the_name_that_its_alarms_look_for(template: Template) -> None:
    """CloudWatch knows an API by its name and not by its id."""
    assert template.only("AWS::ApiGateway::RestApi")["Name"] == {"Ref": "AWS::StackName"}


def test_slow_is_slower_than_the_deadline_allows(template: Template) -> None:
    """The alarm on latency is on before requests are given up."""
    alarm = template.properties("LatencyAlarm")

    assert alarm["Threshold"] < template.parameters["DeadlineS"]["Default"] * 1000


def test_age_allows_for_one_document_that_kills_its_worker(template: Template) -> None:
    """Three times hidden is no backlog; from the fourth receive on SQS does not count it."""
    hidden_s = template.properties("TaskQueue")["VisibilityTimeout"]

    assert template.properties("QueueAgeAlarm")["Threshold"] > 3 * hidden_s


def test_many_calls_at_once_are_an_alarm(template: Template) -> None:
    """The guard on cost counts the API's calls; the worker has a ceiling of its own."""
    alarm = template.properties("ConcurrencyAlarm")

    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", "ConcurrentExecutions")
    assert _dimensions(alarm) == {"FunctionName": {"Ref": "ApiFunction"}}
    assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
    assert alarm["Threshold"] == {"Ref": "ConcurrencyAlarmAt"}


@pytest.mark.parametrize(("name", "code"), KINDS.items())
def test_each_kind_of_error_has_an_alarm(template: Template, name: str, code: str) -> None:
    """Of all requests, the share that ends with this code."""
    alarm = template.properties(name)
    expression, metrics = _rate(alarm)

    assert expression == "100 * failed / requests"
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanThreshold", 5)
    assert _dimensions(metrics["failed"]) == {"service": API, "outcome": code}
    assert _dimensions(metrics["requests"]) == {"service": API}
    assert {metric["MetricName"] for metric in metrics.values()} == {Metric.REQUESTS}
    # A fault of the client's would be no reason to wake anybody.
    assert PROBLEMS[code][0] >= 500


def test_tasks_that_fail_are_an_alarm(template: Template) -> None:
    """Of all tasks, the share that has to be tried again."""
    expression, metrics = _rate(template.properties("RetriedTasksAlarm"))

    assert expression == "100 * retried / tasks"
    assert _dimensions(metrics["retried"]) == {"service": WORKER, "outcome": RETRIED}
    assert _dimensions(metrics["tasks"]) == {"service": WORKER}
    assert {metric["MetricName"] for metric in metrics.values()} == {Metric.TASKS}


def test_alarms_look_where_the_functions_write(template: Template) -> None:
    """The namespace and the services are those that the functions are told."""
    services = {}
    for function in ("ApiFunction", "WorkerFunction"):
        environment = template.properties(function)["Environment"]["Variables"]
        assert environment["METRICS_NAMESPACE"] == {"Fn::If": ["IsSamLocal", "", NAMESPACE]}
        services[function] = environment["POWERTOOLS_SERVICE_NAME"]
    namespaces = {str(metric["Namespace"]) for metric in _own(template)}

    assert services == {"ApiFunction": API, "WorkerFunction": WORKER}
    assert namespaces == {str(NAMESPACE)}


def test_alarms_are_documented(template: Template) -> None:
    """docs/operations-guide.md says of each what to look at."""
    guide = (ROOT / "docs" / "operations-guide.md").read_text(encoding="utf-8")

    for name in template.of_type(ALARM):
        assert f"| `{name}` |" in guide


def test_the_cost_page_reckons_with_all_that_alarms_look_at(template: Template) -> None:
    """CloudWatch asks for each metric of each alarm."""
    looked_at = 0
    for alarm in template.of_type(ALARM).values():
        metrics = alarm["Properties"].get("Metrics", [])
        looked_at += sum("MetricStat" in each for each in metrics) or 1
    assert looked_at == cost.ALARM_METRICS
