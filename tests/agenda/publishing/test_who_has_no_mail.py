"""Guests whom a new version concerns and no mail reaches read it on their own page; staff have a list of whom to call."""

import io
from typing import Any

import httpx
import openpyxl

from event.agenda.publishing.mailing import mail_version
from event.agenda.publishing.telling import count_to_tell, to_tell
from event.agenda.publishing.version import last_version
from event.agenda.signing_up.operations import join
from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.registration.mails import guest_path
from event.registration.tables import Delegation, Guest
from tests import cast
from tests.agenda.publishing.test_versions import _move, _publish
from tests.agenda.signing_up.test_places_and_the_queue import _session
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
PAGE, API = (
    "/console/example/agenda/versions/2/telling",
    "/api/v1/gatherings/example/agenda/versions/2/telling",
)
SAID = (
    "Round table is now Thursday, 15 October 2026 15:00–16:00; before: Thursday, 15 October 2026 14:00–15:00."
)


async def _moved() -> tuple[Gathering, Guest, Guest]:
    """A session was moved; 林示例 has no mail address, 陳樣本 has one."""
    held = await cast.gathering()
    session = await _session(held, capacity=30)
    lin, _ = await cast.lin(held)
    chen, _ = await cast.chen(held)
    for guest, address in ((lin, ""), (chen, "chen@example.com")):
        await fetch("UPDATE guest SET email = $2 WHERE id = $1", guest.id, address)
        await join(session, guest.id, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    await _publish(held)
    await _move(session)
    await mail_version((await _publish(held, 1)).id)
    return held, lin, chen


async def test_only_who_gets_no_mail_is_to_be_called(db: str) -> None:
    held, lin, chen = await _moved()

    first = await to_tell(held, 2, language="en")
    await fetch("UPDATE mail SET state = 'bounced' WHERE guest = $1", chen.id)
    then = await to_tell(held, 2, language="en")

    assert [(one.number, one.came_back, one.sentences) for one in first] == [(lin.number, False, [SAID])]
    assert sorted((one.number, one.came_back) for one in then) == [(lin.number, False), (chen.number, True)]
    version = await last_version(held)
    assert version is not None
    assert await count_to_tell(version) == 2


async def test_they_read_it_on_their_own_page(app: object, browser: Browser) -> None:
    _, lin, _ = await _moved()
    async with browser() as client:
        own = await client.get(f"{guest_path(lin.id)}/programme?lang=en")

    assert SAID in own.text


def _rows(answer: httpx.Response) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


async def test_staff_have_the_list_on_a_page_in_a_workbook_and_for_programs(
    app: object, browser: Browser
) -> None:
    _, lin, _ = await _moved()
    async with signed_in(browser, Role.ORGANIZER) as client:
        version = await client.get("/console/example/agenda/versions/2")
        page = await client.get(PAGE)
        file = await client.get(f"{PAGE}.xlsx")
        told = (await client.get(API)).json()
        same = await client.get(f"{API}.xlsx")
        unknown = await client.get(API.replace("/2/", "/7/"))

    assert f'href="{PAGE}"' in version.text
    assert (SAID in page.text, lin.number in page.text) == (True, True)
    assert [(one["number"], one["sentences"]) for one in told] == [(lin.number, [SAID])]
    assert "•" not in told[0]["phone"]
    headings, *rows = _rows(file)
    assert [(row[0], row[headings.index("Phone")], row[headings.index("What to tell")]) for row in rows] == [
        (lin.number, "'" + told[0]["phone"], SAID)
    ]
    assert (_rows(same), unknown.status_code) == ([headings, *rows], 404)
    assert [
        tuple(row) for row in await fetch("SELECT count(*) FROM audit_entry WHERE action = 'agenda.export'")
    ] == [(2,)]


async def test_liaisons_read_those_of_their_own_delegations_only(app: object, browser: Browser) -> None:
    held, lin, _ = await _moved()
    async with signed_in(browser, Role.LIAISON) as client:
        none = (await client.get(API)).json()
        mine_is = Delegation(gathering=held.id, code="07", name_zh="美国代表团", liaison=client.user)  # type: ignore[attr-defined]
        await mine_is.save()
        await fetch("UPDATE guest SET delegation = $2 WHERE id = $1", lin.id, mine_is.id)
        mine = (await client.get(API)).json()
        file = await client.get(f"{API}.xlsx")

    assert (none, [one["number"] for one in mine], file.status_code) == ([], [lin.number], 403)
    assert [(one["liaison"], one["delegation"]) for one in mine] == [("user-liaison", "美国代表团")]
