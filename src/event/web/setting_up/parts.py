"""What each step of setting up shows and keeps, put together from the slices' operations."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from event.gathering.tables import Gathering
from event.http import Form
from event.language import Message
from event.people.rules import Access


@dataclass(frozen=True)
class Kept:
    """Who keeps a step, when, and in which language they read."""

    gathering: Gathering
    access: Access
    now: datetime
    language: str


async def nothing_more(_: Kept) -> dict[str, Any]:
    """A step whose page needs nothing beside its form."""
    return {}


@dataclass(frozen=True)
class Part:
    """A step: what stands in its form, what its page needs beside it, and how the form is kept.

    `keep` raises Invalid by the fields of the page; what it returns is shown at once instead of the next step.
    `lines` names the list of the form that can be made longer. `drafted`: whether what was typed is kept meanwhile.
    `labels` name the fields, or the columns of the list, where a problem is told above the form.
    """

    shown: Callable[[Kept], Awaitable[dict[str, list[str]]]]
    keep: Callable[[Form, Kept], Awaitable[dict[str, Any] | None]]
    beside: Callable[[Kept], Awaitable[dict[str, Any]]] = nothing_more
    lines: str = ""
    drafted: bool = True
    labels: Mapping[str, Message] = field(default_factory=dict)
