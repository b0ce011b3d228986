"""The office's ledger: taken in as entries, twice changes nothing, what it says anew corrects, nothing is lost."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from event.database import fetch
from event.gathering.tables import Gathering
from event.signing import kinds as _kinds  # the lists of the signing
from event.signing.ledger.queries import ledger_as_of
from tests import cast
from tests.checkin.lists import take, told

DATA = Path(__file__).parent.parent / "scenario" / "data"
LEDGER = DATA / "ledger_12_months.xlsx"


async def _held() -> Gathering:
    held = await cast.gathering()
    await take("signing", (DATA / "signing.xlsx").read_bytes(), held)
    return held


async def test_the_ledger_comes_in_and_a_second_time_changes_nothing(db: str) -> None:
    held = await _held()

    first = await take("ledger", LEDGER.read_bytes(), held)
    entries = [
        await fetch(f"SELECT * FROM {name} ORDER BY seq")
        for name in ("stage_entry", "fund_entry", "follow_up")
    ]
    second = await take("ledger", LEDGER.read_bytes(), held)

    assert [one for row in told(first) for one in row[1]] == [
        "月末阶段: the list says 注册, the days of the stages make 立项.",
        "月末阶段: the list says 开工, the days of the stages make 投产.",
    ]
    assert first.counts == {"create": 91, "update": 0, "skip": 0, "refuse": 0}
    assert {outcome for outcome, _ in told(second)} == {"unchanged"}
    assert [
        await fetch(f"SELECT * FROM {name} ORDER BY seq")
        for name in ("stage_entry", "fund_entry", "follow_up")
    ] == entries
    lines = await ledger_as_of(held, date(2027, 10, 17))
    assert {line.code: (str(line.standing.stage), line.funds) for line in lines} == {
        "P01": ("started", Decimal(620000000)), "P02": ("producing", Decimal(980000000)),
        "P03": ("started", Decimal(410000000)), "P04": ("producing", Decimal(520000000)),
        "P05": ("registered", Decimal(30000000)), "P06": ("approved", Decimal(50000000)), "P07": ("terminated", Decimal(0)),
    }  # fmt: skip
