"""How tasks come to the worker, and where those end that cannot be done."""

import re
from typing import Any

import pytest

from tests.infrastructure.template_model import Template


def _source(template: Template) -> dict[str, Any]:
    return template.only("AWS::Lambda::EventSourceMapping")


def test_worker_is_what_the_queue_feeds(template: Template) -> None:
    """The one event source brings the task queue's messages to the worker's live version."""
    source = _source(template)

    assert source["EventSourceArn"] == {"Fn::GetAtt": ["TaskQueue", "Arn"]}
    assert source["FunctionName"] == {"Ref": "WorkerFunctionAliaslive"}


def test_one_task_at_a_time_and_failures_by_name(template: Template) -> None:
    """A crash takes no other task along, and what failed goes back without failing the call."""
    source = _source(template)

    assert source["BatchSize"] == 1
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert "MaximumBatchingWindowInSeconds" not in source


def test_concurrency_is_the_event_sources(template: Template) -> None:
    """The parameter bounds what is fetched: a throttled function would use up receives."""
    assert _source(template)["ScalingConfig"] == {
        "MaximumConcurrency": {"Ref": "WorkerConcurrency"}
    }
    assert "ReservedConcurrentExecutions" not in template.properties("WorkerFunction")


def test_five_receives_then_the_dead_letters(template: Template) -> None:
    """The queue sorts out when the worker believes it does: both go by the same parameter."""
    redrive = template.properties("TaskQueue")["RedrivePolicy"]
    environment = template.properties("WorkerFunction")["Environment"]["Variables"]

    assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": ["DeadLetterQueue", "Arn"]}
    assert redrive["maxReceiveCount"] == environment["MAX_RECEIVES"]
    assert template.value(redrive["maxReceiveCount"]) == 5
    # The least that AWS advises.
    assert template.parameters["MaxReceives"]["MinValue"] == 5


def test_dead_letters_come_from_the_task_queue_alone(template: Template) -> None:
    """No other queue may use it, and the name by which the task queue is meant is its own."""
    allowed = template.properties("DeadLetterQueue")["RedriveAllowPolicy"]
    name = template.properties("TaskQueue")["QueueName"]["Fn::Sub"]
    (source,) = allowed["sourceQueueArns"]

    assert allowed["redrivePermission"] == "byQueue"
    assert source["Fn::Sub"].endswith(f":{name}")
    assert "RedrivePolicy" not in template.properties("DeadLetterQueue")


def test_the_first_dead_letter_is_an_alarm(template: Template) -> None:
    """The alarm is on for any message among the dead letters."""
    alarm = template.properties("DeadLetterAlarm")

    assert (alarm["Namespace"], alarm["MetricName"], alarm["Statistic"]) == (
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        "Maximum",
    )
    assert alarm["Dimensions"] == [
        {"Name": "QueueName", "Value": {"Fn::GetAtt": ["DeadLetterQueue", "QueueName"]}}
    ]
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanThreshold", 0)


@pytest.mark.parametrize(
    ("parameter", "value", "passes"),
    [
        ("AlarmTopicArn", "", True),
        ("AlarmTopicArn", "arn:aws:sns:eu-central-1:123456789012:alarms", True),
        ("AlarmTopicArn", "arn:aws-us-gov:sns:us-gov-west-1:123456789012:alarms", True),
        ("AlarmTopicArn", "alarms", False),
        ("AlarmTopicArn", "arn:aws:sqs:eu-central-1:123456789012:alarms", False),
        ("WebAclArn", "", True),
        (
            "WebAclArn",
            "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/ocr/"
            "0a1b2c3d-0000-4000-8000-000000000000",
            True,
        ),
        (
            "WebAclArn",
            "arn:aws:wafv2:us-east-1:123456789012:global/webacl/ocr/"
            "0a1b2c3d-0000-4000-8000-000000000000",
            False,
        ),
        ("KmsKeyArn", "", True),
        ("KmsKeyArn", "arn:aws:kms:eu-central-1:123456789012:key/mrk-1234abcd", True),
        ("KmsKeyArn", "arn:aws:kms:eu-central-1:123456789012:alias/documents", False),
        ("KmsKeyArn", "alias/aws/s3", False),
        ("NotificationEmail", "", True),
        ("NotificationEmail", "ocr@example.com", True),
        ("NotificationEmail", "example.com", False),
        ("NotificationEmail", "a@example.com, b@example.com", False),
    ],
)
def test_addresses_are_checked_before_anything_is_made(
    template: Template, parameter: str, value: str, passes: bool
) -> None:
    """Each may be empty, and is otherwise of the form that AWS takes."""
    pattern = template.parameters[parameter]["AllowedPattern"]

    assert bool(re.fullmatch(pattern, value)) is passes
