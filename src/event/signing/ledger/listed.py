"""What the rows of the office's ledger say: 跟踪台账 by project, 月度进度 by project and month."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from event.itinerary.reading import Planned, day, once
from event.language import Message
from event.registration.importing.cells import Cells
from event.signing.ledger.queries import DATED, month_end
from event.signing.ledger.rules import STAGE_WORDS, stage_named
from event.signing.ledger.tables import Stage
from event.signing.money import WAN, YI, in_yuan, plain
from event.signing.queries import ItemKept
from event.signing.reading import number
from event.workbook import Table

LEDGER = {
    "edition": ("届次",), "code": ("项目编号",), "name": ("项目",), "investor": ("投资方",), "countries": ("国家(地区)",),
    "type": ("协议类型",), "currency": ("币种",), "amount": ("签约额(万)",), "rate": ("汇率",), "yi": ("折人民币(亿元)",),
    "stage": ("阶段",), "registered": ("注册日",), "approved": ("立项/备案日",), "land": ("用地",), "environment": ("环评",),
    "started": ("开工日",), "producing": ("投产日",), "funds": ("到位资金累计(亿元)",), "month": ("本月到位(亿元)",),
    "progress": ("进展",), "problem": ("问题",), "next_step": ("下一步",), "due": ("办理期限", "完成时限"),
    "leader": ("责任领导",), "unit": ("责任单位",), "team": ("专班",), "updated": ("更新日",),
}  # fmt: skip
MONTH = {
    "code": ("项目编号",), "name": ("项目",), "month": ("月份",), "came": ("本月到位",), "total": ("累计到位",),
    "stage": ("月末阶段",),
}  # fmt: skip
MILESTONES = {"land": "用地", "environment": "环评"}
"""The points of the checklist that have a column of their own."""
FEN = Decimal("0.01")
_DONE = ("已", "完成", "通过")
_MONTH = re.compile(r"(\d{4})\D(\d{1,2})")

_UNKNOWN = Message("There is no agreement with this code. Import the list of agreements first.")
_UNKNOWN_STAGE = Message("“{text}” is no stage. Known: {known}.")
_OTHER_AMOUNT = Message("the ledger has {stated}, the agreement {kept}; the agreement holds.")
_NOT_UPDATED = Message("the day on which it was updated is missing.")
_NOT_A_MONTH = Message("“{text}” is no month; write 2026-11.")
_OTHER_TOTAL = Message("the list says {stated}, its months make {made}.")
_OTHER_STAGE = Message("the list says {stated}, the days of the stages make {made}.")
TOO_FINE = Message("“{text}” is no amount in 亿元: it has parts of a fen.")
_LATER = Message("{day} is later than the day on which the row was updated.")


def plan_ledger(table: Table, items: Mapping[str, ItemKept], on: date | None) -> list[Planned]:
    """What the rows of 跟踪台账 say; `on`: the day that stands above them."""
    planned, seen = [], dict[str, int]()
    for row in table.rows:
        cells = Cells(row, LEDGER)
        code, name = cells.text("code", 20, needed=True), cells.text("name", 120)
        once(cells, "code", code, seen)
        updated = day(cells, "updated") or on
        if updated is None:
            cells.refuse("updated", _NOT_UPDATED)
        if code and code not in items:
            cells.refuse("code", _UNKNOWN)
        elif code:
            _compare_amount(cells, items[code])
        columns: dict[str, Any] = {
            "stage": _stage(cells), **{str(stage): day(cells, str(stage)) for stage in DATED},
            **{kind: cells.text(kind, 60) for kind in MILESTONES},
            "progress": cells.text("progress", 500), "problem": cells.text("problem", 500),
            "next_step": cells.text("next_step", 500), "due_on": day(cells, "due"),
            "responsible_leader": cells.text("leader", 80), "responsible_unit": cells.text("unit", 120),
            "service_team": cells.text("team", 80), "updated": updated,
        }  # fmt: skip
        for stage in DATED:
            if updated and columns[str(stage)] and columns[str(stage)] > updated:
                cells.warn(str(stage), _LATER, day=columns[str(stage)].isoformat())
        planned.append(Planned(cells, code, name, columns))
    return planned


def _stage(cells: Cells) -> Stage | None:
    text = cells.text("stage", 20)
    stage = stage_named(text) if text else None
    if text and stage is None:
        cells.refuse("stage", _UNKNOWN_STAGE, text=text, known="、".join(STAGE_WORDS.values()))
    return stage


def _compare_amount(cells: Cells, item: ItemKept) -> None:
    """What was agreed stands with the agreement; a ledger that says otherwise is told so."""
    stated, currency = number(cells, "amount", int(WAN)), cells.text("currency", 10).upper()
    if stated is not None and (stated != item.told.amount or (currency and currency != item.told.currency)):
        kept = "–" if item.told.amount is None else f"{item.told.currency} {plain(item.told.amount / WAN)}"
        cells.warn("amount", _OTHER_AMOUNT, stated=f"{currency} {plain(stated / WAN)}", kept=kept)
    rate = number(cells, "rate")
    yi, made = number(cells, "yi", int(YI)), in_yuan(stated, currency, rate)
    if yi is not None and made is not None and abs(yi - made) >= YI / 200:
        cells.warn("yi", _OTHER_TOTAL, stated=plain(yi / YI), made=plain(made / YI))


def plan_months(table: Table, items: Mapping[str, ItemKept], on: Mapping[str, date]) -> list[Planned]:
    """What the rows of 月度进度 say; `on`: when each row of the ledger was updated."""
    planned, seen = [], dict[tuple[str, str], int]()
    for row in table.rows:
        cells = Cells(row, MONTH)
        code, month = cells.text("code", 20, needed=True), cells.text("month", 20, needed=True)
        if code and code not in items:
            cells.refuse("code", _UNKNOWN)
        end = _end(cells, month, on.get(code))
        once(cells, "month", (code, f"{end:%Y-%m}" if end else month), seen)
        came = number(cells, "came", int(YI)) or Decimal(0)
        planned.append(Planned(cells, code, cells.text("name", 120), {"came": came, "day": end}))
    return planned


def _end(cells: Cells, text: str, on: date | None) -> date | None:
    """The last day of a month, or the day of the list where that comes first."""
    found = _MONTH.match(text)
    if not found or not 1 <= int(found[2]) <= 12 or not 2000 <= int(found[1]) < 2100:  # noqa: PLR2004 - months, this century
        if text:
            cells.refuse("month", _NOT_A_MONTH, text=text)
        return None
    end = month_end(int(found[1]), int(found[2]))
    return on if on and (on.year, on.month) == (end.year, end.month) else end


def compare_sums(rows: list[Planned], months: list[Planned]) -> None:
    """Tell where the months of a project do not make the sum of its row, or not its last month."""
    totals: dict[str, Decimal] = {}
    for one in sorted(months, key=lambda one: one.columns["day"] or date.max):
        totals[one.code] = totals.get(one.code, Decimal(0)) + one.columns["came"]
        stated = number(one.cells, "total", int(YI))
        if stated is not None and abs(stated - totals[one.code]) >= FEN / 2:
            one.cells.warn(
                "total", _OTHER_TOTAL, stated=plain(stated / YI), made=plain(totals[one.code] / YI)
            )
    for row in rows:
        stated = number(row.cells, "funds", int(YI))
        if stated is not None and row.code in totals and abs(stated - totals[row.code]) >= FEN / 2:
            row.cells.warn(
                "funds", _OTHER_TOTAL, stated=plain(stated / YI), made=plain(totals[row.code] / YI)
            )


def compare_stages(rows: list[Planned], months: list[Planned]) -> None:
    """Tell where the stage at the end of a month is not what the days of the stages make it."""
    by_code = {row.code: row.columns for row in rows}
    for one in months:
        stated, columns = stage_named(one.cells.text("stage", 20)), by_code.get(one.code)
        if stated is None or columns is None or one.columns["day"] is None:
            continue
        end = one.columns["day"]
        made = Stage.SIGNED
        for stage in DATED:
            if columns[str(stage)] and columns[str(stage)] <= end:
                made = stage
        if columns["updated"] and end >= columns["updated"] and columns["stage"]:
            made = columns["stage"]
        if stated != made:
            one.cells.warn("stage", _OTHER_STAGE, stated=STAGE_WORDS[stated], made=STAGE_WORDS[made])


def is_done(words: str) -> bool:
    """Whether words such as 已落实 say that a point is done."""
    return words.startswith(_DONE)
