"""Buses as they fill: seats, wheelchair places, who is kept apart, and room where buses with fixed days meet."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from event.itinerary.planner.instance import Bus, Instance, Party
from event.itinerary.planner.plan import Kind, Route, Visit


@dataclass(frozen=True)
class Meeting:
    """Buses that are at one place at once, and how many guests it holds."""

    buses: frozenset[int]
    capacity: int


def seats_of(instance: Instance, bus: Bus) -> int:
    """How many guests may ride: as many as sit, and as many as the largest place for lunch holds."""
    return min(bus.usable, max((lunch.capacity for lunch in instance.lunches), default=bus.usable))


def kept_apart(instance: Instance) -> dict[int, set[int]]:
    """For each party that is kept apart from others, those others."""
    found: dict[int, set[int]] = defaultdict(set)
    for one, two in instance.apart:
        found[one].add(two)
        found[two].add(one)
    return found


def capacity_of(instance: Instance, visit: Visit) -> int:
    """How many guests may be at the place of a stop or lunch at once."""
    return (instance.stops if visit.kind is Kind.STOP else instance.lunches)[visit.ref].capacity


def meetings(instance: Instance, routes: Mapping[int, Route]) -> Iterator[Meeting]:
    """Which buses are where at once; whoever is there as a visit begins."""
    at: dict[tuple[Kind, int], list[tuple[int, Visit]]] = defaultdict(list)
    for bus, route in routes.items():
        for visit in route:
            if visit.kind is not Kind.COMMITMENT:
                at[visit.kind, visit.ref].append((bus, visit))
    for visits in at.values():
        capacity = capacity_of(instance, visits[0][1])
        if capacity < instance.guests:
            together = {
                frozenset(bus for bus, one in visits if one.start <= begun.start < one.end)
                for _, begun in visits
            }
            yield from (Meeting(buses, capacity) for buses in sorted(together, key=sorted))


class Filling:
    """Who is aboard so far, and who may still come."""

    def __init__(self, instance: Instance) -> None:
        self.left = {bus.id: seats_of(instance, bus) for bus in instance.buses}
        self.places = {bus.id: bus.wheelchair_places for bus in instance.buses}
        self.apart = kept_apart(instance)
        self.aboard: dict[int, set[int]] = {bus.id: set() for bus in instance.buses}

    def takes(self, one: Party, bus: int) -> bool:
        """Whether a party may come aboard."""
        return (
            self.left[bus] >= one.size
            and self.places[bus] >= one.wheelchairs
            and self.aboard[bus].isdisjoint(self.apart.get(one.id, ()))
        )

    def put(self, one: Party, bus: int) -> None:
        """Take a party aboard, whether there is room or not."""
        self.left[bus] -= one.size
        self.places[bus] -= one.wheelchairs
        self.aboard[bus].add(one.id)
