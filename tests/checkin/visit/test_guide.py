"""The guide's page behind its link: the day of the bus, taps that count once however often they are sent, and “late”."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from event.checkin.notes import open_notes
from event.checkin.tables import Scan
from event.checkin.visit.counting import bus_day, count_by_hand
from event.checkin.visit.links import bus_path, move_link
from event.database import fetch
from event.itinerary.tables import Vehicle, VehicleCrew
from event.people.rules import SYSTEM
from event.people.tables import Role
from event.registration.mails import text_of
from event.registration.tables import Guest, Ticket
from tests import cast
from tests.checkin.visit.world import World, a_visit, at
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]


async def a_link(code: str = "1", *, phones: bool = False) -> str:
    """The path of a bus's page; the gathering is not over yet, whatever day it is."""
    await fetch("UPDATE gathering SET last_day = $1", (datetime.now(UTC) + timedelta(days=1)).date())
    bus = await Vehicle.objects().get(Vehicle.code == code)
    return await bus_path(bus.id, phones=phones)


def api(link: str) -> str:
    """Where programs speak to the same bus."""
    return link.replace("/b/", "/api/v1/bus-links/")


def tap(guest: Guest, tail: str = "START", *, name: UUID | None = None, minute: int = 0) -> dict[str, Any]:
    return {
        "id": str(name or uuid4()), "checkpoint": tail, "guest": str(guest.id),
        "scanned_at": at(8, minute).isoformat(), "offline": True,
    }  # fmt: skip


async def counted(world: World, tail: str = "START", bus: str = "1") -> list[str]:
    """Who is counted at a roll call, by number."""
    day = await bus_day(world.held, bus)
    call = day.call(tail)
    return [one.number for one in day.named(call.counted)] if call else []


async def test_the_page_shows_the_day_whom_to_call_and_who_rides(browser: Browser) -> None:
    world = await a_visit()
    link = await a_link()
    async with browser() as guide:
        page = await guide.get(link)
        day = (await guide.get(f"{api(link)}/day")).json()

    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    for text in (
        "示例A·T0001"[2:],
        "Hall 1",
        "始建于1911年。",
        "tel:+8613900000001",
        "tel:+8613800000001",
        "Wheelchair",
    ):
        assert text in page.text
    assert [one["name"] for one in day["riders"]] == ["林示例", "陳樣本", "林配偶"]
    assert ([one["wheelchair"] for one in day["riders"]], day["eats"]["halal"]) == ([True, False, False], 1)
    assert [
        name
        for name in ("黄别车", "halal", "花生", "12125550100")
        if name in page.text.replace("halal 1", "")
    ] == []
    assert [(one["at"], one["expected"]) for one in day["calls"]] == [
        ("START", 3),
        ("S01", 3),
        ("S02", 3),
        ("BACK", 3),
    ]
    assert world.lin.number not in page.text


async def test_telephone_numbers_of_guests_are_seen_only_with_the_link_that_shows_them(
    browser: Browser,
) -> None:
    await a_visit()
    plain, phones = await a_link(), await a_link(phones=True)
    async with browser() as guide:
        pages = [(await guide.get(link)).text for link in (plain, phones)]

    assert ["tel:+12125550100" in page for page in pages] == [False, True]


async def test_taps_are_recorded_once_however_often_they_are_sent(browser: Browser) -> None:
    world = await a_visit()
    link = await a_link()
    taps = {"scans": [tap(world.lin), tap(world.chen, minute=1)], "sent_at": at(8, 30).isoformat()}
    async with browser() as guide:
        first = (await guide.post(f"{api(link)}/scans", json=taps)).json()
        again = (await guide.post(f"{api(link)}/scans", json=taps)).json()

    assert first["scans"] == again["scans"] == [one["id"] for one in taps["scans"]]  # type: ignore[index]
    assert sorted(first["state"]["calls"]["START"].values()) == sorted(first["scans"])
    assert await counted(world) == [world.lin.number, world.chen.number]
    rows = await Scan.select(Scan.source, Scan.device, Scan.offline, Scan.verdict)
    assert rows == [{"source": "desk", "device": "bus 1", "offline": True, "verdict": "admitted"}] * 2


async def test_a_tap_and_its_taking_back_may_come_together_and_count_for_nothing(browser: Browser) -> None:
    world = await a_visit()
    link, one = await a_link(), tap(world.lin)
    back = {"id": str(uuid4()), "scan": one["id"], "reason": "by mistake", "at": at(8, 1).isoformat()}
    async with browser() as guide:
        for _ in range(2):
            told = (await guide.post(f"{api(link)}/scans", json={"scans": [one], "undone": [back]})).json()

    assert (told["scans"], told["undone"], told["state"]["calls"]["START"]) == ([one["id"]], [back["id"]], {})
    assert await counted(world) == []


async def test_taking_back_takes_whatever_counted_the_guest_there_until_then(browser: Browser) -> None:
    world = await a_visit()
    link, first, later = await a_link(), tap(world.lin), tap(world.lin, minute=20)
    ticket = await Ticket.objects().get(Ticket.guest == world.lin.id)
    await cast.scan(world.held, await text_of(world.held, ticket), at="BUS1/START", when=at(8, 5))
    back = {"id": str(uuid4()), "scan": first["id"], "reason": "by mistake", "at": at(8, 10).isoformat()}
    async with browser() as guide:
        await guide.post(f"{api(link)}/scans", json={"scans": [first]})
        gone = (await guide.post(f"{api(link)}/scans", json={"undone": [back]})).json()["state"]["calls"][
            "START"
        ]
        there = (await guide.post(f"{api(link)}/scans", json={"scans": [later]})).json()["state"]["calls"][
            "START"
        ]

    assert (gone, there) == ({}, {str(world.lin.id): later["id"]})


async def test_a_link_counts_and_takes_back_on_its_own_bus_only(browser: Browser) -> None:
    world = await a_visit()
    link = await a_link()
    await count_by_hand(world.other.id, bus="2", tail="START", gathering=world.held, by=None, now=at(8))
    theirs = await Scan.objects().get(Scan.guest == world.other.id)
    back = {"id": str(uuid4()), "scan": str(theirs.id), "reason": "by mistake", "at": at(9).isoformat()}
    foreign = [tap(world.other), tap(world.lin, "BUS2/START"), tap(world.lin, "REG")]
    async with browser() as guide:
        told = (await guide.post(f"{api(link)}/scans", json={"scans": foreign, "undone": [back]})).json()

    assert (len(told["scans"]), told["undone"], told["refused"]) == (3, [back["id"]], [])
    assert (await Scan.count(), await counted(world), await counted(world, bus="2")) == (
        1,
        [],
        [world.other.number],
    )


async def test_a_tap_that_the_door_refuses_is_told_with_the_reason(browser: Browser) -> None:
    world = await a_visit()
    link = await a_link()
    await fetch("UPDATE checkpoint SET active = false WHERE code = 'BUS1/START'")
    async with browser() as guide:
        told = (await guide.post(f"{api(link)}/scans", json={"scans": [tap(world.lin)]})).json()

    assert [one["sentence"] for one in told["refused"]] == ["This checkpoint is closed. Choose another one."]


async def test_what_is_no_tap_is_refused_field_by_field(browser: Browser) -> None:
    world = await a_visit()
    link = await a_link()
    wrong = tap(world.lin) | {"scanned_at": "soon"}
    async with browser() as guide:
        answers = [
            await guide.post(f"{api(link)}/scans", json={"scans": [wrong]}),
            await guide.post(
                f"{api(link)}/scans", content=b"{", headers={"content-type": "application/json"}
            ),
            await guide.post(f"{api(link)}/late", json={"minutes": "many"}),
        ]

    assert [one.status_code for one in answers] == [422, 422, 422]
    assert list(answers[0].json()["problems"]) == ["scans[0].scanned_at"]


async def test_without_scripts_a_tap_is_a_form(browser: Browser) -> None:
    world = await a_visit()
    link = await a_link()
    async with browser() as guide:
        sent = await guide.post(f"{link}/count", data={"at": "S01", "count": str(world.lin.id)})
        seen = await counted(world, "S01")
        page = (await guide.get(sent.headers["location"])).text
        await guide.post(f"{link}/count", data={"at": "S01", "take_back": str(world.lin.id)})

    assert (sent.status_code, seen, await counted(world, "S01")) == (303, [world.lin.number], [])
    assert re.findall(r'id="call-(\w+)"\s+open', page) == ["S01"]


async def test_late_is_told_to_the_organizers_once_as_a_note_on_the_captain(browser: Browser) -> None:
    world = await a_visit()
    link, name = await a_link(), str(uuid4())
    said = {"minutes": 15, "words": "Flat tyre", "id": name, "at": datetime.now(UTC).isoformat()}
    async with browser() as guide:
        told = [(await guide.post(f"{api(link)}/late", json=said)).status_code for _ in range(2)]
    async with signed_in(browser, Role.ORGANIZER) as client:
        buses = (await client.get("/api/v1/gatherings/example/visit/buses")).json()["buses"]
        page = (await client.get("/console/example/notes")).text

    (note,) = await open_notes(world.held, scope=None)
    assert (told, note.name, str(note.id)) == ([200, 200], "王车长", name)
    assert re.fullmatch(r"\d\d:\d\d: bus 1 is 15 minutes late\. Flat tyre", note.text)
    assert [len(bus["said"]) for bus in buses] == [1, 0]
    assert "the guide of a bus" in page


async def test_late_as_a_form_says_what_is_wrong_and_keeps_what_was_typed(browser: Browser) -> None:
    world = await a_visit()
    link = await a_link()
    async with browser() as guide:
        wrong = [
            await guide.post(f"{link}/late", data={"minutes": text, "words": "Jam"})
            for text in ("soon", "0", "999")
        ]
        done = await guide.post(f"{link}/late", data={"minutes": "20", "words": "Jam"}, follow_redirects=True)

    assert [(one.status_code, 'value="Jam"' in one.text) for one in wrong] == [(422, True)] * 3
    assert "The organizers have been told." in done.text
    assert len(await open_notes(world.held, scope=None)) == 1


async def test_where_nobody_of_the_crew_is_known_the_guide_is_asked_to_call(browser: Browser) -> None:
    await a_visit()
    await VehicleCrew.delete(force=True)
    link = await a_link()
    async with browser() as guide:
        told = await guide.post(f"{api(link)}/late", json={"minutes": 15})

    assert (told.status_code, told.json()["detail"]) == (
        409, "Nobody of this bus is in the list of badges. Please call the organizers.",
    )  # fmt: skip


@pytest.mark.parametrize("part", ["", "/state", "/day"])
async def test_an_ended_link_leads_nowhere_and_guessing_is_slowed_down(browser: Browser, part: str) -> None:
    world = await a_visit()
    link = await a_link()
    bus = await Vehicle.objects().get(Vehicle.code == "1")
    async with browser() as guide:
        path = api(link) + part if part else link
        before = await guide.get(path)
        await move_link(bus.id, gathering=world.held, by=SYSTEM, now=cast.NOW)
        ended = await guide.get(path)
        guessed = [await _guess(guide, number) for number in range(31)]

    assert (before.status_code, ended.status_code) == (200, 404)
    assert (guessed[0], guessed[-1]) == (404, 429)


async def _guess(guide: httpx.AsyncClient, number: int) -> int:
    return (await guide.get(f"/b/{number:043d}")).status_code
