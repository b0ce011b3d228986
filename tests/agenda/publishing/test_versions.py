"""Guests see the last published version of the programme; the office works on beside it and tells those it concerns."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from event.agenda.publishing.mailing import mail_version
from event.agenda.publishing.operations import NoProgrammeChange, ProgrammeChangedMeanwhile, publish
from event.agenda.publishing.version import last_version
from event.agenda.publishing.views import preview, versions_of
from event.agenda.signing_up.operations import join
from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.printing.chunks import Wanted
from event.printing.papers.programme import agenda_chunks
from event.registration.mails import guest_path
from tests import cast
from tests.agenda.signing_up.test_places_and_the_queue import HOUR, _guests, _session
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
API = "/api/v1/gatherings/example/agenda"


async def _publish(held: Gathering, hours: int = 0, **more: Any) -> Any:
    told = {"word": "", "tell": True, "by": COMMAND_LINE, "now": cast.NOW + hours * HOUR} | more
    return await publish(gathering=held, **told)


async def _move(session: UUID) -> None:
    await fetch(
        "UPDATE agenda_session SET starts_at = starts_at + $2::interval, ends_at = ends_at + $2::interval, revision = revision + 1"
        " WHERE id = $1",
        session, timedelta(hours=1),
    )  # fmt: skip


async def test_what_publishing_would_change_is_told_in_sentences_with_whom_it_concerns(db: str) -> None:
    held = await cast.gathering()
    session = await _session(held, capacity=30)
    first, _second = await _guests(held, 2)
    await join(session, first, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    await _publish(held)
    await _move(session)

    told = await preview(held, language="en")

    assert [one.sentences for one in told.changes] == [
        [
            "Round table is now Thursday, 15 October 2026 15:00–16:00; before: Thursday, 15 October 2026 14:00–15:00."
        ]
    ]
    assert [(one.guest, one.mailed) for one in told.guests] == [(first, True)]


async def test_only_those_it_concerns_get_a_mail_and_get_it_once(db: str) -> None:
    held = await cast.gathering()
    session = await _session(held, capacity=30)
    first, _second = await _guests(held, 2)
    await join(session, first, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    assert (await _publish(held)).number == 1
    await _move(session)
    made = await _publish(held, 1, word="因贵宾抵达时间调整。")

    for _ in range(2):
        await mail_version(made.id)

    mails = await fetch("SELECT guest, message FROM mail WHERE occasion = 'programme'")
    assert [row["guest"] for row in mails] == [first]
    assert [(one.number, one.sessions, one.guests) for one in await versions_of(held)] == [
        (2, 1, 1),
        (1, 1, 0),
    ]


async def test_what_changed_has_a_higher_number_and_what_is_gone_is_cancelled(db: str) -> None:
    held = await cast.gathering()
    youth = await _session(held)
    await _session(held, code="PROMO", title_zh="推介会")
    gone = await _session(held, code="GALA", title_zh="晚会")
    await _publish(held)
    await _move(youth)
    await fetch("DELETE FROM agenda_session WHERE id = $1", gone)
    await _publish(held, 1)

    version = await last_version(held)

    assert version is not None
    assert {one.code: (one.sequence, one.cancelled) for one in version.sessions} == {
        "YOUTH": (2, False), "PROMO": (1, False), "GALA": (2, True)
    }  # fmt: skip


async def test_nothing_is_published_that_nobody_looked_at(db: str) -> None:
    held = await cast.gathering()
    session = await _session(held)
    seen = (await preview(held, language="en")).seen
    await _move(session)

    with pytest.raises(ProgrammeChangedMeanwhile):
        await _publish(held, seen=seen)
    await _publish(held)
    with pytest.raises(NoProgrammeChange):
        await _publish(held)


async def test_readers_see_the_published_version_until_the_next(app: object, browser: Browser) -> None:
    held = await cast.gathering()
    session = await _session(held)
    async with browser() as client:
        before = await _times(client)
        await _publish(held)
        await _move(session)
        published = await _times(client)
        await _publish(held, 1)
        after = await _times(client)

    assert (before, published, after) == (["14:00"], ["14:00"], ["15:00"])


async def test_organizers_publish_on_the_page_and_compare_versions(app: object, browser: Browser) -> None:
    held = await cast.gathering()
    session = await _session(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        pages = "/console/example/agenda"
        shown = await client.get(f"{pages}/publish")
        wrong = await client.post(f"{pages}/publish", data={"word": "x" * 501})
        first = await client.post(f"{pages}/publish", data={"word": "", "tell": "on"})
        await _move(session)
        second = await client.post(f"{API}/publish", json={"word": "later"})
        again = await client.post(f"{API}/publish", json={})
        version = await client.get(f"{pages}/versions/2")
        listed = await client.get(f"{pages}/versions")
        told = (await client.get(f"{API}/versions/2/changes")).json()
        whole = (await client.get(f"{API}/versions/1")).json()

    assert "Nobody is mailed this time" in shown.text
    assert [one.status_code for one in (wrong, first, second, again, version, listed)] == [
        422,
        303,
        201,
        409,
        200,
        200,
    ]
    assert [one["sentences"] for one in told] == [
        [
            "Round table is now Thursday, 15 October 2026 15:00–16:00; before: Thursday, 15 October 2026 14:00–15:00."
        ]
    ]
    assert [one["code"] for one in whole["sessions"]] == ["YOUTH"]


async def _times(client: httpx.AsyncClient) -> list[str]:
    days = (await client.get(API)).json()
    return [one["starts_at"][11:16] for day in days for one in day["sessions"]]


async def test_paper_has_what_guests_see_or_the_draft_by_choice(db: str) -> None:
    held = await cast.gathering()
    session = await _session(held)
    await _publish(held)
    await _move(session)

    printed = [
        (await agenda_chunks(held, Wanted(language="en", options=options), cast.NOW)).html[0]
        for options in ({}, {"edition": "draft"})
    ]

    assert [("14:00" in one, "15:00–16:00" in one or "15:00—16:00" in one) for one in printed] == [
        (True, False),
        (False, True),
    ]


async def test_the_own_programme_says_what_the_last_version_changed(app: object, browser: Browser) -> None:
    held = await cast.gathering()
    session = await _session(held, capacity=30)
    first, second = await _guests(held, 2)
    await join(session, first, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    await _publish(held)
    await _move(session)
    await _publish(held, 1, word="因贵宾抵达时间调整。")
    async with browser() as client:
        pages = [(await client.get(f"{guest_path(one)}/programme?lang=en")).text for one in (first, second)]

    assert ["Round table is now" in one for one in pages] == [True, False]
    assert ["因贵宾抵达时间调整。" in one for one in pages] == [True, False]
