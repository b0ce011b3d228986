"""An organizer writes a list by an own column set, issues a letter, and asks a report, on a phone and at a desk."""

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from event.gathering.tables import Gathering
from tests import cast
from tests.e2e.conftest import Product
from tests.e2e.filling import DESK, PHONE, signed_in

Accessible = Callable[[Page], Awaitable[None]]


async def test_lists_letters_and_reports_are_made_by_hand(
    product: Product, chromium: Browser, accessible: Accessible, tmp_path: Path
) -> None:
    await Gathering.update(
        office_address="示例县人民路1号", office_phone="+86 590 0000 0000", letter_costs="食宿由侨联承担"
    ).where(Gathering.id == product.held.id)
    wanted = {
        "answers": {"visa_letter": "yes", "consulate": "中国驻美国使领馆"},
        "document_number": "X12345678",
    }
    await cast.lin(product.held, birth_date=date(1971, 3, 9), **wanted)
    await cast.chen(product.held, **wanted)
    page = await signed_in(chromium, product)
    root = f"{product.address}/console/example"

    for size in (PHONE, DESK):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        for path in (
            "export",
            "export/sets/new",
            "visa-letters",
            "reports",
            "reports/documents",
            "reports/visa-letters",
        ):
            await page.goto(f"{root}/{path}")
            await accessible(page)

    await page.goto(f"{root}/export/sets/new")
    await page.fill("[name=name]", "Gate")
    for place, key in enumerate(("phone", "number"), start=1):
        await page.check(f"[name=column][value={key}]")
        await page.fill(f"[name=order_{key}]", str(place))
    await page.get_by_role("button", name="Save").click()
    await accessible(page)
    await page.select_option("[name=set]", "Gate")
    await page.check("[name=format][value=csv]")
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Write the file").click()
    await (await download.value).save_as(tmp_path / "gate.csv")
    assert (tmp_path / "gate.csv").read_text("utf-8-sig").splitlines()[1] == '"\'+12125550100","EX2026-001"'

    await page.goto(f"{root}/visa-letters")
    await expect(page.get_by_text("Missing: date of birth")).to_be_visible()
    await page.locator("[name=guest][type=checkbox]").check()
    await page.get_by_role("button", name="Issue letters for the chosen guests").click()
    await accessible(page)
    async with page.expect_download() as letter:
        await page.get_by_role("button", name="EX2026-VL001 as PDF").click()
    await (await letter.value).save_as(tmp_path / "letter.pdf")
    assert (tmp_path / "letter.pdf").read_bytes()[:4] == b"%PDF"

    await page.goto(f"{root}/reports/visa-letters?at=2026-01-01T09:00")
    await expect(page.get_by_text("EX2026-VL001")).to_have_count(0)
    await page.goto(f"{root}/reports/visa-letters")
    await expect(page.get_by_text("EX2026-VL001")).to_have_count(1)
