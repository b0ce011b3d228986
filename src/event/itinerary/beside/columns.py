"""Columns behind the office's own: how each is read from a cell and written into one; without it nothing is told."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from event.faults import ROW_TOO_LONG, ROW_UNKNOWN
from event.itinerary.reading import day, whole
from event.language import Message
from event.registration.importing.cells import Cells
from event.workbook import Table, cell_text, heading, unmarked

BETWEEN = "、"
_PARTS = re.compile(r"[,，、;；\n]+")
_YES, _NO = "是", "否"
_DEGREES = {"latitude": 90, "longitude": 180}

_NOT_DEGREES = Message("“{text}” is no number of degrees from -{most} to {most}.")
_HALF_A_POINT = Message("a point on the map has a latitude and a longitude.")


@dataclass(frozen=True)
class Column:
    """A field with the heading of its column."""

    field: str
    heading: str
    read: Callable[[Cells, str], Any]
    write: Callable[[Any], Any]


def has(table: Table, name: str) -> bool:
    """Whether a list has a column."""
    return heading(name) in table.headings


def headings_of(columns: Iterable[Column]) -> dict[str, tuple[str, ...]]:
    """The columns as `Cells` wants them."""
    return {one.field: (one.heading,) for one in columns}


def told(cells: Cells, table: Table, columns: Iterable[Column]) -> dict[str, Any]:
    """What a row says in those of the columns that its list has."""
    return {one.field: one.read(cells, one.field) for one in columns if has(table, one.heading)}


def names_of(columns: Iterable[Column]) -> tuple[str, ...]:
    """The headings in their order."""
    return tuple(one.heading for one in columns)


def cells_of(row: Mapping[str, Any], columns: Iterable[Column]) -> tuple[Any, ...]:
    """What is written of a stored row."""
    return tuple(one.write(row[one.field]) for one in columns)


def text(field: str, name: str, most: int) -> Column:
    """A text of one line."""
    return Column(field, name, lambda cells, key: cells.text(key, most), str)


def page(field: str, name: str, most: int) -> Column:
    """A text of several lines."""

    def read(cells: Cells, key: str) -> str:
        lines = str(unmarked(cell_text(cells.row.cells.get(heading(name))))).replace("\x00", "").splitlines()
        told = "\n".join(line.rstrip() for line in lines).strip()
        if len(told) > most:
            cells.refuse(key, ROW_TOO_LONG, most=most, length=len(told))
        return told

    return Column(field, name, read, str)


def number(field: str, name: str, least: int, most: int, *, empty: int | None = None) -> Column:
    """A whole number; `empty`: what an empty cell means."""

    def read(cells: Cells, key: str) -> int | None:
        told = whole(cells, key, least, most)
        return empty if told is None else told

    return Column(field, name, read, _same)


def on(field: str, name: str) -> Column:
    """A day."""
    return Column(field, name, day, _same)


def flag(field: str, name: str, *, empty: bool) -> Column:
    """A yes or no; `empty`: what an empty cell means."""

    def read(cells: Cells, key: str) -> bool:
        return cells.ticked(key) if cells.text(key, 20) else empty

    return Column(field, name, read, lambda value: _YES if value else _NO)


def words(field: str, name: str, most: int) -> Column:
    """Several words in their order."""

    def read(cells: Cells, key: str) -> list[str]:
        found = words_in(cells.text(key, 1000))
        if longest := max((len(word) for word in found if len(word) > most), default=0):
            cells.refuse(key, ROW_TOO_LONG, most=most, length=longest)
        return found

    return Column(field, name, read, lambda value: BETWEEN.join(value or ()))


def known_words(field: str, name: str, known: Mapping[str, str]) -> Column:
    """Several of the words that are known; `known`: what lists call each."""
    called = {label: key for key, label in known.items()} | {key: key for key in known}

    def read(cells: Cells, key: str) -> list[str]:
        found = words_in(cells.text(key, 1000))
        for word in found:
            if word not in called:
                cells.refuse(key, ROW_UNKNOWN, text=word[:40], known=BETWEEN.join(known.values()))
        return [called[word] for word in found if word in called]

    return Column(
        field, name, read, lambda value: BETWEEN.join(known.get(word, word) for word in value or ())
    )


def words_in(joined: str) -> list[str]:
    """Words parted by commas, each once."""
    return list(dict.fromkeys(word for part in _PARTS.split(joined) if (word := part.strip())))


def degrees(field: str, name: str) -> Column:
    """The latitude or longitude of a place."""
    most = _DEGREES[field]

    def read(cells: Cells, key: str) -> float | None:
        there = cells.text(key, 40)
        try:
            told = float(there) if there else None
        except ValueError:
            told = most + 1.0
        if told is not None and not -most <= told <= most:
            cells.refuse(key, _NOT_DEGREES, text=there, most=most)
            return None
        return told

    return Column(field, name, read, _exactly)


def refuse_half_a_point(cells: Cells, columns: dict[str, Any]) -> None:
    """Latitude and longitude are both there, or neither is; an empty column without the other one tells nothing."""
    there = [name for name in _DEGREES if name in columns]
    if len(there) == 1 and columns[there[0]] is None:
        del columns[there[0]]
    empty = [name for name in _DEGREES if columns.get(name) is None]
    if len(empty) == 1 and not cells.reasons:
        cells.refuse(empty[0], _HALF_A_POINT)


def _same(value: Any) -> Any:
    return value


def _exactly(value: float | None) -> float | str | None:
    """A number; as a text where a spreadsheet's sixteen digits would not be the whole of it."""
    return value if value is None or float(f"{value:.16G}") == value else repr(value)
