"""A run of the planner on the office's own visit: asked for, followed, taken over or not."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from event.database import fetch
from event.gathering.operations import the_gathering
from event.gathering.tables import Gathering
from event.itinerary.planner.validating import judge
from event.itinerary.planning import drafting
from event.itinerary.planning.asked import Asked, BusOut, Goal, Happened, Late, StopCloses
from event.itinerary.planning.edits import HoldGuest
from event.itinerary.planning.errors import PlanMovedOn, RunNotDone
from event.itinerary.planning.framing import frame
from event.itinerary.planning.gathered import facts_of
from event.itinerary.planning.jobs import work_on
from event.itinerary.planning.reading import plan_view
from event.itinerary.planning.runs import (
    RunGoesOn,
    RunView,
    accept_run,
    ask_run,
    cancel_run,
    latest_run,
    run_now,
)
from event.itinerary.planning.solving import with_guides
from event.itinerary.planning.view import PlanView
from event.people.rules import COMMAND_LINE
from tests.cast import NOW


async def _board() -> tuple[Gathering, PlanView]:
    held = await the_gathering()
    return held, await plan_view(held, language="en")


async def _run(what: Goal, *changes: Happened, seconds: int = 5) -> tuple[UUID, RunView]:
    held, view = await _board()
    run = await ask_run(
        Asked(what, seconds, 1, changes),
        gathering=held,
        moved=view.moved,
        language="en",
        by=COMMAND_LINE,
        now=NOW,
    )
    await work_on(run, language="en")
    return run, await run_now(run, gathering=held, language="en")


async def _accept(run: UUID) -> PlanView:
    held, view = await _board()
    await accept_run(run, gathering=held, moved=view.moved, language="en", by=COMMAND_LINE, now=NOW)
    return (await _board())[1]


async def test_a_bus_breaks_down_and_its_guests_ride_on_others(opened_doors: str) -> None:
    _, view = await _board()
    broken = next(bus for bus in view.buses if bus.code == "5")

    run, done = await _run(Goal.MEND, BusOut(broken.vehicle))

    assert (done.state, done.trouble) == ("done", "")
    assert done.difference is not None
    assert done.difference.guests_moved == broken.riding
    assert (await _board())[1] == view
    after = await _accept(run)
    assert {bus.code: bus.riding for bus in after.buses if bus.code == "5"} == {"5": 0}
    assert sum(bus.riding for bus in after.buses) == 216
    assert after.troubles == []


async def test_a_stop_that_closes_is_left_out_and_nobody_changes_buses(opened_doors: str) -> None:
    _, view = await _board()
    stop = next(one for one in view.places if one.code == "S05")
    morning = NOW.replace(day=17, hour=0)

    run, done = await _run(Goal.MEND, StopCloses(stop.ref, morning, morning + timedelta(hours=12)))

    assert done.difference is not None
    assert (done.state, done.difference.guests_moved) == ("done", 0)
    after = await _accept(run)
    assert all(call.code != "S05" for line in after.lines for call in line.calls)
    assert after.troubles == []


async def test_what_happens_on_another_day_changes_nothing(opened_doors: str) -> None:
    _, view = await _board()
    stop = next(one for one in view.places if one.code == "S05")
    later = NOW.replace(day=19, hour=0)

    _, done = await _run(Goal.MEND, StopCloses(stop.ref, later, later + timedelta(hours=12)))
    _, late = await _run(Goal.MEND, Late(view.buses[0].vehicle, later, 25))

    assert done.difference is not None
    assert (done.state, done.difference.lines, done.difference.guests) == ("done", [], [])
    assert (late.state, late.trouble) == (
        "failed", "The plan has no such bus, route, stop or guest any more.",
    )  # fmt: skip


async def test_a_late_bus_goes_its_own_times(opened_doors: str) -> None:
    _, view = await _board()
    bus = next(bus for bus in view.buses if bus.code == "3")

    _, done = await _run(Goal.MEND, Late(bus.vehicle, NOW.replace(day=17, hour=1, minute=0), 25))

    assert done.difference is not None
    assert (done.state, done.difference.guests_moved, done.difference.days_changed) == ("done", 0, 29)
    assert done.difference.tell == ["29 guests of bus 3"]
    assert "B Buses: 3, 4 → 4" in done.difference.lines


async def test_who_comes_back_sees_the_run_until_it_is_taken_over_or_not_wanted(opened_doors: str) -> None:
    held, view = await _board()
    bus = next(bus for bus in view.buses if bus.code == "5")

    async def shown(minutes: int = 0) -> RunView | None:
        return await latest_run(held, language="en", now=NOW + timedelta(minutes=minutes))

    assert await shown() is None
    first, done = await _run(Goal.MEND, BusOut(bus.vehicle))
    assert (await shown(59), await shown(60)) == (done, None)

    await cancel_run(first, gathering=held)
    assert await shown() is None
    with pytest.raises(RunNotDone):
        await _accept(first)

    second, done = await _run(Goal.MEND, BusOut(bus.vehicle))
    assert await shown() == done
    await _accept(second)
    assert await shown() is None


async def _worth() -> int:
    """What the plan that stands is worth, weighed as the office does."""
    held = await the_gathering()
    facts = await facts_of(held)
    draft = (await drafting.current(held, facts=facts)).draft
    framed = frame(facts, with_guides(draft, facts), anew=True)
    return judge(framed.instance, framed.plan).objective


async def test_seats_anew_are_worth_more_and_keep_who_is_held(opened_doors: str) -> None:
    held, view = await _board()
    before = await _worth()
    party = next(one for one in view.parties if one.got == 0)
    guests = tuple(guest.id for guest in party.guests)
    await drafting.edit(
        HoldGuest(guests=guests, held=True), gathering=held, language="en", by=COMMAND_LINE, now=NOW
    )

    run, done = await _run(Goal.SEATS)

    assert done.state == "done", done.trouble
    after = await _accept(run)
    assert after.troubles == []
    assert [line.calls for line in after.lines] == [line.calls for line in view.lines]
    assert before < await _worth() == done.objective
    assert next(one.vehicle for one in after.parties if one.id == party.id) == party.vehicle


async def test_a_run_is_not_taken_over_after_the_plan_has_changed(opened_doors: str) -> None:
    held, view = await _board()
    bus = next(bus for bus in view.buses if bus.code == "5")
    run, _ = await _run(Goal.MEND, BusOut(bus.vehicle))
    party = next(one for one in view.parties if one.vehicle == bus.vehicle)
    await drafting.edit(
        HoldGuest(guests=(party.guests[0].id,), held=True),
        gathering=held,
        language="en",
        by=COMMAND_LINE,
        now=NOW,
    )

    with pytest.raises(PlanMovedOn):
        await _accept(run)


async def test_only_one_run_is_under_way_and_it_can_be_cancelled(opened_doors: str) -> None:
    held, view = await _board()

    async def asked() -> UUID:
        return await ask_run(
            Asked(Goal.SEATS, 600), gathering=held, moved=view.moved, language="en", by=COMMAND_LINE, now=NOW
        )

    found = await asyncio.gather(asked(), asked(), asked(), return_exceptions=True)
    (run,) = [one for one in found if isinstance(one, UUID)]
    assert [type(one) for one in found if not isinstance(one, UUID)] == [RunGoesOn, RunGoesOn]
    work = asyncio.create_task(work_on(run, language="en"))
    begun = "SELECT 1 FROM planner_run WHERE state = 'running'"
    while not await fetch(begun):
        assert not work.done()
    await cancel_run(run, gathering=held)
    await asyncio.wait_for(work, 30)

    assert (await run_now(run, gathering=held, language="en")).state == "cancelled"
    with pytest.raises(RunNotDone):
        await _accept(run)


async def test_a_plan_from_nothing_keeps_every_rule(opened_doors: str) -> None:
    run, done = await _run(Goal.ANEW, seconds=8)

    assert done.state == "done", done.trouble
    after = await _accept(run)
    assert (after.troubles, sum(bus.riding for bus in after.buses)) == ([], 216)
    assert [bus.line is None for bus in after.buses] == [bus.riding == 0 for bus in after.buses]
    assert after.wishes.first > 216 / 2, "routes keep the names under which guests wished for them"


async def test_a_run_whose_worker_died_does_not_stand_in_the_way(opened_doors: str) -> None:
    held, view = await _board()
    asked = Asked(Goal.SEATS, 30)
    lost = await ask_run(asked, gathering=held, moved=view.moved, language="en", by=COMMAND_LINE, now=NOW)
    await fetch("UPDATE planner_run SET state = 'running' WHERE id = $1", lost)

    soon, later = NOW + timedelta(minutes=10), NOW + timedelta(minutes=11)
    with pytest.raises(RunGoesOn):
        await ask_run(asked, gathering=held, moved=view.moved, language="en", by=COMMAND_LINE, now=soon)
    run = await ask_run(asked, gathering=held, moved=view.moved, language="en", by=COMMAND_LINE, now=later)

    states = [(await run_now(one, gathering=held, language="en")).state for one in (lost, run)]
    assert states == ["failed", "waiting"]
