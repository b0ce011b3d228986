"""A signing ceremony from its preparation over people coming through the door to the record and the ledger."""

import io
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from PIL import Image
from playwright.async_api import Browser, Page, expect

from event.agenda.tables import AgendaSession
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.mails import text_of
from event.signing.ceremony.arranging import order_of
from event.signing.forms import BatchTold, ItemTold, PartyTold, PersonTold, SignatoryTold
from event.signing.ledger.queries import ledger_as_of, today_of
from event.signing.ledger.tables import Stage
from event.signing.operations import add_item, save_batch
from event.signing.queries import items_of
from tests import cast
from tests.e2e.conftest import Product
from tests.e2e.filling import PHONE, signed_in
from tests.printing.reading import texts

Accessible = Callable[[Page], Awaitable[None]]
NOW = datetime.now(UTC)


def _agreement(code: str, amount: int, guest: str) -> ItemTold:
    host = PartyTold(
        organisation_zh="示例县商务局",
        is_host=True,
        signatories=(
            SignatoryTold(name_zh="卢虚构", title_zh="局长", stand_in="朱样例", phone="+8613800000001"),
        ),
    )
    investor = PartyTold(
        organisation_zh="测试医药公司",
        country="US",
        signatories=(SignatoryTold(guest=guest, stand_in="张示范"),),
    )
    return ItemTold(
        code=code, name_zh=f"示例项目{code}", name_en=f"Project {code}", agreement_type="investment_contract", batch=1,
        amount=Decimal(amount), currency="CNY", text_state="final", parties=(host, investor),
    )  # fmt: skip


async def prepared(held: Gathering) -> str:
    """Two agreements in a batch that begins in ten minutes, a door, a liaison; returns the ticket of 林, who signs."""
    session = AgendaSession(
        id=uuid4(), gathering=held.id, code="SIGN", title_zh="签约仪式", title_en="Signing", starts_at=NOW + timedelta(minutes=10),
        place_zh="主会场",
    )  # fmt: skip
    await session.save()
    await cast.checkpoint(held, "SIGN", kind="session", admits="always", agenda_session=session.id, name_zh="签约入口", name_en="Signing, door")  # fmt: skip
    await cast.guest(held, name_zh="郭参考", code="S", number="S001", phone="+8619900000053")
    lin, ticket = await cast.lin(held, answers={"liaison": "S001 郭参考"}, number="G001")
    told = BatchTold(
        number=1, starts_at=NOW + timedelta(minutes=10), witnesses=(PersonTold("施范本", "县长"),)
    )
    await save_batch(told, gathering=held, by=COMMAND_LINE, now=NOW)
    for code, amount in (("P01", 300_000_000), ("P02", 900_000_000)):
        await add_item(_agreement(code, amount, lin.number), gathering=held, by=COMMAND_LINE, now=NOW)
    return await text_of(held, ticket)


async def test_from_the_order_to_the_record(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    ticket = await prepared(product.held)
    signing = f"{product.address}/console/example/signing"
    officer = await signed_in(chromium, product, "signing-officer", accept_downloads=True)
    door = await signed_in(chromium, product, "gate-staff")

    await officer.goto(f"{signing}/ceremony")
    assert await officer.locator(".signing-item .grow strong").all_inner_texts() == [
        "Project P02",
        "Project P01",
    ]
    await officer.locator(".signing-places summary").first.click()
    await expect(officer.get_by_role("img", name="Seen from the audience").first).to_be_visible()
    await accessible(officer)
    await officer.get_by_role("button", name="Move Project P01 up").focus()
    await officer.keyboard.press("Enter")
    await expect(officer.locator(".alert-success")).to_contain_text("The order is saved")
    await officer.get_by_role("button", name="Freeze the order").click()
    await expect(officer.locator(".signing-state")).to_contain_text("The order is frozen")
    assert await officer.locator(".handle, .step").count() == 0
    await accessible(officer)

    await officer.goto(f"{signing.removesuffix('/signing')}/print/signing/cards/new")
    await accessible(officer)
    await officer.get_by_label("English").check()
    await officer.get_by_role("button", name="Make the document").click()
    async with officer.expect_download() as coming:
        await officer.get_by_role("link", name="Download").click()
    pages = texts((await (await coming.value).path()).read_bytes())
    assert [page.count("LIN Shili") for page in pages] == [0, 2, 0, 2]
    assert [page.count("draft") for page in pages] == [0, 0, 0, 0]

    board = await officer.context.new_page()
    await board.goto(f"{signing}/ready")
    await board.get_by_role("button", name="All cards lie ready").click()
    await expect(board.locator("#ready-cards")).to_contain_text("0")
    await expect(board.locator("#ready-in-hall")).to_contain_text("0 / 4")
    await expect(board.locator(".call-list.calling")).to_contain_text("+8619900000053")
    await accessible(board)
    await door.goto(f"{product.address}/console/example/check-in?at=SIGN")
    await door.keyboard.type(ticket)
    await door.keyboard.press("Enter")
    await expect(door.locator(".verdict-admitted")).to_be_visible()
    await expect(board.locator("#ready-in-hall")).to_contain_text("2 / 4", timeout=10_000)
    await expect(board.locator("#ready-P01乙")).to_contain_text("since")
    await expect(board.locator(".call-list")).not_to_contain_text("+8619900000053")
    await accessible(board)

    await officer.goto(f"{signing}/records")
    await officer.get_by_role("link", name="Project P01").click()
    await officer.get_by_role("radio", name="朱样例").check()
    await officer.fill("[name=changes]", "第三条改为三十日")
    picture = io.BytesIO()
    Image.new("RGB", (320, 200), "maroon").save(picture, "JPEG")
    await officer.set_input_files(
        "[name=photo]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    await accessible(officer)
    await officer.get_by_role("button", name="Record the signing").click()
    await expect(officer.locator(".alert-success")).to_contain_text("The signing is recorded")
    await expect(officer.locator("#record-1")).to_contain_text("holds")
    await officer.wait_for_function("document.querySelector('.record-photos img').naturalWidth === 320")
    await accessible(officer)
    async with officer.expect_download() as coming:
        await officer.get_by_role("link", name="PDF of record no. 1").click()
    record = "".join(texts((await (await coming.value).path()).read_bytes()))
    assert [word for word in ("朱样例", "林示例", "第三条改为三十日") if word not in record] == []
    lines = await ledger_as_of(product.held, today_of(product.held, datetime.now(UTC)))
    assert [(line.code, line.standing.stage) for line in lines] == [("P01", Stage.SIGNED)]


async def test_the_second_of_two_organizers_is_told_and_keeps_what_they_typed(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    await prepared(product.held)
    root = f"{product.address}/console/example/signing/ceremony"
    first, second = await signed_in(chromium, product, "signing-officer"), await signed_in(chromium, product)
    for page in (first, second):
        await page.goto(f"{root}/batches/1")
    await first.fill("[name=hosts]", "主任 龙范")
    await first.get_by_role("button", name="Save").click()
    await first.wait_for_url("**/signing/ceremony")

    await second.fill("[name=witnesses]", "县委书记 司徒样例")
    await second.get_by_role("button", name="Save").click()

    await expect(second.locator(".alert-warning")).to_contain_text("主任 龙范")
    await expect(second.locator("[name=witnesses]")).to_have_value("县委书记 司徒样例")
    await accessible(second)

    for page in (first, second):
        await page.goto(f"{root}/run-sheet")
    await first.fill("[name='what_zh-0']", "领导致辞")
    await first.get_by_role("button", name="Save", exact=True).click()
    await expect(first.locator(".alert-success")).to_be_visible()
    await second.fill("[name='what_zh-0']", "奏乐")
    await second.get_by_role("button", name="Save", exact=True).click()
    await expect(second.locator(".alert-warning")).to_contain_text("Your lines are still here")
    await expect(second.locator("[name='what_zh-0']")).to_have_value("奏乐")
    await second.locator(".alert-warning summary").click()
    await expect(second.locator(".alert-warning")).to_contain_text("领导致辞")
    await accessible(second)


async def test_the_ceremony_is_arranged_without_scripts_on_a_phone(
    product: Product, chromium: Browser
) -> None:
    await prepared(product.held)
    page = await signed_in(chromium, product, "signing-officer", java_script_enabled=False)
    await page.set_viewport_size(PHONE)
    await page.goto(f"{product.address}/console/example/signing/ceremony")

    await page.get_by_role("button", name="Move Project P01 up").click()
    await expect(page.locator(".alert-success")).to_be_visible()
    await page.goto(f"{product.address}/console/example/signing/ceremony/things")
    await page.get_by_role("button", name="Save").click()

    await expect(page.locator(".alert-success")).to_contain_text("Saved")
    assert order_of(await items_of(product.held)) == {1: ["P01", "P02"]}
