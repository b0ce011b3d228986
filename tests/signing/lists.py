"""The office's own lists of the signing, taken in."""

import io
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl

from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.importing.reports import ImportReport
from event.signing.kinds import KINDS
from tests import cast

DATA = Path(__file__).parent.parent / "scenario" / "data"
SIGNING, LEDGER = DATA / "signing.xlsx", DATA / "ledger_12_months.xlsx"


async def take(
    kind: str, content: bytes, held: Gathering, *, dry_run: bool = False, now: datetime = cast.NOW
) -> ImportReport:
    """A list, taken in."""
    return await KINDS[kind](
        content, file_name=f"{kind}.xlsx", gathering=held, dry_run=dry_run, by=COMMAND_LINE, now=now
    )


async def with_agreements(**columns: Any) -> Gathering:
    """A gathering with the office's twelve agreements; its guests are not known, so signatories are names."""
    held = await cast.gathering(**columns)
    assert (await take("signing", SIGNING.read_bytes(), held)).written
    return held


def changed(file: Path, change: Callable[[Any], None]) -> bytes:
    """The office's workbook after somebody worked on it."""
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    change(book)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def cell(year: int, month: int, day: int) -> datetime:
    """A day as a cell of a workbook has it."""
    return datetime.combine(date(year, month, day), time())
