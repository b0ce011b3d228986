"""A gathering to practise with takes over a real one's set-up, begins again, goes wholly, and never touches the real one."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from event.database import fetch
from event.gathering.belongings import rows_of
from event.gathering.copying import PARTS, copy_set_up, offered_parts
from event.gathering.hall_list import HallTold, set_halls
from event.gathering.operations import found
from event.gathering.practice import NotPractice, empty, founded_like, remove
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.mails import text_of
from event.sample.loading import fill
from event.tasks.tables import Task
from tests import cast

DAY = timedelta(days=1)


async def _practice(source: Gathering, **columns: object) -> Gathering:
    return await found(
        "练习", first_day=source.first_day + 365 * DAY, last_day=source.last_day + 365 * DAY, by=COMMAND_LINE,
        now=cast.NOW, practice=True, copied_from=source.id, **{**founded_like(source), **columns},
    )  # fmt: skip


async def _real() -> Gathering:
    held = await cast.gathering()
    halls = [HallTold("主会场", house="会展中心", capacity=450)]
    await set_halls(halls, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    await cast.checkpoint(held, hall=(await fetch("SELECT id FROM hall"))[0]["id"])
    await Task(
        id=uuid4(), gathering=held.id, number=1, title="订酒店", unit="接待组", due_on=date(2026, 10, 1), state="done",
        done_on=date(2026, 9, 30), revision=4, created_at=cast.NOW,
    ).save()  # fmt: skip
    await cast.lin(held)
    return held


async def test_the_set_up_comes_along_without_guests_and_days_move(db: None) -> None:
    held = await _real()
    practice = await _practice(held)

    assert await offered_parts(held) == {"halls": 2, "classes": 8, "checkpoints": 1, "tasks": 1}
    await copy_set_up(held, into=practice, parts=PARTS, by=COMMAND_LINE, now=cast.NOW)

    assert await offered_parts(practice) == await offered_parts(held)
    assert [tuple(row) for row in await fetch(
        "SELECT p.code, h.name_zh, v.name_zh FROM checkpoint p JOIN hall h ON h.id = p.hall AND h.gathering = p.gathering"
        " JOIN venue v ON v.id = h.venue AND v.gathering = p.gathering WHERE p.gathering = $1", practice.id)
    ] == [("REG", "主会场", "会展中心")]  # fmt: skip
    assert [tuple(row) for row in await fetch(
        "SELECT title, due_on, state, done_on FROM task WHERE gathering = $1", practice.id)
    ] == [("订酒店", date(2027, 10, 1), "open", None)]  # fmt: skip
    assert await fetch("SELECT 1 FROM guest WHERE gathering = $1", practice.id) == []


async def test_practice_begins_again_and_goes_and_the_real_one_stays(db: None) -> None:
    held = await _real()
    before = await rows_of(held.id)
    people = await fetch("SELECT id FROM person")
    practice = await _practice(held)
    await fill(practice, by=COMMAND_LINE, now=cast.NOW)
    _, ticket = await cast.lin(practice, email="other@example.com", latin_given="Other", phone="+12125550199")
    assert ticket is not None
    answer = await cast.scan(practice, await text_of(practice, ticket), at="ARRIVAL-1")
    assert answer.verdict == "admitted"

    await empty(practice.id, by=COMMAND_LINE, now=cast.NOW)

    assert await rows_of(practice.id) == {"gathering_key": 2, "guest_class": 8}
    await fill(practice, by=COMMAND_LINE, now=cast.NOW)
    await remove(practice.id, by=COMMAND_LINE, now=cast.NOW)
    assert await rows_of(practice.id) == {}
    assert await rows_of(held.id) == before
    assert await fetch("SELECT id FROM person") == people
    assert [row["slug"] for row in await fetch("SELECT slug FROM gathering")] == ["example"]


async def test_a_real_gathering_is_neither_emptied_nor_removed(db: None) -> None:
    held = await _real()
    before = await rows_of(held.id)

    for verb in (empty, remove):
        with pytest.raises(NotPractice):
            await verb(held.id, by=COMMAND_LINE, now=cast.NOW)

    assert await rows_of(held.id) == before


async def test_a_ticket_of_practice_opens_no_real_door(db: None) -> None:
    held = await _real()
    practice = await _practice(held)
    _, ticket = await cast.lin(practice)
    assert ticket is not None

    answer = await cast.scan(held, await text_of(practice, ticket))

    assert (answer.verdict, answer.reason, practice.number) == ("refused", "foreign", 32767)


async def test_numbers_of_practice_are_never_those_of_real_gatherings(db: None) -> None:
    held = await _real()
    numbers = [(await _practice(held)).number, (await _practice(held)).number]
    numbers.append((await cast.gathering(slug="next")).number)

    assert numbers == [32767, 32766, 2]
