"""Job seekers who have registered for a fair elsewhere: guests of a class of their own, with their tickets."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from event.agenda.tables import AgendaSession, Booking
from event.checkin.importing.seekers import (
    CLASS,
    HEADINGS,
    TOLD,
    Seeker,
    compare,
    read_seeker,
    refuse_repeated,
)
from event.database import fetch, writing
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering, GuestClass
from event.language import Message
from event.registration.adding import NewGuest, add_guests, insert_all, issue_tickets, lock
from event.registration.changing import reply_of, rewrite
from event.registration.importing.cells import Cells, read_list
from event.registration.importing.noting import Sent, note_run, takes
from event.registration.importing.reports import ImportReport, RowOutcome
from event.registration.replies import Reply
from event.registration.tables import Guest, Source, Standing

FAIR = "FAIR"
_TITLE = "招聘会"
_WHICH_SESSION = Message("Say which session the list is for. Sessions of the programme: {known}.")


@takes("jobfair")
async def import_job_seekers(sent: Sent, *, session: str = "") -> ImportReport:
    """Take in job seekers and book them for a session, all or nothing; raises Invalid, NoGathering.

    `session` is the code of the fair; without it, the one with the code FAIR or the only one called 招聘会.
    """
    gathering = sent.gathering
    table = read_list(sent.content, HEADINGS, needed=("number", "name", "phone"))
    fair = await _fair(gathering, session)
    read = [read_seeker(Cells(row, HEADINGS), gathering) for row in table.rows]
    refuse_repeated(read)
    await compare(read, gathering, fair.id)
    outcomes = [_outcome(one, table.sheet) for one in read]
    written = sent.may_write(outcomes)
    if written:
        async with writing():
            await lock(gathering)
            await _write(read, gathering, fair, sent)
            await note_run(sent, outcomes)
    return sent.report(outcomes, written=written, figures={"job_seekers": len(read)})


async def the_fair(gathering: Gathering, wanted: str = "") -> AgendaSession | None:
    """The session with this code; without one, the session FAIR or the only one called 招聘会."""
    sessions = await AgendaSession.objects().where(AgendaSession.gathering == gathering.id)
    by_code = {one.code: one for one in sessions}
    called = [one for one in sessions if _TITLE in one.title_zh]
    return by_code.get(wanted or FAIR) or (called[0] if not wanted and len(called) == 1 else None)


async def _fair(gathering: Gathering, wanted: str) -> AgendaSession:
    fair = await the_fair(gathering, wanted)
    if fair is None:
        rows = await fetch(
            "SELECT code, title_zh FROM agenda_session WHERE gathering = $1 ORDER BY position", gathering.id
        )
        known = "、".join(f"{row['code']} {row['title_zh']}" for row in rows) or "–"
        raise Invalid({"session": Problem(_WHICH_SESSION, {"known": known})})
    return fair


def _outcome(one: Seeker, sheet: str) -> RowOutcome:
    return one.cells.outcome(sheet, one.number, one.name, known=one.known is not None, changes=one.changes)


async def _write(read: list[Seeker], gathering: Gathering, fair: AgendaSession, sent: Sent) -> None:
    new = [one for one in read if one.known is None]
    changed = [one for one in read if one.known is not None and one.changes]
    guest_class = await _class(gathering)
    for begin in range(0, len(new), 500):
        await _add(new[begin : begin + 500], gathering, guest_class, fair, sent)
    for one in changed:
        await _change(one, gathering, sent)
    await _retell([one for one in changed if "ticket" in one.changes])
    await insert_all(
        Booking, [_booking(one.known["id"], fair, sent.now) for one in changed if "session" in one.changes]
    )


async def _retell(changed: list[Seeker]) -> None:
    """Write other ticket texts in two steps, for they may change places."""
    tickets = [one.known["ticket"] for one in changed]
    await fetch("UPDATE ticket SET alias = '' WHERE id = ANY($1::uuid[])", tickets)
    await fetch(
        "UPDATE ticket SET alias = t.alias FROM unnest($1::uuid[], $2::text[]) AS t (id, alias) WHERE ticket.id = t.id",
        tickets, [one.alias for one in changed],
    )  # fmt: skip


async def _add(
    some: list[Seeker], gathering: Gathering, guest_class: UUID, fair: AgendaSession, sent: Sent
) -> None:
    people = [
        NewGuest(
            Reply(
                guest_class=guest_class, number=one.number, phone=one.phone, answers=dict(one.answers), **one.names
            ),
            Standing.APPROVED, Source.IMPORT, known_since=one.registered,
        )
        for one in some
    ]  # fmt: skip
    guests = await add_guests(gathering, people, now=sent.now)
    tickets = await issue_tickets(
        gathering, [(guest, one.number) for guest, one in zip(guests, some, strict=True)], now=sent.now
    )
    await fetch(
        "UPDATE ticket SET alias = t.alias, issued_at = coalesce(t.issued, issued_at)"
        " FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS t (id, alias, issued) WHERE ticket.id = t.id",
        [ticket.id for ticket in tickets], [one.alias for one in some], [one.registered for one in some],
    )  # fmt: skip
    await insert_all(Booking, [_booking(guest.id, fair, sent.now) for guest in guests])


async def _change(one: Seeker, gathering: Gathering, sent: Sent) -> None:
    guest = await Guest.objects().where(Guest.id == one.known["id"]).lock_rows("UPDATE").first()
    if guest is None:
        return
    before = await reply_of(guest)
    answers = {key: value for key, value in before.answers.items() if key not in TOLD} | one.answers
    after = replace(before, phone=one.phone, answers=answers, **one.names)
    await rewrite(guest, after, gathering=gathering, by=sent.by, now=sent.now)


def _booking(guest: UUID, fair: AgendaSession, now: datetime) -> Booking:
    return Booking(id=uuid4(), agenda_session=fair.id, guest=guest, booked_at=now)


async def _class(gathering: Gathering) -> UUID:
    code, zh, en, colour = CLASS
    row = await GuestClass.objects().get((GuestClass.gathering == gathering.id) & (GuestClass.code == code))
    if row is None:
        last = await fetch(
            "SELECT max(position) AS place FROM guest_class WHERE gathering = $1", gathering.id
        )
        row = GuestClass(
            id=uuid4(), gathering=gathering.id, code=code, name_zh=zh, name_en=en, colour=colour,
            counts_as_guest=False, offered_online=False, position=(last[0]["place"] or 0) + 1,
        )  # fmt: skip
        await row.save()
    return UUID(str(row.id))
