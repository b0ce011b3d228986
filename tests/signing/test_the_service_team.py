"""The members of a service team: saved whole, kept in the history, and the second of two is told."""

from collections.abc import AsyncIterator

import httpx
import pytest

from event.people.tables import Role
from event.signing.changing import changes_of
from event.signing.queries import item_of
from event.signing.team import MemberTold, team_of
from tests.signing.lists import agreement, with_some
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
PAGE = "/console/example/signing/items/P01/team"
API = "/api/v1/gatherings/example/signing/items/P01/team"
LEADER = {"duty": "组长", "name": "施范本", "unit": "示例县商务局"}
LINES = {"duty-0": "组长", "name-0": "施范本", "unit-0": "示例县商务局", "name-2": "卢虚构"}


@pytest.fixture
async def officer(app: object, browser: Browser) -> AsyncIterator[httpx.AsyncClient]:
    """A signing officer at a browser."""
    async with signed_in(browser, Role.SIGNING_OFFICER) as client:
        yield client


async def test_the_members_are_named_and_shown_with_the_project(officer: httpx.AsyncClient) -> None:
    held = await with_some(agreement(service_team="生物医药专班"))
    saved = await officer.post(PAGE, data=LINES | {"revision": "1"})
    page = (await officer.get(PAGE)).text
    ledger = (await officer.get("/console/example/signing/ledger/P01")).text
    history = (await officer.get("/console/example/signing/items/P01")).text

    item = await item_of(held, "P01")
    assert (saved.status_code, item.revision) == (303, 2)
    assert await team_of(item.id) == (MemberTold(**LEADER), MemberTold(name="卢虚构"))
    assert ('value="施范本"' in page, "生物医药专班 · 组长 施范本 (示例县商务局)、卢虚构" in ledger) == (
        True,
        True,
    )
    assert "组长 施范本 示例县商务局、卢虚构" in history


async def test_who_saves_second_keeps_what_was_typed_and_sees_the_others(officer: httpx.AsyncClient) -> None:
    held = await with_some(agreement())
    await officer.post(PAGE, data=LINES | {"revision": "1"})
    second = await officer.post(PAGE, data={"name-0": "郭样本", "revision": "1"})
    wrong = await officer.post(PAGE, data={"duty-0": "组长", "name-0": "", "revision": "2"})

    assert (second.status_code, wrong.status_code) == (409, 422)
    for words in ('value="郭样本"', "Members of the service team", "施范本", 'name="revision" value="2"'):
        assert words in second.text
    assert 'id="error-name-0"' in wrong.text
    assert len(await team_of((await item_of(held, "P01")).id)) == 2


async def test_programs_name_the_team_too_and_nothing_new_is_no_change(officer: httpx.AsyncClient) -> None:
    held = await with_some(agreement(service_team="生物医药专班"))
    told = {"members": [LEADER]}
    first = await officer.put(API, params={"revision": 1}, json=told)
    again = await officer.put(API, params={"revision": 2}, json=told)
    late = await officer.put(API, params={"revision": 1}, json=told)
    many = await officer.put(API, params={"revision": 2}, json={"members": [LEADER] * 21})

    view = {"revision": 2, "service_team": "生物医药专班", "members": [LEADER]}
    assert (first.json(), again.json(), (await officer.get(API)).json()) == (view, view, view)
    assert (late.status_code, many.status_code) == (409, 422)
    changes = await changes_of((await item_of(held, "P01")).id)
    assert changes[0].changes == {"team": [[], [LEADER]]}
