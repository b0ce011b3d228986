"""What a report is asked, and what it tells: an answer as data, and the same as rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from event.gathering.tables import Gathering
from event.language import Message
from event.registration.queries import Scope
from event.registration.sealed import masked


@dataclass(frozen=True)
class Asked:
    """A report as of a moment, for a reader: `scope` are the delegations they may see, `contact` whether phones.

    `values` are the report's parameters by name, read.
    """

    gathering: Gathering
    at: datetime
    scope: Scope
    language: str
    contact: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)

    def clock(self, moment: datetime) -> str:
        """A moment where the gathering is: 2026-10-15 15:11:14."""
        return f"{moment.astimezone(self.gathering.zone):%Y-%m-%d %H:%M:%S}"

    def minute(self, moment: datetime | None) -> str:
        """A moment where the gathering is, as timetables have it: 2026-10-15 17:00; empty for none."""
        return f"{moment.astimezone(self.gathering.zone):%Y-%m-%d %H:%M}" if moment else ""

    def hour(self, moment: datetime | None) -> str:
        """A time of day where the gathering is: 17:00; empty for none."""
        return self.minute(moment)[11:]

    def phone(self, text: str) -> str:
        """A telephone number, masked for who may not see contacts."""
        return text if self.contact else masked(text)

    def iso(self, moment: datetime) -> str:
        """A moment where the gathering is, with its offset."""
        return moment.astimezone(self.gathering.zone).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Told:
    """The answer for programs, and columns with rows of texts for people and spreadsheets.

    `figures` are the counts above the rows.
    """

    answer: dict[str, Any]
    columns: tuple[Message, ...]
    rows: list[tuple[str, ...]]
    figures: tuple[tuple[Message, str], ...] = ()
