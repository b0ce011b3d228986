"""Workbooks as the office makes them: a title, a note, the headings, then the rows."""

import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from event.gathering.tables import Gathering
from event.templating import day as said_day
from event.workbook import marked

BOX = "□"
_NARROWEST, _WIDEST, _ROOM = 6, 32, 2
_HEAD = 3
"""Rows above the list: title, note, headings."""


@dataclass(frozen=True)
class OfficeSheet:
    """A list with what stands above it; cells are texts, numbers, days, moments, or nothing."""

    name: str
    title: str
    note: str
    headings: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def office_workbook(sheets: Iterable[OfficeSheet], *, title: str) -> bytes:
    """An .xlsx with a sheet for each list; every text is a text, never a formula."""
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#EEEEEE"}),
        "text": book.add_format({"border": 1, "num_format": "@", "valign": "top", "text_wrap": True}),
        "number": book.add_format({"border": 1, "valign": "top"}),
        "day": book.add_format({"border": 1, "num_format": "yyyy-mm-dd", "valign": "top"}),
        "moment": book.add_format({"border": 1, "num_format": "yyyy-mm-dd hh:mm", "valign": "top"}),
    }  # fmt: skip
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, formats)
    book.set_properties({"title": title})
    book.close()
    return output.getvalue()


def _write(page: Any, sheet: OfficeSheet, formats: dict[str, Any]) -> None:
    page.write_string(0, 0, marked(sheet.title), formats["title"])
    page.write_string(1, 0, marked(sheet.note))
    for column, name in enumerate(sheet.headings):
        page.set_column(column, column, _width([name, *(row[column] for row in sheet.rows)]))
        page.write_string(_HEAD - 1, column, marked(name), formats["head"])
    for number, row in enumerate(sheet.rows, start=_HEAD):
        for column, value in enumerate(row):
            _cell(page, number, column, value, formats)
    page.freeze_panes(_HEAD, 0)
    page.repeat_rows(_HEAD - 1)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&R&P / &N")


def _cell(page: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        page.write_blank(row, column, None, formats["text"])
    elif isinstance(value, datetime):
        page.write_datetime(row, column, value, formats["moment"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, int | float):
        page.write_number(row, column, value, formats["number"])
    else:
        page.write_string(row, column, marked(value), formats["text"])


def _width(values: Sequence[Any]) -> int:
    longest = max(
        (sum(_wide(letter) for letter in _text(value)) for value in values if value is not None), default=0
    )
    return min(max(longest + _ROOM, _NARROWEST), _WIDEST)


def _wide(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _text(value: Any) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)


def number_or_text(text: str) -> int | str:
    """A number where a text is one, as the office's lists have it."""
    return int(text) if text.isascii() and text.isdigit() and str(int(text)) == text else text


def note_of(gathering: Gathering, now: datetime, *told: str) -> str:
    """Who made a list and as of when."""
    local = now.astimezone(gathering.zone)
    made = f"截至:{said_day(local, 'zh-Hans', weekday=False)} {local:%H:%M}"
    by = [f"编制:{gathering.federation_zh}"] if gathering.federation_zh else []
    return "    ".join([*by, made, *told])


def at(moment: datetime | None, of: date | None, gathering: Gathering) -> str | None:
    """A time of the day that stands above the list; with its own day where that is another, or where it has seconds."""
    if moment is None:
        return None
    local = moment.astimezone(gathering.zone)
    if _has_seconds(local):
        return local.isoformat(" ")
    return f"{local:%H:%M}" if local.date() == of else f"{local:%Y-%m-%d %H:%M}"


def clock_time(value: time | datetime | None) -> str | None:
    """A time of day as it stands in lists: 08:30."""
    return f"{value:%H:%M}" if value else None


def exactly(moment: datetime | None, gathering: Gathering) -> datetime | str | None:
    """A moment where the gathering is; as a text where it has seconds, so that none is lost."""
    if moment is None or not _has_seconds(moment):
        return local(moment, gathering)
    return moment.astimezone(gathering.zone).isoformat(" ")


def _has_seconds(moment: datetime) -> bool:
    return bool(moment.second or moment.microsecond)


def local(moment: datetime | None, gathering: Gathering) -> datetime | None:
    """A moment where the gathering is, as a spreadsheet has it."""
    return moment.astimezone(gathering.zone).replace(tzinfo=None) if moment else None
