"""Job seekers who have registered for a fair elsewhere: guests of a class of their own, with their tickets."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.agenda.tables import AgendaSession, Booking
from event.database import fetch, writing
from event.errors import Invalid, Problem
from event.gathering.keys import keys_of
from event.gathering.operations import the_gathering
from event.gathering.tables import Gathering, GuestClass
from event.language import Message
from event.people.rules import Actor
from event.registration.adding import NewGuest, add_guests, insert_all, issue_tickets, lock
from event.registration.changing import reply_of, rewrite
from event.registration.importing.cells import Cells, read_list
from event.registration.importing.noting import Sent, note_run
from event.registration.importing.reports import ImportReport, RowOutcome
from event.registration.importing.values import read_latin_name
from event.registration.phones import phone_e164
from event.registration.replies import Reply
from event.registration.sealed import opened
from event.registration.tables import Guest, Source, Standing
from event.registration.tickets import PREFIX
from event.text import is_chinese

HEADINGS = {
    "number": ("reg_no", "报名号"), "name": ("name", "姓名"), "phone": ("phone", "手机"),
    "education": ("education", "学历"), "major": ("major", "专业"), "wave": ("wave", "批次"),
    "ticket": ("ticket_no", "票号"), "registered": ("registered_at", "报名时间"),
}  # fmt: skip
CLASS = ("J", "求职者", "Job seeker", "#0f766e")
"""The class of job seekers; they do not count as guests of the gathering."""
FAIR = "FAIR"
_TITLE = "招聘会"
_TOLD = ("education", "major", "wave")
_REGION = "CN"

_TWICE = {
    "number": Message("stands in row {row} already. Every number once."),
    "alias": Message("stands in row {row} already. Every ticket once."),
}
_ANOTHER = Message("is the number of {name}, who is no job seeker. Give another number.")
_OF_SOMEBODY_ELSE = Message("is the ticket of {number} already.")
_WORN = Message("is the badge number of {number} already. Give another number.")
_OURS = Message("begins like a ticket of this system. Tickets issued elsewhere have texts of their own.")
_NO_PHONE = Message("“{text}” cannot be read as a telephone number; it was kept as written.")
_WHICH_SESSION = Message("Say which session the list is for. Sessions of the programme: {known}.")


@dataclass
class _Seeker:
    """A row as it was read, and the guest it is about, if they are known."""

    cells: Cells
    number: str
    name: str
    alias: str
    phone: str
    registered: datetime | None
    answers: dict[str, str]
    known: Any = None
    changes: list[str] = field(default_factory=list)

    @property
    def names(self) -> dict[str, Any]:
        if is_chinese(self.name):
            return {"name_zh": self.name}
        surname, given, first = read_latin_name(self.name)
        return {"latin_surname": surname, "latin_given": given, "surname_first": first}


async def import_job_seekers(
    content: bytes,
    *,
    file_name: str,
    gathering: Gathering | None,
    dry_run: bool,
    by: Actor,
    now: datetime,
    run: UUID | None = None,
    session: str = "",
) -> ImportReport:
    """Take in job seekers and book them for a session, all or nothing; raises Invalid, NoGathering.

    `session` is the code of the fair; without it, the one with the code FAIR or the only one called 招聘会.
    """
    gathering = gathering or await the_gathering()
    sent = Sent("jobfair", content, file_name, gathering, dry_run, by, now, run)
    table = read_list(content, HEADINGS, needed=("number", "name", "phone"))
    fair = await _fair(gathering, session)
    read = [_read(Cells(row, HEADINGS), gathering) for row in table.rows]
    _refuse_repeated(read)
    await _compare(read, gathering, fair.id)
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


def _read(cells: Cells, gathering: Gathering) -> _Seeker:
    written = cells.text("phone", 100)
    phone = phone_e164(written, region=_REGION) if written else ""
    if phone is None:
        cells.warn("phone", _NO_PHONE, text=written)
    alias = cells.text("ticket")
    if alias.upper().startswith(PREFIX):
        cells.refuse("ticket", _OURS)
    answers = {name: cells.text(name) for name in _TOLD}
    return _Seeker(
        cells, cells.text("number", 20, needed=True), cells.text("name", 80, needed=True), alias, phone or written,
        cells.moment("registered", gathering.zone), {name: text for name, text in answers.items() if text},
    )  # fmt: skip


def _refuse_repeated(read: list[_Seeker]) -> None:
    for column, about in (("number", "number"), ("alias", "ticket")):
        seen: dict[str, int] = {}
        for one in read:
            text, row = getattr(one, column), one.cells.row.number
            if text and seen.setdefault(text, row) != row:
                one.cells.refuse(about, _TWICE[column], row=seen[text])


async def _compare(read: list[_Seeker], gathering: Gathering, fair: UUID) -> None:
    """Find who is known and what is told differently now; a number or a ticket of somebody else is refused."""
    keys = await keys_of(gathering.id)
    rows = await fetch(
        "SELECT g.*, c.code AS class_code, t.id AS ticket, coalesce(t.alias, '') AS alias,"
        " EXISTS (SELECT 1 FROM booking b WHERE b.guest = g.id AND b.agenda_session = $3) AS booked"
        " FROM guest g JOIN guest_class c ON c.id = g.guest_class"
        " LEFT JOIN ticket t ON t.guest = g.id AND t.voided_at IS NULL"
        " WHERE g.gathering = $1 AND g.number = ANY($2::text[])",
        gathering.id, [one.number for one in read], fair,
    )  # fmt: skip
    known = {row["number"]: row for row in rows}
    worn = {
        row["badge_number"]: row["number"]
        for row in await fetch(
            "SELECT t.badge_number, g.number FROM ticket t JOIN guest g ON g.id = t.guest WHERE t.gathering = $1"
            " AND t.voided_at IS NULL AND t.badge_number = ANY($2::text[])",
            gathering.id, [one.number for one in read],
        )
    }  # fmt: skip
    owners = {
        row["alias"]: row["number"]
        for row in await fetch(
            "SELECT t.alias, g.number FROM ticket t JOIN guest g ON g.id = t.guest"
            " WHERE t.gathering = $1 AND t.alias = ANY($2::text[])",
            gathering.id, [one.alias for one in read if one.alias],
        )
    }  # fmt: skip
    for one in read:
        if one.alias and owners.get(one.alias, one.number) != one.number:
            one.cells.refuse("ticket", _OF_SOMEBODY_ELSE, number=owners[one.alias])
        row = one.known = known.get(one.number)
        if row is None:
            if one.number in worn:
                one.cells.refuse("number", _WORN, number=worn[one.number])
            continue
        if row["class_code"] != CLASS[0]:
            one.cells.refuse("number", _ANOTHER, name=row["name_zh"] or row["latin_surname"])
            continue
        answers = json.loads(row["answers"])
        told = one.names | {"phone": one.phone} | {f"answers.{name}": one.answers.get(name) for name in _TOLD}
        stored = dict(row) | {"phone": opened(keys, row["id"], row).phone}
        stored |= {f"answers.{name}": answers.get(name) for name in _TOLD}
        one.changes = [name for name, value in told.items() if stored[name] != value]
        if row["ticket"] is not None and one.alias and row["alias"] != one.alias:
            one.changes.append("ticket")
        if row["standing"] == Standing.APPROVED and not row["booked"]:
            one.changes.append("session")


def _outcome(one: _Seeker, sheet: str) -> RowOutcome:
    return one.cells.outcome(sheet, one.number, one.name, known=one.known is not None, changes=one.changes)


async def _write(read: list[_Seeker], gathering: Gathering, fair: AgendaSession, sent: Sent) -> None:
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


async def _retell(changed: list[_Seeker]) -> None:
    """Write other ticket texts in two steps, for they may change places."""
    tickets = [one.known["ticket"] for one in changed]
    await fetch("UPDATE ticket SET alias = '' WHERE id = ANY($1::uuid[])", tickets)
    await fetch(
        "UPDATE ticket SET alias = t.alias FROM unnest($1::uuid[], $2::text[]) AS t (id, alias) WHERE ticket.id = t.id",
        tickets, [one.alias for one in changed],
    )  # fmt: skip


async def _add(
    some: list[_Seeker], gathering: Gathering, guest_class: UUID, fair: AgendaSession, sent: Sent
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


async def _change(one: _Seeker, gathering: Gathering, sent: Sent) -> None:
    guest = await Guest.objects().where(Guest.id == one.known["id"]).lock_rows("UPDATE").first()
    if guest is None:
        return
    before = await reply_of(guest)
    answers = {key: value for key, value in before.answers.items() if key not in _TOLD} | one.answers
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
