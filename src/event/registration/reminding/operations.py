"""Reminding guests of what is missing, and telling all of them that the programme has changed."""

from datetime import datetime
from uuid import UUID

from event.database import writing
from event.gathering.tables import Gathering, local_day
from event.people.audit import record
from event.people.rules import Actor
from event.registration.mails import mail_about
from event.registration.reminding.queries import approved_readers, to_be_reminded
from event.registration.tables import Guest


async def remind(gathering: Gathering, *, by: Actor, now: datetime) -> int:
    """Mail everybody to whom details are missing, each at most once a day; returns how many mails were written."""
    day = local_day(now, gathering.zone).isoformat()
    readers = [one for one in await to_be_reminded(gathering, now=now) if not one.told]
    guests = await _guests([one.guest for one in readers])
    async with writing():
        written = [
            await mail_about(
                gathering, guest, "reminder", now=now, cause=f"reminder:{guest.id}:{day}",
                missing=one.missing_in(guest.language),
            )
            for one in readers
            if (guest := guests.get(one.guest))
        ]  # fmt: skip
        return await _noted("mail.remind", written, gathering=gathering, by=by, now=now)


async def announce_programme(gathering: Gathering, *, by: Actor, now: datetime) -> int:
    """Mail every approved guest that the programme has changed, at most once a minute; returns how many."""
    minute = f"{now:%Y-%m-%dT%H:%M}"
    readers = await approved_readers(gathering)
    guests = await _guests([one.guest for one in readers])
    async with writing():
        written = [
            await mail_about(gathering, guest, "programme", now=now, cause=f"programme:{guest.id}:{minute}")
            for guest in guests.values()
        ]
        return await _noted("mail.announce_programme", written, gathering=gathering, by=by, now=now)


async def _guests(guests: list[UUID]) -> dict[UUID, Guest]:
    if not guests:
        return {}
    rows = await Guest.objects().where(Guest.id.is_in(guests)).order_by(Guest.number)
    return {row.id: row for row in rows}


async def _noted(
    action: str, written: list[UUID | None], *, gathering: Gathering, by: Actor, now: datetime
) -> int:
    count = len([mail for mail in written if mail is not None])
    await record(
        action, subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id, mails=count
    )
    return count
