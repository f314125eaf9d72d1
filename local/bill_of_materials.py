"""`make sbom`: the bill of materials of an image, in CycloneDX 1.6.

What is in it is read from the image itself: Python's packages with the libraries that their wheels
bring along, Debian's packages, and Tesseract with what it was built from.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from local.licences import licence_of
from ocr_core.version import VERSION

_LISTER = Path(__file__).with_name("list_image.py")
_PINS = Path(__file__).parent.parent / "layers" / "tesseract" / "versions.env"
_TIMEOUT_S = 120

Contents = dict[str, Any]


def contents_of(image: str) -> Contents:
    """What ``list_image.py`` finds in an image.

    Raises:
        CalledProcessError: Docker has no such image, or cannot run it.
    """
    # Without a network, a writable file or a right: it only looks around.
    command = ["docker", "run", "--rm", "--interactive", "--network", "none", "--read-only"]
    command += ["--cap-drop", "ALL", "--entrypoint", "/opt/venv/bin/python", image, "-"]
    run = subprocess.run(  # noqa: S603  # the operator's own image
        command,
        input=_LISTER.read_bytes(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=_TIMEOUT_S,
    )
    contents: Contents = json.loads(run.stdout)
    return contents


def bill_of_materials(contents: Contents) -> Bom:
    """Everything in an image, as CycloneDX has it."""
    bom = Bom()
    bom.metadata.component = Component(
        name="serverless-ocr", version=VERSION, type=ComponentType.CONTAINER
    )
    bom.components.update(_python(contents))
    bom.components.update(_debian(contents))
    bom.components.update(_tesseract(contents))
    bom.register_dependency(bom.metadata.component, bom.components)
    return bom


def _python(contents: Contents) -> Iterator[Component]:
    for each in contents["python"]:
        metadata = Parser().parsestr(each["metadata"])
        name, version = metadata["Name"], metadata["Version"]
        package = Component(
            name=name,
            version=version,
            type=ComponentType.LIBRARY,
            bom_ref=f"python/{name}",
            purl=PackageURL("pypi", name=name.lower().replace("_", "-"), version=version),
        )
        package.licenses.add(LicenseFactory().make_from_string(licence_of(metadata)))
        for file in each["libraries"]:
            package.components.add(
                Component(name=file, type=ComponentType.FILE, bom_ref=f"python/{name}/{file}")
            )
        yield package


def _debian(contents: Contents) -> Iterator[Component]:
    for paragraph in contents["dpkg"].strip().split("\n\n"):
        fields = Parser().parsestr(paragraph)
        yield _deb(
            fields["Package"],
            fields["Version"],
            architecture=fields["Architecture"],
            distribution=contents["distribution"],
        )


def _tesseract(contents: Contents) -> Iterator[Component]:
    """From Debian's sources; what else is in the program, it says itself."""
    pins = dict(re.findall(r"^(\w+)=(\S+)$", _PINS.read_text(encoding="utf-8"), re.MULTILINE))
    distribution = f"debian-{pins['SOURCE_SUITE']}"
    yield _deb("tesseract", pins["TESSERACT_VERSION"], "source", distribution, "Apache-2.0")
    yield _deb("leptonlib", pins["LEPTONICA_VERSION"], "source", distribution, "BSD-2-Clause")
    for language in contents["languages"]:
        package = f"tesseract-ocr-{language.lower().replace('_', '-')}"
        yield _deb(package, pins["TESSDATA_VERSION"], "all", distribution, "Apache-2.0")
    for name, version in re.findall(r"(lib\w+|zlib) (\d[\w.]*)", contents["tesseract"]):
        yield Component(
            name=name,
            version=version,
            type=ComponentType.LIBRARY,
            bom_ref=f"tesseract/{name}",
            purl=PackageURL("generic", name=name, version=version),
        )


def _deb(
    name: str, version: str, architecture: str, distribution: str, licence: str | None = None
) -> Component:
    package = Component(
        name=name,
        version=version,
        type=ComponentType.LIBRARY,
        bom_ref=f"deb/{architecture}/{name}",
        purl=PackageURL(
            "deb", "debian", name, version, {"arch": architecture, "distro": distribution}
        ),
    )
    if licence:
        package.licenses.add(DisjunctiveLicense(id=licence))
    return package


def main() -> None:
    """Write the bill of the image that the command line names to the standard output."""
    bom = bill_of_materials(contents_of(sys.argv[1]))
    print(JsonV1Dot6(bom).output_as_string(indent=2))


if __name__ == "__main__":
    main()
