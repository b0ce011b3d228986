"""What is wrong with a draft, each with what it is about: the planner's rules, and those a plan of numbers cannot know."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from event.itinerary.planner.broken import SENTENCES, Broken, Rule
from event.itinerary.planner.explaining import Said
from event.itinerary.planner.validating import judge
from event.itinerary.planning.facts import Facts
from event.itinerary.planning.framing import Framed
from event.itinerary.planning.plan import Draft, What
from event.language import Message, Tells, filled, translated

_DAY = re.compile(r"^D(\d+) ")
_SEATS = Message(
    "Bus {bus} has {all} seats; its crew takes {crew}, so {seats} are for guests: {guests} would be {over} too many."
)
_OUT = Message("Bus {bus} has broken down; {guests} guests have a seat on it.")
_SERVING = Message("“{name}” serves from {opens} to {closes}; bus {bus} comes at {begins}.")
_LEAVES = Message("{guest} leaves at {leaves}; bus {bus} is back at {back}.")
_TOGETHER = Message("{guest} and {other} have to ride together.")
_NO_LUNCH = Message("Bus {bus} has no lunch on {day}. Add a canteen to its route.")
_LUNCHES = Message("Bus {bus} has {count} lunches on {day}. Take out all but one.")
_NO_LINE = Message("Bus {bus} has {guests} guests but no route.")


@dataclass(frozen=True)
class Trouble(Tells):
    """A rule that does not hold, as a sentence with its data; `amount` says how much, so that less is better."""

    rule: str
    sentence: Message
    data: dict[str, Any] = field(hash=False)
    vehicle: UUID | None = None
    ref: UUID | None = None
    guest: UUID | None = None
    on: int = 0
    amount: float = 1

    @property
    def key(self) -> tuple[Any, ...]:
        """What is wrong with what, however much."""
        return self.rule, self.vehicle, self.ref, self.guest, self.on


def troubles(framed: Framed, draft: Draft, language: str) -> list[Trouble]:
    """Everything that is wrong, in the order in which the rules are."""
    names = Names(framed, language)
    broken = (one for one in judge(framed.instance, framed.plan).broken if _counts(one, framed))
    return [*(_of(one, names) for one in broken), *_seats_and_hours(framed, draft, names)]


def new_ones(before: Iterable[Trouble], after: Iterable[Trouble]) -> list[Trouble]:
    """What is wrong afterwards and was not before, or not as much."""
    known = {one.key: one.amount for one in before}
    return [one for one in after if one.key not in known or one.amount > known[one.key]]


def _counts(broken: Broken, framed: Framed) -> bool:
    """Guests without a bus and guides to be named are shown elsewhere; a bus that calls nowhere needs no lunch."""
    if broken.rule in (Rule.PLACED, Rule.GUIDE):
        return False
    if broken.rule not in (Rule.LUNCH, Rule.COMMITMENT):
        return True
    return bool(framed.plan.day(broken.data["bus"], broken.data["on"])) and bool(framed.instance.lunches)


class Names:
    """The planner's numbers in words."""

    def __init__(self, framed: Framed, language: str) -> None:
        self.framed, self.language = framed, language
        self._sites = {
            one.name_zh: (one.ref, one.name(language)) for one in framed.numbers.facts.sites.values()
        }
        self._sites |= {
            one.title_zh: (one.session, one.name(language)) for one in framed.numbers.facts.meetings.values()
        }

    def vehicle(self, bus: int) -> UUID:
        return self.framed.numbers.vehicles[bus]

    def bus(self, vehicle: UUID | None) -> str:
        coach = self.framed.numbers.facts.coaches.get(vehicle) if vehicle else None
        return coach.code if coach else "–"

    def party(self, number: int) -> str:
        """The names of a travel party."""
        facts = self.framed.numbers.facts
        return "、".join(facts.travellers[one].name for one in self.framed.numbers.units[number].guests)

    def site(self, name: str) -> tuple[UUID | None, str]:
        return self._sites.get(name, (None, name))

    def at(self, moment: datetime) -> str:
        """A moment as people write it; with its day where the visit has several."""
        numbers = self.framed.numbers
        local = moment.astimezone(numbers.facts.gathering.zone)
        return f"{local:%H:%M}" if len(numbers.days) == 1 else f"{local:%m-%d %H:%M}"

    def told(self, data: dict[str, Any]) -> dict[str, Any]:
        """The data of a sentence of the planner with names for numbers."""
        found: dict[str, Any] = {}
        for name, value in data.items():
            match name, value:
                case (("bus" | "own"), int()):
                    found[name] = (
                        self.bus(self.vehicle(value))
                        if value in range(len(self.framed.numbers.vehicles))
                        else value
                    )
                case (("party" | "other"), int()):
                    found[name] = self.party(value)
                case (("name" | "other"), str()):
                    found[name] = self.site(value)[1]
                case _, str():
                    found[name] = self._clock(value)
                case _:
                    found[name] = value
        return found

    def said(self, one: Said) -> str:
        """A sentence of the planner with names for numbers."""
        return filled(translated(one.sentence, self.language), self.told(one.data))

    def _clock(self, text: str) -> str:
        days = self.framed.numbers.days
        return _DAY.sub(
            lambda found: "" if len(days) == 1 else f"{days[int(found[1]) - 1].on_day:%m-%d} ", text
        )


def _of(broken: Broken, names: Names) -> Trouble:
    data, facts = broken.data, names.framed.numbers.facts
    vehicle = names.vehicle(data["bus"]) if "bus" in data and broken.rule is not Rule.KNOWN else None
    ref = names.site(data["name"])[0] if "name" in data else None
    party = data.get("party")
    guest = names.framed.numbers.units[party].guests[0] if isinstance(party, int) else None
    sentence, told = SENTENCES[broken.rule], names.told(data)
    amount = float(data["guests"]) if "guests" in data else float(data.get("minutes", 1))
    if broken.rule is Rule.SEATS and vehicle:
        coach = facts.coaches[vehicle]
        out = names.framed.instance.buses[data["bus"]].usable == 0
        sentence = _OUT if out and coach.usable else _SEATS
        told |= {"all": coach.seats, "crew": coach.crew, "over": data["guests"] - data["seats"]}
    if broken.rule is Rule.LUNCH:
        sentence = _LUNCHES if data["count"] else _NO_LUNCH
        told["day"] = f"{names.framed.numbers.days[data['on']].on_day:%m-%d}"
    if broken.rule is Rule.ROOM:
        vehicle = None
    return Trouble(str(broken.rule), sentence, told, vehicle, ref, guest, int(data.get("on", 0)), amount)


def _seats_and_hours(framed: Framed, draft: Draft, names: Names) -> Iterator[Trouble]:
    facts = framed.numbers.facts
    zone = facts.gathering.zone
    for ride in draft.rides:
        guests = [
            one.guest for one in draft.seats if one.vehicle == ride.vehicle and one.guest in facts.travellers
        ]
        calls = draft.calls_of(ride.vehicle)
        if guests and not calls:
            data: dict[str, Any] = {"bus": names.bus(ride.vehicle), "guests": len(guests)}
            yield Trouble("no line", _NO_LINE, data, vehicle=ride.vehicle, amount=len(guests))
        for call in calls:
            site = facts.sites.get(call.ref)
            begins = call.begins.astimezone(zone)
            hours = site.hours(begins.date()) if site and site.what is What.CANTEEN else None
            if site and hours and not hours[0] <= begins.time() < hours[1]:
                data = {
                    "name": site.name(names.language), "opens": f"{hours[0]:%H:%M}", "closes": f"{hours[1]:%H:%M}",
                    "bus": names.bus(ride.vehicle), "begins": f"{begins:%H:%M}",
                }  # fmt: skip
                yield Trouble("serving", _SERVING, data, vehicle=ride.vehicle, ref=call.ref)
        line = draft.line(ride.line)
        backs = [day.returns_at for day in line.days if day.returns_at] if line else []
        for guest in guests:
            yield from _left_too_early(facts, guest, ride.vehicle, backs, names)
    yield from _parted(facts, draft)


def _left_too_early(
    facts: Facts, guest: UUID, vehicle: UUID, backs: list[datetime], names: Names
) -> Iterator[Trouble]:
    one = facts.travellers[guest]
    for back in backs:
        if one.leaves and one.leaves < back and one.leaves.date() == back.date():
            data = {
                "guest": one.name, "leaves": names.at(one.leaves), "bus": names.bus(vehicle), "back": names.at(back),
            }  # fmt: skip
            yield Trouble("leaves", _LEAVES, data, vehicle=vehicle, guest=guest)


def _parted(facts: Facts, draft: Draft) -> Iterator[Trouble]:
    seated = draft.vehicle_of()
    for one, other in facts.together:
        if (
            one in seated
            and other in seated
            and seated[one] != seated[other]
            and {one, other} <= set(facts.travellers)
        ):
            data = {"guest": facts.travellers[one].name, "other": facts.travellers[other].name}
            yield Trouble("together", _TOGETHER, data, guest=one)
