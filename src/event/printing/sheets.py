"""A document of pieces: what was set before is taken from the store, the rest is set side by side."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from event.printing.composing import composed, set_and_composed
from event.printing.memory import give_back
from event.printing.pdf import in_children
from event.printing.pieces import Fragments, Sheets
from event.printing.setting import set_packed
from event.printing.store import PieceStore, store_of

_A_CHUNK = 120
_AT_ONCE = 12
"""So few pieces are set by the child that composes the sheets: a badge printed again waits for one child only."""

_MANY = 2_000
"""Pieces after which what is not needed any more is worth a tenth of a second."""


async def sheets_pdf(sheets: Sheets, *, gathering: UUID, title: str, language: str, now: datetime) -> bytes:
    """Set what was never set, compose the sheets, keep the new pieces; raises TooLongToPrint."""
    store = await store_of(gathering, now=now)
    names = await asyncio.to_thread(store.names, sheets.fragments)
    known = await asyncio.to_thread(store.read, names)
    missing = [place for place, name in enumerate(names) if name not in known]
    pieces = [known.get(name) for name in names]
    bare = replace(sheets, fragments=_without(sheets.fragments, known=pieces))
    if len(missing) <= _AT_ONCE:
        ((made, new),) = await in_children(set_and_composed, [(bare, pieces, title, language)])
    else:
        new = await _set(bare.fragments, missing)
        for place, piece in zip(missing, new, strict=True):
            pieces[place] = piece
        bare = replace(sheets, fragments=_without(sheets.fragments, known=pieces))
        if len(missing) > _MANY:
            await asyncio.to_thread(give_back)
        (made,) = await in_children(composed, [(bare, pieces, title, language)])
    await _keep(store, [names[place] for place in missing], new)
    return made


def _without(fragments: Fragments, *, known: Sequence[bytes | None]) -> Fragments:
    """The fragments with nothing said where that was set: a child is told only what it needs."""
    html = tuple("" if piece else one for one, piece in zip(fragments.html, known, strict=True))
    return replace(fragments, html=html)


async def _set(fragments: Fragments, places: list[int]) -> list[bytes]:
    """Set the fragments at these places in as many children as there are cores."""
    size = min(_A_CHUNK, -(-len(places) // (os.cpu_count() or 1)))
    chunks = [places[start : start + size] for start in range(0, len(places), size)]
    parts = [(fragments.only(chunk),) for chunk in chunks]
    return [piece for some in await in_children(set_packed, parts) for piece in some]


async def _keep(store: PieceStore, names: list[str], pieces: list[bytes]) -> None:
    if names:
        await asyncio.to_thread(store.keep, dict(zip(names, pieces, strict=True)))
