"""Runs of the planner: asked for on a draft, followed, cancelled, taken over – never without somebody saying so."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec

from event.database import fetch, fetch_one, writing
from event.errors import Conflict
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.itinerary.planning.asked import Asked, Goal, happened_to
from event.itinerary.planning.changes import difference, of
from event.itinerary.planning.drafting import Standing, current, moved_now, put
from event.itinerary.planning.errors import PlanMovedOn, RunNotDone, UnknownRun
from event.itinerary.planning.plan import Draft, read_draft, written
from event.itinerary.planning.showing import Changed, Kind
from event.itinerary.planning.tables import PlannerRun, RunState
from event.itinerary.planning.words import said
from event.jobs import ask
from event.language import Message, filled, translated
from event.people.rules import Actor
from event.registration.adding import lock

_NAMES = {
    Goal.ANEW: Message("plan anew"), Goal.SEATS: Message("seats anew"), Goal.MEND: Message("mend the plan"),
}  # fmt: skip
_GOING = ("waiting", "running")
_LOST_AFTER = timedelta(minutes=10)
_SHOWN_FOR = timedelta(hours=1)


class RunGoesOn(Conflict):
    """Another run of the planner is not done yet."""

    sentence = Message("The planner is at work already. Wait for it, or cancel that run.")


@dataclass(frozen=True)
class GuestMoved:
    """A guest on another bus."""

    name: str
    number: str
    before: str
    after: str


@dataclass(frozen=True)
class DifferenceView:
    """What a run would change: guests who had a bus and get another, lines in words, and who would have to be told.

    `days_changed` counts the guests whose bus, times or places would be others.
    """

    guests_moved: int
    days_changed: int
    lines: list[str]
    guests: list[GuestMoved]
    tell: list[str]


@dataclass(frozen=True)
class RunView:
    """A run as it is now; `share` in hundredths."""

    id: UUID
    what: str
    state: str
    share: int
    objective: int | None
    difference: DifferenceView | None
    trouble: str


async def ask_run(
    asked: Asked, *, gathering: Gathering, moved: int, language: str, by: Actor, now: datetime
) -> UUID:
    """Ask for a run on the draft as it was seen. Raises PlanMovedOn, RunGoesOn, UnknownThing."""
    standing = await current(gathering)
    happened_to(standing.draft, asked.changes)
    async with writing():
        await lock(gathering)
        if await moved_now(gathering.id) != moved:
            raise PlanMovedOn
        await _give_up_lost(gathering.id, now)
        if await fetch(
            "SELECT 1 FROM planner_run WHERE gathering = $1 AND state = ANY($2::text[]) AND NOT cancel",
            gathering.id, list(_GOING),
        ):  # fmt: skip
            raise RunGoesOn
        run = PlannerRun(
            id=uuid4(), gathering=gathering.id, moved=moved, asked=msgspec.json.encode(asked).decode(), by=by.mark,
            asked_at=now,
        )  # fmt: skip
        await run.save()
        await ask("itinerary.plan_visit", run=str(run.id), language=language)
    return UUID(str(run.id))


async def _give_up_lost(gathering: UUID, now: datetime) -> None:
    """Runs whose worker has died do not stand in the way of others."""
    await fetch(
        "UPDATE planner_run SET state = 'failed', ended_at = $2::timestamptz WHERE gathering = $1 AND state = ANY($3::text[])"
        " AND asked_at + make_interval(secs => (asked->>'seconds')::int) < $2::timestamptz - $4::interval",
        gathering, now, list(_GOING), _LOST_AFTER,
    )  # fmt: skip


async def cancel_run(run: UUID, *, gathering: Gathering) -> None:
    """A run stops as soon as it can, or what it came to is not wanted; no plan of it is kept. Raises UnknownRun."""
    rows = await fetch(
        "UPDATE planner_run SET cancel = true, state = CASE WHEN state = 'running' THEN state ELSE 'cancelled' END"
        " WHERE id = $1 AND gathering = $2 RETURNING id",
        run, gathering.id,
    )  # fmt: skip
    if not rows:
        raise UnknownRun


async def accept_run(
    run: UUID, *, gathering: Gathering, moved: int, language: str, by: Actor, now: datetime
) -> Standing:
    """The plan of a run becomes the draft. Raises UnknownRun, RunNotDone, PlanMovedOn."""
    async with writing():
        row = await _row(run, gathering)
        if row["state"] != RunState.DONE or row["plan"] is None:
            raise RunNotDone
        if row["moved"] != moved or await moved_now(gathering.id) != moved:
            raise PlanMovedOn
        name = _NAMES[msgspec.json.decode(row["asked"], type=Asked).what]
        await put(read_draft(row["plan"]), name, gathering=gathering, moved=moved, by=by, now=now)
    await announce(gathering.id)
    return await current(gathering, language=language)


async def run_now(run: UUID, *, gathering: Gathering, language: str) -> RunView:
    """How far a run is and, once it is done, what it would change in the draft as it stands. Raises UnknownRun."""
    row = await _row(run, gathering)
    changed = None
    if row["state"] == RunState.DONE and row["plan"] is not None:
        standing = await current(gathering)
        changed = await differences(standing.draft, read_draft(row["plan"]), gathering, language)
    trouble = json.loads(row["trouble"]) if row["trouble"] else {}
    return RunView(
        run, str(msgspec.json.decode(row["asked"], type=Asked).what), row["state"], row["share"], row["objective"],
        changed, trouble.get("text", ""),
    )  # fmt: skip


async def latest_run(gathering: Gathering, *, language: str, now: datetime) -> RunView | None:
    """The run of the last hour that is under way, or what it came to while the plan is as it was."""
    row = await fetch_one(
        "SELECT id FROM planner_run r WHERE gathering = $1 AND NOT cancel AND asked_at > $2 AND (state = ANY($3::text[])"
        " OR moved = coalesce((SELECT h.moved FROM draft_head h WHERE h.gathering = r.gathering), 0))"
        " ORDER BY asked_at DESC LIMIT 1",
        gathering.id, now - _SHOWN_FOR, list(_GOING),
    )  # fmt: skip
    return await run_now(UUID(str(row["id"])), gathering=gathering, language=language) if row else None


_TOLD = Message("{guests} guests of bus {bus}")


async def differences(before: Draft, after: Draft, gathering: Gathering, language: str) -> DifferenceView:
    """What another draft changes, in words."""
    found = await difference(before, after, gathering)
    guests = [
        GuestMoved(one.name, one.code, one.before.bus if one.before else "", one.after.bus if one.after else "")
        for one in of(found, Kind.GUEST)
        if (one.before.bus if one.before else "") != (one.after.bus if one.after else "")
    ]  # fmt: skip
    lines = [
        f"{one.code} {change.what}: {change.before or '–'} → {change.after or '–'}"
        for one in of(found, Kind.LINE)
        for change in said(one.before, one.after, language=language, zone=gathering.zone, kind=Kind.LINE)
    ]
    told: dict[str, int] = {}
    for one in of(found, Kind.GUEST):
        told[_bus(one)] = told.get(_bus(one), 0) + 1
    return DifferenceView(
        sum(bool(one.before and one.after) for one in guests), sum(told.values()), lines, guests,
        [filled(translated(_TOLD, language), {"guests": count, "bus": bus}) for bus, count in sorted(told.items())],
    )  # fmt: skip


def _bus(changed: Changed) -> str:
    shown = changed.after or changed.before
    return shown.bus if shown else "–"


async def _row(run: UUID, gathering: Gathering) -> Any:
    row = await fetch_one("SELECT * FROM planner_run WHERE id = $1 AND gathering = $2", run, gathering.id)
    if row is None:
        raise UnknownRun
    return row


async def keep(run: UUID, draft: Draft, *, objective: int, now: datetime) -> None:
    """What a run came to, unless it was cancelled meanwhile."""
    await fetch(
        "UPDATE planner_run SET state = CASE WHEN cancel THEN 'cancelled' ELSE 'done' END, share = 100,"
        " objective = $2, plan = $3::jsonb, ended_at = $4 WHERE id = $1",
        run, objective, written(draft), now,
    )  # fmt: skip


async def fail(run: UUID, text: str, *, now: datetime) -> None:
    """Why a run came to nothing, in words."""
    trouble = json.dumps({"text": text}, ensure_ascii=False)
    await fetch(
        "UPDATE planner_run SET state = 'failed', trouble = $2::jsonb, ended_at = $3 WHERE id = $1",
        run,
        trouble,
        now,
    )
