"""The programme, its halls, items and people as sheets of the office's workbook, as they can be taken in again."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from event.agenda.further import (
    CLOSES,
    FURTHER,
    HALL_TEXTS,
    KIND,
    MODE,
    NO,
    OPENS,
    SIGNUP,
    TARGET,
    TEXTS,
    YES,
)
from event.agenda.item_imports import (
    ITEM_HEADINGS,
    ITEMS,
    PEOPLE,
    PERSON_HEADINGS,
    stored_items,
    stored_people,
)
from event.agenda.kept import KeptSession, halls_of, kept_sessions
from event.agenda.labels import ITEMS_ZH, KINDS_ZH, MODES_ZH, PARTS_ZH
from event.database import fetch
from event.gathering.tables import Gathering
from event.registration.exporting.office import OfficeSheet, note_of
from event.templating import day as said_day

PROGRAMME = (
    "日期",
    "时段",
    "时间",
    "活动内容",
    "场次代码",
    "会场代码",
    "地点",
    "容量",
    "参加人员",
    "主持/责任单位",
    "备注",
)
_HALL = ("会场代码", "会场", "容量")
_NOON, _EVENING = 12, 18


async def programme_sheets(gathering: Gathering, now: datetime) -> list[OfficeSheet]:
    """日程 and 会场 as the office has them, with further columns behind; 环节 and 主持与发言 where there are some."""
    sessions = await kept_sessions(gathering)
    off = "、".join(one.told.title_zh for one in sessions if one.cancelled_at is not None)
    note = note_of(gathering, now, f"24小时制。已取消:{off}。" if off else "24小时制。")
    sheets = [
        OfficeSheet(
            "日程", f"{gathering.title_zh}总日程", note, (*PROGRAMME, *FURTHER), list(_programme(sessions))
        ),
        await _halls(gathering, note),
    ]
    if items := await stored_items(gathering.id):
        sheets.append(
            OfficeSheet(ITEMS, "议程环节", note, ITEM_HEADINGS, list(_items(sessions, items, gathering)))
        )
    if people := await stored_people(gathering.id):
        sheets.append(
            OfficeSheet(
                PEOPLE, "主持与发言", note, PERSON_HEADINGS, list(_people(people, await _names(gathering)))
            )
        )
    return sheets


def _programme(sessions: list[KeptSession]) -> Iterator[tuple[Any, ...]]:
    for one in sorted(sessions, key=lambda each: (each.day, each.position, each.told.code)):
        told = one.told
        ends = f"{told.ends_at:%H:%M}" if told.ends_at else ""
        yield (
            said_day(one.day, "zh-Hans"), _band(told.starts_at), f"{told.starts_at:%H:%M}—{ends}", told.title_zh, told.code,
            told.hall, told.place_zh, told.capacity, told.attendees_zh, told.host_zh, told.remark_zh,
            *(_further(told)[heading] for heading in FURTHER),
        )  # fmt: skip


def _further(told: Any) -> dict[str, Any]:
    """The further columns by heading."""
    return {
        KIND: KINDS_ZH[told.kind], MODE: MODES_ZH[told.mode], TARGET: told.target, SIGNUP: YES if told.signup else NO,
        OPENS: _moment(told.signup_opens), CLOSES: _moment(told.signup_closes),
    } | {heading: getattr(told, name) for heading, (name, _) in TEXTS.items()}  # fmt: skip


def _band(at: datetime) -> str:
    if at.hour < _NOON:
        return "上午"
    return "下午" if at.hour < _EVENING else "晚上"


def _moment(at: datetime | None) -> str | None:
    return f"{at:%Y-%m-%d %H:%M}" if at else None


async def _halls(gathering: Gathering, note: str) -> OfficeSheet:
    texts = await fetch("SELECT code, name_en, way_zh, way_en FROM hall WHERE gathering = $1", gathering.id)
    more = {row["code"]: tuple(row[name] for name, _ in HALL_TEXTS.values()) for row in texts}
    rows = [
        (row["code"], row["name_zh"], row["capacity"], *more[row["code"]])
        for row in await halls_of(gathering)
    ]
    return OfficeSheet("会场", "会场一览", note, (*_HALL, *HALL_TEXTS), rows)


def _items(
    sessions: list[KeptSession], stored: dict[tuple[str, int], Any], gathering: Gathering
) -> Iterator[tuple[Any, ...]]:
    order = {one.told.code: place for place, one in enumerate(sessions)}
    for (code, number), row in sorted(stored.items(), key=lambda one: (order[one[0][0]], one[0][1])):
        fixed = row["starts_at"]
        yield (
            code, number, ITEMS_ZH[row["kind"]], row["title_zh"], row["title_en"], row["minutes"],
            f"{fixed.astimezone(gathering.zone):%H:%M}" if fixed else None, row["audio_video"], row["responsible"], row["cue"],
        )  # fmt: skip


def _people(stored: list[dict[str, Any]], names: dict[Any, str]) -> Iterator[tuple[Any, ...]]:
    for row in stored:
        yield (
            row["code"], row["item_number"] or None, PARTS_ZH[row["part"]], row["guest_number"],
            names.get(row["id"], "") or row["name_zh"], row["name_en"], row["title_zh"], row["title_en"],
        )  # fmt: skip


async def _names(gathering: Gathering) -> dict[Any, str]:
    """The names of guests with a part, as the list has them."""
    sessions = await kept_sessions(gathering)
    people = [
        who for one in sessions for who in (*one.people, *(who for item in one.items for who in item.people))
    ]
    return {who.id: who.name for who in people if who.guest}
