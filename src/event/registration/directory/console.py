"""The console's pages on persons: the list with possible matches, one person, merging, reviewing, inviting again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Invalid
from event.gathering.tables import Gathering, local_day
from event.http import Form, go, language_of, page, with_query
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.adding import opened_contact
from event.registration.asking.standard import IDENTITY
from event.registration.asking.typed import Typed
from event.registration.directory.attending import editions_of
from event.registration.directory.errors import UnknownPerson
from event.registration.directory.forms import parse_person
from event.registration.directory.history import gatherings_of, invitations_to, merges_into
from event.registration.directory.inviting import invite_again
from event.registration.directory.matching import LIKENESS_LABELS, REASON_LABELS
from event.registration.directory.operations import change_person, keep_apart, merge, undo_merge
from event.registration.directory.persons import LISTS, words_of
from event.registration.directory.proposals import Proposal, proposals, proposals_for
from event.registration.directory.queries import (
    PersonFilter,
    known_persons,
    offered_filters,
    person_lines,
    person_row,
)
from event.registration.history import names_of_actors
from event.registration.labels import STANDING_LABELS
from event.text import full_name, latin_name

_SHOWN = 10
_PAGES = 99_999
_WRITES = {"permission": Permission.GUESTS_WRITE}
_INVITATION_LABELS = {
    "open": Message("Open"), "used": Message("Answered"), "revoked": Message("Taken back"),
    "expired": Message("Time is over"),
}  # fmt: skip


@get("/console/{slug:str}/directory", opt=_WRITES, include_in_schema=False)
async def directory_page(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Who of the guests may be known already, then everybody; a search shows what it finds alone."""
    wanted = _wanted(request, now, gathering)
    query = {
        "q": wanted.text, "tag": wanted.tag, "grade": wanted.grade, "industry": wanted.industry,
        "residence": wanted.residence, "returning": "on" if wanted.returning else "", "due": "on" if wanted.due else "",
    }  # fmt: skip
    narrowed = any(query.values())
    matches = [] if narrowed or wanted.page > 1 else await proposals_for(gathering)
    return page(
        request, "registration/directory.html", staff=True, wanted=wanted, found=await person_lines(wanted),
        offered=await offered_filters(), narrowed=narrowed,
        page_url=lambda number: with_query(f"/console/{gathering.slug}/directory", **query, page=number),
        **await _matches(matches, gathering, access),
    )  # fmt: skip


@get("/console/{slug:str}/directory/{person:uuid}", opt=_WRITES, include_in_schema=False)
async def person_page(
    request: Request[Any, Any, Any],
    person: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """One person; whoever was merged is shown as the person kept."""
    return await _page(request, person, gathering, access, now=now)


@post("/console/{slug:str}/directory/{person:uuid}", opt=_WRITES, include_in_schema=False)
async def send_person(
    request: Request[Any, Any, Any],
    person: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Write what the office knows of a person."""
    try:
        told = parse_person(Typed.of(form.values), today=local_day(now, gathering.zone))
    except Invalid as error:
        problems = error.told_fields(language_of(request, staff=True))
        return await _page(request, person, gathering, access, now=now, typed=form.typed, problems=problems)
    await change_person(person, told, by=access.actor, now=now)
    return go(_path(gathering, person), say=Message("Saved."))


@post("/console/{slug:str}/directory/{person:uuid}/merge", opt=_WRITES, include_in_schema=False)
async def merge_persons(
    person: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The other one is the same person: this one is kept."""
    made = await merge(person, gone=_other(form), by=access.actor, now=now)
    own = _path(gathering, person)
    say = Message("They are one person now. You can undo it below.")
    return go(own, say=say, undo=f"{own}/undo?merge={made.id}")


@post("/console/{slug:str}/directory/{person:uuid}/apart", opt=_WRITES, include_in_schema=False)
async def persons_differ(
    person: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The other one is somebody else."""
    await keep_apart(person, other=_other(form), by=access.actor, now=now)
    return go(
        f"/console/{gathering.slug}/directory",
        say=Message("Noted as different persons; they are not proposed again."),
    )


@post("/console/{slug:str}/directory/{person:uuid}/undo", opt=_WRITES, include_in_schema=False)
async def undo(
    person: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Make two persons of one again."""
    await undo_merge(_other(form, "merge"), kept=person, by=access.actor, now=now)
    return go(_path(gathering, person), say=Message("They are two persons again."))


@post("/console/{slug:str}/directory/{person:uuid}/invite", opt=_WRITES, include_in_schema=False)
async def invite_person(
    person: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Invite the person to this gathering; without a mail address the link is shown to be handed over."""
    made = await invite_again(person, gathering=gathering, by=access.actor, now=now)
    if made.email:
        return go(_path(gathering, person), say=Message("The invitation is on its way."))
    return go(f"/console/{gathering.slug}/invitations/{made.id}")


async def _page(
    request: Request[Any, Any, Any],
    person: UUID,
    gathering: Gathering,
    access: Access,
    *,
    now: datetime,
    typed: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    row = await person_row(person)
    if row.merged_into:
        return go(_path(gathering, row.merged_into))
    language = language_of(request, staff=True)
    seen = access.may(Permission.GUESTS_CONTACT, gathering.id)
    stored = {
        name: "、".join(words_of(row, name)) if name in LISTS else str(getattr(row, name) or "")
        for name in ("grade", "identity_category", "association_title", "company_title", "note", "last_contact",
                     "next_review", "reviewed_on", *LISTS)
    }  # fmt: skip
    gatherings = await gatherings_of(person, language=language)
    merged = await merges_into(person)
    known = [(one.key, one.words.said(language)) for one in IDENTITY]
    if stored["identity_category"] not in {"", *(key for key, _ in known)}:
        known.append((stored["identity_category"], stored["identity_category"]))
    return page(
        request, "registration/directory_person.html", status=422 if problems else 200, staff=True, person=row,
        latin=latin_name(row.latin_surname, row.latin_given),
        heading=full_name(row.name_zh, latin_name(row.latin_surname, row.latin_given)),
        contact=opened_contact(person, row.contact if seen else None),
        editions=(await editions_of([person])).get(person, ()), gatherings=gatherings, standings=STANDING_LABELS,
        may_open={one.gathering: access.may(Permission.GUESTS_READ, one.gathering) for one in gatherings},
        invitations=await invitations_to(person, language=language, now=now), states=_INVITATION_LABELS,
        may_invite=local_day(now, gathering.zone) < gathering.first_day, merged=merged,
        actors=await names_of_actors({one.by for one in merged}, language=language),
        identities=known, typed=stored | (typed or {}), problems=problems or {},
        **await _matches(await proposals([person]), gathering, access),
    )  # fmt: skip


async def _matches(found: list[Proposal], gathering: Gathering, access: Access) -> dict[str, Any]:
    """The first proposals side by side: whoever is known longer is kept."""
    first = found[:_SHOWN]
    seen = access.may(Permission.GUESTS_CONTACT, gathering.id)
    persons = await known_persons({key for one in first for key in (one.newcomer, one.known)}, contact=seen)
    pairs = []
    for one in first:
        both = sorted(
            (persons[one.known], persons[one.newcomer]), key=lambda who: (who.created_at, str(who.id))
        )
        pairs.append((*both, one.match))
    return {
        "matches": pairs,
        "match_count": len(found),
        "reasons": REASON_LABELS,
        "likenesses": LIKENESS_LABELS,
    }


def _wanted(request: Request[Any, Any, Any], now: datetime, gathering: Gathering) -> PersonFilter:
    asked = {name: text.replace("\x00", "") for name, text in request.query_params.items()}
    number = asked.get("page", "1")
    return PersonFilter(
        text=asked.get("q", "")[:80], tag=asked.get("tag", "")[:40], grade=asked.get("grade", "")[:20],
        industry=asked.get("industry", "")[:80], residence=asked.get("residence", "")[:2],
        returning=bool(asked.get("returning")), due=local_day(now, gathering.zone) if asked.get("due") else None,
        page=int(number) if number.isascii() and number.isdigit() and int(number[:9]) <= _PAGES else 1,
    )  # fmt: skip


def _other(form: Form, name: str = "other") -> UUID:
    try:
        return UUID(form.text(name))
    except ValueError:
        raise UnknownPerson from None


def _path(gathering: Gathering, person: UUID) -> str:
    return f"/console/{gathering.slug}/directory/{person}"


HANDLERS = [
    directory_page, person_page, send_person, merge_persons, persons_differ, undo, invite_person,
]  # fmt: skip
