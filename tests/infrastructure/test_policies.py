"""Who may do what in the account, and how hard a token is to guess."""

import math
import re
import string
from collections import defaultdict
from typing import Any

import pytest

from handler.jobs.addresses import PREFIX as JOBS
from handler.jobs.page_store import PREFIX as UNDER_WAY
from handler.jobs.webhook_signature import key_of
from handler.textract.jobs import PREFIX as TEXTRACT
from tests.infrastructure.template_model import Template, resource_name

_OWN = "ApiGatewayAccountRole"
_DEPLOYMENT = "DeploymentRole"
# Not a function's, and whose service.
_OTHERS = {_OWN: "apigateway", _DEPLOYMENT: "codedeploy"}
_BUCKETS = ("UploadsBucket", "ResultsBucket")
# The objects of one bucket, or those in one of its folders: the only things that have no names yet.
_OBJECTS = re.compile(r"\$\{(\w+)\.Arn\}/([\w-]+/)?\*")

# X-Ray has no resources that a policy could name.
_TRACES = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}


def _written(role: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        statement
        for policy in role["Properties"].get("Policies", [])
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def _statements(role: dict[str, Any]) -> list[dict[str, Any]]:
    """Those of every stack."""
    return [statement for statement in _written(role) if "Fn::If" not in statement]


def _conditional(role: dict[str, Any]) -> list[list[Any]]:
    """Those of some stacks: the condition, the statement, and what is there without it."""
    return [statement["Fn::If"] for statement in _written(role) if "Fn::If" in statement]


def _actions(statement: dict[str, Any]) -> list[str]:
    action = statement["Action"]
    return [action] if isinstance(action, str) else action


def _resources(statement: dict[str, Any]) -> list[str]:
    resource = statement["Resource"]
    return [
        resource_name(each) for each in (resource if isinstance(resource, list) else [resource])
    ]


def _allowed(template: Template, function: str) -> dict[str, set[str]]:
    """What a function may do, and to what."""
    role = template.properties(function)["Role"]["Fn::GetAtt"][0]
    allowed: defaultdict[str, set[str]] = defaultdict(set)
    for statement in _statements(template.resources[role]):
        for action in _actions(statement):
            allowed[action].update(_resources(statement))
    return dict(allowed)


def test_no_policy_has_a_wildcard(template: Template) -> None:
    """A role names its actions and resources. A star stands for a bucket's objects, and X-Ray."""
    for name, role in template.of_type("AWS::IAM::Role").items():
        for statement in _statements(role):
            assert statement["Effect"] == "Allow"
            if set(_actions(statement)) == _TRACES:
                assert _resources(statement) == ["*"]
                continue
            assert not [action for action in _actions(statement) if "*" in action], name
            for resource in _resources(statement):
                objects = _OBJECTS.fullmatch(resource)
                assert "*" not in resource or (objects and objects[1] in _BUCKETS), name
                # Objects are no bucket, and a bucket is no object.
                assert bool(objects) is any("Object" in each for each in _actions(statement)), name


def test_managed_policies_are_for_services_alone(template: Template) -> None:
    """AWS's own policies, which reach further, are API Gateway's and CodeDeploy's."""
    users = {
        name
        for name, role in template.of_type("AWS::IAM::Role").items()
        if role["Properties"].get("ManagedPolicyArns")
    }

    assert users == set(_OTHERS)


def test_every_function_has_a_role_that_is_written_here(template: Template) -> None:
    """SAM makes no role of its own, and no two functions share one."""
    roles = [
        function["Properties"]["Role"]["Fn::GetAtt"][0]
        for function in template.of_type("AWS::Lambda::Function").values()
    ]

    assert len(set(roles)) == len(roles)
    assert {*roles, *_OTHERS} == set(template.of_type("AWS::IAM::Role"))


def test_every_function_writes_its_own_log(template: Template) -> None:
    """A role may write to its function's own log group, and to no other."""
    for name, function in template.of_type("AWS::Lambda::Function").items():
        group = function["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
        logs = {
            action: resources
            for action, resources in _allowed(template, name).items()
            if action.startswith("logs:")
        }

        assert logs == {
            "logs:CreateLogStream": {f"{group}.Arn"},
            "logs:PutLogEvents": {f"{group}.Arn"},
        }


@pytest.mark.parametrize(
    ("function", "allowed"),
    [
        ("AuthorizerFunction", {"secretsmanager:GetSecretValue": {"TokenSecret"}}),
        (
            "ApiFunction",
            {
                "secretsmanager:GetSecretValue": {"TokenSecret"},
                "s3:GetObject": {"${UploadsBucket.Arn}/*", "${ResultsBucket.Arn}/*"},
                "s3:GetObjectVersion": {"${UploadsBucket.Arn}/*"},
                "s3:PutObject": {
                    f"${{UploadsBucket.Arn}}/{JOBS}*",
                    f"${{ResultsBucket.Arn}}/{JOBS}*",
                    f"${{ResultsBucket.Arn}}/{TEXTRACT}*",
                },
                "s3:DeleteObject": {
                    f"${{UploadsBucket.Arn}}/{JOBS}*",
                    f"${{ResultsBucket.Arn}}/{JOBS}*",
                    f"${{ResultsBucket.Arn}}/{UNDER_WAY}*",
                },
                "s3:ListBucket": {"UploadsBucket.Arn", "ResultsBucket.Arn"},
            },
        ),
        (
            "WorkerFunction",
            {
                "sqs:ReceiveMessage": {"TaskQueue.Arn"},
                "sqs:DeleteMessage": {"TaskQueue.Arn"},
                "sqs:GetQueueAttributes": {"TaskQueue.Arn"},
                "sqs:ChangeMessageVisibility": {"TaskQueue.Arn"},
                "sqs:SendMessage": {"TaskQueue.Arn"},
                "s3:GetObject": {"${UploadsBucket.Arn}/*", "${ResultsBucket.Arn}/*"},
                "s3:GetObjectVersion": {"${UploadsBucket.Arn}/*"},
                "s3:PutObject": {"${ResultsBucket.Arn}/*"},
                "s3:DeleteObject": {"${ResultsBucket.Arn}/*", f"${{UploadsBucket.Arn}}/{JOBS}*"},
                "s3:ListBucket": {"UploadsBucket.Arn", "ResultsBucket.Arn"},
                "sns:Publish": {"CompletedTopic"},
            },
        ),
    ],
)
def test_a_function_may_do_what_it_does_and_no_more(
    template: Template, function: str, allowed: dict[str, set[str]]
) -> None:
    """Beside its log and traces, each role has exactly these actions on exactly these resources."""
    found = {
        action: resources
        for action, resources in _allowed(template, function).items()
        if not action.startswith("logs:")
    }

    assert found == allowed | {action: {"*"} for action in _TRACES}


def test_no_condition_takes_the_404_away(template: Template) -> None:
    """S3 knows no s3:prefix when it asks whether it may say that an object is not there."""
    for name, role in template.of_type("AWS::IAM::Role").items():
        assert not [each for each in _statements(role) if "Condition" in each], name


def test_documents_under_a_key_are_reached_through_s3_alone(template: Template) -> None:
    """Who reads and writes documents may use their key for it, and for nothing else under it."""
    use = {
        "Effect": "Allow",
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": {"Ref": "KmsKeyArn"},
        "Condition": {
            "StringEquals": {"kms:ViaService": {"Fn::Sub": "s3.${AWS::Region}.${AWS::URLSuffix}"}}
        },
    }
    assert _roles_with(template, "HasKmsKey") == {"ApiRole": [use], "WorkerRole": [use]}


def test_the_secrets_of_callbacks_are_read_where_there_are_some(template: Template) -> None:
    """By who signs, and by who promises that it will be signed; both have no other condition."""
    use = {
        "Effect": "Allow",
        "Action": "secretsmanager:GetSecretValue",
        "Resource": {"Ref": "CallbackSecret"},
    }

    assert _roles_with(template, "HasCallbacks") == {"ApiRole": [use], "WorkerRole": [use]}
    assert template.parameters["Callbacks"]["Default"] == "no"
    for name, role in template.of_type("AWS::IAM::Role").items():
        conditions = {condition for condition, _, _ in _conditional(role)}
        assert conditions <= {"HasKmsKey", "HasCallbacks"}, name


def _roles_with(template: Template, condition: str) -> dict[str, list[Any]]:
    """What roles may do under a condition alone."""
    found: dict[str, list[Any]] = {}
    for name, role in template.of_type("AWS::IAM::Role").items():
        for each, statement, otherwise in _conditional(role):
            if each == condition:
                assert otherwise == {"Ref": "AWS::NoValue"}
                found.setdefault(name, []).append(statement)
    return found


def test_roles_are_for_one_service_each(template: Template) -> None:
    """A function's role is Lambda's to assume; the other two are their services'."""
    for name, role in template.of_type("AWS::IAM::Role").items():
        (statement,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        service = _OTHERS.get(name, "lambda")
        assert statement["Principal"] == {"Service": f"{service}.amazonaws.com"}


def test_token_has_256_bits(template: Template) -> None:
    """The first token cannot be guessed, and its characters pass the validation expression."""
    generated = template.properties("TokenSecret")["GenerateSecretString"]
    characters = len(string.ascii_letters + string.digits)

    assert generated["ExcludePunctuation"] is True
    # One of each kind would take some of them away.
    assert generated["RequireEachIncludedType"] is False
    assert not {"ExcludeCharacters", "ExcludeLowercase", "ExcludeUppercase"} & set(generated)
    assert generated["PasswordLength"] * math.log2(characters) >= 256


def test_a_callback_secret_is_one_of_standard_webhooks(template: Template) -> None:
    """Letters and digits in groups of four are base64, of 24 to 64 bytes."""
    generated = template.properties("CallbackSecret")["GenerateSecretString"]

    assert generated["ExcludePunctuation"] is True
    assert len(key_of("a" * generated["PasswordLength"])) == 48
    assert template.resources["CallbackSecret"]["Condition"] == "HasCallbacks"
    assert (generated["SecretStringTemplate"], generated["GenerateStringKey"]) == ("{}", "default")


def test_secret_is_an_object_of_client_to_token(template: Template) -> None:
    """The first deployment makes {"default": token}, which others are added to."""
    generated = template.properties("TokenSecret")["GenerateSecretString"]

    assert generated["SecretStringTemplate"] == "{}"
    assert generated["GenerateStringKey"] == "default"


def test_what_the_account_shares_outlives_the_stack(template: Template) -> None:
    """To delete this stack does not silence the access logs of other APIs."""
    for name in ("ApiGatewayAccount", _OWN):
        resource = template.resources[name]
        assert resource["Condition"] == "CreatesApiGatewayLogRole"
        assert resource["DeletionPolicy"] == "RetainExceptOnCreate"
        assert resource["UpdateReplacePolicy"] == "Retain"
