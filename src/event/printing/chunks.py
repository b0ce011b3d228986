"""What a document asks for, and what it is before it becomes PDF."""

from dataclasses import dataclass
from uuid import UUID

from event.printing.pieces import Sheets


@dataclass(frozen=True)
class Wanted:
    """Which guests and which language; empty: everybody."""

    language: str = "zh-Hans"
    guests: tuple[UUID, ...] | None = None
    class_codes: tuple[str, ...] | None = None
    delegation: UUID | None = None


@dataclass(frozen=True)
class Chunks:
    """A document as pieces of HTML that can be set side by side."""

    title: str
    html: list[str]
    count: int
    problems: tuple[str, ...] = ()
    documents_of: tuple[UUID, ...] = ()
    """Guests whose identity documents stand in it."""
    sheets: Sheets | None = None
    """Where it is composed of pieces instead."""
