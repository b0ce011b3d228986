"""What arrives while the same work is under way shares the next piece of it; each is answered after that."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

One = TypeVar("One")
Answer = TypeVar("Answer")


def _single(_: object) -> int:
    return 1


class Together(Generic[One, Answer]):
    """Work done for many at once: `work` has an answer for each, in their order; what it raises, all of them get.

    At most `most` in one piece, by `size`; what is larger by itself is not torn apart. One piece of work is under way
    for each place, a second where `two_from` and more wait.
    """

    def __init__(
        self,
        work: Callable[[Sequence[One]], Awaitable[Sequence[Answer]]],
        *,
        most: int,
        size: Callable[[One], int] = _single,
        two_from: int | None = None,
    ) -> None:
        self._work, self._most, self._size, self._two_from = work, most, size, two_from
        self._places: dict[Hashable, _Place[One, Answer]] = {}

    async def ask(self, one: One, *, at: Hashable) -> Answer:
        """Have the work done for one, together with whatever else waits at its place in this process."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        place = self._places.setdefault(at, _Place())
        place.waiting.append((one, answer))
        under_way = sum(not task.done() for task in place.under_way)
        if under_way == 0 or (under_way == 1 and self._many_wait(place)):
            task = asyncio.get_running_loop().create_task(self._drain(place), context=Context())
            place.under_way.add(task)
            task.add_done_callback(lambda done: self._ended(done, at, place))
        return await answer

    def _many_wait(self, place: "_Place[One, Answer]") -> bool:
        return (
            self._two_from is not None and sum(self._size(one) for one, _ in place.waiting) >= self._two_from
        )

    def _ended(self, task: "asyncio.Task[None]", at: Hashable, place: "_Place[One, Answer]") -> None:
        place.under_way.discard(task)
        if not place.under_way and self._places.get(at) is place:
            del self._places[at]

    async def _drain(self, place: "_Place[One, Answer]") -> None:
        while place.waiting:
            taken = self._take(place)
            try:
                told = await self._work([one for one, _ in taken])
            except BaseException as error:
                for _, answer in taken:
                    if not answer.done():
                        answer.set_exception(error)
                if not isinstance(error, Exception):
                    raise
                continue
            for (_, answer), each in zip(taken, told, strict=True):
                if not answer.done():
                    answer.set_result(each)

    def _take(self, place: "_Place[One, Answer]") -> "list[tuple[One, asyncio.Future[Answer]]]":
        count = size = 0
        for one, _ in place.waiting:
            size += self._size(one)
            if count and size > self._most:
                break
            count += 1
        taken, place.waiting = place.waiting[:count], place.waiting[count:]
        return taken


class _Place(Generic[One, Answer]):
    """Who waits at a place, and the work under way for it."""

    def __init__(self) -> None:
        self.waiting: list[tuple[One, asyncio.Future[Answer]]] = []
        self.under_way: set[asyncio.Task[None]] = set()
