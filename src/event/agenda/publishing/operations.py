"""Publishing the programme: a version is kept whole, and whoever it concerns is told."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from event.agenda.publishing.comparing import Change, compared, raised
from event.agenda.publishing.tables import ProgrammeNotice, ProgrammePublication
from event.agenda.publishing.version import Session, Version, draft_of, last_version, written
from event.agenda.tables import Step
from event.comparing import mark
from event.database import fetch, writing
from event.errors import Conflict, Invalid, Problem
from event.gathering.tables import Gathering
from event.jobs import ask
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import insert_all, lock

LONGEST_WORD = 500
_TOO_LONG = Message("At most {most} characters; these are {length}.")


class NoProgrammeChange(Conflict):
    """The draft is what is published."""

    sentence = Message("Nothing is to be published: guests see the programme as it is.")


class ProgrammeChangedMeanwhile(Conflict):
    """What would be published is not what was looked at."""

    sentence = Message(
        "The programme has changed since you looked. This is what publishing would change now."
    )


def marked(changes: list[Change]) -> str:
    """A short text by which it is known again what somebody saw."""
    return mark(msgspec.json.encode(changes).decode())


async def would_change(gathering: Gathering) -> list[Change]:
    """What publishing now would change for readers; with nothing published yet, every session is new."""
    return _changes(await last_version(gathering), await draft_of(gathering))


def _changes(last: Version | None, draft: list[Session]) -> list[Change]:
    """With nothing published yet, readers have seen the draft: those of it that were cancelled are gone."""
    gone = [msgspec.structs.replace(one, cancelled=False) for one in draft if one.cancelled]
    return compared(last.sessions if last else gone, draft)


async def publish(
    *, gathering: Gathering, word: str, tell: bool, by: Actor, now: datetime, seen: str = ""
) -> ProgrammePublication:
    """Make the draft what guests see. `seen`: the mark of the changes looked at, empty for whatever they are.

    The first version tells only of sessions that were cancelled, for readers saw the programme before. Raises NoProgrammeChange, ProgrammeChangedMeanwhile, Invalid.
    """
    if len(word.strip()) > LONGEST_WORD:
        raise Invalid({"word": Problem(_TOO_LONG, {"most": LONGEST_WORD, "length": len(word.strip())})})
    async with writing():
        await lock(gathering)
        last, draft = await last_version(gathering), await draft_of(gathering)
        changes = _changes(last, draft)
        if seen and seen != marked(changes):
            raise ProgrammeChangedMeanwhile
        if not changes:
            raise NoProgrammeChange
        sessions = raised(last.sessions, draft, now=now) if last else draft
        made = ProgrammePublication(
            id=uuid4(), gathering=gathering.id, number=last.number + 1 if last else 1, programme=written(sessions),
            changes=msgspec.json.encode(changes).decode(), word=word.strip(), by=by.mark, by_name=await _name_of(by), at=now,
        )  # fmt: skip
        await made.save()
        affected = await affected_by(changes, last, gathering)
        await insert_all(
            ProgrammeNotice,
            [
                ProgrammeNotice(id=uuid4(), publication=made.id, guest=guest, sessions=json.dumps([str(one) for one in of]))
                for guest, of in affected.items()
            ],
        )  # fmt: skip
        if tell and affected:
            await ask("agenda.mail_programme", publication=made.id)
        await record(
            "agenda.publish", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            number=made.number, sessions=len(changes), guests=len(affected), mails=tell,
        )  # fmt: skip
    return made


async def affected_by(
    changes: list[Change], last: Version | None, gathering: Gathering
) -> dict[UUID, list[UUID]]:
    """Guests whom a new version tells of changes, with the sessions; `last`: the version before."""
    if last is None:
        return await concerned([one for one in changes if one.after is None], since=gathering.created_at)
    return await concerned(changes, since=last.at)


async def concerned(changes: Iterable[Change], *, since: datetime) -> dict[UUID, list[UUID]]:
    """Guests who come and whom changes concern, with the sessions.

    Who is booked, waits or has a slot, or had until the session was cancelled, who has or had a part, and who was taken
    off by others since the last version.
    """
    known = [one for one in changes if one.before is not None or one.again]
    pairs = {
        (row["guest"], row["session"])
        for row in await fetch(
            "SELECT guest, agenda_session AS session FROM booking WHERE agenda_session = ANY($1::uuid[])"
            " UNION SELECT guest, agenda_session FROM session_waiting WHERE agenda_session = ANY($1::uuid[])"
            " UNION SELECT b.guest, s.id FROM match_booking b JOIN match_slot m ON m.id = b.slot JOIN match_zone z ON z.id = m.zone"
            "   JOIN agenda_session s ON s.gathering = z.gathering AND s.kind = 'matchmaking' AND s.id = ANY($1::uuid[])"
            " UNION SELECT guest, agenda_session FROM freed_place WHERE agenda_session = ANY($1::uuid[])"
            " UNION SELECT guest, agenda_session FROM booking_change WHERE agenda_session = ANY($1::uuid[]) AND at > $2"
            "   AND step = $3 AND by <> 'guest:' || guest",
            [one.id for one in known], since, Step.LEAVE.value,
        )
    }  # fmt: skip
    pairs |= {
        (who.guest, one.id)
        for one in changes
        for side in (one.before, one.after)
        if side is not None
        for who in side.everybody()
        if who.guest is not None
    }
    rows = await fetch(
        "SELECT id FROM guest WHERE id = ANY($1::uuid[]) AND standing = 'approved' ORDER BY number",
        list({guest for guest, _ in pairs}),
    )
    order = [one.id for one in changes]
    return {
        row["id"]: sorted((of for guest, of in pairs if guest == row["id"]), key=order.index) for row in rows
    }


async def _name_of(by: Actor) -> str:
    kind, _, key = by.mark.partition(":")
    rows = await fetch("SELECT name FROM users WHERE id = $1", UUID(key)) if kind == "user" else []
    return str(rows[0]["name"])[:80] if rows else by.mark[:80]
