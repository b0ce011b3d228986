"""Stops and canteens are entered with all a plan rests on; nobody overwrites another, and what is used stays."""

import asyncio
import re
from datetime import time
from typing import Any
from uuid import uuid4

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.itinerary.tables import Route, RouteVisit, Stop
from event.people.tables import Role
from tests import cast
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
PAGES, API = "/console/example/visit/stops", "/api/v1/gatherings/example"
TYPED = {
    "code": "S01", "name_zh": "示例园", "name_en": "Example park", "kind": "园区", "themes": "产业、寻根", "town": "示范镇",
    "address": "示例路1号", "latitude": "27.1, 112.3", "longitude": "", "step_free": "on", "opens_at": "08:30",
    "closes_at": "17:00", "capacity": "70", "usual_stay": "40", "shortest_stay": "25", "hours-2026-10-17": "own",
    "opens-2026-10-17": "09:00", "closes-2026-10-17": "15:00", "hours-2026-10-16": "closed", "fact_zh": "第一行\r\n第二行",
    "contact_name": "郭参考", "contact_phone": "+8619900000053", "do": "save",
}  # fmt: skip


def _marks(text: str) -> str:
    found = re.search(r'name="seen" value="(\w*)"', text)
    assert found
    return found[1]


def _value(text: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', text)
    assert found
    return found[1]


async def _stop(held: Gathering, **columns: Any) -> Stop:
    made = Stop(
        id=uuid4(), gathering=held.id, **{"code": "S01", "name_zh": "示例园", "capacity": 70} | columns
    )
    await made.save()
    return made


async def test_a_stop_is_entered_on_its_page(browser: Browser) -> None:
    held = await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        sent = await client.post(f"{PAGES}/new", data=TYPED)
        listed = (await client.get(PAGES)).text
        (told,) = (await client.get(f"{API}/stops")).json()

    assert (sent.status_code, "Example park" in listed, "27.1000, 112.3000" in listed) == (303, True, True)
    assert {name: told[name] for name in ("latitude", "longitude", "themes", "usual_stay", "fact_zh")} == {
        "latitude": 27.1, "longitude": 112.3, "themes": ["产业", "寻根"], "usual_stay": 40, "fact_zh": "第一行\n第二行",
    }  # fmt: skip
    assert told["hours"] == [
        {"on_day": "2026-10-16", "opens_at": None, "closes_at": None},
        {"on_day": "2026-10-17", "opens_at": "09:00:00", "closes_at": "15:00:00"},
    ]
    (row,) = await fetch("SELECT id, opens_at, contact_phone FROM stop")
    keys = await keys_of(held.id)
    phone = keys.open(row["contact_phone"], table="stop", column="contact_phone", row=row["id"])
    assert (row["opens_at"], phone) == (time(8, 30), "+8619900000053")
    (entry,) = await fetch("SELECT action, details FROM audit_entry WHERE action LIKE 'stop.%'")
    assert (entry["action"], "199" in entry["details"]) == ("stop.add", False)


async def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(browser: Browser) -> None:
    held = await cast.gathering()
    await _stop(held)
    wrong = {
        "name_zh": "", "latitude": "112.3", "longitude": "27.1", "opens_at": "18:00", "capacity": "many",
        "usual_stay": "20", "shortest_stay": "30", "opens-2026-10-17": "",
    }  # fmt: skip
    async with signed_in(browser, Role.ORGANIZER) as client:
        refused = await client.post(f"{PAGES}/new", data=TYPED | wrong)
        taken = await client.post(f"{PAGES}/new", data=TYPED)

    assert refused.status_code == 422
    assert re.findall(r'<a href="#field-(\w+)">[^<：:]*: ([^<]+)</a>', refused.text) == [
        ("name_zh", "Please fill this in."),
        ("closes_at", "It would close before it opens."),
        ("latitude", "The latitude lies between -90 and 90. It comes before the longitude."),
        ("shortest_stay", "The shortest stay is longer than the usual one."),
        ("hours", "2026-10-17: give both times, opening first, or choose that it is closed."),
        ("capacity", "Please give a whole number from 1 to 100000."),
    ]
    assert (_value(refused.text, "capacity"), _value(refused.text, "closes-2026-10-17")) == ("many", "15:00")
    assert (taken.status_code, "This is in the list already." in taken.text) == (422, True)


async def test_whoever_saves_second_sees_what_the_first_changed_and_loses_nothing(browser: Browser) -> None:
    held = await cast.gathering()
    stop = await _stop(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = (await client.get(f"{PAGES}/{stop.id}")).text
        mine = {
            "code": "S01",
            "name_zh": "示例园",
            "step_free": "on",
            "capacity": "70",
            "town": "示范镇",
            "do": "save",
        }
        await client.patch(f"{API}/stops/{stop.id}", json={"capacity": 90, "town": "样板镇"})
        crossed = await client.post(f"{PAGES}/{stop.id}", data=mine | {"seen": _marks(page)})
        shown = {name: _value(crossed.text, name) for name in ("capacity", "town")}
        again = await client.post(
            f"{PAGES}/{stop.id}", data=mine | {"seen": _marks(crossed.text), "capacity": shown["capacity"]}
        )

    assert crossed.status_code == 409
    assert re.findall(r'id="error-(\w+)">([^<]+)<', crossed.text) == [
        ("town", "Somebody else changed this. It is now: 样板镇"),
        ("capacity", "Somebody else changed this. It is now: 90"),
    ]
    assert shown == {"capacity": "90", "town": "示范镇"}
    assert again.status_code == 303
    assert [tuple(row) for row in await fetch("SELECT capacity, town FROM stop")] == [(90, "示范镇")]


async def test_programs_are_told_what_differs(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        made = (await client.post(f"{API}/stops", json={"code": "S02", "name_zh": "示例馆"})).json()
        own = f"{API}/stops/{made['id']}"
        changed = (await client.patch(own, json={"seen": made["seen"], "name_en": "Museum"})).json()
        crossed = await client.patch(own, json={"seen": made["seen"], "name_en": "Hall"})
        unknown = await client.patch(own, json={"kinds": "x", "name_zh": 3})
        wrong = await client.patch(own, json={"hours": [{"on_day": "yesterday"}]})

    assert (changed["name_en"], changed["name_zh"]) == ("Museum", "示例馆")
    assert (crossed.status_code, crossed.json()["problems"]) == (
        409, {"name_en": "Somebody else changed this. It is now: Museum"},
    )  # fmt: skip
    assert (unknown.status_code, unknown.json()["problems"]) == (422, {"kinds": "There is no such field."})
    assert list(wrong.json()["problems"]) == ["hours"]


async def test_two_who_add_a_stop_with_one_code_at_once_make_one(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        answers = await asyncio.gather(
            *(client.post(f"{API}/stops", json={"code": "S01", "name_zh": name}) for name in "甲乙丙丁")
        )

    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    assert await Stop.count() == 1


async def test_a_traditional_name_that_is_the_conversion_is_not_kept(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        same = {"code": "S01", "name_zh": "侨史馆", "name_hant": "僑史館"}
        first = (await client.post(f"{API}/stops", json=same)).json()
        other = (
            await client.post(f"{API}/stops", json=same | {"code": "S02", "name_hant": "華僑史館"})
        ).json()

    assert (first["name_hant"], other["name_hant"]) == ("", "華僑史館")


async def test_a_stop_of_a_route_stays_and_another_goes_with_its_ways(browser: Browser) -> None:
    held = await cast.gathering()
    used, free = await _stop(held), await _stop(held, code="S02")
    route = Route(id=uuid4(), gathering=held.id, code="A", name_zh="甲线")
    await route.save()
    await RouteVisit(id=uuid4(), route=route.id, stop=used.id, position=1).save()
    async with signed_in(browser, Role.ORGANIZER) as client:
        await client.patch(
            f"{API}/stops/{free.id}", json={"hours": [{"on_day": "2026-10-17", "opens_at": None}]}
        )
        kept = await client.delete(f"{API}/stops/{used.id}")
        gone = await client.post(f"{PAGES}/{free.id}", data={"do": "remove"})

    assert (kept.status_code, kept.json()["detail"]) == (
        409, "These routes call there: A. Take it out of them first.",
    )  # fmt: skip
    assert gone.status_code == 303
    assert [row["code"] for row in await fetch("SELECT code FROM stop")] == ["S01"]


async def test_a_stop_that_a_plan_knows_stays(browser: Browser) -> None:
    held = await cast.gathering()
    stop = await _stop(held)
    await fetch(
        "INSERT INTO draft_step (id, gathering, number, parent, plan, said, by, at)"
        " VALUES ($1, $2, 1, 0, jsonb_build_object('ref', $3::text), '{}', 'user:1', $4)",
        uuid4(), held.id, str(stop.id), cast.NOW,
    )  # fmt: skip
    await fetch(
        "INSERT INTO draft_head (id, gathering, step, undone, moved) VALUES ($1, $2, 1, '[]', 0)",
        uuid4(),
        held.id,
    )
    async with signed_in(browser, Role.ORGANIZER) as client:
        kept = await client.delete(f"{API}/stops/{stop.id}")

    assert (kept.status_code, kept.json()["kind"]) == (409, "PlaceInPlans")


async def test_a_canteen_has_its_diets_and_the_minutes_of_a_meal(browser: Browser) -> None:
    await cast.gathering()
    typed = {
        "code": "L1",
        "name_zh": "示例食堂",
        "diets": ["halal"],
        "stay": "50",
        "capacity": "100",
        "do": "save",
    }
    async with signed_in(browser, Role.ORGANIZER) as client:
        sent = await client.post(f"{PAGES}/canteens/new", data=typed)
        (told,) = (await client.get(f"{API}/canteens")).json()
        page = (await client.get(f"{PAGES}/canteens/{told['id']}")).text
        wrong = await client.post(f"{API}/canteens", json={"code": "L2", "name_zh": "乙", "diets": ["beef"]})
        await client.delete(f"{API}/canteens/{told['id']}")
        left = (await client.get(f"{API}/canteens")).json()

    assert (sent.status_code, told["diets"], told["stay"], left) == (303, ["halal"], 50, [])
    assert re.findall(r'name="diets" value="(\w+)" checked', page) == ["halal"]
    assert wrong.json()["problems"] == {"diets": "Please choose one of the list."}


async def test_liaisons_look_and_do_not_change(browser: Browser) -> None:
    held = await cast.gathering()
    stop = await _stop(held)
    async with signed_in(browser, Role.LIAISON) as client:
        page = await client.get(f"{PAGES}/{stop.id}")
        sent = await client.post(f"{PAGES}/{stop.id}", data={"code": "S09", "name_zh": "x", "do": "save"})
        new = await client.get(f"{PAGES}/new")
        told = await client.patch(f"{API}/stops/{stop.id}", json={"code": "S09"})

    assert (page.status_code, '<fieldset class="bare stack" disabled>' in page.text) == (200, True)
    assert "Remove this stop" not in page.text
    assert (sent.status_code, new.status_code, told.status_code) == (403, 403, 403)


async def test_another_gathering_has_no_such_stop(browser: Browser) -> None:
    held = await cast.gathering()
    other = await cast.gathering(slug="other", number_prefix="OT2026", title_zh="另一届")
    stop = await _stop(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        told = await client.get(f"/api/v1/gatherings/{other.slug}/stops/{stop.id}")

    assert told.status_code == 404
