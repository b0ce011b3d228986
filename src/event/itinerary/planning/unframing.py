"""The planner's plan as a draft again: buses with the same visits share their line, others get one of their own."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from msgspec.structs import replace

from event.itinerary.planner.plan import Kind, Plan, Route
from event.itinerary.planning.framing import Framed, is_known, visit_of
from event.itinerary.planning.lines import next_code, with_calls
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
        shares = sorted(alike.items(), key=lambda one: (not one[0], -len(one[1])))
        for place, (route, vehicles) in enumerate(shares):
            kept = line if place == 0 else None
            made = _line(framed, route, kept, draft, {one.code for one in (*draft.lines, *lines)})
            lines += [made] if made else []
            for vehicle in vehicles:
                rides[vehicle] = replace(rides[vehicle], line=made.id if made else None)
        if line and not alike:
            lines.append(line)
    return replace(
        draft, lines=tuple(lines), rides=tuple(rides.values()), seats=tuple(_seats(framed, plan, draft))
    )


def _line(framed: Framed, route: Route, kept: Line | None, draft: Draft, codes: set[str]) -> Line | None:
    """The line of a route: the one it was, or a new one; none for a bus that calls nowhere."""
    if not route and kept is None:
        return None
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
    code = kept.code if kept else next_code(codes)
    line = kept or Line(id=uuid4(), code=code, name_zh=f"{code}线", name_en=f"Route {code}")
    return with_calls(framed.numbers.facts, draft, line, calls)


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
