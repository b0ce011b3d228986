"""Travel parties as the planner seats them: households and guests who must ride together, as far as they still do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from event.itinerary.planner.instance import Party
from event.itinerary.planning.facts import DayFact, Facts, Site, Traveller
from event.itinerary.planning.plan import Draft, What

_FIRST, _SECOND, _THEME, _ANY = 34, 22, 10, 1
"""Points of a stop on the route wished first, or second, of a theme that is wished, and of any other.

With three stops a day, a guest who gets the first route weighs as much as a delegation kept on one bus.
"""


@dataclass(frozen=True)
class Unit:
    """Guests who are moved together; `vehicle` is the bus they sit on."""

    guests: tuple[UUID, ...]
    vehicle: UUID | None


def units_of(facts: Facts, draft: Draft, days: Sequence[DayFact], *, anew: bool) -> tuple[Unit, ...]:
    """Who travels: guests with a seat and guests who wished for something and are there on a day.

    Guests of one party who sit on different buses are units of their own, unless everything is planned `anew`.
    """
    seated = draft.vehicle_of()
    groups: dict[tuple[UUID, UUID | None], list[UUID]] = {}
    cluster = _clusters(facts)
    for one in facts.travellers.values():
        vehicle = seated.get(one.id)
        wishes = one.routes or one.themes
        if vehicle is None and not (wishes and any(there(facts, one, day) for day in days)):
            continue
        groups.setdefault((cluster[one.id], None if anew else vehicle), []).append(one.id)
    return tuple(
        Unit(tuple(guests), seated.get(guests[0]) if anew else vehicle)
        for (_, vehicle), guests in groups.items()
    )


def there(facts: Facts, one: Traveller, day: DayFact) -> bool:
    """Whether a guest is there for a whole day of the visit."""
    zone = facts.gathering.zone

    def at(on: date, clock: time) -> datetime:
        return datetime.combine(on, clock, zone)

    arrives, leaves = one.arrives, one.leaves
    return (arrives is None or arrives <= at(day.on_day, day.leaves_at)) and (
        leaves is None or leaves >= at(day.on_day, day.back_by)
    )


def party_of(
    facts: Facts, unit: Unit, number: int, *, worth: "Worth", days: Sequence[DayFact],
    delegations: dict[UUID | None, int],
) -> Party:  # fmt: skip
    """A unit as the planner takes it."""
    guests = [facts.travellers[guest] for guest in unit.guests]
    languages = dict.fromkeys(language for one in guests for language in one.languages)
    return Party(
        id=number, size=len(guests), delegation=delegations[guests[0].delegation],
        languages=tuple(languages) or ("",), wheelchairs=sum(one.wheelchair for one in guests),
        present=tuple(all(there(facts, one, day) for one in guests) for day in days),
        signing=any(one.signing for one in guests), points=worth.of_all(guests),
    )  # fmt: skip


class Worth:
    """What stops are worth to guests, counted once for all who wished the same.

    `wished` are the stops of each route that guests can wish for.
    """

    def __init__(self, stops: Sequence[Site], wished: dict[str, frozenset[UUID]]) -> None:
        self.stops, self.wished = stops, wished
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[int, ...]] = {}

    def of_all(self, guests: Sequence[Traveller]) -> tuple[int, ...]:
        """What each stop is worth to one of them, on average."""
        told = [self.of(one) for one in guests]
        if all(points is told[0] for points in told):
            return told[0]
        return tuple(round(sum(points) / len(points)) for points in zip(*told, strict=True))

    def of(self, one: Traveller) -> tuple[int, ...]:
        """What each stop is worth to a guest."""
        wishes = one.routes, one.themes
        if wishes not in self._known:
            self._known[wishes] = tuple(self._points(one, stop) for stop in self.stops)
        return self._known[wishes]

    def _points(self, one: Traveller, stop: Site) -> int:
        routes = [
            worth for code, worth in zip(one.routes, (_FIRST, _SECOND), strict=False)
            if stop.ref in self.wished.get(code, ())
        ]  # fmt: skip
        themes = _THEME * len(set(one.themes).intersection(stop.themes))
        return max(routes, default=_ANY) + themes


def wished_stops(draft: Draft) -> dict[str, frozenset[UUID]]:
    """The stops of each line, by the code that guests wish for."""
    return {
        line.code: frozenset(call.ref for call in line.calls if call.what is What.STOP)
        for line in draft.lines
    }


def apart(facts: Facts, units: Sequence[Unit]) -> tuple[tuple[int, int], ...]:
    """Pairs of units that must not ride together."""
    unit_of = {guest: number for number, unit in enumerate(units) for guest in unit.guests}
    pairs = {
        (min(unit_of[one], unit_of[other]), max(unit_of[one], unit_of[other]))
        for one, other in facts.apart
        if one in unit_of and other in unit_of and unit_of[one] != unit_of[other]
    }
    return tuple(sorted(pairs))


def _clusters(facts: Facts) -> dict[UUID, UUID]:
    """The household of each guest, joined with those they must ride with."""
    root = {one.party: one.party for one in facts.travellers.values()}

    def top(party: UUID) -> UUID:
        while root[party] != party:
            party = root[party]
        return party

    for one, other in facts.together:
        if one in facts.travellers and other in facts.travellers:
            root[top(facts.travellers[other].party)] = top(facts.travellers[one].party)
    return {one.id: top(one.party) for one in facts.travellers.values()}
