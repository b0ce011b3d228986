"""Taking guests in, approving and withdrawing them, and issuing their tickets."""

import json
from datetime import datetime
from uuid import UUID, uuid4

from event.database import fetch, fetch_one, held, writing
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering, Review
from event.people.audit import record
from event.people.rules import Actor
from event.people.tables import Person
from event.registration.errors import (
    AlreadyRegistered,
    NoTicket,
    NotWaiting,
    RegistrationClosed,
    UnknownGuest,
)
from event.registration.mails import mail_received, mail_ticket
from event.registration.replies import PLAIN_COLUMNS, JourneyReply, Reply
from event.registration.sealed import digits, index_of, plain_document, sealed_columns
from event.registration.tables import Guest, Journey, Source, Standing, Ticket
from event.registration.tickets import new_typed_code
from event.text import search_keys


async def register(gathering: Gathering, *, reply: Reply, now: datetime) -> Guest:
    """Take a reply that came in online: a ticket at once, or a review first, as the gathering says.

    Raises RegistrationClosed, AlreadyRegistered.
    """
    if not gathering.takes_replies(now):
        raise RegistrationClosed
    at_once = gathering.review == Review.AT_ONCE
    async with writing():
        guest = await add_guest(
            gathering,
            reply=reply,
            standing=Standing.APPROVED if at_once else Standing.SUBMITTED,
            source=Source.ONLINE,
            now=now,
        )
        await record(
            "guest.register", subject=f"guest:{guest.id}", by=Actor.guest(guest.id), now=now,
            gathering=gathering.id,
        )  # fmt: skip
        if at_once:
            await mail_ticket(gathering, guest, await issue_ticket(gathering, guest, now=now), now=now)
        else:
            await mail_received(gathering, guest, now=now)
    return guest


async def approve(guest: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> Guest:
    """Approve a reply that waits: it gets a ticket and the mail with it.

    Raises UnknownGuest, NotWaiting.
    """
    async with writing():
        row = await _of(gathering, guest)
        if row.standing not in (Standing.SUBMITTED, Standing.WAITLISTED):
            raise NotWaiting(name=row.name, standing=row.standing)
        await _stand(row, Standing.APPROVED, by=by, now=now)
        await mail_ticket(gathering, row, await issue_ticket(gathering, row, now=now), now=now)
    return row


async def withdraw(guest: UUID, *, gathering: Gathering, reason: str, by: Actor, now: datetime) -> Guest:
    """Take a guest off the gathering: the ticket stops admitting.

    Raises UnknownGuest, NotWaiting.
    """
    async with writing():
        row = await _of(gathering, guest)
        if row.standing in (Standing.WITHDRAWN, Standing.REPLACED, Standing.DECLINED):
            raise NotWaiting(name=row.name, standing=row.standing)
        await _stand(row, Standing.WITHDRAWN, by=by, now=now)
        await fetch(
            "UPDATE ticket SET voided_at = $2, void_reason = $3 WHERE guest = $1 AND voided_at IS NULL",
            guest, now, reason[:200],
        )  # fmt: skip
    return row


async def resend_ticket(guest: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Mail the ticket again. Raises UnknownGuest, NoTicket."""
    async with writing():
        row = await _of(gathering, guest)
        ticket = await standing_ticket(guest)
        if ticket is None:
            raise NoTicket(name=row.name)
        await record("ticket.resend", subject=f"guest:{guest}", by=by, now=now, gathering=gathering.id)
        await mail_ticket(gathering, row, ticket, now=now, again=now)


async def add_guest(
    gathering: Gathering, *, reply: Reply, standing: Standing, source: Source, now: datetime
) -> Guest:
    """Write a new guest with person and journeys, inside the caller's `writing()`.

    Raises AlreadyRegistered where name and document, or name and mail, are in the list already.
    """
    number = reply.number or await _next_number(gathering)
    guest_id = uuid4()
    keys = await keys_of(gathering.id)
    sealed = sealed_columns(
        keys, guest_id, gathering.id, phone=reply.phone, wechat=reply.wechat,
        document_number=reply.document_number, needs=reply.needs,
    )  # fmt: skip
    if source is Source.ONLINE:
        await _refuse_twice(gathering, reply, document_index=sealed["document_index"])
    guest = Guest(
        id=guest_id,
        gathering=gathering.id,
        person=await _person(reply, gathering=gathering, now=now),
        number=number,
        standing=standing,
        source=source,
        answers=json.dumps(reply.answers, ensure_ascii=False),
        needs_consent_at=now if reply.needs_consent else None,
        consent_at=now if source is Source.ONLINE else None,
        search=guest_search(reply, number=number),
        created_at=now,
        updated_at=now,
        **{column: getattr(reply, column) for column in PLAIN_COLUMNS},
        **sealed,
    )
    await guest.save()
    await write_journeys(guest_id, reply)
    return guest


async def issue_ticket(gathering: Gathering, guest: Guest, *, now: datetime) -> Ticket:
    """Issue a guest's ticket and badge number, inside the caller's `writing()`."""
    numbered = await fetch_one(
        "UPDATE guest_class SET badges_numbered = badges_numbered + 1 WHERE id = $1"
        " RETURNING code, badges_numbered",
        guest.guest_class,
    )
    row = await fetch_one(
        "INSERT INTO ticket (id, gathering, guest, generation, badge_number, typed_code, issued_at, void_reason)"
        " VALUES ($1, $2, $3, 1, $4, $5, $6, '') RETURNING id",
        uuid4(), gathering.id, guest.id, f"{numbered['code']}{numbered['badges_numbered']:03d}",  # type: ignore[index]
        new_typed_code(), now,
    )  # fmt: skip
    ticket = await Ticket.objects().get(Ticket.id == row["id"])  # type: ignore[index]
    if ticket is None:
        raise UnknownGuest
    await fetch(
        "UPDATE guest SET search = search || E'\\n' || lower($2) WHERE id = $1",
        guest.id, ticket.badge_number,
    )  # fmt: skip
    return ticket


async def standing_ticket(guest: UUID) -> Ticket | None:
    """The guest's ticket that is not void."""
    return await Ticket.objects().where((Ticket.guest == guest) & Ticket.voided_at.is_null()).first()


def guest_search(reply: Reply, *, number: str) -> str:
    """The guest's search keys."""
    return search_keys(
        name_zh=reply.name_zh,
        latin_surname=reply.latin_surname,
        latin_given=reply.latin_given,
        others=(number, reply.association_title, reply.company_title),
    )


async def write_journeys(guest: UUID, reply: Reply) -> None:
    """Write how the guest arrives and departs, replacing what was said before."""
    for direction, journey in (("arrival", reply.arrival), ("departure", reply.departure)):
        if journey is None or journey == JourneyReply():
            continue
        await Journey.delete().where((Journey.guest == guest) & (Journey.direction == direction))
        await Journey(
            id=uuid4(), guest=guest, direction=direction, mode=journey.mode, number=journey.number,
            origin=journey.origin, on_day=journey.on_day, at_time=journey.at_time,
            transfer_wanted=journey.transfer_wanted,
        ).save()  # fmt: skip


async def _next_number(gathering: Gathering) -> str:
    row = await fetch_one(
        "UPDATE gathering SET guests_numbered = guests_numbered + 1 WHERE id = $1 RETURNING guests_numbered",
        gathering.id,
    )
    return f"{gathering.number_prefix}-{row['guests_numbered']:03d}"  # type: ignore[index]


async def _refuse_twice(gathering: Gathering, reply: Reply, *, document_index: str) -> None:
    """Two replies of one guest, sent twice or at once: the gathering's row is locked by numbering."""
    known = await fetch_one(
        "SELECT id FROM guest WHERE gathering = $1 AND standing NOT IN ('withdrawn', 'declined', 'replaced')"
        " AND name_zh = $2 AND lower(latin_surname) = lower($3) AND lower(latin_given) = lower($4)"
        " AND ((document_index <> '' AND document_index = $5) OR (email <> '' AND lower(email) = lower($6)))",
        gathering.id, reply.name_zh, reply.latin_surname, reply.latin_given, document_index, reply.email,
    )  # fmt: skip
    if known:
        raise AlreadyRegistered


async def _person(reply: Reply, *, gathering: Gathering, now: datetime) -> UUID:
    """The person known by the same document and name from an earlier edition, or a new one."""
    document = index_of("document", None, plain_document(reply.document_number))
    if document:
        known = await fetch_one(
            "SELECT id FROM person WHERE document_index = $1 AND name_zh = $2"
            " AND lower(latin_surname) = lower($3) AND NOT EXISTS"
            " (SELECT 1 FROM guest WHERE guest.person = person.id AND guest.gathering = $4)",
            document, reply.name_zh, reply.latin_surname, gathering.id,
        )  # fmt: skip
        if known:
            return UUID(str(known["id"]))
    person = Person(
        id=uuid4(), name_zh=reply.name_zh, latin_surname=reply.latin_surname,
        latin_given=reply.latin_given, document_index=document,
        email_index=index_of("email", None, reply.email.lower()),
        phone_index=index_of("phone", None, digits(reply.phone)), created_at=now,
    )  # fmt: skip
    await person.save()
    return person.id


async def _of(gathering: Gathering, guest: UUID) -> Guest:
    row = await held(Guest, guest)
    if row is None or row.gathering != gathering.id:
        raise UnknownGuest
    return row


async def _stand(row: Guest, standing: Standing, *, by: Actor, now: datetime) -> None:
    await record(
        f"guest.{standing}", subject=f"guest:{row.id}", by=by, now=now, gathering=row.gathering,
        before=row.standing,
    )  # fmt: skip
    row.standing, row.updated_at = standing, now
    await row.save(columns=[Guest.standing, Guest.updated_at])
