"""Places that became free by a withdrawal or a changed reply are given to who waits."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from procrastinate import RetryStrategy

from event.agenda.signing_up.operations import fill_all
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.jobs import QUEUE, app


@app.task(name="agenda.move_up", queue=QUEUE, retry=RetryStrategy(max_attempts=9, wait=15, linear_wait=60))
async def move_up(gathering: str) -> None:
    """Let who waits longest move up in every session of a gathering."""
    # A task of its own: after a lost connection, the worker's own task would stay broken.
    await asyncio.create_task(_move_up(UUID(gathering)))


async def _move_up(gathering: UUID) -> None:
    held = await Gathering.objects().get(Gathering.id == gathering)
    if held is not None and await fill_all(held, now=datetime.now(UTC)):
        await announce(gathering)
