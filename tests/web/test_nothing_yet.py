"""A page with nothing on it yet says what to do next, only to who may, and the way it names is open to them."""

import re

import pytest

from event.people.tables import Role
from tests import cast
from tests.web.conftest import Browser, signed_in

ROOT = "/console/example"
PAGES = (
    "guests", "invitations", "export", "directory", "agenda", "agenda/versions", "agenda/matchmaking", "seats", "visit",
    "visit/stops", "visit/ways", "visit/vehicles", "visit/transfers", "visit/rooms", "visit/buses", "visit/meals",
    "visit/versions", "signing/ceremony", "signing/items", "signing/projects", "signing/ledger", "signing/ready", "signing/records",
    "tasks", "feedback", "checkpoints", "check-in", "conflicts", "notes", "mail", "halls", "print/queue",
)  # fmt: skip
_EMPTY = re.compile(r'<div class="empty">(.*?)</div>', re.DOTALL)
_WAY = re.compile(r'<a class="button quiet" href="([^"]+)">')
_OFFICE = "It stands here as soon as the office has entered it."


@pytest.mark.parametrize("role", list(Role))
async def test_the_way_that_an_empty_page_names_is_open_to_its_reader(browser: Browser, role: Role) -> None:
    await cast.gathering()
    async with signed_in(browser, role) as client:
        read = {path: await client.get(f"{ROOT}/{path}") for path in PAGES}
        empty = {path: found[1] for path, page in read.items() if (found := _EMPTY.search(page.text))}
        ways = {(path, way) for path, text in empty.items() for way in _WAY.findall(text)}
        opened = {(path, way): (await client.get(way)).status_code for path, way in ways}

    assert {page.status_code for page in read.values()} <= {200, 403}
    assert {named: status for named, status in opened.items() if status != 200} == {}


async def test_who_prepares_the_gathering_reads_on_every_page_what_to_do(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        pages = {path: (await client.get(f"{ROOT}/{path}")).text for path in PAGES}

    assert [path for path, text in pages.items() if not _EMPTY.search(text)] == []
    assert [path for path, text in pages.items() if _OFFICE in text] == []


async def test_who_only_reads_is_not_asked_to_do_anything(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.LIAISON) as client:
        pages = [(await client.get(f"{ROOT}/{path}")).text for path in ("guests", "agenda", "seats", "visit/stops", "visit/rooms")]  # fmt: skip

    assert [_OFFICE in text for text in pages] == [True] * 5
    assert [_WAY.findall(found[1]) for text in pages if (found := _EMPTY.search(text))] == [[]] * 5
