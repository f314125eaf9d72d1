"""A page that is drawn here, and what is true of it."""

from dataclasses import dataclass

from PIL import Image

from bench.structure.grid import Grid


@dataclass(frozen=True, slots=True)
class Drawn:
    """``rows`` are cells that belong on one line of text; ``text`` is all of it, in its order.

    ``tables`` has what everybody would call one: a receipt, a form and a table of contents have
    rows, and may or may not be given as tables.
    """

    name: str
    image: Image.Image
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    tables: tuple[Grid, ...] = ()
    may_be_table: bool = False
