"""A paper as a workbook: a sheet for each part, or one list where a spreadsheet wants it so."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from event.printing.visit.paper import Group, Named, Paper, Part, Table, Words
from event.text import is_chinese
from event.workbook import marked

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_NARROWEST, _WIDEST = 6, 36
_A4 = 9
_MOST_FROZEN = 8
"""Rows above a list that may stay in sight."""


def paper_workbook(paper: Paper, stamps: Mapping[str, str], *, title: str) -> bytes:
    """An .xlsx whose texts are texts; headings repeat on every printed page, which says version and time."""
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "strong": book.add_format({"bold": True, "valign": "top"}),
        "head": book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#EEEEEE", "valign": "vcenter"}),
        "cell": book.add_format({"border": 1, "num_format": "@", "text_wrap": True, "valign": "top"}),
        "plain": book.add_format({"num_format": "@", "valign": "top"}),
    }  # fmt: skip
    names: set[str] = set()
    parts = [_as_one_list(paper)] if paper.flat else paper.parts
    for part in parts:
        stamp = stamps.get(part.key) or _newest(stamps.values())
        page = book.add_worksheet(_sheet_name(part.place, names))
        _write(page, part, stamp, formats, landscape=paper.landscape)
    book.set_properties({"title": title})
    book.close()
    return output.getvalue()


def _newest(stamps: Iterable[str]) -> str:
    """What one list of several parts says of itself; they are of one moment."""
    return " / ".join(dict.fromkeys(stamps))[:200]


def _as_one_list(paper: Paper) -> Part:
    blocks = (paper.flat,) if paper.flat else ()
    return Part("", paper.title, paper.title, (), blocks)


def _sheet_name(place: str, taken: set[str]) -> str:
    """A name a sheet may have, and no other has."""
    plain = _NOT_IN_A_NAME.sub(" ", place).strip()[:_LONGEST_NAME] or "1"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: _LONGEST_NAME - len(str(number)) - 1]} {number}"
    taken.add(name.lower())
    return name


def _write(page: Any, part: Part, stamp: str, formats: Mapping[str, Any], *, landscape: bool) -> None:
    page.write_string(0, 0, marked(part.title), formats["title"])
    page.write_string(1, 0, marked(stamp), formats["plain"])
    row, widths, tables = 2, dict[int, int](), 0
    for label, fact in part.facts:
        page.write_string(row, 0, marked(label), formats["strong"])
        page.write_string(row, 2, marked(str(fact)), formats["plain"])
        row += 1
    for block in part.blocks:
        row += 1
        if isinstance(block, Table):
            tables += block.kind != "timetable"
            row = _table(page, row, block, formats, widths, first=tables == 1 and block.kind != "timetable")
        elif isinstance(block, Words):
            row = _words(page, row, block, formats)
    for note in part.notes:
        page.write_string(row + 1, 0, marked(note), formats["plain"])
        row += 1
    for column, width in widths.items():
        page.set_column(column, column, width)
    page.set_paper(_A4)
    if landscape:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{part.place.replace('&', '&&')}&C{stamp.replace('&', '&&')}&R&P / &N")


def _table(
    page: Any, row: int, table: Table, formats: Mapping[str, Any], widths: dict[int, int], *, first: bool
) -> int:
    """Write a table and answer the row below it; the headings of the first one repeat on every page."""
    if table.title:
        page.write_string(row, 0, marked(table.title), formats["strong"])
        row += 1
    headings, rows = _spread(table)
    if table.kind != "timetable":
        for column, label in enumerate(headings):
            page.write_string(row, column, marked(label), formats["head"])
        if first:
            page.repeat_rows(row)
        if first and row < _MOST_FROZEN:
            page.freeze_panes(row + 1, 0)
        row += 1
        _widen(widths, headings, rows)
    for cells in rows:
        _row(page, row, cells, len(headings), formats)
        row += 1
    if table.note:
        page.write_string(row, 0, marked(table.note), formats["plain"])
        row += 1
    return row


def _spread(table: Table) -> tuple[list[str], list[list[str] | Group]]:
    """Headings and rows with the smaller parts of cells in columns of their own, where these have a name."""
    headings = [name for column in table.columns for name in (str(column.label), *column.more)]
    rows: list[list[str] | Group] = []
    for row in table.rows:
        if isinstance(row, Group):
            rows.append(row)
            continue
        texts: list[str] = []
        for column, cell in zip(table.columns, row, strict=True):
            parts = (cell.main, cell.sub, cell.mark) if isinstance(cell, Named) else (cell, "", "")
            texts += parts[: len(column.more) + 1] if column.more else [str(cell)]
        rows.append(texts)
    return headings, rows


def _row(page: Any, row: int, cells: Sequence[str] | Group, columns: int, formats: Mapping[str, Any]) -> None:
    if isinstance(cells, Group):
        text = "  ".join((cells.title, *cells.facts))
        page.merge_range(row, 0, row, max(columns - 1, 1), marked(text), formats["head"])
        return
    for column, text in enumerate(cells):
        if not text:
            page.write_blank(row, column, None, formats["cell"])
        elif text.isascii() and text.isdigit() and len(text) < 6 and str(int(text)) == text:  # noqa: PLR2004 - counts
            page.write_number(row, column, int(text), formats["cell"])
        else:
            page.write_string(row, column, marked(text), formats["cell"])


def _words(page: Any, row: int, words: Words, formats: Mapping[str, Any]) -> int:
    page.write_string(row, 0, marked(words.title), formats["strong"])
    lines = [f"{label} {fact}" for label, fact in words.facts] + list(words.paragraphs)
    for line in lines:
        row += 1
        page.write_string(row, 0, marked(line), formats["plain"])
    return row + 1


def _widen(widths: dict[int, int], headings: Sequence[str], rows: Sequence[Sequence[str] | Group]) -> None:
    for column, name in enumerate(headings):
        texts = [name, *(cells[column] for cells in rows if not isinstance(cells, Group))]
        longest = max(sum(2 if is_chinese(letter) else 1 for letter in text) for text in texts)
        widths[column] = max(widths.get(column, 0), min(max(longest + 2, _NARROWEST), _WIDEST))
