"""Live pages over LISTEN/NOTIFY, recovering when PostgreSQL drops the connection."""

import asyncio
import contextlib
from collections.abc import Iterable
from typing import Any

import asyncpg
import structlog
from litestar.channels.backends.asyncpg import AsyncPgChannelsBackend

from event.database import engine

log = structlog.get_logger()


class RecoveringBackend(AsyncPgChannelsBackend):
    """Litestar's backend, which listens again on a new connection when its own is lost."""

    def __init__(self) -> None:
        super().__init__(make_connection=self._listening)
        self._closing = False
        self._again: asyncio.Task[None] | None = None

    async def on_shutdown(self) -> None:
        self._closing = True
        if self._again:
            self._again.cancel()
        with contextlib.suppress(Exception):
            await super().on_shutdown()

    async def subscribe(self, channels: Iterable[str]) -> None:
        """Listen to channels, to the end even where the reader who asked has gone meanwhile."""
        await asyncio.shield(super().subscribe(channels))

    async def unsubscribe(self, channels: Iterable[str]) -> None:
        """Listening goes on: there are few channels.

        Readers leave by being cancelled. An UNLISTEN that is cancelled half way leaves a channel that counts as
        subscribed and is not listened to, and no page on this node would hear of changes any more.
        """

    async def _listening(self) -> Any:
        connection = await asyncpg.connect(dsn=engine.config["dsn"])
        connection.add_termination_listener(self._lost)
        return connection

    def _lost(self, connection: Any) -> None:
        if not self._closing and connection is self._listener_conn:
            self._again = asyncio.get_running_loop().create_task(self._listen_again())

    async def _listen_again(self) -> None:
        wait = 0.2
        while not self._closing:
            await asyncio.sleep(wait)
            wait = min(wait * 2, 5)
            with contextlib.suppress(OSError, asyncpg.PostgresError):
                async with self._listener_lock:
                    self._listener_conn = await self._listening()
                    for channel in self._subscribed_channels:
                        await self._listener_conn.add_listener(channel, self._listener)
                log.info("live.listening_again")
                return
