"""Stops and canteens as lists have them, each with whom to call."""

from typing import Any
from uuid import UUID, uuid4

from piccolo.table import Table as PiccoloTable

from event.gathering.keys import Keys
from event.itinerary.reading import Planned, by_code, clock, once, settle, whole
from event.itinerary.tables import Canteen, Stop
from event.language import Message
from event.registration.importing.cells import Cells
from event.workbook import Table

STOP = {
    "code": ("考察点编号",), "name": ("考察点",), "kind": ("类型",), "opens": ("开放时间",), "closes": ("关闭时间",),
    "capacity": ("同时容量",), "town": ("所在镇街",), "contact": ("联系人",), "phone": ("联系电话",),
}  # fmt: skip
CANTEEN = {
    "code": ("用餐点编号",), "name": ("用餐点",), "capacity": ("容量",), "opens": ("开餐",), "closes": ("停餐",),
    "contact": ("联系人",), "phone": ("联系电话",),
}  # fmt: skip
_MOST = 100_000
_CLOSES_FIRST = Message("closes before it opens.")


async def stored_sites(kind: type[PiccoloTable], gathering: UUID, keys: Keys) -> dict[str, dict[str, Any]]:
    """Stops or canteens by code, with the telephone numbers in clear."""
    table = kind._meta.tablename  # noqa: SLF001 - Piccolo's own description
    return {
        code: row | {"contact_phone": keys.open(row["contact_phone"], table=table, column="contact_phone", row=row["id"])}
        for code, row in (await by_code(table, gathering)).items()
    }  # fmt: skip


def plan_sites(table: Table, kind: type[PiccoloTable], stored: dict[str, dict[str, Any]]) -> list[Planned]:
    """What the rows of a list of stops or canteens say."""
    planned, seen = [], dict[str, int]()
    for row in table.rows:
        cells = Cells(row, STOP if kind is Stop else CANTEEN)
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
        planned.append(settle(Planned(cells, code, name, columns), table.sheet, stored.get(code)))
    return planned


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
        for name, value in (one.columns | {"contact_phone": sealed}).items():
            setattr(row, name, value)
        await row.save()
