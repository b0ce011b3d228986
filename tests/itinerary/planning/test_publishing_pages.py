"""Publishing in the console and by programs: the difference is shown, then published, once, by who may."""

import re
from datetime import timedelta
from uuid import UUID

import httpx
from litestar import Litestar
from msgspec.structs import replace

from event.database import fetch, writing
from event.gathering.tables import Gathering
from event.itinerary.planning.drafting import put
from event.itinerary.planning.plan import Draft
from event.itinerary.planning.stored import stands
from event.language import Message
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from tests import cast
from tests.itinerary.planning.visit import a_visit
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]


async def _drafted(held: Gathering, minutes: int = 20) -> Draft:
    """The draft has route E leaving later."""
    draft = await stands(held)
    line, later = draft.lines[4], timedelta(minutes=minutes)
    days = tuple(replace(day, leaves_at=day.leaves_at + later) for day in line.days if day.leaves_at)
    draft = draft.with_line(replace(line, days=days))
    async with writing():
        await put(
            draft, Message("trial"), gathering=held, moved=None, by=COMMAND_LINE, now=cast.NOW
        )  # fmt: skip
    return draft


def _mark(page: httpx.Response) -> str:
    return str(re.search(r'name="seen" value="([^"]+)"', page.text)[1])  # type: ignore[index] # it is there


async def test_the_difference_is_shown_published_and_kept_as_a_version(
    app: Litestar, browser: Browser
) -> None:
    held = await a_visit()
    draft = await _drafted(held)
    root = f"/console/{held.slug}/visit"

    async with signed_in(browser, Role.ORGANIZER) as organizer:
        page = await organizer.get(f"{root}/publish")
        sent = {"seen": _mark(page), "word": "Road works.", "tell": "on"}
        done = await organizer.post(f"{root}/publish", data=sent)
        version = await organizer.get(done.headers["location"])
        versions = await organizer.get(f"{root}/versions")
        empty = await organizer.get(f"{root}/publish")

    assert "Bus leaves" in page.text
    assert '<ins><span class="visually-hidden">now: </span>08:20</ins>' in page.text
    assert (done.status_code, done.headers["location"]) == (303, f"{root}/versions/2")
    assert "Road works." in version.text
    assert [f"{root}/versions/{number}" in versions.text for number in (1, 2, 3)] == [True, True, False]
    assert "Nothing to publish" in empty.text
    assert await stands(held) == draft


async def test_what_moved_in_between_is_shown_anew_and_not_published(app: Litestar, browser: Browser) -> None:
    held = await a_visit()
    await _drafted(held)
    path = f"/console/{held.slug}/visit/publish"

    async with signed_in(browser, Role.ORGANIZER) as organizer:
        page = await organizer.get(path)
        await _drafted(held, minutes=35)
        answer = await organizer.post(path, data={"seen": _mark(page), "word": "Road works."})
        long = await organizer.post(path, data={"seen": _mark(answer), "word": "w" * 501})
        unseen = await organizer.post(path, data={"word": ""})

    assert (answer.status_code, long.status_code, unseen.status_code) == (409, 422, 409)
    assert "08:35</ins>" in answer.text
    assert "Road works.</textarea>" in answer.text
    assert _mark(answer) != _mark(page)
    assert len(await fetch("SELECT 1 FROM publication")) == 1


async def test_programs_see_the_difference_publish_it_and_read_versions(
    app: Litestar, browser: Browser
) -> None:
    held = await a_visit()
    await _drafted(held)
    root = f"/api/v1/gatherings/{held.slug}/visit"

    async with signed_in(browser, Role.ORGANIZER) as organizer:
        told = (await organizer.get(f"{root}/publication")).json()
        made = await organizer.post(
            f"{root}/publications", json={"word": "Road works.", "seen": told["seen"]}
        )
        again = await organizer.post(f"{root}/publications", json={})
        versions = (await organizer.get(f"{root}/publications")).json()
        version = (await organizer.get(f"{root}/publications/2")).json()
        unknown = await organizer.get(f"{root}/publications/9")
        guest = told["guests"][0]["ref"]
        notices = (await organizer.get(f"/api/v1/gatherings/{held.slug}/guests/{guest}/notices")).json()

    moved = [
        {"what": "Get on", "before": "07:40 梧桐酒店正门", "after": "08:00 梧桐酒店正门"},
        {"what": "Bus leaves", "before": "08:00", "after": "08:20"},
    ]
    assert [one["changes"] for one in told["guests"]] == [moved] * 18
    assert [(one["code"], one["changes"]) for one in told["routes"]] == [("Route E", moved[1:])]
    assert {one["who"] for one in told["tell"]} == {"captain", "guide", "driver", "liaison"}
    assert (made.status_code, again.status_code, unknown.status_code) == (201, 409, 404)
    assert [(one["number"], one["guests"], one["word"]) for one in versions] == [
        (2, 18, "Road works."),
        (1, 216, ""),
    ]
    assert version == made.json()
    assert len(version["plan"]["seats"]) == 216
    assert [(one["sequence"], one["changes"], one["seen_at"]) for one in notices] == [(1, moved, None)]


async def test_liaisons_read_versions_of_their_own_guests_and_publish_nothing(
    app: Litestar, browser: Browser
) -> None:
    held = await a_visit()
    await _drafted(held)
    api, console = f"/api/v1/gatherings/{held.slug}/visit", f"/console/{held.slug}/visit"

    async with signed_in(browser, Role.LIAISON) as liaison:
        own = await _delegation_of(held, liaison.user)  # type: ignore[attr-defined] # set by signed_in
        version = (await liaison.get(f"{api}/publications/1")).json()
        page = await liaison.get(f"{console}/versions/1")
        refused = [
            await liaison.get(f"{console}/publish"),
            await liaison.post(f"{api}/publications", json={}),
        ]

    assert len(version["guests"]) == own > 0
    assert (version["tell"], version["plan"]["seats"], page.status_code) == ([], [], 200)
    assert page.text.count('href="tel:') == 0
    assert [one.status_code for one in refused] == [403, 403]


async def _delegation_of(held: Gathering, user: UUID) -> int:
    """Give a user the first delegation; how many of its guests ride."""
    await fetch(
        "UPDATE delegation SET liaison = $2 WHERE id = (SELECT id FROM delegation WHERE gathering = $1"
        " ORDER BY code LIMIT 1)",
        held.id, user,
    )  # fmt: skip
    (row,) = await fetch(
        "SELECT count(*)::int AS n FROM vehicle_seat s JOIN guest g ON g.id = s.guest"
        " JOIN delegation d ON d.id = g.delegation WHERE d.liaison = $1",
        user,
    )
    return int(row["n"])
