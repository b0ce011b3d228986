"""Somebody who has read nothing sets a gathering up, from the address the server printed to the first badge and its scan."""

import os
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.async_api import Browser, Page, expect

from event import database
from event.database import fetch
from event.people.first import first_code
from tests.e2e.conftest import emptied
from tests.world import forgotten

Accessible = Callable[[Page], Awaitable[None]]
PASSWORD = "a long sentence"
PICTURES = os.environ.get("EVENT_PICTURES", "")


def _code_on(badge: bytes) -> str:
    """What a scanner reads off the printed badge."""
    picture = pypdfium2.PdfDocument(badge)[0].render(scale=3).to_pil()
    (code,) = zxingcpp.read_barcodes(picture)
    return str(code.text)


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


async def _press(page: Page, label: str) -> None:
    """Press what stands out most on the page: the first strong button is the one to press, or somebody hesitates."""
    strong = page.locator("main :is(.button, button.button):not(.quiet):not(.danger):visible")
    await expect(strong.first).to_have_text(label)
    await strong.first.click()


async def _go_on(page: Page, heading: str) -> None:
    await _press(page, "Save and go on")
    await expect(page.locator("h1")).to_have_text(heading)


async def _told(page: Page) -> list[str]:
    """What the box above the form says is wrong, each with the name of its field."""
    return await page.locator(".alert-problem li").all_inner_texts()


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
    await expect(page.get_by_text("Letters and digits, for example: wang")).to_be_visible()
    await page.fill("[name=sign_in_name]", "wang")
    await page.fill("[name=password]", PASSWORD)
    await page.fill("[name=again]", PASSWORD)
    await _press(page, "Save and sign in")

    await expect(page.locator("h1")).to_have_text("A new gathering")
    await accessible(page)
    await _look(page, "02-new")
    await expect(page.get_by_role("button", name="Finish later")).to_have_count(0)  # it would lead here again
    await page.fill("[name=title_zh]", "2027示例县侨商大会")
    await page.fill("[name=first_day]", "2027-10-17")
    await page.fill("[name=last_day]", "2027-10-15")
    await _press(page, "Save and go on")
    await expect(page.locator("#error-last_day")).to_be_visible()
    assert await _told(page) == ["Last day: The last day lies before the first."]
    await expect(page.locator("[name=title_zh]")).to_have_value("2027示例县侨商大会")
    await page.fill("[name=first_day]", "2027-10-15")
    await page.fill("[name=last_day]", "2027-10-17")
    await page.fill("[name=place_zh]", "示例县")
    await page.fill("[name=federation_zh]", "示例县侨联")
    await _go_on(page, "Languages")
    await accessible(page)
    await _look(page, "03-languages")
    await page.uncheck("[name=languages][value=zh-Hant]")
    await page.fill("[name=title_en]", "Example Gathering 2027")
    await _go_on(page, "Halls")
    await accessible(page)
    await _look(page, "04-halls")
    await page.fill("[name=hall_0_name_zh]", "酒店大堂")
    await page.fill("[name=hall_0_name_en]", "Hotel Lobby")
    await page.fill("[name=hall_1_name_zh]", "主会场")
    await page.fill("[name=hall_1_house]", "示例会展中心")
    await page.fill("[name=hall_1_capacity]", "many")
    await _press(page, "Save and go on")
    await expect(page.locator("#error-hall_1_capacity")).to_be_visible()
    assert await _told(page) == ["Line 2 · Seats: Please give a number of 1 or more, or nothing."]
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
    await expect(page.locator("main")).to_contain_text(
        "The trial to wang@example.com was written, and stays on this server: it reaches nobody."
    )
    await expect(page.locator("main")).to_contain_text("You can go on without it")
    await _go_on(page, "Colleagues")
    await page.fill("[name=user_0_name]", "李例")
    await page.fill("[name=user_0_sign_in_name]", "li")
    await _press(page, "Save and go on")
    await expect(page.locator("h2", has_text="Codes to pass on")).to_be_visible()
    await expect(page.locator("main")).to_contain_text("opens on this computer only")
    await accessible(page)
    await _look(page, "08-users")
    code = await page.locator(".code-large").inner_text()
    await _press(page, "Go on")
    await expect(page.locator("main")).to_contain_text("Everything is set up. Now the guests can come.")
    await accessible(page)
    await _look(page, "09-steps")

    await _press(page, "Register a guest and print the first badge")
    await page.fill("[name=name]", "林示例")
    await page.select_option("[name=residence]", "US")
    await _press(page, "Register and approve")
    await _look(page, "10-guest")
    await _press(page, "Print the badge")
    # The first paper starts the children.
    await expect(page.locator(".preview-page")).to_be_visible(timeout=30_000)
    await accessible(page)
    await _look(page, "11-badge")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download").click()
    badge = (await (await download.value).path()).read_bytes()
    assert badge.startswith(b"%PDF")
    await page.get_by_role("link", name="Check in with the badge").click()
    await expect(page.get_by_label("Ticket")).to_be_focused()
    await page.keyboard.type(_code_on(badge))  # as the scanner at the desk types it
    await page.keyboard.press("Enter")
    await expect(page.locator(".verdict")).to_contain_text("林示例")
    await expect(page.locator(".verdict-word")).to_be_in_viewport(ratio=1)
    await _look(page, "12-arrived")
    assert time.monotonic() - began < 600  # ten minutes is for a person; a browser needs one

    assert [row["verdict"] for row in await fetch("SELECT verdict FROM scan")] == ["admitted"]
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
