"""Finding lost links, and erasing what is known of a guest."""

from datetime import datetime
from uuid import UUID

from event.crypto import ring
from event.database import fetch, held, writing
from event.gathering.tables import Gathering
from event.jobs import ask
from event.messages.operations import Letter, enqueue
from event.people.audit import record
from event.people.rates import LOST_LINK_ADDRESS, count
from event.people.rules import Actor
from event.people.tables import Person
from event.people.undoing import forget_steps_about
from event.registration.adding import lock
from event.registration.asking.tables import AnswerFile
from event.registration.deciding import promote, stand
from event.registration.errors import NotWaiting
from event.registration.mails import guest_address
from event.registration.operations import held_guest
from event.registration.own.signatures import leave_agreements
from event.registration.rules import LEFT
from event.registration.tables import Guest, Journey, Standing

_PERSON_TEXTS = (
    "name_zh", "latin_surname", "latin_given", "document_index", "email_index", "phone_index", "name_key",
    "latin_key", "residence", "identity_category", "association_title", "company_title", "note", "search",
)  # fmt: skip
_GUEST_TEXTS = (
    "name_zh", "latin_surname", "latin_given", "ancestral_home", "ethnicity", "association_title",
    "company_title", "email", "phone_index", "phone_tail_index", "document_kind", "document_index", "search",
    "kinship",
)  # fmt: skip
_SEALED = ("phone", "wechat", "document_number", "needs")


async def ask_for_links(email: str, *, gathering: Gathering, language: str, now: datetime) -> None:
    """Look for an address later: whoever asked gets the same answer in the same time. Raises TooOften."""
    await count(LOST_LINK_ADDRESS, email.lower(), now=now)
    async with writing():
        sealed = ring().wrap(email.encode(), context="lost link").hex()
        await ask("registration.mail_links", gathering=gathering.id, sealed=sealed, language=language)


async def mail_links(gathering: Gathering, email: str, *, language: str, now: datetime) -> bool:
    """Mail the links of everybody registered with an address; False where nobody is."""
    rows = await fetch(
        "SELECT id, name_zh, latin_surname, latin_given FROM guest WHERE gathering = $1 AND lower(email) = lower($2)"
        " AND standing NOT IN ('withdrawn', 'declined', 'replaced') ORDER BY number",
        gathering.id, email,
    )  # fmt: skip
    if not rows:
        return False
    links = "\n\n".join(
        f"{row['name_zh'] or row['latin_surname'] + ' ' + row['latin_given']}\n{guest_address(row['id'])}"
        for row in rows
    )
    async with writing():
        await enqueue(
            "lost_link", Letter(email, language, {"links": links}), cause=f"lost:{rows[0]['id']}:{now.isoformat()}",
            gathering=gathering, guest=rows[0]["id"], now=now,
        )  # fmt: skip
    return True


async def withdraw_oneself(guest: UUID, *, gathering: Gathering, reason: str, now: datetime) -> Guest:
    """A guest does not come after all; the place goes to who waits. Raises UnknownGuest, NotWaiting."""
    async with writing():
        await lock(gathering)
        row = await held_guest(gathering, guest)
        await stand(
            row, Standing.WITHDRAWN, gathering=gathering, by=Actor.guest(guest), now=now, reason=reason
        )
        await promote(gathering, now=now)
    return row


async def ask_for_erasure(guest: UUID, *, gathering: Gathering, now: datetime) -> Guest:
    """A guest wants to be forgotten: withdrawn at once, erased when the office confirms. Raises UnknownGuest."""
    async with writing():
        await lock(gathering)
        row = await held_guest(gathering, guest)
        if Standing(row.standing) not in LEFT:
            await stand(
                row, Standing.WITHDRAWN, gathering=gathering, by=Actor.guest(guest), now=now, tell=False
            )
            await promote(gathering, now=now)
        row.erasure_asked_at = row.erasure_asked_at or now
        await row.save(columns=[Guest.erasure_asked_at])
        await record(
            "guest.ask_erasure",
            subject=f"guest:{guest}",
            by=Actor.guest(guest),
            now=now,
            gathering=gathering.id,
        )
    return row


_FORGOTTEN = ("guest_change", "visa_letter", "desk_note", "seat_circle", "agenda_person", "programme_notice")
"""Tables, of later slices too, whose rows about a guest go with an erasure."""


async def erase(guest: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Erase what is known of a guest who does not come.

    What stays, because figures and decisions rest on it: number, class, delegation, country or region,
    sex, standing with its decisions, tickets and scans by number, the name in signed agreements,
    suggestions with number, unit and state but without name and link, that one more was asked by the survey. Raises UnknownGuest, NotWaiting.
    """
    async with writing():
        await lock(gathering)
        row = await held_guest(gathering, guest)
        if Standing(row.standing) not in LEFT:
            raise NotWaiting(name=row.name, standing=row.standing)
        await leave_agreements(row, by=by, now=now)
        for name in _GUEST_TEXTS:
            setattr(row, name, "")
        for name in (*_SEALED, "birth_date", "document_expires", "travel_party", "needs_consent_at"):
            setattr(row, name, None)
        row.answers, row.erased_at, row.updated_at = "{}", now, now
        await row.save()
        await Journey.delete().where(Journey.guest == guest)
        await AnswerFile.delete().where(AnswerFile.guest == guest)
        for table in _FORGOTTEN:
            await fetch(f"DELETE FROM {table} WHERE guest = $1", guest)  # noqa: S608 - names of our own
        await forget_steps_about(guest, gathering=gathering.id)
        await fetch("UPDATE suggestion SET guest = NULL, name = '' WHERE guest = $1", guest)
        await fetch("UPDATE survey_invitation SET guest = NULL WHERE guest = $1", guest)
        await fetch(
            "UPDATE document_run SET content = NULL, problems = NULL, asked = asked - 'guest' WHERE gathering = $1",
            gathering.id,
        )  # files of documents that are kept for a day may name the guest
        await fetch(
            "UPDATE mail SET recipient = '', subject = '', message = '', attachments = '[]' WHERE guest = $1",
            guest,
        )
        await _forget_person(row)
        await record("guest.erase", subject=f"guest:{guest}", by=by, now=now, gathering=gathering.id)


async def _forget_person(guest: Guest) -> None:
    """The person goes too, with everybody merged into them, unless a guest who is not erased is one of them."""
    rows = await fetch(
        "WITH root AS (SELECT coalesce(merged_into, id) AS id FROM person WHERE id = $1)"
        " SELECT p.id, EXISTS (SELECT 1 FROM guest g WHERE g.person = p.id AND g.erased_at IS NULL) AS here"
        " FROM person p, root WHERE p.id = root.id OR p.merged_into = root.id",
        guest.person,
    )
    if any(row["here"] for row in rows):
        return
    for row in rows:
        person = await held(Person, row["id"])
        if person is None:
            continue
        for name in _PERSON_TEXTS:
            setattr(person, name, "")
        person.contact = None  # type: ignore[assignment] # the column may be empty
        person.tags = person.industries = person.languages = "[]"
        await person.save()
