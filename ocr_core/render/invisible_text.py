"""Text that a page has but does not show: the layer that an earlier OCR left behind.

It is found by its text rendering mode, in the page's content and in the forms that
this draws, where OCRmyPDF and Acrobat put it. What is seen does not change, and pages
that share a form or resources with a cleaned one keep theirs.
"""

import copy
import re
from collections.abc import Sequence
from typing import NamedTuple

import pikepdf
from pikepdf import (
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Operator,
    Stream,
)

from ocr_core.render.page_content import content_streams

# Neither fill nor stroke (ISO 32000-1, table 106).
_INVISIBLE = 3
_SETS_INVISIBLE = re.compile(rb"(?<![\d.+-])\+?0*3(?:\.0*)?\s+Tr")
# ISO 32000-1, tables 109, 108 and 107.
_SHOWING = frozenset({b"Tj", b"TJ", b"'", b'"'})
_POSITIONING = frozenset({b"Td", b"TD", b"Tm", b"T*", b"'", b'"', b"BT", b"ET"})
# How a stream is compressed does not hold for its new content.
_COMPRESSION = frozenset({"/Length", "/Filter", "/DecodeParms"})

_Instruction = ContentStreamInstruction | ContentStreamInlineImage


def remove_invisible_text(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Take the invisible text out of a page; content that cannot be parsed is left alone."""
    # Far cheaper to tell than by parsing.
    if not any(_SETS_INVISIBLE.search(data) for data in content_streams(page)):
        return
    resources = page.get_resources() or Dictionary()
    try:
        cleaned = _Cleaner(pdf).clean(page.obj, resources, _TextState())
    except (pikepdf.PdfError, RecursionError):
        return
    if cleaned:
        page.obj.Contents = pdf.make_stream(cleaned.data)
        page.obj.Resources = cleaned.resources


class _TextState(NamedTuple):
    """What of the graphics state decides whether text is seen (ISO 32000-1, 9.3)."""

    is_mode_invisible: bool = False
    # The glyphs of a Type 3 font are painted in every mode (9.3.6).
    is_type3: bool = False

    @property
    def is_invisible(self) -> bool:
        return self.is_mode_invisible and not self.is_type3


class _Cleaned(NamedTuple):
    """New content and the resources that it is interpreted with."""

    data: bytes
    resources: Dictionary


class _Cleaner:
    """Cleans the content of one page; each form once for every state it is drawn in."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._forms: dict[tuple[tuple[int, int], _TextState], Stream | None] = {}

    def clean(self, content: Object, resources: Dictionary, state: _TextState) -> _Cleaned | None:
        """The content without its invisible text; ``None`` where it has none."""
        instructions: list[_Instruction] = list(pikepdf.parse_content_stream(content))
        invisible, forms = self._find(instructions, resources, state)
        if not invisible and not forms:
            return None
        resources = copy.copy(resources)
        if forms:
            resources.XObject = copy.copy(resources.XObject)
        for index, form in forms.items():
            name = _free_name(resources.XObject)
            resources.XObject[name] = form
            instructions[index] = ContentStreamInstruction([name], Operator("Do"))
        kept: list[_Instruction] = []
        for index, instruction in enumerate(instructions):
            kept += _without_text(instruction) if index in invisible else [instruction]
        return _Cleaned(pikepdf.unparse_content_stream(kept), resources)

    def _find(
        self, instructions: Sequence[_Instruction], resources: Dictionary, state: _TextState
    ) -> tuple[set[int], dict[int, Stream]]:
        """Which instructions show invisible text, and which draw forms that do."""
        invisible: set[int] = set()
        forms: dict[int, Stream] = {}
        # Shown, but what follows may stand where this text ends.
        undecided: list[int] = []
        saved: list[_TextState] = []
        for index, instruction in enumerate(instructions):
            operator = bytes(instruction.operator)
            if operator in _POSITIONING:
                invisible.update(undecided)
                undecided = []
            if operator in _SHOWING:
                undecided = [*undecided, index] if state.is_invisible else []
            elif operator == b"q":
                saved.append(state)
            elif operator == b"Q":
                state = saved.pop() if saved else state
            elif operator in (b"Tr", b"Tf"):
                state = _changed(state, instruction, resources)
            elif operator == b"Do":
                form = self._form(_xobject(instruction, resources), resources, state)
                if form is not None:
                    forms[index] = form
        return invisible.union(undecided), forms

    def _form(self, form: Object | None, resources: Dictionary, state: _TextState) -> Stream | None:
        """A clean copy of a form; ``None`` where it needs none, and inside itself."""
        if not isinstance(form, Stream) or form.get(Name.Subtype) != Name.Form:
            return None
        key = (form.objgen, state)
        if key not in self._forms:
            self._forms[key] = None
            own = form.get(Name.Resources)
            cleaned = self.clean(form, own if isinstance(own, Dictionary) else resources, state)
            self._forms[key] = self._copy(form, cleaned) if cleaned else None
        return self._forms[key]

    def _copy(self, form: Stream, cleaned: _Cleaned) -> Stream:
        entries = {key: value for key, value in form.items() if key not in _COMPRESSION}
        return self._pdf.make_stream(
            cleaned.data, Dictionary({**entries, "/Resources": cleaned.resources})
        )


def _changed(state: _TextState, instruction: _Instruction, resources: Dictionary) -> _TextState:
    """The state after ``Tr`` or ``Tf``; as it was where the operand makes no sense."""
    operand = instruction.operands[0] if len(instruction.operands) else None
    if bytes(instruction.operator) == b"Tr":
        try:
            is_invisible = int(operand) == _INVISIBLE  # type: ignore[arg-type]  # or TypeError
            return state._replace(is_mode_invisible=is_invisible)
        except (TypeError, ValueError):
            return state
    font = _named(resources, Name.Font, operand)
    is_type3 = isinstance(font, Dictionary) and font.get(Name.Subtype) == Name.Type3
    return state._replace(is_type3=is_type3)


def _xobject(instruction: _Instruction, resources: Dictionary) -> Object | None:
    operand = instruction.operands[0] if len(instruction.operands) else None
    return _named(resources, Name.XObject, operand)


def _named(resources: Dictionary, kind: Name, name: object) -> Object | None:
    """What a name in the content stands for."""
    known = resources.get(kind)
    if not isinstance(known, Dictionary) or not isinstance(name, Name):
        return None
    return known.get(name)


def _without_text(instruction: _Instruction) -> list[_Instruction]:
    """What an operator that shows text does besides (ISO 32000-1, table 109)."""
    operator = bytes(instruction.operator)
    if operator not in (b"'", b'"'):
        return []
    # The operator " sets the space between words and that between letters.
    spaces = zip(instruction.operands, ("Tw", "Tc"), strict=False) if operator == b'"' else ()
    return [
        *(ContentStreamInstruction([operand], Operator(name)) for operand, name in spaces),
        ContentStreamInstruction([], Operator("T*")),
    ]


def _free_name(names: Object) -> Name:
    number = 1
    while f"/Clean{number}" in names:
        number += 1
    return Name(f"/Clean{number}")
