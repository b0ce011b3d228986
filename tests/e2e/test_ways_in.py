"""Families, invited guests, delegations and people at the desk get in, each by their own way."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, Page, expect

from event.database import fetch
from event.registration.tables import Delegation
from tests.e2e.conftest import Product
from tests.e2e.filling import (
    GUEST,
    fill,
    link_in,
    mails_to,
    on_a_phone,
    send,
    shows,
    signed_in,
    unfold,
)

Accessible = Callable[[Page], Awaitable[None]]
FAMILY = (
    ("吉小例", "1960-05-06", "配偶"), ("吉大样", "1990-07-08", "子"), ("吉样样", "2018-09-10", "孙辈"),
)  # fmt: skip


async def test_a_family_of_four_registers_at_once(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    guest = await on_a_phone(chromium)
    await guest.goto(f"{product.address}/g/example/register?lang=en")
    await fill(guest)
    for number, (name, born, kinship) in enumerate(FAMILY, start=1):
        await guest.click("button[value=add]")
        await guest.fill(f"[name=companion_{number}_name_zh]", name)
        await guest.check(f"[name=companion_{number}_sex][value=F]")
        await guest.fill(f"[name=companion_{number}_birth_date]", born)
        await guest.select_option(f"[name=companion_{number}_kinship]", kinship)
    await accessible(guest)
    await guest.check("[name=consent]")
    await send(guest)
    await expect(guest.locator("#error-guardian_consent")).to_be_visible()
    assert await guest.input_value("[name=companion_3_name_zh]") == "吉样样"

    await guest.check("[name=consent]")
    await guest.check("[name=guardian_consent]")
    await send(guest)

    await expect(guest.locator(".ticket-name")).to_have_text(GUEST["name_zh"])
    await accessible(guest)
    rows = await fetch(
        "SELECT g.name_zh, g.party_place, g.travel_party, t.badge_number FROM guest g"
        " JOIN ticket t ON t.guest = g.id ORDER BY g.number"
    )
    assert [(row["name_zh"], row["party_place"]) for row in rows] == [
        (GUEST["name_zh"], "main"), *((name, "companion") for name, _, _ in FAMILY),
    ]  # fmt: skip
    assert len({row["travel_party"] for row in rows}) == 1
    await guest.click("text=吉小例")
    await expect(guest.locator(".ticket-name")).to_have_text("吉小例")
    await guest.context.close()


async def test_an_invitation_is_answered_once(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    staff = await signed_in(chromium, product)
    await staff.goto(f"{product.address}/console/example/invitations")
    await staff.fill("[name=people]", "欧阳样本, ouyang@example.com")
    await staff.select_option("form:has([name=people]) [name=guest_class]", "V")
    await staff.fill("form:has([name=people]) [name=expires_on]", "2099-01-01")
    await staff.click("form:has([name=people]) [type=submit]")
    await shows(staff, "欧阳样本")
    await accessible(staff)
    (mail,) = await mails_to(product.var, "ouyang@example.com")
    link = link_in(mail)

    guest = await on_a_phone(chromium)
    await guest.goto(f"{link}?lang=en")
    await accessible(guest)
    assert await guest.input_value("[name=name_zh]") == "欧阳样本"
    assert await guest.locator("[name=guest_class]").count() == 0
    await fill(guest, name_zh="欧阳样本", email="ouyang@example.com")
    await guest.check("[name=consent]")
    await send(guest)
    await expect(guest.locator(".ticket-number")).to_contain_text("V001")

    await guest.goto(link)
    await shows(guest, "This invitation has been answered already.")
    await staff.context.close()
    await guest.context.close()


async def test_a_contact_pastes_a_delegation_of_which_three_rows_have_errors(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    delegation = Delegation(
        gathering=product.held.id, code="D01", name_zh="北美代表团", name_en="North America"
    )
    await delegation.save()
    staff = await signed_in(chromium, product)
    await staff.goto(f"{product.address}/console/example/invitations")
    form = "form:has(#field-of) "
    await staff.select_option(form + "[name=delegation]", "D01")
    await staff.fill(form + "[name=email]", "contact@example.com")
    await staff.fill(form + "[name=expires_on]", "2099-01-01")
    await staff.click(form + "[type=submit]")
    (mail,) = await mails_to(product.var, "contact@example.com")

    contact = await (
        await chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    ).new_page()
    await contact.goto(f"{link_in(mail)}?lang=en")
    await accessible(contact)
    await contact.fill("[name=pasted]", _pasted())
    await contact.click("button[value=paste]")
    await shows(contact, "38 rows were taken in.")
    await expect(contact.locator("tr.wrong")).to_have_count(3)
    await accessible(contact)

    await contact.check("[name=agreed]")
    await contact.click("button[value=send]")
    await shows(contact, "3 rows need another look")
    await shows(contact, "35 members")
    left = contact.locator("tr.wrong")
    await expect(left).to_have_count(3)
    await expect(contact.locator("[aria-invalid=true]")).to_have_count(3)
    for number, (field, text) in enumerate(
        (("email", "m5@example.com"), ("residence", "US"), ("latin_given", "Shili"))
    ):
        cell = left.nth(number).locator(f"[name$=_{field}]")
        await (cell.select_option(text) if field == "residence" else cell.fill(text))
    await contact.check("[name=agreed]")
    await contact.click("button[value=send]")
    await shows(contact, "38 members")
    await accessible(contact)
    rows = await fetch(
        "SELECT count(*) AS n, count(DISTINCT number) AS numbers FROM guest WHERE delegation = $1",
        delegation.id,
    )
    assert [tuple(row) for row in rows] == [(38, 38)]

    await contact.locator("a", has_text="Change").first.click()
    await accessible(contact)
    await unfold(contact, "Position")
    await contact.fill("[name=association_title]", "示例同乡会理事")
    await send(contact)
    await shows(contact, "Saved.")
    assert len(await fetch("SELECT 1 FROM guest WHERE association_title = '示例同乡会理事'")) == 1
    await staff.context.close()
    await contact.context.close()


def _pasted() -> str:
    """38 rows as copied from a sheet: a mail without @, a country that is none, a given name in Chinese."""
    lines = ["中文姓名\t英文姓\t英文名\t性别\t出生日期\t国家/地区\t手机\t邮箱"]
    for number in range(1, 39):
        mail = "m5 at example" if number == 5 else f"m{number}@example.com"
        country = "亚特兰蒂斯" if number == 17 else "美国"
        given = "示例" if number == 30 else "Shili"
        lines.append(
            f"林例{chr(0x4E00 + number)}\tLIN\t{given}\t男\t1970.3.{number % 28 + 1}\t{country}\t+1 212 555 01{number:02d}\t{mail}"
        )
    return "\n".join(lines)


async def test_three_fields_lead_to_a_printed_badge(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    staff = await signed_in(chromium, product, accept_downloads=True)
    await staff.goto(f"{product.address}/console/example/walk-in")
    await staff.fill("[name=name]", "王临场")
    await staff.select_option("[name=residence]", "SG")
    await staff.select_option("[name=guest_class]", "G")
    await staff.locator("form [type=submit]").last.click()
    await shows(staff, "Registered and approved.")
    await accessible(staff)
    await staff.click("text=Print the badge")
    async with staff.expect_download() as download:
        await staff.get_by_role("link", name="Download").click()
    assert (await download.value).suggested_filename == "example-badges.pdf"

    await staff.goto(f"{product.address}/console/example/walk-in")
    await staff.fill("[name=name]", "王临场")
    await staff.select_option("[name=residence]", "SG")
    await staff.locator("form [type=submit]").last.click()
    await shows(staff, "Somebody of this name is in the list already:")
    assert await staff.input_value("[name=name]") == "王临场"
    await staff.context.close()


async def test_organizers_ask_a_question_of_their_own_and_drag_it(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    staff = await signed_in(chromium, product)
    await staff.goto(f"{product.address}/console/example/form/questions/new?section=other")
    await staff.fill("[name=words_zh]", "文化衫尺码")
    await staff.fill("[name=words_en]", "Size of the shirt")
    await staff.select_option("[name=kind]", "choice")
    await staff.fill("[name=options]", "M\nL | 大号 | Large | 1")
    await send(staff)
    await shows(staff, "The form is changed.")
    await accessible(staff)
    first = staff.locator("[data-section=other] [data-key]").first
    await expect(first).to_have_attribute("data-key", "languages")
    await staff.locator("[data-key=q1] .handle").drag_to(staff.locator("[data-key=languages] .handle"))
    await expect(first).to_have_attribute("data-key", "q1")
    await expect(staff.locator("main")).to_contain_text("Version 2")

    guest = await on_a_phone(chromium)
    await guest.goto(f"{product.address}/g/example/register?lang=en")
    await fill(guest)
    await unfold(guest, "Other")
    await guest.check("[name=q1][value=L]")
    await guest.check("[name=consent]")
    await send(guest)
    await expect(guest.locator(".ticket-name")).to_be_visible()

    other = await on_a_phone(chromium)
    await other.goto(f"{product.address}/g/example/register?lang=en")
    await expect(other.locator("[name=q1][value=L]")).to_be_disabled()
    rows = await fetch("SELECT answers->>'q1' AS size, form_version FROM guest")
    assert [tuple(row) for row in rows] == [("L", 2)]
    for page in (staff, guest, other):
        await page.context.close()


async def test_what_was_typed_is_there_after_a_reload(product: Product, chromium: Browser) -> None:
    guest = await on_a_phone(chromium)
    await guest.goto(f"{product.address}/g/example/register?lang=en")
    async with guest.expect_response("**/g/example/draft") as kept:
        await guest.fill("[name=name_zh]", "林未寄")
        await guest.fill("[name=phone]", "+1 212 555 0100")
    assert (await kept.value).status == 204

    await guest.goto(f"{product.address}/g/example/register?lang=en")

    assert await guest.input_value("[name=name_zh]") == "林未寄"
    assert await guest.input_value("[name=phone]") == "+1 212 555 0100"
    await shows(guest, "These are the answers you gave before.")
    await guest.context.set_offline(offline=True)
    await guest.fill("[name=email]", "lin@example.com")
    await send(guest)
    await expect(guest.locator(".toast")).to_contain_text("There is no connection at the moment.")
    assert await guest.input_value("[name=email]") == "lin@example.com"
    await guest.context.close()
