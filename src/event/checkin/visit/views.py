"""Buses and their roll calls as one reader may see them: figures for all, names and phones by role and delegation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from event.checkin.desk import desk_scope
from event.checkin.notes import open_notes
from event.checkin.visit.counting import BusDay, LastSeen, bus_day, bus_days, last_seen
from event.checkin.visit.points import label, lacking_points
from event.checkin.visit.rules import RollCall
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.itinerary.riding import Rider
from event.itinerary.visiting import Site, sites_now
from event.language import in_language
from event.people.rules import Access, Permission
from event.registration.queries import Scope, scope_of
from event.registration.sealed import opened


@dataclass(frozen=True)
class Reader:
    """Whose names a reader sees (None: everybody's), and whose telephone numbers: nobody's is an empty set."""

    language: str
    named: Scope
    called: Scope

    @property
    def contact(self) -> bool:
        """Whether they see any telephone number at all."""
        return self.called is None or bool(self.called)


async def reader_of(access: Access, gathering: Gathering, *, language: str) -> Reader:
    """What somebody who may scan sees of buses."""
    contact = access.may(Permission.GUESTS_CONTACT, gathering.id)
    called = await scope_of(access, gathering) if contact else frozenset()
    return Reader(language, await desk_scope(access, gathering), called)


class CallView(msgspec.Struct, frozen=True):
    """A roll call: `expected` were aboard before, `missing` of them are not counted. `at` names it in addresses."""

    at: str
    label: str
    checkpoint: str
    open: bool
    taken: bool
    expected: int
    counted: int
    missing: int
    last_at: datetime | None


class RiderView(msgspec.Struct, frozen=True):
    """A guest on a bus; `phone` is empty for readers who may not see it. `counted_at` at the roll call asked for.

    `missing_at` is the roll call at which somebody is missing.
    """

    guest: UUID
    bus: str
    seat: str
    number: str
    name: str
    latin: str
    class_code: str
    delegation: str
    phone: str = ""
    last_checkpoint: str = ""
    last_at: datetime | None = None
    counted_at: datetime | None = None
    missing_at: str = ""


class CrewView(msgspec.Struct, frozen=True):
    """Somebody of a bus's crew."""

    role: str
    name: str
    phone: str


class BusView(msgspec.Struct, frozen=True):
    """A bus: seats booked, guests counted on it at all, and the last roll call that was begun."""

    code: str
    plate: str
    route: str
    route_name: str
    departs_at: datetime | None
    booked: int
    aboard: int
    not_aboard: int
    last: CallView | None
    said: list[str]
    captains: list[CrewView]


class BusesView(msgspec.Struct, frozen=True):
    """All buses. `missing` are those not aboard, or missing at the last roll call, on buses that have begun to count.

    It is null for readers who may not see contacts; `lacking` roll calls have no checkpoint yet.
    """

    as_of: datetime
    booked: int
    aboard: int
    not_aboard: int
    missing_now: int
    lacking: int
    buses: list[BusView]
    missing: list[RiderView] | None


class RollCallView(msgspec.Struct, frozen=True):
    """One bus at one roll call: its roll calls, everybody the reader may see, and who of them is missing.

    `unseen` are missing too, but not named to this reader.
    """

    as_of: datetime
    bus: BusView
    calls: list[CallView]
    at: str
    label: str
    people: list[RiderView]
    missing: list[RiderView]
    unseen: int


async def buses_view(gathering: Gathering, reader: Reader, *, now: datetime) -> BusesView:
    """Every bus of the visit with who is missing."""
    days, stops = await bus_days(gathering), await sites_now(gathering, "stop")
    said = await _said(days, gathering, reader)
    told = await _all_missing(days, stops, gathering, reader) if reader.contact else None
    return BusesView(
        now, sum(day.booked for day in days), sum(len(day.aboard) for day in days),
        sum(len(day.not_boarded) for day in days), sum(len(day.missing) for day in days),
        len(await lacking_points(gathering)), [_bus(day, stops, said, reader) for day in days], told,
    )  # fmt: skip


async def roll_call_view(
    gathering: Gathering, bus: str, reader: Reader, *, at: str = "", now: datetime
) -> RollCallView:
    """One bus at a roll call; without `at`, at the one to go on with. Raises UnknownBus."""
    day, stops = await bus_day(gathering, bus), await sites_now(gathering, "stop")
    call = day.call(at) or day.open_call
    said = await _said([day], gathering, reader)
    missing = day.named(call.missing) if call and call.taken else []
    seen = [one for one in missing if one.within(reader.named)]
    return RollCallView(
        now, _bus(day, stops, said, reader), [_call(one, stops, reader) for one in day.calls],
        call.point.tail if call else "", label(call.point, stops, language=reader.language) if call else "",
        [_rider(one, reader, call=call) for one in day.riders if one.within(reader.named)],
        await _with_last([(one, "") for one in seen], gathering, reader), len(missing) - len(seen),
    )  # fmt: skip


def _bus(day: BusDay, stops: dict[str, Site], said: dict[str, list[str]], reader: Reader) -> BusView:
    return BusView(
        day.bus.code, day.bus.plate, day.route.code, day.route.name(reader.language), day.bus.departs, day.booked,
        len(day.aboard), len(day.not_boarded), _call(day.last, stops, reader) if day.last else None,
        said.get(day.bus.code, []),
        [CrewView(one.role, one.name, one.phone if reader.contact else "") for one in day.bus.of("captain")],
    )  # fmt: skip


def _call(call: RollCall, stops: dict[str, Site], reader: Reader) -> CallView:
    return CallView(
        call.point.tail, label(call.point, stops, language=reader.language), call.point.code, call.point.active,
        call.taken, len(call.expected), call.here, len(call.missing), call.last,
    )  # fmt: skip


async def _all_missing(
    days: Iterable[BusDay], stops: dict[str, Site], gathering: Gathering, reader: Reader
) -> list[RiderView]:
    """Who is missing at the last roll call of their bus, and who was not counted on it at all, by bus.

    Buses where nobody was counted yet are left out: everybody is waited for there.
    """
    found: list[tuple[Rider, str]] = []
    for day in days:
        if day.last is None:
            continue
        at = label(day.last.point, stops, language=reader.language)
        now = {one.guest for one in day.missing}
        found += [
            (one, at if one.guest in now else "")
            for one in day.riders
            if one.guest in now or one in day.not_boarded
        ]
    return await _with_last([pair for pair in found if pair[0].within(reader.called)], gathering, reader)


def _rider(
    one: Rider, reader: Reader, *, keys: Keys | None = None, last: LastSeen | None = None,
    call: RollCall | None = None, at: str = "",
) -> RiderView:  # fmt: skip
    seen = call.counted.get(one.guest) if call else None
    return RiderView(
        one.guest, one.bus, one.seat, one.number, one.name, one.latin if one.latin != one.name else "",
        one.class_code, one.home(reader.language),
        opened(keys, one.guest, one.row).phone if keys and one.within(reader.called) else "",
        in_language(reader.language, zh=last.name_zh, en=last.name_en) if last else "",
        last.at if last else None, seen.at if seen else None, at,
    )  # fmt: skip


async def _with_last(
    people: Iterable[tuple[Rider, str]], gathering: Gathering, reader: Reader
) -> list[RiderView]:
    """People with where they are missing, their telephone number as far as the reader may see it, their last scan."""
    people = list(people)
    last = await last_seen([one.guest for one, _ in people], gathering) if people else {}
    keys = await keys_of(gathering.id) if reader.contact else None
    return [_rider(one, reader, keys=keys, last=last.get(one.guest), at=at) for one, at in people]


async def _said(days: Iterable[BusDay], gathering: Gathering, reader: Reader) -> dict[str, list[str]]:
    """What buses have told that nobody has seen to yet: open notes on their crews, by bus."""
    if not reader.contact:
        return {}
    buses = {one.guest: day.bus.code for day in days for one in day.bus.crew if one.guest}
    found: dict[str, list[str]] = {}
    for note in await open_notes(gathering, scope=reader.called):
        if note.guest in buses:
            told = f"{note.at.astimezone(gathering.zone):%H:%M} {note.text}"
            found.setdefault(buses[note.guest], []).append(told)
    return found
