"""Limits that depend on one another."""

from tests.infrastructure.template_model import Template

# API Gateway's default for REST, which this template does not raise.
INTEGRATION_TIMEOUT_S = 29
# A synchronous invocation's payload.
LAMBDA_PAYLOAD_BYTES = 6 * 1024 * 1024
# Headers, the query, the context and the multipart form around the file.
EVENT_BYTES = 256 * 1024


def test_who_waits_longer_gives_up_later(template: Template) -> None:
    """The application answers before Lambda stops it, and Lambda before API Gateway gives up."""
    deadline = template.parameters["DeadlineS"]
    function_timeout_s = template.properties("ApiFunction")["Timeout"]

    assert deadline["Default"] <= deadline["MaxValue"] < function_timeout_s
    assert function_timeout_s <= INTEGRATION_TIMEOUT_S


def test_largest_upload_fits_in_an_invocation(template: Template) -> None:
    """Base64 and all that surrounds it leave room for the largest upload that may be allowed."""
    largest = template.parameters["MaxUploadBytes"]["MaxValue"]

    assert -(-largest // 3) * 4 + EVENT_BYTES <= LAMBDA_PAYLOAD_BYTES


def test_default_image_fits_in_memory(template: Template) -> None:
    """An image of the most pixels, at 4 bytes each, leaves most of the memory free."""
    pixels = template.parameters["MaxPixels"]["Default"]
    memory_mb = template.parameters["MemorySize"]["Default"]

    assert pixels * 4 <= memory_mb * 1024 * 1024 / 2


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
