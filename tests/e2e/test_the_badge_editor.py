"""A badge is designed while its pages are looked at: what is typed is seen at once on real guests, and printed when saved."""

from collections.abc import Awaitable, Callable

import pypdfium2
from playwright.async_api import Browser, Page, expect

from event.people.rules import SYSTEM
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from tests import cast
from tests.e2e.conftest import Product
from tests.e2e.filling import signed_in

Accessible = Callable[[Page], Awaitable[None]]
LONG = "阿卜杜热合曼·买买提依明江"


async def test_what_is_typed_is_seen_at_once_and_printed_when_it_is_saved(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    await cast.lin(product.held)
    await cast.chen(product.held, name_zh=LONG)
    page = await signed_in(chromium, product, "organizer")
    await page.goto(f"{product.address}/console/{product.held.slug}/badges")
    await accessible(page)
    await page.get_by_role("link", name="Design G").click()
    sample = page.locator("#seen img").first
    before = await sample.get_attribute("src")

    await page.get_by_label("Frame (HTML)").fill("<div class='band'>欢迎 {{ class_code }}</div>")
    await page.get_by_label("Style (CSS)").fill(
        ".band { position: absolute; left: 5mm; top: 5mm; font-size: 9mm }"
    )
    await expect(sample).not_to_have_attribute("src", str(before))
    await expect(page.locator("#seen")).to_contain_text("Longest name")
    await accessible(page)

    await page.get_by_label("Style (CSS)").fill(".band { background: url(https://example.com/spy.png) }")
    await expect(page.locator("#seen .alert-problem")).to_be_visible()
    assert "https://example.com" in await page.get_by_label("Style (CSS)").input_value()

    await page.get_by_label("Style (CSS)").fill(
        ".band { position: absolute; left: 5mm; top: 5mm; font-size: 9mm }"
    )
    await expect(page.locator("#seen .alert-problem")).to_have_count(0)
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Revision 1")).to_be_visible()

    printed = await print_document("badges", product.held, Wanted(), by=SYSTEM, now=cast.NOW)
    assert ["欢迎 G" in text for text in _texts(printed.content)] == [True, True]


def _texts(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range() for page in document]
