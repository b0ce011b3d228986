"""An organizer proposes rooms and accepts them, drags a guest into another room, does the same without scripts, and fetches."""

from collections.abc import Awaitable, Callable
from datetime import date, time, timedelta

from playwright.async_api import Browser, Page, expect

from event.registration.replies import JourneyReply
from tests import cast
from tests.e2e.conftest import Product
from tests.e2e.filling import signed_in
from tests.itinerary.lodging.hotels import a_hotel, sleeping
from tests.itinerary.transfers.ways import SOON, a_car, a_flight, riding

Accessible = Callable[[Page], Awaitable[None]]
_WISH = {"lodging": "yes", "check_in": "2026-10-15", "check_out": "2026-10-17"}
_COMES = JourneyReply("flight", "ZZ1", "", date(2026, 10, 15), time(12), transfer_wanted=True)


async def test_rooms_are_proposed_dragged_and_given_and_guests_are_fetched(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    held = product.held
    await a_hotel(held)
    await a_car(held)
    await a_flight(held, at=SOON + timedelta(hours=1))
    for maker in (cast.lin, cast.chen):
        await maker(held, sex="F", answers=_WISH, arrival=_COMES)
    own = f"{product.address}/console/example/visit"
    page = await signed_in(chromium, product)
    context = page.context

    await page.goto(f"{own}/rooms")
    await accessible(page)
    await page.get_by_role("link", name="Propose rooms").click()
    await accessible(page)
    await page.get_by_role("button", name="Give these 2 places").click()
    await expect(page.locator(".alert-success")).to_contain_text("The proposed rooms are given.")
    assert await sleeping() == [("EX2026-001", "301"), ("EX2026-002", "301")]

    guest = page.locator(".piece", has_text="林示例").locator(".handle")
    await guest.drag_to(page.locator(".room", has_text="501").locator("[data-room]"))
    await expect(page.locator(".alert-success")).to_contain_text("Saved.")
    await expect(page.locator(".room", has_text="501")).to_contain_text("林示例")
    assert await sleeping() == [("EX2026-001", "501"), ("EX2026-002", "301")]

    plain = await chromium.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, storage_state=await context.storage_state()
    )  # fmt: skip
    phone = await plain.new_page()
    await phone.goto(f"{own}/rooms")
    await phone.get_by_role("link", name="林示例").click()
    chosen = await phone.locator("#field-where option", has_text="302").get_attribute("value")
    await phone.locator("#field-where").select_option(chosen)
    await phone.get_by_role("button", name="Save").click()
    await expect(phone.locator(".alert-success")).to_contain_text("Saved.")
    assert await sleeping() == [("EX2026-001", "302"), ("EX2026-002", "301")]
    await plain.close()

    await page.goto(f"{own}/transfers")
    await accessible(page)
    await page.get_by_role("link", name="Propose pickups").click()
    await accessible(page)
    await page.get_by_role("button", name="Write these pickups").click()
    await expect(page.locator(".drive")).to_contain_text("2 of 2 seats")
    await page.get_by_role("link", name="ZZ1").click()
    await accessible(page)
    await page.get_by_text("Choose all", exact=True).click()
    await page.get_by_label("Greeter", exact=True).fill("谢练习")
    await page.get_by_role("button", name="Set for the chosen guests").click()
    await expect(page.locator("table")).to_contain_text("谢练习")
    assert [row[3] for row in await riding()] == ["商务1号", "商务1号"]
    await context.close()
