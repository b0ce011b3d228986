"""Proposals: asked for, worked out in the background, taken over as they were shown or not at all."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from event.agenda.seating.chart import Chart
from event.agenda.seating.errors import ProposalOutdated, UnknownPlan
from event.agenda.seating.steps import held_chart, take_step
from event.agenda.seating.tables import PlanKind, SeatProposal
from event.database import fetch_one, writing
from event.errors import Conflict
from event.gathering.tables import Gathering
from event.jobs import ask
from event.language import Message
from event.people.rules import Actor

TASK = "agenda.propose_seats"


class NoBanquet(Conflict):
    """Only tables are proposed."""

    sentence = Message("Seats are proposed for banquets. Here, seat everybody by precedence.")


@dataclass(frozen=True)
class ProposalView:
    """The last proposal of a plan: `moves` people would sit elsewhere; `outdated`: what it rests on has changed."""

    id: UUID
    state: str
    moves: int
    remarks: list[str]
    trouble: str
    outdated: bool


async def ask_proposal(
    *, plan: UUID, group_diets: bool = True, seed: int = 1, gathering: Gathering, by: Actor, now: datetime
) -> UUID:
    """Ask for seats at all tables. Raises UnknownPlan, PlanFrozen, NoBanquet."""
    async with writing():
        chart = await held_chart(plan, gathering)
        if chart.layout.kind is not PlanKind.BANQUET:
            raise NoBanquet
        made = SeatProposal(
            id=uuid4(),
            plan=plan,
            asked=json.dumps({"group_diets": group_diets, "seed": seed}),
            by=by.mark,
            asked_at=now,
        )
        await made.save()
        await ask(TASK, proposal=str(made.id))
    return UUID(str(made.id))


async def accept_proposal(
    proposal: UUID, *, plan: UUID, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Seat everybody as proposed. Raises UnknownPlan, PlanFrozen, ProposalOutdated."""
    async with writing():
        chart = await held_chart(plan, gathering)
        row = await fetch_one(
            "UPDATE seat_proposal SET state = 'taken' WHERE id = $1 AND plan = $2 AND state = 'done' RETURNING *",
            proposal,
            plan,
        )
        if row is None or row["rests_on"] != chart.mark:
            raise ProposalOutdated
        places = _places(row)
        wanted = {one.id: replace(one.state, place=places.get(one.id)) for one in chart.people}
        await take_step(chart, "proposal", wanted, gathering=gathering, by=by, now=now)


async def last_proposal(chart: Chart, language: str) -> ProposalView | None:
    """The last proposal that was asked for and not taken over."""
    row = await fetch_one(
        "SELECT * FROM seat_proposal WHERE plan = $1 ORDER BY asked_at DESC, id LIMIT 1", chart.id
    )
    if row is None or row["state"] == "taken":
        return None
    places = _places(row)
    done = row["state"] == "done"
    remarks = json.loads(row["remarks"])
    return ProposalView(
        row["id"], row["state"], sum(places.get(one.id) != one.place for one in chart.people) if done else 0,
        list(remarks.get(language) or remarks["en"]) if isinstance(remarks, dict) else [], row["trouble"],
        done and row["rests_on"] != chart.mark,
    )  # fmt: skip


async def gathering_of(proposal: UUID) -> tuple[Any, Gathering]:
    """A proposal that waits, now at work, and its gathering. Raises UnknownPlan where it does not wait."""
    row = await fetch_one(
        "UPDATE seat_proposal s SET state = 'running' FROM seat_plan p WHERE s.id = $1 AND s.state = 'waiting'"
        " AND p.id = s.plan RETURNING s.*, p.gathering",
        proposal,
    )
    held = await Gathering.objects().get(Gathering.id == row["gathering"]) if row else None
    if held is None:
        raise UnknownPlan
    return row, held


def _places(row: Any) -> dict[UUID, tuple[int, int] | None]:
    return {UUID(key): (place[0], place[1]) if place else None for key, place in json.loads(row["places"])}
