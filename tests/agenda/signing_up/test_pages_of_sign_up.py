"""Guests sign up and leave on their own pages; organizers and programs add and take off, and say which waves there are."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from event.agenda.signing_up.jobs import move_up
from event.agenda.signing_up.operations import join
from event.agenda.tables import Booking
from event.database import fetch
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.registration.mails import guest_path
from event.registration.own.proving import PROOF_COOKIE, proof_of
from event.registration.places import book
from tests import cast
from tests.agenda.signing_up.test_places_and_the_queue import HOUR, _guests, _session
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
SESSIONS = "/api/v1/gatherings/example/agenda/sessions"


async def test_guests_sign_up_wait_and_leave_on_their_own_pages(app: object, browser: Browser) -> None:
    held = await cast.gathering()
    session = await _session(held)
    first, second = await _guests(held, 2)
    async with browser() as client:
        unproven = await client.post(f"{guest_path(first)}/sessions", data={"join": str(session)})
        said = [await _send(client, one, join=str(session)) for one in (first, second)]
        waiting = await client.get(f"{guest_path(second)}/sessions")
        await _send(client, first, leave=str(session))
        moved = await client.get(f"{guest_path(second)}/sessions")
        wrong = await _send(client, second, join="nothing")
        linked = await client.get(guest_path(second))

    assert unproven.headers["location"].endswith("/prove?then=sessions")
    assert [one.status_code for one in said] == [303, 303]
    assert ["place 1" in one.text for one in (waiting, moved)] == [True, False]
    assert ["You are signed up." in one.text for one in (waiting, moved)] == [False, True]
    assert (wrong.status_code, "/sessions" in linked.text) == (422, True)


async def test_organizers_add_take_off_and_give_places(app: object, browser: Browser) -> None:
    held = await cast.gathering()
    session = await _session(held)
    lin, _ = await cast.lin(held)
    chen, _ = await cast.chen(held)
    page = f"/console/example/agenda/sessions/{session}/signups"
    async with signed_in(browser, Role.ORGANIZER) as client:
        added = [await client.post(page, data={"guest": one.number}) for one in (lin, chen)]
        unknown = await client.post(page, data={"guest": "NOBODY"})
        shown = await client.get(page)
        given = await client.post(page, data={"give": str(chen.id)})
        off = await client.post(page, data={"off": str(lin.id)})

    assert [one.status_code for one in (*added, unknown, given, off)] == [303, 303, 422, 303, 303]
    assert re.findall(r"林示例|陳樣本", shown.text)[:1] == ["陳樣本"]
    assert [one["guest"] for one in await Booking.select(Booking.guest)] == [chen.id]


async def test_waves_are_typed_line_by_line(app: object, browser: Browser) -> None:
    held = await cast.gathering()
    session = await _session(held, code="FAIR", kind="job_fair", capacity=None)
    await cast.guest(held, name_zh="求职者", answers={"wave": "2"})
    page = f"/console/example/agenda/sessions/{session}/signups"
    async with signed_in(browser, Role.ORGANIZER) as client:
        typed = await client.post(f"{page}/waves", data={"waves": "1 14:00-15:45 260\n2 15:45—17:30 260"})
        wrong = await client.post(f"{page}/waves", data={"waves": "1 half past two"})
        told = (await client.get(f"{SESSIONS}/{session}/signups")).json()

    assert (typed.status_code, wrong.status_code) == (303, 422)
    assert [(one["code"], one["starts_at"], one["places"]["capacity"]) for one in told["waves"]] == [
        ("1", "2026-10-15T06:00:00Z", 260),
        ("2", "2026-10-15T07:45:00Z", 260),
    ]


async def test_programs_sign_up_and_off_and_are_told_what_overlaps(app: object, browser: Browser) -> None:
    held = await cast.gathering()
    session = await _session(held)
    other = await _session(held, code="PROMO", title_zh="推介会", title_en="Promotion")
    lin, _ = await cast.lin(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        sent = [
            (await client.post(f"{SESSIONS}/{one}/signups", json={"guest": lin.number})).json()
            for one in (session, other)
        ]
        off = (await client.delete(f"{SESSIONS}/{session}/signups/{lin.number}")).json()
    async with signed_in(browser, Role.VIEWER) as client:
        refused = await client.get(f"{SESSIONS}/{session}/signups")

    assert sent == [
        {"booked": True, "place": None, "overlaps": []},
        {"booked": True, "place": None, "overlaps": ["Round table"]},
    ]
    assert (off["places"], off["people"], refused.status_code) == (
        {"capacity": 1, "booked": 0, "waiting": 0}, [], 403
    )  # fmt: skip


async def test_what_was_signed_up_for_stays_when_the_reply_changes(db: str) -> None:
    held = await cast.gathering()
    session = await _session(held)
    (first,) = await _guests(held, 1)
    await join(session, first, gathering=held, by=COMMAND_LINE, now=cast.NOW + HOUR)

    await book(held.id, [(first, [])], now=cast.NOW + timedelta(hours=2))

    assert await Booking.count() == 1


async def test_more_places_are_given_to_who_waits(app: object, browser: Browser) -> None:
    held = await cast.gathering()
    session = await _session(held)
    for one in await _guests(held, 2):
        await join(session, one, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    async with signed_in(browser, Role.ORGANIZER) as client:
        changed = await client.patch(f"{SESSIONS}/{session}", json={"capacity": 2})
    await move_up(str(held.id))
    jobs = await fetch("SELECT 1 FROM procrastinate_jobs WHERE task_name = 'agenda.move_up'")

    assert (changed.status_code, len(jobs), await Booking.count()) == (200, 1, 2)


async def _send(client: httpx.AsyncClient, guest: UUID, **data: Any) -> httpx.Response:
    client.cookies.set(PROOF_COOKIE, proof_of(guest, now=datetime.now(UTC)))
    return await client.post(f"{guest_path(guest)}/sessions", data=data)
