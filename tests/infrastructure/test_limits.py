"""Limits that depend on one another."""

from handler.jobs.result_store import LONGEST_TRY, result_key
from handler.settings import Settings
from handler.token_source import WAIT_S
from ocr_core import Limits, OutputFormat
from tests.infrastructure.template_model import Template

# API Gateway's default for REST, which this template does not raise.
INTEGRATION_TIMEOUT_S = 29
# A synchronous invocation's payload.
LAMBDA_PAYLOAD_BYTES = 6 * 1024 * 1024
# Headers, the query, the context and the multipart form around the file.
EVENT_BYTES = 256 * 1024
DAY_S = 24 * 60 * 60
# Measured: the worker's memory while it puts 2000 pages of 450 words together, as text.
PAGE_BYTES = 900_000
# Of the document, while a searchable PDF is made of it; 2.2 were measured.
COPIES = 3
# A dense page of several, on two processors; docs/benchmarks.md has 16 of them.
PAGE_S = 0.91
# The parent of the reading processes, with Tesseract's model: docs/benchmarks.md.
FORKED_BYTES = 300_000_000
# What handler/jobs/task_handler.py leaves for writing what was read.
WRITING_S = 20


def test_who_waits_longer_gives_up_later(template: Template) -> None:
    """The application answers before Lambda stops it, and Lambda before API Gateway gives up."""
    deadline = template.parameters["DeadlineS"]
    function_timeout_s = template.properties("ApiFunction")["Timeout"]

    assert deadline["Default"] <= deadline["MaxValue"] < function_timeout_s
    assert function_timeout_s <= INTEGRATION_TIMEOUT_S


def test_the_authorizer_outlives_a_secret_that_does_not_come(template: Template) -> None:
    """What it waits for Secrets Manager leaves it time to answer: it must not be stopped."""
    assert template.properties("AuthorizerFunction")["Timeout"] >= WAIT_S + 3


def test_largest_upload_fits_in_an_invocation(template: Template) -> None:
    """Base64 and all that surrounds it leave room for the largest upload that may be allowed."""
    largest = template.parameters["MaxUploadBytes"]["MaxValue"]

    assert -(-largest // 3) * 4 + EVENT_BYTES <= LAMBDA_PAYLOAD_BYTES


def test_default_image_fits_in_memory(template: Template) -> None:
    """An image of the most pixels, at 4 bytes each, leaves most of the memory free."""
    pixels = template.parameters["MaxPixels"]["Default"]
    memory_mb = template.parameters["MemorySize"]["Default"]

    assert pixels * 4 <= memory_mb * 1024 * 1024 / 2


def test_default_document_fits_in_memory(template: Template) -> None:
    """A document of the most bytes and the most pages can be put together."""
    object_bytes = template.parameters["MaxObjectBytes"]["Default"]
    pages = template.parameters["MaxObjectPages"]["Default"]
    memory_mb = template.parameters["MemorySize"]["Default"]

    assert COPIES * object_bytes + pages * PAGE_BYTES < memory_mb * 1024 * 1024


def test_largest_document_fits_in_the_largest_memory(template: Template) -> None:
    """No bound promises what no function could hold."""
    object_bytes = template.parameters["MaxObjectBytes"]["MaxValue"]
    pages = template.parameters["MaxObjectPages"]["MaxValue"]
    memory_mb = template.parameters["MemorySize"]["MaxValue"]

    assert COPIES * object_bytes + pages * PAGE_BYTES < memory_mb * 1024 * 1024


def test_largest_task_fits_in_the_workers_time(template: Template) -> None:
    """Even the most pages that a task may have are usually read before its time is over."""
    pages = template.parameters["PagesPerTask"]["MaxValue"]
    timeout_s = template.properties("WorkerFunction")["Timeout"]

    assert pages * PAGE_S < timeout_s - WRITING_S


def test_task_is_hidden_for_six_timeouts(template: Template) -> None:
    """No task is given out while a worker is at it: six times the timeout, as AWS advises."""
    timeout_s = template.properties("WorkerFunction")["Timeout"]

    assert template.properties("TaskQueue")["VisibilityTimeout"] == 6 * timeout_s


def test_the_last_try_is_not_called_a_failure_while_it_runs(template: Template) -> None:
    """Who asks is told that it runs, for longer than the worker may take."""
    timeout_s = template.properties("WorkerFunction")["Timeout"]

    assert LONGEST_TRY.total_seconds() > timeout_s


def test_what_a_task_needs_outlives_it(template: Template) -> None:
    """A task has a week, a dead letter another, and the pages it knows of are there all the time.

    SQS counts both from the day on which a message was sent first; one that is sent back from the
    dead letters counts anew, and may queue the document's last task.
    """
    task_s = template.properties("TaskQueue")["MessageRetentionPeriod"]
    letter_s = template.properties("DeadLetterQueue")["MessageRetentionPeriod"]
    rules = template.properties("ResultsBucket")["LifecycleConfiguration"]["Rules"]
    (days,) = (rule["ExpirationInDays"] for rule in rules if rule.get("Prefix") == "_ocr/")

    assert letter_s == 14 * DAY_S
    assert letter_s - task_s >= 7 * DAY_S
    assert days * DAY_S >= letter_s + 2 * task_s


def test_jobs_are_kept_as_long_as_their_tasks(template: Template) -> None:
    """By default no job's document is deleted while its task may still wait."""
    task_s = template.properties("TaskQueue")["MessageRetentionPeriod"]

    assert template.parameters["JobRetentionDays"]["Default"] * DAY_S >= task_s


def test_default_worker_leaves_a_new_account_room(template: Template) -> None:
    """Of the ten calls that a new account may run at once, half are left to the API."""
    concurrency = template.parameters["WorkerConcurrency"]

    assert concurrency["Default"] == 10 // 2
    # Lambda's own bounds for a queue.
    assert (concurrency["MinValue"], concurrency["MaxValue"]) == (2, 1000)


def test_every_parameter_explains_itself(template: Template) -> None:
    """A parameter has a default, says what it is, and a number has bounds around its default."""
    for name, parameter in template.parameters.items():
        assert parameter["Description"].endswith("."), name
        assert "Default" in parameter, name
        if parameter["Type"] == "Number" and "AllowedValues" not in parameter:
            assert parameter["MinValue"] <= parameter["Default"] <= parameter["MaxValue"], name


def test_outputs_lead_to_the_first_call(template: Template) -> None:
    """Who has deployed learns the address, how to read a token, and a call to try."""
    outputs = {name: output["Value"] for name, output in template.body["Outputs"].items()}

    assert "/${StageName}/" in outputs["ApiUrl"]["Fn::Sub"]
    assert outputs["ReadTokenCommand"]["Fn::Sub"].startswith("aws secretsmanager get-secret-value")
    assert "${TokenSecret}" in outputs["ReadTokenCommand"]["Fn::Sub"]
    assert "Authorization: Bearer" in outputs["SampleRequest"]["Fn::Sub"]


def test_outputs_lead_to_the_first_document(template: Template) -> None:
    """Who has deployed learns where to drop a document, what to try, and the names of the rest."""
    outputs = {name: output["Value"] for name, output in template.body["Outputs"].items()}
    sample = outputs["SampleUpload"]["Fn::Sub"]

    assert "aws s3 cp page.png s3://${UploadsBucket}/page.png" in sample
    assert "s3://${ResultsBucket}/" + result_key("page.png", OutputFormat.TEXT) in sample
    assert {
        name: value["Ref"]
        for name, value in outputs.items()
        if name.removesuffix("Name").removesuffix("Url").removesuffix("Arn") == value.get("Ref")
    } == {
        "ApiFunctionName": "ApiFunction",
        "AuthorizerFunctionName": "AuthorizerFunction",
        "CallbackSecretArn": "CallbackSecret",
        "CompletedTopicArn": "CompletedTopic",
        "DeadLetterQueueUrl": "DeadLetterQueue",
        "ResultsBucketName": "ResultsBucket",
        "TaskQueueUrl": "TaskQueue",
        "TokenSecretArn": "TokenSecret",
        "UploadsBucketName": "UploadsBucket",
        "WorkerFunctionName": "WorkerFunction",
    }


def test_the_default_page_fits_into_the_default_memory(template: Template) -> None:
    """A function has the memory that a document may take, and what it is forked from."""
    max_pixels = template.parameters["MaxPixels"]["Default"]
    memory_bytes = template.parameters["MemorySize"]["Default"] * 1024 * 1024

    assert Limits(max_pixels=max_pixels).max_memory_bytes + FORKED_BYTES <= memory_bytes


def test_the_pixels_that_are_allowed_reach_the_reading_process(template: Template) -> None:
    """Both functions that read have the parameter as the variable that the settings read."""
    for function in ("ApiFunction", "WorkerFunction"):
        variables = template.properties(function)["Environment"]["Variables"]
        assert variables["MAX_PIXELS"] == {"Ref": "MaxPixels"}
    settings = Settings.from_environment({"MAX_PIXELS": "200000000"})
    assert Limits(max_pixels=settings.max_pixels).max_memory_bytes == 4_000_000_000
