"""The whole product as `event serve` runs it, one browser, and an accessibility check of every page."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from event import database
from event.database import fetch, writing
from event.embedded import EmbeddedServer
from event.gathering.tables import Gathering
from event.people.operations import add_user
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from tests import cast
from tests.run import copy, drop, worker
from tests.world import forgotten

AXE = Path(__file__).parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BROKEN = """async tags => {
    const told = {runOnly: tags, resultTypes: ["violations"], selectors: false};
    const {violations} = await axe.run(told);
    return violations.map(one => [one.id, one.nodes.slice(0, 3).map(node => node.html)]);
}"""
"""Only what is broken is written down and sent: pages with lists have ten thousand elements in order."""
PASSWORD = "a long sentence"


@dataclass(frozen=True)
class Product:
    """The running product: where it is, its data folder, and the gathering in it."""

    address: str
    var: Path
    held: Gathering


@contextmanager
def serving(dsn: str, var: Path) -> Iterator[str]:
    """`event serve` on a database; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, log = f"http://localhost:{port}", var / f"serve-{port}.log"
    environment = os.environ | {
        "EVENT_DATABASE_URL": dsn, "EVENT_VAR": str(var), "EVENT_PORT": str(port), "EVENT_WEB_WORKERS": "2",
    }  # fmt: skip
    with log.open("w") as out:
        served = subprocess.Popen(
            [sys.executable, "-m", "event", "serve"], env=environment, stdout=out, stderr=out
        )
        try:
            _wait(f"{address}/readyz", served, log)
            yield address
        finally:
            served.terminate()
            served.wait(timeout=30)


async def moved_in(address: str, var: Path) -> Product:
    """A gathering with a programme, a checkpoint and a user of every role; no mails yet."""
    for old in (var / "mail").glob("*.eml"):
        old.unlink()
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
    return Product(address, var, held)


async def emptied() -> None:
    """Nothing is left of what went before, but the running worker stays known."""
    await fetch("UPDATE procrastinate_jobs SET status = 'cancelled' WHERE status = 'todo'")
    await _idle()
    tables = [row["name"] for row in await fetch(_WITH_ROWS)]
    async with writing():
        await fetch("SET LOCAL session_replication_role = replica")  # facts that only grow go too
        for table in tables:
            await fetch(f"DELETE FROM {table}")
    if tables:
        await fetch(
            f"VACUUM {', '.join(tables)}"
        )  # rows lie in the order in which they come, as in a new one


_WITH_ROWS = """
SELECT quote_ident(relname) AS name FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
  AND relname NOT IN ('migration', 'procrastinate_workers', 'procrastinate_periodic_defers')
"""


async def _idle() -> None:
    """The worker has ended what it does, at the latest in a minute."""
    for _ in range(1200):
        if not await fetch("SELECT 1 FROM procrastinate_jobs WHERE status = 'doing'"):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(await fetch("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'doing'"))


@pytest.fixture(scope="session")
async def served(server: EmbeddedServer, template: str, var: Path) -> AsyncIterator[tuple[str, str]]:
    """`event serve` with a database for the tests of this worker, one after the other: both addresses."""
    name = f"served_{worker()}"
    dsn = await copy(server, template, name)
    with serving(dsn, var) as address:
        yield address, dsn
    await drop(server, name)


@pytest.fixture
async def product(served: tuple[str, str], var: Path) -> AsyncIterator[Product]:
    """The running product, with nothing in it but one gathering, a programme and a user of every role."""
    address, dsn = served
    forgotten()
    database.engine.point_at(dsn)
    async with database.connected(most=20):
        await emptied()
        yield await moved_in(address, var)


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


@pytest.fixture
async def chromium(started_browser: Browser) -> AsyncIterator[Browser]:
    """Debian's Chromium; pages that a test leaves open ask nothing of the next one's product."""
    yield started_browser
    for context in started_browser.contexts:
        await context.close()


@pytest.fixture(scope="session")
async def started_browser() -> AsyncIterator[Browser]:
    """Chromium, started once."""
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
        broken = await page.evaluate(BROKEN, RULES)
        assert broken == [], f"{page.url}: {json.dumps(broken, ensure_ascii=False)}"
        wide = await page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{page.url} is {wide} pixels too wide"

    return check
