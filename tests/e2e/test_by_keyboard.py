"""A guest who has only a keyboard registers, reads what is wrong, and opens the own details."""

from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import Product
from tests.e2e.filling import GUEST

MOST_TABS = 120


async def _tab_to(page: Page, name: str, *, value: str = "") -> None:
    """Press Tab until a field, or the tile with a value, has the focus; it can be seen when it has."""
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        here = await page.evaluate("[document.activeElement.name || '', document.activeElement.value || '']")
        if here[0] == name and (not value or here[1] == value):
            assert await page.evaluate("getComputedStyle(document.activeElement).visibility") == "visible"
            return
    raise AssertionError(f"{name} was not reached in {MOST_TABS} steps")


async def test_the_keyboard_is_enough(product: Product, chromium: Browser) -> None:
    context = await chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page = await context.new_page()
    await page.goto(f"{product.address}/g/example/register?lang=en")

    for name in ("name_zh", "latin_surname", "latin_given"):
        await _tab_to(page, name)
        await page.keyboard.type(GUEST[name])
    await _tab_to(page, "sex")
    await page.keyboard.press("Space")
    await _tab_to(page, "birth_date")
    await page.keyboard.type("03021961")
    for name, country in (("residence", "Hong"), ("nationality", "China")):
        await _tab_to(page, name)
        await page.keyboard.type(country)
    await _tab_to(page, "phone")
    await page.keyboard.type(GUEST["phone"])
    await _tab_to(page, "email")
    await page.keyboard.type("not an address")
    await page.keyboard.press("Enter")

    await expect(page.locator(".alert-problem")).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#field-email")).to_be_focused()
    await page.keyboard.press("Control+A")
    await page.keyboard.type(GUEST["email"])
    await _tab_to(page, "consent")
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")

    await expect(page.locator(".ticket-name")).to_have_text(GUEST["name_zh"])
    await context.close()
