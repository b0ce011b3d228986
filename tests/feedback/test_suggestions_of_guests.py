"""A guest suggests something on the own page, a unit answers, the guest reads it; nobody else does."""

import asyncio
from datetime import date
from typing import Any

import httpx
import pytest

from event.database import fetch
from event.feedback.errors import SuggestionChangedMeanwhile
from event.feedback.operations import MOST_A_DAY, add_suggestion, change_suggestion, suggest
from event.feedback.queries import kept_suggestion, own_suggestions, suggestions_of, sums
from event.feedback.rules import percent
from event.feedback.told import SuggestionTold
from event.people.tables import Role
from event.registration.mails import guest_path
from event.registration.own.operations import ask_for_erasure, erase
from event.registration.tables import Delegation
from tests import cast
from tests.feedback.lists import AFTERWARDS, WHO
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
API = "/api/v1/gatherings/example/suggestions"
TODAY = date(2026, 10, 18)


@pytest.fixture
async def organizer(app: object, browser: Browser) -> Any:
    """An organizer at a browser."""
    async with signed_in(browser, Role.ORGANIZER) as client:
        yield client


def test_rates_are_rounded_half_up_as_the_office_does() -> None:
    told = {
        one: percent(*one) for one in ((56, 48), (48, 56), (33, 41), (182, 227), (175, 182), (1, 8), (0, 0))
    }

    assert told == {
        (56, 48): "116.67", (48, 56): "85.71", (33, 41): "80.49", (182, 227): "80.18", (175, 182): "96.15",
        (1, 8): "12.50", (0, 0): None,
    }  # fmt: skip


async def test_a_guest_writes_on_the_own_page_and_reads_the_answer_there(
    organizer: httpx.AsyncClient, browser: Browser
) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    own = f"{guest_path(lin.id)}/suggestions"
    async with browser() as phone:
        empty = await phone.post(own, data={"content": "  "})
        sent = await phone.post(own, data={"content": "外文路牌有误\n请改正"})
        number = (await organizer.get(API)).json()[0]["number"]
        answered = await organizer.post(
            f"/console/example/feedback/suggestions/{number}",
            data={
                "revision": "1", "unit": "示例县商务局", "state": "done", "answer": "已更换新路牌。", "received_on": "2026-10-15",
                "guest": str(lin.number), "content": "外文路牌有误\n请改正",
            },
        )  # fmt: skip
        page = (await phone.get(own)).text

    assert (empty.status_code, sent.status_code, answered.status_code) == (422, 303, 303)
    assert ('id="error-content"' in empty.text, "外文路牌有误" in page, "已更换新路牌。" in page) == (
        True,
        True,
        True,
    )
    mails = await fetch("SELECT occasion, recipient FROM mail ORDER BY created_at")
    assert [tuple(row) for row in mails] == [("suggestion", "shili.lin@example.com")]


async def test_numbers_follow_each_other_although_two_write_at_once(db: str) -> None:
    held = await cast.gathering()
    guests = [(await cast.lin(held, email=f"{place}@example.com"))[0] for place in range(6)]

    numbers = await asyncio.gather(
        *(
            suggest(f"建议{place}", guest=one, gathering=held, now=AFTERWARDS)
            for place, one in enumerate(guests)
        )
    )

    assert sorted(numbers) == ["Y001", "Y002", "Y003", "Y004", "Y005", "Y006"]


async def test_the_second_of_two_who_answer_is_told_and_an_answer_is_mailed_once(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    number = await suggest("建议增加航班", guest=lin, gathering=held, now=AFTERWARDS)
    told = SuggestionTold(
        received_on=TODAY, guest=str(lin.number), content="建议增加航班", state="done", answer="已增加。"
    )

    async def save() -> str:
        try:
            return str(await change_suggestion(number, told, revision=1, gathering=held, **WHO))
        except SuggestionChangedMeanwhile as error:
            return str(error.data["who"])

    assert sorted(await asyncio.gather(save(), save())) == ["2", "command line"]
    assert await change_suggestion(number, told, revision=2, gathering=held, **WHO) == 2  # nothing new
    assert len(await fetch("SELECT 1 FROM mail WHERE occasion = 'suggestion'")) == 1
    assert [(one.done_on, one.state) for one in await own_suggestions(lin.id, today=TODAY)] == [
        (TODAY, "done")
    ]


async def test_nobody_floods_the_office(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    for place in range(MOST_A_DAY):
        await suggest(f"{place}", guest=lin, gathering=held, now=AFTERWARDS)

    with pytest.raises(Exception, match="You have written 10 times today"):
        await suggest("还有", guest=lin, gathering=held, now=AFTERWARDS)


async def test_figures_count_what_was_received_answered_and_due_by_a_day(db: str) -> None:
    held = await cast.gathering()
    days = ((TODAY, None, ""), (TODAY, date(2026, 10, 20), ""), (TODAY, date(2026, 10, 20), "done"))
    for received, due, state in days:
        told = SuggestionTold(received_on=received, content="建议", due_on=due, state=state or "not_begun")
        await add_suggestion(told, gathering=held, **WHO)
    every = await suggestions_of(held, today=TODAY)

    figures = [
        sums(every, day) for day in (date(2026, 10, 17), TODAY, date(2026, 10, 20), date(2026, 10, 21))
    ]

    assert [(one.total, one.done, one.rate, one.overdue) for one in figures] == [
        (0, 0, None, 0), (3, 1, "33.33", 0), (3, 1, "33.33", 0), (3, 1, "33.33", 1),
    ]  # fmt: skip


async def test_a_liaison_reads_only_what_the_own_delegation_suggested(app: object, browser: Browser) -> None:
    async with signed_in(browser, Role.LIAISON) as liaison:
        held = await cast.gathering()
        own = Delegation(gathering=held.id, code="D01", name_zh="北美", liaison=liaison.user)  # type: ignore[attr-defined]
        await own.save()
        lin, _ = await cast.lin(held, delegation=own.id)
        chen, _ = await cast.chen(held)
        for guest in (lin, chen):
            await suggest(f"{guest.name}的建议", guest=guest, gathering=held, now=AFTERWARDS)

        numbers = [one["number"] for one in (await liaison.get(API)).json()]
        other = await liaison.get("/console/example/feedback/suggestions/Y002")
        page = await liaison.get("/console/example/feedback/suggestions/Y001")
        write = await liaison.patch(f"{API}/Y001", json={"state": "done"})

    assert (numbers, other.status_code, page.status_code, write.status_code) == (["Y001"], 404, 200, 403)
    assert '<form method="post" action="/console/example/feedback/suggestions' not in page.text


async def test_whoever_is_forgotten_leaves_the_suggestion_without_name_or_link(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    number = await suggest("祖居维修手续能否简化", guest=lin, gathering=held, now=AFTERWARDS)
    told = SuggestionTold(
        received_on=TODAY,
        guest=str(lin.number),
        content="祖居维修手续能否简化",
        unit="示例县自然资源局",
        state="done",
        answer="可以。",
    )
    await change_suggestion(number, told, revision=1, gathering=held, **WHO)

    await ask_for_erasure(lin.id, gathering=held, now=AFTERWARDS)
    await erase(lin.id, gathering=held, **WHO)

    (view,) = await suggestions_of(held, today=TODAY)
    assert (view.number, view.guest, view.who, view.unit, view.state) == (
        "Y001",
        "",
        "",
        "示例县自然资源局",
        "done",
    )
    kept = await kept_suggestion(held, number)
    linked = await fetch(
        "SELECT by, by_name, changes::text FROM suggestion_entry WHERE by || by_name || changes::text LIKE ANY($1)"
        " UNION ALL SELECT actor, subject, details::text FROM audit_entry WHERE subject = $2 AND actor || details::text LIKE ANY($1)"
        " UNION ALL SELECT cause, recipient, '' FROM mail WHERE cause LIKE '%' || $3 || '%' OR recipient <> ''",
        [f"%{lin.id}%", f"%{lin.number}%", "%林示例%"], f"suggestion:{kept.id}", str(kept.id),
    )  # fmt: skip
    assert (kept.guest, linked) == (None, [])


async def test_programs_do_everything_the_pages_do(organizer: httpx.AsyncClient) -> None:
    await cast.gathering()
    made = await organizer.post(
        API, json={"received_on": "2026-10-18", "content": "建议增加航班", "name": "周示例"}
    )
    unknown = await organizer.post(API, json={"received_on": "2026-10-18", "content": "建议", "guest": "X-1"})
    early = await organizer.patch(f"{API}/Y001", json={"done_on": "2026-10-01", "state": "done"})
    done = await organizer.patch(
        f"{API}/Y001", json={"state": "passed_on", "unit": "示例县商务局", "revision": 1}
    )
    late = await organizer.patch(f"{API}/Y001", json={"unit": "其他", "revision": 1})
    history = (await organizer.get(f"{API}/Y001/history")).json()
    file = await organizer.get("/api/v1/gatherings/example/feedback.xlsx")
    again = await organizer.post("/api/v1/gatherings/example/imports/feedback", content=file.content)

    assert [one.status_code for one in (made, unknown, early, done, late, file)] == [
        201,
        422,
        422,
        200,
        409,
        200,
    ]
    assert [one["changes"] for one in history] == [
        {"unit": ["", "示例县商务局"], "state": ["not_begun", "passed_on"]},
        {"received_on": [None, "2026-10-18"], "name": ["•", "•"], "content": [None, "建议增加航班"], "state": [None, "not_begun"]},
    ]  # fmt: skip
    assert {row["outcome"] for row in again.json()["rows"]} <= {"unchanged", "create"}
    assert (await organizer.get(f"{API}?show=passed_on")).json() == [done.json()]
