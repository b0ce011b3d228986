"""An organizer finds that a newcomer is somebody known, on a phone and at a desk."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, Page, expect

from event.database import fetch
from tests import cast
from tests.e2e.conftest import Product
from tests.e2e.filling import DESK, PHONE, signed_in

Accessible = Callable[[Page], Awaitable[None]]


async def test_a_newcomer_is_merged_with_somebody_known_and_parted_again(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    page = await signed_in(chromium, product)
    earlier = await cast.gathering(slug="earlier", number_prefix="EX2024", edition="第二届")
    known, _ = await cast.chen(earlier, association_title="示例同乡会会长", identity_category="港澳同胞")
    await fetch("UPDATE person SET created_at = created_at - interval '2 years'")
    await cast.chen(product.held, name_zh="", email="new@example.com")
    directory = f"{product.address}/console/example/directory"

    for size in (PHONE, DESK):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await page.goto(directory)
        await expect(page.get_by_text("the same telephone number")).to_be_visible()
        await accessible(page)
        await page.get_by_role("button", name="The same person").click()
        await expect(page).to_have_url(f"{directory}/{known.person}")
        await expect(page.locator("#gatherings-title + ul > li")).to_have_count(2)
        await accessible(page)
        await page.get_by_role("button", name="Make two persons again").click()
        await expect(page.locator("#gatherings-title + ul > li")).to_have_count(1)
        await accessible(page)

    await page.fill("[name=grade]", "A")
    await page.fill("[name=tags]", "侨领、理事")
    await page.get_by_role("button", name="Save").click()
    await page.goto(directory)
    await page.select_option("[name=tag]", "理事")
    await expect(page.locator("#person-list tbody tr")).to_have_count(1)
    await page.goto(directory)
    await page.get_by_role("button", name="Different persons").click()
    await expect(page.locator("#matches-title")).to_have_count(0)
    await accessible(page)
