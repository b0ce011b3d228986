"""Buses in the console: names and phones by role, one tap to count with or without scripts, and links that end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from event.checkin.tables import Scan
from event.checkin.visit.errors import UnknownBusLink
from event.checkin.visit.links import bus_behind, bus_path, move_link, share_phones
from event.database import fetch
from event.itinerary.tables import Vehicle
from event.people.rules import SYSTEM
from event.people.tables import Role
from event.registration.tables import Delegation
from tests import cast
from tests.checkin.visit.world import a_visit, at
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
BUSES = "/console/example/visit/buses"
API = "/api/v1/gatherings/example/visit/buses"
NAMES = ("林示例", "陳樣本", "林配偶", "黄别车")


def named(text: str) -> list[str]:
    return [name for name in NAMES if name in text]


async def _bus(code: str = "1") -> Any:
    return await Vehicle.objects().get(Vehicle.code == code)


async def test_an_organizer_counts_by_a_tap_and_takes_it_back(browser: Browser) -> None:
    world = await a_visit()
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = await client.get(f"{BUSES}/1?at=START")
        counted = await client.post(f"{BUSES}/1/count", data={"at": "START", "count": str(world.lin.id)})
        overview = (await client.get(BUSES)).text
        part = await client.post(
            f"{BUSES}/1/count", data={"at": "START", "take_back": str(world.lin.id)}, headers={"hx-request": "true"}
        )  # fmt: skip
        after = (await client.get(f"{API}/1?at=START")).json()

    assert (page.status_code, named(page.text)) == (200, ["林示例", "陳樣本", "林配偶"])
    assert (counted.status_code, counted.headers["location"]) == (303, f"{BUSES}/1?at=START")
    assert "1 of 3" in overview
    assert (part.status_code, 'aria-pressed="true"' in part.text) == (200, False)
    assert (after["calls"][0]["counted"], after["calls"][0]["expected"]) == (0, 3)
    assert await Scan.select(Scan.source, Scan.device, Scan.recorded_by) == [
        {"source": "desk", "device": "roll call", "recorded_by": client.user}  # type: ignore[attr-defined]
    ]


async def test_who_is_missing_is_told_with_phone_and_last_scan(browser: Browser) -> None:
    world = await a_visit()
    async with signed_in(browser, Role.ORGANIZER) as client:
        for tail, guest in (("START", world.lin), ("START", world.chen), ("S01", world.chen)):
            await client.post(f"{API}/1/counts", json={"guest": str(guest.id), "at": tail})
        told = (await client.get(f"{API}/1")).json()
        every = (await client.get(API)).json()

    (missing,) = told["missing"]
    assert (told["at"], missing["name"], missing["phone"], missing["last_checkpoint"]) == (
        "S01", "林示例", "+12125550100", "Bus 1, boarding",
    )  # fmt: skip
    assert (every["booked"], every["aboard"], every["not_aboard"], every["missing_now"]) == (4, 2, 2, 1)
    assert [(one["name"], one["missing_at"]) for one in every["missing"]] == [
        ("林示例", "After Hall 1"), ("林配偶", ""),
    ]  # fmt: skip


async def test_a_liaison_sees_names_and_phones_of_the_own_delegation_and_figures_of_all(
    browser: Browser,
) -> None:
    world = await a_visit()
    async with signed_in(browser, Role.LIAISON) as client:
        await Delegation.update({Delegation.liaison: client.user}).where(Delegation.id == world.home.id)  # type: ignore[attr-defined]
        await client.post(f"{API}/1/counts", json={"guest": str(world.lin.id), "at": "START"})
        told = (await client.get(f"{API}/1?at=START")).json()
        page = (await client.get(f"{BUSES}/1?at=START")).text
        every = (await client.get(API)).json()
        other = await client.post(f"{API}/1/counts", json={"guest": str(world.chen.id), "at": "START"})

    assert [one["name"] for one in told["people"]] == ["林示例", "林配偶"]
    assert ([one["name"] for one in told["missing"]], told["unseen"]) == (["林配偶"], 1)
    assert named(page) == ["林示例", "林配偶"]
    assert "1 more of other delegations" in page
    assert (every["booked"], [one["name"] for one in every["missing"]]) == (4, ["林配偶"])
    assert other.status_code == 404


async def test_gate_staff_count_by_name_without_phones_and_viewers_see_no_bus(browser: Browser) -> None:
    world = await a_visit()
    async with signed_in(browser, Role.GATE_STAFF) as client:
        counted = await client.post(f"{API}/1/counts", json={"guest": str(world.lin.id), "at": "START"})
        every = (await client.get(API)).json()
        page = (await client.get(f"{BUSES}/1?at=START")).text
        points = await client.post(f"{API}/points")
    async with signed_in(browser, Role.VIEWER) as client:
        viewer = await client.get(BUSES)

    phones = {one["phone"] for one in counted.json()["missing"]}
    assert (counted.status_code, phones, every["missing"]) == (200, {""}, None)
    assert ("tel:" in page, "/b/" in page, points.status_code) == (False, False, 403)
    assert viewer.status_code == 403


async def test_the_checkpoints_of_all_buses_are_made_with_one_button(browser: Browser) -> None:
    await a_visit(points=False)
    async with signed_in(browser, Role.ORGANIZER) as client:
        before = (await client.get(BUSES)).text
        made = await client.post(f"{BUSES}/points")
        again = (await client.post(f"{API}/points")).json()
        after = (await client.get(BUSES)).text

    assert "8 roll calls have no checkpoint yet" in before
    assert (made.status_code, again, "have no checkpoint yet" in after) == (303, {"made": 0}, False)


async def test_a_link_ends_when_another_is_made_and_when_the_visit_is_over(db: str) -> None:
    world = await a_visit()
    bus = await _bus()
    first, phones = await bus_path(bus.id, phones=False), await bus_path(bus.id, phones=True)

    async def leads(path: str, *, days: int = 0) -> tuple[str, bool] | None:
        try:
            link = await bus_behind(path.removeprefix("/b/"), now=at(8 + 24 * days))
        except UnknownBusLink:
            return None
        return link.bus, link.phones

    assert [await leads(path) for path in (first, phones, first[:-1] + "A", "/b/nothing")] == [
        ("1", False), ("1", True), None, None,
    ]  # fmt: skip
    assert [await leads(first, days=days) for days in (3, 4)] == [("1", False), None]
    await move_link(bus.id, gathering=world.held, by=SYSTEM, now=cast.NOW)
    assert [await leads(first), await leads(phones)] == [None, None]
    assert await leads(await bus_path(bus.id, phones=True)) == ("1", True)


async def test_that_a_link_with_phones_was_given_out_is_recorded(db: str) -> None:
    world = await a_visit()
    bus = await _bus()

    told = await share_phones(bus.id, gathering=world.held, by=SYSTEM, now=cast.NOW)

    rows = await fetch("SELECT action, subject FROM audit_entry WHERE action LIKE 'bus_link%'")
    assert [tuple(row) for row in rows] == [("bus_link.with_phones", f"vehicle:{bus.id}")]
    assert told.endswith(await bus_path(bus.id, phones=True))


@pytest.mark.parametrize("do", ["phones", "move"])
async def test_the_links_are_for_organizers(browser: Browser, do: str) -> None:
    await a_visit()
    await fetch("UPDATE gathering SET last_day = $1", (datetime.now(UTC) + timedelta(days=1)).date())
    async with signed_in(browser, Role.LIAISON) as client:
        refused = await client.post(f"{BUSES}/1/link", data={"do": do})
    async with signed_in(browser, Role.ORGANIZER) as client:
        before = (await client.get(f"{BUSES}/1")).text
        done = await client.post(f"{BUSES}/1/link", data={"do": do}, follow_redirects=True)

    plain = before.split('href="http://localhost:8000/b/')[1].split('"')[0]
    assert (refused.status_code, done.status_code, plain in done.text) == (403, 200, False)


async def test_a_link_that_has_ended_is_not_offered_any_more(browser: Browser) -> None:
    world = await a_visit()
    long_ago = world.held.last_day - timedelta(days=2000)
    await fetch("UPDATE gathering SET first_day = $1, last_day = $1", long_ago)
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = (await client.get(f"{BUSES}/1")).text
        phones = await client.post(f"{BUSES}/1/link", data={"do": "phones"})

    assert "The visit is over: the pages of the guides have ended." in page
    assert "/b/" not in page
    assert phones.status_code == 409
    assert await fetch("SELECT 1 FROM audit_entry WHERE action LIKE 'bus_link%'") == []
