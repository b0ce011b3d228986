"""Another gathering in the office's formats: other codes, numbers and names, another who cancels, other scans."""

import csv
import io
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from tests.scenario.another_visit import other_visit
from tests.scenario.conftest import FILES

CODES = {
    "OPEN": "KAIMU", "OPEN-X": "KAIMU-OUT", "FAIR": "ZHAOPIN", "FAIR-X": "ZHAOPIN-OUT", "PROMO": "TUIJIE",
    "YOUTH": "QINGNIAN", "MATCH": "DUIJIE", "GALA": "WANHUI", "H1": "ZHUDI1",
}  # fmt: skip
_TEXTS = {
    "JQX2026-": "ABH2031-", "北美代表团": "甲洲代表团", "南欧代表团": "乙洲代表团", "日本韩国代表团": "丙洲代表团",
    "BUS5/": "BUS15/", "5号车": "15号车", "侨缘大酒店": "另一大酒店",
}  # fmt: skip
_CANCELS, _COMES = "ABH2031-031", "ABH2031-025"
Row = dict[str, str]


def derived(scenario: Path, *, seed: int) -> dict[str, bytes]:
    """The files of the other gathering by kind of list."""
    files = {kind: (scenario / file).read_bytes() for kind, file in FILES.items()}
    made = {
        kind: _sheets(files[kind], _cell) if FILES[kind].endswith(".xlsx") else _text(files[kind])
        for kind in FILES
    }
    made["changes"] = _sheets(made["changes"], lambda value, _: _CANCELS if value == _COMES else value)
    made["visit"] = _sheets(made["visit"], lambda value, name: 15 if name == "车号" and value == 5 else value)
    other_visit(made, random.Random(seed), cancels=_CANCELS, comes=_COMES)  # noqa: S311 - a test
    tickets = rows_of(made["tickets"])
    voided = next(row for row in tickets if row["holder_no"] == _COMES)
    for row in tickets:
        if row["holder_no"] == _CANCELS:
            row["voided_at"], row["void_reason"] = voided["voided_at"], voided["void_reason"]
    voided["voided_at"] = voided["void_reason"] = ""
    made["tickets"] = _written(tickets)
    scans = rows_of(_text((scenario / "scans.csv").read_bytes()))
    made["scans"] = _written(_other_scans(scans, tickets, random.Random(seed)))  # noqa: S311 - a test
    return made


def rows_of(content: bytes) -> list[Row]:
    """The rows of a text table."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def _written(rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _renamed(text: str) -> str:
    for old, new in _TEXTS.items():
        text = text.replace(old, new)
    return CODES.get(text, text)


def _cell(value: Any, _: str) -> Any:
    return _renamed(value) if isinstance(value, str) else value


def _text(content: bytes) -> bytes:
    return _written([{name: _renamed(text) for name, text in row.items()} for row in rows_of(content)])


def _sheets(content: bytes, change: Callable[[Any, str], Any]) -> bytes:
    """A workbook with every cell changed; `change` is told the heading above, where the row has a heading."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        names = {cell.column: str(cell.value) for cell in sheet[3]}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and type(cell).__name__ != "MergedCell":
                    cell.value = change(cell.value, names.get(cell.column, ""))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _other_scans(rows: list[Row], tickets: list[Row], chance: random.Random) -> list[Row]:
    """A fifth of the scans left out; others read twice, sent again, unknown, void, or at a door not booked."""
    ids = sorted({row["scan_id"] for row in rows})
    gone = set(chance.sample(ids, len(ids) // 5))
    kept = [row for row in rows if row["scan_id"] not in gone]
    read = [row for row in kept if row["ticket_no"]]
    void = [ticket for ticket in tickets if ticket["voided_at"]]
    made = []
    for number, row in enumerate(chance.sample(read, 40)):
        made.append(_later(row, 20, scan_id=f"TWICE-{number}"))
    made += [_later(row, 0, sent=100) for row in chance.sample(read, 30)]
    for number, row in enumerate(chance.sample(read, 10)):
        made.append(_later(row, 5, scan_id=f"UNKNOWN-{number}", ticket_no=f"NOBODY{number}"))
    for number, row in enumerate(chance.sample(read, 15)):
        made.append(_later(row, 45, scan_id=f"FAIR-{number}", checkpoint=CODES["FAIR"], direction="in"))
    for number, row in enumerate(chance.sample(read, 9)):
        ticket = chance.choice(void)["ticket_no"]
        made.append(_later(row, 7, scan_id=f"VOID-{number}", ticket_no=ticket))
    return sorted([*kept, *made], key=lambda row: row["uploaded_at"])


def _later(row: Row, seconds: int, *, sent: int = 0, **told: str) -> Row:
    def moved(name: str, by: int) -> str:
        return (datetime.fromisoformat(row[name]) + timedelta(seconds=by)).isoformat()

    return row | {
        "scanned_at": moved("scanned_at", seconds), "uploaded_at": moved("uploaded_at", seconds + sent), **told
    }  # fmt: skip
