"""The board of a draft, put together for one reader."""

from collections import Counter
from datetime import date, datetime
from uuid import UUID

from event.itinerary.planning.drafting import Standing
from event.itinerary.planning.facts import Coach, Facts, GuideFact, Site
from event.itinerary.planning.framing import Framed, days_of, frame
from event.itinerary.planning.lines import hotel_of, way
from event.itinerary.planning.plan import Draft, Line, What, serves
from event.itinerary.planning.troubles import Trouble, troubles
from event.itinerary.planning.units import Unit
from event.itinerary.planning.view import (
    BusView,
    CallView,
    DayView,
    FillView,
    GuestName,
    GuideView,
    LineDayView,
    LineView,
    PartyView,
    PlaceView,
    PlanView,
    SpareBus,
    TroubleView,
    WishesView,
)
from event.language import in_language
from event.registration.queries import Scope


def view(
    standing: Standing, facts: Facts, *, published: int | None, unpublished: bool, language: str, scope: Scope = None
) -> PlanView:  # fmt: skip
    """The board for a reader; one who is limited to delegations sees only their parties by name."""
    draft, framed = standing.draft, frame(facts, standing.draft)
    level_of, held = levels(facts, draft), {seat.guest for seat in draft.seats if seat.held}
    parties = [
        _party(facts, unit, level_of, held) for unit in framed.numbers.units if _may_see(facts, unit, scope)
    ]
    return PlanView(
        standing.moved, bool(standing.undo), standing.undo, bool(standing.redo), standing.redo, published, unpublished,
        [
            DayView(one.on_day, *(f"{at:%H:%M}" for at in (one.leaves_at, one.back_by, one.lunch_from, one.lunch_until)))
            for one in days_of(facts, draft)
        ],
        [_line(facts, draft, line, language) for line in draft.lines],
        [_bus(facts, draft, ride.vehicle) for ride in draft.rides],
        [
            SpareBus(one.vehicle, one.code, one.seats)
            for one in sorted(facts.coaches.values(), key=_by_code)
            if draft.ride(one.vehicle) is None and one.seats
        ],
        [_guide(one) for one in facts.guides.values()],
        parties,
        [_place(one, framed, language) for one in facts.sites.values()],
        _fill(framed, language),
        [
            _trouble(one, draft, language)
            for one in troubles(framed, draft, language)
            if scope is None or one.guest is None
        ],
        _wishes(draft, level_of),
    )  # fmt: skip


def _may_see(facts: Facts, unit: Unit, scope: Scope) -> bool:
    return scope is None or all(facts.travellers[one].delegation in scope for one in unit.guests)


def _by_code(coach: Coach) -> tuple[int, str]:
    return len(coach.code), coach.code


def _clock(facts: Facts, moment: datetime | None) -> str:
    return f"{moment.astimezone(facts.gathering.zone):%H:%M}" if moment else ""


def _line(facts: Facts, draft: Draft, line: Line, language: str) -> LineView:
    calls: list[CallView] = []
    hotel, zone = hotel_of(facts, draft, line.id), facts.gathering.zone
    last: tuple[date, UUID | None, datetime] | None = None
    told = {day.on_day: day for day in line.days}
    for call in line.calls:
        begins = call.begins.astimezone(zone)
        day = begins.date()
        first = last is None or last[0] != day
        leg = way(facts, hotel if last is None or first else last[1], call.ref)
        ready = None if last is None or first else last[2]
        wait = int((call.begins - ready).total_seconds() // 60) - leg.minutes if ready else 0
        site = facts.sites.get(call.ref)
        calls.append(
            CallView(
                str(call.what), call.ref, site.code if site else "", facts.name_of(call.ref, language), day,
                f"{begins:%H:%M}", _clock(facts, call.ends), str(call.held), leg.minutes, str(leg.known), max(0, wait),
            )
        )  # fmt: skip
        last = (day, call.ref, call.ends)
    days = [
        LineDayView(day, _clock(facts, one.leaves_at), _clock(facts, one.returns_at))
        for day, one in told.items()
    ]
    return LineView(line.id, line.code, in_language(language, zh=line.name_zh, en=line.name_en), days, calls)


def _bus(facts: Facts, draft: Draft, vehicle: UUID) -> BusView:
    coach, ride = facts.coaches[vehicle], draft.ride(vehicle)
    riding = sum(one.vehicle == vehicle for one in draft.seats)
    guide = facts.guides.get(ride.guide) if ride else None
    return BusView(
        vehicle, coach.code, coach.plate, ride.line if ride else None, coach.seats, coach.crew, coach.usable, riding,
        _guide(guide) if guide else None, bool(ride and ride.held), bool(ride and ride.out),
    )  # fmt: skip


def _guide(guide: GuideFact) -> GuideView:
    return GuideView(guide.number, guide.name, list(guide.languages))


def levels(facts: Facts, draft: Draft) -> dict[UUID, int | None]:
    """Which of the routes they wished each guest rides on: 0 for another, None where they wished for none or ride on none."""
    line_of = {ride.vehicle: draft.line(ride.line) for ride in draft.rides}
    vehicle_of = draft.vehicle_of()
    return {
        guest: _level(one.routes, line_of.get(vehicle_of[guest]) if guest in vehicle_of else None)
        for guest, one in facts.travellers.items()
    }


def _level(routes: tuple[str, ...], line: Line | None) -> int | None:
    if not routes or line is None:
        return None
    return next((place for place, code in enumerate(routes, 1) if serves(line.code, code)), 0)


def _party(facts: Facts, unit: Unit, level_of: dict[UUID, int | None], held: set[UUID]) -> PartyView:
    guests = [facts.travellers[one] for one in unit.guests]
    wishes = list(dict.fromkeys(code for one in guests for code in one.routes))
    told = [level for one in guests if (level := level_of[one.id]) is not None]
    return PartyView(
        guests[0].id, [GuestName(one.id, one.number, one.name) for one in guests],
        guests[0].delegation_name, unit.vehicle, any(one.id in held for one in guests), wishes,
        min((level or 9 for level in told), default=None) if any(told) else (0 if told else None),
        sum(one.wheelchair for one in guests), [],
    )  # fmt: skip


def _wishes(draft: Draft, level_of: dict[UUID, int | None]) -> WishesView:
    counts = Counter(level_of.get(seat.guest) for seat in draft.seats)
    return WishesView(counts[1], counts[2], counts[0], counts[None])


def _place(site: Site, framed: Framed, language: str) -> PlaceView:
    hours: dict[str, list[str] | None] = {}
    for day in framed.numbers.days:
        told = site.hours(day.on_day)
        hours[day.on_day.isoformat()] = [f"{at:%H:%M}" for at in told] if told else None
    return PlaceView(
        str(site.what), site.ref, site.code, site.name(language), site.capacity, site.latitude, site.longitude, hours,
        site.stay,
    )  # fmt: skip


def _fill(framed: Framed, language: str) -> list[FillView]:
    """Every place that somebody visits, with how many are there over time."""
    numbers = framed.numbers
    riding = Counter(unit.vehicle for unit in numbers.units for _ in unit.guests)
    changes: dict[UUID, Counter[int]] = {}
    for bus, route in framed.plan.routes.items():
        for visit in route:
            ref = numbers.refs(visit.kind)[visit.ref]
            steps = changes.setdefault(ref, Counter())
            steps[visit.start] += riding[numbers.vehicles[bus]]
            steps[visit.end] -= riding[numbers.vehicles[bus]]
    found = []
    for ref, told in changes.items():
        site = numbers.facts.sites.get(ref)
        if site is None:
            continue
        there, steps_view = 0, list[tuple[date, str, int]]()
        for at in sorted(told):
            there += told[at]
            moment = numbers.moment(at)
            steps_view.append((moment.date(), f"{moment:%H:%M}", there))
        found.append(FillView(str(site.what), ref, site.name(language), site.capacity, steps_view))
    return sorted(found, key=lambda one: (one.what != What.CANTEEN, one.name))


def _trouble(one: Trouble, draft: Draft, language: str) -> TroubleView:
    ride = draft.ride(one.vehicle)
    return TroubleView(
        one.rule, one.told(language), one.vehicle, ride.line if ride else None, one.ref, one.guest
    )
