"""What a report tells: an answer as data, and the same as rows."""

from dataclasses import dataclass
from typing import Any

from event.language import Message


@dataclass(frozen=True)
class Told:
    """The answer for programs, and columns with rows of texts for people and spreadsheets."""

    answer: dict[str, Any]
    columns: tuple[Message, ...]
    rows: list[tuple[str, ...]]
