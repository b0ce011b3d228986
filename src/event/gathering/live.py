"""Tells open pages that something about a gathering has changed, across all web nodes."""

import asyncio
import time
from uuid import UUID

from event.database import fetch

_EVERY_SECONDS = 0.25
_told_at: dict[UUID, float] = {}
_pending: set[UUID] = set()
_running: set[asyncio.Task[None]] = set()


def channel(gathering: UUID) -> str:
    """The name under which a gathering's changes are told."""
    return f"gathering_{gathering.hex}"


async def announce(gathering: UUID) -> None:
    """Tell of a change after its commit, at most four times a second and never too little."""
    if gathering in _pending:
        return
    wait = _told_at.get(gathering, 0) + _EVERY_SECONDS - time.monotonic()
    if wait <= 0:
        await _tell(gathering)
        return
    _pending.add(gathering)
    task = asyncio.create_task(_tell_later(gathering, wait))
    _running.add(task)
    task.add_done_callback(_running.discard)


async def _tell_later(gathering: UUID, wait: float) -> None:
    try:
        await asyncio.sleep(wait)
    finally:
        _pending.discard(gathering)
    await _tell(gathering)


async def _tell(gathering: UUID) -> None:
    _told_at[gathering] = time.monotonic()
    await fetch("SELECT pg_notify($1, '')", channel(gathering))
