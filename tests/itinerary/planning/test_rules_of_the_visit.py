"""Days, sessions to be at, bonds and weights are set on one page; nobody overwrites another, nothing contradicts itself."""

import json
import re
from datetime import UTC, datetime, time
from typing import Any
from uuid import uuid4

from event.agenda.tables import AgendaSession
from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.planner.weights import Importance
from event.itinerary.planning.gathered import facts_of
from event.people.tables import Role
from event.registration.tables import Delegation, TravelParty
from tests import cast
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
PAGE, API = "/console/example/visit/rules", "/api/v1/gatherings/example/visit/rules"
DAY = {
    "day-2026-10-17": "on", "leaves_at-2026-10-17": "08:00", "back_by-2026-10-17": "17:00", "lunch_from-2026-10-17": "11:30",
    "lunch_until-2026-10-17": "13:00", "driving_minutes-2026-10-17": "180",
}  # fmt: skip
WEIGHED = {
    "wishes": "most", "delegations": "much", "languages": "little", "even_loads": "not_at_all", "driving": "little",
    "waiting": "not_at_all",
}  # fmt: skip
TYPED = DAY | {f"weighed-{name}": word for name, word in WEIGHED.items()} | {"kilometres_an_hour": "45"}


async def _session(held: Gathering, code: str, *, ends: bool = True) -> None:
    day = datetime(2026, 10, 17, 6, tzinfo=UTC)
    await AgendaSession(
        id=uuid4(), gathering=held.id, code=code, title_zh=f"会议{code}", starts_at=day,
        ends_at=day.replace(hour=7) if ends else None,
    ).save()  # fmt: skip


def _seen(text: str) -> str:
    return re.findall(r'name="seen" value="(\w+)"', text)[0]


async def test_days_sessions_and_weights_are_saved_together(browser: Browser) -> None:
    held = await cast.gathering()
    await _session(held, "S1")
    async with signed_in(browser, Role.ORGANIZER) as client:
        first = await client.post(PAGE, data=TYPED | {"seen": _seen((await client.get(PAGE)).text)})
        page = (await client.get(PAGE)).text
        second = await client.post(PAGE, data=TYPED | {"session-S1": "signing", "seen": _seen(page)})
        told = (await client.get(API)).json()

    assert (first.status_code, second.status_code, "会议S1" in page) == (303, 303, True)
    assert (told["commitments"], told["weighed"], told["kilometres_an_hour"]) == (
        [{"session": "S1", "signing_only": True}], WEIGHED, 45,
    )  # fmt: skip
    assert [
        tuple(row) for row in await fetch("SELECT on_day::text, leaves_at, driving_minutes FROM visit_day")
    ] == [("2026-10-17", time(8), 180)]
    (row,) = await fetch("SELECT weighed FROM planning_rules")
    assert json.loads(row["weighed"]) == WEIGHED


async def test_the_planner_reads_what_was_set(browser: Browser) -> None:
    held = await cast.gathering()
    await _session(held, "S1")
    async with signed_in(browser, Role.ORGANIZER) as client:
        await client.patch(API, json={"weighed": WEIGHED, "commitments": [{"session": "S1"}]})
        facts = await facts_of(held)

    assert (facts.weighed.wishes, facts.weighed.languages) == (Importance.MOST, Importance.LITTLE)
    assert [one.signing_only for one in facts.meetings.values()] == [False]


async def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(browser: Browser) -> None:
    held = await cast.gathering()
    await _session(held, "S1")
    await _session(held, "S2", ends=False)
    wrong = {
        "back_by-2026-10-17": "07:00",
        "lunch_until-2026-10-17": "",
        "kilometres_an_hour": "200",
        "weighed-waiting": "x",
    }
    async with signed_in(browser, Role.ORGANIZER) as client:
        seen = _seen((await client.get(PAGE)).text)
        refused = await client.post(PAGE, data=TYPED | wrong | {"seen": seen})
        told = await client.patch(
            API, json={"commitments": [{"session": "S2"}, {"session": "S9"}], "days": [
                {"on_day": "2026-10-17", "leaves_at": "08:00:00", "back_by": "17:00:00+08:00", "lunch_from": "12:00:00", "lunch_until": "13:00:00"}]},
        )  # fmt: skip

    assert refused.status_code == 422
    assert re.findall(r'<a href="#field-([\w-]+)">', refused.text) == [
        "weighed-waiting", "kilometres_an_hour", "lunch_until-2026-10-17",
    ]  # fmt: skip
    assert 'value="07:00"' in refused.text
    assert told.json()["problems"] == {
        "back_by-2026-10-17": "Please give a time such as 08:30.",
        "session-S2": "Session S2 has no end in the programme, so buses cannot be planned around it.",
        "session-S9": "There is no session S9 in the programme.",
    }
    assert await fetch("SELECT 1 FROM visit_day") == []


async def test_whoever_saves_second_sees_what_the_first_changed(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        seen = _seen((await client.get(PAGE)).text)
        await client.patch(API, json={"kilometres_an_hour": 60})
        crossed = await client.post(PAGE, data=TYPED | {"seen": seen})
        again = await client.post(PAGE, data=TYPED | {"seen": _seen(crossed.text)})

    assert (crossed.status_code, "Somebody else changed this. It is now: 60" in crossed.text) == (409, True)
    assert ('name="day-2026-10-17" checked' in crossed.text, again.status_code) == (True, 303)


async def test_two_guests_are_found_by_name_and_bound(browser: Browser) -> None:
    held = await cast.gathering()
    (lin, _), (chen, _) = await cast.lin(held), await cast.chen(held)
    other, _ = await cast.guest(held, name_zh="林参考")
    async with signed_in(browser, Role.ORGANIZER) as client:
        several = await client.post(f"{PAGE}/bonds", data={"one": "林", "other": "CHAN", "apart": "apart"})
        nobody = await client.post(f"{PAGE}/bonds", data={"one": "王", "other": ""})
        sent = await client.post(
            f"{PAGE}/bonds",
            data={"one": lin.number, "other": chen.number, "apart": "apart", "reason": "诉讼"},
        )
        told = (await client.get(API)).json()["bonds"]
        page = (await client.get(PAGE)).text
        gone = await client.post(f"{PAGE}/bonds/{told[0]['id']}")

    assert several.status_code == 422
    assert re.findall(r'<option value="(EX[^"]+)"', several.text) == [lin.number, other.number]
    assert f'value="{chen.number}"' in several.text
    assert re.findall(r'id="error-(one|other)">([^<]+)<', nobody.text) == [
        ("one", "Nobody was found. Try a name in any script, pinyin, or the number."),
        ("other", "Please fill this in."),
    ]
    assert (sent.status_code, gone.status_code, "诉讼" in page) == (303, 303, True)
    assert [(one["one"]["name"], one["other"]["name"], one["apart"]) for one in told] == [
        ("林示例", "陳樣本", True)
    ]
    assert await fetch("SELECT 1 FROM bond") == []


async def test_bonds_that_contradict_each_other_are_refused(browser: Browser) -> None:
    held = await cast.gathering()
    party = TravelParty(id=uuid4(), gathering=held.id, code="T1")
    await party.save()
    numbers = []
    for name in ("甲示例", "乙示例", "丙示例", "丁示例"):
        made, _ = await cast.guest(
            held, name_zh=name, travel_party=party.id if name in "甲示例乙示例" else None
        )
        numbers.append(made.number)
    one, two, three, four = numbers

    async def said(client: Any, **bond: Any) -> Any:
        answer = await client.post(f"{API}/bonds", json=bond)
        return answer.json().get("problems") if answer.status_code == 422 else len(answer.json())

    async with signed_in(browser, Role.ORGANIZER) as client:
        answers = [
            await said(client, one=one, other=two, apart=True), await said(client, one=two, other=three),
            await said(client, one=one, other=three, apart=True), await said(client, one=three, other=four, apart=True),
            await said(client, one=one, other=four), await said(client, one=four, other=three),
            await said(client, one=one, other=one), await said(client, one=one, other="EX-9"),
        ]  # fmt: skip
        bond = (await client.get(f"{API}/bonds")).json()[0]
        changed = (await client.patch(f"{API}/bonds/{bond['id']}", json={"reason": "同行"})).json()
        wrong = await client.patch(f"{API}/bonds/{uuid4()}", json={})

    together = {
        "other": "They ride together already, as one travel party or over others, so they cannot be kept apart."
    }
    assert answers == [
        together, 1, together, 2, {"other": "They, or others who ride with them, have to be kept apart."},
        {"other": "There is a rule for these two already. Remove it first."}, {"other": "Please choose two guests."},
        {"other": "No guest who may come has this number."},
    ]  # fmt: skip
    assert (changed[0]["reason"], changed[0]["id"] == bond["id"], wrong.status_code) == ("同行", True, 404)


async def test_liaisons_see_bonds_of_their_own_delegations_only(browser: Browser) -> None:
    held = await cast.gathering()
    async with signed_in(browser, Role.LIAISON) as client:
        own = Delegation(id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团", liaison=client.user)
        await own.save()
        (lin, _), (chen, _) = await cast.lin(held, delegation=own.id), await cast.chen(held)
        mine, _ = await cast.guest(held, name_zh="林参考", delegation=own.id)
        for other in (chen, mine):
            one, two = sorted((lin.id, other.id))
            await fetch(
                "INSERT INTO bond (id, gathering, one, other, apart, reason) VALUES ($1, $2, $3, $4, false, '')",
                uuid4(), held.id, one, two,
            )  # fmt: skip
        told = (await client.get(API)).json()["bonds"]
        page = (await client.get(PAGE)).text
        sent = await client.post(PAGE, data=TYPED)

    assert [(one["one"]["number"], one["other"]["number"]) for one in told] == [(lin.number, mine.number)]
    assert ("陳樣本" in page, sent.status_code) == (False, 403)
