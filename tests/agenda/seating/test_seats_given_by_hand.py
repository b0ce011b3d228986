"""Seats are given and exchanged by hand, undone, frozen, released; two organizers do not overwrite each other."""

import asyncio

import pytest

from event.agenda.seating.errors import (
    NameTaken,
    NoSuchSeat,
    NothingToUndo,
    PlanFrozen,
    SeatChanged,
    TooManySeated,
)
from event.agenda.seating.operations import change_person, clear, move, seat_in_order, set_turn, take_out
from event.agenda.seating.own import own_seats
from event.agenda.seating.plans import (
    PlanTold,
    change_plan,
    freeze,
    make_plan,
    release,
    remove_plan,
    told_plan,
)
from event.agenda.seating.reading import chart_of
from event.agenda.seating.steps import undo
from event.comparing import marks
from event.errors import Invalid
from event.itinerary.own.programme import Table
from event.itinerary.own.queries import programme_of
from event.registration.deciding import decide
from event.registration.operations import replace_guest
from event.registration.replies import Reply
from event.registration.tables import Guest, Standing
from tests import cast
from tests.agenda.seating.plans import a_plan, named, seat, seated, who


async def test_onto_somebody_the_two_exchange_and_undo_takes_one_step_back_after_the_other(db: str) -> None:
    held, plan = await a_plan()
    await seat(held, plan, "林示例", 1, 2)
    await seat(held, plan, "陳樣本", 2, 1)

    await seat(held, plan, "林示例", 2, 1)
    exchanged = await seated(held, plan)
    kinds = [await undo(plan, **who(held)) for _ in range(2)]

    assert exchanged == {"秦试": None, "林示例": (2, 1), "陳樣本": (1, 2)}
    assert kinds == ["move", "move"]
    assert await seated(held, plan) == {"秦试": None, "林示例": (1, 2), "陳樣本": None}


async def test_of_two_who_want_the_same_chair_one_gets_it_and_the_other_is_told(db: str) -> None:
    held, plan = await a_plan()
    chart = await chart_of(plan, held)

    answers = await asyncio.gather(
        *(move(one.id, (1, 1), plan=plan, seen=one.mark, holds="", **who(held)) for one in chart.people),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in answers) == ["Chart", "SeatChanged", "SeatChanged"]
    assert [one for one in (await seated(held, plan)).values() if one] == [(1, 1)]


async def test_who_saw_somebody_at_another_place_is_told_and_a_seat_that_is_not_there_is_refused(
    db: str,
) -> None:
    held, plan = await a_plan()
    before = named(await chart_of(plan, held), "林示例")
    await seat(held, plan, "林示例", 1, 1)

    with pytest.raises(SeatChanged):
        await move(before.id, (2, 2), plan=plan, seen=before.mark, holds="", **who(held))
    with pytest.raises(NoSuchSeat):
        await seat(held, plan, "陳樣本", 3, 1)


async def test_a_frozen_plan_is_not_changed_until_it_is_unfrozen(db: str) -> None:
    held, plan = await a_plan()
    await seat(held, plan, "林示例", 1, 1)
    await freeze(plan=plan, frozen=True, **who(held))

    for attempt in (
        seat(held, plan, "陳樣本", 1, 2), undo(plan, **who(held)), clear(plan=plan, **who(held)), remove_plan(plan=plan, **who(held)),
    ):  # fmt: skip
        with pytest.raises(PlanFrozen):
            await attempt
    await freeze(plan=plan, frozen=False, **who(held))
    await seat(held, plan, "陳樣本", 1, 2)

    assert await seated(held, plan) == {"秦试": None, "林示例": (1, 1), "陳樣本": (1, 2)}


async def test_guests_read_their_seat_after_the_release_only(db: str) -> None:
    held, plan = await a_plan()
    await seat(held, plan, "林示例", 1, 2)
    lin = await Guest.objects().get(Guest.number == "EX2026-001")
    assert lin is not None

    before = (
        (await programme_of(lin, held, language="zh-Hans", proven=False)).tables,
        await own_seats(lin.id, language="en"),
    )
    await release(plan=plan, released=True, **who(held))
    after = (await programme_of(lin, held, language="zh-Hans", proven=False)).tables
    told = [(one.occasion, one.row, one.seat) for one in await own_seats(lin.id, language="zh-Hans")]
    await release(plan=plan, released=False, **who(held))

    assert before == ((), [])
    assert after == (Table("欢迎晚宴", 1, 2),)
    assert told == [("欢迎晚宴", 1, 2)]
    assert (await programme_of(lin, held, language="zh-Hans", proven=False)).tables == ()


async def test_a_substitute_inherits_the_seat_and_who_withdraws_frees_it_also_in_a_frozen_plan(
    db: str,
) -> None:
    held, plan = await a_plan()
    await seat(held, plan, "林示例", 1, 2)
    await seat(held, plan, "陳樣本", 1, 3)
    await freeze(plan=plan, frozen=True, **who(held))
    lin, chen = [await Guest.objects().get(Guest.number == f"EX2026-00{number}") for number in (1, 2)]
    assert lin is not None
    assert chen is not None
    reply = Reply(guest_class=(await cast.class_of(held)).id, name_zh="马占位", residence="SG")

    await replace_guest(lin.id, reply, reason="家中有事", **who(held))
    await decide(chen.id, Standing.WITHDRAWN, **who(held))

    assert await seated(held, plan) == {"秦试": None, "马占位": (1, 2)}


async def test_everybody_is_seated_by_precedence_and_whom_the_office_placed_stays_placed(db: str) -> None:
    held, plan = await a_plan("3", kind="rostrum")

    await seat_in_order(plan=plan, **who(held))
    first = await seated(held, plan)
    chen = named(await chart_of(plan, held), "陳樣本")
    await set_turn(chen.id, 1, plan=plan, seen=2, **who(held))
    await seat_in_order(plan=plan, **who(held))

    assert first == {"秦试": (1, 2), "陳樣本": (1, 3), "林示例": (1, 1)}  # 2 at the left hand of 1
    assert await seated(held, plan) == {"陳樣本": (1, 2), "秦试": (1, 3), "林示例": (1, 1)}
    with pytest.raises(SeatChanged):
        await set_turn(chen.id, 3, plan=plan, seen=2, **who(held))


async def test_who_is_fixed_stays_and_who_is_taken_out_comes_back_by_undoing(db: str) -> None:
    held, plan = await a_plan("3", kind="rostrum")
    await seat(held, plan, "陳樣本", 1, 2)
    chen = named(await chart_of(plan, held), "陳樣本")
    await change_person(chen.id, plan=plan, fixed=True, title="会长", **who(held))

    await seat_in_order(plan=plan, **who(held))
    await take_out([chen.id], plan=plan, **who(held))
    without = await seated(held, plan)
    await undo(plan, **who(held))

    assert without == {"秦试": (1, 3), "林示例": (1, 1)}
    back = named(await chart_of(plan, held), "陳樣本")
    assert (back.place, back.fixed, back.title) == ((1, 2), True, "会长")


async def test_a_step_on_which_somebody_has_built_is_not_undone(db: str) -> None:
    held, plan = await a_plan()
    await seat(held, plan, "林示例", 1, 1)
    lin = await Guest.objects().get(Guest.number == "EX2026-001")
    assert lin is not None
    await decide(lin.id, Standing.WITHDRAWN, **who(held))

    with pytest.raises(NothingToUndo):
        await undo(plan, **who(held))


async def test_a_plan_is_changed_as_it_was_seen_and_never_below_who_sits_there(db: str) -> None:
    held, plan = await a_plan()
    await seat(held, plan, "林示例", 2, 3)
    kept = await told_plan(plan, held)

    with pytest.raises(TooManySeated):
        await change_plan(plan, PlanTold("欢迎晚宴", rows="3"), seen=marks(kept), **who(held))
    with pytest.raises(Invalid) as wrong:
        await change_plan(
            plan, PlanTold("欢迎晚宴", rows="many", near_door="x"), seen=marks(kept), **who(held)
        )
    with pytest.raises(NameTaken):
        await make_plan(PlanTold("欢迎晚宴"), **who(held))
    await change_plan(
        plan, PlanTold("欢迎晚宴", rows="2×3, 12", near_door="3"), seen=marks(kept), **who(held)
    )

    assert sorted(wrong.value.problems) == ["near_door", "rows"]
    assert (await chart_of(plan, held)).layout.rows == (3, 3, 12)
