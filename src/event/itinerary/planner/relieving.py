"""Making a seating fit days that stand: parties move from where too many meet until nowhere is overfull."""

import math
from random import Random

import numpy as np

from event.itinerary.planner.filling import kept_apart, meetings, seats_of
from event.itinerary.planner.grouping import Fits, speaks
from event.itinerary.planner.instance import Instance
from event.itinerary.planner.plan import Plan

_STEPS, _WARM, _COLD = 30_000, 3.0, 0.3
_EXCHANGES = 0.5  # the share of moves in which two parties change places


def relieved(instance: Instance, plan: Plan, fits: Fits, *, seed: int) -> dict[int, int] | None:
    """The parties on other buses, so that places where buses meet hold all of them; None where that was not found."""
    crowd = _Crowd(instance, plan, fits, seed)
    for step in range(_STEPS):
        if not crowd.over():
            return {one.id: int(bus) for one, bus in zip(instance.parties, crowd.bus_of, strict=True)}
        crowd.step(_WARM * (_COLD / _WARM) ** (step / _STEPS))
    return None


class _Crowd:
    """Who rides where; rows are buses with their seats, then meetings with their room."""

    def __init__(self, instance: Instance, plan: Plan, fits: Fits, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 - a search, no secret
        parties, buses = instance.parties, range(len(instance.buses))
        numbers = {one.id: number for number, one in enumerate(parties)}
        apart = kept_apart(instance)
        self.sizes = np.array([one.size for one in parties])
        self.wheelchairs = np.array([one.wheelchairs for one in parties])
        self.places = np.array([bus.wheelchair_places for bus in instance.buses])
        self.apart = [[numbers[other] for other in apart.get(one.id, ())] for one in parties]
        self.fits = np.array(
            [[fits(one, bus) and speaks(instance, plan.guides[bus], one) for bus in buses] for one in parties]
        )
        self.bus_of = np.array([plan.bus_of[one.id] for one in parties])
        found = list(meetings(instance, plan.routes))
        self.rows = np.array(
            [*np.eye(len(buses), dtype=int), *([bus in meeting.buses for bus in buses] for meeting in found)],
            int,
        )
        self.room = np.array(
            [*(seats_of(instance, bus) for bus in instance.buses), *(meeting.capacity for meeting in found)]
        )
        loads = np.bincount(self.bus_of, self.sizes, len(buses)).astype(int)
        self.there = self.rows @ loads

    def over(self) -> int:
        """How many guests too many there are, over all rows."""
        return int(np.maximum(self.there - self.room, 0).sum())

    def step(self, heat: float) -> None:
        """Move somebody from where there are too many to the best other bus, at times in exchange."""
        row = self.chance.choice(np.flatnonzero(self.there > self.room).tolist())
        party = self.chance.choice(np.flatnonzero(self.rows[row, self.bus_of]).tolist())
        here, size = int(self.bus_of[party]), int(self.sizes[party])
        other = self.chance.randrange(len(self.sizes)) if self.chance.random() < _EXCHANGES else None
        if other is not None:
            there = int(self.bus_of[other])
            if there == here or not (self._may(party, there, other) and self._may(other, here, party)):
                return
            self._take(party, other, there, size - int(self.sizes[other]), heat)
            return
        targets = [
            bus for bus in np.flatnonzero(self.fits[party]).tolist() if bus != here and self._may(party, bus)
        ]
        if targets:
            after = self.there[:, None] + size * (self.rows[:, targets] - self.rows[:, [here]])
            over = np.maximum(after - self.room[:, None], 0).sum(0) + [self.chance.random() for _ in targets]
            self._take(party, None, targets[int(over.argmin())], size, heat)

    def _may(self, party: int, bus: int, leaves: int | None = None) -> bool:
        """Whether a party may ride on a bus, apart from its room; somebody may leave it meanwhile."""
        aboard = self.bus_of == bus
        if leaves is not None:
            aboard[leaves] = False
        wheeled = self.wheelchairs[aboard].sum() + self.wheelchairs[party] if self.wheelchairs[party] else 0
        apart = any(aboard[kept] for kept in self.apart[party])
        return bool(self.fits[party, bus] and wheeled <= self.places[bus] and not apart)

    def _take(self, party: int, other: int | None, there: int, more: int, heat: float) -> None:
        """Take a move over where there are fewer too many, or hardly more."""
        here = self.bus_of[party]
        after = self.there + more * (self.rows[:, there] - self.rows[:, here])
        worse = int(np.maximum(after - self.room, 0).sum()) - self.over()
        if worse <= 0 or self.chance.random() < math.exp(-worse / heat):
            self.there = after
            self.bus_of[party] = there
            if other is not None:
                self.bus_of[other] = here
