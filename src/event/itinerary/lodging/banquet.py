"""Who sits where at a banquet, as a list of tables has it."""

import re
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch
from event.itinerary.lodging.tables import BanquetSeat
from event.itinerary.named import Sentences, give_up, people_of
from event.itinerary.reading import Planned, once, whole
from event.language import Message
from event.registration.adding import insert_all
from event.registration.importing.cells import Cells
from event.workbook import Table

SHEET = "晚宴桌次"
NEEDED = ("桌号", "席位", "身份", "编号")
"""Headings by which the sheet of the programme is known."""
_SEAT = {
    "table": ("桌号",), "seat": ("席位",), "role": ("身份",), "number": ("编号",), "name": ("姓名",),
    "title": ("类别/职务",),
}  # fmt: skip
_OCCASION = re.compile(r"^(.*?)桌次")
_MOST_TABLES, _MOST_SEATS = 999, 99
_SEAT_TWICE = Message("is the seat of row {row} too. Everybody has a seat of their own.")
_TWICE = Message("has a seat in row {row} already. Everybody once.")
_SAID = Sentences(
    Message("{number} comes instead and has the seat."), Message("does not come; no seat is kept.")
)


async def plan_banquet(table: Table, gathering: UUID) -> list[Planned]:
    """Hosts and guests at the tables; guests who are not in the list yet are left out."""
    found = _OCCASION.match(table.title)
    occasion = (found[1] if found and found[1] else table.sheet)[:80]
    people, stored = await people_of(gathering, _SAID), await _stored(gathering, occasion)
    planned, seats, seated = [], dict[tuple[int, int], int](), dict[UUID, int]()
    for row in table.rows:
        cells = Cells(row, _SEAT)
        place = (whole(cells, "table", 1, _MOST_TABLES) or 0, whole(cells, "seat", 1, _MOST_SEATS) or 0)
        for field in ("table", "seat"):
            cells.text(field, 20, needed=True)
        once(cells, "seat", place, seats, _SEAT_TWICE)
        number, name = cells.text("number", 40), cells.text("name", 80)
        held = people.named(cells, "number", number, needed=False)
        one = Planned(cells, number or f"{place[0]}-{place[1]}", name, {})
        planned.append(one)
        if number and held is None:
            one.outcome = cells.outcome(table.sheet, number, name, known=False, left_out=True)
            continue
        if held is not None:
            once(cells, "number", held.guest, seated, _TWICE)
        columns = {
            "role": cells.text("role", 20), "guest": held.guest if held else None,
            "name": "" if held else name, "title": "" if held else cells.text("title", 120),
        }  # fmt: skip
        known, gone = stored.get(place), held is not None and held.gone
        changes = [key for key, value in columns.items() if known and known[key] != value]
        if gone:
            known = known if known and known["guest"] == columns["guest"] else None
        one.columns = columns | {"place": place, "gone": gone, "occasion": occasion}
        one.outcome = cells.outcome(
            table.sheet, one.code, name, known=known is not None,
            changes=("guest",) if gone and known else changes, left_out=gone and known is None,
        )  # fmt: skip
    return planned


async def write_banquet(gathering: UUID, planned: list[Planned]) -> None:
    """Write who sits where, inside the caller's `writing()`; whoever moves leaves the old seat."""
    told = [one.columns for one in planned if one.columns and (one.writes or one.columns["gone"])]
    if not told:
        return
    places: list[Any] = [columns["place"] for columns in told]
    guests = [columns["guest"] for columns in told if columns["guest"]]
    await fetch(
        "DELETE FROM banquet_seat b WHERE gathering = $1 AND occasion = $2 AND (guest = ANY($3::uuid[])"
        " OR EXISTS (SELECT 1 FROM unnest($4::int[], $5::int[]) AS w (number, seat)"
        "   WHERE w.number = b.table_number AND w.seat = b.seat))",
        gathering, told[0]["occasion"], guests, [place[0] for place in places], [place[1] for place in places],
    )  # fmt: skip
    rows = [
        BanquetSeat(
            id=uuid4(), gathering=gathering, occasion=columns["occasion"], table_number=columns["place"][0],
            seat=columns["place"][1], **{name: columns[name] for name in ("role", "guest", "name", "title")},
        )
        for columns in told
    ]  # fmt: skip
    await insert_all(BanquetSeat, rows)
    await give_up("banquet_seat", [columns["guest"] for columns in told if columns["gone"]])


async def _stored(gathering: UUID, occasion: str) -> dict[tuple[int, int], dict[str, Any]]:
    rows = await fetch(
        "SELECT * FROM banquet_seat WHERE gathering = $1 AND occasion = $2", gathering, occasion
    )
    return {(row["table_number"], row["seat"]): dict(row) for row in rows}
