"""Guests sign up on their phones, wait and move up; slots are booked; organizers publish; pages are accessible on any screen."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from playwright.async_api import Browser, Page, expect

from event.agenda.matchmaking.operations import Layout, ZoneTold, lay_out
from event.agenda.tables import AgendaSession
from event.people.rules import COMMAND_LINE
from event.registration.mails import guest_path
from event.registration.own.proving import PROOF_COOKIE, proof_of
from event.registration.tables import Guest
from tests import cast
from tests.e2e.conftest import Product
from tests.e2e.filling import PHONE, signed_in

Accessible = Callable[[Page], Awaitable[None]]
BEGINS = datetime(2026, 10, 16, 6, 30, tzinfo=UTC)
SMALL = {"width": 360, "height": 780}


async def a_session(product: Product, code: str, title: str, **columns: object) -> AgendaSession:
    made = AgendaSession(
        id=uuid4(), gathering=product.held.id, code=code, title_zh=title, title_en=title, starts_at=BEGINS,
        ends_at=BEGINS + timedelta(hours=2), signup=True, **columns,
    )  # fmt: skip
    await made.save()
    return made


async def as_guest(chromium: Browser, product: Product, guest: Guest, path: str) -> Page:
    """The guest's own page on a phone, proven."""
    context = await chromium.new_context(viewport=PHONE, locale="en-GB")
    proof = proof_of(guest.id, now=datetime.now(UTC))
    await context.add_cookies([{"name": PROOF_COOKIE, "value": proof, "url": product.address}])
    page = await context.new_page()
    await page.goto(f"{product.address}{guest_path(guest.id)}/{path}?lang=en")
    return page


async def test_who_leaves_makes_room_for_who_waits(
    chromium: Browser, product: Product, accessible: Accessible
) -> None:
    await a_session(product, "YOUTH", "Round table", capacity=1)
    (lin, _), (chen, _) = await cast.lin(product.held), await cast.chen(product.held)
    first, second = [await as_guest(chromium, product, one, "sessions") for one in (lin, chen)]

    await first.get_by_role("button", name="Sign up: Round table").click()
    await expect(first.get_by_role("main")).to_contain_text("You are signed up.")
    await second.reload()
    await second.get_by_role("button", name="Join the waiting list: Round table").click()
    await expect(second.get_by_role("main")).to_contain_text("You wait, at place 1.")
    await accessible(second)
    await first.get_by_role("button", name="Give up my place: Round table").click()
    await expect(first.get_by_role("button", name="Join the waiting list: Round table")).to_be_visible()
    await second.reload()

    await expect(second.get_by_role("main")).to_contain_text("You are signed up.")


async def test_a_slot_is_booked_on_the_phone_and_seen_by_the_office(
    chromium: Browser, product: Product, accessible: Accessible
) -> None:
    await a_session(product, "MATCH", "Matchmaking", kind="matchmaking")
    zones = [
        ZoneTold("Z1", "县商务局", "Bureau of Commerce"),
        ZoneTold("Z2", "县文旅局", "Bureau of Culture"),
    ]
    await lay_out(Layout(zones, BEGINS, 20, 2), gathering=product.held, by=COMMAND_LINE, now=cast.NOW)
    lin, _ = await cast.lin(product.held)
    page = await as_guest(chromium, product, lin, "matchmaking")

    await accessible(page)
    await page.get_by_role("button", name="Book 14:30–14:50, Bureau of Commerce").click()
    await expect(page.get_by_role("heading", name="Your slots")).to_be_visible()
    office = await signed_in(chromium, product, "organizer")
    await office.goto(f"{product.address}/console/example/agenda/matchmaking")

    await expect(office.get_by_role("cell", name="林示例")).to_be_visible()
    await accessible(office)
    await office.set_viewport_size(SMALL)
    assert await office.evaluate("document.documentElement.scrollWidth") == SMALL["width"]


async def test_what_is_published_is_what_everybody_reads(
    chromium: Browser, product: Product, accessible: Accessible
) -> None:
    session = await a_session(product, "YOUTH", "Round table")
    office = await signed_in(chromium, product, "organizer")
    console = f"{product.address}/console/example/agenda"
    await office.goto(f"{console}/publish")
    await office.get_by_role("button", name="Publish the programme").click()
    await expect(office.get_by_role("heading", level=1)).to_have_text("Version 1")
    await accessible(office)
    session.starts_at, session.revision = BEGINS + timedelta(hours=1), 2
    await session.save()
    reader = await (await chromium.new_context(viewport=SMALL, locale="en-GB")).new_page()
    await reader.goto(f"{product.address}/g/example/agenda?lang=en")
    before = await reader.locator(".session-time").inner_text()
    await accessible(reader)
    await office.goto(f"{console}/publish")
    await expect(office.get_by_role("main")).to_contain_text("15:30–16:30")
    await accessible(office)
    await office.get_by_role("button", name="Publish the programme").click()
    await reader.reload()

    assert (before, await reader.locator(".session-time").inner_text()) == ("14:30–16:30", "15:30–16:30")
    assert await reader.evaluate("document.documentElement.scrollWidth") == SMALL["width"]


async def test_the_list_of_a_session_is_accessible_with_a_queue_and_waves(
    chromium: Browser, product: Product, accessible: Accessible
) -> None:
    session = await a_session(product, "FAIR", "Job fair", capacity=1, kind="job_fair")
    (lin, _), (chen, _) = await cast.lin(product.held), await cast.chen(product.held)
    page = await signed_in(chromium, product, "organizer")
    await page.goto(f"{product.address}/console/example/agenda/sessions/{session.id}/signups")
    await page.locator("summary", has_text="Change the waves").click()
    await page.get_by_label("Waves").fill("1 14:00-15:45 1")
    await page.get_by_role("button", name="Save the waves").click()
    for one in (lin, chen):
        await page.locator("#field-guest").fill(one.number)
        await page.get_by_role("button", name="Sign up").click()

    await expect(page.get_by_role("heading", name="Waiting list")).to_be_visible()
    await accessible(page)
    await page.get_by_role("button", name="Take off: 林示例").click()
    await expect(page.get_by_role("heading", name="Waiting list")).to_be_hidden()
    await page.set_viewport_size(SMALL)
    assert await page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]
