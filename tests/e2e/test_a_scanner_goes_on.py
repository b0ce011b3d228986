"""A scanner goes on: revoked, expired, restored, updated, in another window; nothing it wrote down is lost."""

import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Playwright, Route, async_playwright, expect

from event.checkin.devices import revoke
from event.checkin.tables import Device
from event.database import fetch
from event.people.rules import COMMAND_LINE
from event.registration.mails import text_of
from tests import cast
from tests.e2e.at_the_door import (
    PHONE,
    a_profile,
    all_sent,
    becomes,
    code_for,
    count_of,
    says,
    scans_of,
    stand,
    type_ticket,
)
from tests.e2e.conftest import Product
from tests.e2e.passage import Passage

Accessible = Callable[[Page], Awaitable[None]]


@pytest.fixture
async def playwright() -> AsyncIterator[Playwright]:
    """For browsers with a camera or a folder of their own."""
    async with async_playwright() as started:
        yield started


@pytest.fixture
async def phone(chromium: Browser) -> AsyncIterator[Page]:
    """A phone in English at which nobody has scanned yet."""
    context = await chromium.new_context(viewport=PHONE, locale="en-GB")
    yield await context.new_page()
    await context.close()


async def test_a_revoked_scanner_forgets_the_list_and_keeps_what_it_had_not_sent(
    product: Product, phone: Page, accessible: Accessible
) -> None:
    _, lin = await cast.lin(product.held)
    await stand(phone, product.address, await code_for(product))
    (device,) = await Device.objects()
    await phone.context.set_offline(True)
    await type_ticket(phone, await text_of(product.held, lin))
    await says(phone, "Admitted")
    await revoke(device.id, gathering=product.held, by=COMMAND_LINE, now=datetime.now(UTC))

    await phone.context.set_offline(False)

    await expect(phone.locator("#enrol-ended")).to_contain_text("no longer let in", timeout=30_000)
    await expect(phone.locator("#enrol-kept")).to_contain_text("1 scans not sent yet are kept.")
    await accessible(phone)
    assert await kept(phone) == {"roster": 0, "key": False, "enrolment": False, "scans": 1}
    await stand(phone, product.address, await code_for(product, name="Scanner 2"))
    await all_sent(phone)
    assert await count_of("arrival") == 1


async def kept(page: Page) -> dict[str, object]:
    """What the device keeps, read past the scanner."""
    told: dict[str, object] = await page.evaluate(
        """async () => {
            const of = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
            const db = await of(indexedDB.open("scanner"));
            const store = (name) => db.transaction(name).objectStore(name);
            const told = {
                roster: await of(store("roster").count()), scans: await of(store("scans").count()),
                key: (await of(store("kept").get("key"))) !== undefined,
                enrolment: (await of(store("kept").get("enrolment"))) !== undefined,
            };
            db.close();
            return told;
        }"""
    )
    return told


async def test_the_list_on_the_device_is_sealed(
    product: Product, playwright: Playwright, tmp_path: Path
) -> None:
    await cast.lin(product.held, latin_surname="QUETZALCOATL")
    browser = await a_profile(playwright, tmp_path)
    page = browser.pages[0]
    code = await code_for(product)
    await stand(page, product.address, code)
    await page.click("#open-search")
    await page.keyboard.type("quetz", delay=120)
    await expect(page.locator("#search-found li")).to_have_count(1)
    await browser.close()

    held = b"".join(
        file.read_bytes() for file in (tmp_path / "Default" / "IndexedDB").rglob("*") if file.is_file()
    )

    assert len(held) > 0
    found = [one for one in ("QUETZALCOATL", "quetzalcoatl", "林示例", "evd_", code)
             for written in (one.encode(), one.encode("utf-16-le")) if written in held]  # fmt: skip
    assert found == []


async def test_another_window_waits_until_it_is_told_to_scan(product: Product, phone: Page) -> None:
    await stand(phone, product.address, await code_for(product))
    second = await phone.context.new_page()

    await second.goto(f"{product.address}/scan")
    await expect(second.locator("#elsewhere")).to_contain_text("open in another window")
    await second.click("#use-here")

    await expect(second.locator("#where")).to_have_text("Arrival desk")
    await expect(phone.locator("#elsewhere")).to_contain_text("open in another window")


async def test_a_restored_server_gets_the_whole_log_again(product: Product, phone: Page) -> None:
    _, lin = await cast.lin(product.held)
    await stand(phone, product.address, await code_for(product))
    await type_ticket(phone, await text_of(product.held, lin))
    await becomes("scan", 1)

    await fetch("UPDATE gathering SET epoch = gen_random_uuid() WHERE id = $1", product.held.id)

    await becomes("scan_repeat", 1)
    assert await count_of("arrival") == 1


async def test_a_scanner_whose_time_is_over_forgets_the_list_without_a_network(
    product: Product, phone: Page
) -> None:
    await stand(phone, product.address, await code_for(product, holds=timedelta(seconds=8)))
    await phone.context.set_offline(True)

    await expect(phone.locator("#enrol-ended")).to_contain_text(
        "The time of this scanner is over", timeout=30_000
    )

    assert await kept(phone) == {"roster": 0, "key": False, "enrolment": False, "scans": 0}


async def test_a_typed_code_is_looked_up_by_the_server(product: Product, phone: Page) -> None:
    _, lin = await cast.lin(product.held)
    await stand(phone, product.address, await code_for(product))

    await phone.click("#open-search")
    await phone.locator("#search-field").press_sequentially(lin.typed_code.lower(), delay=120)
    await phone.keyboard.press("Enter")
    await says(phone, "Admitted", "林示例")
    await phone.context.set_offline(True)
    await expect(phone.locator("#state-online")).to_have_text("Offline")
    await type_ticket(phone, lin.typed_code)

    await says(phone, "Refused", "A typed code needs the network")


async def test_what_the_server_cannot_take_is_set_aside_and_the_rest_goes_on(
    product: Product, phone: Page, accessible: Accessible
) -> None:
    _, lin = await cast.lin(product.held)
    _, chen = await cast.chen(product.held)
    await stand(phone, product.address, await code_for(product))

    async def refuse(route: Route) -> None:
        scans = (route.request.post_data_json or {})["scans"]
        bad = [place for place, scan in enumerate(scans) if scan["ticket"] == "bad!"]
        problems = {f"scans[{place}].ticket": "This cannot be read." for place in bad}
        await (route.fulfill(status=422, json={"problems": problems}) if bad else route.continue_())

    await phone.context.set_offline(True)
    for text in (await text_of(product.held, lin), "bad!", await text_of(product.held, chen)):
        await type_ticket(phone, text)
    await says(phone, "Admitted", "陳樣本")
    await phone.route("**/api/v1/scans*", refuse)
    await phone.context.set_offline(False)
    await all_sent(phone)

    await expect(phone.locator("#state-aside")).to_have_text("1 could not be sent")
    await becomes("arrival", 2)
    await phone.click("#open-more")
    await expect(phone.locator("#aside-list")).to_contain_text("This cannot be read.")
    await accessible(phone)
    async with phone.expect_download() as download:
        await phone.click("#export")
    exported = json.loads((await (await download.value).path()).read_text())
    assert [(one["ticket"], one["state"]) for one in exported["scans"]] == [("bad!", "aside")]


@pytest.fixture
def passage(product: Product) -> Iterator[Passage]:
    with Passage(product.address) as passing:
        threading.Thread(target=passing.serve_forever, daemon=True).start()
        yield passing
        passing.shutdown()


async def test_a_new_version_waits_until_somebody_takes_it_and_loses_nothing(
    product: Product, passage: Passage, phone: Page
) -> None:
    _, lin = await cast.lin(product.held)
    _, chen = await cast.chen(product.held)
    await stand(phone, passage.address, await code_for(product))
    await phone.context.set_offline(True)
    await type_ticket(phone, await text_of(product.held, lin))
    await says(phone, "Admitted", "林示例")

    passage.is_newer = True
    await phone.context.set_offline(False)
    await phone.evaluate("navigator.serviceWorker.ready.then((one) => one.update())")
    await expect(phone.locator("#update")).to_contain_text("There is a new version.")
    await phone.reload()
    await expect(phone.locator("#update")).to_be_visible()
    await expect(phone.locator("#where")).to_have_text("Arrival desk")
    await expect(phone.locator("#version")).not_to_contain_text("newer")
    await phone.context.set_offline(True)
    await type_ticket(phone, await text_of(product.held, chen))
    await says(phone, "Admitted", "陳樣本")
    await phone.click("#update-now")

    await expect(phone.locator("#version")).to_contain_text("newer")
    await expect(phone.locator("#where")).to_have_text("Arrival desk")
    await phone.context.set_offline(False)
    await all_sent(phone)
    assert [scan["verdict"] for scan in await scans_of(product)] == ["admitted", "admitted"]
    assert await count_of("arrival") == 2


async def test_it_can_be_installed_on_a_phone(
    product: Product, playwright: Playwright, tmp_path: Path
) -> None:
    browser = await a_profile(playwright, tmp_path)
    page = browser.pages[0]
    await page.goto(f"{product.address}/scan")
    session = await browser.new_cdp_session(page)

    told = await session.send("Page.getAppManifest")
    lacks = await session.send("Page.getInstallabilityErrors")

    assert (told["errors"], lacks["installabilityErrors"]) == ([], [])
    assert json.loads(told["data"])["name"] == "扫码签到 · Door scanner"
    await browser.close()
