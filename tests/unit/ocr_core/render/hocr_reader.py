"""Reads hOCR with lxml, as XML and as HTML, and with its specification's validator."""

import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree, html  # type: ignore[import-untyped]


class Element(NamedTuple):
    """What hOCR says of one element."""

    tag: str
    css_class: str
    name: str
    title: dict[str, str]
    direction: str | None
    text: str


def read_xml(data: bytes) -> list[Element]:
    """The hOCR elements of a well-formed document."""
    return _elements(etree.fromstring(data, etree.XMLParser(no_network=True)))


def read_html(data: bytes) -> list[Element]:
    """The hOCR elements as a browser sees them, which minds no XML."""
    return _elements(html.document_fromstring(data))


def html_tags(data: bytes) -> set[str]:
    """The names of all elements that a browser sees."""
    return {str(element.tag) for element in html.document_fromstring(data).iter(etree.Element)}


def validate(data: bytes, folder: Path) -> str:
    """What ``hocr-spec``, the specification's own validator, finds: errors and warnings."""
    path = folder / "checked.hocr"
    path.write_bytes(data)
    command = [sys.executable, "-W", "ignore", "-m", "hocr_spec.cli", "--parse-strict", str(path)]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def _elements(root: Any) -> list[Element]:
    return [
        Element(
            tag=etree.QName(element).localname,
            css_class=element.get("class"),
            name=element.get("id"),
            title=dict(part.split(" ", 1) for part in element.get("title").split("; ")),
            direction=element.get("dir"),
            text=" ".join("".join(element.itertext()).split()),
        )
        for element in root.iter(etree.Element)
        if (element.get("class") or "").startswith("ocr")
    ]
