"""The office's register of changes: replacements, cancellations and badges issued again."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch_one, writing
from event.gathering.tables import Gathering, local_day
from event.language import Message
from event.people.rules import Actor
from event.registration.deciding import decide
from event.registration.importing.comparing import new_reply
from event.registration.importing.listed import Listed, understand
from event.registration.importing.noting import Sent, note_run, takes
from event.registration.importing.reports import ImportReport, RowOutcome, Said
from event.registration.importing.sheets import GuestList, ListedRow
from event.registration.operations import reissue_ticket, replace_guest
from event.registration.tables import Standing
from event.text import tidy
from event.workbook import Row, Table, cell_text, heading, open_workbook, read_table

NEEDED = ("登记时间", "类型", "编号", "原因")
"""Headings by which the register of changes is known."""

REPLACE, CANCEL, REISSUE = "替换", "取消", "补证"
_SUBSTITUTE = {
    "新编号": "number", "新姓名": "name_zh", "新外文姓": "latin_surname", "新外文名": "latin_given",
    "性别": "sex", "出生日期": "birth_date", "国籍": "nationality", "现居国家(地区)": "residence",
    "证件类型": "document_kind", "证件号码": "document_number", "有效期至": "document_expires",
    "手机": "phone", "邮箱": "email",
}  # fmt: skip
_NEW_BADGE = re.compile(r"新证\s*([A-Z]\d{3,5})")

_UNKNOWN_KIND = Message("“{text}” is no kind of change. Known: {known}.")
_UNKNOWN_GUEST = Message("there is no guest with this number.")
_NO_TIME = Message("“{text}” is no day and time; write 2026-10-10 15:20.")
_NOT_NOW = Message("{name} is {standing}: this change is not possible.")
_BADGE_TAKEN = Message("badge {number} belongs to somebody else already; note another one.")


@dataclass
class _Change:
    """One line of the register."""

    row: int
    kind: str
    number: str
    name: str
    reason: str
    at: datetime | None
    remark: str
    substitute: Listed | None = None
    guest: UUID | None = None
    done: bool = False
    reasons: list[Said] = field(default_factory=list)

    @property
    def outcome(self) -> RowOutcome:
        action = "refuse" if self.reasons else "update"
        changes = {} if self.done or self.reasons else {"standing": self.kind}
        return RowOutcome(
            "", self.row, action, self.number, self.name, changes, tuple(self.reasons), match="number",
            target=self.number,
        )  # fmt: skip


@takes("changes")
async def import_changes(sent: Sent) -> ImportReport:
    """Carry out a register of changes in the order of its times; what was done before is left as it is."""
    gathering, now = sent.gathering, sent.now
    table = read_table(open_workbook(sent.content), needed=NEEDED)
    changes = [_understand(row, table, gathering, now) for row in table.rows]
    for change in changes:
        await _look_up(change, gathering, coming={one.substitute.number for one in changes if one.substitute})
    outcomes = [change.outcome for change in changes]
    if written := sent.may_write(outcomes):
        for change in sorted(changes, key=lambda one: one.at or now):
            if not change.done:
                await _carry_out(change, gathering, by=sent.by, now=now)
        async with writing():
            await note_run(sent, outcomes)
    return sent.report(outcomes, written=written, figures=dict(Counter(change.kind for change in changes)))


def _understand(row: Row, table: Table, gathering: Gathering, now: datetime) -> _Change:
    def text(name: str) -> str:
        return tidy(cell_text(row.cells.get(heading(name))))

    moment = row.cells.get(heading("登记时间"))
    at = moment.replace(tzinfo=gathering.zone) if isinstance(moment, datetime) else None
    change = _Change(row.number, text("类型"), text("编号"), text("姓名"), text("原因"), at, text("备注"))
    if change.kind not in (REPLACE, CANCEL, REISSUE):
        known = f"{REPLACE}、{CANCEL}、{REISSUE}"
        change.reasons.append(Said("类型", _UNKNOWN_KIND, {"text": change.kind, "known": known}))
    if at is None:
        change.reasons.append(Said("登记时间", _NO_TIME, {"text": text("登记时间")}))
    if change.kind == REPLACE:
        change.substitute = _substitute(row, table.sheet, local_day(now, gathering.zone))
        change.reasons += change.substitute.refusals
    return change


def _substitute(row: Row, sheet: str, today: Any) -> Listed:
    """The new person, read like a row of a guest list."""
    names = tuple(_SUBSTITUTE)
    cells = tuple(row.cells.get(heading(name)) for name in names)
    as_list = GuestList(sheet, "", names, tuple(_SUBSTITUTE.values()), [])
    return understand(ListedRow(row.number, cells), as_list, today=today)


async def _look_up(change: _Change, gathering: Gathering, *, coming: set[str]) -> None:
    found = await fetch_one(
        "SELECT g.id, g.standing, g.name_zh, EXISTS (SELECT 1 FROM ticket t WHERE t.guest = g.id"
        "   AND t.void_reason = $3) AS reissued,"
        " EXISTS (SELECT 1 FROM guest s WHERE s.replaces = g.id) AS replaced"
        " FROM guest g WHERE g.gathering = $1 AND g.number = $2",
        gathering.id, change.number, change.reason,
    )  # fmt: skip
    if found is None:
        if change.number not in coming:
            change.reasons.append(Said("编号", _UNKNOWN_GUEST))
        return
    change.guest = found["id"]
    standing = found["standing"]
    change.done = {
        REPLACE: standing == "replaced" and found["replaced"],
        CANCEL: standing == "withdrawn",
        REISSUE: bool(found["reissued"]),
    }.get(change.kind, False)
    if not change.done and standing != "approved":
        said = {"name": found["name_zh"] or change.number, "standing": standing}
        change.reasons.append(Said("编号", _NOT_NOW, said))
    if not change.done and change.kind == REISSUE and (badge := _new_badge(change)):
        taken = "SELECT 1 FROM ticket WHERE gathering = $1 AND badge_number = $2 AND guest <> $3 AND voided_at IS NULL"
        if await fetch_one(taken, gathering.id, badge, change.guest):
            change.reasons.append(Said("备注", _BADGE_TAKEN, {"number": badge}))


def _new_badge(change: _Change) -> str:
    """The number of the new badge as the office noted it; empty: the next one."""
    found = _NEW_BADGE.search(change.remark)
    return found[1] if found else ""


async def _carry_out(change: _Change, gathering: Gathering, *, by: Actor, now: datetime) -> None:
    guest = change.guest or await _number(change.number, gathering)
    if change.kind == CANCEL:
        await decide(
            guest, Standing.WITHDRAWN, gathering=gathering, by=by, now=now, reason=change.reason,
            effective_at=change.at,
        )  # fmt: skip
    elif change.kind == REISSUE:
        await reissue_ticket(
            guest, gathering=gathering, reason=change.reason, by=by, now=now, effective_at=change.at,
            badge_number=_new_badge(change),
        )  # fmt: skip
    elif change.substitute is not None:
        await replace_guest(
            guest, new_reply(change.substitute, UUID(int=0)), gathering=gathering, reason=change.reason, by=by,
            now=now, effective_at=change.at,
        )  # fmt: skip


async def _number(number: str, gathering: Gathering) -> UUID:
    row = await fetch_one("SELECT id FROM guest WHERE gathering = $1 AND number = $2", gathering.id, number)
    return UUID(str(row["id"])) if row else UUID(int=0)
