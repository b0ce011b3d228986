"""A guest registers, gets the mail, shows the ticket, is checked in; the badge is printed and reads."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import PASSWORD, Product
from tests.e2e.filling import GUEST, PHONE, fill, mails_to, send, text_of, unfold
from tests.printing.reading import codes, texts

Accessible = Callable[[Page], Awaitable[None]]
TITLES = {"zh-Hans": "报名", "zh-Hant": "報名", "en": "Register"}
FOOD = {"zh-Hans": "餐饮与健康", "zh-Hant": "餐飲與健康", "en": "Food and health"}


@pytest.mark.parametrize("language", list(TITLES))
async def test_a_guest_in_each_language_from_the_reply_to_the_badge(
    product: Product, chromium: Browser, accessible: Accessible, language: str
) -> None:
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

    await fill(guest)
    await unfold(guest, FOOD[language])
    await guest.check("[name=diet][value=halal]")
    await send(guest)
    await expect(guest.locator(".alert-problem")).to_be_visible()
    await accessible(guest)
    assert await guest.input_value("[name=name_zh]") == GUEST["name_zh"]
    await guest.check("[name=consent]")
    await guest.check("[name=needs_consent]")
    await send(guest)

    await expect(guest.locator(".ticket-name")).to_have_text(GUEST["name_zh"])
    await accessible(guest)
    link = guest.url
    (mail,) = await mails_to(product.var, GUEST["email"])
    assert re.sub(r"^https?://[^/]+", "", link) in text_of(mail)
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
        "text/calendar", "application/pdf",
    ]  # fmt: skip
    (page_of_ticket,) = codes(
        next(part.get_content() for part in mail.walk() if part.get_content_type() == "application/pdf")
    )
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
    await staff.click(".ruled form button")
    await expect(staff.locator(".verdict-admitted .verdict-name")).to_have_text(GUEST["name_zh"])
    await accessible(staff)
    await expect(board.locator("#figure-arrived")).to_contain_text("1", timeout=2000)
    await accessible(board)

    for path in ("guests", "agenda", "import", "mail", "form", "places", "invitations", "walk-in", "print"):
        await staff.goto(f"{product.address}/console/example/{path}")
        await accessible(staff)
    await staff.goto(f"{product.address}/console/example/print/badges/new")
    await staff.locator("main form [type=submit]").last.click()
    await expect(staff.locator(".preview-page")).to_be_visible(timeout=30_000)
    async with staff.expect_download() as download:
        await staff.locator("main a[download]").click()
    printed = Path(await (await download.value).path()).read_bytes()
    ((code,),) = codes(printed)
    assert page_of_ticket == [code]
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
    await fill(guest)
    await guest.check("[name=consent]")
    await send(guest)

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
    await expect(page.locator(".figure").first).to_contain_text("230", timeout=20_000)
    await accessible(page)
    await page.click("button[value=save]")
    await expect(page.locator("#report-title")).to_have_text("What was done", timeout=30_000)
    await accessible(page)

    await page.goto(f"{product.address}/console/example/guests?q=linshili")
    await expect(page.locator("tbody tr").first).to_contain_text("林示例")
    await context.close()
