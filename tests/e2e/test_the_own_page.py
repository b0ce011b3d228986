"""A guest's own page: proof, changes, withdrawal and who moves up, replacement, lost links, offline ticket."""

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, Page, expect

from event.database import fetch
from event.registration.tables import Standing
from tests import cast
from tests.e2e.conftest import Product
from tests.e2e.filling import GUEST, fill, mails_to, on_a_phone, prove, send, shows, signed_in, text_of

Accessible = Callable[[Page], Awaitable[None]]


async def _register(page: Page, product: Product, **others: str) -> str:
    await page.goto(f"{product.address}/g/example/register?lang=en")
    await fill(page, **others)
    await page.check("[name=consent]")
    await send(page)
    return page.url


async def test_a_guest_changes_details_after_proving_who_they_are(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    guest = await on_a_phone(chromium)
    link = await _register(guest, product)
    await guest.click("text=See and change my details")
    await accessible(guest)
    await prove(guest, "1999-01-01")
    await shows(guest, "This is not the date of birth we have.")
    await prove(guest)
    await expect(guest.locator("h1")).to_have_text("My details")
    await accessible(guest)
    assert await guest.input_value("[name=phone]") == "+85221000000"
    await guest.fill("[name=phone]", "+85221000001")
    await send(guest)
    await shows(guest, "Your changes are saved.")
    await shows(guest, "What has changed")

    await guest.goto(f"{link}/leave")
    await accessible(guest)
    async with guest.expect_download() as download:
        await guest.click("text=Download")
    assert "+85221000001" in (await (await download.value).path()).read_text()

    stranger = await on_a_phone(chromium)
    await stranger.goto(f"{link}/edit")
    await expect(stranger.locator("h1")).to_have_text("Open my details")
    await stranger.click("text=Mail me a code")
    mails = await mails_to(product.var, GUEST["email"], count=2)
    (code,) = [found[1] for mail in mails if (found := re.match(r"(\d{6}) is your code", mail["subject"]))]
    await stranger.fill("[name=proof_code]", code)
    await stranger.locator("form:has([name=proof_code]) [type=submit]").click()
    await expect(stranger.locator("h1")).to_have_text("My details")
    await guest.context.close()
    await stranger.context.close()


async def test_who_withdraws_makes_room_for_who_waits(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    staff = await signed_in(chromium, product)
    await staff.goto(f"{product.address}/console/example/places")
    await staff.fill("[name=places]", "1")
    await staff.click("main form [type=submit] >> nth=0")
    first, second = await on_a_phone(chromium), await on_a_phone(chromium)
    link = await _register(first, product)
    waiting = await _register(second, product, name_zh="林候补", email="waits@example.com")
    await shows(second, "All places are taken at the moment.")
    await accessible(second)

    await first.goto(f"{link}/leave")
    await prove(first)
    await first.fill("[name=reason]", "病了")
    await first.click("form[action$='/withdraw'] button")
    await shows(first, "You are withdrawn.")
    await second.goto(waiting)
    await expect(second.locator(".ticket-name")).to_have_text("林候补")
    subjects = [mail["Subject"] for mail in await mails_to(product.var, "waits@example.com", count=2)]
    assert sorted(subjects) == [
        "You are on the waiting list: Third Example Gathering", "Your registration is approved: Third Example Gathering",
    ]  # fmt: skip
    for page in (staff, first, second):
        await page.context.close()


async def test_a_substitute_takes_over_badge_number_and_the_old_ticket_is_void(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    lin, ticket = await cast.lin(product.held)
    staff = await signed_in(chromium, product)
    await staff.goto(f"{product.address}/console/example/guests/{lin.id}")
    await accessible(staff)
    await staff.click("text=Somebody else comes instead")
    await accessible(staff)
    await staff.fill("[name=name_zh]", "陈接替")
    await staff.select_option("[name=residence]", "US")
    await staff.fill("[name=reason]", "家中有事")
    await send(staff)
    await shows(staff, "陈接替")
    await shows(staff, ticket.badge_number)
    await staff.click("text=Whose place this is")
    await shows(staff, "家中有事")
    await accessible(staff)

    rows = await fetch(
        "SELECT g.name_zh, g.standing, t.badge_number, t.voided_at IS NULL AS admits FROM guest g"
        " JOIN ticket t ON t.guest = g.id ORDER BY g.number"
    )
    assert [tuple(row) for row in rows] == [
        ("林示例", Standing.REPLACED, ticket.badge_number, False),
        ("陈接替", Standing.APPROVED, ticket.badge_number, True),
    ]
    await staff.context.close()


async def test_a_lost_link_comes_by_mail_and_nobody_learns_who_is_registered(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    await cast.lin(product.held)
    guest = await on_a_phone(chromium)
    await guest.goto(f"{product.address}/g/example?lang=en")
    await guest.click("text=cannot find my link")
    await accessible(guest)
    answers = []
    for address in ("shili.lin@example.com", "nobody@example.com"):
        await guest.fill("[name=email]", address)
        await send(guest)
        answers.append(await guest.locator("main").inner_text())

    assert answers[0] == answers[1]
    (mail,) = await mails_to(product.var, "shili.lin@example.com")
    await guest.goto(next(word for word in text_of(mail).split() if "/t/" in word))
    await expect(guest.locator(".ticket-name")).to_have_text("林示例")
    assert await fetch("SELECT 1 FROM mail WHERE recipient = 'nobody@example.com'") == []
    await guest.context.close()


async def test_a_ticket_that_was_opened_opens_without_a_connection(
    product: Product, chromium: Browser
) -> None:
    guest = await on_a_phone(chromium)
    link = await _register(guest, product)
    await expect(guest.locator("[data-kept-offline]")).to_be_visible()

    await guest.context.set_offline(offline=True)
    await guest.goto(link)

    await expect(guest.locator(".ticket-name")).to_have_text(GUEST["name_zh"])
    await expect(guest.locator(".ticket .qr")).to_be_visible()
    await guest.context.close()


async def test_many_are_approved_with_one_button_after_a_look_at_the_mails(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    for number in range(3):
        await cast.lin(
            product.held,
            standing=Standing.SUBMITTED,
            name_zh=f"林示{number}",
            email=f"lin{number}@example.com",
        )
    staff = await signed_in(chromium, product)
    await staff.goto(f"{product.address}/console/example/guests")
    await staff.click("text=Choose all on this page")
    await staff.select_option("[name=to]", "approved")
    await staff.click("text=Look at it first")
    await shows(staff, "3 mails go out")
    await accessible(staff)
    await send(staff)

    await shows(staff, "The decisions are taken; the mails are on their way.")
    rows = await fetch(
        "SELECT standing, (SELECT count(*) FROM decision WHERE guest = guest.id) AS decisions FROM guest"
    )
    assert [tuple(row) for row in rows] == [("approved", 1)] * 3
    assert len(await mails_to(product.var, "lin2@example.com")) == 1
    await staff.context.close()
