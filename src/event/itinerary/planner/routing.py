"""The routes of all buses as arrays for the inner loops, and back as a plan."""

from dataclasses import dataclass

import numpy as np

from event.itinerary.planner.instance import DAY, UNIT_MINUTES, Bus, Instance, stay_at, stay_for_lunch
from event.itinerary.planner.kernels.arrays import (
    AFTER,
    COMMITMENT,
    FREE,
    HELD,
    HELD_AT,
    LUNCH,
    NO_LIMIT,
    NOW,
    STOP,
    Floats,
    Grid,
    Ints,
    Knobs,
    Loads,
    Routes,
    Times,
    empty_routes,
    empty_times,
)
from event.itinerary.planner.kernels.improving import improve
from event.itinerary.planner.kernels.timing import post, value_of
from event.itinerary.planner.plan import Kind, Plan, Route, Visit, in_order

KNOBS = Knobs(noise=0.5, longest=4, pairs=0.2)


@dataclass
class RouteSearch:
    """Everything that a search for routes needs; `values` is what each bus's routes are worth."""

    instance: Instance
    grid: Grid
    loads: Loads
    routes: Routes
    times: Times
    values: Floats
    present: Floats  # [parties, D]
    points: Floats  # [parties, stops]
    sizes: Floats  # [parties]

    @property
    def value(self) -> float:
        """What all routes are worth; extra buses of delegations not counted."""
        return float(self.values.sum())

    def improve(
        self, steps: int, hot: float, cold: float, seed: int, buses: Ints, knobs: Knobs = KNOBS
    ) -> int:
        """Search on for some steps on some buses; how many steps were kept."""
        return improve(
            self.grid, self.loads, self.routes, self.times, self.values, buses, knobs, steps, hot, cold, seed
        )

    def post(self, bus: int, day: int) -> None:
        """Tell the head counts how a day stands now."""
        post(self.grid, self.loads, self.routes, self.times, bus, day)

    def visits(self, bus: int) -> Route:
        """The route of a bus."""
        found = []
        for day in range(self.instance.days):
            for position in range(int(self.routes.count[NOW, bus, day])):
                node = int(self.routes.node[NOW, bus, day, position])
                start = day * DAY + int(self.routes.start[NOW, bus, day, position])
                found.append(_visit(self.instance, self.instance.buses[bus], node, start))
        return in_order(found)


def grid_of(instance: Instance) -> Grid:
    """What never changes: places, stays, room, when a stay may begin."""
    guests = instance.guests
    things: list[tuple[int, int, int]] = []
    closes = np.zeros(
        (instance.days, len(instance.stops) + len(instance.lunches) + len(instance.commitments), DAY),
        np.int32,
    )
    for stop in instance.stops:
        for opens, until in stop.windows:
            day = opens // DAY
            if day < instance.days:
                from_then = closes[day, len(things), opens - day * DAY :]
                np.maximum(from_then, until - day * DAY, out=from_then)
        things.append((stop.place, STOP, stop.capacity if stop.capacity < guests else -1))
    first, last = instance.lunch_start
    for lunch in instance.lunches:
        closes[:, len(things), first : last + 1] = NO_LIMIT
        things.append((lunch.place, LUNCH, lunch.capacity if lunch.capacity < guests else -1))
    for commitment in instance.commitments:
        closes[commitment.start // DAY, len(things), commitment.start % DAY] = NO_LIMIT
        things.append((commitment.place, COMMITMENT, -1))
    frames = [
        [
            (
                frame.leave % DAY,
                frame.back % DAY,
                0,
                *_delay(bus, frame.day),
                0,
                NO_LIMIT if frame.driving is None else frame.driving,
            )
            for frame in instance.frames
        ]
        for bus in instance.buses
    ]
    fixed = np.full((len(instance.buses), len(things)), FREE, np.int64)
    table = np.arange(len(instance.buses) * instance.days).reshape(len(instance.buses), instance.days)
    return Grid(
        np.array(things, np.int64).reshape(-1, 3), np.array([_stays(instance, bus) for bus in instance.buses], np.int64),
        np.array(instance.travel, np.int64), np.array(frames, np.int64), fixed, closes, table.astype(np.int64), 1,
    )  # fmt: skip


def _stays(instance: Instance, bus: Bus) -> list[int]:
    """How long a bus stays at each node."""
    return [
        *(stay_at(bus, stop) for stop in instance.stops),
        *(stay_for_lunch(bus, lunch) for lunch in instance.lunches),
        *(one.stay for one in instance.commitments),
    ]


def _delay(bus: Bus, day: int) -> tuple[int, int]:
    """By how many units a bus goes on later on a day, and not before when."""
    for delay in bus.delays:
        if delay.after // DAY == day:
            return delay.units, delay.after % DAY
    return 0, 0


def route_search(instance: Instance, plan: Plan) -> RouteSearch:
    """A search that begins with a plan; commitments that the plan's buses need are to be in it."""
    grid = grid_of(instance)
    buses, nodes = len(instance.buses), grid.things.shape[0]
    bases = [instance.hotels[bus.hotel] for bus in instance.buses]
    loads = Loads(
        np.zeros(buses, np.int64), np.array(bases, np.int64), np.zeros((buses, instance.days, nodes)),
        np.zeros(buses), np.zeros(buses), np.ones((buses, nodes), np.uint8),
    )  # fmt: skip
    parties = instance.parties
    search = RouteSearch(
        instance, grid, loads, empty_routes(buses, instance.days, nodes),
        empty_times(grid, buses * instance.days), np.zeros(buses),
        np.array([one.present for one in parties], float).reshape(len(parties), instance.days),
        np.array([one.points for one in parties], float).reshape(len(parties), len(instance.stops)),
        np.array([one.size for one in parties], float),
    )  # fmt: skip
    load(search, plan)
    return search


def load(search: RouteSearch, plan: Plan) -> None:
    """Take over who rides where and the routes, with their clock times; what is posted before is forgotten."""
    instance, routes, times = search.instance, search.routes, search.times
    set_loads(search, np.array([plan.bus_of[one.id] for one in instance.parties], np.int64))
    times.heads[:] = 0
    times.version[:] += 1
    routes.count[:] = 0
    routes.visited[:] = 0
    for bus in range(len(instance.buses)):
        for visit in plan.routes.get(bus, ()):
            day, node = visit.day, node_of(instance, visit)
            position = routes.count[NOW, bus, day]
            routes.node[NOW, bus, day, position] = node
            routes.start[NOW, bus, day, position] = visit.start % DAY
            routes.count[NOW, bus, day] += 1
            if visit.kind is Kind.STOP:
                routes.visited[bus, node] = 1
        for day in range(instance.days):
            _hold(search, bus, day)
            post(search.grid, search.loads, routes, times, bus, day)
    for bus in range(len(instance.buses)):
        search.values[bus] = value_of(search.grid, search.loads, routes, bus)


def _hold(search: RouteSearch, bus: int, day: int) -> None:
    """What was over when a bus was held up stays as it was."""
    routes, frames = search.routes, search.grid.frames
    if not frames[bus, day, HELD]:
        return
    over = 0
    for position in range(int(routes.count[NOW, bus, day])):
        start = int(routes.start[NOW, bus, day, position])
        if start < frames[bus, day, AFTER]:
            search.grid.fixed[bus, routes.node[NOW, bus, day, position]] = start
            over += 1
    frames[bus, day, HELD_AT] = over


def set_loads(search: RouteSearch, bus_of: Ints) -> None:
    instance, loads, stops = search.instance, search.loads, len(search.instance.stops)
    for bus in range(len(instance.buses)):
        aboard = np.flatnonzero(bus_of == bus)
        weight = search.present[aboard] * search.sizes[aboard, None]
        loads.worth[bus, :, :stops] = instance.weights.points * (weight.T @ search.points[aboard])
        loads.guests[bus] = int(search.sizes[aboard].sum())
        loads.way_cost[bus] = UNIT_MINUTES * loads.guests[bus] * instance.weights.driving
        loads.wait_cost[bus] = UNIT_MINUTES * loads.guests[bus] * instance.weights.waiting
        wheelchairs = any(instance.parties[one].wheelchairs for one in aboard)
        loads.allowed[bus, :stops] = [stop.accessible or not wheelchairs for stop in instance.stops]


def node_of(instance: Instance, visit: Visit) -> int:
    """The number of a visit's stop, lunch or commitment among the nodes."""
    match visit.kind:
        case Kind.STOP:
            return visit.ref
        case Kind.LUNCH:
            return len(instance.stops) + visit.ref
        case Kind.COMMITMENT:
            return len(instance.stops) + len(instance.lunches) + visit.ref


def _visit(instance: Instance, bus: Bus, node: int, start: int) -> Visit:
    if node < len(instance.stops):
        stop = instance.stops[node]
        return Visit(Kind.STOP, node, stop.place, start, stay_at(bus, stop))
    node -= len(instance.stops)
    if node < len(instance.lunches):
        lunch = instance.lunches[node]
        return Visit(Kind.LUNCH, node, lunch.place, start, stay_for_lunch(bus, lunch))
    node -= len(instance.lunches)
    commitment = instance.commitments[node]
    return Visit(Kind.COMMITMENT, node, commitment.place, start, commitment.stay)
