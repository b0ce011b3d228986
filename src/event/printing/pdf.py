"""HTML to PDF in child processes that reach nothing but our own fonts, within time and memory."""

import asyncio
import io
import os
import resource
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as TookTooLong
from functools import cache
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import ModuleType
from typing import Any, TypeVar

import pikepdf
from pebble import ProcessExpired, ProcessPool

from event.printing.child import sheet, start
from event.printing.errors import TooLongToPrint

SECONDS = 90
T = TypeVar("T")
_beginning = threading.Lock()
_MEMORY = 4 * 1024**3


async def pdf(chunks: Sequence[str], *, title: str, language: str, seconds: float = SECONDS) -> bytes:
    """Render chunks of HTML side by side and join them; raises TooLongToPrint."""
    parts = await in_children(_render, [(html,) for html in chunks], seconds=seconds)
    return await asyncio.to_thread(_joined, parts, title, language)


async def archival_pdf(html: str, *, seconds: float = SECONDS) -> bytes:
    """Render one document as PDF/A-2u, which is to be kept for years; raises TooLongToPrint."""
    (made,) = await in_children(_render, [(html, "pdf/a-2u")], seconds=seconds)
    return made


async def in_children(
    work: Callable[..., T], each: Sequence[tuple[Any, ...]], *, seconds: float = SECONDS
) -> list[T]:
    """Do a piece of work for each of these, side by side in children, in time; raises TooLongToPrint."""
    pool = await asyncio.to_thread(begin)
    futures = [pool.schedule(work, args=args, timeout=seconds) for args in each]
    try:
        return [await asyncio.wrap_future(future) for future in futures]
    except (TookTooLong, TimeoutError, ProcessExpired, MemoryError, RecursionError):
        raise TooLongToPrint from None
    finally:
        for future in futures:
            future.cancel()  # type: ignore[no-untyped-call] # pebble leaves it untyped


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


def _render(html: str, variant: str | None = None) -> bytes:
    from weasyprint import HTML  # noqa: PLC0415 - as above

    faces, fonts, fetcher = sheet()
    document = HTML(string=html, url_fetcher=fetcher, base_url="about:blank")
    return bytes(document.write_pdf(stylesheets=[faces], font_config=fonts, pdf_variant=variant))


def _joined(parts: Sequence[bytes], title: str, language: str) -> bytes:
    """One file of all parts, with the same bytes for the same content."""
    output = io.BytesIO()
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as one:
                whole.pages.extend(one.pages)
        whole.Root.Lang = pikepdf.String(language)
        whole.docinfo["/Title"] = title
        whole.docinfo["/Producer"] = "event"
        whole.save(
            output, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True,
            deterministic_id=True,
        )  # fmt: skip
    return output.getvalue()
