"""Writing guests into a file: chosen columns, filtered, masked by role, and in the audit trail."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from event.database import writing
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor
from event.registration.exporting.columns import Column, Mark, ticks
from event.registration.exporting.errors import UnknownFormat
from event.registration.exporting.lines import Line, lines_of
from event.registration.exporting.sets import ALL, known_columns, set_named
from event.registration.exporting.workbook import MEDIA_TYPES, table_file
from event.registration.importing.columns import SESSIONS
from event.registration.queries import GuestFilter, Scope, guest_lines

_EVERYBODY = 1_000_000
_AS_IMPORTED = "replies"
"""The set whose words must be the office's, whoever reads them."""


@dataclass(frozen=True)
class Export:
    """A finished file."""

    content: bytes
    name: str
    media_type: str
    count: int


async def export_guests(
    gathering: Gathering,
    *,
    by: Actor,
    now: datetime,
    shown: frozenset[Mark],
    columns: str = ALL,
    format_: str = "xlsx",
    wanted: GuestFilter | None = None,
    scope: Scope = None,
    language: str = "zh-Hans",
) -> Export:
    """Write the guests a filter finds by a column set; `shown` is what the reader may see in clear.

    Raises UnknownColumnSet, UnknownFormat.
    """
    if format_ not in MEDIA_TYPES:
        raise UnknownFormat(format=format_[:20])
    wanted = replace(wanted or GuestFilter(), page=1)
    chosen, known = await set_named(gathering, columns), await known_columns(gathering)
    said = "zh-Hans" if chosen.name == _AS_IMPORTED else language
    found = await guest_lines(gathering, wanted, scope=scope, language=said, size=_EVERYBODY)
    lines = await lines_of(gathering, [one.id for one in found.lines], language=said)
    content = await asyncio.to_thread(
        _written, [known[key] for key in chosen.columns], lines, shown, gathering, format_, said
    )
    async with writing():
        await record(
            "guests.export", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            set=chosen.name, format=format_, guest_class=wanted.class_code, delegation=wanted.delegation,
            standing=wanted.standing, searched=bool(wanted.text), count=len(lines),
            documents=Mark.DOCUMENT in shown and any(known[key].mark is Mark.DOCUMENT for key in chosen.columns),
        )  # fmt: skip
    return Export(content, f"{gathering.slug}-guests.{format_}", MEDIA_TYPES[format_], len(lines))


def _written(
    columns: Sequence[Column], lines: Sequence[Line], shown: frozenset[Mark], gathering: Gathering, format_: str,
    language: str,
) -> bytes:  # fmt: skip
    spread = [
        one for column in columns for one in (ticks(column, lines) if column.key == SESSIONS else [column])
    ]
    rows = [[column.cell(line, shown) for column in spread] for line in lines]
    sheet = "来宾" if language != "en" else "Guests"
    return table_file(
        format_, [column.words.said(language) for column in spread], rows, title=gathering.title(language), sheet=sheet
    )  # fmt: skip
