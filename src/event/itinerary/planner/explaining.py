"""Why something does not fit and what would mend it, said in sentences: computed, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from event.itinerary.planner.broken import clock
from event.itinerary.planner.filling import kept_apart
from event.itinerary.planner.grouping import speaks
from event.itinerary.planner.instance import UNIT_MINUTES, Instance, Party
from event.itinerary.planner.plan import Kind, Plan
from event.itinerary.planner.walking import Call, Day, Failed, Failure, cannot_at_all, day_of, place_of, walk
from event.language import Message, Tells, translated

_MOST_EARLIER = 24  # two hours

_FAILURES = {
    Failure.STEPS: Message("Bus {bus} carries a wheelchair, and “{name}” is not step-free."),
    Failure.TOO_MANY: Message("“{name}” has room for {capacity}; bus {bus} alone brings {guests}."),
    Failure.CLOSED_ALL_DAY: Message("“{name}” is closed on day {day}."),
    Failure.TOO_LATE: Message(
        "Bus {bus} reaches “{name}” at {reached}; it would have to be there by {latest}, as it closes."
    ),
    Failure.FULL: Message(
        "Bus {bus} reaches “{name}” at {reached}; from then on others fill it ({there} guests)."
    ),
    Failure.MISSED: Message("Bus {bus} reaches “{name}” at {reached}; it begins at {latest}."),
    Failure.LUNCH_OVER: Message(
        "Bus {bus} reaches lunch at “{name}” at {reached}; lunch begins by {latest}."
    ),
    Failure.TOO_FAR: Message(
        "Bus {bus} would drive {driven} minutes on day {day}; at most {most} are allowed."
    ),
    Failure.BACK_LATE: Message("Bus {bus} is back at {reached}; it has to be back by {latest}."),
}
_EARLIER = Message("leave {minutes} minutes earlier")
_DROP = Message("drop “{name}”")
_SWAP = Message("swap “{name}” with “{other}”")
_OR = Message("{first}, or {last}")
_NOTHING = Message("Neither leaving earlier nor one stop less nor another order mends it.")
_SEATS = Message("Bus {bus} visits “{name}” on day {day} but has {free} seats free for {size} guests.")
_LANGUAGE = Message("Bus {bus} visits “{name}” on day {day}, but its guide speaks none of their languages.")
_STEPS = Message(
    "Bus {bus} visits “{name}” on day {day}, but has no wheelchair place or visits places with steps."
)
_SIGNING = Message("Bus {bus} visits “{name}” on day {day}, but is not at the signing.")
_KEPT_APART = Message(
    "Bus {bus} visits “{name}” on day {day}; the party is kept apart from travel party {other} there."
)
_ABSENT = Message("Bus {bus} visits “{name}” on day {day}, when the party is not there.")
_APART = Message(
    "Bus {bus} visits “{name}” on day {day} and has seats; they stay with their delegation on bus {own}."
)
_NOBODY = Message("No bus visits “{name}”.")


@dataclass(frozen=True)
class Said(Tells):
    """A sentence with its data."""

    sentence: Message
    data: dict[str, Any]


@dataclass(frozen=True)
class Explained:
    """Why a day does not work, and every single thing that would mend it."""

    why: Said
    remedies: tuple[Said, ...]

    def told(self, language: str) -> str:
        """One text: the reason, then what mends it."""
        ways = [one.told(language) for one in self.remedies]
        if not ways:
            return f"{self.why.told(language)} {translated(_NOTHING, language)}"
        last = ways.pop()
        mended = translated(_OR, language).format(first=", ".join(ways), last=last) if ways else last
        return f"{self.why.told(language).rstrip('.。')}: {mended}."


def explain_order(
    instance: Instance, plan: Plan, *, bus: int, day: int, order: Sequence[Call]
) -> Explained | None:
    """Why a bus cannot do its day in an order, and what would mend it; None where it can."""
    one = day_of(instance, plan, bus, day)
    for kind, ref in order:
        failed = cannot_at_all(one, ref) if kind is Kind.STOP else None
        if failed:
            return Explained(_why(one, failed), ())
    failed_at = walk(one, order)
    if not isinstance(failed_at, Failed):
        return None
    return Explained(_why(one, failed_at), tuple(_remedies(one, list(order))))


def _why(day: Day, failed: Failed) -> Said:
    _, _, name = place_of(day.instance, day.bus, failed.call) if failed.call else (0, 0, "")
    data = {
        "bus": day.bus, "name": name, "day": day.day + 1, "guests": day.guests, "there": failed.there,
        "capacity": failed.latest, "reached": clock(failed.reached), "latest": clock(failed.latest),
        "driven": failed.reached * UNIT_MINUTES, "most": failed.latest * UNIT_MINUTES,
    }  # fmt: skip
    return Said(_FAILURES[failed.why], data)


def _remedies(day: Day, order: list[Call]) -> list[Said]:
    """Leaving earlier, each single stop less, each two stops in each other's place: those that make the day work."""
    found: list[Said] = []
    for units in range(1, _MOST_EARLIER + 1):
        if not isinstance(walk(day, order, earlier=units), Failed):
            found.append(Said(_EARLIER, {"minutes": units * UNIT_MINUTES}))
            break
    stops = [position for position, (kind, _) in enumerate(order) if kind is Kind.STOP]
    names = [place_of(day.instance, day.bus, call)[2] for call in order]
    found += [
        Said(_DROP, {"name": names[position]})
        for position in stops
        if not isinstance(walk(day, order[:position] + order[position + 1 :]), Failed)
    ]
    for one, two in combinations(stops, 2):
        swapped = list(order)
        swapped[one], swapped[two] = order[two], order[one]
        if not isinstance(walk(day, swapped), Failed):
            found.append(Said(_SWAP, {"name": names[one], "other": names[two]}))
    return found


def explain_wish(instance: Instance, plan: Plan, *, party: int, stop: int) -> tuple[Said, ...]:
    """Which rule kept a travel party from a stop, bus by bus; nothing where it gets there."""
    who = next(one for one in instance.parties if one.id == party)
    own, name = plan.bus_of[party], instance.stops[stop].name
    visits = [
        (bus, visit.day)
        for bus, route in sorted(plan.routes.items())
        for visit in route
        if visit.kind is Kind.STOP and visit.ref == stop
    ]
    if any(bus == own and who.present[day] for bus, day in visits):
        return ()
    if not visits:
        return (Said(_NOBODY, {"name": name}),)
    return tuple(
        Said(
            _bound(instance, plan, who, bus, day),
            {
                "bus": bus, "name": name, "day": day + 1, "own": own, "size": who.size,
                "free": instance.buses[bus].usable - _aboard(instance, plan, bus),
                "other": next(iter(_kept_from(instance, plan, party, bus)), None),
            },
        )
        for bus, day in visits
    )  # fmt: skip


def _aboard(instance: Instance, plan: Plan, bus: int) -> int:
    return sum(one.size for one in instance.parties if plan.bus_of.get(one.id) == bus)


def _kept_from(instance: Instance, plan: Plan, party: int, bus: int) -> list[int]:
    """Who rides on a bus from whom a party is kept apart."""
    return sorted(other for other in kept_apart(instance).get(party, ()) if plan.bus_of.get(other) == bus)


def _bound(instance: Instance, plan: Plan, party: Party, bus: int, day: int) -> Message:
    """The first rule that keeps a party off a bus."""
    if not party.present[day]:
        return _ABSENT
    if _kept_from(instance, plan, party.id, bus):
        return _KEPT_APART
    if not speaks(instance, plan.guides[bus], party):
        return _LANGUAGE
    stops = [instance.stops[one.ref] for one in plan.routes[bus] if one.kind is Kind.STOP]
    wheeled = sum(one.wheelchairs for one in instance.parties if plan.bus_of.get(one.id) == bus)
    places = instance.buses[bus].wheelchair_places - wheeled
    if party.wheelchairs and (places < party.wheelchairs or not all(stop.accessible for stop in stops)):
        return _STEPS
    signing = {one.id for one in instance.commitments if one.who == "signing"}
    attended = {one.ref for one in plan.routes[bus] if one.kind is Kind.COMMITMENT}
    if party.signing and not signing <= attended:
        return _SIGNING
    full = instance.buses[bus].usable - _aboard(instance, plan, bus) < party.size
    return _SEATS if full else _APART
