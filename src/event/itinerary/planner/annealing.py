"""One worker's search: routes and seating in turn, both under a temperature that falls with the way gone."""

from random import Random

import numpy as np

from event.itinerary.planner.grouping import Fits
from event.itinerary.planner.instance import Instance
from event.itinerary.planner.kernels.arrays import NOW, Knobs
from event.itinerary.planner.locking import lock
from event.itinerary.planner.locks import NO_LOCKS, Locks
from event.itinerary.planner.plan import Plan
from event.itinerary.planner.regrouping import change_guides, regroup, seating_of
from event.itinerary.planner.routing import route_search
from event.itinerary.planner.weights import Weights

STEPS_AT_ONCE = 500
ROUNDS = 200
MOVES_PER_PARTY = 30
HOT, COLD = 0.5, 0.003  # for routes: of what a visit is worth
SEATS_HOT, SEATS_COLD = (
    12_000.0,
    50.0,
)  # for seating: of the objective; an extra bus of a delegation is 10,000
SEATS_MILD = 3_000.0  # every other fall of a small visit: too little to scatter a delegation
LATE = 0.6  # from here on the best plan is kept; before, it would only be overtaken
SMALL, SMALL_FALLS, SMALL_STEPS_AT_ONCE = (
    100,
    8,
    100,
)  # few parties on few buses: temperature falls again and again
SETTLING_STEPS = 2_000
KNOBS = Knobs(noise=0.5, longest=4, pairs=0.1)


class Annealing:
    """A search that goes on as long as `step` is called; `best` is the best plan so far."""

    def __init__(
        self,
        instance: Instance,
        first: Plan,
        seed: int,
        *,
        locks: Locks = NO_LOCKS,
        routes_stand: bool = False,
        fits: Fits | None = None,
    ) -> None:
        self.instance = instance
        self.chance = Random(seed)  # noqa: S311 - a search, no secret
        self.search = route_search(instance, first)
        self.seating = seating_of(instance, first, locks=locks, routes_stand=routes_stand, fits=fits)
        lock(self.search, first, locks)
        open_buses = [] if routes_stand else [bus.id for bus in instance.buses if bus.id not in locks.buses]
        self.buses = np.array(open_buses, np.int64)
        self.visit_worth = self.search.value / max(1, int(self.search.routes.count[NOW].sum()))
        self.best: Plan = first
        self.best_objective = self.objective
        self.steps = self.rounds = 0
        self.scale = _scale(instance.weights)
        small = len(instance.parties) * len(instance.buses) <= SMALL
        self.falls, self.at_once = (SMALL_FALLS, SMALL_STEPS_AT_ONCE) if small else (1, STEPS_AT_ONCE)

    @property
    def objective(self) -> int:
        """What the plan at hand is worth."""
        weights, seating = self.instance.weights, self.seating
        lost = weights.split * seating.splits
        if weights.uneven:
            lost += weights.uneven * seating.uneven
        if weights.language:
            lost += weights.language * seating.missed
        return round(self.search.value) - lost

    def step(self, share: float) -> bool:
        """Go on for some steps at the temperature of the way gone; whether a round was completed."""
        fallen = share * self.falls % 1
        if len(self.buses):
            self._improve(self.at_once, max(1.0, self.visit_worth) * HOT * (COLD / HOT) ** fallen)
            if share * ROUNDS * self.falls < self.rounds:
                return False
        self.rounds += 1
        hot = SEATS_HOT if self.falls == 1 or int(share * self.falls) % 2 else SEATS_MILD
        heat = hot * (SEATS_COLD / hot) ** fallen * self.scale
        self._regroup(heat, heat / 2)
        if fallen > LATE:
            self._keep()
        return True

    def settle(self) -> None:
        """Cool down at once: what a search that is stopped early is worth."""
        for _ in range(4):
            if len(self.buses):
                self._improve(SETTLING_STEPS, max(1.0, self.visit_worth) * COLD)
            self._regroup(1.0, 0.1)
        self._keep()

    def _regroup(self, hot: float, cold: float) -> None:
        if len(self.instance.buses) > 1:
            change_guides(self.search, self.seating, self.chance)
            moves = MOVES_PER_PARTY * len(self.instance.parties)
            regroup(self.search, self.seating, steps=moves, hot=hot, cold=cold, seed=self._seed())
            self.steps += 0 if len(self.buses) else moves

    def _improve(self, steps: int, heat: float) -> None:
        self.search.improve(steps, heat, heat, self._seed(), self.buses, KNOBS)
        self.steps += steps

    def _seed(self) -> int:
        return self.chance.randrange(2**31)

    def _keep(self) -> None:
        if self.objective > self.best_objective:
            self.best_objective, self.best = self.objective, self.plan()

    def plan(self) -> Plan:
        """The plan at hand."""
        bus_of = self.seating.aboard.bus_of
        return Plan(
            {one.id: int(bus) for one, bus in zip(self.instance.parties, bus_of, strict=True)},
            {bus.id: int(self.seating.guiding.guides[bus.id]) for bus in self.instance.buses},
            {bus.id: self.search.visits(bus.id) for bus in self.instance.buses},
        )


def _scale(weights: Weights) -> float:
    """By how much everything is worth more or less than in the published figures."""
    usual = Weights()
    if weights.points:
        return weights.points / usual.points
    return max(weights.split / usual.split, 1 / usual.points)
