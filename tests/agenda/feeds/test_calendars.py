"""Calendars of the programme: parsed back, the same names everywhere, numbers that rise, cancelled sessions, 304."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from icalendar import Calendar

from event.agenda.publishing.operations import publish
from event.agenda.signing_up.operations import join
from event.database import fetch
from event.gathering.tables import Gathering, Hall
from event.people.rules import COMMAND_LINE
from event.registration.mails import guest_path
from tests import cast
from tests.agenda.publishing.test_versions import _move
from tests.agenda.signing_up.test_places_and_the_queue import HOUR, _session
from tests.web.conftest import Browser, app, browser

__all__ = ["app", "browser"]
PAGE = "/g/example/agenda"


def _entries(answer: httpx.Response) -> dict[str, Any]:
    told = Calendar.from_ical(answer.content)
    return {str(one["uid"]): one for one in told.walk("VEVENT")}


async def _publish(held: Gathering, hours: int = 0) -> None:
    await publish(gathering=held, word="", tell=False, by=COMMAND_LINE, now=cast.NOW + hours * HOUR)


async def test_the_whole_programme_is_a_valid_calendar_in_the_zone_of_the_gathering(
    app: object, browser: Browser
) -> None:
    held = await cast.gathering()
    await _session(held, place_zh="会展中心C厅", place_en="Hall C")
    async with browser() as client:
        answer = await client.get(f"{PAGE}.ics?lang=en")
    told = Calendar.from_ical(answer.content)
    (entry,) = told.walk("VEVENT")

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert [str(one["tzid"]) for one in told.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert (str(entry["uid"]), str(entry["summary"]), str(entry["location"]), str(entry["status"])) == (
        f"{held.id}-session-YOUTH@event", "Round table", "Hall C", "CONFIRMED"
    )  # fmt: skip
    assert entry["dtstart"].dt == (cast.NOW + 5 * HOUR).astimezone(ZoneInfo("Asia/Shanghai"))
    assert entry["dtend"].dt - entry["dtstart"].dt == timedelta(hours=1)


async def test_numbers_rise_with_each_published_change_and_what_is_off_is_cancelled(
    app: object, browser: Browser
) -> None:
    held = await cast.gathering()
    youth = await _session(held)
    gala = await _session(held, code="GALA", title_zh="晚会")
    async with browser() as client:
        await _publish(held)
        first = _entries(await client.get(f"{PAGE}.ics"))
        await _move(youth)
        await fetch("DELETE FROM agenda_session WHERE id = $1", gala)
        unpublished = _entries(await client.get(f"{PAGE}.ics"))
        await _publish(held, 1)
        second = _entries(await client.get(f"{PAGE}.ics"))

    names = [f"{held.id}-session-{code}@event" for code in ("YOUTH", "GALA")]
    assert [[(one[name]["sequence"], str(one[name]["status"])) for name in names] for one in (first, unpublished, second)] == [
        [(1, "CONFIRMED"), (1, "CONFIRMED")],
        [(1, "CONFIRMED"), (1, "CONFIRMED")],
        [(2, "CONFIRMED"), (2, "CANCELLED")],
    ]  # fmt: skip
    assert second[names[0]]["last-modified"].dt == cast.NOW + HOUR


async def test_the_guests_own_calendar_has_the_published_sessions_under_the_same_names(
    app: object, browser: Browser
) -> None:
    held = await cast.gathering()
    youth = await _session(held)
    lin, _ = await cast.lin(held)
    await join(youth, lin.id, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    await _publish(held)
    await _move(youth)
    async with browser() as client:
        whole = _entries(await client.get(f"{PAGE}.ics"))
        own = _entries(await client.get(f"{guest_path(lin.id)}/programme.ics"))
        page = (await client.get(guest_path(lin.id))).text

    (name,) = whole
    assert name in own
    assert own[name]["dtstart"].dt == whole[name]["dtstart"].dt == cast.NOW + 5 * HOUR
    assert ("14:00" in page, "15:00–16:00" in page) == (True, False)


async def test_a_hall_has_a_calendar_of_its_own_and_who_has_it_gets_304(
    app: object, browser: Browser
) -> None:
    held = await cast.gathering()
    hall = Hall(gathering=held.id, code="C", name_zh="C厅")
    await hall.save()
    await _session(held, hall=hall.id)
    await _session(held, code="GALA", title_zh="晚会")
    async with browser() as client:
        answer = await client.get(f"{PAGE}.ics?hall=C")
        again = await client.get(f"{PAGE}.ics?hall=C", headers={"If-None-Match": answer.headers["etag"]})
        other = await client.get(
            "/api/v1/gatherings/example/agenda.ics", headers={"If-None-Match": answer.headers["etag"]}
        )

    assert [str(one["summary"]) for one in _entries(answer).values()] == ["Round table"]
    assert (again.status_code, again.content, other.status_code, len(_entries(other))) == (304, b"", 200, 2)


async def test_the_public_page_shows_days_and_one_hall_in_three_languages(
    app: object, browser: Browser
) -> None:
    held = await cast.gathering()
    for code, name in (("C", "C厅"), ("D", "D区")):
        hall = Hall(gathering=held.id, code=code, name_zh=name)
        await hall.save()
        await _session(
            held, code=f"S{code}", title_zh=f"会议{code}", title_en=f"Session {code}", hall=hall.id
        )
    async with browser() as client:
        whole, one_hall, unknown = [
            (await client.get(f"{PAGE}{query}")).text
            for query in ("?lang=en", "?lang=zh-Hant&hall=C", "?lang=zh-Hans&hall=X")
        ]

    assert ["Session C" in whole, "Session D" in whole] == [True, True]
    assert ["會議C" in one_hall or "会议C" in one_hall, "会议D" in one_hall or "會議D" in one_hall] == [
        True,
        False,
    ]
    assert "会议D" in unknown
