"""Writing guests into the list: numbers, persons, sealed fields, journeys, tickets."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.crypto import ring
from event.database import fetch, fetch_one
from event.gathering.errors import UnknownGathering
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.people.tables import Person
from event.registration.replies import PLAIN_COLUMNS, JourneyReply, Reply
from event.registration.sealed import digits, index_of, plain_document, sealed_columns
from event.registration.tables import Guest, Journey, Source, Standing, Ticket
from event.registration.tickets import new_typed_code
from event.text import folded, search_keys

_LONGEST_NUMBER = 8


@dataclass(frozen=True)
class NewGuest:
    """Somebody to be written into the list."""

    reply: Reply
    standing: Standing
    source: Source
    form_version: int = 0
    known_since: datetime | None = None
    replaces: UUID | None = None
    import_run: UUID | None = None


async def lock(gathering: Gathering) -> None:
    """Hold the gathering's row until the transaction ends: numbers and places are given out one by one."""
    row = await fetch_one(
        "SELECT guests_numbered, places FROM gathering WHERE id = $1 FOR UPDATE", gathering.id
    )
    if row is None:
        raise UnknownGathering
    gathering.guests_numbered, gathering.places = row["guests_numbered"], row["places"]


async def add_guest(
    gathering: Gathering, *, reply: Reply, standing: Standing, source: Source, now: datetime, **told: Any
) -> Guest:
    """Write one new guest; further fields as in NewGuest. Inside the caller's `writing()`."""
    (guest,) = await add_guests(gathering, [NewGuest(reply, standing, source, **told)], now=now)
    return guest


async def add_guests(gathering: Gathering, new: Sequence[NewGuest], *, now: datetime) -> list[Guest]:
    """Write new guests with their persons and journeys, inside the caller's `writing()`."""
    await lock(gathering)
    keys = await keys_of(gathering.id)
    guests, persons, journeys = [], [], []
    numbered = gathering.guests_numbered
    for one in new:
        if not one.reply.number:
            numbered += 1
        number = one.reply.number or f"{gathering.number_prefix}-{numbered:03d}"
        numbered = max(numbered, _place_of(number, gathering))
        person = new_person(one.reply, now=now)
        guest = _guest(gathering, one, keys, number=number, person=person.id, now=now)
        guests.append(guest)
        persons.append(person)
        journeys += _journeys(guest.id, one.reply)
    if numbered != gathering.guests_numbered:
        await fetch("UPDATE gathering SET guests_numbered = $2 WHERE id = $1", gathering.id, numbered)
        gathering.guests_numbered = numbered
    for table, rows in ((Person, persons), (Guest, guests), (Journey, journeys)):
        await insert_all(table, rows)
    return guests


def _place_of(number: str, gathering: Gathering) -> int:
    """Where a number given by a list stands in our own counting, which goes on after it."""
    prefix, _, place = number.rpartition("-")
    own = prefix == gathering.number_prefix and place.isascii() and place.isdigit()
    return int(place) if own and len(place) <= _LONGEST_NUMBER else 0


async def insert_all(table: Any, rows: Sequence[Any], *, at_once: int = 500) -> None:
    """Insert many rows in statements of a size PostgreSQL takes."""
    for begin in range(0, len(rows), at_once):
        await table.insert(*rows[begin : begin + at_once])


def new_person(reply: Reply, *, now: datetime) -> Person:
    """The person a reply is of, with the keys by which persons of other editions are compared."""
    key = uuid4()
    return Person(
        id=key, contact=sealed_contact(key, email=reply.email, phone=reply.phone), name_zh=reply.name_zh, latin_surname=reply.latin_surname, latin_given=reply.latin_given,
        document_index=index_of("document", None, plain_document(reply.document_number)),
        email_index=index_of("email", None, reply.email.lower()),
        phone_index=index_of("phone", None, digits(reply.phone)),
        name_key=folded(reply.name_zh).replace(" ", ""), latin_key=latin_key(reply.latin_surname, reply.latin_given),
        residence=reply.residence, identity_category=reply.identity_category,
        association_title=reply.association_title, company_title=reply.company_title,
        industries=json.dumps([reply.industry] if reply.industry else [], ensure_ascii=False),
        languages=json.dumps(_spoken(reply), ensure_ascii=False), created_at=now,
        search=search_keys(name_zh=reply.name_zh, latin_surname=reply.latin_surname,
                           latin_given=reply.latin_given, others=(reply.association_title,)),
    )  # fmt: skip


def latin_key(surname: str, given: str) -> str:
    """Surname and given name folded and in order, so that order, case, hyphens and joining tell no names apart."""
    parts = ("".join(letter for letter in folded(part) if letter.isalnum()) for part in (surname, given))
    return " ".join(sorted(part for part in parts if part))[:160]


def sealed_contact(person: UUID, *, email: str, phone: str) -> bytes | None:
    """A person's mail and phone, sealed with the installation's key; None for neither."""
    if not (email or phone):
        return None
    told = json.dumps({"email": email, "phone": phone}, ensure_ascii=False)
    return ring().wrap(told.encode(), context=f"person|contact|{person}")


def opened_contact(person: UUID, sealed: bytes | None) -> dict[str, str]:
    """What `sealed_contact` sealed."""
    if sealed is None:
        return {"email": "", "phone": ""}
    return dict(json.loads(ring().unwrap(bytes(sealed), context=f"person|contact|{person}")))


async def issue_ticket(
    gathering: Gathering, guest: Guest, *, now: datetime, badge_number: str = ""
) -> Ticket:
    """Issue a guest's ticket, inside the caller's `writing()`; with a number of its own unless one is given."""
    (ticket,) = await issue_tickets(gathering, [(guest, badge_number)], now=now)
    return ticket


async def issue_tickets(
    gathering: Gathering, guests: Sequence[tuple[Guest, str]], *, now: datetime
) -> list[Ticket]:
    """Issue the tickets of guests, each with the badge number beside them or the next of its class."""
    wanted: dict[UUID, int] = {}
    for guest, badge in guests:
        if not badge:
            wanted[guest.guest_class] = wanted.get(guest.guest_class, 0) + 1
    numbers: dict[UUID, Any] = {}
    for guest_class in sorted(wanted):
        row = await fetch_one(
            "UPDATE guest_class SET badges_numbered = badges_numbered + $2 WHERE id = $1"
            " RETURNING code, badges_numbered - $2 AS last",
            guest_class, wanted[guest_class],
        )  # fmt: skip
        last: int = row["last"]  # type: ignore[index] # a restricted key
        numbers[guest_class] = iter([f"{row['code']}{last + n + 1:03d}" for n in range(wanted[guest_class])])  # type: ignore[index]
    made = [
        (uuid4(), guest.id, badge or next(numbers[guest.guest_class]), new_typed_code())
        for guest, badge in guests
    ]
    await fetch(
        "INSERT INTO ticket (id, gathering, guest, generation, badge_number, typed_code, issued_at, void_reason)"
        " SELECT id, $1, guest, 1, badge, code, $2, '' FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[])"
        " WITH ORDINALITY AS t (id, guest, badge, code, place) ORDER BY place",
        gathering.id, now, *(list(column) for column in zip(*made, strict=True)),
    )  # fmt: skip
    await fetch(
        "UPDATE guest SET search = search || E'\\n' || lower(t.badge) FROM unnest($1::uuid[], $2::text[])"
        " AS t (guest, badge) WHERE guest.id = t.guest",
        [one[1] for one in made], [one[2] for one in made],
    )  # fmt: skip
    tickets = {row.id: row for row in await Ticket.objects().where(Ticket.id.is_in([one[0] for one in made]))}
    return [tickets[one[0]] for one in made]


async def standing_ticket(guest: UUID) -> Ticket | None:
    """The guest's ticket that is not void."""
    return await Ticket.objects().where((Ticket.guest == guest) & Ticket.voided_at.is_null()).first()


async def void_ticket(guest: UUID, *, reason: str, now: datetime) -> str:
    """Void the standing ticket; returns its badge number, empty where there was none."""
    row = await fetch_one(
        "UPDATE ticket SET voided_at = $2, void_reason = $3 WHERE guest = $1 AND voided_at IS NULL"
        " RETURNING badge_number",
        guest, now, reason[:200],
    )  # fmt: skip
    return row["badge_number"] if row else ""


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
    told = _journeys(guest, reply)
    directions = [journey.direction for journey in told]
    if told:
        await Journey.delete().where((Journey.guest == guest) & Journey.direction.is_in(directions))
        await Journey.insert(*told)


def _journeys(guest: UUID, reply: Reply) -> list[Journey]:
    return [
        Journey(
            id=uuid4(), guest=guest, direction=direction, mode=journey.mode, number=journey.number,
            origin=journey.origin, on_day=journey.on_day, at_time=journey.at_time,
            transfer_wanted=journey.transfer_wanted,
        )
        for direction, journey in (("arrival", reply.arrival), ("departure", reply.departure))
        if journey is not None and journey != JourneyReply()
    ]  # fmt: skip


def _guest(
    gathering: Gathering, one: NewGuest, keys: Keys, *, number: str, person: UUID, now: datetime
) -> Guest:
    guest, reply = uuid4(), one.reply
    self_made = one.source in (Source.ONLINE, Source.DELEGATION)
    return Guest(
        id=guest,
        gathering=gathering.id,
        person=person,
        number=number,
        standing=one.standing,
        source=one.source,
        answers=json.dumps(reply.answers, ensure_ascii=False),
        needs_consent_at=now if reply.needs_consent else None,
        consent_at=now if self_made else None,
        form_version=one.form_version,
        known_since=one.known_since,
        waiting_since=now if one.standing is Standing.WAITLISTED else None,
        replaces=one.replaces,
        import_run=one.import_run,
        search=guest_search(reply, number=number),
        created_at=now,
        updated_at=now,
        **{column: getattr(reply, column) for column in PLAIN_COLUMNS},
        **sealed_columns(
            keys, guest, gathering.id, phone=reply.phone, wechat=reply.wechat,
            document_number=reply.document_number, needs=reply.needs,
        ),
    )  # fmt: skip


def _spoken(reply: Reply) -> list[str]:
    spoken = reply.answers.get("languages", [])
    return [spoken] if isinstance(spoken, str) else list(spoken)
