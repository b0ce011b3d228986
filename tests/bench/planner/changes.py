"""How fast a plan is mended after each kind of change, and how many it moves who were not hit."""

import time
from pathlib import Path

import msgspec

from event.itinerary.planner.changing import (
    BusBreaksDown,
    Cancelled,
    Change,
    CommitmentMoved,
    GroupLate,
    LateReplies,
    SeatsFewer,
    StopCloses,
)
from event.itinerary.planner.checking import read_instance
from event.itinerary.planner.instance import DAY, Instance
from event.itinerary.planner.limits import Limits
from event.itinerary.planner.plan import Kind, Plan
from event.itinerary.planner.replanning import replan
from event.itinerary.planner.searching import make_plan
from event.itinerary.planner.validating import judge
from tests.bench import Measured

SECONDS, MOST_MOVED = 5, 0.05
PLANNING_STEPS = 60_000


def changes(size: str, file: Path) -> list[Measured]:
    """The time of each change, and the share of guests moved who were not directly hit."""
    instance = read_instance(file.read_bytes())
    plan = make_plan(instance, seed=1, limits=Limits(time.monotonic, None, PLANNING_STEPS)).plan
    rows: list[Measured] = []
    for name, change, hit in _changes(instance, plan):
        begun = time.monotonic()
        made = replan(instance, plan, [change], limits=Limits(time.monotonic, SECONDS))
        took = max(time.monotonic() - begun, 1e-3)
        if judge(made.instance, made.plan).broken:
            raise AssertionError(name)
        moved = sum(
            one.guests
            for one in made.difference.moved
            if one.before is not None and one.after is not None and one.party not in hit
        )
        share = moved / made.instance.guests
        rows += [
            Measured(f"{size}: {name}", took, "s", f"at most {SECONDS} s", SECONDS / took),
            Measured(
                f"{size}: {name}, others moved", 100 * share, "%", f"at most {MOST_MOVED:.0%}", MOST_MOVED / max(share, 1e-3)
            ),
        ]  # fmt: skip
    return rows


def _changes(instance: Instance, plan: Plan) -> list[tuple[str, Change, set[int]]]:
    stops = [one.ref for route in plan.routes.values() for one in route if one.kind is Kind.STOP]
    popular = max(range(len(instance.stops)), key=stops.count)
    aboard = {
        bus.id: {party for party, number in plan.bus_of.items() if number == bus.id} for bus in instance.buses
    }
    late = tuple(
        msgspec.structs.replace(one, id=90_000 + one.id, size=2, signing=False, wheelchairs=0)
        for one in instance.parties[:7]
    )
    signing = instance.commitments[-1]
    return [
        ("a stop closes", StopCloses(popular), set()),
        ("a bus breaks down", BusBreaksDown(3), aboard[3]),
        ("a bus has 12 seats fewer", SeatsFewer(2, instance.buses[2].usable - 12), aboard[2]),
        ("a group is 25 minutes late", GroupLate(1, DAY + instance.frames[1].leave % DAY, 5), set()),
        ("the signing is an hour later", CommitmentMoved(signing.id, signing.start + 12), set()),
        ("14 late replies", LateReplies(late), {one.id for one in late}),
        ("a cancellation", Cancelled((instance.parties[3].id,)), set()),
    ]
