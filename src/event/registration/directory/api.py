"""Persons across editions for programs: the same as on the console's pages."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.gathering.tables import Gathering, local_day
from event.http import read_json
from event.people.rules import Access, Permission
from event.registration.asking.typed import Typed
from event.registration.directory.attending import editions_of
from event.registration.directory.forms import parse_person
from event.registration.directory.history import gatherings_of, invitations_to, merges_into
from event.registration.directory.inviting import invite_again
from event.registration.directory.operations import change_person, keep_apart, merge, undo_merge
from event.registration.directory.persons import words_of
from event.registration.directory.proposals import proposals_for
from event.registration.directory.queries import (
    PersonFilter,
    PersonLine,
    known_persons,
    person_lines,
    person_row,
)
from event.registration.inviting.operations import invitation_path
from event.settings import settings

_ROOT = "/api/v1/gatherings/{slug:str}/persons"
_OPT: dict[str, Any] = {"opt": {"permission": Permission.GUESTS_WRITE}, "tags": ["Persons"]}


class PersonsView(msgspec.Struct):
    """A page of persons."""

    persons: list[PersonLine]
    total: int
    page: int
    pages: int


class MatchView(msgspec.Struct):
    """Two persons who may be one: likeness 3 is sure, 2 likely, 1 possible."""

    newcomer: UUID
    newcomer_name: str
    known: UUID
    known_name: str
    likeness: int
    reasons: list[str]


class AttendedView(msgspec.Struct):
    """A gathering somebody is in the list of."""

    slug: str
    number: str
    standing: str
    arrived_at: datetime | None


class PersonFull(msgspec.Struct):
    """One person; mail and phone only for who may see contact. `merged_into`: look there instead."""

    id: UUID
    merged_into: UUID | None
    name_zh: str
    latin_surname: str
    latin_given: str
    residence: str
    email: str
    phone: str
    grade: str
    tags: list[str]
    identity_category: str
    association_title: str
    company_title: str
    industries: list[str]
    languages: list[str]
    note: str
    last_contact: date | None
    next_review: date | None
    reviewed_on: date | None
    editions: list[str]
    gatherings: list[AttendedView]
    invitations: list[str]
    merges: dict[UUID, str]


class Other(msgspec.Struct):
    """The other person."""

    other: UUID


class MergeMade(msgspec.Struct):
    """A merge, by which it is undone."""

    merge: UUID


@get(_ROOT, **_OPT)
async def api_persons(
    gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
    q: FromQuery[str] = "",
    tag: FromQuery[str] = "",
    grade: FromQuery[str] = "",
    industry: FromQuery[str] = "",
    residence: FromQuery[str] = "",
    returning: FromQuery[bool] = False,
    due: FromQuery[bool] = False,
    page: FromQuery[int] = 1,
) -> PersonsView:
    """Persons by name, 50 a page; `returning`: attended two or more editions; `due`: review due by today."""
    wanted = PersonFilter(
        text=_text(q), tag=_text(tag), grade=_text(grade), industry=_text(industry), residence=_text(residence),
        returning=returning, due=local_day(now, gathering.zone) if due else None, page=min(max(page, 1), 100_000),
    )  # fmt: skip
    found = await person_lines(wanted)
    return PersonsView(found.lines, found.total, found.page, found.pages)


@get(f"{_ROOT}/matches", **_OPT)
async def api_matches(gathering: NamedDependency[Gathering]) -> list[MatchView]:
    """Who of this gathering may be somebody known, the surest first."""
    found = await proposals_for(gathering)
    who = await known_persons({key for one in found for key in (one.newcomer, one.known)}, contact=False)
    return [
        MatchView(
            one.newcomer, who[one.newcomer].name, one.known, who[one.known].name, int(one.match.likeness),
            [str(reason) for reason in one.match.reasons],
        )
        for one in found
    ]  # fmt: skip


@get(f"{_ROOT}/{{person:uuid}}", **_OPT)
async def api_person(
    person: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> PersonFull:
    """One person."""
    row = await person_row(person)
    seen = access.may(Permission.GUESTS_CONTACT, gathering.id)
    contact = (await known_persons([person], contact=seen))[person]
    return PersonFull(
        id=row.id, merged_into=row.merged_into, name_zh=row.name_zh, latin_surname=row.latin_surname,
        latin_given=row.latin_given, residence=row.residence, email=contact.email, phone=contact.phone,
        grade=row.grade, tags=words_of(row, "tags"), identity_category=row.identity_category,
        association_title=row.association_title, company_title=row.company_title,
        industries=words_of(row, "industries"), languages=words_of(row, "languages"), note=row.note,
        last_contact=row.last_contact, next_review=row.next_review, reviewed_on=row.reviewed_on,
        editions=list((await editions_of([person])).get(person, ())),
        gatherings=[
            AttendedView(one.slug, one.number, one.standing, one.arrived_at)
            for one in await gatherings_of(person, language="zh-Hans")
        ],
        invitations=[one.state for one in await invitations_to(person, language="zh-Hans", now=now)],
        merges={one.id: one.name for one in await merges_into(person)},
    )  # fmt: skip


@put(f"{_ROOT}/{{person:uuid}}", **_OPT)
async def api_change_person(
    request: Request[Any, Any, Any],
    person: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> list[str]:
    """Write what the office keeps, every field as texts or lists of texts; returns which fields changed."""
    typed = Typed.of(await read_json(request, dict[str, str | list[str]]))
    told = parse_person(typed, today=local_day(now, gathering.zone))
    return await change_person(person, told, by=access.actor, now=now)


@post(f"{_ROOT}/{{person:uuid}}/merge", **_OPT)
async def api_merge(
    request: Request[Any, Any, Any],
    person: FromPath[UUID],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> MergeMade:
    """The other person is the same: this one is kept. Body: {"other": "…"}."""
    asked = await read_json(request, Other)
    made = await merge(person, gone=asked.other, by=access.actor, now=now)
    return MergeMade(made.id)


@post(f"{_ROOT}/{{person:uuid}}/apart", status_code=204, **_OPT)
async def api_apart(
    request: Request[Any, Any, Any],
    person: FromPath[UUID],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """The other person is somebody else: they are not proposed again. Body: {"other": "…"}."""
    asked = await read_json(request, Other)
    await keep_apart(person, other=asked.other, by=access.actor, now=now)


@post(f"{_ROOT}/{{person:uuid}}/undo", status_code=204, **_OPT)
async def api_undo(
    request: Request[Any, Any, Any],
    person: FromPath[UUID],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Make two persons of one again. Body: {"merge": "…"}."""
    asked = await read_json(request, MergeMade)
    await undo_merge(asked.merge, kept=person, by=access.actor, now=now)


@post(f"{_ROOT}/{{person:uuid}}/invite", **_OPT)
async def api_invite(
    person: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, str]:
    """Invite the person to this gathering; returns the link, mailed too where an address is known."""
    made = await invite_again(person, gathering=gathering, by=access.actor, now=now)
    return {"id": str(made.id), "link": settings().address + invitation_path(made)}


def _text(asked: str) -> str:
    return asked.replace("\x00", "")


HANDLERS = [
    api_persons, api_matches, api_person, api_change_person, api_merge, api_apart, api_undo, api_invite,
]  # fmt: skip
