"""Making, changing, freezing and releasing seat plans."""

import json
import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from event.agenda.seating.chart import Layout
from event.agenda.seating.errors import NameTaken, TooManySeated, UnknownPlan
from event.agenda.seating.precedence import KEYS, USUAL
from event.agenda.seating.reading import chart_of, layout_of
from event.agenda.seating.steps import held_chart
from event.agenda.seating.tables import EvenRule, PlanKind, SeatPlan, SeatRule
from event.comparing import refuse_changed
from event.database import fetch, fetch_one, held, writing
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.people.undoing import Rows, undoable

MOST_ROWS, MOST_SEATS = 200, 120
_OF_A_PLAN = ("seat_proposal", "seat_step", "seat_circle", "seat")
_PART = re.compile(r"(?:(\d{1,3})\s*[x×*]\s*)?(\d{1,3})")
_NOT_ROWS = Message(
    "Write the seats of each row or table: 12, 14, 14; or 24×10 for 24 tables of 10. At most {rows} of {seats} seats."
)
_NOT_NUMBERS = Message("Write numbers with commas between them: 6, 12.")
_MISSING = Message("Please fill this in.")
_UNKNOWN_SESSION = Message("There is no session “{text}”.")
_UNKNOWN = Message("“{text}” is none of: {known}.")


class PlanTold(msgspec.Struct, frozen=True):
    """A plan as it is to be. `session`: a code of the programme; `rows`: 24×10, or 12, 14, 14; `order_by`: keys with spaces."""

    name: str
    kind: str = PlanKind.BANQUET.value
    session: str = ""
    rows: str = "10×10"
    seat_rule: str = SeatRule.LEFT.value
    even_rule: str = EvenRule.OUTWARD.value
    aisles: str = ""
    near_door: str = ""
    head_tables: int = 1
    order_by: str = " ".join(USUAL)


async def told_plan(plan: UUID, gathering: Gathering) -> PlanTold:
    """A plan as it can be changed. Raises UnknownPlan."""
    chart = await chart_of(plan, gathering)
    return _told(chart.name, chart.session_code, chart.layout)


async def make_plan(told: PlanTold, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Begin a plan. Raises Invalid, NameTaken."""
    async with writing():
        columns = await _columns(told, gathering)
        await _refuse_taken(told.name, gathering, None)
        made = SeatPlan(id=uuid4(), gathering=gathering.id, created_at=now, **columns)
        await made.save()
        await record("seats.make", subject=f"seat_plan:{made.id}", by=by, now=now, gathering=gathering.id)
    return UUID(str(made.id))


async def change_plan(
    plan: UUID, told: PlanTold, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Change what a plan is. Raises UnknownPlan, PlanFrozen, ChangedSince, Invalid, NameTaken, TooManySeated."""
    async with writing():
        chart = await held_chart(plan, gathering)
        refuse_changed(seen, _told(chart.name, chart.session_code, chart.layout))
        columns = await _columns(told, gathering)
        await _refuse_taken(told.name, gathering, plan)
        layout = layout_of(
            {name: json.dumps(value) if isinstance(value, list) else value for name, value in columns.items()}
        )
        beyond = next((one for place, one in chart.at.items() if not layout.has(place)), None)
        if beyond is not None:
            raise TooManySeated(name=beyond.name)
        row = await held(SeatPlan, plan)
        if row is not None:
            for name, value in columns.items():
                setattr(row, name, value)
            await row.save()
        await record("seats.change", subject=f"seat_plan:{plan}", by=by, now=now, gathering=gathering.id)


async def remove_plan(plan: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Remove a plan with its people and steps; answers with what undoes it. Raises UnknownPlan, PlanFrozen."""
    async with writing():
        await held_chart(plan, gathering)
        given_up = await fetch(
            "SELECT id FROM given_up_place WHERE kind = 'seat' AND place->>'plan' = $1", str(plan)
        )
        touched = (
            Rows("seat_plan", "id", [plan]), *(Rows(table, "plan", [plan]) for table in _OF_A_PLAN),
            Rows("given_up_place", "id", [row["id"] for row in given_up]),
        )  # fmt: skip
        async with undoable(
            "seats.remove", *touched, subject=f"seat_plan:{plan}", by=by, now=now, gathering=gathering.id
        ) as step:
            for table in _OF_A_PLAN:
                await fetch(f"DELETE FROM {table} WHERE plan = $1", plan)  # noqa: S608 - names of our own
            await fetch("DELETE FROM given_up_place WHERE kind = 'seat' AND place->>'plan' = $1", str(plan))
            await fetch("DELETE FROM seat_plan WHERE id = $1", plan)
        await record("seats.remove", subject=f"seat_plan:{plan}", by=by, now=now, gathering=gathering.id)
    return step


async def freeze(*, plan: UUID, frozen: bool, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Freeze a plan for print, or let it be changed again. Raises UnknownPlan."""
    await _mark(
        plan, "frozen_at", now if frozen else None, "freeze" if frozen else "unfreeze", gathering, by, now
    )


async def release(*, plan: UUID, released: bool, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Let guests read where they sit, or no longer. Raises UnknownPlan."""
    await _mark(
        plan,
        "released_at",
        now if released else None,
        "release" if released else "withhold",
        gathering,
        by,
        now,
    )


async def _mark(
    plan: UUID, column: str, at: datetime | None, action: str, gathering: Gathering, by: Actor, now: datetime
) -> None:
    async with writing():
        row = await held(SeatPlan, plan)
        if row is None or row.gathering != gathering.id:
            raise UnknownPlan
        if (getattr(row, column) is None) == (at is None):
            return
        setattr(row, column, at)
        await row.save()
        await record(f"seats.{action}", subject=f"seat_plan:{plan}", by=by, now=now, gathering=gathering.id)


async def _refuse_taken(name: str, gathering: Gathering, but: UUID | None) -> None:
    taken = await fetch_one(
        "SELECT 1 FROM seat_plan WHERE gathering = $1 AND name = $2 AND id IS DISTINCT FROM $3", gathering.id, name.strip(), but
    )  # fmt: skip
    if taken:
        raise NameTaken(name=name.strip())


async def _columns(told: PlanTold, gathering: Gathering) -> dict[str, Any]:
    problems: dict[str, Problem] = {}
    session = None
    if told.session:
        row = await fetch_one(
            "SELECT id FROM agenda_session WHERE gathering = $1 AND code = $2", gathering.id, told.session
        )
        session = row["id"] if row else None
        if row is None:
            problems["session"] = Problem(_UNKNOWN_SESSION, {"text": told.session[:40]})
    if not told.name.strip() or len(told.name.strip()) > 80:  # noqa: PLR2004 - the column's length
        problems["name"] = Problem(_MISSING)
    for name, kind in (("kind", PlanKind), ("seat_rule", SeatRule), ("even_rule", EvenRule)):
        if getattr(told, name) not in set(kind):
            problems[name] = Problem(_UNKNOWN, {"text": getattr(told, name)[:40], "known": ", ".join(kind)})
    rows = _rows(told.rows, problems)
    aisles, near_door = (_numbers(getattr(told, name), name, problems) for name in ("aisles", "near_door"))
    if problems:
        raise Invalid(problems)
    return {
        "name": told.name.strip(), "kind": told.kind, "agenda_session": session, "seat_rule": told.seat_rule,
        "even_rule": told.even_rule, "rows": rows, "aisles": aisles, "near_door": near_door,
        "head_tables": min(max(told.head_tables, 0), len(rows)),
        "order_by": " ".join(dict.fromkeys(key for key in told.order_by.split() if key in KEYS)),
    }  # fmt: skip


def _rows(text: str, problems: dict[str, Problem]) -> list[int]:
    found: list[int] = []
    for part in re.split(r"[,,、;\n]+", text.strip()):
        match = _PART.fullmatch(part.strip())
        if match is None:
            found = []
            break
        found += [int(match[2])] * int(match[1] or 1)
    if not 0 < len(found) <= MOST_ROWS or not all(0 < seats <= MOST_SEATS for seats in found):
        problems["rows"] = Problem(_NOT_ROWS, {"rows": MOST_ROWS, "seats": MOST_SEATS})
    return found


def _numbers(text: str, name: str, problems: dict[str, Problem]) -> list[int]:
    parts = [part.strip() for part in re.split(r"[,,、;\s]+", text.strip()) if part.strip()]
    if not all(part.isascii() and part.isdigit() and 0 < int(part) <= MOST_ROWS for part in parts):
        problems[name] = Problem(_NOT_NUMBERS)
        return []
    return sorted({int(part) for part in parts})


def _told(name: str, session: str, layout: Layout) -> PlanTold:
    return PlanTold(
        name, layout.kind.value, session, written(layout.rows), layout.rule.value, layout.even.value,
        ", ".join(map(str, layout.aisles)), ", ".join(map(str, layout.near_door)), layout.head_tables, " ".join(layout.keys),
    )  # fmt: skip


def written(rows: tuple[int, ...]) -> str:
    """The seats of each row as they are typed: 24×10."""
    found: list[list[int]] = []
    for seats in rows:
        if found and found[-1][1] == seats:
            found[-1][0] += 1
        else:
            found.append([1, seats])
    return ", ".join(f"{count}×{seats}" if count > 1 else str(seats) for count, seats in found)
