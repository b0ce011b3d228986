"""The draft of a gathering's visit: what stands in it, changed step by step, undone and done again, by several at once."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from event.database import fetch, fetch_one, writing
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.itinerary.planning.deciding import changed
from event.itinerary.planning.edits import Edit
from event.itinerary.planning.errors import NothingToUndo, SeenOtherwise
from event.itinerary.planning.facts import Facts
from event.itinerary.planning.gathered import facts_of
from event.itinerary.planning.plan import Draft, read_draft, written
from event.itinerary.planning.stored import stands
from event.language import Message, filled, translated
from event.people.rules import Actor

_TAKEN = Message("take over what stands")


@dataclass(frozen=True)
class Standing:
    """The draft as it is now; `moved` is raised by every change, undo and redo."""

    draft: Draft
    step: int
    moved: int
    undo: str = ""
    redo: str = ""


async def current(gathering: Gathering, *, language: str = "zh-Hans", facts: Facts | None = None) -> Standing:
    """The draft now: where nobody has changed anything, what stands."""
    facts = facts or await facts_of(gathering)
    head = await _head(gathering.id)
    if head is None:
        return Standing(settled(await stands(gathering), facts), 0, 0)
    return await _standing(gathering.id, head, facts, language)


async def edit(change: Edit, *, gathering: Gathering, language: str, by: Actor, now: datetime) -> Standing:
    """Change the newest draft. Raises RuleBroken, UnknownThing, SeenOtherwise; then nothing is changed."""
    facts = await facts_of(gathering)
    async with writing():
        head = await _held_head(gathering, by=by, now=now)
        before = await _standing(gathering.id, head, facts, language)
        after = changed(change, before.draft, facts, language)
        said = {"named": str(change.named), "words": change.words(before.draft, facts)}
        await _step(gathering.id, after, head, said=said, by=by, now=now)
        standing = await _standing(gathering.id, await _head(gathering.id), facts, language)
    await announce(gathering.id)
    return standing


async def put(
    draft: Draft, named: Message, *, gathering: Gathering, moved: int | None, by: Actor, now: datetime
) -> int:
    """Put a whole plan in the place of the draft, inside the caller's `writing()`; the number of the step.

    Raises SeenOtherwise where the draft has moved on since `moved`.
    """
    head = await _held_head(gathering, by=by, now=now)
    if moved is not None and head["moved"] != moved:
        raise SeenOtherwise
    return await _step(gathering.id, draft, head, said={"named": str(named), "words": {}}, by=by, now=now)


async def start_over(gathering: Gathering, *, by: Actor, now: datetime) -> None:
    """Take over what stands after a list changed it, inside the caller's `writing()`; undo brings the draft back."""
    if await _head(gathering.id) is not None:
        await put(await stands(gathering), _TAKEN, gathering=gathering, moved=None, by=by, now=now)


async def undo(*, gathering: Gathering, moved: int, language: str, by: Actor, now: datetime) -> Standing:
    """Go back one step. Raises NothingToUndo, SeenOtherwise."""
    return await _turn(gathering, moved, language, by, now, back=True)


async def redo(*, gathering: Gathering, moved: int, language: str, by: Actor, now: datetime) -> Standing:
    """Do again what was undone last. Raises NothingToUndo, SeenOtherwise."""
    return await _turn(gathering, moved, language, by, now, back=False)


async def _turn(
    gathering: Gathering, moved: int, language: str, by: Actor, now: datetime, *, back: bool
) -> Standing:
    facts = await facts_of(gathering)
    async with writing():
        head = await _held_head(gathering, by=by, now=now)
        if head["moved"] != moved:
            raise SeenOtherwise
        undone: list[int] = json.loads(head["undone"])
        if back:
            row: Any = await fetch_one(
                "SELECT parent FROM draft_step WHERE gathering = $1 AND number = $2",
                gathering.id,
                head["step"],
            )
            step = row["parent"]
            undone.append(head["step"])
        else:
            step = undone.pop() if undone else 0
        if not step:
            raise NothingToUndo
        await fetch(
            "UPDATE draft_head SET step = $2, undone = $3::jsonb, moved = moved + 1 WHERE gathering = $1",
            gathering.id, step, json.dumps(undone),
        )  # fmt: skip
        standing = await _standing(gathering.id, await _head(gathering.id), facts, language)
    await announce(gathering.id)
    return standing


def settled(draft: Draft, facts: Facts) -> Draft:
    """The draft without guests who do not come, their substitutes in their seats, and without what is deleted."""
    seats, seen = [], set[UUID]()
    for seat in draft.seats:
        guest = seat.guest
        while guest not in facts.travellers and guest in facts.substitutes:
            guest = facts.substitutes[guest]
        if guest in facts.travellers and guest not in seen and seat.vehicle in facts.coaches:
            seats.append(seat if guest == seat.guest else replace(seat, guest=guest))
            seen.add(guest)
    known = {*facts.sites, *facts.meetings}
    lines = [
        replace(one, calls=tuple(call for call in one.calls if call.ref in known)) for one in draft.lines
    ]
    rides = [one for one in draft.rides if one.vehicle in facts.coaches]
    return replace(draft, seats=tuple(seats), lines=tuple(lines), rides=tuple(rides))


async def _standing(gathering: UUID, head: Any, facts: Facts, language: str) -> Standing:
    undone: list[int] = json.loads(head["undone"])
    rows = await fetch(
        "SELECT number, parent, said, CASE WHEN number = $2 THEN plan END AS plan FROM draft_step"
        " WHERE gathering = $1 AND number = ANY($3::int[])",
        gathering, head["step"], [head["step"], *undone[-1:]],
    )  # fmt: skip
    by_number = {row["number"]: row for row in rows}
    row = by_number[head["step"]]
    return Standing(
        settled(read_draft(row["plan"]), facts), head["step"], head["moved"],
        undo=_named(row["said"], language) if row["parent"] else "",
        redo=_named(by_number[undone[-1]]["said"], language) if undone else "",
    )  # fmt: skip


def _named(said: str, language: str) -> str:
    told = json.loads(said)
    return filled(translated(told["named"], language), told["words"])


async def moved_now(gathering: UUID) -> int:
    """The number of the draft: raised by every change, undo and redo; 0 where nobody has changed anything."""
    head = await _head(gathering)
    return head["moved"] if head else 0


async def _head(gathering: UUID) -> Any:
    """The row of the head; None where there is none yet."""
    return await fetch_one("SELECT * FROM draft_head WHERE gathering = $1", gathering)


async def _held_head(gathering: Gathering, *, by: Actor, now: datetime) -> Any:
    """The head of the draft, locked; the first who changes something takes over what stands as step 1."""
    taken = await fetch(
        "INSERT INTO draft_head (id, gathering, step, undone, moved) VALUES ($1, $2, 1, '[]', 0)"
        " ON CONFLICT (gathering) DO NOTHING RETURNING id",
        uuid4(), gathering.id,
    )  # fmt: skip
    if taken:
        said = {"named": str(_TAKEN), "words": {}}
        await _insert(gathering.id, 1, 0, await stands(gathering), said=said, by=by, now=now)
    return await fetch_one("SELECT * FROM draft_head WHERE gathering = $1 FOR UPDATE", gathering.id)


async def _step(
    gathering: UUID, draft: Draft, head: Any, *, said: dict[str, Any], by: Actor, now: datetime
) -> int:
    row: Any = await fetch_one("SELECT max(number) AS last FROM draft_step WHERE gathering = $1", gathering)
    number = int(row["last"]) + 1
    await _insert(gathering, number, head["step"], draft, said=said, by=by, now=now)
    await fetch(
        "UPDATE draft_head SET step = $2, undone = '[]', moved = moved + 1 WHERE gathering = $1",
        gathering, number,
    )  # fmt: skip
    return number


async def _insert(
    gathering: UUID, number: int, parent: int, draft: Draft, *, said: dict[str, Any], by: Actor, now: datetime
) -> None:
    await fetch(
        "INSERT INTO draft_step (id, gathering, number, parent, plan, said, by, at)"
        " VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8)",
        uuid4(), gathering, number, parent, written(draft), json.dumps(said, ensure_ascii=False), by.mark, now,
    )  # fmt: skip
