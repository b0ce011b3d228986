"""Wishes for the homeland visit: two different routes, themes and whom to sit with, until the deadline."""

from datetime import timedelta

import pytest

from event.database import fetch
from event.errors import Invalid
from event.gathering.tables import Gathering
from event.itinerary.own.wishes import Wishes, change_wishes, parse_wishes, wishes_of, wishes_offered
from event.people.rules import COMMAND_LINE, Actor
from event.registration.changing import changes_of, reply_of
from event.registration.errors import ChangesClosed
from event.registration.importing.reports import field_label
from event.registration.tables import Guest
from tests import cast
from tests.itinerary.own.world import OPEN, whole

WISHED = Wishes("A", "B", ["产业"], "与陳樣本同坐")


async def _keep(guest: Guest, held: Gathering, wishes: Wishes) -> Guest:
    offered = await wishes_offered(held, wishes_of(guest), language="en")
    return await change_wishes(
        guest, parse_wishes(wishes, offered), gathering=held, by=Actor.guest(guest.id), now=cast.NOW
    )


async def _open() -> tuple[Gathering, Guest]:
    held, lin = await whole(changes_until=OPEN)
    await fetch("UPDATE stop SET themes = ARRAY['产业'] WHERE code = 'S01'")
    return held, lin


async def test_routes_and_themes_of_the_visit_are_offered(db: str) -> None:
    held, lin = await _open()

    offered = await wishes_offered(held, wishes_of(lin), language="zh-Hant")

    assert [(one.value, one.label, one.note) for one in offered.routes] == [
        ("A", "A 甲線", "示例園、樣本館"), ("B", "B 乙線", "樣本館"),
    ]  # fmt: skip
    assert [(one.value, one.label) for one in offered.themes] == [("产业", "產業")]


async def test_wishes_are_kept_noted_as_a_change_of_the_guest_and_nothing_else_changes(db: str) -> None:
    held, lin = await _open()
    before = await reply_of(lin)

    changed = await _keep(lin, held, WISHED)

    (change, fields), *_ = await changes_of(changed)
    after = await reply_of(changed)
    wished = {"route_1": "A", "route_2": "B", "themes": ["产业"], "sit_with": "与陳樣本同坐"}
    assert wishes_of(changed) == WISHED
    assert (change.by, fields) == (
        f"guest:{lin.id}", {f"answers.{key}": [None, value] for key, value in wished.items()},
    )  # fmt: skip
    assert after.answers == before.answers | wished
    assert (after.phone, after.email, changed.form_version) == (before.phone, before.email, lin.form_version)
    assert [field_label(name, "en") for name in fields] == [
        "First route", "Second route", "Interests", "Sits with",
    ]  # fmt: skip


async def test_wishes_can_be_taken_back(db: str) -> None:
    held, lin = await _open()

    changed = await _keep(await _keep(lin, held, WISHED), held, Wishes())

    assert wishes_of(changed) == Wishes()
    assert set((await reply_of(changed)).answers) == {"liaison", "lodging", "sessions"}


async def test_what_cannot_be_wished_is_said_field_by_field(db: str) -> None:
    held, lin = await _open()

    async def refused(wishes: Wishes) -> dict[str, str]:
        with pytest.raises(Invalid) as raised:
            await _keep(lin, held, wishes)
        return raised.value.told_fields("en")

    unknown = "This is not offered. Please choose from the list."
    assert await refused(Wishes("A", "A")) == {
        "route_2": "Please choose another route than the first one, or none."
    }
    assert await refused(Wishes("", "B")) == {"route_1": "Please choose the first route before the second."}
    assert await refused(Wishes("Z", "", ["吃"])) == {"route_1": unknown, "themes": unknown}
    assert list(await refused(Wishes(sit_with="同" * 301))) == ["sit_with"]


async def test_after_the_deadline_only_the_office_changes_wishes(db: str) -> None:
    held, lin = await whole(changes_until=cast.NOW - timedelta(seconds=1))

    with pytest.raises(ChangesClosed):
        await _keep(lin, held, Wishes("A"))
    changed = await change_wishes(lin, Wishes("A"), gathering=held, by=COMMAND_LINE, now=cast.NOW)

    assert wishes_of(changed) == Wishes("A")
