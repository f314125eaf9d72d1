"""The dashboard, the saved queries and the traces."""

import json
import re
from typing import Any

import pytest

from handler.metrics import Metric
from tests.conftest import ROOT
from tests.infrastructure.template_model import Template

_WIDTH = 24
_SERVICES = {"ocr-api", "ocr-worker"}
_OWN = "OCR/ocr"


@pytest.fixture(scope="module")
def widgets(template: Template) -> list[dict[str, Any]]:
    """The dashboard's widgets, in a stack called `ocr`; other references are left as they are."""
    body = template.only("AWS::CloudWatch::Dashboard")["DashboardBody"]["Fn::Sub"]
    body = body.replace("${AWS::StackName}", "ocr").replace("${!", "${")
    found: list[dict[str, Any]] = json.loads(body)["widgets"]
    return found


def _rows(widgets: list[dict[str, Any]]) -> list[list[Any]]:
    return [row for each in widgets for row in each["properties"].get("metrics", [])]


def test_widgets_lie_beside_each_other(widgets: list[dict[str, Any]]) -> None:
    """No two of them cover the same place, and each is within the dashboard's width."""
    taken = [
        (x, y)
        for each in widgets
        for x in range(each["x"], each["x"] + each["width"])
        for y in range(each["y"], each["y"] + each["height"])
    ]

    assert len(set(taken)) == len(taken)
    assert max(x for x, _ in taken) < _WIDTH


def test_every_alarm_is_on_the_dashboard(template: Template, widgets: list[dict[str, Any]]) -> None:
    """Whoever looks at it sees at once whether anything is wrong."""
    shown = {arn for each in widgets for arn in each["properties"].get("alarms", [])}

    assert shown == {f"${{{name}.Arn}}" for name in template.of_type("AWS::CloudWatch::Alarm")}


def test_every_metric_of_ours_is_on_the_dashboard(widgets: list[dict[str, Any]]) -> None:
    """All that is written can be seen, under the dimensions that it is written with."""
    shown = set()
    for row in _rows(widgets):
        if row[0] == _OWN:
            assert row[2] == "service"
            assert row[3] in _SERVICES
            shown.add(row[1])
        elif isinstance(row[0], dict):
            search = re.search(
                r'\{"OCR/ocr",outcome,service\} MetricName="(\w+)" service="([\w-]+)"',
                row[0]["expression"],
            )
            assert search
            assert search[2] in _SERVICES
            shown.add(search[1])

    assert shown == {metric.value for metric in Metric}


def test_the_dashboard_refers_to_what_there_is(
    template: Template, widgets: list[dict[str, Any]]
) -> None:
    """A name that CloudFormation did not know would stop the deployment."""
    names = set(re.findall(r"\$\{(\w+)", json.dumps(widgets))) - {"AWS", "PROP"}

    assert names <= set(template.resources) | set(template.parameters)


def test_queries_are_those_of_the_guide(template: Template) -> None:
    """Each saved query is in docs/operations-guide.md as it is, below its name."""
    guide = (ROOT / "docs" / "operations-guide.md").read_text(encoding="utf-8")
    section = guide.partition("## Saved queries\n")[2].partition("\n## ")[0]
    told = dict(re.findall(r"^\*\*(.+?)\*\*: .*?^```\n(.*?)\n```$", section, re.M | re.S))
    saved = {
        query["Properties"]["Name"]["Fn::Sub"].removeprefix("${AWS::StackName}/"): (
            query["Properties"]["QueryString"]
        )
        for query in template.of_type("AWS::Logs::QueryDefinition").values()
    }

    assert saved
    assert told == saved


def test_queries_ask_the_logs_that_there_are(template: Template) -> None:
    """Each looks into log groups of this stack."""
    groups = set(template.of_type("AWS::Logs::LogGroup"))

    for name, query in template.of_type("AWS::Logs::QueryDefinition").items():
        asked = {each["Ref"] for each in query["Properties"]["LogGroupNames"]}
        assert asked, name
        assert asked <= groups, name


def test_everything_is_traced(template: Template) -> None:
    """X-Ray follows a request from API Gateway into each function."""
    assert template.only("AWS::ApiGateway::Stage")["TracingEnabled"] is True
    for name, function in template.of_type("AWS::Lambda::Function").items():
        assert function["Properties"]["TracingConfig"] == {"Mode": "Active"}, name
