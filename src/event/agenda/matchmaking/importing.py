"""The sheet 对接洽谈 of the programme's workbook: zones, slots, and who has booked them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from event.agenda.imports import ListCells, Planned
from event.agenda.labels import kind_of
from event.agenda.matchmaking.operations import put_slot, put_zone
from event.agenda.matchmaking.tables import MatchBooking
from event.agenda.tables import SessionKind
from event.database import fetch
from event.gathering.tables import Gathering
from event.language import Message
from event.registration.importing.reports import Said
from event.registration.importing.values import read_time
from event.registration.tables import Standing
from event.workbook import Table

SHEET = "对接洽谈"
NEEDED = ("洽谈区", "接洽单位", "时段", "开始", "结束")
HEADINGS = (*NEEDED, "编号", "姓名", "代表团", "状态")
BOOKED = "已约"

_NOT_A_NUMBER = Message("“{text}” is not the number of a slot.")
_NOT_A_TIME = Message("“{text}” is not a time of day; write 14:30.")
_NO_SESSION = Message("There is no session of matchmaking in the programme that says which day this is.")
_TWICE = Message("The slot stands in the list twice.")
_UNKNOWN_GUEST = Message("There is no guest with the number “{text}”; the slot stays free.")
_GONE = Message("{text} does not come; the slot stays free.")
_HANDED_ON = Message("{text} does not come; {substitute} has the slot instead.")


async def plan_slots(table: Table, gathering: Gathering, sessions: Iterable[Planned]) -> list[Planned]:
    """What the rows say, against the slots that are stored; `sessions` are those the workbook brings along."""
    day = await _day(gathering, sessions)
    stored, guests = await _stored(gathering), await _guests(gathering)
    seen: set[str] = set()
    found = []
    for row in table.rows:
        cells = ListCells(row)
        columns = _columns(cells, gathering, day, guests)
        code = f"{columns['zone']}-{columns['number']}"
        if code in seen:
            cells.refuse("时段", _TWICE)
        seen.add(code)
        found.append(cells.planned(table.sheet, code, columns["unit_zh"], columns, stored.get(code)))
    return found


async def write_slots(gathering: Gathering, planned: list[Planned], *, now: datetime) -> None:
    """Write zones, slots and who has them, inside `writing()`; a slot without a number stays as it is booked."""
    for position, one in enumerate(planned):
        if one.outcome.action not in ("create", "update"):
            continue
        told = one.columns
        await put_zone(gathering, told["zone"], told["unit_zh"], position=position)
        slot = await put_slot(
            gathering, told["zone"], told["number"], begins=told["starts_at"], ends=told["ends_at"]
        )
        if told.get("guest"):
            await MatchBooking.delete().where(MatchBooking.slot == slot)
            await MatchBooking(id=uuid4(), slot=slot, guest=told["guest"], booked_at=now).save()


def _columns(
    cells: ListCells, gathering: Gathering, day: date | None, guests: dict[str, tuple[str, UUID | None, str]]
) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "zone": cells.text("洽谈区", 20, needed=True), "unit_zh": cells.text("接洽单位", 120, needed=True),
        "number": _number(cells), "starts_at": _moment(cells, "开始", gathering, day),
        "ends_at": _moment(cells, "结束", gathering, day),
    }  # fmt: skip
    if day is None:
        cells.refuse("开始", _NO_SESSION)
    number = cells.text("编号", 40) if cells.has("编号") else ""
    if number and (guest := _guest(cells, number, guests)):
        columns["guest"] = guest
    return columns


def _number(cells: ListCells) -> int | None:
    text = cells.text("时段", 10, needed=True)
    if text and not (text.isascii() and text.isdigit() and 0 < int(text) < 1000):  # noqa: PLR2004
        cells.refuse("时段", _NOT_A_NUMBER, text=text)
        return None
    return int(text) if text else None


def _moment(cells: ListCells, heading: str, gathering: Gathering, day: date | None) -> datetime | None:
    text = cells.text(heading, 20, needed=True)
    told = read_time(text)
    if text and told is None:
        cells.refuse(heading, _NOT_A_TIME, text=text)
    return datetime.combine(day, told, gathering.zone) if day and told else None


def _guest(cells: ListCells, number: str, guests: dict[str, tuple[str, UUID | None, str]]) -> UUID | None:
    if number not in guests:
        cells.warnings.append(Said("编号", _UNKNOWN_GUEST, {"text": number}))
        return None
    standing, guest, substitute = guests[number]
    if standing in (Standing.DECLINED, Standing.WITHDRAWN):
        cells.warnings.append(Said("编号", _GONE, {"text": number}))
        return None
    if standing == Standing.REPLACED:
        told = (
            (_HANDED_ON, {"text": number, "substitute": substitute}) if guest else (_GONE, {"text": number})
        )
        cells.warnings.append(Said("编号", *told))
    return guest


async def _day(gathering: Gathering, sessions: Iterable[Planned]) -> date | None:
    for one in sessions:
        kind = one.columns.get("kind") or kind_of(one.columns["title_zh"])
        if kind == SessionKind.MATCHMAKING and one.columns["starts_at"]:
            return datetime.date(one.columns["starts_at"])
    rows = await fetch(
        "SELECT starts_at FROM agenda_session WHERE gathering = $1 AND kind = $2 ORDER BY starts_at LIMIT 1",
        gathering.id, SessionKind.MATCHMAKING.value,
    )  # fmt: skip
    return rows[0]["starts_at"].astimezone(gathering.zone).date() if rows else None


async def _stored(gathering: Gathering) -> dict[str, dict[str, Any]]:
    rows = await fetch(
        "SELECT z.code AS zone, z.unit_zh, s.number, s.starts_at, s.ends_at, b.guest FROM match_slot s"
        " JOIN match_zone z ON z.id = s.zone LEFT JOIN match_booking b ON b.slot = s.id WHERE z.gathering = $1",
        gathering.id,
    )
    return {f"{row['zone']}-{row['number']}": dict(row) for row in rows}


async def _guests(gathering: Gathering) -> dict[str, tuple[str, UUID | None, str]]:
    """By number: how the guest stands, and who has their places: themselves, or their substitute."""
    rows = await fetch(
        "SELECT g.number, g.standing, CASE WHEN g.standing = 'replaced' THEN s.id ELSE g.id END AS id,"
        " coalesce(s.number, '') AS substitute FROM guest g"
        " LEFT JOIN guest s ON s.replaces = g.id AND s.standing = 'approved' WHERE g.gathering = $1",
        gathering.id,
    )
    return {row["number"]: (row["standing"], row["id"], row["substitute"]) for row in rows}
