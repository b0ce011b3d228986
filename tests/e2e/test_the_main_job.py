"""A guest registers, gets the mail, shows the ticket, is checked in; the badge is printed and reads."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import PASSWORD, Product
from tests.printing.reading import codes, texts

Accessible = Callable[[Page], Awaitable[None]]
PHONE = {"width": 360, "height": 740}
GUEST = {
    "name_zh": "𠮷示例", "latin_surname": "KUT", "latin_given": "Shi Lai", "email": "kut@example.com",
    "phone": "+852 2100 0000", "association_title": "示例同乡会会长",
}  # fmt: skip
TITLES = {"zh-Hans": "报名", "zh-Hant": "報名", "en": "Register"}


async def _mail(var: Path) -> str:
    """The text of the only mail, once the worker has delivered it."""
    for _ in range(100):
        files = list((var / "mail").glob("*.eml"))
        if files:
            message = message_from_bytes(files[0].read_bytes(), policy=policy.default)
            assert message["To"] == GUEST["email"]
            assert [part.get_content_type() for part in message.walk()] == [
                "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
            ]  # fmt: skip
            return str(message.get_body(("plain",)).get_content())
        await asyncio.sleep(0.1)
    raise AssertionError("no mail came")


async def _fill(page: Page) -> None:
    for name, value in GUEST.items():
        await page.fill(f"[name={name}]", value)
    await page.check("[name=sex][value=M]")
    await page.select_option("[name=residence]", "HK")
    await page.select_option("[name=nationality]", "CN")
    await page.select_option("[name=diet]", "halal")


@pytest.mark.parametrize("language", list(TITLES))
async def test_a_guest_in_each_language_from_the_reply_to_the_badge(
    product: Product, chromium: Browser, accessible: Accessible, language: str
) -> None:
    for old in (product.var / "mail").glob("*.eml"):
        old.unlink()
    phone = await chromium.new_context(viewport=PHONE, locale="en-GB" if language == "en" else "zh-CN")
    guest = await phone.new_page()
    errors: list[str] = []
    guest.on("pageerror", lambda error: errors.append(str(error)))

    await guest.goto(f"{product.address}/?lang={language}")
    await guest.goto(f"{product.address}/g/example?lang={language}")
    await accessible(guest)
    await guest.click("main a.button")
    await expect(guest.locator("h1")).to_have_text(TITLES[language])
    await accessible(guest)

    await _fill(guest)
    await guest.click("form [type=submit]")
    await expect(guest.locator(".alert-problem")).to_be_visible()
    await accessible(guest)
    assert await guest.input_value("[name=name_zh]") == GUEST["name_zh"]
    await guest.check("[name=consent]")
    await guest.check("[name=needs_consent]")
    await guest.click("form [type=submit]")

    await expect(guest.locator(".ticket-name")).to_have_text(GUEST["name_zh"])
    await accessible(guest)
    link = guest.url
    assert re.sub(r"^https?://[^/]+", "", link) in await _mail(product.var)
    await phone.close()

    desk = await chromium.new_context(
        viewport={"width": 1280, "height": 800}, locale="en-GB", accept_downloads=True
    )
    staff, board = await desk.new_page(), await desk.new_page()
    await staff.goto(f"{product.address}/sign-in?lang=en")
    await accessible(staff)
    await staff.fill("[name=name]", "organizer")
    await staff.fill("[name=password]", PASSWORD)
    await staff.click("form [type=submit]")
    await expect(staff.locator("#figure-registered")).to_contain_text("1")
    await board.goto(f"{product.address}/console/example")
    await expect(board.locator("#figure-arrived")).to_contain_text("0")

    await staff.goto(f"{product.address}/console/example/check-in?q=shi%20lai")
    await accessible(staff)
    await staff.click(".results form button")
    await expect(staff.locator(".verdict-admitted .verdict-name")).to_have_text(GUEST["name_zh"])
    await accessible(staff)
    await expect(board.locator("#figure-arrived")).to_contain_text("1", timeout=2000)
    await accessible(board)

    for path in ("guests", "agenda", "import", "mail", "print"):
        await staff.goto(f"{product.address}/console/example/{path}")
        await accessible(staff)
    await staff.check("[name=document][value=badges]")
    async with staff.expect_download() as download:
        await staff.click("main form [type=submit]")
    printed = Path(await (await download.value).path()).read_bytes()
    ((code,),) = codes(printed)
    assert GUEST["name_zh"] in texts(printed)[0].replace("\u3000", "")

    await staff.goto(f"{product.address}/console/example/check-in")
    await staff.fill("[name=ticket]", code)
    await staff.keyboard.press("Enter")
    await expect(staff.locator(".verdict-already .verdict-name")).to_have_text(GUEST["name_zh"])
    assert errors == []
    await desk.close()


async def test_a_guest_without_scripts_registers_too(product: Product, chromium: Browser) -> None:
    plain = await chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="zh-TW")
    guest = await plain.new_page()

    await guest.goto(f"{product.address}/g/example/register")
    await expect(guest.locator("h1")).to_have_text("報名")
    await _fill(guest)
    await guest.check("[name=consent]")
    await guest.check("[name=needs_consent]")
    await guest.click("form [type=submit]")

    await expect(guest.locator(".ticket-name")).to_have_text(GUEST["name_zh"])
    await plain.close()


async def test_the_desk_works_with_the_keyboard_alone(product: Product, chromium: Browser) -> None:
    context = await chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page = await context.new_page()
    await page.goto(f"{product.address}/sign-in?lang=en")
    await page.focus("[name=name]")
    await page.keyboard.type("gate-staff")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/console/example")
    await page.goto(f"{product.address}/console/example/check-in")

    await page.keyboard.type("NOT-A-TICKET")
    await page.keyboard.press("Enter")

    await expect(page.locator(".verdict-refused")).to_contain_text("This is not a ticket")
    await context.close()


async def test_an_organizer_takes_in_the_offices_list_in_the_browser(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    context = await chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page = await context.new_page()
    await page.goto(f"{product.address}/sign-in?lang=en")
    await page.fill("[name=name]", "organizer")
    await page.fill("[name=password]", PASSWORD)
    await page.click("form [type=submit]")
    await page.wait_for_url("**/console/example")
    await page.goto(f"{product.address}/console/example/import")
    office = Path(__file__).parents[1] / "scenario" / "data" / "guests.xlsx"

    await page.set_input_files("[name=file]", office)
    await page.click("main form [type=submit]")
    await expect(page.locator(".figure").first).to_contain_text("230")
    await accessible(page)
    await page.click("form[action$='/import/save'] [type=submit]")
    await expect(page.locator("#report-title")).to_have_text("What was done: guests.xlsx")

    await page.goto(f"{product.address}/console/example/guests?q=linshili")
    await expect(page.locator("tbody tr").first).to_contain_text("林示例")
    await context.close()
