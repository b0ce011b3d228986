"""The search for a plan: a first one by hand, then routes and seating in turn under falling temperature."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

from event.itinerary.planner.by_hand import plan_by_hand
from event.itinerary.planner.grouping import group
from event.itinerary.planner.instance import Instance
from event.itinerary.planner.limits import Clock, Limits
from event.itinerary.planner.locks import NO_LOCKS, Locks
from event.itinerary.planner.plan import NoPlan, Plan
from event.itinerary.planner.preparing import get_loops_ready
from event.itinerary.planner.replanning import replan
from event.itinerary.planner.validating import Judged, checked_plan

GROUPINGS = 12


@dataclass(frozen=True)
class Progress:
    """How far the search is, from 0 to 1, and what the plan at hand is worth."""

    share: float
    objective: int


@dataclass(frozen=True)
class Planned:
    """A plan that keeps every rule, what it is worth, and how many steps were taken for it."""

    plan: Plan
    judged: Judged
    steps: int
    first_after: float


def make_plan(
    instance: Instance,
    *,
    seed: int,
    limits: Limits,
    workers: int = 1,
    told: Callable[[Progress], None] = lambda _: None,
    locked: Locks = NO_LOCKS,
    onto: Plan | None = None,
) -> Planned:
    """The best plan found within the limits, checked against every rule; raises NoGrouping, NoPlan.

    `onto` is an existing plan to begin with: what is `locked` of it stays, all else is planned anew.
    """
    clock = Clock(limits)
    if onto is None:
        first, locked = first_plan(instance, seed=seed), NO_LOCKS
    else:
        first = replan(instance, onto, (), limits=limits, seed=seed, locks=locked).plan
    judged = checked_plan(instance, first)
    first_after = limits.now() - clock.begun
    told(Progress(0.0, judged.objective))
    chance = Random(seed)  # noqa: S311 - a search, no secret
    seeds = [chance.randrange(2**31) for _ in range(workers)]
    nothing_to_choose = not instance.parties or not instance.stops
    if nothing_to_choose or not get_loops_ready(keep_waiting=clock.may_wait):
        return Planned(first, judged, 0, first_after)
    clock.searching_since = limits.now()
    if workers == 1:
        found = [_search(instance, first, seeds[0], clock, told, locked)]
    else:
        with ThreadPoolExecutor(workers) as pool:
            found = list(pool.map(lambda one: _search(instance, first, one, clock, told, locked), seeds))
    steps = sum(taken for _, taken in found)
    best, best_judged = first, judged
    for plan, _ in found:
        if plan is None:
            continue
        new = checked_plan(instance, plan)
        if new.objective > best_judged.objective:
            best, best_judged = plan, new
    told(Progress(1.0, best_judged.objective))
    return Planned(best, best_judged, steps, first_after)


def first_plan(instance: Instance, *, seed: int) -> Plan:
    """A plan at once; raises NoGrouping, NoPlan."""
    for attempt in range(GROUPINGS):
        bus_of, guides = group(instance, seed=seed + attempt)
        for per_minute, bare in ((True, False), (False, False), (True, True)):
            plan = plan_by_hand(instance, bus_of, guides, per_minute=per_minute, bare=bare)
            if plan is not None:
                return plan
    raise NoPlan


def _search(
    instance: Instance, first: Plan, seed: int, clock: Clock, told: Callable[[Progress], None], locked: Locks
) -> tuple[Plan | None, int]:
    """The best plan of one worker and its steps; None where it did not get to search."""
    from event.itinerary.planner.annealing import Annealing  # noqa: PLC0415 - loads the compiled loops

    annealing = Annealing(instance, first, seed, locks=locked)
    clock.searching_since = max(clock.searching_since, clock.limits.now())
    while (share := clock.share(annealing.steps)) < 1:
        if annealing.step(share):
            told(Progress(share, annealing.objective))
    annealing.settle()
    return annealing.best, annealing.steps
