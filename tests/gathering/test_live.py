"""A change is told to every node, at most four times a second, and the last one is never lost."""

import asyncio

import asyncpg

from event.gathering.live import announce, channel
from tests import cast


async def test_many_changes_are_told_few_times_and_the_last_is_told(db: str) -> None:
    held = await cast.gathering()
    heard: list[float] = []
    listening = await asyncpg.connect(db)
    loop = asyncio.get_running_loop()
    await listening.add_listener(channel(held.id), lambda *_: heard.append(loop.time()))

    for _ in range(50):
        await announce(held.id)
    last = loop.time()
    await asyncio.sleep(0.6)

    assert 1 < len(heard) < 6
    assert heard[-1] > last
    await listening.close()
