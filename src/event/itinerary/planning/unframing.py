"""The planner's plan as a draft again: buses with the same visits share their line, others get one of their own.

Who goes on as before keeps the line; those to whom something happened get the new one.
"""

from collections.abc import Iterable
from functools import partial
from itertools import count
from uuid import UUID, uuid4

from msgspec.structs import replace

from event.itinerary.planner.plan import Kind, Plan, Route
from event.itinerary.planning.framing import Framed, is_known, visit_of
from event.itinerary.planning.lines import next_code, with_calls
from event.itinerary.planning.naming_anew import in_common
from event.itinerary.planning.plan import Call, Draft, Held, Line, Ride, Seat, What, in_time

_WHATS = {Kind.STOP: What.STOP, Kind.LUNCH: What.CANTEEN, Kind.COMMITMENT: What.SESSION}


def unframed(framed: Framed, plan: Plan, draft: Draft) -> Draft:
    """A plan of the planner, with everything the draft says beside it kept: labels of seats, what is held, closures."""
    numbers = framed.numbers
    rides = {
        vehicle: replace(draft.ride(vehicle) or Ride(vehicle=vehicle), guide=numbers.guides[plan.guides[bus]])
        for bus, vehicle in enumerate(numbers.vehicles)
    }
    lines: list[Line] = []
    for line in (*draft.lines, None):
        number = line.id if line else None
        alike: dict[Route, list[UUID]] = {}
        for bus, vehicle in enumerate(numbers.vehicles):
            if rides[vehicle].line == number:
                alike.setdefault(plan.routes.get(bus, ()), []).append(vehicle)
        same = [
            framed.plan.routes.get(bus, ())
            for bus, one in enumerate(numbers.vehicles)
            if rides[one].line == number
        ]
        shares = sorted(alike.items(), key=partial(_claim, framed, line, same))
        for place, (route, vehicles) in enumerate(shares):
            made = _line(framed, route, line, draft) if route or (line and place == 0) else None
            if made and (line is None or place > 0):
                made = _parted(made, line, {one.code for one in (*draft.lines, *lines)})
            lines += [made] if made else []
            for vehicle in vehicles:
                rides[vehicle] = replace(rides[vehicle], line=made.id if made else None)
        if line and not alike:
            lines.append(line)
    return replace(
        draft, lines=tuple(lines), rides=tuple(rides.values()), seats=tuple(_seats(framed, plan, draft))
    )


def _line(framed: Framed, route: Route, kept: Line | None, draft: Draft) -> Line:
    """The line with the calls of a route: leaving and returning as much earlier or later as these are."""
    known = [call for call in kept.calls if is_known(framed.numbers, call)] if kept else []
    before = {visit_of(framed.numbers, call): call for call in known}
    held = {call.key: call.held for call in known}
    calls = []
    for visit in route:
        if visit in before:
            calls.append(before[visit])
            continue
        ref = framed.numbers.refs(visit.kind)[visit.ref]
        begins, ends = framed.numbers.moment(visit.start), framed.numbers.moment(visit.end)
        call = Call(what=_WHATS[visit.kind], ref=ref, begins=begins, ends=ends)
        calls.append(replace(call, held=held.get(call.key, Held.FREE)))
    if kept and in_time(calls) == in_time(kept.calls):
        return kept
    line = kept or Line(id=uuid4(), code="", name_zh="", name_en="")
    return with_calls(framed.numbers.facts, draft, line, calls)


def _claim(
    framed: Framed, line: Line | None, same: list[Route], share: tuple[Route, list[UUID]]
) -> tuple[int, ...]:
    """Which buses keep the line, least first: those that go on as before, or call at most of its stops."""
    route, vehicles = share
    return not route, route not in same, -in_common(framed, route, line), -len(vehicles)


def _parted(made: Line, line: Line | None, codes: set[str]) -> Line:
    """The same times and places as a line of its own: A2 beside A, so that it still is what guests wished for."""
    if line is None or not line.code[-1:].isalpha():
        code = next_code(codes)
        return replace(made, id=uuid4(), code=code, name_zh=f"{code}线", name_en=f"Route {code}")
    code = next(code for number in count(2) if (code := f"{line.code}{number}") not in codes)
    return replace(made, id=uuid4(), code=code)


def _seats(framed: Framed, plan: Plan, draft: Draft) -> Iterable[Seat]:
    """Everybody's seat: the one they had where they stay, one without a label where they move."""
    before = {one.guest: one for one in draft.seats}
    for number, unit in enumerate(framed.numbers.units):
        if number not in plan.bus_of:
            continue
        vehicle = framed.numbers.vehicles[plan.bus_of[number]]
        for guest in unit.guests:
            seat = before.get(guest) or Seat(guest=guest, vehicle=vehicle)
            yield seat if seat.vehicle == vehicle else replace(seat, vehicle=vehicle, label="")
