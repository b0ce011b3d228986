"""A visit planned from nothing in a browser: a party is dragged, a refusal read, the plan published, a bus lost, the guest told."""

from collections.abc import Awaitable, Callable
from datetime import date, time
from uuid import uuid4

from playwright.async_api import Browser, Locator, Page, expect

from event.itinerary.planning.tables import VisitDay
from event.itinerary.tables import Canteen, Stop, Vehicle, VehicleCrew
from event.registration.tables import Guest
from tests import cast
from tests.e2e.conftest import Product
from tests.e2e.filling import mails_to, signed_in

Accessible = Callable[[Page], Awaitable[None]]
DAY = date(2026, 10, 17)
SEATS = {"1": 6, "2": 6, "3": 5}
"""Buses with all their seats; a guide sits on one of them."""


async def a_county(product: Product) -> list[Guest]:
    """Four stops, a canteen, three buses with guides and nine guests who wished for themes, but no route and no seat."""
    held = product.held
    await VisitDay(
        id=uuid4(), gathering=held.id, on_day=DAY, leaves_at=time(8), back_by=time(17), lunch_from=time(11, 30),
        lunch_until=time(13),
    ).save()  # fmt: skip
    for number, theme in enumerate(("产业", "产业", "寻根", "寻根"), 1):
        await Stop(
            id=uuid4(), gathering=held.id, code=f"S0{number}", name_zh=f"示例{number}馆", name_en=f"Hall {number}",
            capacity=20, opens_at=time(8), closes_at=time(17), themes=[theme], latitude=27 + number / 20, longitude=112.0,
        ).save()  # fmt: skip
    await Canteen(
        id=uuid4(), gathering=held.id, code="L1", name_zh="示例食堂", name_en="Canteen", capacity=40, stay=60,
        opens_at=time(11), closes_at=time(14), latitude=27.1, longitude=112.0,
    ).save()  # fmt: skip
    for code, seats in SEATS.items():
        bus = Vehicle(
            id=uuid4(),
            gathering=held.id,
            code=code,
            plate=f"示A·T000{code}",
            seats=seats,
            muster="侨缘大酒店正门",
        )
        await bus.save()
        await VehicleCrew(
            id=uuid4(), vehicle=bus.id, role="guide", number=f"Z00{code}", name=f"讲解{code}"
        ).save()
    guests = []
    for number in range(9):
        guest, _ = await cast.guest(
            held, name_zh=f"林示{'甲乙丙丁戊己庚辛壬'[number]}", email=f"guest{number}@example.com", language="en",
            answers={"themes": ["产业" if number < 5 else "寻根"]},
        )  # fmt: skip
        guests.append(guest)
    return guests


def card(page: Page, bus: str) -> Locator:
    return page.locator(f"[data-bus='{bus}']")


async def seats_on(page: Page, bus: str) -> int:
    return int((await card(page, bus).locator(".plan-seats").inner_text()).split(" of ")[0].strip())


async def planned(page: Page) -> None:
    """The planner's plan is taken over."""
    await page.get_by_role("button", name="Take it over").click(timeout=60_000)
    await expect(page.get_by_role("button", name="Take it over")).to_have_count(0)


async def opened(page: Page, bus: str) -> None:
    """The list of a bus's travel parties is unfolded."""
    details = card(page, bus).locator("details")
    if await details.get_attribute("open") is None:
        await details.locator("summary").click()


async def with_guests(page: Page, *buses: str) -> list[str]:
    """Buses that somebody rides on, the fullest last."""
    riding = {bus: await seats_on(page, bus) for bus in buses}
    return sorted((bus for bus in buses if riding[bus]), key=lambda bus: riding[bus])


async def take_up(page: Page, what: Locator) -> None:
    """Press and pull a little: the way may be longer than the window is high."""
    await what.scroll_into_view_if_needed()
    box = await what.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 8, box["y"] + 8)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 16, box["y"] + 12, steps=4)


async def dragged(page: Page, to: str) -> None:
    """A travel party of another bus is dragged onto this one."""
    other = (await with_guests(page, *(bus for bus in SEATS if bus != to)))[-1]
    await opened(page, other)
    await take_up(page, card(page, other).locator(".plan-who").first)
    await card(page, to).scroll_into_view_if_needed()
    box = await card(page, to).locator("h3").bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 8, box["y"] + 8, steps=4)
    await page.mouse.up()


async def test_from_an_empty_plan_to_a_guest_who_is_told(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    guests = await a_county(product)
    page = await signed_in(chromium, product)
    await page.goto(f"{product.address}/console/example/visit")
    await expect(page.locator("[data-drawn=yes]")).to_be_visible()
    for bus, seats in SEATS.items():
        choice = page.get_by_label("Bring a bus into the visit …")
        await choice.select_option(label=f"Bus {bus} ({seats} seats)")
        await expect(card(page, bus)).to_be_visible()
    await accessible(page)

    # planned from nothing
    await page.get_by_role("button", name="Plan anew").click()
    await page.get_by_label("Seconds").fill("5")
    await page.get_by_role("button", name="Begin").click()
    await planned(page)
    assert sum([await seats_on(page, bus) for bus in SEATS]) == 9
    await expect(page.get_by_text("No rule is broken.")).to_be_visible()
    await expect(page.locator(".plan-call").first).to_be_visible()
    await accessible(page)

    # a party is dragged where there is no seat: refused with seats counted, and nobody has moved
    small = (await with_guests(page, "1", "2"))[-1]
    while await seats_on(page, small) < 5:
        before = await seats_on(page, small)
        await dragged(page, small)
        await expect(card(page, small).locator(".plan-seats")).to_contain_text(f"{before + 1} of 5")
    await dragged(page, small)
    refusal = page.locator(".plan-refusal")
    await expect(refusal).to_contain_text(
        f"Bus {small} has 6 seats; its crew takes 1, so 5 are for guests: 6 would be 1 too many."
    )
    await accessible(page)
    assert await seats_on(page, small) == 5
    await refusal.get_by_role("button", name="Close").click()

    # a call is moved with the keyboard, and undone
    call = page.locator(".plan-call.plan-canteen").first
    began = await call.locator("small").inner_text()
    await call.focus()
    await page.keyboard.press("ArrowRight")
    undo = page.get_by_role("button", name="Undo: “示例食堂”")
    moved = undo.or_(page.locator(".plan-refusal"))
    await expect(moved.first).to_be_visible(timeout=10_000)
    if await undo.count():
        await undo.click()
        await expect(page.locator(".plan-call.plan-canteen").first.locator("small")).to_have_text(began)

    # published: the guest has it by mail and on their page
    await page.get_by_role("link", name="Publish").last.click()
    await accessible(page)
    await page.get_by_role("button", name="Publish", exact=True).click()
    await mails_to(product.var, "guest0@example.com", count=1)

    # a bus breaks down: mended, shown, taken over, published; those who change are told, the others are not
    await page.goto(f"{product.address}/console/example/visit")
    await expect(page.locator("[data-drawn=yes]")).to_be_visible()
    names = [await one.inner_text() for one in await card(page, small).locator(".plan-who").all()]
    await page.get_by_role("button", name="Something happened").click()
    broken = page.locator("dialog form", has_text="A bus has broken down")
    await broken.get_by_label("Bus").select_option(label=f"Bus {small}")
    await broken.get_by_role("button", name="Mend the plan").click()
    await expect(page.locator(".plan-run")).to_contain_text("5 guests would change buses", timeout=30_000)
    await planned(page)
    assert await seats_on(page, small) == 0
    await page.get_by_role("link", name="Publish").last.click()
    await page.get_by_role("button", name="Publish", exact=True).click()

    told = [guest for guest in guests if any(guest.name_zh in name for name in names)]
    assert len(told) == 5
    for guest in told:
        await mails_to(product.var, guest.email, count=2)
