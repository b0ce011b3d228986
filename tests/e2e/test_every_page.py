"""Every page of the product is looked at: on a phone, a tablet and a desk, in light and dark."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from event.embedded import EmbeddedServer
from event.feedback.opening import survey_address
from event.gathering.tables import Gathering
from event.people.operations import add_user
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.registration.mails import guest_address
from event.registration.tables import Guest
from event.web.app import create_app
from tests.cast import NOW
from tests.e2e.conftest import PASSWORD, Product, chromium, moved_in, serving, started_browser
from tests.e2e.walking import LINKS, Walk, faults_of, pages_of
from tests.run import dsn_of
from tests.scenario.conftest import a_copy, after_the_doors, before_the_doors, connected, scenario

__all__ = ["after_the_doors", "before_the_doors", "chromium", "scenario", "started_browser"]
ORGANIZER = "everything"
AT_ONCE = 3
"""Tabs that walk side by side."""
ENDED = {"/s/{code:str}", "/g/{slug:str}/register"}
"""Pages that say that they are not open any more, or not yet: the office's gathering was in October 2026."""
NOTHING_THERE = {
    "/b/{code:str}",
    "/i/{code:str}",
    "/i/{code:str}/members/{guest:uuid}",
    "/t/{code:str}/companion",
    "/t/{code:str}/edit",
    "/t/{code:str}/sessions",
    "/console/{slug:str}/agenda/sessions/{session:uuid}/items/{item:uuid}",
    "/console/{slug:str}/agenda/versions/{number:int}",
    "/console/{slug:str}/agenda/versions/{number:int}/telling",
    "/console/{slug:str}/devices/{device:uuid}",
    "/console/{slug:str}/export/sets/{key:uuid}",
    "/console/{slug:str}/feedback/suggestions/{number:str}",
    "/console/{slug:str}/invitations/{invitation_id:uuid}",
    "/console/{slug:str}/print/made/{run:uuid}",
    "/console/{slug:str}/print/stations/{station:uuid}",
    "/console/{slug:str}/signing/projects/{code:str}",
    "/console/{slug:str}/tasks/{number:int}",
    "/console/{slug:str}/visit/vehicles/crew/{member:uuid}",
}
"""Pages of what the office's lists do not have; the tests of the slices look at them."""


@pytest.fixture
async def product(server: EmbeddedServer, before_the_doors: str, var: Path) -> AsyncIterator[Product]:
    """The running product with the office's whole gathering, and somebody who may do everything."""
    async with a_copy(server, before_the_doors) as name, connected(server, name):
        with serving(dsn_of(server, name), var) as address:
            made = await moved_in(address, var)
            roles = [(role, None) for role in Role]
            await add_user(ORGANIZER, name="组织者", roles=roles, by=COMMAND_LINE, now=NOW, password=PASSWORD)
            yield made


async def test_every_page_fits_is_read_by_everybody_and_is_there_at_once(
    product: Product, chromium: Browser
) -> None:
    held = await Gathering.objects().get(Gathering.slug != "example")
    assert held is not None
    context = await chromium.new_context(locale="en-GB", reduced_motion="reduce")
    page = await context.new_page()
    await page.goto(f"{product.address}/sign-in?lang=en")
    await page.fill("[name=name]", ORGANIZER)
    await page.fill("[name=password]", PASSWORD)
    await page.click("form [type=submit]")
    await page.wait_for_url("**/console**")

    walk = Walk(pages_of(create_app()), await _known(held))
    tabs = [await context.new_page() for _ in range(AT_ONCE)]
    found = await asyncio.gather(*(_walked(walk, tab, product) for tab in tabs))

    assert {address: told for faults in found for address, told in faults.items()} == {}
    assert set(walk.missed()) == NOTHING_THERE


async def _walked(walk: Walk, page: Page, product: Product) -> dict[str, list[str]]:
    """One tab goes from page to page; what is wrong by the address it is wrong at."""
    faults: dict[str, list[str]] = {}
    for address in walk.goes_on():
        answer = await page.goto(f"{product.address}{address}", wait_until="load")
        assert answer is not None
        gone = walk.pages.of(address) in ENDED and answer.status in (404, 409)
        told = [] if answer.ok or gone else [f"answers {answer.status}"]
        walk.waiting += await page.evaluate(LINKS, await answer.text())
        if told := told + await faults_of(page):
            faults[address] = told
    return faults


async def _known(held: Gathering) -> list[str]:
    """Where the walk begins: what no link in the console leads to, and every page with a plain address."""
    guest = await Guest.objects().where(Guest.gathering == held.id, Guest.email != "").first()
    assert guest is not None
    own = guest_address(guest.id).partition("://")[2].partition("/")[2]
    survey = survey_address(guest.id).partition("://")[2].partition("/")[2]
    plain = [path.replace("{slug:str}", held.slug) for path in pages_of(create_app()).patterns]
    return [f"/{own}", f"/{survey}", *(path for path in plain if "{" not in path)]
