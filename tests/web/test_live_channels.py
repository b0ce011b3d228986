"""Live pages hear of changes however others have left, or have come and gone while they were asked for."""

import asyncio
import contextlib

from event.database import fetch
from event.web.channels import RecoveringBackend


async def test_a_reader_who_leaves_or_is_cut_off_takes_the_channel_from_nobody(db: str) -> None:
    backend = RecoveringBackend()
    await backend.on_startup()
    events = backend.stream_events()
    await backend.subscribe(["one"])
    for gone in (backend.unsubscribe(["one"]), backend.subscribe(["two"])):
        leaving = asyncio.ensure_future(gone)
        await asyncio.sleep(0)
        leaving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await leaving

    await backend.subscribe(["one", "two"])
    for channel in ("one", "two"):
        await fetch("SELECT pg_notify($1, '')", channel)
    heard = [await asyncio.wait_for(anext(events), timeout=10) for _ in range(2)]
    await backend.on_shutdown()

    assert heard == [("one", b""), ("two", b"")]
