"""What ``AnalyzeDocument`` can be asked for."""

from enum import StrEnum


class Feature(StrEnum):
    """A value of ``FeatureTypes`` that this service knows."""

    TABLES = "TABLES"
    """Tables with their cells."""
    LAYOUT = "LAYOUT"
    """Titles, headings, paragraphs, lists, running headers and footers."""
