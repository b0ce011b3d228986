"""The programme put together in a browser: dragged and moved by keys with clashes told, undone, by two at once, without scripts."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import uuid4

from playwright.async_api import Browser, Locator, Page, expect

from event.agenda.signing_up.operations import join
from event.agenda.tables import AgendaSession, Booking
from event.gathering.tables import Hall
from event.people.rules import COMMAND_LINE
from tests import cast
from tests.e2e.conftest import Product
from tests.e2e.filling import PHONE, signed_in

Accessible = Callable[[Page], Awaitable[None]]
SESSIONS = (
    ("OPEN", "开幕式", "Opening", 1, 2, "MAIN"),
    ("TALK", "座谈会", "Talks", 1, 2, "A"),
    ("SIGN", "签约仪式", "Signing", 3, 4, "MAIN"),
)
"""Codes, titles, first and last hour of the second day (UTC), hall: 09:00 where the gathering is."""


async def a_programme(product: Product) -> None:
    """Two halls and three sessions on the second day."""
    halls = {}
    for code, name, capacity in (("A", "A厅", 60), ("MAIN", "主会场", 450)):
        made = Hall(
            id=uuid4(), gathering=product.held.id, code=code, name_zh=name, name_en=code, capacity=capacity
        )
        await made.save()
        halls[code] = made.id
    for position, (code, zh, en, first, last, hall) in enumerate(SESSIONS):
        begins, ends = (datetime(2026, 10, 16, hour, tzinfo=UTC) for hour in (first, last))
        await AgendaSession(
            id=uuid4(), gathering=product.held.id, code=code, title_zh=zh, title_en=en, starts_at=begins, ends_at=ends,
            hall=halls[hall], position=position,
        ).save()  # fmt: skip


def block(page: Page, title: str) -> Locator:
    return page.locator(".agenda-session", has_text=title)


async def where(page: Page, title: str) -> tuple[str, str | None]:
    """The times a session shows, and the hall whose column it is in."""
    found = block(page, title)
    hall = await found.evaluate("one => one.parentElement.dataset.hall")
    return await found.locator(".agenda-time").inner_text(), hall


async def opened(chromium: Browser, product: Product, user: str = "organizer", **context: object) -> Page:
    page = await signed_in(chromium, product, user, **context)
    await page.goto(f"{product.address}/console/example/agenda")
    return page


async def test_a_session_is_dragged_to_another_hall_the_clash_is_told_and_the_move_undone(
    chromium: Browser, product: Product, accessible: Accessible
) -> None:
    await a_programme(product)
    page = await opened(chromium, product)
    await expect(page.locator("[data-drawn=yes]")).to_be_visible()
    await accessible(page)
    await block(page, "Talks").scroll_into_view_if_needed()
    begins, main = await block(page, "Talks").bounding_box(), await block(page, "Opening").bounding_box()
    assert begins
    assert main

    await page.mouse.move(begins["x"] + 30, begins["y"] + 15)
    await page.mouse.down()
    await page.mouse.move(main["x"] + 30, begins["y"] + 15, steps=5)
    await expect(page.locator(".agenda-preview")).to_contain_text("MAIN is taken twice")
    await page.mouse.up()
    await expect(page.locator(".agenda-toast")).to_contain_text("The session is moved.")
    await expect(page.locator("[data-agenda-clashes]")).to_contain_text("MAIN is taken twice")
    there = await where(page, "Talks")
    await page.click(".agenda-toast button")
    await expect(page.locator("[data-agenda-clashes]")).not_to_contain_text("MAIN is taken twice")

    assert there == ("09:00–10:00", "MAIN")
    assert await where(page, "Talks") == ("09:00–10:00", "A")


async def test_a_session_is_moved_and_made_longer_by_keys_and_said_aloud(
    chromium: Browser, product: Product
) -> None:
    await a_programme(product)
    page = await opened(chromium, product)
    said = page.locator("[data-agenda-said]")
    await block(page, "Talks").focus()

    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowDown"):
        await page.keyboard.press(key)
    await expect(said).to_contain_text("09:10–10:15, A")
    await page.keyboard.press("Enter")
    await expect(said).to_have_text("Talks is put at 09:10–10:15, A.")
    await expect(block(page, "Talks")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Escape")
    await expect(said).to_have_text("Talks stays where it was.")

    assert await where(page, "Talks") == ("09:10–10:15", "A")
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Talks")


async def test_what_one_organizer_moves_the_other_sees_without_asking(
    chromium: Browser, product: Product
) -> None:
    await a_programme(product)
    one, other = await opened(chromium, product), await opened(chromium, product, "administrator")
    await expect(other.locator("[data-drawn=yes]")).to_be_visible()
    await block(one, "Signing").focus()

    await one.keyboard.press("ArrowDown")
    await one.keyboard.press("Enter")

    await expect(block(other, "Signing").locator(".agenda-time")).to_have_text("11:05–12:05")


async def test_on_a_phone_there_is_a_list_and_a_session_is_entered_with_items_and_people(
    chromium: Browser, product: Product, accessible: Accessible
) -> None:
    await a_programme(product)
    await cast.lin(product.held)
    page = await opened(chromium, product)
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await expect(page.locator("[data-agenda-grid]")).to_be_hidden()
    await accessible(page)

    await page.click("th a >> text=Opening")
    await page.click("text=Add an item")
    await page.fill("[name=title_zh]", "致辞")
    await page.click("button[value=save]:not([aria-hidden])")
    await page.click("summary >> text=Add a person")
    await page.fill("[name=guest]", "林示例")
    await page.click("form[action$='/people'] button")
    await expect(page.locator(".agenda-people")).to_contain_text("林示例")
    await expect(page.locator(".notice")).to_contain_text("The person is added.")
    await accessible(page)
    await page.click(".notice button")

    await expect(page.locator("#session-people + p")).to_have_text("Nobody hosts or speaks yet.")
    await expect(page.locator(".agenda-items")).to_contain_text("09:00–09:05")


async def test_without_scripts_the_page_of_a_session_moves_it_and_shows_the_clash_first(
    chromium: Browser, product: Product
) -> None:
    await a_programme(product)
    page = await opened(chromium, product, java_script_enabled=False)
    await page.click("th a >> text=Talks")

    await page.select_option("[name=hall]", "MAIN")
    await page.click("button[value=save]:not([aria-hidden])")
    await expect(page.locator("#agenda-checked")).to_contain_text("MAIN is taken twice")
    await page.click("text=Save all the same")

    await expect(page.locator(".notice")).to_contain_text("The session is changed.")
    await expect(page.locator(".lead")).to_contain_text("MAIN")


async def test_a_session_is_cancelled_by_a_key_said_aloud_and_the_places_come_back_by_undoing(
    chromium: Browser, product: Product, accessible: Accessible
) -> None:
    await a_programme(product)
    lin, _ = await cast.lin(product.held)
    session = await AgendaSession.objects().get(AgendaSession.code == "TALK")
    assert session
    await join(session.id, lin.id, gathering=product.held, by=COMMAND_LINE, now=cast.NOW)
    page = await opened(chromium, product)
    await block(page, "Talks").focus()

    await page.keyboard.press("Delete")
    await expect(page.locator("[data-agenda-said]")).to_contain_text("The session is cancelled")
    await expect(block(page, "Talks")).to_contain_text("Cancelled")
    await expect(block(page, "Talks")).to_be_focused()
    gone = await Booking.count()
    await accessible(page)
    await page.click(".agenda-toast button")
    await expect(block(page, "Talks")).not_to_contain_text("Cancelled")
    back = await Booking.count()
    await page.goto(f"{product.address}/console/example/agenda/sessions/{session.id}")
    await page.get_by_role("button", name="Cancel this session").click()
    await expect(page.locator(".lead")).to_contain_text("Cancelled")
    await accessible(page)
    await page.get_by_role("button", name="It takes place after all").click()
    await expect(page.locator(".lead")).not_to_contain_text("Cancelled")

    assert (gone, back, await Booking.count()) == (0, 1, 1)
