"""Tasks are given out, changed, reminded of; everybody sees their own, organizers all."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from event.database import fetch
from event.errors import Invalid
from event.people.operations import add_user
from event.people.rules import COMMAND_LINE, SYSTEM
from event.people.tables import Role
from event.tasks.errors import TaskChangedMeanwhile, UnknownTask
from event.tasks.operations import add_task, change_task
from event.tasks.queries import TaskFilter, shown, task_view, tasks_of
from event.tasks.reminding import remind_overdue
from event.tasks.rules import is_overdue
from event.tasks.told import TaskTold
from tests import cast
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
WHO = {"by": COMMAND_LINE, "now": NOW}
TODAY = date(2026, 9, 1)
API = "/api/v1/gatherings/example/tasks"
LATE = TaskTold(
    title="发出邀请函",
    unit="示例县侨联",
    person="卢虚构",
    remind_to="lu@example.com",
    due_on=date(2026, 8, 31),
)


def test_a_task_is_overdue_from_the_day_after_while_something_is_left_to_do() -> None:
    day = date(2026, 9, 1)
    cases = {
        (state, due): is_overdue(state, due, day)
        for state in ("open", "under_way", "done", "dropped")
        for due in (None, date(2026, 8, 31), day)
    }

    assert [case for case, late in cases.items() if late] == [
        ("open", date(2026, 8, 31)),
        ("under_way", date(2026, 8, 31)),
    ]


async def test_numbers_follow_each_other_although_two_give_out_at_once(db: str) -> None:
    held = await cast.gathering()

    numbers = await asyncio.gather(
        *(add_task(TaskTold(title=f"{one}"), gathering=held, **WHO) for one in range(5))
    )

    assert sorted(numbers) == [1, 2, 3, 4, 5]


async def test_who_is_given_a_task_is_told_by_mail_once_and_whoever_has_it_next_too(db: str) -> None:
    held = await cast.gathering()
    number = await add_task(LATE, gathering=held, **WHO)
    same = TaskTold(**{name: getattr(LATE, name) for name in LATE.__struct_fields__} | {"note": "先发海外"})
    other = TaskTold(
        **{name: getattr(same, name) for name in same.__struct_fields__}
        | {"person": "郭样本", "remind_to": "guo@example.com"}
    )
    await change_task(number, same, revision=1, gathering=held, **WHO)
    await change_task(number, other, revision=2, gathering=held, **WHO)

    mails = await fetch("SELECT occasion, recipient FROM mail ORDER BY created_at, recipient DESC")
    assert [tuple(row) for row in mails] == [("task", "lu@example.com"), ("task", "guo@example.com")]


async def test_the_overdue_are_reminded_of_once_a_day_in_one_mail_for_each(db: str) -> None:
    held = await cast.gathering()
    for title in ("发出邀请函", "落实酒店"):
        await add_task(
            TaskTold(title=title, person="卢虚构", remind_to="lu@example.com", due_on=date(2026, 8, 31)),
            gathering=held,
            **WHO,
        )
    await add_task(
        TaskTold(title="以后", remind_to="lu@example.com", due_on=date(2026, 9, 30)), gathering=held, **WHO
    )

    written = [
        await remind_overdue(held, by=SYSTEM, now=now)
        for now in (NOW, NOW.replace(hour=9), NOW.replace(day=2))
    ]

    mails = await fetch("SELECT message FROM mail WHERE occasion = 'tasks_overdue'")
    assert (written, len(mails)) == ([1, 0, 1], 2)


async def test_done_has_its_day_and_the_history_stays(db: str) -> None:
    held = await cast.gathering()
    number = await add_task(TaskTold(title="印制证件"), gathering=held, **WHO)
    await change_task(number, TaskTold(title="印制证件", state="done"), revision=1, gathering=held, **WHO)

    assert (await task_view(held, number, today=TODAY)).done_on == TODAY
    for statement in ("UPDATE task_entry SET by = 'x'", "DELETE FROM task_entry", "TRUNCATE task_entry"):
        with pytest.raises(Exception, match="only"):
            await fetch(statement)
    rows = await fetch("SELECT revision, changes FROM task_entry ORDER BY revision")
    assert [tuple(row) for row in rows] == [
        (1, '{"state": [null, "open"], "title": [null, "印制证件"]}'),
        (2, '{"state": ["open", "done"], "done_on": [null, "2026-09-01"]}'),
    ]


async def test_the_second_of_two_who_save_is_told(db: str) -> None:
    held = await cast.gathering()
    number = await add_task(TaskTold(title="印制证件"), gathering=held, **WHO)
    await change_task(number, TaskTold(title="印制手册"), revision=1, gathering=held, **WHO)

    with pytest.raises(TaskChangedMeanwhile, match="command line"):
        await change_task(number, TaskTold(title="印制席卡"), revision=1, gathering=held, **WHO)


async def test_what_cannot_be_is_refused(db: str) -> None:
    held = await cast.gathering()
    stranger = UUID(int=1)
    wrong = TaskTold(
        title=" ", user=stranger, person="谁", remind_to="nowhere", state="late", done_on=date(2026, 9, 2)
    )

    with pytest.raises(Invalid) as refused:
        await add_task(wrong, gathering=held, **WHO)

    assert sorted(refused.value.problems) == ["done_on", "person", "remind_to", "state", "title", "user"]


async def test_a_user_sees_and_moves_only_the_own_tasks(db: str) -> None:
    held = await cast.gathering()
    invited = await add_user("lu", name="卢虚构", roles=[(Role.LIAISON, None)], by=COMMAND_LINE, now=NOW)
    mine = await add_task(TaskTold(title="接机", user=invited.user), gathering=held, **WHO)
    other = await add_task(TaskTold(title="送站"), gathering=held, **WHO)
    moved = TaskTold(title="别的", state="under_way", note="已联系")

    await change_task(mine, moved, revision=1, gathering=held, only_of=invited.user, **WHO)
    with pytest.raises(UnknownTask):
        await change_task(other, moved, revision=1, gathering=held, only_of=invited.user, **WHO)

    seen = await tasks_of(held, today=TODAY, only_of=invited.user)
    assert [(one.title, one.state, one.note, one.who) for one in seen] == [
        ("接机", "under_way", "已联系", "卢虚构")
    ]


async def test_lists_show_what_they_are_asked_for(db: str) -> None:
    held = await cast.gathering()
    for told in (
        LATE,
        TaskTold(title="二", state="done"),
        TaskTold(title="三", unit="商务局"),
        TaskTold(title="四", state="dropped"),
    ):
        await add_task(told, gathering=held, **WHO)
    every = await tasks_of(held, today=TODAY)

    found = {
        show: [one.number for one in shown(every, TaskFilter(show))]
        for show in ("", "todo", "overdue", "done")
    }

    assert found == {"": [1, 3, 2, 4], "todo": [1, 3], "overdue": [1], "done": [2]}
    assert [one.number for one in shown(every, TaskFilter("", "商务局"))] == [3]


@pytest.fixture
async def organizer(app: object, browser: Browser) -> Any:
    """An organizer at a browser."""
    async with signed_in(browser, Role.ORGANIZER) as client:
        yield client


async def test_the_usual_tasks_are_taken_over_once_with_one_button(organizer: httpx.AsyncClient) -> None:
    held = await cast.gathering()
    page = (await organizer.get("/console/example/tasks/usual")).text
    ticked = {
        "take-invitations": "1",
        "days-invitations": "100",
        "unit-invitations": "示例县侨联",
        "take-thanks": "1",
        "days-thanks": "-7",
    }
    wrong = await organizer.post("/console/example/tasks/usual", data=ticked | {"days-thanks": "bald"})
    first = await organizer.post("/console/example/tasks/usual", data=ticked)
    again = await organizer.post("/console/example/tasks/usual", data=ticked)
    rest = await organizer.post(f"{API}/usual", json={})

    assert page.count('name="take-') == 19
    assert (wrong.status_code, first.status_code, again.status_code, rest.json()) == (
        422,
        303,
        303,
        {"count": 17},
    )
    taken = {one.title: (one.due_on, one.unit) for one in await tasks_of(held, today=TODAY)}
    assert taken["Send the invitations"] == (date(2026, 7, 7), "示例县侨联")
    assert taken["Thank guests, speakers and helpers in writing"] == (date(2026, 10, 22), "")
    assert len(taken) == 19


async def test_pages_and_programs_give_out_and_change(organizer: httpx.AsyncClient) -> None:
    await cast.gathering()
    empty = await organizer.post("/console/example/tasks/new", data={"title": "", "due_on": "bald"})
    made = await organizer.post(
        "/console/example/tasks/new", data={"title": "印制证件", "unit": "会务组", "due_on": "2026-10-01"}
    )
    listed = (await organizer.get("/console/example/tasks")).text
    crossed = await organizer.patch(f"{API}/1", json={"state": "done", "revision": 7})
    changed = await organizer.patch(f"{API}/1", json={"state": "under_way", "revision": 1})
    strange = await organizer.patch(f"{API}/1", json={"colour": "red"})
    late = await organizer.post(
        "/console/example/tasks/1", data={"title": "印制手册", "state": "done", "revision": "1"}
    )
    page = (await organizer.get("/console/example/tasks/1")).text

    assert [one.status_code for one in (empty, made, crossed, changed, strange, late)] == [
        422,
        303,
        409,
        200,
        422,
        409,
    ]
    assert ('id="error-title"' in empty.text, 'id="error-due_on"' in empty.text, "印制证件" in listed) == (
        True,
        True,
        True,
    )
    assert ('value="印制手册"' in late.text, "has changed this meanwhile" in late.text) == (True, True)
    assert "Not started</s> → Under way" in page
    assert (await organizer.get(f"{API}?show=under_way")).json() == [changed.json()]
    assert [one["revision"] for one in (await organizer.get(f"{API}/1/history")).json()] == [2, 1]


async def test_somebody_else_finds_only_the_own_tasks(app: object, browser: Browser) -> None:
    async with signed_in(browser, Role.LIAISON) as liaison:
        held = await cast.gathering()
        await add_task(TaskTold(title="接机", user=liaison.user), gathering=held, **WHO)  # type: ignore[attr-defined]
        await add_task(TaskTold(title="送站"), gathering=held, **WHO)
        listed = (await liaison.get("/console/example/tasks")).text
        other, new = (
            await liaison.get("/console/example/tasks/2"),
            await liaison.get("/console/example/tasks/new"),
        )
        moved = await liaison.post(
            "/console/example/tasks/1", data={"state": "done", "note": "已接到", "revision": "1"}
        )
        seen = (await liaison.get(API)).json()

    assert ("接机" in listed, "送站" in listed) == (True, False)
    assert (other.status_code, new.status_code, moved.status_code) == (404, 403, 303)
    assert [(one["title"], one["state"], one["note"]) for one in seen] == [("接机", "done", "已接到")]
