"""An organizer puts mails into own words, tries them, reminds guests and sees what became of every mail."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page, expect

from tests import cast
from tests.e2e.conftest import PASSWORD, Product


@pytest.mark.parametrize("width", [360, 1280])
async def test_words_are_tried_and_guests_reminded(
    product: Product, chromium: Browser, accessible: Callable[[Page], Awaitable[None]], width: int
) -> None:
    await cast.lin(product.held)
    context = await chromium.new_context(viewport={"width": width, "height": 800}, locale="en-GB")
    page = await context.new_page()
    await page.goto(f"{product.address}/sign-in?lang=en")
    await page.fill("[name=name]", "organizer")
    await page.fill("[name=password]", PASSWORD)
    await page.click("form [type=submit]")
    await page.wait_for_url("**/console/example")
    mail = f"{product.address}/console/example/mail"

    await page.goto(f"{mail}/words")
    await accessible(page)
    await page.get_by_role("link", name="Reminder, English").click()
    await page.fill("[name=subject]", "Still missing, {nobody}")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#error-subject")).to_contain_text("is no placeholder here")
    await accessible(page)
    await page.fill("[name=subject]", "Still missing, {name}")
    await page.get_by_role("button", name="Preview").click()
    await expect(page.get_by_role("heading", name="Still missing, LIN Shili")).to_be_visible()
    await page.fill("[name=to]", "me@example.com")
    await page.get_by_role("button", name="Send a test").click()
    await expect(page.get_by_role("status").first).to_contain_text("on its way to me@example.com")
    await accessible(page)
    await page.get_by_role("button", name="Save").click()

    await page.goto(f"{mail}/reminders")
    await accessible(page)
    await page.get_by_role("button", name="Send 1 mails").click()
    await accessible(page)
    await page.get_by_role("link", name="[Test] Still missing, LIN Shili").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("[Test] Still missing, LIN Shili")
    await expect(page.locator(".facts")).to_contain_text("me@example.com")
    await accessible(page)
    await context.close()
