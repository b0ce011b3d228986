"""Badges on demand: the desk asks, the station's page prints, and what nobody knows is asked of whoever stands there."""

import base64
import io
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import uuid4

import zxingcpp
from PIL import Image
from playwright.async_api import Browser, Page, expect

from event.checkin.tables import Device
from event.database import fetch
from event.people.rules import COMMAND_LINE
from event.printing.queue.asking import ask
from event.printing.queue.stations import change_station, make_station
from event.registration.adding import standing_ticket
from event.registration.mails import text_of
from tests import cast
from tests.e2e.at_the_door import code_for, says, stand, type_ticket
from tests.e2e.conftest import Product
from tests.e2e.filling import PHONE, signed_in

Accessible = Callable[[Page], Awaitable[None]]
PRINTER = """
window.papers = [];
window.print = () => { window.papers.push(document.querySelector("#sheet img").src); dispatchEvent(new Event("afterprint")); };
"""
"""A printer that takes what it is given at once; headless browsers have none."""


async def station_page(
    chromium: Browser, link: str, *, asks: bool = False, viewport: dict[str, int] | None = None
) -> Page:
    """A computer with a label printer that opened the station's link."""
    context = await chromium.new_context(locale="en-GB", viewport=viewport or {"width": 1280, "height": 800})  # type: ignore[arg-type]
    await context.add_init_script(PRINTER)
    page = await context.new_page()
    await page.goto(link)
    await expect(page.locator("#now")).to_contain_text("Ready")
    if not asks:
        await page.get_by_label("This browser prints without asking").check()
    return page


async def made(product: Product, name: str = "Left") -> tuple[str, str]:
    """A station's id and the link that lets a computer in."""
    one = await make_station(
        name, size="90x130", gathering=product.held, by=COMMAND_LINE, now=datetime.now(UTC)
    )
    return str(one.id), f"{product.address}/station#{one.code}"


async def queued(product: Product, station: str, guest: object) -> None:
    """Somebody elsewhere asks for a guest's badge; the station hears of it at its next look."""
    await ask(
        gathering=product.held, station=cast.UUID(station), request=uuid4(), guest=guest,  # type: ignore[arg-type]
        by=COMMAND_LINE, now=datetime.now(UTC),
    )  # fmt: skip


async def codes_on_paper(page: Page) -> list[str]:
    """What the QR codes say that the station has printed."""
    papers = await page.evaluate("window.papers")
    pictures = [Image.open(io.BytesIO(base64.b64decode(paper.partition(",")[2]))) for paper in papers]
    return [zxingcpp.read_barcodes(one)[0].text for one in pictures]


async def test_a_lost_badge_is_made_at_the_desk_and_comes_out_at_the_station(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    lin, _ = await cast.lin(product.held)
    desk = await signed_in(chromium, product)
    await desk.goto(f"{product.address}/console/example/print/stations")
    await accessible(desk)
    await desk.fill("[name=name]", "Left")
    await desk.click("text=Show its code")
    await accessible(desk)
    station = await station_page(chromium, await desk.inner_text("a.break"))
    await accessible(station)

    await desk.goto(f"{product.address}/console/example/check-in?at=REG&q=lin")
    await desk.locator("summary", has_text="lost or damaged").click()
    async with desk.expect_navigation():
        await desk.get_by_label("Badges are printed at").select_option("Left")
    await desk.locator("summary", has_text="lost or damaged").click()
    await expect(desk.get_by_label("Badges are printed at")).to_have_value((await stations())[0])
    await accessible(desk)
    await desk.fill(".guest-card [name=why]", "Left in the taxi")
    await desk.get_by_role("button", name="Void the old badge").click()

    await expect(desk.locator(".alert-success")).to_have_text("G002 is printed at “Left”.")
    await expect(station.locator("#log")).to_contain_text("G002 printed", timeout=60_000)
    ticket = await standing_ticket(lin.id)
    assert ticket is not None
    assert await codes_on_paper(station) == [await text_of(product.held, ticket)]
    await desk.goto(f"{product.address}/console/example/print/queue")
    await expect(desk.locator("#ended-title + ul")).to_contain_text("G002")
    await accessible(desk)


async def test_the_guests_page_prints_the_badge_as_it_is_and_keeps_its_other_forms(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    lin, _ = await cast.lin(product.held)
    _, link = await made(product)
    station = await station_page(chromium, link)
    desk = await signed_in(chromium, product)
    await desk.goto(f"{product.address}/console/example/guests/{lin.id}")
    async with desk.expect_navigation():
        await desk.get_by_label("Badges are printed at").select_option("Left")
    await expect(desk.get_by_role("button", name="Print the badge G001")).to_be_visible()
    await expect(desk.get_by_label("Reason")).to_have_count(2)
    await accessible(desk)

    await desk.get_by_role("button", name="Print the badge G001").click()

    await expect(desk.locator(".alert-success")).to_have_text("G001 is printed at “Left”.")
    await expect(station.locator("#log")).to_contain_text("G001 printed", timeout=20_000)


async def test_a_page_that_was_closed_while_it_asked_leaves_the_badge_to_whoever_looks_at_the_tray(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    lin, _ = await cast.lin(product.held)
    chen, _ = await cast.chen(product.held)
    at, link = await made(product)
    station = await station_page(chromium, link, asks=True, viewport=PHONE)
    desk = await signed_in(chromium, product)
    await desk.goto(f"{product.address}/console/example/print/queue")
    await queued(product, at, lin.id)
    await expect(station.get_by_text("Did the badge G001 come out?")).to_be_visible(timeout=20_000)
    await accessible(station)

    await station.reload()

    await expect(station.locator("#unsure-list")).to_contain_text("G001 林示例")
    await accessible(station)
    await expect(desk.locator("#perhaps-title")).to_be_visible()
    await accessible(desk)
    assert await station.evaluate("window.papers") == []
    await desk.get_by_role("button", name="It came out G001").click()
    await expect(station.locator("#unsure")).to_be_hidden(timeout=20_000)

    await queued(product, at, chen.id)
    await station.get_by_role("button", name="Print again", exact=True).click(timeout=20_000)
    await expect(station.get_by_text("Did the badge G002 come out?")).to_be_visible(timeout=20_000)
    await station.get_by_role("button", name="It came out", exact=True).click()
    await expect(desk.locator("#ended-title + ul")).to_contain_text("printed again")
    assert [(row["state"], row["n"]) for row in await fetch(_STATES)] == [("failed", 1), ("printed", 2)]


async def test_two_windows_of_a_station_do_not_both_print(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    lin, _ = await cast.lin(product.held)
    at, link = await made(product)
    first = await station_page(chromium, link)
    second = await first.context.new_page()
    await second.goto(f"{product.address}/station")
    await expect(second.locator("#elsewhere")).to_be_visible()
    await accessible(second)

    await queued(product, at, lin.id)
    await expect(first.locator("#log")).to_contain_text("G001 printed", timeout=20_000)
    await second.get_by_role("button", name="Print here instead").click()
    await expect(second.locator("#now")).to_contain_text("Ready")

    await expect(first.locator("#elsewhere")).to_be_visible(timeout=20_000)
    assert [len(await one.evaluate("window.papers")) for one in (first, second)] == [1, 0]


async def test_without_a_network_the_station_says_so_and_goes_on_by_itself(
    product: Product, chromium: Browser
) -> None:
    lin, _ = await cast.lin(product.held)
    at, link = await made(product)
    station = await station_page(chromium, link)
    await station.context.set_offline(True)
    await expect(station.locator("#now")).to_contain_text("No network", timeout=20_000)
    await queued(product, at, lin.id)

    await station.context.set_offline(False)

    await expect(station.locator("#log")).to_contain_text("G001 printed", timeout=20_000)


async def test_the_word_that_a_badge_is_printed_waits_for_the_network(
    product: Product, chromium: Browser
) -> None:
    lin, _ = await cast.lin(product.held)
    at, link = await made(product)
    station = await station_page(chromium, link, asks=True)
    await queued(product, at, lin.id)
    await expect(station.get_by_text("Did the badge G001 come out?")).to_be_visible(timeout=20_000)

    await station.context.set_offline(True)
    await station.get_by_role("button", name="It came out", exact=True).click()
    await expect(station.locator("#now")).to_contain_text("No network")
    await station.context.set_offline(False)

    await expect(station.locator("#now")).to_contain_text("Ready", timeout=20_000)
    assert [(row["state"], row["n"]) for row in await fetch(_STATES)] == [("printed", 1)]


async def test_a_scanner_with_a_station_has_a_lost_badge_made(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    _, ticket = await cast.lin(product.held)
    at, link = await made(product)
    code = await code_for(product)
    (device,) = await Device.objects()
    await change_station(
        cast.UUID(at), name="Left", size="90x130", scanners=[device.id], gathering=product.held, by=COMMAND_LINE,
        now=datetime.now(UTC),
    )  # fmt: skip
    station = await station_page(chromium, link)
    phone = await (await chromium.new_context(viewport=PHONE, locale="en-GB")).new_page()  # type: ignore[arg-type]
    await stand(phone, product.address, code)
    await type_ticket(phone, await text_of(product.held, ticket))
    await says(phone, "Admitted")

    await phone.get_by_role("button", name="New badge").click()
    await accessible(phone)
    await phone.get_by_role("button", name="It is lost").dblclick()

    await expect(phone.locator("#badge-told")).to_have_text("The new badge G002 comes out at “Left” now.")
    await expect(station.locator("#log")).to_contain_text("G002 printed", timeout=20_000)
    assert [row["n"] for row in await fetch("SELECT count(*)::int AS n FROM ticket")] == [2]


async def test_a_revoked_station_says_that_it_prints_no_more(
    product: Product, chromium: Browser, accessible: Accessible
) -> None:
    at, link = await made(product)
    station = await station_page(chromium, link)
    desk = await signed_in(chromium, product)
    await desk.goto(f"{product.address}/console/example/print/stations/{at}")
    await accessible(desk)

    await desk.get_by_role("button", name="Revoke").click()

    await expect(station.locator("#enrol-told")).to_contain_text("no longer let in", timeout=20_000)
    await accessible(station)


async def stations() -> list[str]:
    """The stations there are."""
    return [str(row["id"]) for row in await fetch("SELECT id FROM print_station")]


_STATES = "SELECT state, count(*)::int AS n FROM print_job GROUP BY state ORDER BY state"
