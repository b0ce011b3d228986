"""Scans that arrive while a statement is under way share the next one; each is answered after its commit."""

import asyncio
from collections.abc import Sequence
from contextvars import Context
from typing import Any
from uuid import UUID

from event.checkin.recording import Sent, record
from event.gathering.tables import Gathering

MOST = 1000
"""Scans in one statement; a single sender may send more, they are not torn apart."""


class _Door:
    """The scans of one gathering that wait in this process; one statement at a time is under way."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.waiting: list[tuple[Sequence[Sent], asyncio.Future[list[Any]]]] = []

    async def drain(self) -> None:
        while self.waiting:
            taken = self._take()
            every = [one for sent, _ in taken for one in sent]
            try:
                rows = await record(every, self.gathering)
            except BaseException as error:
                for _, answer in taken:
                    if not answer.done():
                        answer.set_exception(error)
                if not isinstance(error, Exception):
                    raise
                continue
            begin = 0
            for sent, answer in taken:
                if not answer.done():
                    answer.set_result(rows[begin : begin + len(sent)])
                begin += len(sent)

    def _take(self) -> list[tuple[Sequence[Sent], asyncio.Future[list[Any]]]]:
        count = size = 0
        for sent, _ in self.waiting:
            size += len(sent)
            if count and size > MOST:
                break
            count += 1
        taken, self.waiting = self.waiting[:count], self.waiting[count:]
        return taken


_doors: dict[UUID, tuple[_Door, asyncio.Task[None]]] = {}


async def record_together(sent: Sequence[Sent], gathering: Gathering) -> list[Any]:
    """Record scans together with whatever else waits; the rows of RECORD in the order given."""
    answer: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
    known = _doors.get(gathering.id)
    if known is not None and not known[1].done():
        known[0].waiting.append((sent, answer))
    else:
        door = _Door(gathering)
        door.waiting.append((sent, answer))
        task = asyncio.get_running_loop().create_task(door.drain(), context=Context())
        _doors[gathering.id] = (door, task)
        task.add_done_callback(
            lambda _: (
                _doors.pop(gathering.id, None) if _doors.get(gathering.id, (None, None))[1] is task else None
            )
        )
    return await answer
