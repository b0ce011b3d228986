"""Head counts of the day: how many come to each canteen and stop and ride on each bus, and what they eat."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from event.checkin.visit.counting import BusDay, bus_days
from event.checkin.visit.views import Reader
from event.database import writing
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering, local_day
from event.itinerary.riding import Rider
from event.itinerary.visiting import Site, sites_now
from event.people.audit import record
from event.people.rules import Actor
from event.registration.needs import in_a_wheelchair
from event.registration.sealed import opened

HALAL, VEGETARIAN, OTHER = "halal", "vegetarian", "other"


class Heads(msgspec.Struct, frozen=True):
    """How many people, and how many of them eat what; allergies come beside a diet."""

    guests: int = 0
    halal: int = 0
    vegetarian: int = 0
    other: int = 0
    allergies: int = 0
    wheelchairs: int = 0

    def __add__(self, more: "Heads") -> "Heads":
        pairs = zip(msgspec.structs.astuple(self), msgspec.structs.astuple(more), strict=True)
        return Heads(*(one + other for one, other in pairs))


class BusHeads(msgspec.Struct, frozen=True):
    """A bus: booked, and counted on board, null until the first roll call; `crew` with the driver."""

    bus: str
    route: str
    crew: int
    booked: Heads
    aboard: Heads | None


class SiteHeads(msgspec.Struct, frozen=True):
    """A canteen or stop on a day with the buses that come: when they are there, and how many people in all.

    `aboard` takes buses that have not counted yet as booked; null until one of them has.
    """

    on_day: date | None
    code: str
    name: str
    capacity: int | None
    at: list[datetime]
    buses: list[str]
    crew: int
    booked: Heads
    aboard: Heads | None


class Eater(msgspec.Struct, frozen=True):
    """Somebody who does not eat everything, by name."""

    guest: UUID
    bus: str
    number: str
    name: str
    delegation: str
    diet: str
    allergies: str
    aboard: bool | None


class MealsView(msgspec.Struct, frozen=True):
    """Head counts as of now; `eaters` are null unless names were asked for by somebody who may see contacts."""

    as_of: datetime
    canteens: list[SiteHeads]
    buses: list[BusHeads]
    stops: list[SiteHeads]
    eaters: list[Eater] | None


@dataclass(frozen=True)
class _Bus:
    day: BusDay
    told: BusHeads


_Comes = dict[tuple[date | None, str], list[tuple[datetime | None, _Bus]]]
"""Who comes on a day to the canteen or stop of a code, and when."""


async def meals_view(
    gathering: Gathering, reader: Reader, *, names: bool = False, now: datetime
) -> MealsView:
    """The head counts; `names` adds who eats what, of the delegations the reader may see contacts of."""
    days, keys = await bus_days(gathering), await keys_of(gathering.id)
    needs = {one.guest: opened(keys, one.guest, one.row).needs for day in days for one in day.riders}
    buses = [_Bus(day, _bus(day, needs)) for day in days]
    stops, canteens = await sites_now(gathering, "stop"), await sites_now(gathering, "canteen")
    lunches, visits = _Comes(), _Comes()
    for bus in buses:
        for meal in bus.day.route.days:
            lunches.setdefault((_day(meal.lunch, gathering), meal.canteen), []).append((meal.lunch, bus))
        for visit in bus.day.route.visits:
            visits.setdefault((_day(visit.arrives, gathering), visit.stop), []).append((visit.arrives, bus))
    return MealsView(
        now, _sites(canteens, lunches, reader), [bus.told for bus in buses], _sites(stops, visits, reader),
        _eaters(days, needs, reader) if names and reader.contact else None,
    )  # fmt: skip


async def note_who_ate_what(gathering: Gathering, *, by: Actor, now: datetime) -> None:
    """Record that somebody looked at who eats what by name."""
    async with writing():
        await record(
            "diets.read", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id
        )


def heads(people: Iterable[Rider], needs: Mapping[UUID, Mapping[str, str]]) -> Heads:
    """How many these are, by diet."""
    told = [needs[one.guest] for one in people]
    diets = [one.get("diet", "") for one in told]
    return Heads(
        len(told), diets.count(HALAL), diets.count(VEGETARIAN), diets.count(OTHER),
        sum(bool(one.get("allergies")) for one in told), sum(map(in_a_wheelchair, told)),
    )  # fmt: skip


def _bus(day: BusDay, needs: Mapping[UUID, Mapping[str, str]]) -> BusHeads:
    aboard = heads(day.named(day.aboard), needs) if day.last else None
    return BusHeads(day.bus.code, day.route.code, len(day.bus.crew), heads(day.riders, needs), aboard)


def _day(at: datetime | None, gathering: Gathering) -> date | None:
    return local_day(at, gathering.zone) if at else None


def _sites(sites: Mapping[str, Site], comes: _Comes, reader: Reader) -> list[SiteHeads]:
    """Day by day, each in the order of the places."""
    days = sorted({day for day, _ in comes}, key=lambda day: day or date.max)
    return [
        _site(day, sites[code], comes[day, code], reader)
        for day in days
        for code in sites
        if (day, code) in comes
    ]


def _site(
    day: date | None, site: Site, comes: list[tuple[datetime | None, _Bus]], reader: Reader
) -> SiteHeads:
    buses = {bus.told.bus: bus.told for _, bus in comes}
    counted = any(one.aboard is not None for one in buses.values())
    aboard = [one.booked if one.aboard is None else one.aboard for one in buses.values()]
    return SiteHeads(
        day, site.code, site.name(reader.language), site.capacity, sorted({at for at, _ in comes if at}), list(buses),
        sum(one.crew for one in buses.values()), sum((one.booked for one in buses.values()), Heads()),
        sum(aboard, Heads()) if counted else None,
    )  # fmt: skip


def _eaters(days: Iterable[BusDay], needs: Mapping[UUID, Mapping[str, str]], reader: Reader) -> list[Eater]:
    return [
        Eater(
            one.guest, one.bus, one.number, one.name, one.home(reader.language), told.get("diet", ""),
            told.get("allergies", ""), one.guest in day.aboard if day.last else None,
        )
        for day in days
        for one in day.riders
        if one.within(reader.called) and (told := needs[one.guest])
        and (told.get("diet", "none") != "none" or told.get("allergies"))
    ]  # fmt: skip
