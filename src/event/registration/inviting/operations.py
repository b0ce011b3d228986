"""Inviting: personal links that work once, links for the contact of a delegation, and answers to them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from event.crypto import ring
from event.database import fetch, held, writing
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.messages.operations import Letter, enqueue
from event.people.audit import record
from event.people.rules import Actor
from event.people.undoing import Rows, undoable
from event.registration.adding import lock
from event.registration.asking.definition import RegistrationForm
from event.registration.asking.operations import became
from event.registration.asking.reading import Registration
from event.registration.asking.typed import Typed
from event.registration.inviting.errors import InvitationEnded, InvitationUsed, UnknownInvitation
from event.registration.inviting.tables import Invitation, InvitationKind
from event.registration.operations import take_reply
from event.registration.replies import Reply
from event.registration.tables import Delegation, Guest, Source
from event.settings import settings

_PURPOSE = "invitation"


async def invite(
    gathering: Gathering,
    *,
    name: str,
    email: str,
    language: str,
    expires_at: datetime,
    by: Actor,
    now: datetime,
    person: UUID | None = None,
    guest_class: UUID | None = None,
    delegation: UUID | None = None,
    prefilled: Mapping[str, Sequence[str]] | None = None,
) -> Invitation:
    """Invite one guest: the link works once, and the form begins with what is known already."""
    made = Invitation(
        id=uuid4(), gathering=gathering.id, kind=InvitationKind.PERSONAL, name=name[:120], email=email,
        language=language, person=person, guest_class=guest_class, delegation=delegation, generation=1,
        expires_at=expires_at, created_by=by.mark, created_at=now,
    )  # fmt: skip
    if prefilled:
        keys = await keys_of(gathering.id)
        told = msgspec.json.encode({key: list(texts) for key, texts in prefilled.items()}).decode()
        made.prefilled = keys.seal(told, table="invitation", column="prefilled", row=made.id)
    async with writing():
        await made.save()
        await _tell(made, gathering, by=by, now=now)
    return made


async def invite_delegation(
    delegation: Delegation,
    *,
    gathering: Gathering,
    name: str,
    email: str,
    language: str,
    expires_at: datetime,
    by: Actor,
    now: datetime,
    guest_class: UUID | None = None,
) -> Invitation:
    """Give the contact of a delegation a link with which they register and keep its members."""
    made = Invitation(
        id=uuid4(), gathering=gathering.id, kind=InvitationKind.DELEGATION, delegation=delegation.id,
        guest_class=guest_class, name=name[:120], email=email, language=language, generation=1,
        expires_at=expires_at, created_by=by.mark, created_at=now,
    )  # fmt: skip
    async with writing():
        await made.save()
        delegation.contact_name, delegation.contact_email = name[:80], email
        await delegation.save(columns=[Delegation.contact_name, Delegation.contact_email])
        await _tell(made, gathering, by=by, now=now)
    return made


async def renew(
    invitation: UUID, *, gathering: Gathering, expires_at: datetime, by: Actor, now: datetime
) -> Invitation:
    """A new link, mailed; the old one opens nothing any more. Raises UnknownInvitation, InvitationUsed."""
    async with writing():
        row = await _held(invitation, gathering)
        if row.used_at is not None:
            raise InvitationUsed
        row.generation, row.expires_at, row.revoked_at = row.generation + 1, expires_at, None
        await row.save()
        await _tell(row, gathering, by=by, now=now)
    return row


async def revoke(invitation: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Take an invitation back: its link opens nothing from now on, unless that is undone. Raises UnknownInvitation."""
    async with writing():
        row = await _held(invitation, gathering)
        touched = Rows(
            "invitation", "id", [row.id], only=("revoked_at", "used_at", "generation", "expires_at")
        )
        async with undoable(
            "invitation.revoke",
            touched,
            subject=f"invitation:{row.id}",
            by=by,
            now=now,
            gathering=gathering.id,
        ) as step:
            row.revoked_at = row.revoked_at or now
            await row.save(columns=[Invitation.revoked_at])
        await record(
            "invitation.revoke", subject=f"invitation:{row.id}", by=by, now=now, gathering=gathering.id
        )
    return step


async def answer(
    invitation: UUID,
    told: Registration,
    *,
    gathering: Gathering,
    form: RegistrationForm,
    now: datetime,
    draft: UUID | None = None,
) -> Guest:
    """Take the reply to a personal invitation, once.

    Raises UnknownInvitation, InvitationEnded, InvitationUsed, AlreadyRegistered, Invalid.
    """
    async with writing():
        await lock(gathering)
        row = await _held(invitation, gathering)
        refuse_if_over(row, now=now)
        (guest, *_) = await take_reply(gathering, reply=told, now=now, form=form, invited=True)
        row.used_at, row.guest = now, guest.id
        await row.save(columns=[Invitation.used_at, Invitation.guest])
        if draft is not None:
            await became(draft, guest.id)
        if row.person is not None:
            await _known_as(guest, row.person)
    return guest


async def register_member(
    invitation: UUID,
    reply: Reply,
    *,
    gathering: Gathering,
    form: RegistrationForm,
    draft: UUID | None,
    now: datetime,
) -> Guest:
    """Register one member of a delegation for its contact.

    Raises UnknownInvitation, InvitationEnded, AlreadyRegistered, Invalid.
    """
    async with writing():
        await lock(gathering)
        row = await _held(invitation, gathering)
        refuse_if_over(row, now=now)
        placed = replace(reply, delegation=row.delegation)
        (guest,) = await take_reply(
            gathering, reply=placed, now=now, form=form, source=Source.DELEGATION, invited=True,
            by=Actor(f"invitation:{row.id}"),
        )  # fmt: skip
        if draft is not None:
            await became(draft, guest.id)
    return guest


def refuse_if_over(invitation: Invitation, *, now: datetime) -> None:
    """Raise InvitationEnded or InvitationUsed where the link opens nothing any more."""
    if invitation.revoked_at is not None or invitation.expires_at <= now:
        raise InvitationEnded
    if invitation.used_at is not None:
        raise InvitationUsed


async def invitation_behind(code: str) -> Invitation:
    """The invitation of a link. Raises UnknownInvitation."""
    named = ring().link_subject(code)
    row = await Invitation.objects().get(Invitation.id == named[0]) if named else None
    if named is None or row is None or not ring().link_holds(named[1], _PURPOSE, row.id, row.generation):
        raise UnknownInvitation
    return row


def invitation_path(invitation: Invitation) -> str:
    """The invitation's page on this site, behind a link that cannot be guessed."""
    return f"/i/{ring().link_code(_PURPOSE, invitation.id, invitation.generation)}"


async def prefilled_of(invitation: Invitation, gathering: Gathering) -> Typed:
    """What the form begins with."""
    if invitation.prefilled is None:
        return Typed()
    keys = await keys_of(gathering.id)
    told = keys.open(invitation.prefilled, table="invitation", column="prefilled", row=invitation.id)
    return Typed(msgspec.json.decode(told, type=dict[str, list[str]]))


async def _tell(row: Invitation, gathering: Gathering, *, by: Actor, now: datetime) -> None:
    await record("invitation.send", subject=f"invitation:{row.id}", by=by, now=now, gathering=gathering.id)
    if not row.email:
        return
    delegation = await Delegation.objects().get(Delegation.id == row.delegation) if row.delegation else None
    deadline = f"{row.expires_at.astimezone(gathering.zone):%Y-%m-%d %H:%M}"
    values = {
        "name": row.name, "link": settings().address + invitation_path(row), "deadline": deadline,
        "delegation": delegation.name(row.language) if delegation else "",
    }  # fmt: skip
    await enqueue(
        "delegation" if row.kind == InvitationKind.DELEGATION else "invitation",
        Letter(row.email, row.language, values), cause=f"invitation:{row.id}:{row.generation}",
        gathering=gathering, guest=None, now=now,
    )  # fmt: skip


async def _known_as(guest: Guest, person: UUID) -> None:
    """The guest is the person who was invited, not somebody new."""
    made = guest.person
    rows = await fetch(
        "UPDATE guest SET person = $2 WHERE id = $1 AND NOT EXISTS"
        " (SELECT 1 FROM guest g WHERE g.gathering = guest.gathering AND g.person = $2) RETURNING id",
        guest.id, person,
    )  # fmt: skip
    if rows:
        await fetch("DELETE FROM person WHERE id = $1", made)


async def _held(invitation: UUID, gathering: Gathering) -> Invitation:
    row = await held(Invitation, invitation)
    if row is None or row.gathering != gathering.id:
        raise UnknownInvitation
    return row
