"""Who may do what in the account, and how hard a token is to guess."""

import math
import string
from typing import Any

from tests.infrastructure.template_model import Template

_OWN = "ApiGatewayAccountRole"


def _statements(role: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        statement
        for policy in role["Properties"].get("Policies", [])
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def _actions(statement: dict[str, Any]) -> list[str]:
    action = statement["Action"]
    return [action] if isinstance(action, str) else action


def test_no_policy_has_a_wildcard(template: Template) -> None:
    """A role names its actions and resources: there is no star in either."""
    for name, role in template.of_type("AWS::IAM::Role").items():
        for statement in _statements(role):
            assert statement["Effect"] == "Allow"
            assert "*" not in str(statement["Resource"]), name
            assert not [action for action in _actions(statement) if "*" in action], name


def test_managed_policies_are_api_gateways_alone(template: Template) -> None:
    """AWS's own policies, which reach further, are used where API Gateway asks for one."""
    users = {
        name
        for name, role in template.of_type("AWS::IAM::Role").items()
        if role["Properties"].get("ManagedPolicyArns")
    }

    assert users == {_OWN}


def test_every_function_has_a_role_that_is_written_here(template: Template) -> None:
    """SAM makes no role of its own, and no two functions share one."""
    roles = [
        function["Properties"]["Role"]["Fn::GetAtt"][0]
        for function in template.of_type("AWS::Lambda::Function").values()
    ]

    assert len(set(roles)) == len(roles)
    assert {*roles, _OWN} == set(template.of_type("AWS::IAM::Role"))


def test_a_function_logs_and_reads_the_tokens_and_no_more(template: Template) -> None:
    """A role may write to its function's own log group and read the one secret."""
    for function in template.of_type("AWS::Lambda::Function").values():
        properties = function["Properties"]
        role = template.resources[properties["Role"]["Fn::GetAtt"][0]]
        group = properties["LoggingConfig"]["LogGroup"]["Ref"]
        allowed = {
            action: statement["Resource"]
            for statement in _statements(role)
            for action in _actions(statement)
        }

        assert allowed == {
            "logs:CreateLogStream": {"Fn::GetAtt": [group, "Arn"]},
            "logs:PutLogEvents": {"Fn::GetAtt": [group, "Arn"]},
            "secretsmanager:GetSecretValue": {"Ref": "TokenSecret"},
        }


def test_roles_are_for_one_service_each(template: Template) -> None:
    """A function's role is Lambda's to assume, the account's is API Gateway's."""
    for name, role in template.of_type("AWS::IAM::Role").items():
        (statement,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        service = "apigateway" if name == _OWN else "lambda"
        assert statement["Principal"] == {"Service": f"{service}.amazonaws.com"}


def test_token_has_256_bits(template: Template) -> None:
    """The first token cannot be guessed, and its characters pass the validation expression."""
    generated = template.only("AWS::SecretsManager::Secret")["GenerateSecretString"]
    characters = len(string.ascii_letters + string.digits)

    assert generated["ExcludePunctuation"] is True
    # One of each kind would take some of them away.
    assert generated["RequireEachIncludedType"] is False
    assert not {"ExcludeCharacters", "ExcludeLowercase", "ExcludeUppercase"} & set(generated)
    assert generated["PasswordLength"] * math.log2(characters) >= 256


def test_secret_is_an_object_of_client_to_token(template: Template) -> None:
    """The first deployment makes {"default": token}, which others are added to."""
    generated = template.only("AWS::SecretsManager::Secret")["GenerateSecretString"]

    assert generated["SecretStringTemplate"] == "{}"
    assert generated["GenerateStringKey"] == "default"


def test_what_the_account_shares_outlives_the_stack(template: Template) -> None:
    """To delete this stack does not silence the access logs of other APIs."""
    for name in ("ApiGatewayAccount", _OWN):
        resource = template.resources[name]
        assert resource["Condition"] == "CreatesApiGatewayLogRole"
        assert resource["DeletionPolicy"] == "RetainExceptOnCreate"
        assert resource["UpdateReplacePolicy"] == "Retain"
