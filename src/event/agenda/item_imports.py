"""Items of sessions, and who has a part in them, as sheets of the programme's workbook have them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.agenda.further import chosen
from event.agenda.imports import ListCells
from event.agenda.labels import ITEMS_ZH, PARTS_ZH
from event.agenda.tables import AgendaItem, AgendaPerson, Part
from event.agenda.told import MOST_MINUTES
from event.database import fetch
from event.gathering.tables import Gathering
from event.language import Message
from event.registration.importing.reports import RowOutcome
from event.registration.importing.values import read_time
from event.workbook import Table

ITEMS, PEOPLE = "环节", "主持与发言"
ITEM_HEADINGS = (
    "场次代码", "序号", "类型", "环节", "环节(英文)", "时长(分钟)", "固定开始", "音视频", "责任人", "提示",
)  # fmt: skip
PERSON_HEADINGS = ("场次代码", "环节序号", "角色", "编号", "姓名", "姓名(英文)", "职务", "职务(英文)")
NEEDED_OF_ITEMS, NEEDED_OF_PEOPLE = ("场次代码", "序号", "环节"), ("场次代码", "角色", "姓名")

_UNKNOWN_SESSION = Message("“{text}” is not in the list of sessions.")
_UNKNOWN_ITEM = Message("The session has no item with the number {text}.")
_UNKNOWN_GUEST = Message("There is no guest with the number “{text}”.")
_NOT_A_NUMBER = Message("Please give a whole number from {least} to {most}.")
_NOT_A_TIME = Message("Please give a time such as 08:30.")
_NOBODY = Message("Choose a guest, or type a name.")
_MOST_ITEMS = 500


@dataclass(frozen=True)
class PlannedRow:
    """A row of items or people: where it belongs and what it says."""

    outcome: RowOutcome
    session: str
    number: int
    columns: dict[str, Any]


async def stored_items(gathering: UUID) -> dict[tuple[str, int], dict[str, Any]]:
    """Items by the code of their session and their number there, from 1."""
    rows = await fetch(
        "SELECT i.*, s.code, row_number() OVER (PARTITION BY s.id ORDER BY i.position, i.id)::int AS number"
        " FROM agenda_item i JOIN agenda_session s ON s.id = i.agenda_session WHERE s.gathering = $1",
        gathering,
    )
    return {(row["code"], row["number"]): dict(row) for row in rows}


async def stored_people(gathering: UUID) -> list[dict[str, Any]]:
    """Parts with the codes and numbers by which lists name them, in their order."""
    rows = await fetch(
        "SELECT p.*, s.code, g.number AS guest_number, coalesce(n.number, 0) AS item_number FROM agenda_person p"
        " JOIN agenda_session s ON s.id = p.agenda_session LEFT JOIN guest g ON g.id = p.guest"
        " LEFT JOIN (SELECT i.id, row_number() OVER (PARTITION BY i.agenda_session ORDER BY i.position, i.id)::int AS number"
        "   FROM agenda_item i) n ON n.id = p.item"
        " WHERE s.gathering = $1 ORDER BY s.starts_at, s.position, s.code, item_number, p.position, p.id",
        gathering,
    )
    return [dict(row) for row in rows]


def plan_items(
    table: Table,
    stored: dict[tuple[str, int], dict[str, Any]],
    days: dict[str, datetime],
    gathering: Gathering,
) -> list[PlannedRow]:
    """What the rows of 环节 say; `days`: when each session begins, by code."""
    return [_item(ListCells(row), table.sheet, stored, days, gathering) for row in table.rows]


def _item(
    cells: ListCells,
    sheet: str,
    stored: dict[tuple[str, int], dict[str, Any]],
    days: dict[str, datetime],
    gathering: Gathering,
) -> PlannedRow:
    code, title = cells.text("场次代码", 40, needed=True), cells.text("环节", needed=True)
    number = _whole(cells, "序号", 1, _MOST_ITEMS, 1)
    if code and code not in days:
        cells.refuse("场次代码", _UNKNOWN_SESSION, text=code)
    columns = {
        "kind": chosen(cells, "类型", ITEMS_ZH) or "other", "title_zh": title, "title_en": cells.text("环节(英文)"),
        "minutes": _whole(cells, "时长(分钟)", 1, MOST_MINUTES, 5), "starts_at": _fixed(cells, days.get(code), gathering),
        "audio_video": cells.text("音视频"), "responsible": cells.text("责任人", 120), "cue": cells.text("提示", 500),
    }  # fmt: skip
    planned = cells.planned(sheet, f"{code}/{number}", title, columns, stored.get((code, number)))
    return PlannedRow(planned.outcome, code, number, columns)


def _fixed(cells: ListCells, begins: datetime | None, gathering: Gathering) -> datetime | None:
    text = cells.text("固定开始", 40)
    at = read_time(text) if text else None
    if text and at is None:
        cells.refuse("固定开始", _NOT_A_TIME)
    return (
        datetime.combine(begins.astimezone(gathering.zone).date(), at, gathering.zone)
        if begins and at
        else None
    )


def _whole(cells: ListCells, name: str, least: int, most: int, otherwise: int) -> int:
    text = cells.text(name, 40)
    if text and not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        cells.refuse(name, _NOT_A_NUMBER, least=least, most=most)
        return otherwise
    return int(text) if text else otherwise


def plan_people(
    table: Table,
    stored: Sequence[dict[str, Any]],
    sessions: Iterable[str],
    items: set[tuple[str, int]],
    guests: set[str],
) -> list[PlannedRow]:
    """What the rows of 主持与发言 say; `items` and `guests` are those there are, or will be."""
    known = {_key(one, one["code"], one["item_number"], one["guest_number"] or ""): one for one in stored}
    codes = set(sessions)
    return [_person(ListCells(row), table.sheet, known, codes, items, guests) for row in table.rows]


def _key(columns: dict[str, Any], code: str, number: int, guest: str) -> tuple[Any, ...]:
    name = "" if guest else columns["name_zh"] or columns["name_en"]
    return code, number, columns["part"], guest, name


def _person(
    cells: ListCells,
    sheet: str,
    known: dict[Any, dict[str, Any]],
    codes: set[str],
    items: set[tuple[str, int]],
    guests: set[str],
) -> PlannedRow:
    code, name, guest = (
        cells.text("场次代码", 40, needed=True),
        cells.text("姓名", 80),
        cells.text("编号", 40),
    )
    number = _whole(cells, "环节序号", 0, _MOST_ITEMS, 0)
    if code and code not in codes:
        cells.refuse("场次代码", _UNKNOWN_SESSION, text=code)
    if number and (code, number) not in items:
        cells.refuse("环节序号", _UNKNOWN_ITEM, text=number)
    if guest and guest not in guests:
        cells.refuse("编号", _UNKNOWN_GUEST, text=guest)
    columns = {
        "part": chosen(cells, "角色", PARTS_ZH) or Part.SPEAKER.value, "name_zh": "" if guest else name,
        "name_en": "" if guest else cells.text("姓名(英文)", 120), "title_zh": cells.text("职务", 120),
        "title_en": cells.text("职务(英文)", 160),
    }  # fmt: skip
    if not guest and not columns["name_zh"] and not columns["name_en"]:
        cells.refuse("姓名", _NOBODY)
    planned = cells.planned(
        sheet, code, name or guest, columns, known.get(_key(columns, code, number, guest))
    )
    return PlannedRow(planned.outcome, code, number, columns | {"guest_number": guest})


async def write_items(gathering: UUID, planned: Sequence[PlannedRow]) -> None:
    """Write items, inside the caller's `writing()`, after the sessions."""
    sessions = await _sessions(gathering)
    stored = await stored_items(gathering)
    for one in planned:
        columns = one.columns | {"position": one.number - 1}
        if one.outcome.action == "create":
            await AgendaItem(id=uuid4(), agenda_session=sessions[one.session], **columns).save()
        elif one.outcome.action == "update" and one.outcome.changes:
            row: Any = await AgendaItem.objects().get(AgendaItem.id == stored[one.session, one.number]["id"])
            for name, value in columns.items():
                setattr(row, name, value)
            await row.save()
    await _raise_revisions(sessions, planned)


async def write_people(gathering: UUID, planned: Sequence[PlannedRow]) -> None:
    """Write parts, inside the caller's `writing()`, after the items."""
    sessions, items = await _sessions(gathering), await stored_items(gathering)
    known = {
        _key(one, one["code"], one["item_number"], one["guest_number"] or ""): one
        for one in await stored_people(gathering)
    }
    guests = {
        row["number"]: row["id"]
        for row in await fetch("SELECT number, id FROM guest WHERE gathering = $1", gathering)
    }
    for place, one in enumerate(planned):
        guest = one.columns["guest_number"]
        columns = {name: value for name, value in one.columns.items() if name != "guest_number"}
        if one.outcome.action == "create":
            item = items[one.session, one.number]["id"] if one.number else None
            await AgendaPerson(
                id=uuid4(),
                agenda_session=sessions[one.session],
                item=item,
                guest=guests.get(guest),
                position=place,
                **columns,
            ).save()
        elif one.outcome.action == "update" and one.outcome.changes:
            row: Any = await AgendaPerson.objects().get(
                AgendaPerson.id == known[_key(columns, one.session, one.number, guest)]["id"]
            )
            for name, value in columns.items():
                setattr(row, name, value)
            await row.save()
    await _raise_revisions(sessions, planned)


async def _sessions(gathering: UUID) -> dict[str, UUID]:
    return {
        row["code"]: row["id"]
        for row in await fetch("SELECT code, id FROM agenda_session WHERE gathering = $1", gathering)
    }


async def _raise_revisions(sessions: dict[str, UUID], planned: Iterable[PlannedRow]) -> None:
    changed = {
        sessions[one.session] for one in planned if one.outcome.action == "create" or one.outcome.changes
    }
    await fetch("UPDATE agenda_session SET revision = revision + 1 WHERE id = ANY($1::uuid[])", list(changed))
