"""A look at a gathering: as of which moment, for whom, and where each figure leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from event.gathering.tables import Gathering
from event.http import with_query
from event.language import Message, filled, translated
from event.people.rules import Permission
from event.reports.named import REPORTS, may_read
from event.reports.told import Asked


class Tile(msgspec.Struct, frozen=True):
    """A figure with its label, the page behind it (empty: none for this reader), and whether it wants looking at.

    `tone`: empty, `watch` or `late`; `value` is None while it is still being counted.
    """

    name: str
    label: str
    value: int | str | None
    href: str = ""
    tone: str = ""


class Entry(msgspec.Struct, frozen=True):
    """A line of a list: when, what, and figures beside it."""

    when: str
    what: str
    beside: str = ""
    href: str = ""
    tone: str = ""


class Listed(msgspec.Struct, frozen=True):
    """A list of entries; `nothing` is what is said where there are none."""

    name: str
    title: str
    entries: list[Entry]
    nothing: str
    href: str = ""


class Glance(msgspec.Struct, frozen=True):
    """What a phase asks for: figures first, then lists."""

    tiles: list[Tile]
    lists: list[Listed]


@dataclass(frozen=True)
class Look:
    """Who looks at a gathering as of which moment; `earlier`: a moment was asked for, so the log is read as of it."""

    gathering: Gathering
    at: datetime
    language: str
    may: frozenset[Permission] = frozenset({Permission.FIGURES})
    earlier: bool = False

    @property
    def asked(self) -> str:
        """The moment as an address has it; empty for now."""
        return f"{self.at.astimezone(self.gathering.zone):%Y-%m-%dT%H:%M}" if self.earlier else ""

    def say(self, message: Message, **data: Any) -> str:
        """A sentence in the reader's language."""
        told = translated(message, self.language)
        return filled(told, data) if data else told

    def report(self, name: str, **query: str) -> str:
        """The address of a report as of the moment; empty where it is not for this reader."""
        if not may_read(REPORTS[name], self.may):
            return ""
        return with_query(f"/console/{self.gathering.slug}/reports/{name}", at=self.asked, **query)

    def page(self, path: str, permission: Permission, **query: str) -> str:
        """The address of a page of the console; empty where it is not for this reader."""
        return with_query(f"/console/{self.gathering.slug}{path}", **query) if permission in self.may else ""

    def asking(self, given: Mapping[str, Any]) -> Asked:
        """A report as of the moment, about everybody."""
        return Asked(self.gathering, self.at, None, self.language, values=given)

    def clock(self, moment: datetime | None) -> str:
        """A time of day where the gathering is, with the day where it is not the day of the look."""
        if moment is None:
            return ""
        there, here = moment.astimezone(self.gathering.zone), self.at.astimezone(self.gathering.zone)
        return f"{there:%H:%M}" if there.date() == here.date() else f"{there:%m-%d %H:%M}"
