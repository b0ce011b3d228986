"""A plan as it is told: what a guest, a bus and a line has of it, with the names that places and buses have now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace as with_

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.planning.departing import Leaving, leaving_after, leaving_of
from event.itinerary.planning.plan import Call, Draft, Line, Ride, What
from event.language import in_language
from event.text import full_name, latin_of

Place = tuple[str, UUID]


class Kind(StrEnum):
    """Whose part of a plan something is."""

    GUEST = "guest"
    LINE = "line"
    BUS = "bus"


class Label(Struct, frozen=True, omit_defaults=True):
    """A name in the languages it is known in."""

    zh: str = ""
    en: str = ""
    hant: str = ""

    def said(self, language: str) -> str:
        return in_language(language, zh=self.zh, en=self.en, hant=self.hant)


class ShownCall(Struct, frozen=True, kw_only=True):
    """A stop or a lunch, from when to when."""

    what: What
    ref: UUID
    name: Label
    begins: datetime
    ends: datetime


class ShownDay(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A day: when the bus leaves, where it calls, when it is back."""

    on_day: date
    leaves: datetime | None = None
    calls: tuple[ShownCall, ...] = ()
    returns: datetime | None = None


class Shown(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a guest, a bus or a line has of a plan; `guests` are counted for buses and lines."""

    line: str = ""
    name: Label = Label()
    bus: str = ""
    plate: str = ""
    seat: str = ""
    muster: str = ""
    musters: datetime | None = None
    guide: str = ""
    guests: int | None = None
    days: tuple[ShownDay, ...] = ()

    @property
    def departs(self) -> datetime | None:
        """When it leaves on the first day."""
        return self.days[0].leaves if self.days else None


class Changed(Struct, frozen=True, kw_only=True):
    """What a plan changes for a guest, a bus or a line: `before` is None where it is new, `after` where it has nothing.

    `code` is the guest's number, or the code of the bus or line.
    """

    kind: Kind
    ref: UUID
    code: str
    name: str = ""
    delegation: UUID | None = None
    before: Shown | None = None
    after: Shown | None = None


@dataclass(frozen=True)
class Bus:
    """A vehicle as guests know it."""

    code: str
    plate: str
    muster: str
    leaving: Leaving


@dataclass(frozen=True)
class Person:
    """A guest as organizers know them."""

    number: str
    name: str
    delegation: UUID | None


@dataclass(frozen=True)
class Names:
    """What places, buses and guests are called."""

    places: Mapping[Place, Label]
    buses: Mapping[UUID, Bus]
    guests: Mapping[UUID, Person]

    def after(self, before: Draft, after: Draft) -> "Names":
        """The same with the departures of buses when `after` stands instead of `before`."""
        leaving = leaving_after(before, after, {key: bus.leaving for key, bus in self.buses.items()})
        buses = {key: replace(bus, leaving=leaving.get(key, bus.leaving)) for key, bus in self.buses.items()}
        return replace(self, buses=buses)


async def names_of(gathering: Gathering) -> Names:
    """The names as they are now."""
    places = {
        (row["kind"], row["id"]): Label(row["name_zh"], row["name_en"], row["name_hant"])
        for row in await fetch(
            "SELECT 'stop' AS kind, id, name_zh, name_en, name_hant FROM stop WHERE gathering = $1"
            " UNION ALL SELECT 'canteen', id, name_zh, name_en, '' FROM canteen WHERE gathering = $1",
            gathering.id,
        )
    }
    vehicles = await fetch("SELECT * FROM vehicle WHERE gathering = $1", gathering.id)
    leaving = leaving_of(vehicles)
    buses = {row["id"]: Bus(row["code"], row["plate"], row["muster"], leaving[row["id"]]) for row in vehicles}
    guests = {
        row["id"]: Person(row["number"], full_name(row["name_zh"], _latin(row)), row["delegation"])
        for row in await fetch(
            "SELECT id, number, name_zh, latin_surname, latin_given, surname_first, delegation FROM guest"
            " WHERE gathering = $1",
            gathering.id,
        )
    }
    return Names(places, buses, guests)


def _latin(row: Mapping[str, str]) -> str:
    return latin_of(row)


def shown_buses(draft: Draft, names: Names) -> dict[UUID, Shown]:
    """Every bus that has a line."""
    riding = _counted(draft)
    found = {}
    for ride in draft.rides:
        bus, line = names.buses.get(ride.vehicle), draft.line(ride.line)
        if bus is not None and line is not None:
            found[ride.vehicle] = Shown(
                line=line.code, name=Label(line.name_zh, line.name_en), bus=bus.code, plate=bus.plate,
                muster=bus.muster, musters=bus.leaving.musters, guide=ride.guide, guests=riding.get(ride.vehicle, 0),
                days=_days(line, [bus.leaving], names),
            )  # fmt: skip
    return found


def shown_lines(draft: Draft, names: Names) -> dict[UUID, Shown]:
    """Every line."""
    riding = _counted(draft)
    found = {}
    for line in draft.lines:
        rides: list[Ride] = [one for one in draft.rides if one.line == line.id and one.vehicle in names.buses]
        found[line.id] = Shown(
            line=line.code, name=Label(line.name_zh, line.name_en),
            bus=", ".join(sorted(names.buses[one.vehicle].code for one in rides)),
            guests=sum(riding.get(one.vehicle, 0) for one in rides),
            days=_days(line, [names.buses[one.vehicle].leaving for one in rides], names),
        )  # fmt: skip
    return found


def shown_guests(draft: Draft, names: Names) -> dict[UUID, Shown]:
    """Every guest with a seat."""
    buses = shown_buses(draft, names)
    return {
        one.guest: with_(buses[one.vehicle], guide="", guests=None, seat=one.label)
        for one in draft.seats
        if one.vehicle in buses
    }


def _counted(draft: Draft) -> dict[UUID, int]:
    counted: dict[UUID, int] = {}
    for seat in draft.seats:
        counted[seat.vehicle] = counted.get(seat.vehicle, 0) + 1
    return counted


def _days(line: Line, leaving: list[Leaving], names: Names) -> tuple[ShownDay, ...]:
    """The days of a line; on the first one its buses leave when they do, which need not be when the line does."""
    told = {day.on_day: day for day in line.days}
    departs = min((one.departs for one in leaving if one.departs is not None), default=None)
    found = []
    for place, day in enumerate(sorted({*told, *(call.begins.date() for call in line.calls)})):
        known = told.get(day)
        leaves = known.leaves_at if known else None
        one = ShownDay(
            on_day=day, leaves=departs if place == 0 and departs is not None else leaves,
            calls=tuple(_call(call, names) for call in line.calls if call.begins.date() == day),
            returns=known.returns_at if known else None,
        )  # fmt: skip
        if one != ShownDay(on_day=day):
            found.append(one)
    return tuple(found)


def _call(call: Call, names: Names) -> ShownCall:
    name = names.places.get((str(call.what), call.ref), Label())
    return ShownCall(what=call.what, ref=call.ref, name=name, begins=call.begins, ends=call.ends)


def written_changes(changes: tuple[Changed, ...]) -> str:
    """Changes as JSON text; of a guest's days there is a notice of its own."""
    return msgspec.json.encode([_short(one) for one in changes]).decode()


def _short(one: Changed) -> Changed:
    if one.kind is not Kind.GUEST:
        return one
    return with_(
        one, before=one.before and with_(one.before, days=()), after=one.after and with_(one.after, days=())
    )  # fmt: skip


def read_changes(text: str | bytes) -> tuple[Changed, ...]:
    """What `written_changes` wrote."""
    return msgspec.json.decode(text, type=tuple[Changed, ...])


def shown_in(text: str | bytes) -> Shown | None:
    """What a notice has of before or after."""
    return msgspec.json.decode(text, type=Shown | None)
