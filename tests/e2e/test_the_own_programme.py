"""A guest on a phone reads the own programme, also without a connection, and says what they wish, also without scripts."""

from collections.abc import Awaitable, Callable
from datetime import date

from playwright.async_api import Browser, Page, expect

from event.database import fetch
from event.registration.mails import guest_path
from tests.e2e.conftest import Product
from tests.e2e.filling import on_a_phone, prove, send, shows
from tests.itinerary.own.world import given

Accessible = Callable[[Page], Awaitable[None]]
BORN = date(1961, 2, 3)


async def _link(product: Product) -> str:
    lin = await given(product.held)
    await fetch("UPDATE guest SET birth_date = $2 WHERE id = $1", lin.id, BORN)
    return product.address + guest_path(lin.id)


async def test_the_programme_is_read_with_and_without_a_connection_and_the_room_is_never_kept(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    link = await _link(product)
    guest = await on_a_phone(chromium)
    await guest.goto(f"{link}?lang=en")
    await guest.click("text=My programme, day by day")
    await expect(guest.locator(".own-visit .own-mark")).to_have_text("Bus 1示A·T0001Seat 7")
    await expect(guest.locator("[data-kept-offline]")).to_be_visible()
    await accessible(guest)
    await guest.click("text=Show my room number")
    await prove(guest, BORN.isoformat())
    await shows(guest, "301 Standard twin")
    await accessible(guest)

    await guest.context.set_offline(offline=True)
    await guest.goto(f"{link}/programme")

    await expect(guest.locator(".own-visit .own-mark")).to_have_text("Bus 1示A·T0001Seat 7")
    await expect(guest.locator("main")).not_to_contain_text("301")
    await guest.context.close()


async def test_wishes_are_said_without_scripts(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    link = await _link(product)
    guest = await on_a_phone(chromium, java_script_enabled=False)
    await guest.goto(f"{link}/wishes?lang=en")
    await prove(guest, BORN.isoformat())
    await guest.check("[name=route_1][value=A]")
    await guest.check("[name=route_2][value=A]")
    await send(guest)
    await shows(guest, "Please choose another route than the first one, or none.")
    await guest.check("[name=route_2][value=B]")
    await guest.fill("[name=sit_with]", "陳樣本")
    await send(guest)
    await shows(guest, "Your wishes are saved.")
    cookies = await guest.context.cookies()
    await guest.context.close()

    again = await on_a_phone(chromium)
    await again.context.add_cookies(cookies)  # type: ignore[arg-type]
    await again.goto(f"{link}/wishes?lang=en")
    await expect(again.locator("[name=route_2][value=B]")).to_be_checked()
    await accessible(again)
    await again.context.close()
