"""Who guides which bus: guides changed about while everybody understands theirs."""

from collections.abc import Collection
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from event.itinerary.planner.grouping import speaks
from event.itinerary.planner.instance import Instance
from event.itinerary.planner.kernels.arrays import Flags, Ints
from event.itinerary.planner.plan import Plan

_NEVER = 10**9
_FREE_TURNS = 4  # one free exchange for so many buses


@dataclass
class Guiding:
    """`guides` by bus, then those without one; who understands whom, and whose first language nobody speaks."""

    guides: Ints  # [G]
    understood: Flags  # [Q, G]
    foreign: Ints  # [Q, G]: guests whose first language is not the guide's
    fixed: NDArray[np.bool_]  # [G]: buses that keep their guides

    def speaks(self, buses: int) -> Flags:
        """Which party understands the guide of which bus."""
        return self.understood[:, self.guides[:buses]]

    def foreign_on(self, buses: int) -> Ints:
        """Guests of each party who would not hear their first language on each bus."""
        return self.foreign[:, self.guides[:buses]]

    def missed(self, bus_of: Ints) -> int:
        """Guests who do not hear their first language."""
        return int(self.foreign[np.arange(len(bus_of)), self.guides[bus_of]].sum())

    def exchange(self, bus_of: Ints, chance: Random, *, matters: bool) -> None:
        """Exchange two guides as long as more guests hear their first language; then some who are as good."""
        slots = len(self.guides)
        aboard = (bus_of == np.arange(slots)[:, None]).astype(np.int64)
        costs = aboard @ self.foreign if matters else np.zeros((slots, slots), np.int64)
        costs += _NEVER * (aboard @ (1 - self.understood.astype(np.int64)) > 0)
        while (change := self._change(costs)).min() < 0:
            one, two = np.unravel_index(change.argmin(), change.shape)
            self.guides[[one, two]] = self.guides[[two, one]]
        for _ in range(slots // _FREE_TURNS + 1):
            as_good = np.argwhere(np.triu(self._change(costs) == 0, 1))
            if len(as_good):
                one, two = as_good[chance.randrange(len(as_good))]
                self.guides[[one, two]] = self.guides[[two, one]]

    def _change(self, costs: Ints) -> Ints:
        """What each exchange of two guides costs."""
        standing = costs[:, self.guides]
        own = standing.diagonal().copy()
        standing[self.fixed] = 2 * _NEVER
        change: Ints = standing + standing.T - own[:, None] - own[None, :]
        return change


def guiding_of(instance: Instance, plan: Plan, fixed: Collection[int]) -> Guiding:
    """The guides of a plan; those of some buses stay."""
    led = [plan.guides[bus.id] for bus in instance.buses]
    guides = [*led, *(guide.id for guide in instance.guides if guide.id not in led)]
    parties, numbers = instance.parties, range(len(instance.guides))
    understood = np.array([[speaks(instance, guide, one) for guide in numbers] for one in parties], np.uint8)
    foreign = np.array(
        [
            [one.size * (one.languages[:1] != () and one.languages[0] not in instance.guides[guide].languages) for guide in numbers]
            for one in parties
        ],
        np.int64,
    )  # fmt: skip
    keeps = np.isin(np.arange(len(guides)), list(fixed))
    return Guiding(np.array(guides, np.int64), understood, foreign, keeps)
