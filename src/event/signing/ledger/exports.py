"""The ledger as the office keeps it: 跟踪台账 and 月度进度 in their own columns, to be taken in again without a loss."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from event.database import writing
from event.gathering.countries import country_name
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor
from event.signing.ledger.queries import LedgerLine, ledger_as_of, months_of
from event.signing.ledger.rules import STAGE_WORDS
from event.signing.ledger.tables import Stage
from event.signing.money import WAN, YI, rounded
from event.workbook import marked

_LEDGER = (
    "序号", "届次", "项目编号", "项目", "投资方", "国家(地区)", "协议类型", "币种", "签约额(万)", "汇率", "折人民币(亿元)", "阶段",
    "注册日", "立项/备案日", "用地", "环评", "开工日", "投产日", "到位资金累计(亿元)", "本月到位(亿元)", "进展", "问题", "下一步",
    "责任领导", "责任单位", "专班", "更新日", "办理期限",
)  # fmt: skip
_MONTHS = ("项目编号", "项目", "月份", "本月到位", "累计到位", "月末阶段")
_STAGES = "→".join(
    words for stage, words in STAGE_WORDS.items() if stage not in (Stage.PAUSED, Stage.TERMINATED)
)
_NARROW, _WIDE = 10, 24

Cell = str | Decimal | date | int | None


@dataclass(frozen=True)
class LedgerFile:
    """The ledger as .xlsx."""

    content: bytes
    name: str
    count: int


async def export_ledger(
    gathering: Gathering, on: date, *, by: Actor, now: datetime, known_at: datetime | None = None
) -> LedgerFile:
    """Write the ledger of a day; the audit trail keeps that it was taken away."""
    lines = await ledger_as_of(gathering, on, known_at=known_at)
    content = await asyncio.to_thread(_written, gathering, on, lines, known_at)
    async with writing():
        await record(
            "ledger.export", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            on=on.isoformat(), count=len(lines),
        )  # fmt: skip
    return LedgerFile(content, f"{gathering.slug}-ledger-{on.isoformat()}.xlsx", len(lines))


def _written(gathering: Gathering, on: date, lines: Sequence[LedgerLine], known_at: datetime | None) -> bytes:
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    until = f"更新至{on.year}年{on.month}月{on.day}日"
    rows = [_row(place, one, gathering) for place, one in enumerate(lines, start=1)]
    note = f"{until};单位:亿元人民币。阶段:{_STAGES},旁支:暂停、终止。"
    _sheet(book, "跟踪台账", f"{gathering.title_zh} 签约项目跟踪台账", note, _LEDGER, rows)
    months = [cells for one in lines for cells in _month_rows(one, on, known_at)]
    _sheet(book, "月度进度", "到位资金月度进度", "单位:亿元人民币。", _MONTHS, months)
    book.close()
    return output.getvalue()


def _row(place: int, line: LedgerLine, gathering: Gathering) -> tuple[Cell, ...]:
    told, stage, how = line.item.told, line.standing.stage, line.follow_up
    investors = [one.told for one in line.item.parties if not one.told.is_host]
    return (
        place, gathering.edition, told.code, told.name_zh, "、".join(one.organisation_zh or one.organisation_en for one in investors),
        "、".join(country_name(code) for code in line.item.countries), line.item.agreement_type.name_zh, told.currency,
        None if told.amount is None else told.amount / WAN, told.rate,
        None if line.item.yuan is None else _yi(line.item.yuan), STAGE_WORDS[stage] if stage else "",
        line.reached_on.get(Stage.REGISTERED), line.reached_on.get(Stage.APPROVED), line.milestones.get("land", ""),
        line.milestones.get("environment", ""), line.reached_on.get(Stage.STARTED), line.reached_on.get(Stage.PRODUCING),
        _yi(line.funds), _yi(line.month), how.progress, how.problem, how.next_step, how.responsible_leader,
        how.responsible_unit, told.service_team, how.day, how.due_on,
    )  # fmt: skip


def _yi(yuan: Decimal) -> Decimal:
    """亿元 to the fen; foreign money can have parts of one."""
    return rounded(yuan) / YI


def _month_rows(line: LedgerLine, on: date, known_at: datetime | None) -> list[tuple[Cell, ...]]:
    return [
        (
            line.code,
            line.item.told.name_zh,
            f"{end:%Y-%m}",
            _yi(came),
            _yi(total),
            STAGE_WORDS[stage] if stage else "",
        )
        for end, came, total, stage in months_of(line.ledger, on, known_at=known_at)
    ]


def _sheet(
    book: Any, name: str, title: str, note: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> None:
    """A title, a note, headings that stay, and rows whose numbers and days are numbers and days."""
    page = book.add_worksheet(name)
    head = book.add_format(
        {"bold": True, "bg_color": "#8F1D21", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
    )
    body, days = (
        book.add_format({"valign": "top", "text_wrap": True}),
        book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"}),
    )
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 16}))
    page.write_string(1, 0, note)
    for column, text in enumerate(headings):
        page.write_string(2, column, text, head)
        page.set_column(
            column, column, _WIDE if text in ("项目", "投资方", "进展", "问题", "下一步") else _NARROW
        )
    for number, row in enumerate(rows, start=3):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), days)  # noqa: DTZ001 - a day
            elif isinstance(cell, Decimal | int):
                page.write_number(number, column, float(cell), body)
            elif cell:
                page.write_string(number, column, marked(cell), body)
    page.freeze_panes(3, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 2)
