"""What tests at the door need: scanners let in, a camera that shows tickets, hands that type like a scanner."""

import asyncio
import io
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import BrowserContext, Page, Playwright, expect

from event.checkin.devices import let_in
from event.checkin.tables import Checkpoint, Scan
from event.database import fetch
from event.people.rules import COMMAND_LINE
from event.qr import qr_png
from tests.e2e.conftest import CHROMIUM, FLAGS, Product

PHONE = {"width": 360, "height": 740}


async def code_for(product: Product, *, name: str = "Scanner 1", holds: timedelta = timedelta(days=1)) -> str:
    """The code that an organizer shows for a scanner, which may then scan everywhere."""
    now = datetime.now(UTC)
    checkpoints = [one.id for one in await Checkpoint.objects()]
    made = await let_in(
        name, checkpoints=checkpoints, expires_at=now + holds, gathering=product.held,
        by=COMMAND_LINE, now=now,
    )  # fmt: skip
    return made.code


async def stand(page: Page, address: str, code: str, *, at: str = "Arrival desk") -> None:
    """Let a scanner in by its link, wait for its guest list, and choose a checkpoint."""
    await page.goto(f"{address}/scan#{code}")
    await page.get_by_role("dialog").get_by_role("button", name=at).click()
    await expect(page.locator("#where")).to_have_text(at)
    await page.evaluate("navigator.serviceWorker.ready")


async def type_ticket(page: Page, text: str) -> None:
    """As a hand scanner does: keys at once, then Enter."""
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")


async def says(page: Page, *words: str) -> None:
    """The verdict shows these words."""
    for word in words:
        await expect(page.locator("#verdict")).to_contain_text(word)


async def all_sent(page: Page) -> None:
    await expect(page.locator("#state-queue")).to_have_text("All sent", timeout=30_000)


async def scans_of(product: Product) -> list[dict[str, Any]]:
    """What the server has, in the order of the device's clock."""
    return await Scan.select().where(Scan.gathering == product.held.id).order_by(Scan.scanned_at)


async def count_of(table: str) -> int:
    return int((await fetch(f"SELECT count(*) AS n FROM {table}"))[0]["n"])


async def becomes(table: str, wanted: int) -> None:
    """The table has so many rows, at the latest in half a minute."""
    for _ in range(150):
        if await count_of(table) == wanted:
            return
        await asyncio.sleep(0.2)
    assert await count_of(table) == wanted


async def a_profile(
    playwright: Playwright, folder: Path, *more: str, locale: str = "en-GB"
) -> BrowserContext:
    """A browser that keeps its data in a folder, so that it can be ended and started again."""
    return await playwright.chromium.launch_persistent_context(
        folder, executable_path=next(path for path in CHROMIUM if Path(path).exists()), args=[*FLAGS, *more],
        viewport=PHONE, locale=locale, service_workers="allow",
    )  # fmt: skip


def camera_showing(texts: Iterable[str], file: Path) -> list[str]:
    """The flags of a browser whose camera shows these codes, each for a second and a half, then nothing for five."""
    blank = _frame(None)
    with file.open("wb") as video:
        for text in texts:
            video.write(_frame(text) * 45 + blank * 150)
    return [
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={file}",
    ]  # fmt: skip


def _frame(text: str | None) -> bytes:
    picture = Image.new("RGB", (1280, 720), (120, 110, 100))
    if text:
        code = Image.open(io.BytesIO(qr_png(text, module=8)))
        picture.paste(code, ((1280 - code.width) // 2, (720 - code.height) // 2))
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=85)
    return made.getvalue()
