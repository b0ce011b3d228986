"""Rows of the office's itinerary lists as they are understood: times, numbers, and what they change."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.language import Message
from event.registration.importing.cells import Cells
from event.registration.importing.reports import RowOutcome
from event.registration.importing.values import read_day, read_time
from event.workbook import Table, cell_text

_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}")
_NOT_A_TIME = Message("“{text}” is not a time; write 08:00.")
_NOT_A_DAY = Message("“{text}” is not a day; write 2026-10-15.")
_NOT_A_NUMBER = Message("“{text}” is not a whole number from {least} to {most}.")
_TWICE = Message("stands in row {row} already. Everything once.")
_COUNTED = Message("the list says {told}; counted are {counted}.")


@dataclass
class Planned:
    """A row and the columns it gives."""

    cells: Cells
    code: str
    name: str
    columns: dict[str, Any]
    outcome: RowOutcome | None = None

    @property
    def told(self) -> RowOutcome:
        """What happens with the row, with everything that has been said of it until now."""
        if self.outcome is None:
            raise RuntimeError(f"row {self.cells.row.number} was not compared")
        return replace(
            self.outcome,
            action="refuse" if self.cells.reasons else self.outcome.action,
            reasons=tuple(self.cells.reasons),
            warnings=tuple(self.cells.warnings),
        )

    @property
    def writes(self) -> bool:
        """Whether something of the row is new."""
        return self.outcome is not None and (self.outcome.action == "create" or bool(self.outcome.changes))


def settle(one: Planned, sheet: str, known: Mapping[str, Any] | None) -> Planned:
    """Compare a row with what is stored."""
    changes = [key for key, value in one.columns.items() if known and known[key] != value]
    one.outcome = one.cells.outcome(sheet, one.code, one.name, known=known is not None, changes=changes)
    return one


def once(cells: Cells, field: str, key: Any, seen: dict[Any, int], sentence: Message = _TWICE) -> None:
    """Refuse what stands in a list before."""
    if key and seen.setdefault(key, cells.row.number) != cells.row.number:
        cells.refuse(field, sentence, row=seen[key])


def day_of(table: Table) -> date | None:
    """The day that stands above a list."""
    found = _DAY.search(f"{table.title} {table.note}")
    return read_day(found[0]).value if found else None


def clock(cells: Cells, field: str) -> time | None:
    """A time of day."""
    text = cells.text(field, 20)
    at = read_time(text) if text else None
    if text and at is None:
        cells.refuse(field, _NOT_A_TIME, text=text)
    return at


def day(cells: Cells, field: str) -> date | None:
    """A day."""
    text = cells.text(field, 40)
    told = read_day(text).value if text else None
    if text and told is None:
        cells.refuse(field, _NOT_A_DAY, text=text)
    return told


def on_day(cells: Cells, field: str, of: date | None, gathering: Gathering) -> datetime | None:
    """A time of a day as a moment, or a day and time of its own; none where the day is not known."""
    if _MOMENT.match(cells.text(field, 40)):
        return cells.moment(field, gathering.zone)
    at = clock(cells, field)
    return datetime.combine(of, at, gathering.zone) if of and at else None


def whole(cells: Cells, field: str, least: int, most: int) -> int | None:
    """A whole number within bounds."""
    text = cells.text(field, 20)
    if text and not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        cells.refuse(field, _NOT_A_NUMBER, text=text, least=least, most=most)
        return None
    return int(text) if text else None


def compare_count(cells: Cells, field: str, counted: int) -> None:
    """Say where a list's own count is not what its rows come to; a cell that is no number says nothing."""
    told = cell_text(cells.row.cells.get(field)).strip()
    if told.isascii() and told.isdigit() and int(told) != counted:
        cells.warn_at(field, _COUNTED, told=int(told), counted=counted)


async def by_code(table: str, gathering: UUID) -> dict[str, dict[str, Any]]:
    """What is stored in a table of a gathering, by code."""
    rows = await fetch(f"SELECT * FROM {table} WHERE gathering = $1", gathering)  # noqa: S608 - our own names
    return {row["code"]: dict(row) for row in rows}
