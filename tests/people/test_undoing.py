"""What was done is undone exactly, by whoever may do it, within a day, and only while nobody has changed it since."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from event.database import fetch
from event.itinerary.tables import Stop, Vehicle
from event.people.operations import add_user, disable_user
from event.people.rules import COMMAND_LINE, Access
from event.people.tables import Role
from event.people.undoing import (
    KEPT_FOR,
    ChangedSince,
    UnknownStep,
    forget_old_steps,
    undo,
    undoable_steps,
)
from event.registration.own.operations import ask_for_erasure, erase
from tests import cast
from tests.cast import NOW
from tests.itinerary.lodging.hotels import give, sleeping
from tests.undoable import ACTS, bond, hotel_gone, room, stop, survey, taken_room, vehicle, who

ORGANIZER = Access(uuid4(), "Chen", "en", frozenset({(Role.ORGANIZER, None), (Role.ADMINISTRATOR, None)}))
VIEWER = Access(uuid4(), "Wang", "en", frozenset({(Role.VIEWER, None)}))


async def _everything() -> dict[str, list[str]]:
    """Every row of every table but the trail and what is kept to undo."""
    names = await fetch(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND relname NOT LIKE 'procrastinate%' AND relname NOT IN ('migration', 'audit_entry', 'undo_step')"
    )
    return {
        row["relname"]: sorted(
            one["row"] for one in await fetch(f"SELECT to_jsonb(t)::text AS row FROM {row['relname']} t")
        )
        for row in names
    }


@pytest.mark.parametrize("made", ACTS, ids=lambda one: one.__name__)
async def test_undoing_puts_back_the_very_same_rows_and_doing_again_takes_them_away(
    db: str, made: Any
) -> None:
    held = await cast.gathering()
    act = await made(held)
    before = await _everything()

    step = await act()
    done = await _everything()
    again = await undo(step, gathering=held.id, access=ORGANIZER, now=NOW)
    undone = await _everything()
    await undo(again, gathering=held.id, access=ORGANIZER, now=NOW)

    assert before != done
    assert undone == before
    assert await _everything() == done
    trail = await fetch("SELECT actor, subject FROM audit_entry WHERE action = 'undo'")
    subject = await fetch("SELECT subject FROM undo_step WHERE id = $1", step)
    assert [tuple(row) for row in trail] == [(ORGANIZER.actor.mark, subject[0]["subject"])] * 2


async def test_what_is_undone_already_is_not_undone_twice(db: str) -> None:
    held = await cast.gathering()
    step = await (await vehicle(held))()
    await undo(step, gathering=held.id, access=ORGANIZER, now=NOW)

    with pytest.raises(ChangedSince):
        await undo(step, gathering=held.id, access=ORGANIZER, now=NOW)

    assert await Vehicle.count() == 1


async def test_of_many_who_undo_at_once_one_does(db: str) -> None:
    held = await cast.gathering()
    step = await (await stop(held))()

    tries = [undo(step, gathering=held.id, access=ORGANIZER, now=NOW) for _ in range(6)]
    told = await asyncio.gather(*tries, return_exceptions=True)

    assert sorted(type(one).__name__ for one in told) == ["ChangedSince"] * 5 + ["UUID"]
    assert await Stop.count() == 2


async def test_nothing_is_put_back_where_somebody_has_taken_the_name_or_changed_what_is_left(db: str) -> None:
    held = await cast.gathering()
    removed, closed = await (await vehicle(held))(), await (await survey(held))()
    await Vehicle(id=uuid4(), gathering=held.id, code="1").save()
    await fetch("UPDATE survey SET closes_at = $1", NOW + timedelta(days=2))

    for step in (removed, closed):
        with pytest.raises(ChangedSince) as refused:
            await undo(step, gathering=held.id, access=ORGANIZER, now=NOW)

    assert refused.value.told("en") == (
        "Something was changed here since, or this was undone already. Nothing was undone."
    )
    assert [row["crew"] for row in await fetch("SELECT count(*) AS crew FROM vehicle_crew")] == [0]


async def test_nothing_is_put_back_whose_place_is_gone(db: str) -> None:
    held = await cast.gathering()
    step = await (await room(held))()
    await hotel_gone(held)

    with pytest.raises(ChangedSince):
        await undo(step, gathering=held.id, access=ORGANIZER, now=NOW)

    assert await fetch("SELECT 1 FROM room") == []


async def test_a_bed_is_not_given_back_once_somebody_else_sleeps_in_the_room(db: str) -> None:
    held = await cast.gathering()
    step = await (await taken_room(held))()
    wang, _ = await cast.guest(held, name_zh="王示例", sex="F", answers={"lodging": "yes"})
    await give(held, wang.id, "301")

    with pytest.raises(ChangedSince):
        await undo(step, gathering=held.id, access=ORGANIZER, now=NOW)

    assert await sleeping() == [("EX2026-001", None), ("EX2026-002", "301"), ("EX2026-003", "301")]


async def test_only_who_may_do_it_undoes_it_in_the_same_gathering_within_a_day(db: str) -> None:
    held, other = await cast.gathering(), await cast.gathering(slug="other", number_prefix="OT")
    step = await (await vehicle(held))()

    for gathering, access, late in (
        (held, VIEWER, timedelta()), (other, ORGANIZER, timedelta()), (held, ORGANIZER, KEPT_FOR + timedelta(seconds=1))
    ):  # fmt: skip
        with pytest.raises(UnknownStep):
            await undo(step, gathering=gathering.id, access=access, now=NOW + late)
    told = [
        [one.id for one in await undoable_steps(gathering=held.id, access=access, now=NOW + late)]
        for access, late in ((ORGANIZER, timedelta()), (VIEWER, timedelta()), (ORGANIZER, timedelta(days=2)))
    ]

    assert told == [[step], [], []]


async def test_after_a_day_nothing_is_kept_twice(db: str) -> None:
    held = await cast.gathering()
    await (await vehicle(held))()

    await forget_old_steps(now=NOW + KEPT_FOR)
    kept = await fetch("SELECT action FROM undo_step")
    await forget_old_steps(now=NOW + KEPT_FOR + timedelta(seconds=1))

    assert [row["action"] for row in kept] == ["vehicle.remove"]
    assert await fetch("SELECT 1 FROM undo_step") == []


async def test_what_names_an_erased_guest_cannot_be_put_back(db: str) -> None:
    held = await cast.gathering()
    act, other = await bond(held), await vehicle(held)
    await act()
    left = await other()
    lin = (await fetch("SELECT id FROM guest WHERE number = 'EX2026-001'"))[0]["id"]
    await ask_for_erasure(lin, gathering=held, now=NOW)
    await erase(lin, **who(held))

    assert [row["id"] for row in await fetch("SELECT id FROM undo_step")] == [left]


async def test_a_user_who_was_disabled_by_mistake_may_sign_in_again(db: str) -> None:
    await add_user("admin", name="Admin", roles=[(Role.ADMINISTRATOR, None)], by=COMMAND_LINE, now=NOW)
    await add_user("wang", name="Wang", roles=[(Role.VIEWER, None)], by=COMMAND_LINE, now=NOW)

    step = await disable_user("wang", by=COMMAND_LINE, now=NOW)
    await undo(step, gathering=None, access=ORGANIZER, now=NOW)

    rows = await fetch("SELECT sign_in_name, active FROM users ORDER BY 1")
    assert [tuple(row) for row in rows] == [("admin", True), ("wang", True)]
    assert await undoable_steps(gathering=None, access=VIEWER, now=NOW) == []
