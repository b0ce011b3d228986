"""A line with other calls: in the order of time, with when it leaves and is back; and calls pushed on by others."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from math import ceil
from uuid import UUID

from msgspec.structs import replace

from event.itinerary.places.ways import HowKnown, Way
from event.itinerary.planner.instance import UNIT_MINUTES
from event.itinerary.planning.facts import Facts
from event.itinerary.planning.plan import Call, Draft, Line, LineDay, What, in_time

DEPOT_MINUTES = 20
"""From a hotel nobody entered, or to a hall that is on no map."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def way(facts: Facts, origin: UUID | None, target: UUID | None) -> Way:
    """How long a bus is on its way between two places, in whole units."""
    first, last = _place(facts, origin), _place(facts, target)
    if first is not None and first == last:
        return Way(0, HowKnown.ENTERED)
    if first is None or last is None:
        return Way(DEPOT_MINUTES, HowKnown.UNKNOWN)
    found = facts.ways.way(first, last)
    return Way(ceil(found.minutes / UNIT_MINUTES) * UNIT_MINUTES, found.known)


def _place(facts: Facts, ref: UUID | None) -> UUID | None:
    meeting = facts.meetings.get(ref) if ref else None
    ref = meeting.venue if meeting else ref
    return ref if ref in facts.ways.places else None


def hotel_of(facts: Facts, draft: Draft, line: UUID) -> UUID | None:
    """Where the first bus of a line starts; the first hotel where nobody said."""
    for ride in draft.rides:
        coach = facts.coaches.get(ride.vehicle)
        if ride.line == line and coach and coach.hotel:
            return coach.hotel
    return next(iter(facts.hotels), None)


def with_calls(facts: Facts, draft: Draft, line: Line, calls: Iterable[Call]) -> Line:
    """The line with these calls.

    It leaves and is back as much earlier or later as its first and last call are; where these are other places, as
    the ways to them take. It does not leave before buses do on that day, where the way lets it.
    """
    ordered = in_time(calls)
    hotel = hotel_of(facts, draft, line.id)
    told = {day.on_day: day for day in line.days}
    before, after = _ends(facts, line.calls, hotel), _ends(facts, ordered, hotel)
    first = {
        one.on_day: datetime.combine(one.on_day, one.leaves_at, facts.gathering.zone) for one in facts.days
    }
    days = []
    for day, (leaves, returns) in after.items():
        known, old = told.get(day), before.get(day)
        kept = _kept(known.leaves_at if known else None, old[0] if old else None, leaves)
        days.append(
            LineDay(
                on_day=day,
                leaves_at=max(kept, min(leaves[1], first.get(day, kept))),
                returns_at=_kept(known.returns_at if known else None, old[1] if old else None, returns),
            )
        )
    return replace(line, calls=ordered, days=tuple(days))


End = tuple[UUID, datetime]
"""Where a line calls first or last, and when it has to leave for it or can be back from it."""


def _kept(told: datetime | None, old: End | None, new: End) -> datetime:
    return told + (new[1] - old[1]) if told and old and old[0] == new[0] else new[1]


def _ends(facts: Facts, calls: Sequence[Call], hotel: UUID | None) -> dict[date, tuple[End, End]]:
    """The first and the last call of each day."""
    zone = facts.gathering.zone
    found: dict[date, tuple[End, End]] = {}
    for call in calls:
        day = call.begins.astimezone(zone).date()
        out = call.ref, call.begins - timedelta(minutes=way(facts, hotel, call.ref).minutes)
        home = call.ref, call.ends + timedelta(minutes=way(facts, call.ref, hotel).minutes)
        found[day] = (found[day][0] if day in found else out, home)
    return found


def pushed(facts: Facts, calls: Sequence[Call], moved: Call) -> tuple[Call, ...]:
    """The calls with those after `moved` put off as far as they must be; sessions begin when they begin."""
    ordered = [*in_time(calls)]
    place = ordered.index(moved)
    for number in range(place + 1, len(ordered)):
        last, call = ordered[number - 1], ordered[number]
        if call.begins.date() != last.begins.date() or call.what is What.SESSION:
            break
        ready = last.ends + timedelta(minutes=way(facts, last.ref, call.ref).minutes)
        if ready <= call.begins:
            break
        ordered[number] = put_off(call, ready - call.begins)
    return tuple(ordered)


def put_off(call: Call, by: timedelta) -> Call:
    """A call so much later."""
    return replace(call, begins=call.begins + by, ends=call.ends + by)


def next_code(codes: set[str]) -> str:
    """The first letter that no line has; two letters after Z."""
    names: list[str] = [*_LETTERS, *(one + two for one in _LETTERS for two in _LETTERS)]
    return next(name for name in names if name not in codes)
