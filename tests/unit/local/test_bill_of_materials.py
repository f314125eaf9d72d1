"""The bill of materials, from what an image was found to hold."""

import json

from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from local.bill_of_materials import Contents, bill_of_materials
from ocr_core.version import VERSION

_CONTENTS: Contents = {
    "python": [
        {
            "metadata": "Metadata-Version: 2.4\nName: pi_heif\nVersion: 1.4.0\n"
            "License-Expression: BSD-3-Clause\n",
            "libraries": ["libheif-7a3e919c.so.1.23.0"],
        },
        {
            "metadata": "Metadata-Version: 2.1\nName: omegaconf\nVersion: 2.4.0\n"
            "Classifier: License :: OSI Approved :: BSD License\n",
            "libraries": [],
        },
    ],
    "dpkg": "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\n"
    "Version: 2.41-12\nDescription: GNU C Library\n more\n\n"
    "Package: tzdata\nArchitecture: all\nVersion: 2025b-4\n",
    "distribution": "debian-trixie",
    "tesseract": "tesseract 5.5.0\n leptonica-1.84.1\n"
    "  libpng 1.6.39 : libtiff 4.5.0 : zlib 1.2.13\n",
    "languages": ["eng", "chi_sim"],
}


def _written() -> str:
    return JsonV1Dot6(bill_of_materials(_CONTENTS)).output_as_string()


def test_it_is_valid() -> None:
    """CycloneDX's own schema, in its strict form, finds nothing."""
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(_written()) is None


def test_everything_is_in_it() -> None:
    """Each package with its version, by the name that scanners look for."""
    bill = json.loads(_written())
    assert bill["metadata"]["component"]["version"] == VERSION
    addresses = {each["purl"] for each in bill["components"]}
    assert {
        "pkg:pypi/pi-heif@1.4.0",
        "pkg:pypi/omegaconf@2.4.0",
        "pkg:deb/debian/libc6@2.41-12?arch=amd64&distro=debian-trixie",
        "pkg:deb/debian/tzdata@2025b-4?arch=all&distro=debian-trixie",
        "pkg:generic/libpng@1.6.39",
        "pkg:generic/libtiff@4.5.0",
        "pkg:generic/zlib@1.2.13",
    } <= addresses
    names = {each["name"] for each in bill["components"]}
    assert {"tesseract", "leptonlib", "tesseract-ocr-eng", "tesseract-ocr-chi-sim"} <= names
    [heif] = (each for each in bill["components"] if each["name"] == "pi_heif")
    assert heif["licenses"] == [{"license": {"id": "BSD-3-Clause"}}]
    assert [each["name"] for each in heif["components"]] == ["libheif-7a3e919c.so.1.23.0"]
