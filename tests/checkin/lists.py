"""Lists as text tables and workbooks, taken in and told."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl

from event.checkin.imports import KINDS
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.importing.reports import ImportReport
from tests.cast import NOW


def table(*rows: Sequence[str], encoding: str = "utf-8") -> bytes:
    """A text table."""
    return "\r\n".join(",".join(row) for row in rows).encode(encoding)


def sheets(**tables: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with a sheet for each table."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


async def take(
    kind: str, content: bytes, held: Gathering, *, dry_run: bool = False, **more: Any
) -> ImportReport:
    return await KINDS[kind](
        content, file_name="list.csv", gathering=held, dry_run=dry_run, by=COMMAND_LINE, now=NOW, **more
    )


def told(report: ImportReport) -> list[tuple[str, list[str]]]:
    """What happens with each row, and why."""
    return [(row.outcome, [said.told("en") for said in (*row.reasons, *row.warnings)]) for row in report.rows]
