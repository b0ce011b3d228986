"""The figures of the board: people and scans, no one named."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

SILENT = timedelta(minutes=2)
"""A scanner that has not been heard of for so long is called silent."""


@dataclass(frozen=True)
class Share:
    """A delegation: how many are due and how many have come; `code` is empty for guests without one."""

    code: str
    name_zh: str
    name_en: str
    due: int
    arrived: int


@dataclass(frozen=True)
class OfKind:
    """People of one delegation (by id, empty for none) and one class (by id), those of staff and helpers too."""

    delegation: str
    guest_class: str
    due: int
    arrived: int


@dataclass(frozen=True)
class AtCheckpoint:
    """What has happened at a checkpoint; `people` are those let in, `back` those who came in again."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    direction: str
    active: bool
    people: int
    back: int
    already_in: int
    refused: int


@dataclass(frozen=True)
class Inside:
    """How many are in a hall now; `capacity` where it is known."""

    name_zh: str
    name_en: str
    people: int
    capacity: int | None


@dataclass(frozen=True)
class Minute:
    """How many arrived within a minute."""

    at: datetime
    people: int


@dataclass(frozen=True)
class Contact:
    """A scanner in use: when it was heard of last, and what it had not sent by then."""

    name: str
    seen_at: datetime | None
    queued: int
    battery: int | None

    def silent(self, now: datetime) -> bool:
        """Whether it has not been heard of for some minutes."""
        return self.seen_at is None or now - self.seen_at > SILENT


@dataclass(frozen=True)
class Counts:
    """The figures of the board; guests are those whose class counts as guests, and no one is named."""

    due: int
    arrived: int
    vips_due: int
    vips_missing: int
    countries: int
    regions: int
    delegations: list[Share]
    checkpoints: list[AtCheckpoint]
    inside: list[Inside]
    minutes: list[Minute]
    devices: list[Contact]
    vips: list[UUID]
    kinds: tuple[OfKind, ...] = ()

    @property
    def inside_now(self) -> int:
        """People in all halls together."""
        return sum(one.people for one in self.inside)

    @property
    def percent(self) -> int:
        """Arrived of due, rounded down."""
        return min(100, self.arrived * 100 // self.due) if self.due else 0
