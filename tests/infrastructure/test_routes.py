"""Who may call what, and what arrives."""

import re
from typing import Any

import pytest

from tests.infrastructure.template_model import Template

OPEN = {
    (method, path)
    # HEAD wherever GET is, and OPTIONS: monitors and browsers send them without a token.
    for method in ("GET", "HEAD", "OPTIONS")
    for path in ("/", "/docs", "/openapi.json", "/healthz", "/static/{proxy+}")
} | {
    # Before a script of another site calls, browsers ask without a token (CORS).
    ("OPTIONS", "/{proxy+}"),
    # The function checks the signature, which takes the body.
    ("POST", "/textract"),
    ("POST", "/textract/{proxy+}"),
    ("OPTIONS", "/textract"),
    ("OPTIONS", "/textract/{proxy+}"),
}


def _api(template: Template) -> dict[str, Any]:
    return template.only("AWS::ApiGateway::RestApi")


def _methods(template: Template) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.removeprefix("x-amazon-apigateway-").removesuffix("-method").upper(), path): found
        for path, methods in _api(template)["Body"]["paths"].items()
        for method, found in methods.items()
    }


def _authorizer(template: Template) -> dict[str, Any]:
    scheme: dict[str, Any] = _api(template)["Body"]["components"]["securitySchemes"]["BearerToken"]
    return scheme


def test_open_routes_have_no_authorizer(template: Template) -> None:
    """The pages, their files, the description and the health need no token; all else does."""
    is_open = {
        route
        for route, method in _methods(template).items()
        if method["security"] == [{"NONE": []}]
    }

    assert is_open == OPEN


def test_everything_else_has_the_authorizer(template: Template) -> None:
    """Every other method of every path, known or not, asks the token authorizer."""
    closed = {
        route
        for route, method in _methods(template).items()
        if method["security"] == [{"BearerToken": []}]
    }

    assert closed == {("ANY", "/"), ("ANY", "/{proxy+}")}


def test_every_route_is_the_application(template: Template) -> None:
    """Each route invokes ApiFunction's live version, which answers as it likes."""
    for route, method in _methods(template).items():
        integration = method["x-amazon-apigateway-integration"]
        assert integration["type"] == "aws_proxy", route
        assert "/${ApiFunctionAliaslive}/" in integration["uri"]["Fn::Sub"], route


def test_bodies_are_binary_both_ways(template: Template) -> None:
    """Whatever its content type, a body reaches the function, and the client, byte for byte."""
    assert _api(template)["BinaryMediaTypes"] == ["*~1*"]


def test_authorizer_is_a_lambda_that_reads_the_authorization_header(template: Template) -> None:
    """The token authorizer is AuthorizerFunction's live version, and gets that header."""
    scheme = _authorizer(template)
    authorizer = scheme["x-amazon-apigateway-authorizer"]

    assert (scheme["in"], scheme["name"], authorizer["type"]) == (
        "header",
        "Authorization",
        "token",
    )
    function = authorizer["authorizerUri"]["Fn::Sub"][1]["__FunctionArn__"]
    assert function == {"Fn::Sub": "${AuthorizerFunctionAliaslive}"}
    assert 0 <= authorizer["authorizerResultTtlInSeconds"] <= 3600


@pytest.mark.parametrize(
    ("header", "passes"),
    [
        ("Bearer " + "aZ09" * 10 + "abc", True),
        ("bearer sam-local-token-not-secret", True),
        ("BEARER   a.b_c~d+e/f==", True),
        ("", False),
        ("Bearer", False),
        ("Bearer ", False),
        ("Basic dXNlcjpwYXNz", False),
        ("Bearer two words", False),
        ('Bearer "quoted"', False),
        ("BearerToken", False),
    ],
)
def test_only_bearer_tokens_wake_the_authorizer(
    template: Template, header: str, passes: bool
) -> None:
    """A header is passed on just when it is of the form of RFC 6750, in any case of the scheme."""
    authorizer = _authorizer(template)["x-amazon-apigateway-authorizer"]

    assert bool(re.match(authorizer["identityValidationExpression"], header)) is passes


def test_api_gateway_may_invoke_both_functions(template: Template) -> None:
    """Permissions to invoke are API Gateway's alone, and only for this API."""
    permissions = template.of_type("AWS::Lambda::Permission").values()

    for permission in permissions:
        properties = permission["Properties"]
        assert properties["Principal"] == "apigateway.amazonaws.com"
        assert {"Ref": "Api"} in properties["SourceArn"]["Fn::Sub"][1].values()
    invoked = {permission["Properties"]["FunctionName"].get("Ref") for permission in permissions}
    assert invoked - {None} == {"ApiFunctionAliaslive"}
    assert {"Fn::Sub": "${AuthorizerFunctionAliaslive}"} in [
        permission["Properties"]["FunctionName"] for permission in permissions
    ]


def test_every_method_is_throttled(template: Template) -> None:
    """The stage bounds the rate and the burst of every method by the two parameters."""
    (settings,) = template.only("AWS::ApiGateway::Stage")["MethodSettings"]

    assert (settings["ResourcePath"], settings["HttpMethod"]) == ("/*", "*")
    assert settings["ThrottlingRateLimit"] == {"Ref": "ThrottleRate"}
    assert settings["ThrottlingBurstLimit"] == {"Ref": "ThrottleBurst"}


def test_a_web_acl_stands_before_the_stage(template: Template) -> None:
    """Where one is named, it is put before this API's stage, once that is there."""
    association = template.resources["WebAclAssociation"]

    assert association["Condition"] == "HasWebAcl"
    assert template.parameters["WebAclArn"]["Default"] == ""
    assert association["Properties"] == {
        "ResourceArn": {
            "Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}::"
            "/restapis/${Api}/stages/${ApiStage}"
        },
        "WebACLArn": {"Ref": "WebAclArn"},
    }
    assert set(template.of_type("AWS::ApiGateway::Stage")) == {"ApiStage"}


def test_api_is_regional_and_takes_no_old_tls(template: Template) -> None:
    """The endpoint is regional, and TLS starts at 1.2."""
    api = _api(template)

    assert api["EndpointConfiguration"] == {"Types": ["REGIONAL"]}
    assert re.fullmatch(r"SecurityPolicy_TLS13_1_[23]_.*", api["SecurityPolicy"])


def test_api_has_one_stage(template: Template) -> None:
    """SAM adds no stage of its own beside the one that is asked for."""
    assert template.only("AWS::ApiGateway::Stage")["StageName"] == {"Ref": "StageName"}


def test_sam_local_always_protects_the_root(written: Template) -> None:
    """ANY / stands after GET /, or `sam local` would pick one of their authorizers at random."""
    events = list(written.properties("ApiFunction")["Events"].values())
    root = [event["Properties"]["Method"] for event in events if event["Properties"]["Path"] == "/"]

    assert root == ["GET", "HEAD", "OPTIONS", "ANY"]
