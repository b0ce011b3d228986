"""The office's own lists of the signing, taken in."""

import io
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.importing.reports import ImportReport
from event.signing.forms import ItemTold, PartyTold, SignatoryTold
from event.signing.kinds import KINDS
from event.signing.operations import add_item
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


def agreement(code: str = "P01", **columns: Any) -> ItemTold:
    """An investment contract over a hundred million yuan between the county and a company."""
    parties = (
        PartyTold(
            organisation_zh="示例县商务局", is_host=True, signatories=(SignatoryTold(name_zh="卢虚构"),)
        ),
        PartyTold(
            organisation_zh="测试医药公司", country="US", signatories=(SignatoryTold(name_zh="姚预演"),)
        ),
    )
    told = {
        "amount": Decimal(100_000_000),
        "currency": "CNY",
        "parties": parties,
        "name_zh": f"示例项目{code}",
    } | columns
    return ItemTold(code=code, agreement_type=told.pop("agreement_type", "investment_contract"), **told)


async def with_some(*told: ItemTold, **columns: Any) -> Gathering:
    """A gathering with some agreements."""
    held = await cast.gathering(**columns)
    for one in told:
        await add_item(one, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    return held
