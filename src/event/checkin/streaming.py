"""Parts of a page sent again whenever a gathering changes, on whatever node it did."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

from litestar.channels import ChannelsPlugin
from litestar.response import ServerSentEvent

from event.gathering.live import channel

Parts = dict[str, str]
_REST = 0.2
"""Seconds between two rounds: what changes meanwhile comes with the next, and nothing waits for a second."""


def stream(
    gathering: UUID, channels: ChannelsPlugin, parts: Callable[[], Awaitable[Parts | None]]
) -> ServerSentEvent:
    """The parts that have changed, each as an event of its name, after every change and at every full minute.

    Ends when `parts` gives None: the reader may not see them any more.
    """

    async def changes() -> AsyncGenerator[dict[str, str], None]:
        sent: Parts = {}
        changed = asyncio.Event()

        async def heard(_: bytes) -> None:
            changed.set()

        async with (
            channels.start_subscription([channel(gathering)]) as subscription,
            subscription.run_in_background(heard, join=False),
        ):
            while True:
                changed.clear()
                told = await parts()
                if told is None:
                    return
                for name, html in told.items():
                    if sent.get(name) != html:
                        sent[name] = html
                        yield {"event": name, "data": html}
                await asyncio.sleep(_REST)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), _to_the_minute())

    return ServerSentEvent(changes())


def _to_the_minute() -> float:
    return 60.05 - datetime.now(UTC).timestamp() % 60
