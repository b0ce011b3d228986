"""Visits to plan, made for tests: small ones by a seed, and the two shared ones."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from random import Random

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


Order = tuple[tuple[Kind, int], ...]


def best_by_trying_everything(instance: Instance) -> int | None:
    """The worth of the best plan of a one-day visit of two buses, or None where there is none.

    Every seating, every order of every choice of stops, and every way to interleave the two buses; each visit at its
    earliest in that order, which loses nothing as only lateness can be wrong.
    """
    orders = list(_orders(instance))
    choices: list[tuple[int, dict[int, int], Order, Order]] = []
    for seating in itertools.product(range(2), repeat=len(instance.parties)):
        bus_of = {one.id: bus for one, bus in zip(instance.parties, seating, strict=True)}
        worth = [_worths(instance, bus_of, bus, orders) for bus in range(2)]
        splits = len({(one.delegation, bus_of[one.id]) for one in instance.parties})
        splits -= len({one.delegation for one in instance.parties})
        for (first, mine), (second, theirs) in itertools.product(*worth):
            choices.append((mine + theirs - 10_000 * splits, bus_of, first, second))
    for worth_of_it, bus_of, first, second in sorted(choices, key=lambda choice: -choice[0]):
        for turns in itertools.combinations(range(len(first) + len(second)), len(first)):
            plan = _earliest(instance, bus_of, first, second, turns)
            if plan is not None and not judge(instance, plan).broken:
                return worth_of_it
    return None


def _worths(
    instance: Instance, bus_of: dict[int, int], bus: int, orders: list[Order]
) -> list[tuple[Order, int]]:
    """What each order of visits is worth to the guests of a bus; none where they have no seats."""
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
        found.append((order, 100 * points - 5 * guests * way))
    return found


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
    if kind is Kind.STOP:
        opens, closes = instance.stops[ref].windows[0]
        last = closes - there.stay
    else:
        opens, last = instance.lunch_start
    for start in range(max(opens, free + instance.travel[place][there.place]), last + 1):
        beside = any(
            (one.kind, one.ref) == (kind, ref) and one.start < start + there.stay and start < one.end
            for one in others
        )
        if not beside or sum(guests) <= there.capacity:
            return Visit(kind, ref, there.place, start, there.stay)
    return None
