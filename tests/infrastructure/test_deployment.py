"""How one version follows another."""

import re
from typing import Any

import pytest

from tests.infrastructure.template_model import Template, references

FUNCTIONS = ("AuthorizerFunction", "ApiFunction", "WorkerFunction")
# What a version of a function does not carry: `sam local` alone has the one, and Lambda keeps the
# other beside the versions.
_NOT_OF_A_VERSION = {"SamLocalToken", "ReservedConcurrency"}
# Lambda's bound.
_DESCRIPTION_CHARS = 256


def _version(template: Template, function: str) -> dict[str, Any]:
    (name,) = (
        name for name in template.of_type("AWS::Lambda::Version") if name.startswith(function)
    )
    return template.properties(name)


def _longest(template: Template, parameter: str) -> int:
    """The most characters that a parameter's value can have."""
    definition = template.parameters[parameter]
    if "AllowedValues" in definition:
        return max(len(str(value)) for value in definition["AllowedValues"])
    return int(definition.get("MaxLength") or len(str(definition["MaxValue"])))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_callers_go_to_the_live_version(template: Template, function: str) -> None:
    """Each function has one alias, which CodeDeploy moves to a new version."""
    alias = template.resources[f"{function}Aliaslive"]

    assert alias["Properties"]["Name"] == "live"
    assert alias["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]["DeploymentGroupName"] == {
        "Ref": f"{function}DeploymentGroup"
    }


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_parameter_of_a_function_makes_a_new_version(
    template: Template, function: str
) -> None:
    """SAM looks at names, not values: without this, `MemorySize=4096` would never be live.

    A parameter too many would ask Lambda for a version of what has not changed, which it refuses.
    """
    described = re.findall(r"\$\{(\w+)\}", _version(template, function)["Description"]["Fn::Sub"])
    reach = _reach(template, template.properties(function)) & set(template.parameters)

    assert len(set(described)) == len(described)
    assert set(described) == reach - _NOT_OF_A_VERSION


def _reach(template: Template, properties: Any) -> set[str]:
    """What properties refer to, by themselves and by their conditions."""
    conditions = re.findall(r"'Fn::If': \['(\w+)'", str(properties))
    asked = [template.body["Conditions"][name] for name in conditions]
    return {*references(properties), *references(asked)}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_description_of_a_version_fits(template: Template, function: str) -> None:
    """With the longest value of every parameter it has not too many characters for Lambda."""
    text = _version(template, function)["Description"]["Fn::Sub"]
    names = re.findall(r"\$\{(\w+)\}", text)
    spaces = len(re.sub(r"\$\{\w+\}", "", text))

    assert spaces + sum(_longest(template, name) for name in names) <= _DESCRIPTION_CHARS


@pytest.mark.parametrize("function", FUNCTIONS)
def test_any_other_change_makes_a_new_version(written: Template, function: str) -> None:
    """SAM takes every property into account, and not the image alone."""
    assert written.properties(function)["AutoPublishAliasAllProperties"] is True


@pytest.mark.parametrize(
    ("function", "alarms"),
    [
        ("AuthorizerFunction", ["AuthorizerVersionAlarm", "ApiErrorsAlarm"]),
        ("ApiFunction", ["ApiVersionAlarm", "ApiErrorsAlarm"]),
        ("WorkerFunction", ["WorkerVersionAlarm", "RetriedTasksAlarm"]),
    ],
)
def test_an_alarm_sends_a_deployment_back(
    template: Template, function: str, alarms: list[str]
) -> None:
    """Unless everything is deployed at once, which is how what rings can be mended."""
    group = template.properties(f"{function}DeploymentGroup")
    (condition, gradual, at_once) = group["AlarmConfiguration"]["Fn::If"]

    assert condition == "IsGradual"
    assert gradual == {"Enabled": True, "Alarms": [{"Name": {"Ref": name}} for name in alarms]}
    assert at_once == {}
    assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]
    assert group["ServiceRoleArn"] == {"Fn::GetAtt": ["DeploymentRole", "Arn"]}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_crash_of_the_new_version_is_an_alarm(template: Template, function: str) -> None:
    """Errors of the version that is brought in, and of no other."""
    alarm = template.properties(f"{function.removesuffix('Function')}VersionAlarm")
    dimensions = {each["Name"]: each["Value"] for each in alarm["Dimensions"]}
    (version,) = references(dimensions["ExecutedVersion"])

    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", "Errors")
    assert dimensions["FunctionName"] == {"Ref": function}
    assert dimensions["Resource"] == {"Fn::Sub": f"${{{function}}}:live"}
    assert template.properties(version) is _version(template, function)


def test_alarms_ring_before_a_canary_is_over(template: Template) -> None:
    """All traffic goes to a new version after ten minutes, or the alarm would come too late."""
    names = {
        alarm["Name"]["Ref"]
        for group in template.of_type("AWS::CodeDeploy::DeploymentGroup").values()
        for alarm in group["Properties"]["AlarmConfiguration"]["Fn::If"][1]["Alarms"]
    }
    for name in names:
        alarm = template.properties(name)
        periods = {each["MetricStat"]["Period"] for each in alarm.get("Metrics", [])[1:]}
        (period_s,) = periods or {alarm["Period"]}
        assert alarm["EvaluationPeriods"] * period_s <= 300, name

    assert template.parameters["DeploymentType"]["Default"] == "Canary10Percent10Minutes"


def test_a_canary_that_always_fails_is_over_the_threshold(template: Template) -> None:
    """Its tenth of the traffic adds ten per cent; the alarms on rates are on for half of that."""
    assert template.properties("ApiErrorsAlarm")["Threshold"] == 0.1 / 2
    assert template.properties("RetriedTasksAlarm")["Threshold"] == 10 / 2


def test_old_versions_are_kept(template: Template) -> None:
    """There is something to go back to."""
    for name, version in template.of_type("AWS::Lambda::Version").items():
        assert version["DeletionPolicy"] == "Retain", name
