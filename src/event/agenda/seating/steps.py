"""Changes of a plan as steps: written together, refused while the plan is frozen, undone one after the other."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from event.agenda.seating.chart import Chart, State
from event.agenda.seating.errors import NothingToUndo, PlanChanged, PlanFrozen, UnknownPlan
from event.agenda.seating.reading import chart_of
from event.agenda.seating.tables import Seat, SeatPlan, SeatStep
from event.database import fetch, fetch_one, held, writing
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import insert_all

Wanted = Mapping[UUID, State | None]
"""By id, what is to be stored of somebody; None: out of the plan."""


async def held_chart(
    plan: UUID, gathering: Gathering, *, needs: bool = False, step: int | None = None
) -> Chart:
    """A plan, held until the transaction ends; `step`: the last one that was seen, where the whole plan is meant.

    Raises UnknownPlan, PlanFrozen, PlanChanged.
    """
    row = await held(SeatPlan, plan)
    if row is None or row.gathering != gathering.id:
        raise UnknownPlan
    if row.frozen_at is not None:
        raise PlanFrozen
    chart = await chart_of(plan, gathering, needs=needs)
    if step is not None and chart.step != step:
        raise PlanChanged
    return chart


async def take_step(
    chart: Chart, kind: str, wanted: Wanted, *, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Write what is wanted and keep what was before, inside the caller's `writing()`."""
    before = {key: one.state if (one := chart.by_id.get(key)) else None for key in wanted}
    changed = {key: state for key, state in wanted.items() if state != before[key]}
    if not changed:
        return
    await _write(chart.id, changed, known=frozenset(chart.by_id))
    row = await fetch_one(
        "SELECT coalesce(max(number), 0) + 1 AS number FROM seat_step WHERE plan = $1", chart.id
    )
    changes = [
        {"id": str(key), "before": msgspec.to_builtins(before[key]), "after": msgspec.to_builtins(state)}
        for key, state in changed.items()
    ]
    await SeatStep(
        id=uuid4(), plan=chart.id, number=row["number"] if row else 1, kind=kind, by=by.mark, at=now,
        changes=json.dumps(changes, ensure_ascii=False),
    ).save()  # fmt: skip
    await record(
        f"seats.{kind}",
        subject=f"seat_plan:{chart.id}",
        by=by,
        now=now,
        gathering=gathering.id,
        people=len(changed),
    )


async def undo(plan: UUID, *, gathering: Gathering, by: Actor, now: datetime, step: int | None = None) -> str:
    """Take the last step back and answer with its kind; `step`: the one that is meant.

    Raises UnknownPlan, PlanFrozen, PlanChanged, NothingToUndo.
    """
    async with writing():
        chart = await held_chart(plan, gathering, step=step)
        row = await last_step(plan)
        if row is None:
            raise NothingToUndo
        changes = json.loads(row["changes"])
        wanted = {UUID(one["id"]): _state(one["before"]) for one in changes}
        for one in changes:
            now_there = chart.by_id.get(UUID(one["id"]))
            if (now_there.state if now_there else None) != _state(one["after"]):
                raise NothingToUndo
        places = {state.place for state in wanted.values() if state and state.place}
        if any(other.id not in wanted for place, other in chart.at.items() if place in places):
            raise NothingToUndo
        await _write(plan, wanted, known=frozenset(chart.by_id))
        await fetch("UPDATE seat_step SET undone_at = $2 WHERE id = $1", row["id"], now)
        await record(
            "seats.undo",
            subject=f"seat_plan:{plan}",
            by=by,
            now=now,
            gathering=gathering.id,
            step=row["number"],
        )
    return str(row["kind"])


async def last_step(plan: UUID) -> Any | None:
    """The step that would be undone."""
    return await fetch_one(
        "SELECT * FROM seat_step WHERE plan = $1 AND undone_at IS NULL ORDER BY number DESC LIMIT 1", plan
    )


def _state(told: Any) -> State | None:
    return msgspec.convert(told, State) if told is not None else None


async def _write(plan: UUID, wanted: Wanted, *, known: frozenset[UUID]) -> None:
    """Everybody leaves the old place first, so that two can exchange theirs."""
    await fetch(
        "DELETE FROM seat WHERE id = ANY($1::uuid[])", [key for key, state in wanted.items() if state is None]
    )
    stay = [(key, state) for key, state in wanted.items() if state is not None and key in known]
    await fetch(
        "UPDATE seat SET row_no = NULL, seat_no = NULL WHERE id = ANY($1::uuid[])", [key for key, _ in stay]
    )
    await fetch(
        "UPDATE seat s SET role = w.role, title = w.title, row_no = w.row_no, seat_no = w.seat_no,"
        " precedence = w.precedence, fixed = w.fixed FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::int[],"
        " $6::int[], $7::bool[]) AS w (id, role, title, row_no, seat_no, precedence, fixed) WHERE s.id = w.id",
        [key for key, _ in stay], [one.role for _, one in stay], [one.title for _, one in stay],
        [one.place[0] if one.place else None for _, one in stay], [one.place[1] if one.place else None for _, one in stay],
        [one.precedence for _, one in stay], [one.fixed for _, one in stay],
    )  # fmt: skip
    await insert_all(
        Seat,
        [
            Seat(
                id=key, plan=plan, guest=one.guest, name=one.name, title=one.title, role=one.role, precedence=one.precedence,
                row_no=one.place[0] if one.place else None, seat_no=one.place[1] if one.place else None, fixed=one.fixed,
            )
            for key, one in wanted.items()
            if one is not None and key not in known
        ],
    )  # fmt: skip
