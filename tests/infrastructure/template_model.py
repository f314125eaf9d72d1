"""A CloudFormation template, as tests ask about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Resource = dict[str, Any]


@dataclass(frozen=True)
class Template:
    """One template. ``resources`` are those that CloudFormation creates, if it is transformed."""

    body: dict[str, Any]

    @property
    def parameters(self) -> dict[str, dict[str, Any]]:
        """Each parameter's definition by its name."""
        parameters: dict[str, dict[str, Any]] = self.body["Parameters"]
        return parameters

    @property
    def resources(self) -> dict[str, Resource]:
        """Each resource by its logical id."""
        resources: dict[str, Resource] = self.body["Resources"]
        return resources

    def of_type(self, kind: str) -> dict[str, Resource]:
        """The resources of one type, as in ``AWS::Logs::LogGroup``, by logical id."""
        return {name: found for name, found in self.resources.items() if found["Type"] == kind}

    def only(self, kind: str) -> Resource:
        """The properties of the one resource of a type."""
        ((_, resource),) = self.of_type(kind).items()
        properties: Resource = resource["Properties"]
        return properties

    def properties(self, name: str) -> Resource:
        """The properties of a resource by its logical id."""
        properties: Resource = self.resources[name]["Properties"]
        return properties

    def value(self, value: object) -> object:
        """A parameter's default where ``value`` refers to one; otherwise ``value``."""
        if isinstance(value, dict) and set(value) == {"Ref"} and value["Ref"] in self.parameters:
            return self.parameters[value["Ref"]]["Default"]
        return value


def resource_name(value: object) -> str:
    """What a ``Ref``, ``Fn::GetAtt`` or ``Fn::Sub`` says, as one string: ``Bucket.Arn``."""
    if isinstance(value, str):
        return value
    assert isinstance(value, dict)
    ((function, argument),) = value.items()
    if function == "Fn::GetAtt":
        return ".".join(argument)
    assert function in ("Ref", "Fn::Sub"), function
    return str(argument)


def references(value: object) -> Iterator[str]:
    """The logical ids and parameters that a value refers to."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "Ref":
                yield inner
            elif key == "Fn::GetAtt":
                yield inner[0] if isinstance(inner, list) else inner.split(".")[0]
            elif key == "DependsOn":
                yield from [inner] if isinstance(inner, str) else inner
            elif key == "Fn::Sub":
                yield from _substituted(inner)
            else:
                yield from references(inner)


def _substituted(sub: str | list[Any]) -> Iterator[str]:
    text, variables = (sub, {}) if isinstance(sub, str) else (sub[0], sub[1])
    yield from references(list(variables.values()))
    for part in text.split("${")[1:]:
        name = part.split("}")[0].split(".")[0]
        if name not in variables and not name.startswith("!"):
            yield name
