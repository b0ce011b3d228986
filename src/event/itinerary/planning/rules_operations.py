"""Setting the rules that every plan of the visit keeps, and who rides with whom."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from event.comparing import refuse_changed
from event.database import fetch, fetch_one, writing
from event.errors import Invalid, NotFound, Problem
from event.gathering.tables import Gathering
from event.itinerary.planning.rules_bonds import BondTold, contradiction
from event.itinerary.planning.rules_kept import kept_rules, sessions_of
from event.itinerary.planning.rules_told import RulesTold, checked_rules
from event.itinerary.planning.tables import Commitment, PlanningRules, VisitDay
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.people.undoing import Rows, undoable
from event.registration.adding import insert_all, lock
from event.registration.fields import check_texts
from event.registration.queries import Scope

_NOBODY = Message("No guest who may come has this number.")
_BONDED = Message("There is a rule for these two already. Remove it first.")


class UnknownBond(NotFound):
    """No such rule about two guests."""

    sentence = Message("There is no such rule about two guests any more.")


async def set_rules(
    told: RulesTold, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> RulesTold:
    """Keep days, commitments, weights and speed; `seen`: the marks they had. Raises Invalid, ChangedSince."""
    sessions = await sessions_of(gathering)
    kept = checked_rules(told, first=gathering.first_day, last=gathering.last_day, sessions=sessions)
    async with writing():
        await lock(gathering)
        before = await kept_rules(gathering)
        refuse_changed(seen, before)
        changed = [name for name in kept.__struct_fields__ if getattr(kept, name) != getattr(before, name)]
        if "days" in changed:
            await fetch("DELETE FROM visit_day WHERE gathering = $1", gathering.id)
            days = [
                VisitDay(id=uuid4(), gathering=gathering.id, **msgspec.structs.asdict(one))
                for one in kept.days
            ]
            await insert_all(VisitDay, days)
        if "commitments" in changed:
            await fetch(
                "DELETE FROM commitment c USING agenda_session s WHERE s.id = c.session AND s.gathering = $1",
                gathering.id,
            )
            rows = [
                Commitment(id=uuid4(), session=sessions[one.session].id, signing_only=one.signing_only)
                for one in kept.commitments
            ]
            await insert_all(Commitment, rows)
        if changed:
            await _write(kept, gathering)
            await record(
                "visit.set_rules", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
                changed=changed,
            )  # fmt: skip
    return kept


async def _write(kept: RulesTold, gathering: Gathering) -> None:
    row = await PlanningRules.objects().get(PlanningRules.gathering == gathering.id)
    row = row or PlanningRules(id=uuid4(), gathering=gathering.id)
    row.weighed = json.dumps(msgspec.structs.asdict(kept.weighed))
    row.kilometres_an_hour = kept.kilometres_an_hour
    await row.save()


async def add_bond(told: BondTold, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Say that two guests ride together, or do not. Raises Invalid."""
    made = uuid4()
    await _save_bond(made, told, new=True, gathering=gathering, by=by, now=now)
    return made


async def change_bond(bond: UUID, told: BondTold, *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Say something else about two guests. Raises Invalid, UnknownBond."""
    await _save_bond(bond, told, new=False, gathering=gathering, by=by, now=now)


async def _save_bond(
    bond: UUID, told: BondTold, *, new: bool, gathering: Gathering, by: Actor, now: datetime
) -> None:
    problems: dict[str, Problem] = {}
    reason = check_texts(told, {"reason": 200}, problems)["reason"]
    async with writing():
        await lock(gathering)
        gone = await fetch(
            "DELETE FROM bond WHERE id = $1 AND gathering = $2 RETURNING id", bond, gathering.id
        )
        if not gone and not new:
            raise UnknownBond
        guests = {name: await _guest(getattr(told, name), gathering) for name in ("one", "other")}
        problems |= {name: Problem(_NOBODY) for name, guest in guests.items() if guest is None}
        if problems:
            raise Invalid(problems)
        one, other = sorted(guest for guest in guests.values() if guest is not None)
        if wrong := await _contradiction(one, other, told.apart, gathering):
            raise Invalid({"other": wrong})
        await fetch(
            "INSERT INTO bond (id, gathering, one, other, apart, reason) VALUES ($1, $2, $3, $4, $5, $6)",
            bond, gathering.id, one, other, told.apart, reason,
        )  # fmt: skip
        await record(
            "visit.bond", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            guests=[told.one, told.other], apart=told.apart,
        )  # fmt: skip


async def _guest(number: str, gathering: Gathering) -> UUID | None:
    row: Any = await fetch_one(
        "SELECT id FROM guest WHERE gathering = $1 AND number = $2"
        " AND standing NOT IN ('declined', 'withdrawn', 'replaced')",
        gathering.id, number,
    )  # fmt: skip
    return row["id"] if row else None


async def _contradiction(one: UUID, other: UUID, apart: bool, gathering: Gathering) -> Problem | None:
    bonds = await fetch("SELECT one, other, apart FROM bond WHERE gathering = $1", gathering.id)
    if any({row["one"], row["other"]} == {one, other} for row in bonds):
        return Problem(_BONDED)
    parties = await fetch(
        "SELECT id, travel_party FROM guest WHERE gathering = $1 AND travel_party IS NOT NULL", gathering.id
    )
    return contradiction(
        one, other, apart=apart, bonds=[(row["one"], row["other"], row["apart"]) for row in bonds],
        parties={row["id"]: row["travel_party"] for row in parties},
    )  # fmt: skip


async def remove_bond(bond: UUID, *, gathering: Gathering, scope: Scope, by: Actor, now: datetime) -> UUID:
    """Take back that two guests ride together, or do not; answers with what undoes it. Raises UnknownBond."""
    async with writing():
        await lock(gathering)
        # All of them are looked at: one that was added in between may contradict this one.
        async with undoable(
            "visit.unbond", Rows("bond", "gathering", [gathering.id]), subject=f"gathering:{gathering.id}", by=by,
            now=now, gathering=gathering.id,
        ) as step:  # fmt: skip
            row: Any = await fetch_one(
                "DELETE FROM bond b USING guest a, guest z WHERE b.id = $1 AND b.gathering = $2 AND a.id = b.one"
                " AND z.id = b.other AND ($3::uuid[] IS NULL OR (a.delegation = ANY($3) AND z.delegation = ANY($3)))"
                " RETURNING a.number AS one, z.number AS other, b.apart",
                bond, gathering.id, None if scope is None else list(scope),
            )  # fmt: skip
            if row is None:
                raise UnknownBond
        await record(
            "visit.unbond", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            guests=[row["one"], row["other"]], apart=row["apart"],
        )  # fmt: skip
    return step
