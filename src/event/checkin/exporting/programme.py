"""The programme as one workbook that can be taken in again: sessions, halls, checkpoints, seats at tables."""

import asyncio
from datetime import datetime
from typing import Any

from event.agenda.matchmaking.sheets import matchmaking_sheets
from event.agenda.seating.sheets import banquet_sheets
from event.agenda.sheets import programme_sheets
from event.checkin.importing.checkpoints import KNOWN_KINDS, SHEET, by_the_list, stored_points
from event.database import writing
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor
from event.registration.exporting.office import OfficeSheet, note_of, office_workbook
from event.registration.exporting.operations import Export
from event.registration.exporting.workbook import XLSX

_HEADINGS = ("检票点", "名称", "类型", "会场代码", "场次代码", "方向", "需预约")
_KINDS_ZH = {str(kind): label for label, kind in KNOWN_KINDS.items()}


async def export_programme(gathering: Gathering, *, by: Actor, now: datetime) -> Export:
    """The workbook; the audit trail says who took it."""
    programme, halls, *more = await programme_sheets(gathering, now)
    sheets = [
        programme,
        halls,
        await _points(gathering, now),
        *more,
        *await matchmaking_sheets(gathering, now),
        *await banquet_sheets(gathering, now),
    ]
    content = await asyncio.to_thread(office_workbook, sheets, title=f"{gathering.title_zh} – agenda")
    count = sum(len(sheet.rows) for sheet in sheets)
    async with writing():
        await record(
            "agenda.export",
            subject=f"gathering:{gathering.id}",
            by=by,
            now=now,
            gathering=gathering.id,
            count=count,
        )
    return Export(content, f"{gathering.slug}-agenda.xlsx", XLSX, count)


async def _points(gathering: Gathering, now: datetime) -> OfficeSheet:
    """Checkpoints whose rule the list can tell; others are left out, so that taking the list in does not change them."""
    stored = sorted((await stored_points(gathering.id)).items(), key=lambda one: (one[1]["position"], one[0]))
    rows = [_point(code, row) for code, row in stored if by_the_list(code, row)]
    return OfficeSheet(
        SHEET, "签到点与检票点一览", note_of(gathering, now, "方向 in=进 out=出。"), _HEADINGS, rows
    )


def _point(code: str, row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        code, row["name_zh"], _KINDS_ZH[row["kind"]], row["hall_code"], row["session_code"], row["direction"],
        "是" if row["rule"] else "否",
    )  # fmt: skip
