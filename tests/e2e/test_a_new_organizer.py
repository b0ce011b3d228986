"""Somebody who has read nothing sets a gathering up, from the address the server printed to the first badge."""

import os
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from event import database
from event.database import fetch
from event.people.first import first_code
from tests.e2e.conftest import emptied
from tests.world import forgotten

Accessible = Callable[[Page], Awaitable[None]]
PASSWORD = "a long sentence"
PICTURES = os.environ.get("EVENT_PICTURES", "")


@pytest.fixture
async def installation(served: tuple[str, str]) -> AsyncIterator[str]:
    """The running product with nothing in it, not even a user; yields its address."""
    address, dsn = served
    forgotten()
    database.engine.point_at(dsn)
    async with database.connected(most=20):
        await emptied()
        yield address


async def _look(page: Page, name: str) -> None:
    """A picture of the step, wide and narrow, where a folder for pictures is named."""
    if PICTURES:
        for width in (1280, 360):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
        await page.set_viewport_size({"width": 1280, "height": 900})


async def _go_on(page: Page, heading: str) -> None:
    await page.get_by_role("button", name="Save and go on").click()
    await expect(page.locator("h1")).to_have_text(heading)


async def test_from_nothing_to_the_first_badge(
    installation: str, chromium: Browser, accessible: Accessible
) -> None:
    began = time.monotonic()
    context = await chromium.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", accept_downloads=True
    )
    page = await context.new_page()
    await page.goto(f"{installation}/begin?code={first_code()}&lang=en")
    await accessible(page)
    await _look(page, "01-begin")
    await page.fill("[name=name]", "王示例")
    await page.fill("[name=sign_in_name]", "wang")
    await page.fill("[name=password]", PASSWORD)
    await page.fill("[name=again]", PASSWORD)
    await page.get_by_role("button", name="Save and sign in").click()

    await expect(page.locator("h1")).to_have_text("A new gathering")
    await accessible(page)
    await _look(page, "02-new")
    await page.fill("[name=title_zh]", "2027示例县侨商大会")
    await page.get_by_role("button", name="Save and go on").click()
    await expect(page.locator("#error-first_day")).to_be_visible()
    await expect(page.locator("[name=title_zh]")).to_have_value("2027示例县侨商大会")
    await page.fill("[name=title_en]", "Example Gathering 2027")
    await page.fill("[name=first_day]", "2027-10-15")
    await page.fill("[name=last_day]", "2027-10-17")
    await page.fill("[name=place_zh]", "示例县")
    await page.fill("[name=federation_zh]", "示例县侨联")
    await _go_on(page, "Languages")
    await accessible(page)
    await _look(page, "03-languages")
    await page.uncheck("[name=languages][value=zh-Hant]")
    await _go_on(page, "Halls")
    await accessible(page)
    await _look(page, "04-halls")
    await page.fill("[name=hall_0_name_zh]", "酒店大堂")
    await page.fill("[name=hall_0_name_en]", "Hotel Lobby")
    await page.fill("[name=hall_1_name_zh]", "主会场")
    await page.fill("[name=hall_1_house]", "示例会展中心")
    await page.fill("[name=hall_1_capacity]", "450")
    await _go_on(page, "Guest classes")
    await accessible(page)
    await _look(page, "05-classes")
    await page.uncheck("[name=class_7_used]")
    await _go_on(page, "Checkpoints")
    await accessible(page)
    await _look(page, "06-checkpoints")
    await expect(page.get_by_label("Arrival desk, Hotel Lobby")).to_be_checked()
    await _go_on(page, "Mail")
    await accessible(page)
    await _look(page, "07-mail")
    await page.fill("[name=reply_to]", "office@example.com")
    await page.fill("[name=trial_to]", "wang@example.com")
    await page.get_by_role("button", name="Save and mail a trial").click()
    await expect(page.locator("main")).to_contain_text("A trial is on its way to wang@example.com.")
    await _go_on(page, "Colleagues")
    await page.fill("[name=user_0_name]", "李例")
    await page.fill("[name=user_0_sign_in_name]", "li")
    await page.get_by_role("button", name="Save and go on").click()
    await expect(page.locator("h2", has_text="Codes to pass on")).to_be_visible()
    await accessible(page)
    await _look(page, "08-users")
    code = await page.locator(".code-large").inner_text()
    await page.get_by_role("link", name="Go on").click()
    await expect(page.locator("main")).to_contain_text("Everything is set up. Now the guests can come.")
    await accessible(page)
    await _look(page, "09-steps")

    await page.get_by_role("link", name="Register a guest and print the first badge").click()
    await page.fill("[name=name]", "林示例")
    await page.select_option("[name=residence]", "US")
    await page.get_by_role("button", name="Register and approve").click()
    await _look(page, "10-guest")
    await page.get_by_role("button", name="Print the badge").click()
    # The first paper starts the children.
    await expect(page.locator(".preview-page")).to_be_visible(timeout=30_000)
    await accessible(page)
    await _look(page, "11-badge")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download").click()
    badge = (await (await download.value).path()).read_bytes()
    assert badge.startswith(b"%PDF")
    assert time.monotonic() - began < 600  # ten minutes is for a person; a browser needs one

    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", code)
    (held,) = await fetch("SELECT slug, number_prefix, languages, reply_to FROM gathering")
    assert tuple(held) == ("2027-slxqsdh", "G2027", "zh-Hans,en", "office@example.com")
    assert [tuple(row) for row in await fetch("SELECT code, name_zh, capacity FROM hall ORDER BY code")] == [
        ("H1", "酒店大堂", None), ("H2", "主会场", 450),
    ]  # fmt: skip
    assert [row["code"] for row in await fetch("SELECT code FROM guest_class ORDER BY position")] == list(
        "VGDMSZC"
    )
    assert [row["code"] for row in await fetch("SELECT code FROM checkpoint ORDER BY position")] == [
        "ARRIVAL-1", "OPENING", "CLOSING", "LUNCH", "DINNER",
    ]  # fmt: skip
    assert [tuple(row) for row in await fetch('SELECT u.sign_in_name, r.role, r.gathering IS NULL FROM user_role r'
                                              ' JOIN users u ON u.id = r."user" ORDER BY 1, 2')] == [
        ("li", "gate_staff", False), ("wang", "administrator", True), ("wang", "organizer", True),
    ]  # fmt: skip


async def test_what_was_typed_is_there_another_day(installation: str, chromium: Browser) -> None:
    page = await (
        await chromium.new_context(viewport={"width": 360, "height": 780}, locale="en-GB")
    ).new_page()
    await page.goto(f"{installation}/begin?code={first_code()}&lang=en")
    await page.fill("[name=sign_in_name]", "wang")
    await page.fill("[name=password]", PASSWORD)
    await page.fill("[name=again]", PASSWORD)
    await page.get_by_role("button", name="Save and sign in").click()
    await expect(page.locator("h1")).to_have_text("A new gathering")
    await page.wait_for_load_state()
    async with page.expect_response("**/console/new/draft") as kept:
        await page.fill("[name=title_zh]", "2027示例县侨商大会")
    assert (await kept.value).status == 204

    await page.goto(f"{installation}/console")

    await expect(page.locator("[name=title_zh]")).to_have_value("2027示例县侨商大会")
    await expect(page.locator("main")).to_contain_text(
        "This is what you typed last time. It is not saved yet."
    )
