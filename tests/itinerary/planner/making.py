"""Visits to plan, made for tests: small ones by a seed, and the two shared ones."""

import itertools
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random

from msgspec.structs import replace

from event.itinerary.planner.checking import read_instance
from event.itinerary.planner.instance import (
    Bus,
    Commitment,
    Frame,
    Guide,
    Instance,
    Lunch,
    Party,
    Stop,
)
from event.itinerary.planner.plan import Kind, Plan, Visit
from event.itinerary.planner.validating import judge
from event.itinerary.planner.weights import Weights

DATA = Path(__file__).parent / "data"
S, M = DATA / "S-20250101.json", DATA / "M-20250101.json"


def shared(file: Path) -> Instance:
    return read_instance(file.read_bytes())


def small(seed: int, *, buses: int = 2, stops: int = 2, parties: int = 3) -> Instance:
    """A day with few of everything and little room: what one bus does stands in the other's way."""
    chance = Random(seed)  # noqa: S311 - invented visits
    places = [(chance.uniform(0, 6), chance.uniform(0, 6)) for _ in range(stops + 3)]
    travel = tuple(
        tuple(0 if one is two else 1 + int(abs(one[0] - two[0]) + abs(one[1] - two[1])) for two in places)
        for one in places
    )
    travel = _closed(travel)
    sizes = [chance.randint(1, 4) for _ in range(parties)]
    seats = max(*sizes, -(-sum(sizes) // buses) + 2)
    return Instance(
        days=1, travel=travel, hotels=(0,),
        stops=tuple(
            Stop(
                id=number, place=number + 1, name=f"stop {number}", stay=chance.randint(6, 12),
                windows=((opens := chance.randint(96, 140), opens + chance.randint(14, 60)),),
                capacity=chance.choice((seats, sum(sizes))), accessible=chance.random() < 0.7,
            )
            for number in range(stops)
        ),
        lunches=(Lunch(id=0, place=stops + 1, name="lunch", stay=8, capacity=max(seats, sum(sizes) - 1)),),
        lunch_start=(135, 153),
        parties=tuple(
            Party(
                id=10 + number, size=size, delegation=chance.randint(0, 1), languages=("zh",),
                wheelchairs=int(number == 0 and chance.random() < 0.5), present=(True,),
                points=tuple(chance.choice((0, 1, 3, 9)) for _ in range(stops)),
            )
            for number, size in enumerate(sizes)
        ),
        buses=tuple(Bus(id=number, usable=seats, wheelchair_places=1, hotel=0) for number in range(buses)),
        guides=tuple(Guide(id=number, languages=("zh", "en")) for number in range(buses)),
        commitments=(Commitment(id=0, name="opening", place=stops + 2, start=108, stay=6, who="all"),),
        frames=(Frame(day=0, leave=96, back=chance.randint(180, 204)),),
    )  # fmt: skip


def _closed(travel: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
    rows = [list(row) for row in travel]
    for via, one, two in itertools.product(range(len(rows)), repeat=3):
        rows[one][two] = min(rows[one][two], rows[one][via] + rows[via][two])
    return tuple(tuple(row) for row in rows)


def with_every_rule(
    seed: int, *, buses: int = 2, stops: int = 2, parties: int = 3, own_stays: bool = True
) -> Instance:
    """A small visit with a pair kept apart, stays of a bus's own, limits to driving, and weights of every kind."""
    chance = Random(seed + 1)  # noqa: S311 - invented visits
    plain = small(seed, buses=buses, stops=stops, parties=parties)
    longest = max(max(row) for row in plain.travel)
    one, two = chance.sample([party.id for party in plain.parties], 2)
    own, more = chance.randrange(stops), chance.choice((-3, -1, 2))
    first = replace(plain.buses[0], stays={own: plain.stops[own].stay + more}, lunch_stay=6)
    return replace(
        plain, apart=((one, two),),
        stops=tuple(replace(stop, shortest=stop.stay - 3) for stop in plain.stops),
        parties=tuple(
            replace(party, languages=chance.choice((("zh",), ("en", "zh"), ("zh", "en")))) for party in plain.parties
        ),
        buses=(first if own_stays else plain.buses[0], *plain.buses[1:]),
        guides=tuple(replace(guide, languages=("zh", "en") if guide.id else ("zh",)) for guide in plain.guides),
        frames=(replace(plain.frames[0], driving=chance.randint(3, 5) * longest),),
        weights=Weights(
            points=chance.choice((30, 100, 300)), driving=chance.choice((0, 1, 4)), waiting=chance.choice((0, 1, 4)),
            split=chance.choice((0, 2_000, 10_000)), uneven=chance.choice((0, 500)), language=chance.choice((0, 1_000)),
        ),
    )  # fmt: skip


Order = tuple[tuple[Kind, int], ...]


def best_by_trying_everything(instance: Instance) -> int | None:
    """The worth of the best plan of a one-day visit of two buses, or None where there is none.

    Every seating and exchange of guides, every order of every choice of stops, and every way to interleave the two
    buses; each visit at its earliest in that order, which loses nothing as only lateness and waiting can be wrong.
    """
    orders = list(_orders(instance))
    choices: list[tuple[int, int, dict[int, int], dict[int, int], Order, Order]] = []
    for seating in itertools.product(range(2), repeat=len(instance.parties)):
        bus_of = {one.id: bus for one, bus in zip(instance.parties, seating, strict=True)}
        if any(bus_of[one] == bus_of[two] for one, two in instance.apart):
            continue
        worth = [_worths(instance, bus_of, bus, orders) for bus in range(2)]
        guides = min(({0: 0, 1: 1}, {0: 1, 1: 0}), key=lambda guides: _unheard(instance, bus_of, guides))
        lost = _lost(instance, bus_of, guides)
        for (first, mine, waits), (second, theirs, wait) in itertools.product(*worth):
            worth_of_both = mine + theirs - lost
            at_most = worth_of_both - instance.weights.waiting * (waits + wait)
            choices.append((at_most, worth_of_both, bus_of, guides, first, second))
    best: int | None = None
    for at_most, without_waiting, bus_of, guides, first, second in sorted(
        choices, key=lambda choice: -choice[0]
    ):
        if best is not None and at_most <= best:
            return best
        for turns in itertools.combinations(range(len(first) + len(second)), len(first)):
            plan = _earliest(instance, bus_of, first, second, turns)
            if plan is not None:
                judged = judge(instance, Plan(bus_of, guides, plan.routes))
                worth_of_it = without_waiting - instance.weights.waiting * judged.waiting
                if not judged.broken and (best is None or worth_of_it > best):
                    best = worth_of_it
    return best


def _unheard(instance: Instance, bus_of: dict[int, int], guides: dict[int, int]) -> int:
    """Guests whose first language the guide does not speak; far too many where a party understands nothing."""
    spoken = {bus: set(instance.guides[guide].languages) for bus, guide in guides.items()}
    deaf = [one for one in instance.parties if spoken[bus_of[one.id]].isdisjoint(one.languages)]
    unheard = [one.size for one in instance.parties if one.languages[0] not in spoken[bus_of[one.id]]]
    return 1_000 * len(deaf) + sum(unheard)


def _lost(instance: Instance, bus_of: dict[int, int], guides: dict[int, int]) -> int:
    """What a seating costs: extra buses of delegations, uneven loads, first languages not heard."""
    splits = len({(one.delegation, bus_of[one.id]) for one in instance.parties})
    splits -= len({one.delegation for one in instance.parties})
    loads = {bus: sum(one.size for one in instance.parties if bus_of[one.id] == bus) for bus in (0, 1)}
    used = [bus for bus in loads if loads[bus]]
    share = Fraction(sum(loads.values()), sum(instance.buses[bus].usable for bus in used))
    uneven = int(sum(abs(loads[bus] - share * instance.buses[bus].usable) for bus in used))
    weights = instance.weights
    return (
        weights.split * splits
        + weights.uneven * uneven
        + weights.language * _unheard(instance, bus_of, guides)
    )


def _worths(
    instance: Instance, bus_of: dict[int, int], bus: int, orders: list[Order]
) -> list[tuple[Order, int, int]]:
    """What each order of visits is worth to the guests of a bus, and how long they wait at least.

    None where they have no seats.
    """
    aboard = [one for one in instance.parties if bus_of[one.id] == bus]
    guests = sum(one.size for one in aboard)
    if guests > instance.buses[bus].usable:
        return []
    things = {Kind.STOP: instance.stops, Kind.LUNCH: instance.lunches, Kind.COMMITMENT: instance.commitments}
    found = []
    for order in orders:
        places = [0, *(things[kind][ref].place for kind, ref in order), 0]
        way = sum(instance.travel[one][two] for one, two in itertools.pairwise(places))
        points = sum(one.size * one.points[ref] for kind, ref in order if kind is Kind.STOP for one in aboard)
        waiting = _waits_alone(instance, bus, order)
        if waiting is not None:
            driving = 5 * guests * way
            worth = instance.weights.points * points - instance.weights.driving * driving
            found.append((order, worth, 5 * guests * waiting))
    return found


def _waits_alone(instance: Instance, bus: int, order: Order) -> int | None:
    """How long a bus waits at least, all places being its own; None where the order is impossible even so."""
    place, free, waiting = instance.hotels[0], instance.frames[0].leave, 0
    for kind, ref in order:
        visit = _first_start(instance, [], [0, 0], bus, kind, ref, place, free)
        if visit is None:
            return None
        waiting += visit.start - free - instance.travel[place][visit.place]
        place, free = visit.place, visit.end
    return waiting


def _orders(instance: Instance) -> Iterator[Order]:
    stops = [(Kind.STOP, stop.id) for stop in instance.stops]
    fixed = [(Kind.COMMITMENT, 0), (Kind.LUNCH, 0)]
    for count in range(len(stops) + 1):
        for chosen in itertools.combinations(stops, count):
            yield from itertools.permutations([*chosen, *fixed])


def _earliest(
    instance: Instance,
    bus_of: dict[int, int],
    first: Order,
    second: Order,
    turns: tuple[int, ...],
) -> Plan | None:
    guests = [sum(one.size for one in instance.parties if bus_of[one.id] == bus) for bus in range(2)]
    left = [list(first), list(second)]
    at = [(instance.hotels[0], instance.frames[0].leave)] * 2
    done: list[list[Visit]] = [[], []]
    for turn in range(len(first) + len(second)):
        bus = 0 if turn in turns else 1
        kind, ref = left[bus].pop(0)
        place, free = at[bus]
        visit = _first_start(instance, done[1 - bus], guests, bus, kind, ref, place, free)
        if visit is None:
            return None
        done[bus].append(visit)
        at[bus] = (visit.place, visit.end)
    return Plan(bus_of, {0: 0, 1: 1}, {0: tuple(done[0]), 1: tuple(done[1])})


def _first_start(
    instance: Instance,
    others: list[Visit],
    guests: list[int],
    bus: int,
    kind: Kind,
    ref: int,
    place: int,
    free: int,
) -> Visit | None:
    if kind is Kind.COMMITMENT:
        one = instance.commitments[ref]
        reached = free + instance.travel[place][one.place] <= one.start
        return Visit(kind, ref, one.place, one.start, one.stay) if reached else None
    there = instance.stops[ref] if kind is Kind.STOP else instance.lunches[ref]
    own = instance.buses[bus]
    if kind is Kind.STOP:
        opens, closes = instance.stops[ref].windows[0]
        stay = own.stays.get(ref, there.stay)
        last = closes - stay
    else:
        opens, last = instance.lunch_start
        stay = own.lunch_stay or there.stay
    for start in range(max(opens, free + instance.travel[place][there.place]), last + 1):
        beside = any(
            (one.kind, one.ref) == (kind, ref) and one.start < start + stay and start < one.end
            for one in others
        )
        if not beside or sum(guests) <= there.capacity:
            return Visit(kind, ref, there.place, start, stay)
    return None
