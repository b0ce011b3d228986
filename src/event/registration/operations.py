"""What guests and staff do with replies: register, change, withdraw, replace, walk in."""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, fetch_one, held, writing
from event.gathering.tables import Gathering, Review
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import (
    NewGuest,
    add_guests,
    issue_ticket,
    issue_tickets,
    lock,
    standing_ticket,
    void_ticket,
)
from event.registration.asking.definition import RegistrationForm
from event.registration.asking.operations import became
from event.registration.asking.reading import COLUMNS, Registration
from event.registration.asking.standard import PURPOSES, STANDARD
from event.registration.changing import answers_of, reply_of, rewrite
from event.registration.deciding import note, promote, stand
from event.registration.errors import (
    AlreadyRegistered,
    ChangesClosed,
    NoPlaceLeft,
    NoTicket,
    NotWaiting,
    RegistrationClosed,
    UnknownGuest,
)
from event.registration.mails import mail_about, mail_ticket
from event.registration.places import fits, limits_of, room_for, take_choices, take_over
from event.registration.replies import Reply
from event.registration.rules import first_standing
from event.registration.sealed import index_of, plain_document
from event.registration.tables import Consent, Guest, Source, Standing, Ticket, TravelParty


async def register(
    gathering: Gathering,
    *,
    reply: Reply | Registration,
    now: datetime,
    form: RegistrationForm = STANDARD,
    source: Source = Source.ONLINE,
    invited: bool = False,
    draft: UUID | None = None,
) -> Guest:
    """Take a reply that came in: a ticket at once, a review, or the waiting list, as gathering and places say.

    Raises RegistrationClosed, AlreadyRegistered, Invalid for a choice that is full.
    """
    async with writing():
        (guest, *_) = await take_reply(
            gathering, reply=reply, now=now, form=form, source=source, invited=invited
        )
        if draft is not None:
            await became(draft, guest.id)
    return guest


async def take_reply(
    gathering: Gathering,
    *,
    reply: Reply | Registration,
    now: datetime,
    form: RegistrationForm = STANDARD,
    source: Source = Source.ONLINE,
    invited: bool = False,
    by: Actor | None = None,
) -> list[Guest]:
    """What `register` does, inside the caller's `writing()`; the first guest is who replied."""
    told = reply if isinstance(reply, Registration) else Registration(reply)
    if not (invited or gathering.takes_replies(now)):
        raise RegistrationClosed
    await lock(gathering)
    for one in told.replies:
        await _refuse_twice(gathering, one)
    if told.companions:
        told = await _as_party(gathering, told)
    to = first_standing(Review(gathering.review), room=await room_for(gathering, told.replies))
    guests = await add_guests(
        gathering,
        [NewGuest(one, to, source, form_version=form.version, known_since=now) for one in told.replies],
        now=now,
    )
    if to is not Standing.WAITLISTED:
        await take_choices(
            gathering,
            form,
            [(guest.id, one) for guest, one in zip(guests, told.replies, strict=True)],
            now=now,
        )
    for guest, one in zip(guests, told.replies, strict=True):
        actor = by or Actor.guest(guests[0].id)
        await record("guest.register", subject=f"guest:{guest.id}", by=actor, now=now, gathering=gathering.id)
        await note(guest.id, "", to, gathering=gathering.id, by=actor, now=now)
        await keep_consents(guest, one, form=form, by=actor, now=now)
        await keep_files(guest, one)
    tickets = await issue_tickets(gathering, [(guest, "") for guest in guests], now=now) if to is Standing.APPROVED else []  # fmt: skip
    if tickets:
        await mail_ticket(gathering, guests[0], tickets[0], now=now)
    else:
        occasion = "waitlisted" if to is Standing.WAITLISTED else "received"
        await mail_about(gathering, guests[0], occasion, now=now, cause=f"{occasion}:{guests[0].id}")
    return guests


async def change_reply(
    guest: UUID,
    reply: Reply,
    *,
    gathering: Gathering,
    form: RegistrationForm,
    by: Actor,
    now: datetime,
) -> Guest:
    """Write what a guest, a delegation's contact or staff have changed; what the form does not ask stays.

    Raises UnknownGuest, ChangesClosed (not for staff), NotWaiting, Invalid for a choice that is full.
    """
    async with writing():
        await lock(gathering)
        row = await held_guest(gathering, guest)
        if by.comes_by_link:
            if not may_change(gathering, now):
                raise ChangesClosed
            if row.standing in (Standing.WITHDRAWN, Standing.DECLINED, Standing.REPLACED):
                raise NotWaiting(name=row.name, standing=row.standing)
        before = answers_of(row)
        merged = keeping_what_was_not_asked(await reply_of(row), reply)
        await _refuse_without_place(row, merged)
        await rewrite(row, merged, gathering=gathering, by=by, now=now, form_version=form.version)
        if row.standing != Standing.WAITLISTED:
            await take_choices(gathering, form, [(row.id, merged)], now=now, before=_chosen(before))
        await keep_consents(row, reply, form=form, by=by, now=now)
        await keep_files(row, reply)
        await record("guest.change", subject=f"guest:{guest}", by=by, now=now, gathering=gathering.id)
    return row


def may_change(gathering: Gathering, now: datetime) -> bool:
    """Whether guests may still change their replies themselves."""
    if gathering.changes_until is not None:
        return now < gathering.changes_until
    return now.astimezone(gathering.zone).date() < gathering.first_day


async def replace_guest(
    old: UUID,
    reply: Reply,
    *,
    gathering: Gathering,
    reason: str,
    by: Actor,
    now: datetime,
    effective_at: datetime | None = None,
) -> tuple[Guest, Ticket]:
    """Somebody else comes instead: they take over badge number, room, bus, sessions and seat.

    The old ticket is void at once. Raises UnknownGuest, NotWaiting.
    """
    async with writing():
        await lock(gathering)
        gone = await held_guest(gathering, old)
        if gone.standing != Standing.APPROVED:
            raise NotWaiting(name=gone.name, standing=gone.standing)
        badge = await void_ticket(gone.id, reason=reason or "replaced", now=effective_at or now)
        await stand(
            gone, Standing.REPLACED, gathering=gathering, by=by, now=now, reason=reason,
            effective_at=effective_at, tell=False,
        )  # fmt: skip
        taken = _in_the_place_of(await reply_of(gone), reply)
        (guest,) = await add_guests(
            gathering,
            [
                NewGuest(
                    taken, Standing.APPROVED, Source.DESK, known_since=effective_at or now, replaces=gone.id
                )
            ],
            now=now,
        )
        await note(
            guest.id, "", Standing.APPROVED, gathering=gathering.id, by=by, now=now, reason=reason,
            effective_at=effective_at,
        )  # fmt: skip
        ticket = await issue_ticket(gathering, guest, now=now, badge_number=badge)
        await take_over(gone.id, guest.id)
        await mail_ticket(gathering, guest, ticket, now=now, occasion="approved")
    return guest, ticket


async def walk_in(gathering: Gathering, reply: Reply, *, by: Actor, now: datetime) -> tuple[Guest, Ticket]:
    """Somebody stands at the desk: in the list, approved and with a ticket in one step."""
    async with writing():
        await lock(gathering)
        (guest,) = await add_guests(
            gathering, [NewGuest(reply, Standing.APPROVED, Source.DESK, known_since=now)], now=now
        )
        await note(guest.id, "", Standing.APPROVED, gathering=gathering.id, by=by, now=now, reason="walk-in")
        ticket = await issue_ticket(gathering, guest, now=now)
        if reply.email:
            await mail_ticket(gathering, guest, ticket, now=now)
    return guest, ticket


async def add_companion(
    guest: UUID, reply: Reply, *, gathering: Gathering, form: RegistrationForm, by: Actor, now: datetime
) -> Guest:
    """Somebody comes along with a guest: the same party, delegation, class and journeys.

    Raises UnknownGuest, ChangesClosed, NotWaiting, AlreadyRegistered.
    """
    async with writing():
        await lock(gathering)
        main = await held_guest(gathering, guest)
        if not may_change(gathering, now):
            raise ChangesClosed
        if main.standing in (Standing.WITHDRAWN, Standing.DECLINED, Standing.REPLACED):
            raise NotWaiting(name=main.name, standing=main.standing)
        if main.travel_party is None:
            main.travel_party = await new_party(gathering)
            main.party_place = "main"
            await main.save(columns=[Guest.travel_party, Guest.party_place])
        beside = replace(reply, travel_party=main.travel_party, party_place="companion")
        await _refuse_twice(gathering, beside)
        to = first_standing(Review(gathering.review), room=await room_for(gathering, [beside]))
        (made,) = await add_guests(
            gathering,
            [NewGuest(beside, to, Source.ONLINE, form_version=form.version, known_since=now)],
            now=now,
        )
        await note(made.id, "", to, gathering=gathering.id, by=by, now=now)
        if to is not Standing.WAITLISTED:
            await take_choices(gathering, form, [(made.id, beside)], now=now)
        if to is Standing.APPROVED:
            await issue_ticket(gathering, made, now=now)
        await keep_consents(made, beside, form=form, by=by, now=now)
        await record(
            "guest.add_companion", subject=f"guest:{made.id}", by=by, now=now, gathering=gathering.id
        )
    return made


async def resend_ticket(guest: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Mail the ticket again. Raises UnknownGuest, NoTicket."""
    async with writing():
        row = await held_guest(gathering, guest)
        ticket = await standing_ticket(guest)
        if ticket is None:
            raise NoTicket(name=row.name)
        await record("ticket.resend", subject=f"guest:{guest}", by=by, now=now, gathering=gathering.id)
        await mail_ticket(gathering, row, ticket, now=now, again=now)


async def reissue_ticket(
    guest: UUID,
    *,
    gathering: Gathering,
    reason: str,
    by: Actor,
    now: datetime,
    effective_at: datetime | None = None,
    badge_number: str = "",
) -> Ticket:
    """A lost badge: the old ticket is void, a new one with another number admits. Raises UnknownGuest, NoTicket."""
    async with writing():
        await lock(gathering)
        row = await held_guest(gathering, guest)
        if row.standing != Standing.APPROVED:
            raise NoTicket(name=row.name)
        await void_ticket(guest, reason=reason, now=effective_at or now)
        ticket = await issue_ticket(gathering, row, now=now, badge_number=badge_number)
        await record("ticket.reissue", subject=f"guest:{guest}", by=by, now=now, gathering=gathering.id)
    return ticket


async def offer_freed_places(gathering: Gathering, *, now: datetime) -> list[Guest]:
    """After a limit was raised: whoever waits and now fits moves up."""
    async with writing():
        await lock(gathering)
        return await promote(gathering, now=now)


async def keep_consents(
    guest: Guest, reply: Reply, *, form: RegistrationForm, by: Actor, now: datetime
) -> None:
    """Keep each yes and no with the words it answered; one that is as before is not kept twice."""
    known = {
        row["purpose"]: row["given"]
        for row in await fetch(
            "SELECT DISTINCT ON (purpose) purpose, given FROM consent WHERE guest = $1 ORDER BY purpose, at DESC",
            guest.id,
        )
    }
    rows = []
    for key, given in reply.consents.items():
        purpose = PURPOSES.get(key, key)[:20]
        if known.get(purpose) == given:
            continue
        question = form.question(key)
        words = question.words.said(guest.language) if question else key
        rows.append(
            Consent(
                id=uuid4(), gathering=guest.gathering, guest=guest.id, purpose=purpose, given=given,
                form_version=form.version, wording=hashlib.sha256(words.encode()).hexdigest(), by=by.mark, at=now,
            )
        )  # fmt: skip
    if rows:
        await Consent.insert(*rows)


async def keep_files(guest: Guest, reply: Reply) -> None:
    """Files that came with a draft belong to the guest from now on."""
    if reply.files:
        await fetch(
            "UPDATE answer_file SET guest = $1, draft = NULL WHERE id = ANY($2::uuid[]) AND gathering = $3"
            " AND (guest IS NULL OR guest = $1)",
            guest.id, list(reply.files.values()), guest.gathering,
        )  # fmt: skip


async def new_party(gathering: Gathering) -> UUID:
    """A new travel party with the next free code, under the gathering's lock."""
    row = await fetch_one(
        "SELECT coalesce(max(substring(code FROM 2)::int), 0) AS last FROM travel_party"
        " WHERE gathering = $1 AND code ~ '^F[0-9]{1,8}$'",
        gathering.id,
    )
    made = TravelParty(id=uuid4(), gathering=gathering.id, code=f"F{row['last'] + 1:03d}")  # type: ignore[index]
    await made.save()
    return made.id


async def held_guest(gathering: Gathering, guest: UUID) -> Guest:
    """The guest's row, locked. Raises UnknownGuest."""
    row = await held(Guest, guest)
    if row is None or row.gathering != gathering.id:
        raise UnknownGuest
    return row


async def _as_party(gathering: Gathering, told: Registration) -> Registration:
    party = await new_party(gathering)
    main, *others = (replace(one, travel_party=party) for one in told.replies)
    return Registration(main, tuple(others))


async def _refuse_twice(gathering: Gathering, reply: Reply) -> None:
    """Two replies of one guest, sent twice or at once: the gathering's row is locked."""
    document = index_of("document", gathering.id, plain_document(reply.document_number))
    known = await fetch_one(
        "SELECT id FROM guest WHERE gathering = $1 AND standing NOT IN ('withdrawn', 'declined', 'replaced')"
        " AND name_zh = $2 AND lower(latin_surname) = lower($3) AND lower(latin_given) = lower($4)"
        " AND ((document_index <> '' AND document_index = $5) OR (email <> '' AND lower(email) = lower($6)))",
        gathering.id, reply.name_zh, reply.latin_surname, reply.latin_given, document, reply.email,
    )  # fmt: skip
    if known:
        raise AlreadyRegistered


async def _refuse_without_place(row: Guest, reply: Reply) -> None:
    """An approved guest moves to another class or delegation only where there is a place."""
    before = (row.guest_class, row.delegation)
    after = (reply.guest_class, reply.delegation)
    if row.standing != Standing.APPROVED or before == after:
        return
    entered = [limit for limit in await limits_of(row.gathering) if not limit.concerns(*before)]
    if not fits(entered, [after]):
        raise NoPlaceLeft(name=row.name)


def keeping_what_was_not_asked(before: Reply, after: Reply) -> Reply:
    """A changed reply: what its form did not ask, and what only staff write, stay as they were."""
    asked = after.asked
    columns: dict[str, Any] = {name: getattr(after if name in asked else before, name) for name in COLUMNS}
    columns |= {name: getattr(after if name in asked else before, name) for name in ("arrival", "departure")}
    document = after if "document" in asked else before
    columns |= {
        name: getattr(document, name)
        for name in ("document_kind", "document_number", "document_expires", "document_permanent")
    }
    needs = {key: text for key, text in before.needs.items() if key not in asked} | after.needs
    answers = {key: answer for key, answer in before.answers.items() if key not in asked} | after.answers
    return replace(
        before, answers=answers, needs=needs, needs_consent=after.needs_consent or before.needs_consent,
        guest_class=after.guest_class, delegation=after.delegation if "delegation" in asked else before.delegation,
        consents=after.consents, files=after.files, **columns,
    )  # fmt: skip


def _in_the_place_of(gone: Reply, reply: Reply) -> Reply:
    """A substitute with what is not told taken over from whose place it is: class, room, route, flights."""
    answers = {
        key: answer
        for key, answer in gone.answers.items()
        if key in ("sessions", "route_1", "route_2", "lodging", "hotel", "room_wish", "check_in", "check_out", "liaison")
    }  # fmt: skip
    return replace(
        reply, guest_class=gone.guest_class, delegation=gone.delegation, travel_party=gone.travel_party,
        party_place=gone.party_place, answers=answers | reply.answers, arrival=reply.arrival or gone.arrival,
        departure=reply.departure or gone.departure,
    )  # fmt: skip


def _chosen(answers: dict[str, object]) -> dict[str, list[str]]:
    return {
        key: [answer] if isinstance(answer, str) else [str(one) for one in answer]
        for key, answer in answers.items()
        if isinstance(answer, str | list)
    }
