"""HTML to PDF in child processes that reach nothing but our own fonts, within time and memory."""

import asyncio
import io
import os
import resource
from collections.abc import Sequence
from concurrent.futures import TimeoutError as TookTooLong
from functools import cache
from multiprocessing import get_context
from typing import Any

import pikepdf
from pebble import ProcessExpired, ProcessPool

from event.printing.errors import TooLongToPrint
from event.printing.fonts import FACES, font_file

SECONDS = 90
_MEMORY = 4 * 1024**3
_FACES = "\n".join(
    f"@font-face {{ font-family: '{family}'; font-weight: {weight}; src: url(font:{place}); }}"
    for place, (family, weight, _, _) in enumerate(FACES)
)


async def pdf(chunks: Sequence[str], *, title: str, language: str, seconds: float = SECONDS) -> bytes:
    """Render chunks of HTML side by side and join them; raises TooLongToPrint."""
    futures = [_pool().schedule(_render, args=(html,), timeout=seconds) for html in chunks]
    try:
        parts = [await asyncio.wrap_future(future) for future in futures]
    except (TookTooLong, TimeoutError, ProcessExpired, MemoryError, RecursionError):
        raise TooLongToPrint from None
    finally:
        for future in futures:
            future.cancel()  # type: ignore[no-untyped-call] # pebble leaves it untyped
    return await asyncio.to_thread(_joined, parts, title, language)


async def archival_pdf(html: str, *, seconds: float = SECONDS) -> bytes:
    """Render one document as PDF/A-2u, which is to be kept for years; raises TooLongToPrint."""
    future = _pool().schedule(_render, args=(html, "pdf/a-2u"), timeout=seconds)
    try:
        return bytes(await asyncio.wrap_future(future))
    except (TookTooLong, TimeoutError, ProcessExpired, MemoryError, RecursionError):
        raise TooLongToPrint from None
    finally:
        future.cancel()  # type: ignore[no-untyped-call] # pebble leaves it untyped


def close_pool() -> None:
    """End the child processes; the next document starts new ones."""
    if _pool.cache_info().currsize:
        pool = _pool()
        _pool.cache_clear()
        pool.stop()  # type: ignore[no-untyped-call] # pebble leaves it untyped
        pool.join()


@cache
def _pool() -> ProcessPool:
    context: Any = get_context("forkserver")
    context.set_forkserver_preload(["event.printing.pdf", "weasyprint"])
    return ProcessPool(max_workers=os.cpu_count() or 1, max_tasks=50, initializer=_limit, context=context)


def _limit() -> None:
    """Bound a child before it renders anything."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@cache
def _sheet() -> tuple[Any, Any, Any]:
    """Fonts and fetcher, made once in a child."""
    from weasyprint import CSS  # noqa: PLC0415 - only children need it, and it takes its time
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OwnFontsOnly(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
        """Fonts of ours and data: pictures; no file, no network."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            scheme, _, place = url.partition(":")
            if scheme == "font" and place.isdigit() and int(place) < len(FACES):
                _, _, package, name = FACES[int(place)]
                return URLFetcherResponse(
                    url, font_file(package, name).read_bytes(), {"Content-Type": "font/otf"}
                )
            return super().fetch(url, headers)

    fetcher = OwnFontsOnly(allowed_protocols=("data",), allow_redirects=False)
    fonts = FontConfiguration()
    return CSS(string=_FACES, font_config=fonts, url_fetcher=fetcher), fonts, fetcher


def _render(html: str, variant: str | None = None) -> bytes:
    from weasyprint import HTML  # noqa: PLC0415 - as above

    faces, fonts, fetcher = _sheet()
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
