"""The form that is asked now, and what it offers."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.registration.asking.definition import Kind, RegistrationForm
from event.registration.asking.reading import Offered
from event.registration.asking.standard import STANDARD
from event.registration.places import SessionOffer, choices_taken, sessions_offered

_known: dict[UUID, RegistrationForm] = {}


async def form_of(gathering: UUID) -> RegistrationForm:
    """The newest version of a gathering's form, or the one that ships."""
    row = await fetch_one("SELECT max(version) AS version FROM form_version WHERE gathering = $1", gathering)
    version = row["version"] if row else None
    return STANDARD if version is None else await form_version(gathering, version)


async def form_version(gathering: UUID, version: int) -> RegistrationForm:
    """One version of a form; versions never change, so each is read once."""
    if version == 0:
        return STANDARD
    row = await fetch_one(
        "SELECT id FROM form_version WHERE gathering = $1 AND version = $2", gathering, version
    )
    if row is None:
        return msgspec.json.decode("{}", type=RegistrationForm)
    # By its id: practice that begins again has other versions of the same numbers.
    if row["id"] not in _known:
        kept = await fetch_one("SELECT content FROM form_version WHERE id = $1", row["id"])
        _known[row["id"]] = msgspec.json.decode(kept["content"] if kept else "{}", type=RegistrationForm)
    return _known[row["id"]]


async def offered_of(
    gathering: Gathering, *, fixed: Mapping[str, str] | None = None, staff: bool = False
) -> Offered:
    """What the form offers; `staff` and invitations may choose every class."""
    given = dict(fixed or {})
    classes = await fetch(
        "SELECT code, id FROM guest_class WHERE gathering = $1 AND (offered_online OR $2 OR code = $3)"
        " ORDER BY position",
        gathering.id, staff, given.get("guest_class", ""),
    )  # fmt: skip
    form = await form_of(gathering.id)
    delegations = await fetch(
        "SELECT code, id FROM delegation WHERE gathering = $1 ORDER BY code", gathering.id
    )
    return Offered(
        classes={row["code"]: row["id"] for row in classes},
        delegations={row["code"]: row["id"] for row in delegations},
        form=form,
        sessions=frozenset(offer.code for offer in await offered_sessions(gathering, form)),
        fixed=given,
        staff=staff,
    )


async def places_left(gathering: Gathering, form: RegistrationForm) -> dict[tuple[str, str], int]:
    """How many may still choose each answer that has a limit, by question and answer."""
    taken = await choices_taken(gathering.id, form)
    return {
        (question.key, option.key): max(0, option.places - taken.get((question.key, option.key), 0))
        for question in form.questions
        for option in question.options
        if option.places is not None
    }


async def offered_sessions(gathering: Gathering, form: RegistrationForm) -> list[SessionOffer]:
    """The sessions guests may choose: those the form names, or, where it names none, those with limited places."""
    question = next((one for one in form.questions if one.kind is Kind.SESSIONS), None)
    named = {option.key for option in question.offered} if question else set()
    return [
        offer
        for offer in await sessions_offered(gathering.id)
        if (offer.code in named if named else offer.free is not None)
    ]
