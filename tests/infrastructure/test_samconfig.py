"""What the SAM command line does without options."""

import tomllib
from typing import Any

import pytest

from tests.infrastructure.sam_environment import ROOT
from tests.infrastructure.template_model import Template

LOCAL = {"local_start_api", "local_invoke"}


@pytest.fixture(scope="module")
def sections() -> dict[str, dict[str, Any]]:
    """The parameters of each command, by ``environment.command``."""
    config = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
    return {
        f"{environment}.{command}": section["parameters"]
        for environment, commands in config.items()
        if isinstance(commands, dict)
        for command, section in commands.items()
    }


def test_only_local_commands_carry_the_local_token(sections: dict[str, dict[str, Any]]) -> None:
    """No command that reaches AWS passes on the token that everybody can read."""
    carriers = {name for name, section in sections.items() if "SamLocalToken" in str(section)}

    assert {name.partition(".")[2] for name in carriers} == LOCAL
    assert {name for name in sections if name.partition(".")[2] in LOCAL} == carriers


def test_deployment_with_a_local_token_is_refused(template: Template) -> None:
    """CloudFormation itself says no to a stack with the local token."""
    (assertion,) = template.body["Rules"]["NoLocalTokenInTheCloud"]["Assertions"]

    assert template.parameters["SamLocalToken"]["Default"] == ""
    assert assertion["Assert"] == {"Fn::Equals": [{"Ref": "SamLocalToken"}, ""]}


def test_local_api_uses_the_image_that_was_built(sections: dict[str, dict[str, Any]]) -> None:
    """`sam local` asks no registry, and its token is long enough and says that it is local."""
    for name, section in sections.items():
        if name.partition(".")[2] in LOCAL:
            name_, _, token = section["parameter_overrides"].partition("=")
            assert section["skip_pull_image"] is True
            assert name_ == "SamLocalToken"
            assert "local" in token
            assert len(token) >= 16


def test_deploy_asks_and_may_make_roles(sections: dict[str, dict[str, Any]]) -> None:
    """A deployment by hand shows its changes first, and may make roles, but not name them."""
    deploy = sections["default.deploy"]

    assert deploy["confirm_changeset"] is True
    assert deploy["capabilities"] == "CAPABILITY_IAM"
