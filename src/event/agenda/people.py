"""Who hosts, speaks, moderates or interprets: put in, changed, taken out."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from event.agenda.errors import UnknownPart
from event.agenda.history import Change, changing
from event.agenda.items import item_of
from event.agenda.kept import KeptPerson, KeptSession, kept_session
from event.agenda.tables import AgendaPerson
from event.agenda.told import PersonTold, checked_person
from event.comparing import refuse_changed
from event.database import fetch, fetch_one
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.language import Message
from event.people.rules import Actor

_UNKNOWN_GUEST = Message("There is no guest with the number “{text}”.")
_TWICE = Message("This guest has this part already.")


def person_of(session: KeptSession, person: UUID) -> KeptPerson:
    """Raises UnknownPart."""
    for one in (*session.people, *(who for item in session.items for who in item.people)):
        if one.id == person:
            return one
    raise UnknownPart


async def add_person(
    session: UUID, told: PersonTold, *, gathering: Gathering, by: Actor, now: datetime
) -> Change:
    """Give somebody a part. Raises Invalid, UnknownSession, UnknownItem."""
    kept = checked_person(told)
    try:
        async with changing(session, "add_person", gathering=gathering, by=by, now=now) as change:
            before = await kept_session(gathering, session)
            columns = await _columns(kept, before, gathering)
            (last,) = await fetch(
                "SELECT coalesce(max(position) + 1, 0) AS next FROM agenda_person WHERE agenda_session = $1",
                session,
            )
            await AgendaPerson(id=uuid4(), agenda_session=session, position=last["next"], **columns).save()
    except asyncpg.UniqueViolationError:
        raise Invalid({"guest": Problem(_TWICE)}) from None
    return change


async def change_person(
    session: UUID,
    person: UUID,
    told: PersonTold,
    *,
    seen: str,
    gathering: Gathering,
    by: Actor,
    now: datetime,
) -> Change:
    """Change who has a part or which. Raises Invalid, UnknownPart, UnknownItem, ChangedSince."""
    kept = checked_person(told)
    try:
        async with changing(session, "change_person", gathering=gathering, by=by, now=now) as change:
            before = await kept_session(gathering, session)
            refuse_changed(seen, person_of(before, person).told)
            row: Any = await AgendaPerson.objects().get(AgendaPerson.id == person)
            for name, value in (await _columns(kept, before, gathering)).items():
                setattr(row, name, value)
            await row.save()
    except asyncpg.UniqueViolationError:
        raise Invalid({"guest": Problem(_TWICE)}) from None
    return change


async def remove_person(
    session: UUID, person: UUID, *, gathering: Gathering, by: Actor, now: datetime
) -> Change:
    """Take a part away. Raises UnknownPart."""
    async with changing(session, "remove_person", gathering=gathering, by=by, now=now) as change:
        person_of(await kept_session(gathering, session), person)
        await fetch("DELETE FROM agenda_person WHERE id = $1", person)
    return change


async def _columns(told: PersonTold, session: KeptSession, gathering: Gathering) -> dict[str, Any]:
    if told.item is not None:
        item_of(session, told.item)
    columns = {name: getattr(told, name) for name in told.__struct_fields__ if name != "guest"}
    return columns | {"guest": await _guest(told.guest, gathering) if told.guest else None}


async def _guest(text: str, gathering: Gathering) -> UUID:
    """The guest with a number; a name behind it, as the list offers it, does not matter."""
    row = await fetch_one(
        "SELECT id FROM guest WHERE gathering = $1 AND number = $2",
        gathering.id,
        text.split(" ", maxsplit=1)[0],
    )
    if row is None:
        raise Invalid({"guest": Problem(_UNKNOWN_GUEST, {"text": text})})
    return UUID(str(row["id"]))
