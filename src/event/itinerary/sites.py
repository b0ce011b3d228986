"""Stops and canteens as lists have them, each with whom to call."""

import re
from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

from piccolo.table import Table as PiccoloTable

from event.database import fetch
from event.gathering.keys import Keys
from event.itinerary.beside.columns import (
    BETWEEN,
    Column,
    degrees,
    flag,
    headings_of,
    known_words,
    number,
    page,
    refuse_half_a_point,
    text,
    told,
    words,
    words_in,
)
from event.itinerary.reading import Planned, by_code, clock, once, settle, whole
from event.itinerary.tables import Canteen, Stop, StopHours
from event.language import Message
from event.registration.adding import insert_all
from event.registration.importing.cells import Cells
from event.registration.importing.values import read_day, read_time
from event.workbook import Table

STOP: dict[str, tuple[str, ...]] = {
    "code": ("考察点编号",), "name": ("考察点",), "kind": ("类型",), "opens": ("开放时间",), "closes": ("关闭时间",),
    "capacity": ("同时容量",), "town": ("所在镇街",), "contact": ("联系人",), "phone": ("联系电话",),
}  # fmt: skip
CANTEEN: dict[str, tuple[str, ...]] = {
    "code": ("用餐点编号",), "name": ("用餐点",), "capacity": ("容量",), "opens": ("开餐",), "closes": ("停餐",),
    "contact": ("联系人",), "phone": ("联系电话",),
}  # fmt: skip
_MOST = 100_000
_LONGEST_FACT = 4000
_CLOSED = "关闭"
_ONE_DAY = re.compile(r"(\S+)\s+(?:(\S+?)\s*[-–—~至]\s*(\S+)|关闭|闭馆)")
_CLOSES_FIRST = Message("closes before it opens.")
_SHORTEST_IS_LONGER = Message("the shortest stay is longer than the usual one.")
_NOT_HOURS = Message("“{text}” are no hours of a day; write 2026-10-17 09:00-12:00, or 2026-10-17 关闭.")
_DAY_TWICE = Message("{day} is there twice.")
Hours = dict[date, tuple[time | None, time | None]]


def _read_hours(cells: Cells, field: str) -> Hours:
    """When a stop is open on single days; a day without times is one on which it is closed."""
    found: Hours = {}
    for part in words_in(cells.text(field, 2000)):
        one = _ONE_DAY.fullmatch(part)
        on = read_day(one[1]).value if one else None
        opens, closes = (read_time(one[place] or "") if one else None for place in (2, 3))
        if one is None or on is None or (one[2] and (opens is None or closes is None)):
            cells.refuse(field, _NOT_HOURS, text=part)
            continue
        if on in found:
            cells.refuse(field, _DAY_TWICE, day=on)
        if opens and closes and opens >= closes:
            cells.refuse(field, _CLOSES_FIRST)
        found[on] = (opens, closes)
    return found


def _write_hours(hours: Hours) -> str:
    return BETWEEN.join(
        f"{on} {opens:%H:%M}-{closes:%H:%M}" if opens and closes else f"{on} {_CLOSED}"
        for on, (opens, closes) in sorted(hours.items())
    )


STOP_BESIDE: tuple[Column, ...] = (
    text("name_en", "英文名", 120), text("name_hant", "繁体名", 120), words("themes", "主题", 40), text("address", "地址", 200),
    degrees("latitude", "纬度"), degrees("longitude", "经度"), number("usual_stay", "常规停留", 5, 600),
    number("shortest_stay", "最短停留", 5, 600), flag("step_free", "无障碍", empty=True),
    page("fact_zh", "介绍", _LONGEST_FACT), page("fact_en", "英文介绍", _LONGEST_FACT),
    Column("hours", "单日开放", _read_hours, _write_hours),
)  # fmt: skip
CANTEEN_BESIDE: tuple[Column, ...] = (
    text("name_en", "英文名", 120), text("address", "地址", 200), degrees("latitude", "纬度"), degrees("longitude", "经度"),
    number("stay", "用餐时长", 5, 300), known_words("diets", "可供饮食", {"halal": "清真", "vegetarian": "素食"}),
)  # fmt: skip


async def stored_sites(kind: type[PiccoloTable], gathering: UUID, keys: Keys) -> dict[str, dict[str, Any]]:
    """Stops or canteens by code, with the telephone numbers in clear."""
    table = kind._meta.tablename  # noqa: SLF001 - Piccolo's own description
    hours = await _stored_hours(gathering) if kind is Stop else {}
    return {
        code: row | {"hours": hours.get(row["id"], {}), "contact_phone": keys.open(row["contact_phone"], table=table, column="contact_phone", row=row["id"])}
        for code, row in (await by_code(table, gathering)).items()
    }  # fmt: skip


async def _stored_hours(gathering: UUID) -> dict[UUID, Hours]:
    """The hours of single days by stop."""
    found: dict[UUID, Hours] = {}
    for row in await fetch(
        "SELECT h.* FROM stop_hours h JOIN stop s ON s.id = h.stop WHERE s.gathering = $1", gathering
    ):
        found.setdefault(row["stop"], {})[row["on_day"]] = (row["opens_at"], row["closes_at"])
    return found


def plan_sites(table: Table, kind: type[PiccoloTable], stored: dict[str, dict[str, Any]]) -> list[Planned]:
    """What the rows of a list of stops or canteens say."""
    planned, seen = [], dict[str, int]()
    beside = STOP_BESIDE if kind is Stop else CANTEEN_BESIDE
    for row in table.rows:
        cells = Cells(row, (STOP if kind is Stop else CANTEEN) | headings_of(beside))
        code, name = cells.text("code", 20, needed=True), cells.text("name", 120, needed=True)
        once(cells, "code", code, seen)
        opens, closes = clock(cells, "opens"), clock(cells, "closes")
        if opens and closes and opens >= closes:
            cells.refuse("closes", _CLOSES_FIRST)
        columns = {
            "name_zh": name, "opens_at": opens, "closes_at": closes, "capacity": whole(cells, "capacity", 1, _MOST),
            "contact_name": cells.text("contact", 80), "contact_phone": cells.text("phone", 40),
        }  # fmt: skip
        if kind is Stop:
            columns |= {"kind": cells.text("kind", 40), "town": cells.text("town", 80)}
        columns |= told(cells, table, beside)
        _refuse_misfits(cells, columns)
        planned.append(settle(Planned(cells, code, name, columns), table.sheet, stored.get(code)))
    return planned


def _refuse_misfits(cells: Cells, columns: dict[str, Any]) -> None:
    """What of the columns beside the office's does not go together."""
    refuse_half_a_point(cells, columns)
    usual, shortest = columns.get("usual_stay"), columns.get("shortest_stay")
    if usual and shortest and shortest > usual:
        cells.refuse("shortest_stay", _SHORTEST_IS_LONGER)


async def write_sites(
    kind: type[Stop] | type[Canteen], gathering: UUID, planned: list[Planned], keys: Keys
) -> None:
    """Write stops or canteens, inside the caller's `writing()`."""
    for one in planned:
        if not one.writes:
            continue
        row = await kind.objects().get((kind.gathering == gathering) & (kind.code == one.code))
        row = row or kind(id=uuid4(), gathering=gathering, code=one.code)
        phone, table = one.columns["contact_phone"], kind._meta.tablename  # noqa: SLF001 - Piccolo's own description
        sealed = keys.seal(phone, table=table, column="contact_phone", row=row.id) if phone else None
        columns = one.columns | {"contact_phone": sealed}
        hours: Hours | None = columns.pop("hours", None)
        for name, value in columns.items():
            setattr(row, name, value)
        await row.save()
        if hours is not None:
            await fetch("DELETE FROM stop_hours WHERE stop = $1", row.id)
            rows = [
                StopHours(id=uuid4(), stop=row.id, on_day=on, opens_at=opens, closes_at=closes)
                for on, (opens, closes) in hours.items()
            ]
            await insert_all(StopHours, rows)
