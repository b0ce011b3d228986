"""Two organizers at one plan: each learns at once of the other's steps, and nobody overwrites what they have not seen."""

from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

import pytest

from event.agenda.seating.circles import add_circle
from event.agenda.seating.errors import PersonChanged, PlanChanged
from event.agenda.seating.operations import change_person, clear, forget_turns, seat_in_order
from event.agenda.seating.plans import freeze, remove_plan
from event.agenda.seating.reading import chart_of, moved_now
from event.agenda.seating.steps import undo
from event.people.tables import Role
from tests.agenda.seating.plans import a_plan, named, seat, seated, who
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]


@pytest.mark.parametrize("what", [undo, clear, seat_in_order, forget_turns])
async def test_what_concerns_the_whole_plan_is_refused_after_a_step_one_has_not_seen(
    db: str, what: Callable[..., Awaitable[Any]]
) -> None:
    held, plan = await a_plan()
    await seat(held, plan, "林示例", 1, 1)
    seen = (await chart_of(plan, held)).step
    await seat(held, plan, "陳樣本", 1, 2)

    with pytest.raises(PlanChanged):
        await what(plan=plan, step=seen, **who(held))
    kept = await seated(held, plan)
    await what(plan=plan, step=(await chart_of(plan, held)).step, **who(held))

    assert kept == {"秦试": None, "林示例": (1, 1), "陳樣本": (1, 2)}


async def test_what_somebody_is_here_is_not_overwritten(db: str) -> None:
    held, plan = await a_plan()
    one = named(await chart_of(plan, held), "林示例")
    await change_person(one.id, plan=plan, role="主人", seen=one.words, **who(held))

    with pytest.raises(PersonChanged):
        await change_person(one.id, plan=plan, title="会长", seen=one.words, **who(held))

    assert named(await chart_of(plan, held), "林示例").state.role == "主人"


async def test_each_change_of_a_plan_is_told_to_who_follows_it(db: str) -> None:
    held, plan = await a_plan()
    people = [one.number for one in (await chart_of(plan, held)).people if one.number]
    told = [await moved_now(plan)]
    for change in (
        lambda: seat(held, plan, "林示例", 1, 1),
        lambda: add_circle(people, apart=True, plan=plan, **who(held)),
        lambda: undo(plan, **who(held)),
        lambda: freeze(plan=plan, frozen=True, **who(held)),
        lambda: freeze(plan=plan, frozen=False, **who(held)),
        lambda: remove_plan(plan, **who(held)),
    ):
        await change()
        told.append(await moved_now(plan))

    assert [one == other for one, other in pairwise(told)] == [False] * 6
    assert told[-1] == ""


async def test_pages_and_programs_send_the_step_they_have_seen(app: object, browser: Browser) -> None:
    held, plan = await a_plan()
    await seat(held, plan, "林示例", 1, 1)
    api, pages = f"/api/v1/gatherings/{held.slug}/seat-plans/{plan}", f"/console/{held.slug}/seats/{plan}"
    async with signed_in(browser, Role.ORGANIZER) as client:
        step = (await client.get(api)).json()["step"]
        await seat(held, plan, "陳樣本", 1, 2)
        refused = await client.post(f"{api}/actions/undo?step={step}")
        page = await client.post(f"{pages}/do", data={"do": "undo", "step": str(step)})
        shown = await client.get(pages)
        undone = await client.post(f"{api}/actions/undo?step={step + 1}")

    assert (refused.status_code, page.status_code, undone.status_code) == (409, 303, 201)
    assert f'name="step" value="{step + 1}"' in shown.text
    assert await seated(held, plan) == {"秦试": None, "林示例": (1, 1), "陳樣本": None}
