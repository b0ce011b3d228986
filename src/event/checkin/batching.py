"""Scans that arrive while a statement is under way share the next one; each is answered after its commit."""

import asyncio
from collections.abc import Sequence
from contextvars import Context
from typing import Any
from uuid import UUID

from event.checkin.recording import Sent, record
from event.gathering.tables import Gathering

MOST = 400
"""Scans in one statement; a single sender may send more, they are not torn apart."""
_TWO_FROM = 150
"""With so many waiting, a second statement pays although each costs something by itself."""


class _Door:
    """The scans of one gathering that wait in this process; one statement is under way, two where many wait."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.waiting: list[tuple[Sequence[Sent], asyncio.Future[list[Any]]]] = []
        self.under_way: set[asyncio.Task[None]] = set()

    def take_in(self, sent: Sequence[Sent], answer: asyncio.Future[list[Any]]) -> None:
        """Let scans wait, and see to it that somebody records them."""
        self.waiting.append((sent, answer))
        under_way = sum(not task.done() for task in self.under_way)
        if under_way == 0 or (
            under_way == 1 and sum(len(waiting) for waiting, _ in self.waiting) >= _TWO_FROM
        ):
            task = asyncio.get_running_loop().create_task(self._drain(), context=Context())
            self.under_way.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.under_way.discard(task)
        if not self.under_way and _doors.get(self.gathering.id) is self:
            del _doors[self.gathering.id]

    async def _drain(self) -> None:
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


_doors: dict[UUID, _Door] = {}


async def record_together(sent: Sequence[Sent], gathering: Gathering) -> list[Any]:
    """Record scans together with whatever else waits; the rows of RECORD in the order given."""
    answer: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
    _doors.setdefault(gathering.id, _Door(gathering)).take_in(sent, answer)
    return await answer
