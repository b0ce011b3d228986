"""Slots of the matchmaking: one guest each, one at a time for a guest, handed on to who comes instead."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from event.agenda.matchmaking.errors import SlotTaken
from event.agenda.matchmaking.operations import Layout, ZoneTold, book_slot, free_slot, lay_out
from event.agenda.matchmaking.tables import MatchBooking
from event.agenda.tables import AgendaSession
from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE, Actor
from event.people.tables import Role
from event.registration.deciding import decide
from event.registration.mails import guest_path
from event.registration.own.proving import PROOF_COOKIE, proof_of
from event.registration.tables import Standing
from event.reports.views import report_view
from tests import cast
from tests.scenario.asking import ORGANIZER
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
API, PAGE = "/api/v1/gatherings/example/agenda/matchmaking", "/console/example/agenda/matchmaking"
BEGINS = cast.NOW + timedelta(hours=5)
LAYOUT = Layout([ZoneTold("Z1", "县商务局", "Bureau of Commerce"), ZoneTold("Z2", "县文旅局")], BEGINS, 20, 3)
BY: dict[str, Any] = {"by": COMMAND_LINE, "now": cast.NOW}


async def _slots(held: Gathering) -> dict[str, UUID]:
    await lay_out(LAYOUT, gathering=held, **BY)
    rows = await fetch("SELECT z.code, s.number, s.id FROM match_slot s JOIN match_zone z ON z.id = s.zone")
    return {f"{row['code']}-{row['number']}": row["id"] for row in rows}


async def test_who_books_at_once_gets_one_slot_and_the_others_are_told(db: str) -> None:
    held = await cast.gathering()
    slot = (await _slots(held))["Z1-1"]
    guests = [(await cast.guest(held, name_zh=f"客{n}"))[0] for n in range(12)]

    tries = await asyncio.gather(
        *(book_slot(slot, one.id, gathering=held, **BY) for one in guests), return_exceptions=True
    )

    assert [type(one) for one in tries if one is not None] == [SlotTaken] * 11
    assert await MatchBooking.count() == 1


async def test_a_guest_has_one_slot_at_a_time(app: object, browser: Browser) -> None:
    held = await cast.gathering()
    slots = await _slots(held)
    lin, _ = await cast.lin(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        sent = [
            await client.put(f"{API}/slots/{slots[name]}", json={"guest": lin.number})
            for name in ("Z1-1", "Z2-1", "Z2-2")
        ]
        told = (await client.get(API)).json()

    assert [one.status_code for one in sent] == [200, 409, 200]
    assert [[cell["guest_number"] for cell in zone["slots"]] for zone in told] == [
        [lin.number, "", ""],
        ["", lin.number, ""],
    ]


async def test_a_slot_goes_to_who_comes_instead_and_is_free_when_nobody_does(db: str) -> None:
    held = await cast.gathering()
    slots = await _slots(held)
    (lin, _), (chen, _) = await cast.lin(held), await cast.chen(held)
    await book_slot(slots["Z1-1"], lin.id, gathering=held, **BY)
    await book_slot(slots["Z1-2"], chen.id, gathering=held, **BY)

    later = cast.NOW + timedelta(hours=1)
    await decide(chen.id, Standing.WITHDRAWN, gathering=held, by=COMMAND_LINE, now=later)

    assert [row["guest"] for row in await fetch("SELECT guest FROM match_booking")] == [lin.id]
    assert await _report(held, cast.NOW + timedelta(minutes=1)) == {"total": 6, "booked": 2}
    assert await _report(held, later + timedelta(minutes=1)) == {"total": 6, "booked": 1}


async def test_the_report_takes_back_what_was_booked_and_freed_since(db: str) -> None:
    held = await cast.gathering()
    slots = await _slots(held)
    lin, _ = await cast.lin(held)
    hour = timedelta(hours=1)
    await book_slot(slots["Z1-1"], lin.id, gathering=held, by=COMMAND_LINE, now=cast.NOW + hour)
    await free_slot(slots["Z1-1"], gathering=held, by=COMMAND_LINE, now=cast.NOW + 3 * hour)

    told = [(await _report(held, cast.NOW + n * hour))["booked"] for n in (0, 2, 4)]

    assert told == [0, 1, 0]


async def test_organizers_book_and_free_on_the_page(app: object, browser: Browser) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        typed = {
            "zones": "Z1 县商务局 / Bureau\nZ2 县文旅局",
            "starts_at": "2026-10-16T14:30",
            "minutes": "20",
            "slots": "2",
        }
        laid = await client.post(f"{PAGE}/layout", data=typed)
        wrong = await client.post(f"{PAGE}/layout", data=typed | {"zones": "", "slots": "0"})
        slot = (await client.get(API)).json()[0]["slots"][1]["id"]
        booked = await client.post(PAGE, data={"slot": slot, "guest": f"{lin.number} 林示例"})
        shown = await client.get(PAGE)
        again = await client.post(PAGE, data={"slot": slot, "guest": "NOBODY"})
        freed = await client.post(PAGE, data={"free": slot})

    assert [one.status_code for one in (laid, wrong, booked, again, freed)] == [303, 422, 303, 422, 303]
    assert (shown.text.count("林示例"), await MatchBooking.count()) == (2, 0)


async def test_guests_book_while_sign_up_of_the_session_is_open(app: object, browser: Browser) -> None:
    held = await cast.gathering()
    slots = await _slots(held)
    lin, _ = await cast.lin(held)
    path = f"{guest_path(lin.id)}/matchmaking"
    session = AgendaSession(
        gathering=held.id,
        code="MATCH",
        title_zh="对接洽谈",
        kind="matchmaking",
        starts_at=BEGINS,
        signup=True,
    )
    async with browser() as client:
        closed = await _book(client, path, lin.id, slots["Z1-1"])
        await session.save()
        client.cookies.clear()
        unproven = await client.post(path, data={"slot": str(slots["Z1-1"])})
        taken = await _book(client, path, lin.id, slots["Z1-1"])
        beside = await _book(client, path, lin.id, slots["Z2-1"])

    assert [closed.status_code, taken.status_code, beside.status_code] == [422, 303, 422]
    assert unproven.headers["location"].endswith("/prove?then=matchmaking")
    assert [row["slot"] for row in await fetch("SELECT slot FROM match_booking")] == [slots["Z1-1"]]


async def test_nothing_booked_is_lost_when_zones_change(app: object, browser: Browser) -> None:
    held = await cast.gathering()
    slots = await _slots(held)
    lin, _ = await cast.lin(held)
    await book_slot(slots["Z2-3"], lin.id, gathering=held, by=Actor.guest(lin.id), now=cast.NOW)
    fewer = {"zones": [{"code": "Z1", "unit_zh": "县商务局"}], "starts_at": BEGINS.isoformat(), "slots": 3}
    async with signed_in(browser, Role.ORGANIZER) as client:
        refused = await client.put(f"{API}/layout", json=fewer)

    assert (refused.status_code, "Z2-3" in refused.text) == (409, True)


async def _report(held: Gathering, at: Any) -> Any:
    view, _ = await report_view("match-slots", held, at, {}, reader=ORGANIZER)
    return view.answer


async def _book(client: httpx.AsyncClient, path: str, guest: UUID, slot: UUID) -> httpx.Response:
    client.cookies.set(PROOF_COOKIE, proof_of(guest, now=datetime.now(UTC)))
    return await client.post(path, data={"slot": str(slot)})
