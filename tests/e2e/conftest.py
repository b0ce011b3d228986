"""The whole product as `event serve` runs it, one browser, and an accessibility check of every page."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from event.gathering.tables import Gathering
from event.people.operations import add_user
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from tests import cast

AXE = Path(__file__).parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "a long sentence"


@dataclass(frozen=True)
class Product:
    """The running product: where it is, its data folder, and the gathering in it."""

    address: str
    var: Path
    held: Gathering


@pytest.fixture
async def product(db: str, var: Path) -> AsyncIterator[Product]:
    """`event serve` on a database with one gathering, a programme and a user of every role."""
    held = await cast.gathering(changes_until=datetime(2099, 1, 1, tzinfo=UTC))
    await cast.checkpoint(held)
    for role in Role:
        await add_user(
            role.replace("_", "-"),
            name=role,
            roles=[(role, None)],
            by=COMMAND_LINE,
            now=cast.NOW,
            password=PASSWORD,
        )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    environment = os.environ | {
        "EVENT_DATABASE_URL": db, "EVENT_VAR": str(var), "EVENT_PORT": str(port), "EVENT_WEB_WORKERS": "2",
    }  # fmt: skip
    for old in (var / "mail").glob("*.eml"):
        old.unlink()
    log = (var / "serve.log").open("w")
    serving = subprocess.Popen(
        [sys.executable, "-m", "event", "serve"], env=environment, stdout=log, stderr=log
    )
    try:
        _wait(f"{address}/readyz", serving, var / "serve.log")
        yield Product(address, var, held)
    finally:
        serving.terminate()
        serving.wait(timeout=30)
        log.close()


def _wait(url: str, serving: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if serving.poll() is not None:
            raise AssertionError(log.read_text())
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer: {log.read_text()}")


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, started once."""
    async with async_playwright() as playwright:
        path = next(path for path in CHROMIUM if Path(path).exists())
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
def accessible() -> Callable[[Page], Awaitable[None]]:
    """Fails on any accessibility violation, error in the console, or overflow to the side."""
    source = AXE.read_text()

    async def check(page: Page) -> None:
        await page.evaluate(source)
        found = await page.evaluate("tags => axe.run({runOnly: tags})", RULES)
        broken = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found["violations"]]
        assert broken == [], f"{page.url}: {json.dumps(broken, ensure_ascii=False)}"
        wide = await page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{page.url} is {wide} pixels too wide"

    return check
