"""An organizer makes a banquet, drags guests to chairs and onto each other, undoes it, and does the same without scripts."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, Page, expect

from event.database import fetch
from tests import cast
from tests.e2e.conftest import Product
from tests.e2e.filling import signed_in

Accessible = Callable[[Page], Awaitable[None]]


async def _seated() -> list[tuple[object, ...]]:
    rows = await fetch(
        "SELECT g.number, s.row_no, s.seat_no FROM seat s JOIN guest g ON g.id = s.guest ORDER BY 1"
    )
    return [tuple(row) for row in rows]


async def test_guests_are_dragged_to_chairs_exchanged_and_released(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    for maker in (cast.lin, cast.chen):
        await maker(product.held)
    page = await signed_in(chromium, product)
    context = page.context
    await page.goto(f"{product.address}/console/example/seats/new")
    await accessible(page)
    await page.get_by_label("Name of the plan").fill("欢迎晚宴")
    await page.get_by_label("Seats by row or table").fill("2×3")
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("button", name="Take people in").click()
    await accessible(page)
    root = page.url.removesuffix("/people")

    await page.goto(root)
    chair = page.locator("[data-chair^='1:2']")
    await page.locator(".piece", has_text="林示例").locator(".handle").drag_to(chair)
    await expect(page.locator(".alert-success")).to_contain_text("Saved.")
    assert await _seated() == [("EX2026-001", 1, 2), ("EX2026-002", None, None)]
    await (
        page.locator(".piece", has_text="陳樣本")
        .locator(".handle")
        .drag_to(page.locator("[data-chair^='1:2']"))
    )
    await expect(page.locator("[data-chair^='1:2']")).to_contain_text("陳樣本")
    assert await _seated() == [("EX2026-001", None, None), ("EX2026-002", 1, 2)]
    await accessible(page)
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator("[data-chair^='1:2']")).to_contain_text("林示例")

    plain = await chromium.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, storage_state=await context.storage_state()
    )  # fmt: skip
    phone = await plain.new_page()
    await phone.goto(root)
    await phone.get_by_role("link", name="陳樣本").click()
    chosen = await phone.locator("#field-to option", has_text="Table 2, seat 1").get_attribute("value")
    await phone.locator("#field-to").select_option(chosen)
    await phone.get_by_role("button", name="Give this seat").click()
    await expect(phone.locator(".alert-success")).to_contain_text("Saved.")
    assert await _seated() == [("EX2026-001", 1, 2), ("EX2026-002", 2, 1)]
    await plain.close()

    await page.goto(f"{root}/order")
    await accessible(page)
    names = page.locator("[data-seat-order] li")
    before = await names.nth(0).inner_text()
    await (
        names.nth(0)
        .locator(".handle")
        .drag_to(names.nth(1).locator(".handle"), target_position={"x": 10, "y": 25})
    )
    await expect(page.locator(".alert-success")).to_contain_text("Saved.")
    assert await names.nth(0).inner_text() != before
    await page.goto(root)
    await page.get_by_role("button", name="Release to guests").click()
    await expect(page.locator(".alert-success")).to_contain_text("Guests can now read where they sit.")


async def test_two_organizers_see_each_others_steps_without_asking(
    product: Product, chromium: Browser
) -> None:
    for maker in (cast.lin, cast.chen):
        await maker(product.held)
    page = await signed_in(chromium, product)
    await page.goto(f"{product.address}/console/example/seats/new")
    await page.get_by_label("Name of the plan").fill("欢迎晚宴")
    await page.get_by_label("Seats by row or table").fill("2×3")
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("button", name="Take people in").click()
    root = page.url.removesuffix("/people")
    await page.goto(root)
    other = await page.context.new_page()
    await other.goto(root)

    await (
        page.locator(".piece", has_text="林示例")
        .locator(".handle")
        .drag_to(page.locator("[data-chair^='1:2']"))
    )
    await expect(other.locator("[data-chair^='1:2']")).to_contain_text("林示例")
    await expect(other.locator("[data-follow-said]")).to_contain_text("Somebody else has changed the seats")
    await (
        other.locator(".piece", has_text="陳樣本")
        .locator(".handle")
        .drag_to(other.locator("[data-chair^='2:1']"))
    )
    await expect(page.locator("[data-chair^='2:1']")).to_contain_text("陳樣本")

    assert await _seated() == [("EX2026-001", 1, 2), ("EX2026-002", 2, 1)]
