"""Sending the invitations an organizer or a program asks for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from event.gathering.tables import Gathering
from event.people.rules import Actor
from event.registration.errors import UnknownDelegation
from event.registration.inviting.forms import parse_contact, parse_invitations
from event.registration.inviting.operations import invite, invite_delegation
from event.registration.inviting.tables import Invitation
from event.registration.queries import classes_of, delegations_of


async def send_wanted(
    typed: Mapping[str, str], *, gathering: Gathering, by: Actor, now: datetime
) -> list[Invitation]:
    """Invite guests line by line (`people`), or with kind delegation a contact. Raises Invalid, UnknownDelegation."""
    classes = {one.code: one.id for one in await classes_of(gathering.id)}
    delegations = {one.code: one for one in await delegations_of(gathering.id)}
    of_delegation = typed.get("kind") == "delegation"
    wanted = (parse_contact if of_delegation else parse_invitations)(
        typed, classes=set(classes), delegations=set(delegations), zone=gathering.zone, now=now
    )
    delegation = delegations.get(wanted.delegation)
    if of_delegation and delegation is None:
        raise UnknownDelegation
    sent = []
    for one in wanted.invitees:
        common: dict[str, Any] = {
            "name": one.name, "email": one.email, "language": wanted.language, "expires_at": wanted.expires_at,
            "guest_class": classes.get(wanted.class_code), "by": by, "now": now,
        }  # fmt: skip
        if of_delegation and delegation is not None:
            sent.append(await invite_delegation(delegation, gathering=gathering, **common))
        else:
            key = delegation.id if delegation else None
            sent.append(await invite(gathering, delegation=key, prefilled=one.prefilled, **common))
    return sent
