"""An organizer sets up the doors by hand: on a phone, at a desk, and with the keyboard alone."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

from playwright.async_api import Browser, Page, expect

from event.agenda.tables import AgendaSession
from event.checkin.operations import record_scans
from event.checkin.scanned import Scanned
from event.checkin.tables import Checkpoint, Scan
from event.gathering.tables import Gathering, Hall
from event.registration.mails import text_of
from event.registration.tables import Delegation
from tests import cast
from tests.cast import NOW
from tests.e2e.conftest import Product
from tests.e2e.filling import DESK, PHONE, shows, signed_in

Accessible = Callable[[Page], Awaitable[None]]
PAGES = ("checkpoints", "checkpoints/new", "devices", "conflicts", "conflicts?show=all", "paper", "halls")


async def _world(held: Gathering) -> None:
    for code, name in (("B", "会展中心B厅"), ("MAIN", "大会堂")):
        await Hall(id=uuid4(), gathering=held.id, code=code, name_zh=name).save()
    await AgendaSession(
        id=uuid4(), gathering=held.id, code="FAIR", title_zh="招聘会", title_en="Job fair", starts_at=NOW
    ).save()
    await Delegation(
        id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团", name_en="North America"
    ).save()
    await cast.checkpoint(held, "VIP", name_zh="贵宾厅", name_en="", kind="hall", rule='[{"classes": ["V"]}]')
    _, ticket = await cast.lin(held)
    text = await text_of(held, ticket)
    for device, minutes, code in (("East door", 0, "REG"), ("West door", 3, "REG"), ("East door", 9, "VIP")):
        scan = Scanned(
            uuid4(), code, text, NOW + timedelta(minutes=minutes), device, verdict="admitted", offline=True
        )
        await record_scans([scan], gathering=held, by=None, now=NOW)


async def test_the_pages_of_the_doors_are_for_everybody_on_a_phone_and_at_a_desk(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    await _world(product.held)
    page = await signed_in(chromium, product)
    root = f"{product.address}/console/example"
    vip = await Checkpoint.objects().get(Checkpoint.code == "VIP")
    assert vip is not None

    for size in (PHONE, DESK):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        for path in (*PAGES, f"checkpoints/{vip.id}"):
            for language in ("en", "zh-Hans"):
                await page.goto(f"{root}/{path}{'&' if '?' in path else '?'}lang={language}")
                await accessible(page)


async def test_a_checkpoint_is_set_up_with_the_keyboard_alone(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    await _world(product.held)
    page = await signed_in(chromium, product)
    await page.goto(f"{product.address}/console/example/checkpoints")
    await page.get_by_role("link", name="New checkpoint").focus()
    await page.keyboard.press("Enter")

    await page.locator("[name=code]").focus()
    await page.keyboard.type("FAIR")
    await page.keyboard.press("Tab")
    await page.keyboard.type("招聘会入口")
    await page.get_by_role("button", name="Add a line").focus()
    await page.keyboard.press("Enter")
    await page.locator("[name=clause_0_classes][value=V]").focus()
    await page.keyboard.press("Space")
    await page.get_by_role("button", name="Add a line").focus()
    await page.keyboard.press("Enter")
    await page.locator("[name=code]").focus()
    await page.keyboard.press("Enter")
    await shows(page, "Choose somebody in this line, or remove it.")
    await accessible(page)
    await page.locator("[name=clause_1_delegations][value=D01]").focus()
    await page.keyboard.press("Space")
    await page.locator("[name='clause_1_booked'][value='session:FAIR']").focus()
    await page.keyboard.press("Space")
    await page.locator("[name=code]").focus()
    await page.keyboard.press("Enter")

    await shows(
        page, "Guests of class VIP, or guests of delegation North America who have booked Job fair, once."
    )
    await accessible(page)
    made = await Checkpoint.objects().get(Checkpoint.code == "FAIR")
    assert made is not None
    assert made.name_zh == "招聘会入口"


async def test_a_scanner_is_let_in_conflicts_are_looked_at_and_signatures_typed(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    await _world(product.held)
    await cast.lin(product.held, email="other@example.com")
    page = await signed_in(chromium, product)
    root = f"{product.address}/console/example"

    await page.goto(f"{root}/devices")
    await page.fill("[name=name]", "East door 2")
    await page.get_by_role("button", name="Show its code").click()
    await shows(page, "Choose at least one checkpoint.")
    await accessible(page)
    await page.check("[name=checkpoints][value=REG]")
    for size in (PHONE, DESK):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
    await page.get_by_role("button", name="Show its code").click()
    await expect(page.locator("img.qr")).to_be_visible()
    for size in (PHONE, DESK):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await accessible(page)
    await page.goto(f"{root}/devices")
    await page.get_by_role("link", name="East door 2").click()
    await accessible(page)
    await page.get_by_role("button", name="Revoke").click()
    await shows(page, "The scanner is revoked")
    await accessible(page)

    await page.goto(f"{root}/conflicts")
    row = page.locator("tr", has_text="Let in twice")
    await expect(row).to_contain_text("West door")
    await row.locator("[name=note]").fill("asked the guest")
    await row.get_by_role("button", name="Looked at").click()
    await expect(page.locator("tr", has_text="Let in twice")).to_have_count(0)
    await page.get_by_role("link", name="Also what was looked at").click()
    await shows(page, "asked the guest")
    await accessible(page)

    await page.goto(f"{root}/paper")
    await page.select_option("[name=at]", "REG")
    await page.fill("[name=signed_at]", "2025-10-15T09:30")
    await page.fill("[name=lines]", "林示例")
    await page.get_by_role("button", name="Record").click()
    await shows(page, "Several guests are called “林示例”")
    await accessible(page)
    await page.get_by_role("radio", name="EX2026-002").check()
    await page.get_by_role("button", name="Record").click()
    await shows(page, "Admitted")
    await accessible(page)
    assert await Scan.count().where(Scan.source == "paper") == 1
