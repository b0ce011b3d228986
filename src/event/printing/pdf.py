"""HTML to PDF in child processes that reach nothing but our own fonts, within time and memory."""

import asyncio
import io
import os
import resource
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as TookTooLong
from contextvars import ContextVar
from functools import cache, partial
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import ModuleType
from typing import Any, TypeVar

import pikepdf
from pebble import ProcessExpired, ProcessPool

from event.printing.centre.joining import joined
from event.printing.centre.rendering import ARCHIVAL, Attached, groups_of, rendered_pdf
from event.printing.child import start, tidily
from event.printing.errors import TooLongToPrint

SECONDS = 90
_SMALL, _A_GROUP = 40_000, 300_000
"""Characters of HTML below which a second child is no faster, and above which one child is kept too long."""
T = TypeVar("T")
followed: ContextVar[Callable[[float], None]] = ContextVar("followed", default=lambda _share: None)
"""Whom to tell which share of the pieces of a document is done: who waits for it may set it for their own task."""
_beginning = threading.Lock()
_MEMORY = 4 * 1024**3


async def pdf(chunks: Sequence[str], *, title: str, language: str, seconds: float = SECONDS) -> bytes:
    """Render chunks of HTML side by side and join them, tagged as PDF/UA-1; raises TooLongToPrint."""
    share = sum(map(len, chunks)) // (os.cpu_count() or 1) + 1
    groups = groups_of(chunks, most=min(_A_GROUP, max(_SMALL, share)))
    each = [(group, place, title, language) for place, group in enumerate(groups)]
    parts = await in_children(rendered_pdf, each, seconds=seconds)
    return await asyncio.to_thread(partial(joined, parts, title=title, language=language))


async def archival_pdf(
    html: str, *, title: str, language: str, attached: Sequence[Attached] = (), seconds: float = SECONDS
) -> bytes:
    """Render one document as PDF/A-3u, which is to be kept for years, with its data; raises TooLongToPrint."""
    work = [([html], 0, title, language, ARCHIVAL, attached)]
    (made,) = await in_children(rendered_pdf, work, seconds=seconds)
    return made


def pages_of(content: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages)


async def in_children(
    work: Callable[..., T], each: Sequence[tuple[Any, ...]], *, seconds: float = SECONDS
) -> list[T]:
    """Do a piece of work for each of these, side by side in children, in time; raises TooLongToPrint."""
    pool = await asyncio.to_thread(begin)
    futures = [pool.schedule(tidily, args=(work, *args), timeout=seconds) for args in each]
    tell, done = followed.get(), []
    try:
        for future in futures:
            done.append(await asyncio.wrap_future(future))
            tell(len(done) / len(futures))
    except (TookTooLong, TimeoutError, ProcessExpired, MemoryError, RecursionError):
        raise TooLongToPrint from None
    finally:
        for future in futures:
            future.cancel()  # type: ignore[no-untyped-call] # pebble leaves it untyped
    return done


def begin() -> ProcessPool:
    """Start the children, which takes two seconds the first time; afterwards nothing."""
    with _beginning:
        if not _pool().active:  # it broke; what it did is lost, what comes is not
            close_pool()
        return _pool()


def close_pool() -> None:
    """End the child processes; the next document starts new ones."""
    if _pool.cache_info().currsize:
        pool = _pool()
        _pool.cache_clear()
        pool.stop()  # type: ignore[no-untyped-call] # pebble leaves it untyped
        pool.join()


@cache
def _pool() -> ProcessPool:
    context: Any = _Context()
    context.set_forkserver_preload(["event.printing.warm"])
    pool = ProcessPool(max_workers=os.cpu_count() or 1, max_tasks=200, initializer=_begin, context=context)
    pool.schedule(_begun)
    return pool


def _begun() -> None:
    """The first task, for which the children are made."""


class _Child(ForkServerProcess):
    """A child that does not run the program's own start again: that would take longer than a badge."""

    def start(self) -> None:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = main


class _Context(ForkServerContext):
    Process = _Child


def _begin() -> None:
    """Bound a child before it renders anything."""
    start()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
