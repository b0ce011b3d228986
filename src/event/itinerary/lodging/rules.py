"""Nights and beds: which stays overlap, whether the beds are enough, and who may share a room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

_BEGINNING = date.min


@dataclass(frozen=True)
class Stay:
    """Nights from the evening of `first` until the morning of `last`; a day that is not known may be any."""

    first: date | None
    last: date | None

    def overlaps(self, other: "Stay") -> bool:
        """Whether a night is in both."""
        return not _before(self.last, other.first) and not _before(other.last, self.first)

    def has(self, night: date) -> bool:
        """Whether it includes the night that begins on a day."""
        return (self.first is None or self.first <= night) and (self.last is None or night < self.last)

    @property
    def nights(self) -> int | None:
        """How many nights, where both days are known."""
        return (self.last - self.first).days if self.first and self.last else None


def _before(last: date | None, first: date | None) -> bool:
    return last is not None and first is not None and last <= first


def most_at_once(stays: Iterable[Stay]) -> int:
    """The most guests there are in one night."""
    every = list(stays)
    evenings = {stay.first or _BEGINNING for stay in every}
    return max((sum(stay.has(evening) for stay in every) for evening in evenings), default=0)


def full_night(stay: Stay, others: Sequence[Stay], beds: int) -> date | None:
    """The first night of a stay in which others have every bed; the first of all where days are not known."""
    evenings = {stay.first or _BEGINNING, *(other.first for other in others if other.first)}
    for evening in sorted(evenings):
        if stay.has(evening) and sum(other.has(evening) for other in others) >= beds:
            return evening
    return None


@dataclass(frozen=True)
class Sleeper:
    """A guest as far as sharing a room goes; `companions`: whom they wish to share with and who wish it too."""

    guest: UUID
    sex: str
    party: UUID | None
    stay: Stay
    companions: frozenset[UUID] = frozenset()

    def belongs_to(self, other: "Sleeper") -> bool:
        """Whether they are of one travel party, or companions who named each other."""
        return (self.party is not None and self.party == other.party) or other.guest in self.companions

    def may_share(self, other: "Sleeper") -> bool:
        """Whether they may sleep in one room: in other nights, of one sex or of one party. Unknown sexes may."""
        two_sexes = bool(self.sex and other.sex and self.sex != other.sex)
        return not two_sexes or self.belongs_to(other) or not self.stay.overlaps(other.stay)


def strangers(sleepers: Sequence[Sleeper]) -> list[Sleeper]:
    """Those of a room who share it in some night with somebody they may not share with."""
    return [
        one for one in sleepers if any(not one.may_share(other) for other in sleepers if other is not one)
    ]


def companions(
    people: Iterable[Any], folded_names: dict[UUID, frozenset[str]]
) -> dict[UUID, frozenset[UUID]]:
    """Who named each other to share a room with. `people`: rows with `id`, and `roommate` as they wrote it, folded.

    A name that several guests have means nobody.
    """
    owners: dict[str, set[UUID]] = {}
    for guest, names in folded_names.items():
        for name in names:
            owners.setdefault(name, set()).add(guest)
    named: dict[UUID, UUID] = {}
    for row in people:
        meant = owners.get(row["roommate"], set()) - {row["id"]}
        if row["roommate"] and len(meant) == 1:
            named[row["id"]] = next(iter(meant))
    return {one: frozenset({other}) for one, other in named.items() if named.get(other) == one}


def usual_stay(
    wished: Stay, *, arrives: date | None, departs: date | None, first_day: date, last_day: date
) -> tuple[Stay, bool]:
    """The nights of a guest, and whether they are only guessed: wished, else between the journeys, else the gathering's."""
    first = wished.first or arrives or first_day
    last = wished.last or departs or last_day + timedelta(days=1)
    guessed = not ((wished.first or arrives) and (wished.last or departs))
    if last <= first:
        return Stay(first, first + timedelta(days=1)), True
    return Stay(first, last), guessed
