"""An organizer asks the reports about the doors by hand, on a phone and at a desk."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from event.embedded import EmbeddedServer
from event.gathering.tables import Gathering
from tests.e2e.conftest import (
    PASSWORD,
    Product,
    accessible,
    chromium,
    moved_in,
    serving,
    started_browser,
)
from tests.e2e.filling import DESK, PHONE
from tests.run import dsn_of
from tests.scenario.asking import REPORTS, asked_at
from tests.scenario.conftest import a_copy, connected

__all__ = ["accessible", "chromium", "started_browser"]
Accessible = Callable[[Page], Awaitable[None]]


@pytest.fixture
async def product(server: EmbeddedServer, after_the_doors: str, var: Path) -> AsyncIterator[Product]:
    """The running product: after the last scan."""
    async with a_copy(server, after_the_doors) as name, connected(server, name):
        with serving(dsn_of(server, name), var) as address:
            yield await moved_in(address, var)


async def test_the_reports_about_the_doors_are_asked_by_hand(
    product: Product,
    chromium: Browser,
    accessible: Accessible,
    questions: Any,
    facts: Any,
    answers: dict[int, Any],
) -> None:
    held = await Gathering.objects().get(Gathering.title_zh == facts["event"]["title"])
    page, moments = await _signed_in(chromium, product), asked_at(questions)
    root = f"{product.address}/console/{held.slug}"

    for size in (PHONE, DESK):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        for name in (*REPORTS.values(), "scan-verdicts", "walk-ins"):
            await page.goto(f"{root}/reports/{name}")
            await accessible(page)

    await page.goto(f"{root}/reports/session-attendance?at={moments[18].replace('+', '%2B')}")
    missing = page.locator("tbody tr")
    await expect(missing).to_have_count(len(answers[18]["missing"]))
    await expect(page.get_by_text(answers[18]["missing_vips"][0]["phone"])).to_be_visible()
    await page.select_option("[name=session]", "GALA")
    await page.get_by_role("button", name="Show").click()
    await accessible(page)
    attended = questions["extra"]["session_attendance"]["GALA"]
    await page.fill("[name=at]", "")
    await page.get_by_role("button", name="Show").click()
    await expect(page.locator(".figure-value").nth(1)).to_have_text(str(attended))
    await page.goto(f"{root}/reports/scan-verdicts")
    await page.get_by_role("link", name="Next").click()
    await expect(page.locator("tbody tr").first.locator("td").first).to_have_text("202")


async def _signed_in(chromium: Browser, product: Product) -> Page:
    """An organizer's page in English; there are two gatherings to choose from."""
    context = await chromium.new_context(viewport=DESK, locale="en-GB")  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(f"{product.address}/sign-in?lang=en")
    await page.fill("[name=name]", "organizer")
    await page.fill("[name=password]", PASSWORD)
    await page.click("form [type=submit]")
    await page.wait_for_url("**/console**")
    return page
