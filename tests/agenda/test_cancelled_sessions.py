"""A session that is cancelled stays in the programme as cancelled; its places are free, who had one is told, undo gives all back."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from icalendar import Calendar

from event.agenda.history import undo
from event.agenda.matchmaking.operations import Layout, ZoneTold, book_slot, lay_out
from event.agenda.operations import cancel_session, reinstate_session
from event.agenda.publishing.noticing import programme_news
from event.agenda.publishing.operations import publish
from event.agenda.publishing.views import preview
from event.agenda.signing_up.operations import WaveTold, join, set_waves
from event.agenda.signing_up.places import session_in
from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.registration.mails import guest_path
from event.registration.places import book, give_up_choices, sessions_offered
from event.registration.tables import Guest
from tests import cast
from tests.agenda.signing_up.test_places_and_the_queue import HOUR, _guests, _session
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
BY: dict[str, Any] = {"by": COMMAND_LINE, "now": cast.NOW}
PLACES = ("booking", "session_waiting", "match_booking")


async def _places() -> dict[str, list[str]]:
    """Every place there is, whole."""
    return {
        table: [
            row["told"] for row in await fetch(f"SELECT to_jsonb(t)::text AS told FROM {table} t ORDER BY id")
        ]
        for table in PLACES
    }


async def _youth(held: Gathering) -> tuple[UUID, list[UUID]]:
    """A session with one place in each of two waves: two guests are booked, one waits."""
    session = await _session(held)
    start = cast.NOW + 5 * HOUR
    waves = [WaveTold("1", start, start + HOUR / 2), WaveTold("2", start + HOUR / 2, start + HOUR)]
    await set_waves(session, waves, gathering=held, **BY)
    guests = await _guests(held, 3)
    for guest, wave in zip(guests, ("1", "2", "2"), strict=True):
        await join(session, guest, gathering=held, wave=wave, **BY)
    return session, guests


async def test_places_become_free_and_undo_gives_back_exactly_those(db: str) -> None:
    held = await cast.gathering()
    session, guests = await _youth(held)
    await book(held.id, [((await cast.lin(held))[0].id, ["YOUTH"])], now=cast.NOW)
    before = await _places()

    cancelled = await cancel_session(session, gathering=held, **BY)
    during = await _places()
    turned = await undo(cancelled.kept or uuid4(), gathering=held, **BY)

    assert [len(one) for one in before.values()] == [3, 1, 0]
    assert during == {table: [] for table in PLACES}
    assert await _places() == before
    steps = await fetch(
        "SELECT step, booked FROM booking_change WHERE guest = $1 ORDER BY at, step", guests[0]
    )
    assert [tuple(row) for row in steps] == [("book", True), ("book", True), ("leave", False)]
    assert await fetch("SELECT 1 FROM freed_place") == []
    again = await undo(turned.kept or uuid4(), gathering=held, **BY)
    assert (await _places(), again.kept is not None) == (during, True)


async def test_a_cancelled_session_takes_place_after_all_even_after_other_changes(db: str) -> None:
    held = await cast.gathering()
    session, _ = await _youth(held)
    before = await _places()
    await cancel_session(session, gathering=held, **BY)

    twice = await cancel_session(session, gathering=held, **BY)
    await reinstate_session(session, gathering=held, **BY)

    assert twice.kept is None
    assert await _places() == before
    assert (await session_in(held, session)).cancelled_at is None


async def test_who_withdraws_meanwhile_gets_no_place_back(db: str) -> None:
    held = await cast.gathering()
    session, guests = await _youth(held)
    await cancel_session(session, gathering=held, **BY)

    await give_up_choices(guests[0])
    await reinstate_session(session, gathering=held, **BY)

    assert [row["guest"] for row in await fetch("SELECT guest FROM booking")] == [guests[1]]


async def test_nobody_signs_up_for_it_and_replies_do_not_offer_it(db: str) -> None:
    held = await cast.gathering()
    session, guests = await _youth(held)
    await cancel_session(session, gathering=held, **BY)

    await book(held.id, [(guests[0], ["YOUTH"])], now=cast.NOW)

    assert await sessions_offered(held.id) == []
    assert await fetch("SELECT 1 FROM booking") == []


async def test_slots_of_the_matchmaking_become_free_with_its_session(db: str) -> None:
    held = await cast.gathering()
    session = await _session(held, code="MATCH", kind="matchmaking")
    guest, *_ = await _guests(held, 1)
    await lay_out(Layout([ZoneTold("Z1", "商务局")], cast.NOW + 5 * HOUR, 20, 2), gathering=held, **BY)
    (slot, *_) = [row["id"] for row in await fetch("SELECT id FROM match_slot ORDER BY number")]
    await book_slot(slot, guest, gathering=held, **BY)
    before = await _places()

    cancelled = await cancel_session(session, gathering=held, **BY)
    during = await _places()
    await undo(cancelled.kept or uuid4(), gathering=held, **BY)

    assert (during["match_booking"], await _places()) == ([], before)
    changes = await fetch("SELECT booked FROM match_change ORDER BY at, booked DESC")
    assert [row["booked"] for row in changes] == [True, True, False]


async def test_the_next_version_lists_it_as_cancelled_and_tells_who_had_a_place(db: str) -> None:
    held = await cast.gathering()
    session, guests = await _youth(held)
    await publish(gathering=held, word="", tell=False, **BY)
    await cancel_session(session, gathering=held, **BY)
    told = await preview(held, language="en")
    await publish(gathering=held, word="", tell=True, by=COMMAND_LINE, now=cast.NOW + HOUR)
    first = await Guest.objects().get(Guest.id == guests[0])

    assert [one.sentences for one in told.changes] == [["Round table does not take place."]]
    assert sorted(one.guest for one in told.guests) == sorted(guests)
    assert first is not None
    assert await programme_news(first, held, language="en") == ("Round table does not take place.",)
    await reinstate_session(session, gathering=held, **BY)
    back = await preview(held, language="en")
    assert sorted(one.guest for one in back.guests) == sorted(guests)
    assert [one.sentences for one in back.changes] == [
        ["Round table takes place after all: Thursday, 15 October 2026 14:00–15:00."]
    ]


async def test_the_first_version_tells_only_who_had_a_place_in_a_cancelled_session(db: str) -> None:
    held = await cast.gathering()
    session, guests = await _youth(held)
    gala = await _session(held, code="GALA", title_zh="晚会")
    await join(gala, (await _guests(held, 1))[0], gathering=held, **BY)
    await cancel_session(session, gathering=held, **BY)

    await publish(gathering=held, word="", tell=True, **BY)

    assert sorted(row["guest"] for row in await fetch("SELECT guest FROM programme_notice")) == sorted(guests)


def _status(answer: httpx.Response) -> tuple[str, int]:
    (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
    return str(entry["status"]), int(entry["sequence"])


async def test_calendars_say_cancelled_under_a_higher_number_and_confirmed_again_under_a_higher_one(
    app: object, browser: Browser
) -> None:
    held = await cast.gathering()
    session, guests = await _youth(held)
    found: list[tuple[str, int]] = []
    own: list[tuple[str, int]] = []
    async with browser() as client:
        for hours, change in enumerate((None, cancel_session, reinstate_session)):
            now = cast.NOW + timedelta(hours=hours)
            if change:
                await change(session, gathering=held, by=COMMAND_LINE, now=now)
                found.append(_status(await client.get("/g/example/agenda.ics")))
            await publish(gathering=held, word="", tell=False, by=COMMAND_LINE, now=now)
            found.append(_status(await client.get("/g/example/agenda.ics")))
            own.append(_status(await client.get(f"{guest_path(guests[0])}/programme.ics")))
        shown = await client.get("/g/example/agenda?lang=en")

    assert [status for status, _ in found] == [
        "CONFIRMED", "CONFIRMED", "CANCELLED", "CANCELLED", "CONFIRMED"
    ]  # fmt: skip
    numbers = [number for _, number in found]
    assert (numbers[0], numbers[2]) == (numbers[1], numbers[3])
    assert numbers[0] < numbers[2] < numbers[4]
    assert [status for status, _ in own] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert own[0][1] < own[1][1] < own[2][1]
    assert "Round table" in shown.text


async def test_while_nothing_is_published_calendars_and_the_page_say_it_at_once(
    app: object, browser: Browser
) -> None:
    held = await cast.gathering()
    session, guests = await _youth(held)
    await cancel_session(session, gathering=held, **BY)
    async with browser() as client:
        feed = await client.get("/g/example/agenda.ics")
        own = await client.get(f"{guest_path(guests[0])}/programme.ics")
        shown = await client.get("/g/example/agenda?lang=en")
        offered = await client.get(f"{guest_path(guests[0])}/sessions?lang=en")
        stranger = await client.get(f"{guest_path((await _guests(held, 1))[0])}/sessions?lang=en")

    assert (_status(feed)[0], _status(own)[0]) == ("CANCELLED", "CANCELLED")
    assert "<s>Round table</s>" in shown.text
    assert ["does not take place" in one.text for one in (offered, stranger)] == [True, False]


async def test_organizers_cancel_and_undo_on_the_page_and_programs_do_it_too(
    app: object, browser: Browser
) -> None:
    held = await cast.gathering()
    session, _ = await _youth(held)
    number = (await cast.lin(held))[0].number
    page = f"/console/example/agenda/sessions/{session}"
    one = f"/api/v1/gatherings/example/agenda/sessions/{session}"
    async with signed_in(browser, Role.ORGANIZER) as client:
        sent = await client.post(page, data={"do": "cancel"})
        shown = await client.get(sent.headers["location"])
        grid = await client.get("/console/example/agenda")
        refused = await client.post(
            f"/api/v1/gatherings/example/agenda/sessions/{session}/signups", json={"guest": number}
        )
        back = await client.post(page, data={"do": "reinstate"})
        by_program = await client.post(f"{one}/cancellation", json={})
        undone = await client.post(
            f"/api/v1/gatherings/example/agenda/changes/{by_program.json()['change']}/undo", json={}
        )
        again = await client.post(f"{one}/cancellation", json={})
        after_all = await client.delete(f"{one}/cancellation")

    assert [answer.status_code for answer in (sent, back, by_program, undone, again, after_all)] == [
        303, 303, 200, 200, 200, 200
    ]  # fmt: skip
    assert "It takes place after all" in shown.text
    assert "<s>Round table</s>" in grid.text
    assert refused.status_code == 409
    assert [answer.json()["cancelled_at"] is None for answer in (by_program, again, after_all)] == [
        False,
        False,
        True,
    ]
    assert [answer.json()["booked"] for answer in (again, after_all)] == [0, 2]
