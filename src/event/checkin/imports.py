"""The programme with its checkpoints; and every kind of list that can be taken in, by name."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from event.agenda.imports import (
    HALLS,
    SESSIONS,
    link_bookings,
    plan_halls,
    plan_sessions,
    stored_halls,
    stored_sessions,
    write_halls,
    write_sessions,
)
from event.agenda.tables import AgendaSession
from event.checkin.tables import Admits, Checkpoint, CheckpointKind
from event.database import fetch, writing
from event.gathering.operations import the_gathering
from event.gathering.tables import Gathering, Hall
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.importing import imports as guest_list
from event.registration.importing.changes import import_changes
from event.registration.importing.reports import ImportReport, RowOutcome, Said
from event.registration.importing.staff import import_staff
from event.registration.importing.tables import ImportRun
from event.text import tidy
from event.workbook import Row, Table, cell_text, heading, open_workbook, read_table

CHECKPOINTS = ("检票点", "名称", "类型", "方向", "需预约")
KNOWN_KINDS = {
    "报到": CheckpointKind.ARRIVAL, "场次": CheckpointKind.SESSION, "会场": CheckpointKind.HALL,
    "出口": CheckpointKind.EXIT, "乘车点名": CheckpointKind.BUS, "考察点": CheckpointKind.STOP,
    "用餐": CheckpointKind.MEAL, "酒店": CheckpointKind.HOTEL, "礼品": CheckpointKind.GIFT,
}  # fmt: skip

_MISSING = Message("is missing.")
_UNKNOWN_KIND = Message("“{text}” is no kind of checkpoint. Known: {known}.")
_UNKNOWN_DIRECTION = Message("“{text}” is neither in nor out.")
_UNKNOWN_PLACE = Message(
    "“{text}” is not in the lists of halls and sessions; the checkpoint stays without it."
)
_NOT_READ = Message("The sheet “{sheet}” was not read: it belongs to a later step.")
_BUS = re.compile(r"BUS([^/]+)/", re.IGNORECASE)
_READ = frozenset({"日程", "会场", "检票点"})


async def import_programme(
    content: bytes, *, file_name: str, gathering: Gathering | None, dry_run: bool, by: Actor, now: datetime
) -> ImportReport:
    """Take in halls, sessions and checkpoints, all or nothing; raises Invalid, NoGathering."""
    gathering = gathering or await the_gathering()
    workbook = open_workbook(content)
    halls_table = read_table(workbook, needed=HALLS, sheet="会场")
    sessions_table = read_table(workbook, needed=SESSIONS, sheet="日程", fill_down=("日期", "时段"))
    points_table = read_table(workbook, needed=CHECKPOINTS, sheet="检票点")
    halls = plan_halls(halls_table, await stored_halls(gathering.id))
    hall_codes = {one.code for one in halls}
    sessions = plan_sessions(sessions_table, gathering, await stored_sessions(gathering.id), hall_codes)
    points = _plan(points_table, await _stored(gathering.id), hall_codes, {one.code for one in sessions})
    outcomes = [
        *(one.outcome for one in halls),
        *(one.outcome for one in sessions),
        *(one for one, _ in points),
    ]
    refused = any(outcome.action == "refuse" for outcome in outcomes)
    if not dry_run and not refused:
        async with writing():
            await fetch("SELECT 1 FROM gathering WHERE id = $1 FOR UPDATE", gathering.id)
            await write_halls(gathering.id, halls)
            await write_sessions(gathering, sessions)
            await _write(gathering.id, points)
            await link_bookings(gathering.id, now=now)
            await _note_run(gathering.id, content, file_name, outcomes, by=by, now=now)
    return ImportReport(
        kind="agenda", file=file_name, gathering=gathering.slug, title=gathering.title_zh,
        made_gathering=False, dry_run=dry_run, written=not dry_run and not refused, rows=tuple(outcomes),
        figures={"halls": len(halls), "sessions": len(sessions), "checkpoints": len(points)},
        notes=tuple(
            Said("", _NOT_READ, {"sheet": sheet.title}) for sheet in workbook.worksheets if sheet.title not in _READ
        ),
    )  # fmt: skip


async def import_guests(
    content: bytes,
    *,
    file_name: str,
    gathering: Gathering | None,
    dry_run: bool,
    by: Actor,
    now: datetime,
    **more: Any,
) -> ImportReport:
    """Take in a guest list, and book its guests for what they ticked where the programme is known."""
    report = await guest_list.import_guests(
        content, file_name=file_name, gathering=gathering, dry_run=dry_run, by=by, now=now, **more
    )
    if report.written:
        async with writing():
            await link_bookings((await the_gathering(report.gathering)).id, now=now)
    return report


Importer = Callable[..., Awaitable[ImportReport]]
KINDS: dict[str, Importer] = {
    "guests": import_guests, "changes": import_changes, "agenda": import_programme, "staff": import_staff,
}  # fmt: skip
"""Lists by the name the command line and the import page know them."""


def _plan(
    table: Table, stored: dict[str, dict[str, Any]], halls: set[str], sessions: set[str]
) -> list[tuple[RowOutcome, dict[str, Any]]]:
    planned = [_point(row, halls, sessions, position) for position, row in enumerate(table.rows)]
    halls_with_exit = {one.columns["hall_code"] for one in planned if one.columns["direction"] == "out"} - {
        None
    }
    for one in planned:  # halls that have an exit keep who is in them, at every checkpoint they have
        one.columns["counts_inside"] = one.columns["hall_code"] in halls_with_exit
    return [(_outcome(one, table.sheet, stored.get(one.code)), one.columns) for one in planned]


@dataclass(frozen=True)
class _Point:
    """A row of checkpoints as it was read."""

    row: int
    code: str
    name: str
    columns: dict[str, Any]
    reasons: tuple[Said, ...]
    warnings: tuple[Said, ...]


def _point(row: Row, halls: set[str], sessions: set[str], position: int) -> _Point:
    def text(name: str) -> str:
        return tidy(cell_text(row.cells.get(heading(name))))

    reasons: list[Said] = []
    warnings: list[Said] = []
    code, name, kind, direction = text("检票点"), text("名称"), text("类型"), text("方向") or "in"
    reasons += [Said(column, _MISSING) for column, value in (("检票点", code), ("名称", name)) if not value]
    if kind not in KNOWN_KINDS:
        reasons.append(Said("类型", _UNKNOWN_KIND, {"text": kind, "known": "、".join(KNOWN_KINDS)}))
    if direction not in ("in", "out"):
        reasons.append(Said("方向", _UNKNOWN_DIRECTION, {"text": direction}))
    for column, known in (("会场代码", halls), ("场次代码", sessions)):
        if text(column) and text(column) not in known:
            warnings.append(Said(column, _UNKNOWN_PLACE, {"text": text(column)}))
    session = text("场次代码") if text("场次代码") in sessions else None
    columns = {
        "name_zh": name, "kind": str(KNOWN_KINDS.get(kind, "")), "direction": direction,
        "admits": str(_admits(kind, direction, session)),
        "rule": _rule(code, kind, session) if text("需预约") in ("是", "1", "√") else [], "position": position,
        "hall_code": text("会场代码") if text("会场代码") in halls else None, "session_code": session,
    }  # fmt: skip
    return _Point(row.number, code, name, columns, tuple(reasons), tuple(warnings))


def _outcome(one: _Point, sheet: str, known: dict[str, Any] | None) -> RowOutcome:
    changes = tuple(key for key, value in one.columns.items() if known and known[key] != value)
    action = "refuse" if one.reasons else "create" if known is None else "update" if changes else "skip"
    return RowOutcome(
        sheet, one.row, action, one.code, one.name, dict.fromkeys(changes), one.reasons, one.warnings
    )


def _admits(kind: str, direction: str, session: str | None) -> Admits:
    """Exits count each passage; the doors of one session count its guests once together."""
    if kind == "出口" or direction == "out":
        return Admits.ALWAYS
    return Admits.SESSION if kind == "场次" and session else Admits.ONCE


def _rule(code: str, kind: str, session: str | None) -> list[dict[str, list[str]]]:
    """Whoever has booked: the bus whose boarding or roll call this is (BUS1/START), otherwise the session."""
    bus = _BUS.match(code)
    if kind == "乘车点名" and bus:
        return [{"booked": [f"bus:{bus[1]}"]}]
    return [{"booked": [f"session:{session}"]}] if session else []


async def _stored(gathering: UUID) -> dict[str, dict[str, Any]]:
    rows = await fetch(
        "SELECT p.*, h.code AS hall_code, s.code AS session_code FROM checkpoint p"
        " LEFT JOIN hall h ON h.id = p.hall LEFT JOIN agenda_session s ON s.id = p.agenda_session"
        " WHERE p.gathering = $1",
        gathering,
    )
    return {row["code"]: {**row, "rule": json.loads(row["rule"])} for row in rows}


async def _write(gathering: UUID, points: list[tuple[RowOutcome, dict[str, Any]]]) -> None:
    halls = {row.code: row.id for row in await Hall.objects().where(Hall.gathering == gathering)}
    rows = await AgendaSession.objects().where(AgendaSession.gathering == gathering)
    sessions = {row.code: row.id for row in rows}
    for outcome, told in points:
        columns = {key: value for key, value in told.items() if not key.endswith("_code")}
        columns |= {
            "rule": json.dumps(told["rule"]),
            "hall": halls.get(told["hall_code"]),
            "agenda_session": sessions.get(told["session_code"]),
        }
        if outcome.action == "create":
            await Checkpoint(id=uuid4(), gathering=gathering, code=outcome.number, **columns).save()
        elif outcome.action == "update" and outcome.changes:
            where = (Checkpoint.gathering == gathering) & (Checkpoint.code == outcome.number)
            values: dict[Column | str, Any] = dict(columns.items())
            await Checkpoint.update(values).where(where)


async def _note_run(
    gathering: UUID, content: bytes, file_name: str, outcomes: list[RowOutcome], *, by: Actor, now: datetime
) -> None:
    actions = Counter(outcome.outcome for outcome in outcomes)
    await ImportRun(
        id=uuid4(), gathering=gathering, kind="agenda", file_name=file_name[:200], by=by.mark,
        file_hash=hashlib.sha256(content).hexdigest(), created=actions["create"], updated=actions["update"],
        skipped=actions["unchanged"], at=now,
    ).save()  # fmt: skip
    await record(
        "agenda.import", subject=f"gathering:{gathering}", by=by, now=now, gathering=gathering, **actions
    )
