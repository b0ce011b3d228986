"""Programs can do what pages can; liaisons see their own delegations only; the list of tables goes in and out."""

from collections.abc import AsyncIterator

import httpx
import pytest

from event.agenda.seating.reading import chart_of
from event.agenda.seating.steps import last_step
from event.people.tables import Role
from tests.agenda.seating.plans import a_plan, seated
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]


@pytest.fixture
async def program(app: object, browser: Browser) -> AsyncIterator[httpx.AsyncClient]:
    async with signed_in(browser, Role.ORGANIZER) as client:
        yield client


async def test_programs_seat_order_freeze_and_release(program: httpx.AsyncClient) -> None:
    held, plan = await a_plan()
    root = f"/api/v1/gatherings/{held.slug}/seat-plans"
    people = (await program.get(f"{root}/{plan}/people")).json()
    first = people[0]

    moved = await program.put(
        f"{root}/{plan}/people/{first['id']}/seat",
        json={"row": 1, "seat": 1, "holds": "", "seen": first["seen"]},
    )
    late = await program.put(
        f"{root}/{plan}/people/{first['id']}/seat",
        json={"row": 1, "seat": 2, "holds": "", "seen": first["seen"]},
    )
    frozen = await program.post(f"{root}/{plan}/actions/freeze")
    refused = await program.post(f"{root}/{plan}/actions/clear")
    released = await program.post(f"{root}/{plan}/actions/release")
    unknown = await program.post(f"{root}/{plan}/actions/dance")
    told = (await program.get(f"{root}/{plan}")).json()

    assert people[0]["name"] == "秦试"
    assert (moved.status_code, moved.json()["row"], late.status_code) == (200, 1, 409)
    assert (frozen.status_code, refused.status_code, released.status_code, unknown.status_code) == (
        201,
        409,
        201,
        404,
    )
    assert (told["frozen_at"] is not None, told["released_at"] is not None) == (True, True)
    assert told["rows"][0]["seats"][0]["sitter"]["name"] == "秦试"
    assert [line["seated"] for line in (await program.get(root)).json()] == [1]


async def test_pages_seat_without_scripts_and_say_what_was_wrong(program: httpx.AsyncClient) -> None:
    held, plan = await a_plan()
    root = f"/console/{held.slug}/seats/{plan}"
    chart = await chart_of(plan, held)
    lin = next(one for one in chart.people if one.name == "林示例")

    seen = [
        await program.get(path)
        for path in (
            root,
            f"{root}/order",
            f"{root}/settings",
            f"{root}/people",
            f"{root}/people/{lin.id}",
            f"/console/{held.slug}/seats",
        )
    ]
    moved = await program.post(f"{root}/people/{lin.id}", data={"do": "move", "to": "1:2|", "seen": lin.mark})
    stale = await program.post(f"{root}/people/{lin.id}", data={"do": "move", "to": "1:3|", "seen": lin.mark})
    wrong = await program.post(
        f"{root}/settings",
        data={
            "name": "",
            "rows": "x",
            "seen": "",
            "kind": "banquet",
            "seat_rule": "left",
            "even_rule": "outward",
        },
    )
    undone = await program.post(f"{root}/do", data={"do": "undo"})

    assert [one.status_code for one in seen] == [200] * 6
    assert (moved.status_code, stale.status_code, wrong.status_code, undone.status_code) == (
        303,
        409,
        422,
        303,
    )
    assert (await seated(held, plan))["林示例"] is None
    assert await last_step(plan) is not None  # that people were added


async def test_viewers_see_no_plan_and_liaisons_only_their_own(app: object, browser: Browser) -> None:
    held, plan = await a_plan()
    async with signed_in(browser, Role.VIEWER) as viewer:
        refused = await viewer.get(f"/api/v1/gatherings/{held.slug}/seat-plans/{plan}")
    async with signed_in(browser, Role.LIAISON) as liaison:
        told = (await liaison.get(f"/api/v1/gatherings/{held.slug}/seat-plans/{plan}/people")).json()
        changed = await liaison.post(f"/api/v1/gatherings/{held.slug}/seat-plans/{plan}/actions/clear")

    assert refused.status_code == 403
    assert [one["name"] for one in told] == ["秦试"]
    assert changed.status_code == 403
