"""What guests and staff do with their hands: unfold, fill in, sign in, read their mail."""

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import PASSWORD, Product

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
GUEST = {
    "name_zh": "𠮷示例", "latin_surname": "KUT", "latin_given": "Shi Lai", "birth_date": "1961-02-03",
    "email": "kut@example.com", "phone": "+852 2100 0000",
}  # fmt: skip


async def fill(page: Page, **others: str) -> None:
    """The questions nobody gets around, by keyboard and touch as a guest does."""
    for name, value in (GUEST | others).items():
        await page.fill(f"[name={name}]", value)
    await page.check("[name=sex][value=M]")
    await page.select_option("[name=residence]", "HK")
    await page.select_option("[name=nationality]", "CN")


async def unfold(page: Page, heading: str) -> None:
    """Open a section that can follow later."""
    await page.locator("details.later > summary", has_text=heading).click()


async def send(page: Page) -> None:
    await page.click("form [type=submit]:not([name]):not([aria-hidden])")


async def signed_in(chromium: Browser, product: Product, name: str = "organizer", **context: object) -> Page:
    """A console page of somebody who has signed in, in English."""
    made = await chromium.new_context(viewport=DESK, locale="en-GB", **context)  # type: ignore[arg-type]
    page = await made.new_page()
    await page.goto(f"{product.address}/sign-in?lang=en")
    await page.fill("[name=name]", name)
    await page.fill("[name=password]", PASSWORD)
    await page.click("form [type=submit]")
    await page.wait_for_url("**/console/example")
    return page


async def on_a_phone(chromium: Browser, **context: object) -> Page:
    made = await chromium.new_context(viewport=PHONE, locale="en-GB", **context)  # type: ignore[arg-type]
    return await made.new_page()


async def mails_to(var: Path, recipient: str, *, count: int = 1) -> list[EmailMessage]:
    """The mails to an address, once the worker has delivered so many."""
    for _ in range(150):
        found = [
            message_from_bytes(file.read_bytes(), policy=policy.default)  # type: ignore[arg-type]
            for file in sorted((var / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        ]
        theirs = [mail for mail in found if mail["To"] == recipient]
        if len(theirs) >= count:
            return theirs  # type: ignore[return-value]
        await asyncio.sleep(0.1)
    raise AssertionError(f"no {count} mails came to {recipient}")


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


def link_in(mail: EmailMessage) -> str:
    """The first address of our own in a mail."""
    return next(word for word in text_of(mail).split() if "://" in word)


async def prove(page: Page, birth_date: str = GUEST["birth_date"]) -> None:
    await page.fill("[name=birth_date]", birth_date)
    await send(page)


async def shows(page: Page, text: str) -> None:
    await expect(page.locator("main")).to_contain_text(text)
