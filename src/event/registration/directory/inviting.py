"""Inviting somebody of the directory again, with what is known of them already in the form."""

from datetime import datetime, time, timedelta
from uuid import UUID

from event.database import fetch_one
from event.gathering.tables import Gathering
from event.people.rules import Actor
from event.people.tables import Person
from event.registration.adding import opened_contact
from event.registration.directory.errors import BegunAlready, ComesAlready, InvitedAlready, MergedAlready
from event.registration.directory.queries import person_row
from event.registration.inviting.operations import invite
from event.registration.inviting.tables import Invitation
from event.registration.rules import LEFT
from event.text import full_name, latin_name

_OPEN_FOR = timedelta(days=30)
_PREFILLED = ("name_zh", "latin_surname", "latin_given", "residence", "association_title", "company_title")
_STATE = """
SELECT (SELECT g.language FROM guest g WHERE g.person IN (SELECT id FROM person WHERE $1 IN (id, merged_into))
        ORDER BY g.created_at DESC LIMIT 1) AS language,
    EXISTS (SELECT 1 FROM guest g WHERE g.gathering = $2 AND g.standing <> ALL($3::text[])
        AND g.person IN (SELECT id FROM person WHERE $1 IN (id, merged_into))) AS comes,
    EXISTS (SELECT 1 FROM invitation i WHERE i.gathering = $2 AND i.person = $1 AND i.used_at IS NULL
        AND i.revoked_at IS NULL AND i.expires_at > $4) AS invited
"""


async def invite_again(person: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> Invitation:
    """Invite a person to a gathering, in the language of their last reply.

    Raises UnknownPerson, MergedAlready, ComesAlready, InvitedAlready, BegunAlready.
    """
    row = await person_row(person)
    name = full_name(row.name_zh, latin_name(row.latin_surname, row.latin_given))
    if row.merged_into:
        raise MergedAlready
    state = await fetch_one(_STATE, person, gathering.id, list(LEFT), now)
    if state["comes"]:  # type: ignore[index] # the query has always one row
        raise ComesAlready(name=name)
    if state["invited"]:  # type: ignore[index]
        raise InvitedAlready(name=name)
    contact = opened_contact(person, row.contact)
    return await invite(
        gathering, name=name, email=contact["email"], language=state["language"] or "zh-Hans", person=person,  # type: ignore[index]
        prefilled=_prefilled(row, contact), expires_at=_expiry(gathering, now), by=by, now=now,
    )  # fmt: skip


def _expiry(gathering: Gathering, now: datetime) -> datetime:
    begins = datetime.combine(gathering.first_day, time(), gathering.zone)
    if begins <= now:
        raise BegunAlready
    return min(now + _OPEN_FOR, begins)


def _prefilled(row: Person, contact: dict[str, str]) -> dict[str, list[str]]:
    told = {name: getattr(row, name) for name in _PREFILLED} | contact
    return {name: [text] for name, text in told.items() if text}
