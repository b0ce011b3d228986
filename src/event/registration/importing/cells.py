"""The rows of a list whose columns have fixed names: its cells by field, and what is wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from event.faults import ROW_LACKS, ROW_TOO_LONG
from event.language import Message
from event.registration.importing.reports import RowOutcome, Said
from event.registration.importing.sheets import Sheet, read_sheets
from event.text import tidy
from event.workbook import Row, Table, cell_text, heading, refused, unmarked

_LOOK_FOR_HEADINGS = 15
_FIRST_YEAR, _LAST_YEAR = 1990, 2200

_NOT_TEXT = Message("has characters that are not text. Type it anew.")
_NOT_A_MOMENT = Message("“{text}” is no day and time; write 2026-10-15 15:20 or 2026-10-15T15:20:00+08:00.")
_NOT_YES_OR_NO = Message("“{text}” is neither yes nor no; write 1 or 0.")
_WRONG = Message(
    "This does not look like the expected list. Expected the headings {expected}; found {found}."
)
_YES = frozenset({"1", "是", "√", "yes", "true"})
_NO = frozenset({"", "0", "否", "no", "false"})

Headings = Mapping[str, Sequence[str]]
"""By field, what its column may be called; the first name is said where it is missing."""


def read_list(content: bytes, headings: Headings, *, needed: Iterable[str]) -> Table:
    """The first sheet that has the columns `needed` (fields), of .xlsx or .csv; raises Invalid."""
    wanted = [{heading(name).lower() for name in headings[field]} for field in needed]
    found: list[str] = []
    for sheet in read_sheets(content):
        for place, row in enumerate(sheet.rows[:_LOOK_FOR_HEADINGS]):
            names = [heading(cell_text(cell)) for cell in row]
            plain = {name.lower() for name in names}
            if all(one & plain for one in wanted):
                return _table(sheet, place, names)
            found += [name for name in names if name]
    expected = "、".join(headings[field][0] for field in needed)
    raise refused(_WRONG, expected=expected, found="、".join(dict.fromkeys(found[:8])) or "–")


def _table(sheet: Sheet, place: int, names: list[str]) -> Table:
    rows = [
        Row(number, {name: value for name, value in zip(names, cells, strict=False) if name})
        for number, cells in enumerate(sheet.rows[place + 1 :], start=place + 2)
        if any(cell_text(cell) for cell in cells)
    ]
    return Table(sheet.title, "", "", tuple(names), rows)


class Cells:
    """The cells of one row by field, and what was found about them."""

    def __init__(self, row: Row, headings: Headings) -> None:
        self.row = row
        self.reasons: list[Said] = []
        self.warnings: list[Said] = []
        self._names: dict[str, str] = {}
        self._cells: dict[str, Any] = {}
        by_name = {name.lower(): name for name in row.cells}
        for field, known in headings.items():
            there = next(
                (by_name[one] for one in (heading(name).lower() for name in known) if one in by_name), ""
            )
            self._names[field] = there or known[0]
            self._cells[field] = unmarked(row.cells.get(there))

    def refuse(self, field: str, sentence: Message, **data: Any) -> None:
        """The row cannot be taken in because of a field."""
        self.reasons.append(Said(self._names.get(field, ""), sentence, data))

    def warn(self, field: str, sentence: Message, **data: Any) -> None:
        """Something to look at that refuses nothing."""
        self.warnings.append(Said(self._names.get(field, ""), sentence, data))

    def warn_at(self, column: str, sentence: Message, **data: Any) -> None:
        """Something to look at in a column that is no field."""
        self.warnings.append(Said(column, sentence, data))

    def text(self, field: str, most: int = 200, *, needed: bool = False) -> str:
        """A text of at most so many characters; empty where it is refused."""
        text = tidy(cell_text(self._cells[field]))
        if "\x00" in text:
            self.refuse(field, _NOT_TEXT)
            return ""
        if len(text) > most:
            self.refuse(field, ROW_TOO_LONG, most=most, length=len(text))
            return ""
        if needed and not text:
            self.refuse(field, ROW_LACKS)
        return text

    def moment(self, field: str, zone: ZoneInfo, *, needed: bool = False) -> datetime | None:
        """A moment; without an offset it is of the gathering's own time."""
        value = self._cells[field]
        text = value.isoformat() if isinstance(value, datetime) else self.text(field, 40, needed=needed)
        if not text:
            return None
        try:
            told = datetime.fromisoformat(text)
        except ValueError:
            told = None
        if told is None or not _FIRST_YEAR < told.year < _LAST_YEAR:
            self.refuse(field, _NOT_A_MOMENT, text=text)
            return None
        return told.replace(tzinfo=told.tzinfo or zone)

    def ticked(self, field: str) -> bool:
        """A yes or no as lists write it: 1, 是, yes; 0, 否, empty."""
        text = self.text(field, 20).lower()
        if text not in _YES | _NO:
            self.refuse(field, _NOT_YES_OR_NO, text=text)
        return text in _YES

    def outcome(
        self,
        sheet: str,
        number: str,
        name: str,
        *,
        known: bool,
        changes: Iterable[str] = (),
        left_out: bool = False,
    ) -> RowOutcome:
        """What happens with the row: refused, left out, new, changed, or as before."""
        changed = tuple(changes)
        if self.reasons:
            action = "refuse"
        elif left_out:
            action = "skip"
        else:
            action = "create" if not known else "update" if changed else "skip"
        return RowOutcome(
            sheet, self.row.number, action, number, name, dict.fromkeys(changed if action == "update" else ()),
            tuple(self.reasons), tuple(self.warnings), match="number" if known and not left_out else "",
        )  # fmt: skip
