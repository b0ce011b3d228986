"""What a word means is read with the keyboard alone; what was just done is undone from the notice, on a phone too."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, Page, expect

from event.database import fetch
from tests.e2e.conftest import Product
from tests.e2e.filling import DESK, PHONE, signed_in

Accessible = Callable[[Page], Awaitable[None]]


async def test_a_word_is_explained_by_keyboard_and_closed_again(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    page = await signed_in(chromium, product)
    for size in (PHONE, DESK):
        await page.set_viewport_size(size)
        await page.goto(f"{product.address}/console/example/places")
        asked, told = (
            page.get_by_role("button", name="What does “Waiting list” mean?"),
            page.locator("#help-waiting_list"),
        )
        box = await asked.bounding_box()
        await asked.press("Enter")
        await expect(told).to_contain_text("Whoever has waited longest gets the next free place")
        await accessible(page)
        await page.keyboard.press("Escape")
        await expect(told).to_be_hidden()

        assert box is not None
        assert (box["width"], box["height"]) == (44, 44)


async def test_closing_registration_is_undone_from_the_notice_and_done_again(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    page = await signed_in(chromium, product)
    await page.set_viewport_size(PHONE)
    closes = "SELECT registration_closes IS NULL AS open FROM gathering"
    await page.goto(f"{product.address}/console/example/settings")
    await page.get_by_role("button", name="Close registration now").click()
    await expect(page.locator(".notice")).to_contain_text("Registration is closed.")
    closed = (await fetch(closes))[0]["open"]
    await accessible(page)
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator(".notice")).to_contain_text("It is undone.")
    undone = (await fetch(closes))[0]["open"]
    await page.get_by_role("button", name="Do again").click()
    await expect(page.get_by_role("button", name="Open registration now")).to_be_visible()

    assert (closed, undone) == (False, True)
