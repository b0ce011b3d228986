"""The day of the visit in a browser: a guide counts without a network, each once, and the console sees it at once."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, BrowserContext, Error, Locator, Page, Route, expect

from event.checkin.tables import Scan
from event.checkin.visit.links import bus_path, move_link
from event.database import fetch
from event.itinerary.tables import Vehicle
from event.people.rules import SYSTEM
from tests import cast
from tests.checkin.visit.world import World, a_visit
from tests.e2e.conftest import Product
from tests.e2e.filling import PHONE, on_a_phone, signed_in

Accessible = Callable[[Page], Awaitable[None]]
LONG = 20_000


async def the_bus(product: Product) -> tuple[World, str]:
    """Bus 1 with three guests, and the address of its guide's page while the gathering goes on."""
    world = await a_visit(product.held)
    await fetch("UPDATE gathering SET last_day = $1", (datetime.now(UTC) + timedelta(days=1)).date())
    bus = await Vehicle.objects().get(Vehicle.code == "1")
    return world, product.address + await bus_path(bus.id, phones=False)


def tile(page: Page, call: str, name: str) -> Locator:
    return page.locator(f"#call-{call} .roll-tile", has_text=name)


async def kept(page: Page) -> None:
    """The page says that it is kept on the phone."""
    await expect(page.locator("[data-kept-offline]")).to_be_visible(timeout=LONG)


async def waits(page: Page, number: int) -> None:
    await expect(page.locator("#bus-state")).to_have_attribute("data-waiting", str(number), timeout=LONG)


async def reopened(context: BrowserContext, address: str) -> Page:
    page = await context.new_page()
    await page.goto(address)
    await expect(page.locator("#bus[data-ready]")).to_be_visible()
    return page


async def test_taps_without_a_network_survive_a_reload_and_are_recorded_once(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    world, address = await the_bus(product)
    page = await on_a_phone(chromium)
    await page.goto(address)
    await kept(page)
    await accessible(page)
    async with page.expect_response("**/scans?*"):
        await tile(page, "START", "林示例").click()
    await waits(page, 0)
    assert await Scan.count() == 1

    await page.context.set_offline(True)
    await tile(page, "START", "林配偶").click()
    await tile(page, "START", "陳樣本").click()
    await tile(page, "START", "陳樣本").click()
    await waits(page, 3)
    await page.close()
    page = await reopened(page.context, address)
    await waits(page, 3)
    await expect(page.locator("#bus-state")).to_contain_text("Without a network")
    pressed = [
        await tile(page, "START", name).get_attribute("aria-pressed")
        for name in ("林示例", "林配偶", "陳樣本")
    ]
    assert pressed == ["true", "true", "false"]
    await expect(page.locator("[data-count=START]")).to_have_text("2 of 3")
    await page.locator("#bus-late [name=minutes]").fill("20")
    await page.locator("#bus-late [type=submit]").click()
    await waits(page, 4)
    await accessible(page)
    assert await Scan.count() == 1

    await page.context.set_offline(False)
    await waits(page, 0)
    await expect(page.locator("#late-told")).to_have_text("The organizers have been told.")
    await page.reload()
    await waits(page, 0)
    await expect(page.locator("[data-count=START]")).to_have_text("2 of 3")

    rows = await fetch("SELECT guest, offline, (SELECT count(*) FROM scan_undo u WHERE u.scan = s.id) AS undone FROM scan s ORDER BY at")  # fmt: skip
    assert [tuple(row) for row in rows] == [
        (world.lin.id, False, 0), (world.wife.id, True, 0), (world.chen.id, True, 1),
    ]  # fmt: skip
    assert len(await fetch("SELECT 1 FROM desk_note")) == 1
    assert await fetch("SELECT 1 FROM scan_repeat") == []


async def test_two_windows_and_a_lost_answer_count_once(product: Product, chromium: Browser) -> None:
    world, address = await the_bus(product)
    page = await on_a_phone(chromium)
    await page.goto(address)
    await kept(page)
    lost = 0

    async def lose_the_answer(route: Route) -> None:
        nonlocal lost
        lost += 1
        if lost == 1:
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.context.route("**/scans?*", lose_the_answer)
    await tile(page, "START", "林示例").click()
    await waits(page, 1)
    other = await reopened(page.context, address)
    await waits(other, 0)
    await page.evaluate("dispatchEvent(new Event('online'))")
    await waits(page, 0)

    rows = await fetch("SELECT guest FROM scan")
    assert [row["guest"] for row in rows] == [world.lin.id]
    assert len(await fetch("SELECT 1 FROM arrival")) == 1


async def test_an_ended_link_is_forgotten_by_the_phone(product: Product, chromium: Browser) -> None:
    world, address = await the_bus(product)
    page = await on_a_phone(chromium)
    await page.goto(address)
    await kept(page)
    bus = await Vehicle.objects().get(Vehicle.code == "1")
    await move_link(bus.id, gathering=world.held, by=SYSTEM, now=cast.NOW)

    await page.reload()
    await expect(page.locator("main")).to_contain_text("does not lead to a bus any more")
    await page.context.set_offline(True)
    await page.close()
    again = await page.context.new_page()
    with pytest.raises(Error, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        await again.goto(address)


async def test_the_console_sees_taps_at_once_and_counts_by_a_tap_too(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    _, address = await the_bus(product)
    console = f"{product.address}/console/example/visit"
    desk = await signed_in(chromium, product)
    await desk.goto(f"{console}/buses")
    await accessible(desk)
    bus = await desk.context.new_page()
    await bus.goto(f"{console}/buses/1?at=START")
    await accessible(bus)
    guide = await on_a_phone(chromium)
    await guide.goto(address)
    await expect(guide.locator("#bus[data-ready]")).to_be_visible()

    await tile(guide, "START", "林示例").click()
    await waits(guide, 0)
    await expect(desk.locator("#buses-aboard")).to_contain_text("1", timeout=LONG)
    await expect(bus.locator(".roll-tile[aria-pressed=true]")).to_contain_text("林示例", timeout=LONG)
    await bus.locator(".roll-tile", has_text="陳樣本").click()
    await bus.locator(".roll-tile", has_text="林配偶").click()
    await expect(bus.locator(".roll-tile[aria-pressed=true]")).to_have_count(3)
    await bus.locator(".roll-tile", has_text="林配偶").click()
    await expect(bus.locator(".roll-tile[aria-pressed=true]")).to_have_count(2)
    await expect(desk.locator("#missing-title + table")).to_contain_text("林配偶", timeout=LONG)
    await bus.goto(f"{console}/buses/1?at=S01")
    await expect(bus.locator(".roll-calls [aria-current]")).to_contain_text("not begun")

    shown = await bus.locator("#link .break").inner_text()
    assert shown.endswith(address.removeprefix(product.address))
    await bus.set_viewport_size(PHONE)
    await accessible(bus)
    await desk.goto(f"{console}/meals?names=true")
    await accessible(desk)
    await desk.goto(f"{console}/late?route=A&minutes=90")
    await expect(desk.locator(".alert-warning")).to_contain_text("closes at 12:00")
    await accessible(desk)
    await desk.get_by_role("button", name="Move the times").click()
    await expect(desk.locator(".alert-success").first).to_contain_text("The times of the route are moved")


async def test_the_guides_page_works_without_scripts(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    _, address = await the_bus(product)
    page = await on_a_phone(chromium, java_script_enabled=False)
    await page.goto(address)

    await tile(page, "START", "林示例").click()
    await expect(page.locator("[data-count=START]")).to_have_text("1 of 3")
    await page.fill("#bus-late [name=minutes]", "15")
    await page.click("#bus-late [type=submit]")

    await expect(page.locator(".alert-success")).to_contain_text("The organizers have been told.")
    assert page.url == address
