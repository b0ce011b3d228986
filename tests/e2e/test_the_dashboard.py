"""The dashboard and the view for leaders count along in a real browser, and the press takes its sentences from it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import uuid4

from playwright.async_api import Browser, Page, expect

from event.checkin.operations import record_scans
from event.checkin.scanned import Scanned
from event.database import fetch, writing
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.registration.mails import text_of
from tests import cast
from tests.e2e.conftest import Product
from tests.e2e.filling import PHONE, signed_in

Accessible = Callable[[Page], Awaitable[None]]
NOBODY = ("林示例", "林", "LIN", "Shili", "陳樣本", "12125550100", "85221000000", "EX2026")
CHARTS = ["Arrivals by the hour", "By delegation", "By class", "Guests by country and region"]
SOON = 10_000
"""Milliseconds in which what has changed stands on open pages, on a machine that is busy."""


async def guests(held: Gathering) -> str:
    """林 of the United States and 陳 of Hong Kong; the ticket of 林."""
    _, ticket = await cast.lin(held)
    await cast.chen(held)
    return await text_of(held, ticket)


async def arrived(held: Gathering) -> None:
    """The same two, of whom 林 has arrived."""
    text, now = await guests(held), datetime.now(UTC)
    await record_scans([Scanned(uuid4(), "REG", text, now, "desk")], gathering=held, by=None, now=now)


async def test_who_arrives_is_counted_on_the_dashboard_and_for_leaders_at_once(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    text = await guests(product.held)
    console = f"{product.address}/console/example"
    page = await signed_in(chromium, product)
    await page.goto(f"{console}/leaders")
    link = str(await page.get_by_role("link", name="Open the view").get_attribute("href"))
    await accessible(page)
    leaders = await (await chromium.new_context(viewport=PHONE, locale="en-GB")).new_page()
    await leaders.goto(product.address + link)
    await expect(leaders.locator("#large-arrived .leaders-value")).to_have_text("0")
    await page.goto(f"{console}?phase=during")
    hours = page.locator("section", has=page.locator("#chart-of-arrivals"))
    await expect(page.locator("#figure-arrived .figure-value")).to_have_text("0")
    await hours.locator("summary").click()
    await expect(hours.locator("details[open] p")).to_have_text("Nobody has arrived yet.")

    desk = await page.context.new_page()
    await desk.goto(f"{console}/check-in?at=REG")
    await desk.keyboard.type(text)
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".verdict-admitted")).to_be_visible()

    await expect(page.locator("#figure-arrived .figure-value")).to_have_text("1", timeout=SOON)
    await expect(page.locator("#glance-arrived .figure-value")).to_have_text("1")
    await expect(leaders.locator("#large-arrived .leaders-value")).to_have_text("1", timeout=SOON)
    await expect(hours.locator("details[open] tbody td")).to_have_text(["1"])
    await accessible(page)
    await accessible(leaders)
    assert [name for name in NOBODY if name in await leaders.content()] == []


async def test_every_phase_can_be_chosen_on_a_phone_and_every_chart_has_a_table(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    await arrived(product.held)
    page = await signed_in(chromium, product)
    await page.set_viewport_size(PHONE)
    for phase, figure in (("Before", "replies"), ("During", "arrived"), ("After", "")):
        await page.locator(".tabs a", has_text=f"{phase} the gathering").click()

        await expect(page.locator(".tabs a[aria-current]")).to_contain_text(phase)
        await expect(page.locator(f"[id^=glance-{figure}]").first).to_be_visible()
        await expect(page.locator(".charts h2:visible")).to_have_text(CHARTS)
        for chart in await page.locator(".charts > section:visible").all():
            await chart.locator("summary").click()
            await expect(chart.locator("details[open] tbody th").first).to_be_visible()
        await accessible(page)


async def test_a_chart_that_gets_its_first_bars_is_there_at_once(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    page = await signed_in(chromium, product)
    await page.goto(f"{product.address}/console/example")
    await expect(page.locator(".charts h2:visible")).to_have_text(CHARTS[:1])
    await accessible(page)

    await guests(product.held)
    await announce(product.held.id)

    await expect(page.locator(".charts h2:visible")).to_have_text(CHARTS, timeout=SOON)
    classes = page.locator("section", has=page.locator("#chart-of-classes"))
    await classes.locator("summary").click()
    await expect(classes.locator("details[open] tbody td")).to_have_text(["0", "2"])
    await accessible(page)


async def test_what_takes_long_to_count_comes_by_itself(product: Product, chromium: Browser) -> None:
    await guests(product.held)
    page = await signed_in(chromium, product)
    landed = page.locator("#glance-landed .figure-value")
    async with writing():
        await fetch("LOCK TABLE service IN ACCESS EXCLUSIVE MODE")  # who has landed cannot be counted
        await page.goto(f"{product.address}/console/example?phase=during")
        await expect(landed).to_have_text("counting …")
        await expect(page.locator("#glance-due .figure-value")).to_have_text("2")

    await expect(landed).to_have_text("0", timeout=SOON)
    await expect(page.get_by_text("counting …")).to_have_count(0)


async def test_the_press_copies_its_sentences(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    await arrived(product.held)
    page = await signed_in(chromium, product, permissions=["clipboard-read", "clipboard-write"])
    await page.set_viewport_size(PHONE)
    await page.goto(f"{product.address}/console/example/press")
    sentence = page.locator(".press-sentences li", has_text="Countries and regions")

    await sentence.get_by_role("button", name="Copy").click()

    await expect(page.get_by_text("Copied.")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == "嘉宾来自1个国家。"
    await accessible(page)
