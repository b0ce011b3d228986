"""The draft and what it rests on as the planner takes them: numbers, units of five minutes, one matrix of ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from uuid import UUID

from event.itinerary.planner.instance import (
    DAY,
    UNIT_MINUTES,
    Bus,
    Commitment,
    Frame,
    Guide,
    Instance,
    Lunch,
    Stop,
)
from event.itinerary.planner.plan import Kind, Plan, Visit, in_order
from event.itinerary.planner.weights import weights_in_words
from event.itinerary.planning.facts import DayFact, Facts, Meeting, Site
from event.itinerary.planning.hours import clock, down, less, shut, units, up
from event.itinerary.planning.lines import DEPOT_MINUTES
from event.itinerary.planning.plan import Call, Draft, Ride, What
from event.itinerary.planning.units import Unit, Worth, apart, party_of, units_of, wished_stops

BOUNDLESS = 100_000
"""Room where nobody said how much there is."""
_KINDS = {What.STOP: Kind.STOP, What.CANTEEN: Kind.LUNCH, What.SESSION: Kind.COMMITMENT}


@dataclass(frozen=True)
class Numbers:
    """What each of the planner's numbers means."""

    facts: Facts
    days: tuple[DayFact, ...]
    stops: tuple[Site, ...]
    canteens: tuple[Site, ...]
    meetings: tuple[Meeting, ...]
    vehicles: tuple[UUID, ...]
    guides: tuple[str, ...]
    units: tuple[Unit, ...]

    def refs(self, kind: Kind) -> tuple[UUID, ...]:
        """The stops, canteens or sessions in the planner's order."""
        match kind:
            case Kind.STOP:
                return tuple(one.ref for one in self.stops)
            case Kind.LUNCH:
                return tuple(one.ref for one in self.canteens)
            case Kind.COMMITMENT:
                return tuple(one.session for one in self.meetings)

    def at(self, moment: datetime, *, up: bool = False) -> int:
        """A moment as a time of the planner, to the nearest unit, or up."""
        local = moment.astimezone(self.facts.gathering.zone)
        day = [one.on_day for one in self.days].index(local.date())
        return day * DAY + units(local.hour * 60 + local.minute, up=up)

    def moment(self, at: int) -> datetime:
        """A time of the planner where the gathering is."""
        day, of_day = divmod(at, DAY)
        midnight = datetime.combine(self.days[day].on_day, time(0), self.facts.gathering.zone)
        return midnight + timedelta(minutes=of_day * UNIT_MINUTES)


@dataclass(frozen=True)
class Framed:
    """The visit by numbers."""

    instance: Instance
    plan: Plan
    numbers: Numbers


def frame(facts: Facts, draft: Draft, *, anew: bool = False) -> Framed:
    """The draft by numbers. `anew`: parties are whole again, wherever their guests sit now."""
    days = days_of(facts, draft)
    rides = tuple(ride for ride in draft.rides if ride.vehicle in facts.coaches)
    on_days = {one.on_day for one in days}
    zone = facts.gathering.zone
    guides, guide_of = _guides(facts, rides)
    numbers = Numbers(
        facts, days,
        tuple(one for one in facts.sites.values() if one.what is What.STOP),
        tuple(one for one in facts.sites.values() if one.what is What.CANTEEN),
        tuple(one for one in facts.meetings.values() if one.begins.astimezone(zone).date() in on_days),
        tuple(ride.vehicle for ride in rides), guides, units_of(facts, draft, days, anew=anew),
    )  # fmt: skip
    plan = Plan(
        {
            number: numbers.vehicles.index(unit.vehicle)
            for number, unit in enumerate(numbers.units)
            if unit.vehicle in numbers.vehicles
        },
        guide_of,
        {
            bus: in_order(visit_of(numbers, call) for call in draft.calls_of(vehicle) if is_known(numbers, call))
            for bus, vehicle in enumerate(numbers.vehicles)
        },
    )  # fmt: skip
    return Framed(_instance(facts, draft, numbers, rides, plan), plan, numbers)


def is_known(numbers: Numbers, call: Call) -> bool:
    """Whether what is called at still exists."""
    return call.ref in numbers.refs(_KINDS[call.what])


def visit_of(numbers: Numbers, call: Call) -> Visit:
    """A call by numbers, to the nearest units."""
    kind = _KINDS[call.what]
    begins = numbers.at(call.begins)
    stay = max(1, numbers.at(call.ends) - begins)
    return Visit(kind, numbers.refs(kind).index(call.ref), _place(numbers.facts, call.ref), begins, stay)


def _place(facts: Facts, ref: UUID | None) -> int:
    """The number of a place among the ways; one more than all where it is unknown: somewhere near."""
    meeting = facts.meetings.get(ref) if ref else None
    ref = meeting.venue if meeting else ref
    return facts.ways.places.index(ref) if ref in facts.ways.places else len(facts.ways.places)


def _instance(facts: Facts, draft: Draft, numbers: Numbers, rides: Sequence[Ride], plan: Plan) -> Instance:
    worth, delegations = Worth(numbers.stops, wished_stops(draft)), dict[UUID | None, int]()
    for unit in numbers.units:
        delegations.setdefault(facts.travellers[unit.guests[0]].delegation, len(delegations))
    return Instance(
        days=len(numbers.days), travel=_travel(facts), hotels=tuple(_place(facts, one) for one in facts.hotels or (None,)),
        stops=tuple(_stop(facts, draft, numbers, number) for number in range(len(numbers.stops))),
        lunches=tuple(
            Lunch(
                id=number, place=_place(facts, one.ref), name=one.name_zh, stay=units(one.stay),
                capacity=BOUNDLESS if one.capacity is None else one.capacity,
            )
            for number, one in enumerate(numbers.canteens)
        ),
        lunch_start=_lunch_start(numbers),
        parties=tuple(
            party_of(facts, unit, number, worth=worth, days=numbers.days, delegations=delegations)
            for number, unit in enumerate(numbers.units)
        ),
        buses=tuple(_bus(facts, numbers, plan, number, ride) for number, ride in enumerate(rides)),
        guides=_languages(facts, numbers),
        commitments=tuple(
            Commitment(
                id=number, name=one.title_zh, place=_place(facts, one.session), start=numbers.at(one.begins),
                stay=max(1, numbers.at(one.ends, up=True) - numbers.at(one.begins)),
                who="signing" if one.signing_only else "all",
            )
            for number, one in enumerate(numbers.meetings)
        ),
        frames=tuple(
            Frame(
                day=number, leave=number * DAY + clock(one.leaves_at), back=number * DAY + clock(one.back_by),
                driving=units(one.driving_minutes) if one.driving_minutes else None,
            )
            for number, one in enumerate(numbers.days)
        ),
        apart=apart(facts, numbers.units), weights=weights_in_words(facts.weighed),
    )  # fmt: skip


def _lunch_start(numbers: Numbers) -> tuple[int, int]:
    """When lunch may begin: within the hours of the days, and while every canteen serves if that leaves any time."""
    first = min(clock(one.lunch_from) for one in numbers.days)
    last = max(clock(one.lunch_until) for one in numbers.days)
    hours = [one.usual for one in numbers.canteens if one.usual]
    serves = max([first, *(up(opens) for opens, _ in hours)])
    stops = min([last, *(down(closes) - 1 for _, closes in hours)])
    return (serves, stops) if serves <= stops else (first, last)


def _travel(facts: Facts) -> tuple[tuple[int, ...], ...]:
    """The ways in units, with one place more for whatever is not on the map."""
    known = [[units(float(minutes), up=True) for minutes in row] for row in facts.ways.minutes]
    widest = max((max(row, default=0) for row in known), default=0)
    near = max(units(DEPOT_MINUTES), ceil(widest / 2))
    return (*((*row, near) for row in known), (*(near for _ in known), 0))


def _stop(facts: Facts, draft: Draft, numbers: Numbers, number: int) -> Stop:
    one = numbers.stops[number]
    stays = [
        numbers.at(call.ends) - numbers.at(call.begins)
        for line in draft.lines
        for call in line.calls
        if call.ref == one.ref
    ]
    stay = units(one.stay)
    windows = []
    for day, fact in enumerate(numbers.days):
        hours = one.hours(fact.on_day)
        if hours:
            windows.append((day * DAY + up(hours[0]), day * DAY + down(hours[1])))
    for closure in draft.closures:
        if closure.stop == one.ref:
            windows = less(windows, shut(numbers.days, closure, numbers.facts.gathering.zone))
    return Stop(
        id=number, place=_place(facts, one.ref), name=one.name_zh, stay=stay, windows=tuple(windows),
        capacity=BOUNDLESS if one.capacity is None else one.capacity, accessible=one.step_free,
        shortest=max(1, min([stay, units(one.shortest or one.stay), *stays])),
    )  # fmt: skip


def _bus(facts: Facts, numbers: Numbers, plan: Plan, number: int, ride: Ride) -> Bus:
    coach = facts.coaches[ride.vehicle]
    told = any(one.wheelchair_places for one in facts.coaches.values())
    places = coach.wheelchair_places if told else coach.usable  # nobody has counted them yet
    visits = plan.routes[number]
    stays = {
        one.ref: one.stay
        for one in visits
        if one.kind is Kind.STOP and one.stay != units(numbers.stops[one.ref].stay)
    }
    lunch = next((one for one in visits if one.kind is Kind.LUNCH), None)
    return Bus(
        id=number, usable=0 if ride.out else coach.usable,
        wheelchair_places=0 if ride.out else min(places, coach.usable),
        hotel=facts.hotels.index(coach.hotel) if coach.hotel in facts.hotels else 0, stays=stays,
        lunch_stay=lunch.stay if lunch else None,
    )  # fmt: skip


def _guides(facts: Facts, rides: Sequence[Ride]) -> tuple[tuple[str, ...], dict[int, int]]:
    """All guides, then one nobody has named yet for each bus without; and the guide of each bus."""
    known = list(facts.guides)
    guide_of: dict[int, int] = {}
    for bus, ride in enumerate(rides):
        if ride.guide in facts.guides and known.index(ride.guide) not in guide_of.values():
            guide_of[bus] = known.index(ride.guide)
    for bus in range(len(rides)):
        if bus not in guide_of:
            guide_of[bus] = len(known)
            known.append("")
    return tuple(known), guide_of


def _languages(facts: Facts, numbers: Numbers) -> tuple[Guide, ...]:
    """Guides with their languages: every language that is spoken, where nobody said which."""
    spoken = {language for one in facts.travellers.values() for language in one.languages} | {""}
    found = []
    for number, name in enumerate(numbers.guides):
        told = facts.guides[name].languages if name else ()
        found.append(Guide(id=number, languages=(*told, "") if told else tuple(sorted(spoken))))
    return tuple(found)


def days_of(facts: Facts, draft: Draft) -> tuple[DayFact, ...]:
    """The days of the visit: those that are set, and those on which a line calls somewhere."""
    zone = facts.gathering.zone
    known = {one.on_day: one for one in facts.days}
    called = {call.begins.astimezone(zone).date() for line in draft.lines for call in line.calls}
    found = [known.get(day) or _usual_day(facts, draft, day) for day in sorted({*known, *called})]
    return tuple(found) or (_usual_day(facts, draft, facts.gathering.last_day),)


def _usual_day(facts: Facts, draft: Draft, day: date) -> DayFact:
    """A day nobody set: from when the first bus leaves, or eight, until the last line is back, or six."""
    zone = facts.gathering.zone
    told = [one for line in draft.lines for one in line.days if one.on_day == day]
    leaving = [one.departs_at for one in facts.coaches.values() if one.departs_at] + [
        one.leaves_at for one in told if one.leaves_at
    ]
    first = [one.astimezone(zone).time() for one in leaving if one.astimezone(zone).date() == day]
    backs = [one.returns_at.astimezone(zone).time() for one in told if one.returns_at]
    return DayFact(day, min(first, default=time(8)), max(backs, default=time(18)), time(11), time(13, 30))
