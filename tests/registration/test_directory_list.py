"""The directory's list, what the office keeps of a person, and who came to several editions."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from event.database import fetch
from event.errors import Invalid
from event.gathering.tables import Gathering
from event.people.rules import SYSTEM
from event.people.tables import Person
from event.registration.asking.typed import Typed
from event.registration.directory.attending import editions_of, returning_guests
from event.registration.directory.errors import BegunAlready, ComesAlready, InvitedAlready
from event.registration.directory.forms import parse_person
from event.registration.directory.inviting import invite_again
from event.registration.directory.operations import change_person, merge
from event.registration.directory.queries import PersonFilter, offered_filters, person_lines
from event.registration.inviting.operations import prefilled_of
from tests import cast

TODAY = date(2026, 10, 15)
EARLIER = {
    "slug": "earlier",
    "number_prefix": "EX2024",
    "edition": "第二届",
    "title_zh": "示例县第二届示例活动",
}
THIS = {"edition": "第三届"}


async def _names(**wanted: Any) -> list[str]:
    return [line.name for line in (await person_lines(PersonFilter(**wanted))).lines]


async def _keep(person: UUID, **typed: Any) -> list[str]:
    return await change_person(person, parse_person(Typed.of(typed), today=TODAY), by=SYSTEM, now=cast.NOW)


async def _arrive(held: Gathering, ticket: Any, *, kind: str = "arrival") -> None:
    desk = await cast.checkpoint(held, kind=kind)
    await cast.scan(held, ticket.typed_code, at=desk.code)


async def test_persons_are_found_by_name_in_any_script(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await cast.chen(held)

    assert await _names() == ["陳樣本", "林示例"]
    for text in ("陈样本", "樣本", "chenyang", "cyb", "Yeung Pun Chan"):
        assert await _names(text=text) == ["陳樣本"]
    for text in ("%", "_", "\\", "nobody"):
        assert await _names(text=text) == []


async def test_persons_are_filtered_by_what_the_office_keeps(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held, industry="新材料")
    chen, _ = await cast.chen(held)
    await _keep(
        lin.person, grade="A", tags="侨领、理事, 捐赠人", industries="新材料", next_review="2026-10-15"
    )
    await _keep(chen.person, grade="B", tags=["理事"], next_review="2026-10-16")

    assert await _names(grade="A") == ["林示例"]
    assert await _names(tag="理事") == ["陳樣本", "林示例"]
    assert await _names(tag="理事", residence="HK") == ["陳樣本"]
    assert await _names(industry="新材料") == ["林示例"]
    assert await _names(due=TODAY) == ["林示例"]
    assert await _names(due=TODAY + timedelta(days=1), tag="侨领") == ["林示例"]
    offered = await offered_filters()
    assert (offered.grades, sorted(offered.tags), offered.residences) == (
        ["A", "B"],
        sorted(["侨领", "理事", "捐赠人"]),
        ["HK", "US"],
    )


async def test_pages_of_persons_follow_each_other(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await cast.chen(held)

    pages = [await person_lines(PersonFilter(page=number), size=1) for number in (1, 2)]

    assert [(page.total, page.pages, page.lines[0].name) for page in pages] == [
        (2, 2, "陳樣本"),
        (2, 2, "林示例"),
    ]


async def test_a_change_names_its_fields_in_the_audit_trail(db: str) -> None:
    lin, _ = await cast.lin(await cast.gathering())
    told = {
        "grade": "A",
        "association_title": "示例同乡会会长",
        "note": "第一行\n第二行",
        "reviewed_on": "2026-10-15",
    }

    changed = await _keep(lin.person, **told)
    again = await _keep(lin.person, **told)

    assert (changed, again) == (["grade", "association_title", "note", "reviewed_on"], [])
    rows = await fetch("SELECT details FROM audit_entry WHERE action = 'person.change'")
    assert len(rows) == 1
    assert "示例" not in rows[0]["details"]
    assert await _names(text="同乡会") == ["林示例"]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("grade", "A" * 21), ("tags", "字" * 41), ("tags", ",".join(map(str, range(31)))), ("note", "字" * 2001),
        ("last_contact", "2026-10-16"), ("reviewed_on", "yesterday"), ("next_review", "2026-02-30"),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_used_is_named(field: str, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_person(Typed.of({field: text}), today=TODAY)

    assert set(refused.value.problems) == {field}


async def test_who_checked_in_or_is_listed_for_earlier_editions_attended_them(db: str) -> None:
    earlier, held = await cast.gathering(**EARLIER), await cast.gathering(**THIS)
    known, ticket = await cast.chen(earlier)
    again, _ = await cast.chen(held, answers={"past_editions": "第一届、第二届"})
    lin, lins = await cast.lin(held, answers={"past_editions": "第二届"})
    absent, _ = await cast.guest(held, name_zh="黄缺席", residence="MY", answers={"past_editions": "第二届"})
    await cast.guest(held, name_zh="何新来", residence="MY", answers={"past_editions": "无"})
    await _arrive(earlier, ticket)
    await _arrive(held, lins)
    await merge(known.person, gone=again.person, by=SYSTEM, now=cast.NOW)

    persons = [known.person, lin.person, absent.person]
    assert [(await editions_of(persons)).get(person) for person in persons] == [
        ("第一届", "第二届"), ("第二届", "第三届"), ("第二届",),
    ]  # fmt: skip
    assert sorted(await _names(returning=True)) == sorted(["陳樣本", "林示例"])
    assert [(one.number, one.name, one.editions) for one in await returning_guests(held, cast.NOW)] == [
        (again.number, "陳樣本", ("第一届", "第二届")),
        (lin.number, "林示例", ("第二届", "第三届")),
    ]
    before = cast.NOW - timedelta(minutes=1)
    assert [one.name for one in await returning_guests(held, before)] == ["陳樣本"]


async def test_a_session_is_no_arrival(db: str) -> None:
    held = await cast.gathering(**THIS)
    _, ticket = await cast.lin(held, answers={"past_editions": "第二届"})

    await _arrive(held, ticket, kind="hall")

    assert await returning_guests(held, cast.NOW) == []


async def test_somebody_known_is_invited_with_the_form_filled(db: str) -> None:
    earlier, held = await cast.gathering(**EARLIER), await cast.gathering()
    now = cast.NOW - timedelta(days=9)
    chen, _ = await cast.chen(earlier, language="zh-Hant", association_title="示例同乡会会长")

    made = await invite_again(chen.person, gathering=held, by=SYSTEM, now=now)

    assert (made.name, made.email, made.language, made.person) == (
        "陳樣本", "yp.chan@example.com", "zh-Hant", chen.person,
    )  # fmt: skip
    assert made.expires_at.astimezone(held.zone).isoformat() == "2026-10-15T00:00:00+08:00"
    told = await prefilled_of(made, held)
    assert (told.one("name_zh"), told.one("residence"), told.one("association_title")) == (
        "陳樣本", "HK", "示例同乡会会长",
    )  # fmt: skip
    with pytest.raises(InvitedAlready):
        await invite_again(chen.person, gathering=held, by=SYSTEM, now=now)


async def test_nobody_is_invited_to_where_they_are_or_too_late(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    chen, _ = await cast.chen(await cast.gathering(**EARLIER))
    persons = await Person.count()

    with pytest.raises(ComesAlready):
        await invite_again(lin.person, gathering=held, by=SYSTEM, now=cast.NOW - timedelta(days=9))
    with pytest.raises(BegunAlready):
        await invite_again(chen.person, gathering=held, by=SYSTEM, now=cast.NOW)

    assert (await Person.count(), await fetch("SELECT 1 FROM invitation")) == (persons, [])
