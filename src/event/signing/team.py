"""The members of the service team (专班) of an agreement: each saving is a change of the agreement that stays."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from event.database import fetch, writing
from event.errors import Invalid, Problem
from event.faults import MISSING, ROW_TOO_LONG
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import lock
from event.signing.changing import note_change, refuse_if_changed
from event.signing.queries import item_of
from event.signing.tables import SigningItem
from event.text import tidy

MOST_MEMBERS = 20
_TEAM = "team"
_LONGEST = {"duty": 60, "name": 80, "unit": 120}
_TOO_MANY = Message("At most {most}.")


class MemberTold(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of a service team: what they do there (组长), their name, and the unit they come from."""

    duty: str = ""
    name: str
    unit: str = ""


async def teams_of(items: Sequence[UUID]) -> dict[UUID, tuple[MemberTold, ...]]:
    """The service team of each agreement in its order, empty where nobody is named."""
    rows = await fetch(
        "SELECT DISTINCT ON (subject) subject, changes FROM signing_change WHERE subject = ANY($1::uuid[])"
        " AND changes ? $2 ORDER BY subject, revision DESC",
        list(items), _TEAM,
    )  # fmt: skip
    found: dict[UUID, tuple[MemberTold, ...]] = dict.fromkeys(items, ())
    for row in rows:
        members = json.loads(row["changes"])[_TEAM][1]
        found[row["subject"]] = tuple(msgspec.convert(members, list[MemberTold]))
    return found


async def team_of(item: UUID) -> tuple[MemberTold, ...]:
    """The service team of one agreement."""
    return (await teams_of([item]))[item]


async def save_team(
    code: str,
    members: Sequence[MemberTold],
    *,
    revision: int | None,
    gathering: Gathering,
    by: Actor,
    now: datetime,
) -> int:
    """Name the service team of an agreement somebody opened at `revision`; returns the new one.

    Raises UnknownItem, ChangedMeanwhile, Invalid with `members.3.name`.
    """
    kept = checked_members(members)
    async with writing():
        await lock(gathering)
        item = await item_of(gathering, code)
        await refuse_if_changed(item.id, item.revision, revision)
        before = await team_of(item.id)
        if before == kept:
            return item.revision
        new = item.revision + 1
        await SigningItem.update({"revision": new}).where(SigningItem.id == item.id)
        changes = {_TEAM: msgspec.to_builtins([before, kept])}
        await note_change(item.id, new, changes, gathering=gathering.id, by=by, now=now)
        await record(
            "signing.save_team", subject=f"signing_item:{item.id}", by=by, now=now, gathering=gathering.id,
            members=len(kept),
        )  # fmt: skip
        return new


def checked_members(members: Sequence[MemberTold]) -> tuple[MemberTold, ...]:
    """Members as they are kept, without lines that say nothing; raises Invalid."""
    if len(members) > MOST_MEMBERS:
        raise Invalid({"members": Problem(_TOO_MANY, {"most": MOST_MEMBERS})})
    problems: dict[str, Problem] = {}
    kept = []
    for place, one in enumerate(members):
        texts = {name: tidy(getattr(one, name).replace("\x00", "")) for name in _LONGEST}
        for name, text in texts.items():
            if len(text) > _LONGEST[name]:
                problems[f"members.{place}.{name}"] = Problem(
                    ROW_TOO_LONG, {"most": _LONGEST[name], "length": len(text)}
                )
        if not texts["name"] and any(texts.values()):
            problems[f"members.{place}.name"] = Problem(MISSING)
        if any(texts.values()):
            kept.append(MemberTold(**texts))
    if problems:
        raise Invalid(problems)
    return tuple(kept)
