"""Checkpoints as lists have them: the sheet 检票点 of the programme, or a list of their own."""

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from event.agenda.imports import stored_halls, stored_sessions
from event.agenda.tables import AgendaSession
from event.checkin.tables import Admits, Checkpoint, CheckpointKind
from event.database import fetch, writing
from event.gathering.tables import Hall
from event.language import Message
from event.registration.adding import lock
from event.registration.importing.cells import Cells, read_list
from event.registration.importing.noting import Sent, note_run, takes
from event.registration.importing.reports import ImportReport, RowOutcome
from event.workbook import Table

SHEET = "检票点"
NEEDED = ("检票点", "名称", "类型", "方向", "需预约")
"""Headings by which the sheet of the programme is known."""
HEADINGS = {
    "checkpoint": ("检票点", "checkpoint"), "name": ("名称", "name"), "kind": ("类型", "kind"),
    "hall": ("会场代码", "hall"), "session": ("场次代码", "session"), "direction": ("方向", "direction"),
    "booking_needed": ("需预约", "booking_needed"),
}  # fmt: skip
KNOWN_KINDS = {
    "报到": CheckpointKind.ARRIVAL, "场次": CheckpointKind.SESSION, "会场": CheckpointKind.HALL,
    "出口": CheckpointKind.EXIT, "乘车点名": CheckpointKind.BUS, "考察点": CheckpointKind.STOP,
    "用餐": CheckpointKind.MEAL, "酒店": CheckpointKind.HOTEL, "礼品": CheckpointKind.GIFT,
}  # fmt: skip

_UNKNOWN_KIND = Message("“{text}” is no kind of checkpoint. Known: {known}.")
_UNKNOWN_DIRECTION = Message("“{text}” is neither in nor out.")
_UNKNOWN_PLACE = Message(
    "“{text}” is not in the lists of halls and sessions; the checkpoint stays without it."
)
_TWICE = Message("stands in row {row} already. Every checkpoint once.")
_BUS = re.compile(r"BUS([^/]+)/", re.IGNORECASE)


@dataclass
class _Point:
    """A row of checkpoints as it was read."""

    cells: Cells
    code: str
    name: str
    columns: dict[str, Any]


Planned = tuple[RowOutcome, dict[str, Any]]


@takes("checkpoints")
async def import_checkpoints(sent: Sent) -> ImportReport:
    """Take in a list of checkpoints, all or nothing; raises Invalid, NoGathering."""
    gathering = sent.gathering
    table = read_list(sent.content, HEADINGS, needed=("checkpoint", "name", "kind", "direction"))
    halls, sessions = set(await stored_halls(gathering.id)), set(await stored_sessions(gathering.id))
    points = plan_points(table, await stored_points(gathering.id), halls, sessions)
    outcomes = [outcome for outcome, _ in points]
    written = sent.may_write(outcomes)
    if written:
        async with writing():
            await lock(gathering)
            await write_points(gathering.id, points)
            await note_run(sent, outcomes)
    return sent.report(outcomes, written=written, figures={"checkpoints": len(points)})


def plan_points(
    table: Table, stored: dict[str, dict[str, Any]], halls: set[str], sessions: set[str]
) -> list[Planned]:
    """What the rows say, against the checkpoints that are stored and the codes of halls and sessions."""
    planned = [_point(Cells(row, HEADINGS), halls, sessions, place) for place, row in enumerate(table.rows)]
    seen: dict[str, int] = {}
    with_exit = {one.columns["hall_code"] for one in planned if one.columns["direction"] == "out"} - {None}
    for one in planned:
        if one.code and seen.setdefault(one.code, one.cells.row.number) != one.cells.row.number:
            one.cells.refuse("checkpoint", _TWICE, row=seen[one.code])
        # halls that have an exit keep who is in them, at every checkpoint they have
        one.columns["counts_inside"] = one.columns["hall_code"] in with_exit
    return [(_outcome(one, table.sheet, stored.get(one.code)), one.columns) for one in planned]


def _point(cells: Cells, halls: set[str], sessions: set[str], position: int) -> _Point:
    code, name = cells.text("checkpoint", 40, needed=True), cells.text("name", 120, needed=True)
    kind, direction = cells.text("kind", 20), cells.text("direction", 10) or "in"
    known = KNOWN_KINDS.get(kind) or next((one for one in CheckpointKind if one == kind.lower()), None)
    if known is None:
        cells.refuse("kind", _UNKNOWN_KIND, text=kind, known="、".join(KNOWN_KINDS))
    if direction not in ("in", "out"):
        cells.refuse("direction", _UNKNOWN_DIRECTION, text=direction)
    places = {"hall": cells.text("hall", 40), "session": cells.text("session", 40)}
    for field, codes in (("hall", halls), ("session", sessions)):
        if places[field] and places[field] not in codes:
            cells.warn(field, _UNKNOWN_PLACE, text=places[field])
            places[field] = ""
    session = places["session"] or None
    columns = {
        "name_zh": name, "kind": str(known or ""), "direction": direction,
        "admits": str(_admits(known, direction, session)),
        "rule": _rule(code, known, session) if cells.ticked("booking_needed") else [], "position": position,
        "hall_code": places["hall"] or None, "session_code": session,
    }  # fmt: skip
    return _Point(cells, code, name, columns)


def _outcome(one: _Point, sheet: str, known: dict[str, Any] | None) -> RowOutcome:
    changes = [key for key, value in one.columns.items() if known and known[key] != value]
    return one.cells.outcome(sheet, one.code, one.name, known=known is not None, changes=changes)


def _admits(kind: CheckpointKind | None, direction: str, session: str | None) -> Admits:
    """Exits count each passage; the doors of one session count its guests once together."""
    if kind is CheckpointKind.EXIT or direction == "out":
        return Admits.ALWAYS
    return Admits.SESSION if kind is CheckpointKind.SESSION and session else Admits.ONCE


def _rule(code: str, kind: CheckpointKind | None, session: str | None) -> list[dict[str, list[str]]]:
    """Whoever has booked: the bus whose boarding or roll call this is (BUS1/START), otherwise the session."""
    bus = _BUS.match(code)
    if kind is CheckpointKind.BUS and bus:
        return [{"booked": [f"bus:{bus[1]}"]}]
    return [{"booked": [f"session:{session}"]}] if session else []


def by_the_list(code: str, row: dict[str, Any]) -> bool:
    """Whether a list can say what is stored of a checkpoint: how often it admits, and whom."""
    kind, session = CheckpointKind(row["kind"]), row["session_code"]
    told = row["rule"] in ([], _rule(code, kind, session))
    return told and row["admits"] == _admits(kind, row["direction"], session)


async def stored_points(gathering: UUID) -> dict[str, dict[str, Any]]:
    """Checkpoints by code, with the codes of their hall and session."""
    rows = await fetch(
        "SELECT p.*, h.code AS hall_code, s.code AS session_code FROM checkpoint p"
        " LEFT JOIN hall h ON h.id = p.hall LEFT JOIN agenda_session s ON s.id = p.agenda_session"
        " WHERE p.gathering = $1",
        gathering,
    )
    return {row["code"]: {**row, "rule": json.loads(row["rule"])} for row in rows}


async def write_points(gathering: UUID, points: list[Planned]) -> None:
    """Write checkpoints, inside the caller's `writing()`."""
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
