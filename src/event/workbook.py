"""Reading the office's own workbooks: titles above, one or two rows of headings, totals below."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.utils.escape import unescape

from event.errors import Invalid, Problem
from event.language import Message

LARGEST_FILE = 20 * 1024 * 1024
_LARGEST_UNPACKED = 50 * 1024 * 1024
_MOST_ENTRIES = 100
_LARGEST_RATIO = 100
_MOST_ROWS = 20_000
_MOST_COLUMNS = 200
_LOOK_FOR_HEADINGS = 15
_TOTALS = re.compile(r"^(合计|总计|小计|共计|total)", re.IGNORECASE)
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_MARKED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")

_TOO_LARGE = Message("The file is too large. A guest list has at most 20 MB: remove pictures and try again.")
_NOT_A_WORKBOOK = Message(
    "This is not an Excel workbook (.xlsx). Open the list in Excel and save it as .xlsx."
)
_UNPACKS_TOO_LARGE = Message("This workbook unpacks to far more than a list needs, so it was not opened.")
_EMPTY = Message("The workbook is empty.")
_TOO_MANY_ROWS = Message("The list has more than {most} rows: split it.")
_WRONG = Message(
    "This does not look like the expected list. Expected the headings {expected}; found {found}."
)


@dataclass(frozen=True)
class Row:
    """One row of a list: its number in the sheet and its cells by heading."""

    number: int
    cells: dict[str, Any]


@dataclass(frozen=True)
class Table:
    """A list in a sheet: what stands above it and its rows."""

    sheet: str
    title: str
    note: str
    headings: tuple[str, ...]
    rows: list[Row]


def refused(sentence: Message, **data: Any) -> Invalid:
    """A file that cannot be read, as the problem of the field `file`."""
    return Invalid({"file": Problem(sentence, data)})


def open_workbook(content: bytes, *, formulas_as_text: bool = False) -> Any:
    """Open a workbook after looking at what it would unpack to; raises Invalid.

    Cells with a formula have the value Excel computed, or, if said, the formula as a text.
    """
    if len(content) > LARGEST_FILE:
        raise refused(_TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise refused(_NOT_A_WORKBOOK) from None
    unpacked = sum(entry.file_size for entry in entries)
    packed_size = sum(entry.compress_size for entry in entries) or 1
    if (
        len(entries) > _MOST_ENTRIES
        or unpacked > _LARGEST_UNPACKED
        or unpacked / packed_size > _LARGEST_RATIO
    ):
        raise refused(_UNPACKS_TOO_LARGE)
    try:
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=not formulas_as_text)
    except Exception:  # noqa: BLE001 - openpyxl raises whatever its parsers meet in a damaged file
        raise refused(_NOT_A_WORKBOOK) from None


def read_table(
    workbook: Any, *, needed: Sequence[str], sheet: str | None = None, fill_down: Sequence[str] = ()
) -> Table:
    """The list whose headings include `needed`, in the sheet named or the first that has it.

    Two-row headings are joined as group/column. `fill_down`: columns whose merged cells repeat.
    """
    found: list[str] = []
    for one in workbook.worksheets:
        if sheet is not None and one.title != sheet:
            continue
        rows = sheet_rows(one)
        table = _table(one.title, rows, needed, fill_down)
        if table is not None:
            return table
        found += [text for row in rows[:_LOOK_FOR_HEADINGS] for text in map(cell_text, row) if text]
    if not found:
        raise refused(_EMPTY)
    raise refused(_WRONG, expected="、".join(needed), found="、".join(found[:8]))


def sheet_rows(sheet: Any) -> list[tuple[Any, ...]]:
    """The cells of a sheet; raises Invalid where it is damaged or has too many rows."""
    rows: list[tuple[Any, ...]] = []
    try:
        for row in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS):
            rows.append(row)
            if len(rows) > _MOST_ROWS:
                raise refused(_TOO_MANY_ROWS, most=_MOST_ROWS)
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError):
        raise refused(_NOT_A_WORKBOOK) from None
    return rows


def _table(
    sheet: str, rows: list[tuple[Any, ...]], needed: Sequence[str], fill_down: Sequence[str]
) -> Table | None:
    for place, row in enumerate(rows[:_LOOK_FOR_HEADINGS]):
        names = [heading(cell_text(cell)) for cell in row]
        if not set(needed) <= set(names):
            continue
        groups = [heading(cell_text(cell)) for cell in rows[place - 1]] if place else []
        two_rows = sum(bool(group) for group in groups) > 1
        headings = _joined(groups, names) if two_rows else names
        above = [
            cell_text(row[0]) for row in rows[: place - 1 if two_rows else place] if row and cell_text(row[0])
        ]
        return Table(
            sheet, above[0] if above else "", above[1] if len(above) > 1 else "", tuple(headings),
            list(_data(rows[place + 1 :], place + 2, headings, fill_down)),
        )  # fmt: skip
    return None


def _joined(groups: list[str], names: list[str]) -> list[str]:
    joined, current = [], ""
    for place, name in enumerate(names):
        current = (groups[place] if place < len(groups) else "") or current
        joined.append(f"{current}/{name}" if current else name)
    return joined


def _data(
    rows: list[tuple[Any, ...]], first: int, headings: Sequence[str], fill_down: Sequence[str]
) -> Iterator[Row]:
    above: dict[str, Any] = {}
    for number, row in enumerate(rows, start=first):
        cells = {name: value for name, value in zip(headings, row, strict=False) if name}
        filled = [value for value in row if cell_text(value)]
        if not filled:
            continue
        if len(filled) == 1 and _TOTALS.match(cell_text(filled[0])):
            return
        for name in fill_down:
            if not cell_text(cells.get(name)):
                cells[name] = above.get(name)
            above[name] = cells[name]
        yield Row(number, cells)


def heading(text: str) -> str:
    """A heading as it is compared: narrow, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def cell_text(value: Any) -> str:
    """A cell as text: whole numbers without a point, days as 2026-10-15."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unescape(str(value)).strip()


def marked(text: str) -> str:
    """Text that a spreadsheet shows as text: what would begin a formula gets an apostrophe before it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unmarked(value: Any) -> Any:
    """A cell without the apostrophe that `marked` set."""
    return value[1:] if isinstance(value, str) and _MARKED.match(value) else value
