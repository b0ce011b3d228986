"""The application with its own pool, and browsers that speak to it without a network."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache

import httpx
import pytest
from litestar import Litestar
from litestar.channels import ChannelsPlugin

from event.database import engine
from event.people.operations import add_user
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.web.app import create_app
from event.web.channels import RecoveringBackend
from event.web.door import with_a_door
from event.web.headers import with_security_headers
from tests import cast
from tests.world import forgotten

Browser = Callable[..., httpx.AsyncClient]
PASSWORD = "a long sentence"


@cache
def the_app() -> Litestar:
    """The application, made once: a second for its thousand handlers, and nothing of a gathering in it."""
    return create_app()


@pytest.fixture
async def app(empty_database: str) -> AsyncIterator[Litestar]:
    """The application, started, on a fresh database."""
    forgotten()
    engine.point_at(empty_database)
    made = the_app()
    channels = made.plugins.get(ChannelsPlugin)
    channels._backend = RecoveringBackend()  # noqa: SLF001 - one that was shut down does not listen again
    started, done = asyncio.Event(), asyncio.Event()

    async def live() -> None:  # one task from start to end, as the application wants it
        async with made.lifespan():
            started.set()
            await done.wait()

    life = asyncio.create_task(live())
    await asyncio.wait({life, asyncio.create_task(started.wait())}, return_when=asyncio.FIRST_COMPLETED)
    yield made
    done.set()
    await life


@pytest.fixture
def browser(app: Litestar) -> Browser:
    """Makes browsers: each has its own cookies; `address` is where it comes from."""

    def made(address: str = "192.0.2.1", **headers: str) -> httpx.AsyncClient:
        asgi = with_security_headers(with_a_door(app), https=False)
        transport = httpx.ASGITransport(app=asgi, client=(address, 50000), raise_app_exceptions=False)
        sent = {"accept-language": "en", "sec-fetch-site": "same-origin"} | headers
        return httpx.AsyncClient(transport=transport, base_url="http://testserver", headers=sent)

    return made


@asynccontextmanager
async def signed_in(browser: Browser, role: Role, **user: object) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which somebody with a role has signed in; forms bring its token."""
    name = f"user-{role.replace('_', '-')}"
    invited = await add_user(
        name, name=name, roles=[(role, None)], by=COMMAND_LINE, now=cast.NOW, password=PASSWORD, language="en"
    )
    async with browser() as client:
        await client.post("/sign-in", data={"name": name, "password": PASSWORD})
        page = (await client.get("/console", follow_redirects=True)).text
        client.headers["x-csrf-token"] = page.split('name="csrf" content="')[1].split('"')[0]
        client.user = invited.user  # type: ignore[attr-defined]
        yield client
