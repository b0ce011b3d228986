"""The door scanner in a browser: camera, no network, power loss, tickets that are none, two devices, updates."""

import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.async_api import Browser, Page, Playwright, async_playwright, expect

from event.database import fetch
from event.registration.mails import text_of
from event.registration.tickets import ticket_text
from tests import cast
from tests.e2e.at_the_door import (
    PHONE,
    a_profile,
    all_sent,
    becomes,
    camera_showing,
    code_for,
    count_of,
    says,
    scans_of,
    stand,
    type_ticket,
)  # fmt: skip
from tests.e2e.conftest import Product

Accessible = Callable[[Page], Awaitable[None]]
FASTEST = 150


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


async def test_a_ticket_before_the_camera_is_a_verdict_at_once(
    product: Product, playwright: Playwright, tmp_path: Path, accessible: Accessible
) -> None:
    _, lin = await cast.lin(product.held)
    _, chen = await cast.chen(product.held)
    texts = [await text_of(product.held, one) for one in (lin, chen)]
    flags = camera_showing([*texts, "https://example.com/menu"], tmp_path / "camera.mjpeg")
    browser = await a_profile(playwright, tmp_path / "profile", *flags, locale="zh-CN")
    page = browser.pages[0]

    await page.goto(f"{product.address}/scan")
    await expect(page.locator("#enrol-title")).to_have_text("启用这台扫码设备")
    await accessible(page)
    await stand(page, product.address, await code_for(product), at="报到处")
    await accessible(page)
    await page.click("#start-camera")
    for name in ("林示例", "陳樣本"):
        await expect(page.locator(".verdict-admitted .verdict-name")).to_have_text(name, timeout=30_000)
        await accessible(page)
    await expect(page.locator(".verdict-refused")).to_contain_text("这不是电子票", timeout=30_000)
    await page.click("#stop-camera")
    await accessible(page)

    took = await page.evaluate("performance.getEntriesByName('verdict').map(one => one.duration)")
    assert [one for one in took if one >= FASTEST] == []
    await becomes("scan", 3)
    await expect(page.locator("#state-queue")).to_have_text("已全部发送")
    told = [(scan["ticket_text"], scan["verdict"]) for scan in await scans_of(product)]
    assert told == [
        (texts[0], "admitted"),
        (texts[1], "admitted"),
        ("https://example.com/menu", "refused"),
    ]
    await browser.close()


async def test_fifty_scans_without_a_network_arrive_exactly_once(
    product: Product, playwright: Playwright, tmp_path: Path
) -> None:
    texts = []
    for number in range(50):
        _, ticket = await cast.guest(product.held, name_zh=f"来宾{number:02}", residence="US")
        texts.append(await text_of(product.held, ticket))
    browser = await a_profile(playwright, tmp_path)
    page = browser.pages[0]
    await stand(page, product.address, await code_for(product))

    await browser.set_offline(True)
    for place, text in enumerate(texts[:20]):
        await type_ticket(page, text)
        await says(page, "Admitted", f"来宾{place:02}")
    await page.reload()
    await expect(page.locator("#state-queue")).to_have_text("20 to send")
    await type_ticket(page, texts[0])
    await says(page, "Already in", "来宾00")
    for place, text in enumerate(texts[20:40], start=20):
        await type_ticket(page, text)
        await says(page, "Admitted", f"来宾{place:02}")
    async with browser.expect_event("close"):
        lose_power(tmp_path)

    browser = await a_profile(playwright, tmp_path)
    await browser.set_offline(True)
    page = browser.pages[0]
    await page.goto(f"{product.address}/scan")
    await expect(page.locator("#state-queue")).to_have_text("41 to send")
    await expect(page.locator("#state-online")).to_have_text("Offline")
    for place, text in enumerate(texts[40:49], start=40):
        await type_ticket(page, text)
        await says(page, "Admitted", f"来宾{place:02}")
    assert await scans_of(product) == []

    await browser.set_offline(False)
    await type_ticket(page, texts[49])
    await becomes("scan", 51)
    await all_sent(page)

    scans = await scans_of(product)
    assert sorted(scan["ticket_text"] for scan in scans) == sorted([*texts, texts[0]])
    assert [scan["verdict"] for scan in scans].count("admitted") == 50
    assert await count_of("arrival") == 50
    assert await count_of("scan_repeat") == 0
    await browser.close()


def lose_power(profile: Path) -> None:
    """Kill the browser that keeps its data there, with no time to say goodbye."""
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        if f"--user-data-dir={profile}" in command and not any(one.startswith("--type=") for one in command):
            os.kill(process.pid, signal.SIGKILL)


async def test_what_is_no_good_ticket_is_refused_without_a_network(product: Product, phone: Page) -> None:
    now = datetime.now(UTC)
    await cast.checkpoint(product.held, "GIFT", name_zh="礼品处", name_en="Gifts", kind="gift",
                          opens_at=now - timedelta(days=2), closes_at=now - timedelta(days=1))  # fmt: skip
    _, lin = await cast.lin(product.held)
    _, chen = await cast.chen(product.held)
    await fetch("UPDATE ticket SET voided_at = $2, void_reason = 'replaced' WHERE id = $1", chen.id, now)
    numbers = {"key_id": 1, "generation": 1, "ticket": lin.number}
    stranger = Ed25519PrivateKey.generate()
    good = await text_of(product.held, lin)
    await stand(phone, product.address, await code_for(product))
    await phone.context.set_offline(True)

    await type_ticket(phone, await text_of(product.held, chen))
    await says(phone, "Refused", "This ticket is void")
    await type_ticket(phone, ticket_text(key=stranger, gathering=product.held.number + 1, **numbers))
    await says(phone, "Refused", "This ticket is for another gathering.")
    await type_ticket(phone, ticket_text(key=stranger, gathering=product.held.number, **numbers))
    await says(phone, "Refused", "This ticket was not issued by us.")
    await type_ticket(phone, good)
    await says(phone, "Admitted", "林示例", "LIN Shili")
    await type_ticket(phone, good)
    await says(phone, "Already in", "Read twice: let in a moment ago.")
    await phone.click("#where")
    await phone.get_by_role("button", name="Gifts").click()
    await type_ticket(phone, good)
    await says(phone, "Refused", "This checkpoint is closed.")

    await phone.context.set_offline(False)
    await all_sent(phone)
    told = [(scan["device_verdict"], scan["verdict"], scan["reason"]) for scan in await scans_of(product)]
    assert told == [
        ("refused", "refused", "void"), ("refused", "refused", "foreign"), ("refused", "refused", "forged"),
        ("admitted", "admitted", ""), ("already_in", "already_in", "twice"), ("refused", "refused", "closed"),
    ]  # fmt: skip


async def test_two_scanners_that_admitted_the_same_guest_agree_in_the_end(
    product: Product, chromium: Browser
) -> None:
    _, lin = await cast.lin(product.held)
    text = await text_of(product.held, lin)
    contexts = [await chromium.new_context(viewport=PHONE, locale="en-GB") for _ in range(2)]
    pages = [await context.new_page() for context in contexts]
    for place, page in enumerate(pages):
        await stand(page, product.address, await code_for(product, name=f"Scanner {place}"))
        await page.context.set_offline(True)
        await type_ticket(page, text)
        await says(page, "Admitted", "林示例")

    await contexts[0].set_offline(False)
    await all_sent(pages[0])
    await contexts[1].set_offline(False)
    await all_sent(pages[1])

    await says(pages[1], "Correction", "Already in", "林示例", "The server says otherwise")
    told = [(scan["device_verdict"], scan["verdict"]) for scan in await scans_of(product)]
    assert told == [("admitted", "admitted"), ("admitted", "already_in")]
    assert await count_of("arrival") == 1
    for context in contexts:
        await context.close()


async def test_a_guest_is_found_by_name_a_party_goes_in_together_and_a_mistake_is_taken_back(
    product: Product, phone: Page, accessible: Accessible
) -> None:
    family = (await fetch(
        "INSERT INTO travel_party (id, gathering, code) VALUES (gen_random_uuid(), $1, 'T001') RETURNING id",
        product.held.id,
    ))[0]["id"]  # fmt: skip
    for name in ("林示例", "林样本", "林范例"):
        guest, _ = await cast.guest(product.held, name_zh=name, residence="US")
        await fetch("UPDATE guest SET travel_party = $2 WHERE id = $1", guest.id, family)
    await stand(phone, product.address, await code_for(product))

    await phone.click("#open-search")
    await phone.locator("#search-field").press_sequentially("lsl", delay=120)
    await accessible(phone)
    await phone.get_by_role("button", name="Check in 林示例").click()
    await says(phone, "Admitted", "林示例")
    await phone.get_by_role("button", name="Whole party (2 more)").click()
    await says(phone, "The party · 3", "林示例", "林样本", "林范例")
    await accessible(phone)
    await becomes("scan", 3)
    told = [(scan["source"], scan["verdict"]) for scan in await scans_of(product)]
    assert told == [("scan", "admitted"), ("party", "admitted"), ("party", "admitted")]
    assert await count_of("arrival") == 3

    await phone.click("#open-last")
    await accessible(phone)
    await phone.get_by_role("button", name="Undo 林示例").click()
    await accessible(phone)
    await phone.get_by_role("button", name="The wrong person").click()
    await expect(phone.locator("#count-scanned")).to_have_text("Scanned here 2")
    await becomes("arrival", 2)
    assert [row["reason"] for row in await fetch("SELECT reason FROM scan_undo")] == ["The wrong person"]
