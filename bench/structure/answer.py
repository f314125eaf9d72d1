"""What a system says of one file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """Its plain text, and its Markdown; both empty where it failed."""

    text: str = ""
    markdown: str = ""
