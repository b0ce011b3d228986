"""Any list as rows of cells: .xlsx with its merged cells, or .csv in the encodings offices use."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import range_boundaries

from event.language import Message
from event.registration.importing.columns import field_of, is_guest_list
from event.workbook import LARGEST_FILE, cell_text, heading, open_workbook, refused, sheet_rows

_LOOK_FOR_HEADINGS = 15
_HEAD = 4096
"""Characters of a text table in which its delimiter is looked for."""
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_TOTALS = re.compile(r"^(合计|总计|小计|共计|total|subtotal)", re.IGNORECASE)
_ENCODINGS = ("utf-8-sig", "gb18030")

_NOT_A_LIST = Message(
    "This is neither an Excel workbook (.xlsx) nor a text table (.csv). Open the list in Excel and save it as .xlsx."
)
_TOO_LARGE = Message("The file is too large. A guest list has at most 20 MB: remove pictures and try again.")
_EMPTY = Message("The list is empty.")
_NO_GUESTS = Message(
    "No list of guests is in it. Needed: a column with names and two of country or region, delegation, e-mail,"
    " nationality, document number; found {found}."
)
_MOST_ROWS = 20_000
_TOO_MANY_ROWS = Message("The list has more than {most} rows: split it.")


@dataclass(frozen=True)
class Sheet:
    """A sheet as it stands; row 1 is the first."""

    title: str
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True)
class ListedRow:
    """A row below the headings: its cells by place, or why it is no guest."""

    number: int
    cells: tuple[Any, ...]
    left_out: str = ""


@dataclass(frozen=True)
class GuestList:
    """The list found in a file; `fields` says for each column what it is, empty where nobody knows."""

    sheet: str
    title: str
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    rows: list[ListedRow]
    header_row: int = 0
    above: tuple[str, ...] = field(default=())

    @property
    def unknown(self) -> list[str]:
        """Headings that mean nothing to us."""
        return [name for name, known in zip(self.headings, self.fields, strict=True) if name and not known]

    def mapped(self, corrections: Mapping[str, str]) -> "GuestList":
        """With columns put right: field by heading."""
        fields = tuple(
            corrections.get(name, known) for name, known in zip(self.headings, self.fields, strict=True)
        )
        return GuestList(
            self.sheet, self.title, self.headings, fields, self.rows, self.header_row, self.above
        )


def read_sheets(content: bytes) -> list[Sheet]:
    """Every sheet of a file; raises Invalid where it is no list."""
    if len(content) > LARGEST_FILE:
        raise refused(_TOO_LARGE)
    if content[:2] == b"PK":
        return _of_workbook(content)
    return [_of_text(content)]


def find_list(sheets: Sequence[Sheet]) -> GuestList:
    """The first sheet with headings of a guest list; raises Invalid where none has them."""
    found: list[str] = []
    for sheet in sheets:
        for place, row in enumerate(sheet.rows[:_LOOK_FOR_HEADINGS]):
            names = [heading(cell_text(cell)) for cell in row]
            found += [name for name in names if name]
            above = sheet.rows[place - 1] if place else ()
            joined = _joined(above, names)
            if is_guest_list({field_of(name) for name in joined if name}):
                return _list(sheet, place, joined, names)
    if not found:
        raise refused(_EMPTY)
    raise refused(_NO_GUESTS, found="、".join(dict.fromkeys(found[:12])))


def _list(sheet: Sheet, place: int, joined: list[str], names: list[str]) -> GuestList:
    above = tuple(cell_text(row[0]) for row in sheet.rows[:place] if row and cell_text(row[0]))
    last = max(number for number, name in enumerate(joined) if name) + 1
    rows = [
        ListedRow(number, row[:last], _left_out(row, names))
        for number, row in enumerate(sheet.rows[place + 1 :], start=place + 2)
    ]
    while rows and rows[-1].left_out == "empty row":
        rows.pop()
    fields = tuple(field_of(name) for name in joined[:last])
    return GuestList(
        sheet.title, above[0] if above else "", tuple(joined[:last]), fields, rows, place + 1, above
    )


def _left_out(row: Sequence[Any], names: Sequence[str]) -> str:
    texts = [cell_text(cell) for cell in row]
    filled = [text for text in texts if text]
    if not filled:
        return "empty row"
    if _TOTALS.match(filled[0]):
        return "subtotal"
    if len(filled) == 1:
        return "banner"
    same = sum(heading(text) == name for text, name in zip(texts, names, strict=False) if text)
    return "repeated header" if same > len(filled) / 2 else ""


def _joined(above: Sequence[Any], names: list[str]) -> list[str]:
    """Headings of two rows as group/name; a title merged over the whole width is no group."""
    groups = [heading(cell_text(cell)) for cell in above]
    if sum(bool(group) for group in groups) < 2:  # noqa: PLR2004 - one is a title
        return names
    joined, current = [], ""
    for place, name in enumerate(names):
        current = (groups[place] if place < len(groups) else "") or current
        joined.append(f"{current}/{name}" if current and name else name)
    return joined


def _of_workbook(content: bytes) -> list[Sheet]:
    workbook = open_workbook(content, formulas_as_text=True)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return [
            Sheet(sheet.title, _filled(sheet_rows(sheet), _merged(packed, sheet)))
            for sheet in workbook.worksheets
        ]


def _merged(packed: zipfile.ZipFile, sheet: Any) -> list[tuple[int, int, int, int]]:
    """Merged cells as (first column, first row, last column, last row); openpyxl does not tell them while streaming."""
    try:
        xml = packed.read(sheet._worksheet_path)  # noqa: SLF001 - openpyxl's own
    except (KeyError, AttributeError):
        return []
    tail = xml[xml.rfind(b"</sheetData>") :]
    return [_boundaries(found.decode()) for found in _MERGED.findall(tail)]


def _boundaries(text: str) -> tuple[int, int, int, int]:
    first_column, first_row, last_column, last_row = (int(part or 0) for part in range_boundaries(text))
    return first_column, first_row, last_column, last_row


def _filled(rows: list[tuple[Any, ...]], merged: list[tuple[int, int, int, int]]) -> list[tuple[Any, ...]]:
    """Cells merged downwards in one column repeat their value; merged across, they stay as they are."""
    for first_column, first_row, last_column, last_row in merged:
        if first_column != last_column or first_row > len(rows) or first_column > len(rows[first_row - 1]):
            continue
        value = rows[first_row - 1][first_column - 1]
        for place in range(first_row, min(last_row, len(rows))):
            cells = [*rows[place], *([None] * (first_column - len(rows[place])))]
            cells[first_column - 1] = value
            rows[place] = tuple(cells)
    return rows


def _of_text(content: bytes) -> Sheet:
    text = _decoded(content)
    head = text[:_HEAD]
    delimiter = max(",;\t", key=head.count)
    rows: list[tuple[Any, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(tuple(cell or None for cell in row))
            if len(rows) > _MOST_ROWS:
                raise refused(_TOO_MANY_ROWS, most=_MOST_ROWS)
    except csv.Error:
        raise refused(_NOT_A_LIST) from None
    return Sheet("csv", rows)


def _decoded(content: bytes) -> str:
    """UTF-8 first, then GB18030, which takes nearly everything: what it makes must be text."""
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip() and not any(letter < " " and letter not in "\t\r\n" for letter in text):
            return text
    raise refused(_NOT_A_LIST)
