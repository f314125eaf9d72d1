"""CloudWatch's embedded metric format (EMF), read back as CloudWatch would."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Dimensions = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Measured:
    """One value of one metric under one set of dimensions."""

    namespace: str
    name: str
    unit: str
    dimensions: Dimensions
    value: float


def measured(output: str) -> list[Measured]:
    """Every value in what was written; lines of the log stand between them."""
    lines = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    return [value for line in lines if "_aws" in line for value in _values(line)]


def _values(line: Mapping[str, Any]) -> list[Measured]:
    assert isinstance(line["_aws"]["Timestamp"], int)
    found = []
    for directive in line["_aws"]["CloudWatchMetrics"]:
        for names in directive["Dimensions"]:
            dimensions = {name: line[name] for name in names}
            assert all(isinstance(value, str) and value for value in dimensions.values())
            for metric in directive["Metrics"]:
                value = line[metric["Name"]]
                found += [
                    Measured(
                        directive["Namespace"], metric["Name"], metric["Unit"], dimensions, each
                    )
                    for each in (value if isinstance(value, list) else [value])
                ]
    return found


def values(output: str, name: str, **dimensions: str) -> list[float]:
    """The values of one metric under exactly these dimensions."""
    return [
        each.value
        for each in measured(output)
        if (each.name, each.dimensions) == (name, dimensions)
    ]
