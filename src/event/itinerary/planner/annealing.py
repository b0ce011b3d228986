"""One worker's search: routes and seating in turn, both under a temperature that falls with the way gone."""

from random import Random

import numpy as np

from event.itinerary.planner.instance import Instance
from event.itinerary.planner.kernels.arrays import NOW, Knobs
from event.itinerary.planner.plan import Plan
from event.itinerary.planner.regrouping import regroup, seating_of
from event.itinerary.planner.routing import route_search

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

    def __init__(self, instance: Instance, first: Plan, seed: int) -> None:
        self.instance, self.guides = instance, first.guides
        self.chance = Random(seed)  # noqa: S311 - a search, no secret
        self.search = route_search(instance, first)
        self.seating = seating_of(instance, first)
        self.buses = np.arange(len(instance.buses), dtype=np.int64)
        self.visit_worth = self.search.value / max(1, int(self.search.routes.count[NOW].sum()))
        self.best: Plan = first
        self.best_objective = self.objective
        self.steps = self.rounds = 0
        small = len(instance.parties) * len(instance.buses) <= SMALL
        self.falls, self.at_once = (SMALL_FALLS, SMALL_STEPS_AT_ONCE) if small else (1, STEPS_AT_ONCE)

    @property
    def objective(self) -> int:
        """What the plan at hand is worth."""
        return round(self.search.value) - self.instance.weights.split * self.seating.splits

    def step(self, share: float) -> bool:
        """Go on for some steps at the temperature of the way gone; whether a round was completed."""
        fallen = share * self.falls % 1
        heat = max(1.0, self.visit_worth) * HOT * (COLD / HOT) ** fallen
        self._improve(self.at_once, heat)
        if share * ROUNDS * self.falls < self.rounds:
            return False
        self.rounds += 1
        if len(self.buses) > 1:
            hot = SEATS_HOT if self.falls == 1 or int(share * self.falls) % 2 else SEATS_MILD
            heat = hot * (SEATS_COLD / hot) ** fallen
            moves = MOVES_PER_PARTY * len(self.instance.parties)
            regroup(self.search, self.seating, steps=moves, hot=heat, cold=heat / 2, seed=self._seed())
        if fallen > LATE:
            self._keep()
        return True

    def settle(self) -> None:
        """Cool down at once: what a search that is stopped early is worth."""
        moves = MOVES_PER_PARTY * len(self.instance.parties)
        for _ in range(4):
            self._improve(SETTLING_STEPS, max(1.0, self.visit_worth) * COLD)
            if len(self.buses) > 1:
                regroup(self.search, self.seating, steps=moves, hot=1.0, cold=0.1, seed=self._seed())
        self._keep()

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
            dict(self.guides),
            {bus.id: self.search.visits(bus.id) for bus in self.instance.buses},
        )
