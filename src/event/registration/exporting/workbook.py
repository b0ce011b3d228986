"""A table as .xlsx or .csv: every cell a text, and none that a spreadsheet would take for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from event.registration.exporting.errors import UnknownFormat
from event.text import is_chinese
from event.workbook import marked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}
_LONGEST = 32_767
"""Characters a cell of a workbook takes."""
_MEASURED = 50
_BESIDE = "about"
_NARROWEST, _WIDEST = 6, 40

Rows = Sequence[Sequence[str]]


def table_file(format_: str, headings: Sequence[str], rows: Rows, *, title: str, sheet: str) -> bytes:
    """A table in one of MEDIA_TYPES. Raises UnknownFormat."""
    if format_ not in MEDIA_TYPES:
        raise UnknownFormat(format=format_[:20])
    if format_ == "csv":
        return csv_table(headings, rows)
    return workbook(headings, rows, title=title, sheet=sheet)


def workbook(
    headings: Sequence[str], rows: Rows, *, title: str, sheet: str, about: Sequence[tuple[str, str]] = ()
) -> bytes:
    """An .xlsx with one sheet: styled headings that stay, filters, widths by content.

    `about`, names with values, makes a second sheet that says what the first one is.
    """
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"constant_memory": True})
    page = book.add_worksheet(sheet[:31])
    head = book.add_format(
        {"bold": True, "bg_color": "#8F1D21", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
    )
    body = book.add_format({"valign": "top", "num_format": "@"})
    for column, name in enumerate(headings):
        page.set_column(column, column, _width(name, (row[column] for row in rows[:_MEASURED])))
        page.write_string(0, column, marked(name), head)
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row):
            if text:
                page.write_string(number, column, marked(text)[:_LONGEST], body)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(rows), 1), max(len(headings) - 1, 0))
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    if about:
        beside = book.add_worksheet(_BESIDE)
        beside.set_column(0, 1, _WIDEST)
        for number, texts in enumerate(about):
            for column, text in enumerate(texts):
                beside.write_string(number, column, marked(text)[:_LONGEST], body)
    book.set_properties({"title": title})
    book.close()
    return output.getvalue()


def csv_table(headings: Sequence[str], rows: Rows) -> bytes:
    """A text table in UTF-8 that Excel opens as such; every cell in quotes, so that no delimiter splits one."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, quoting=csv.QUOTE_ALL)
    writer.writerow([marked(name) for name in headings])
    writer.writerows([marked(text) for text in row] for row in rows)
    return output.getvalue().encode("utf-8-sig")


def _width(name: str, texts: Iterable[str]) -> int:
    longest = max((_wide(line) for text in (name, *texts) for line in text.splitlines()), default=0)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _wide(line: str) -> int:
    return sum(2 if is_chinese(letter) else 1 for letter in line)
