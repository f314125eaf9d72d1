"""In which order CloudFormation makes things."""

from graphlib import TopologicalSorter

from tests.infrastructure.template_model import Template, references


def _needs(template: Template) -> dict[str, set[str]]:
    return {
        name: set(references(resource)) & set(template.resources)
        for name, resource in template.resources.items()
    }


def test_nothing_waits_for_itself(template: Template) -> None:
    """There is no cycle, though cfn-lint's check for it has to be off at one place."""
    TopologicalSorter(_needs(template)).prepare()


def test_stage_waits_for_the_accounts_log_role(template: Template) -> None:
    """API Gateway refuses access logs before the account has a role, so that comes first."""
    needs = _needs(template)

    def all_needs(name: str) -> set[str]:
        return needs[name].union(*(all_needs(other) for other in needs[name]))

    (stage,) = template.of_type("AWS::ApiGateway::Stage")
    assert "ApiGatewayAccount" in all_needs(stage)
    assert "Api" in all_needs("ApiGatewayAccount")
