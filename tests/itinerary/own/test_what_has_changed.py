"""A list of the visit that changes what was published: told on top until it is read, and in the calendar."""

from event.database import fetch
from event.itinerary.own.shown import shown_programme
from event.itinerary.planning.words import Said
from event.registration.mails import guest_path
from tests.checkin.lists import take
from tests.itinerary.own.test_the_calendar import entries_of
from tests.itinerary.own.world import BUSES, visit, whole
from tests.web.conftest import Browser, app, browser

__all__ = ["app", "browser"]
LATER = [[*BUSES[0][:7], "07:10", "07:30"], BUSES[1]]


async def test_what_a_publication_changed_stands_on_top_until_the_guest_has_read_it(browser: Browser) -> None:
    held, lin = await whole()
    await take("visit", visit([1, "7", "EX2026-001"], buses=LATER), held)
    path = guest_path(lin.id)

    told = (await shown_programme(lin, held, language="en", proven=False))["news"]
    async with browser() as guest:
        before = (await guest.get(f"{path}/programme")).text
        ticket = (await guest.get(path)).text
        read = await guest.post(f"{path}/programme/read")
        after = (await guest.get(f"{path}/programme")).text
        later = (await guest.get(path)).text

    assert told.changes == (
        Said("Get on", "07:40 宾馆正门", "07:10 宾馆正门"), Said("Bus leaves", "08:00", "07:30"),
    )  # fmt: skip
    assert ("before: 07:40 宾馆正门" in before, "I have read this" in before) == (True, True)
    assert (read.status_code, read.headers["location"]) == (303, f"{path}/programme")
    assert ("before: 07:40" in after, "I have read this" in after) == (False, False)
    said = "Something of your homeland visit has changed."
    assert (said in ticket, said in later) == (True, False)


async def test_a_visit_that_was_published_and_is_no_more_is_cancelled_in_the_calendar(db: str) -> None:
    held, lin = await whole()
    await take("visit", visit([2, "1", "EX2026-001"]), held)
    await fetch("DELETE FROM vehicle_seat WHERE guest = $1", lin.id)

    entry = (await entries_of(lin, held))["visit-EX2026-001"]

    assert (entry["status"], entry["from"], entry["title"]) == (
        "CANCELLED", "17 07:40 CST", "Homeland visit 乙线",
    )  # fmt: skip
