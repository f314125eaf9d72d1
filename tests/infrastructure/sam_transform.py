"""Prints the template twice, as JSON: as it is written, and as SAM's transform leaves it.

Run by conftest.py with the Python of `.venv-sam`: samtranslator pins what the application does not.
"""

import copy
import json
import sys
from pathlib import Path
from typing import Any

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

# `sam deploy` puts the image's address there; the transform wants one.
_IMAGE_URI = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ocr:test"


def transform(source: dict[str, Any]) -> dict[str, Any]:
    """What CloudFormation gets to see, with the parameters at their defaults."""
    template = copy.deepcopy(source)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["ImageUri"] = _IMAGE_URI
    session = boto3.Session(region_name="us-east-1")
    translator = Translator(managed_policy_map={}, sam_parser=Parser(), boto_session=session)
    translated: dict[str, Any] = translator.translate(template, parameter_values={})
    return translated


if __name__ == "__main__":
    source = yaml_parse(Path(sys.argv[1]).read_text(encoding="utf-8"))
    json.dump({"source": source, "transformed": transform(source)}, sys.stdout)
