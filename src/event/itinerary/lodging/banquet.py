"""Who sits where at a banquet, as a list of tables has it: it fills the seat plan of the session it names."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.agenda.seating.tables import PlanKind, Seat, SeatPlan, SeatRule
from event.database import fetch, fetch_one
from event.itinerary.named import People, Sentences, people_of
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
_MOST_TABLES, _MOST_SEATS, _USUAL_SEATS = 999, 99, 10
_SEAT_TWICE = Message("is the seat of row {row} too. Everybody has a seat of their own.")
_TWICE = Message("has a seat in row {row} already. Everybody once.")
_FROZEN = Message("The seat plan “{plan}” is frozen. Unfreeze it first.")
_SAID = Sentences(
    Message("{number} comes instead and has the seat."), Message("does not come; no seat is kept.")
)


async def plan_banquet(table: Table, gathering: UUID) -> list[Planned]:
    """Hosts and guests at the tables; guests who are not in the list yet, and empty seats, are left out."""
    found = _OCCASION.match(table.title)
    occasion = (found[1] if found and found[1] else table.sheet)[:80]
    people = await people_of(gathering, _SAID)
    plan = await _plan_of(gathering, occasion)
    stored = await _stored(plan["id"]) if plan else {}
    frozen = bool(plan and plan["frozen_at"])
    seats, seated = dict[tuple[int, int], int](), dict[UUID, int]()
    return [
        _row(Cells(row, _SEAT), table.sheet, people, stored, seats, seated, occasion=occasion, frozen=frozen)
        for row in table.rows
    ]


def _row(
    cells: Cells,
    sheet: str,
    people: People,
    stored: dict[tuple[int, int], dict[str, Any]],
    seats: dict[tuple[int, int], int],
    seated: dict[UUID, int],
    *,
    occasion: str,
    frozen: bool,
) -> Planned:
    place = (whole(cells, "table", 1, _MOST_TABLES) or 0, whole(cells, "seat", 1, _MOST_SEATS) or 0)
    for field in ("table", "seat"):
        cells.text(field, 20, needed=True)
    once(cells, "seat", place, seats, _SEAT_TWICE)
    number, name = cells.text("number", 40), cells.text("name", 80)
    held = people.named(cells, "number", number, needed=False)
    one = Planned(cells, number or f"{place[0]}-{place[1]}", name, {})
    if held is None and (number or not name):
        one.outcome = cells.outcome(sheet, number, name, known=False, left_out=True)
        return one
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
        changes = ["guest"] if known else []
    left_out = gone and known is None
    if frozen and not left_out and (changes or known is None):
        cells.refuse("table", _FROZEN, plan=occasion)
    one.columns = columns | {"place": place, "gone": gone, "occasion": occasion}
    one.outcome = cells.outcome(
        sheet, one.code, name, known=known is not None, changes=changes, left_out=left_out
    )
    return one


async def write_banquet(gathering: UUID, planned: list[Planned], *, now: datetime) -> None:
    """Write who sits where, inside the caller's `writing()`; who is moved away is without a seat."""
    told = [one.columns for one in planned if one.columns and (one.writes or one.columns["gone"])]
    if not told:
        return
    plan = await _plan_for(gathering, told, now=now)
    rows, seats = [one["place"][0] for one in told], [one["place"][1] for one in told]
    await fetch(
        "UPDATE seat s SET row_no = NULL, seat_no = NULL FROM unnest($2::int[], $3::int[]) AS w (row_no, seat_no)"
        " WHERE s.plan = $1 AND s.row_no = w.row_no AND s.seat_no = w.seat_no",
        plan, rows, seats,
    )  # fmt: skip
    await _seat_guests(plan, [one for one in told if one["guest"]])
    await _seat_others(plan, [one for one in told if not one["guest"]])
    await _free(plan, [one["guest"] for one in told if one["gone"]])


async def _seat_guests(plan: UUID, told: list[dict[str, Any]]) -> None:
    await fetch(
        "INSERT INTO seat (id, plan, guest, name, title, role, row_no, seat_no, fixed)"
        " SELECT gen_random_uuid(), $1, w.guest, '', '', w.role, w.row_no, w.seat_no, false"
        " FROM unnest($2::uuid[], $3::text[], $4::int[], $5::int[]) AS w (guest, role, row_no, seat_no)"
        " ON CONFLICT ON CONSTRAINT seat_guest_once"
        " DO UPDATE SET role = EXCLUDED.role, row_no = EXCLUDED.row_no, seat_no = EXCLUDED.seat_no",
        plan, [one["guest"] for one in told], [one["role"] for one in told],
        [one["place"][0] for one in told], [one["place"][1] for one in told],
    )  # fmt: skip


async def _seat_others(plan: UUID, told: list[dict[str, Any]]) -> None:
    await fetch(
        "DELETE FROM seat WHERE plan = $1 AND guest IS NULL AND row_no IS NULL AND name = ANY($2::text[])",
        plan, [one["name"] for one in told],
    )  # fmt: skip
    await insert_all(
        Seat,
        [
            Seat(
                id=uuid4(), plan=plan, name=one["name"], title=one["title"], role=one["role"],
                row_no=one["place"][0], seat_no=one["place"][1],
            )
            for one in told
        ],
    )  # fmt: skip


async def _free(plan: UUID, guests: list[UUID]) -> None:
    """Free the seats of guests who do not come and keep what they were."""
    await fetch(
        "DELETE FROM given_up_place WHERE kind = 'seat' AND guest = ANY($2::uuid[]) AND place->>'plan' = $1::text",
        str(plan), guests,
    )  # fmt: skip
    await fetch(
        "WITH gone AS (DELETE FROM seat WHERE plan = $1 AND guest = ANY($2::uuid[]) RETURNING *)"
        " INSERT INTO given_up_place (id, guest, kind, place)"
        " SELECT gen_random_uuid(), guest, 'seat', to_jsonb(gone) FROM gone",
        plan, guests,
    )  # fmt: skip


async def _plan_for(gathering: UUID, told: list[dict[str, Any]], *, now: datetime) -> UUID:
    """The plan the list is of, with a table for each it names; a new one where there is none."""
    occasion = told[0]["occasion"]
    tables = max(one["place"][0] for one in told)
    seats = max(_USUAL_SEATS, *(one["place"][1] for one in told))
    known = await _plan_of(gathering, occasion)
    if known is None:
        made = SeatPlan(
            id=uuid4(), gathering=gathering, agenda_session=await _session_of(gathering, occasion), name=occasion,
            kind=PlanKind.BANQUET, seat_rule=SeatRule.RIGHT, rows=[seats] * tables, created_at=now,
        )  # fmt: skip
        await made.save()
        return UUID(str(made.id))
    await fetch(
        "UPDATE seat_plan SET rows = (SELECT jsonb_agg(greatest(coalesce((rows->>(n - 1))::int, $3), (SELECT"
        "   coalesce(max(w.seat_no), 0) FROM unnest($4::int[], $5::int[]) AS w (row_no, seat_no) WHERE w.row_no = n)) ORDER BY n)"
        " FROM generate_series(1, greatest(jsonb_array_length(rows), $2)) AS n) WHERE id = $1",
        known["id"], tables, _USUAL_SEATS, [one["place"][0] for one in told], [one["place"][1] for one in told],
    )  # fmt: skip
    return UUID(str(known["id"]))


async def _session_of(gathering: UUID, occasion: str) -> UUID | None:
    row = await fetch_one(
        "SELECT id FROM agenda_session WHERE gathering = $1 AND (position($2 IN title_zh) > 0"
        " OR position(title_zh IN $2) > 0) ORDER BY title_zh <> $2, starts_at LIMIT 1",
        gathering, occasion,
    )  # fmt: skip
    return row["id"] if row else None


async def _plan_of(gathering: UUID, occasion: str) -> Any | None:
    return await fetch_one(
        "SELECT id, frozen_at FROM seat_plan WHERE gathering = $1 AND name = $2", gathering, occasion
    )


async def _stored(plan: UUID) -> dict[tuple[int, int], dict[str, Any]]:
    rows = await fetch("SELECT * FROM seat WHERE plan = $1 AND row_no IS NOT NULL", plan)
    return {(row["row_no"], row["seat_no"]): dict(row) for row in rows}
