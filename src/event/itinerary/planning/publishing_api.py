"""Publishing for programs: what would change, publishing it, and every version that was published."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.itinerary.own.queries import guest_within
from event.itinerary.planning.noticing import notices_of
from event.itinerary.planning.plan import Draft
from event.itinerary.planning.publishing import publish_current
from event.itinerary.planning.publishing_views import ChangeView, DifferenceView, views_of, would_change
from event.itinerary.planning.telling import ToTell, whom_to_tell
from event.itinerary.planning.versions import Version, version_of, versions_of
from event.itinerary.planning.words import Said, said
from event.people.rules import Access, Permission
from event.registration.queries import Scope

_VISIT = "/api/v1/gatherings/{slug:str}/visit"


class PublicationAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """How to publish: a word to those it changes something for (at most 500 characters), whether mails go out.

    `seen`: the mark of the difference that was looked at; with another one nothing is published (409). Empty:
    whatever the difference is.
    """

    word: str = ""
    tell: bool = True
    seen: str = ""


class VersionView(Struct, frozen=True, kw_only=True):
    """A version whole: what it changed in words, and the plan as it was. `tell` is empty for who may not publish."""

    version: Version
    routes: tuple[ChangeView, ...]
    buses: tuple[ChangeView, ...]
    guests: tuple[ChangeView, ...]
    tell: tuple[ToTell, ...]
    plan: Draft


class NoticeView(Struct, frozen=True, kw_only=True):
    """What a publication changed for a guest; `sequence` counts from 1 for each guest."""

    publication: int
    at: datetime
    word: str
    sequence: int
    seen_at: datetime | None
    changes: tuple[Said, ...]


@get(f"{_VISIT}/publication", opt={"permission": Permission.GUESTS_WRITE}, tags=["Visit"])
async def api_would_change(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> DifferenceView:
    """What publishing the plan would change now: routes, buses, guests, before and after, and whom to tell."""
    return await would_change(gathering, language=language_of(request, staff=True))


@post(f"{_VISIT}/publications", opt={"permission": Permission.GUESTS_WRITE}, tags=["Visit"])
async def api_publish(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> VersionView:
    """Make the plan what stands. 409 where nothing would change, or something else than was looked at."""
    asked = await read_json(request, PublicationAsked, otherwise=b"{}")
    made = await publish_current(
        gathering=gathering, word=asked.word, tell=asked.tell, by=access.actor, now=now, seen=asked.seen
    )
    await announce(gathering.id)
    return await _whole(made.number, request, gathering, access, reach)


@get(f"{_VISIT}/publications", opt={"permission": Permission.GUESTS_READ}, tags=["Visit"])
async def api_versions(gathering: NamedDependency[Gathering]) -> list[Version]:
    """Every published version, newest first."""
    return await versions_of(gathering)


@get(_VISIT + "/publications/{number:int}", opt={"permission": Permission.GUESTS_READ}, tags=["Visit"])
async def api_version(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
) -> VersionView:
    """One version with its changes and the plan as it was; liaisons see the guests of their own delegations."""
    return await _whole(number, request, gathering, access, reach)


@get(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}/notices",
    opt={"permission": Permission.GUESTS_READ},
    tags=["Guests"],
)
async def api_notices(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> list[NoticeView]:
    """What publications changed for a guest, newest first, and whether they have read it."""
    row = await guest_within(guest, gathering=gathering, scope=reach)
    language = language_of(request)
    return [
        NoticeView(
            publication=one.publication, at=one.at, word=one.word, sequence=one.sequence, seen_at=one.seen_at,
            changes=tuple(said(one.before, one.after, language=language, zone=gathering.zone)),
        )
        for one in await notices_of(row.id)
    ]  # fmt: skip


async def _whole(
    number: int, request: Request[Any, Any, Any], gathering: Gathering, access: Access, reach: Scope
) -> VersionView:
    language = language_of(request, staff=True)
    told = await version_of(number, gathering, scope=reach)
    calls = access.may(Permission.GUESTS_WRITE, gathering.id)
    tell = await whom_to_tell(told.changes, gathering, language=language) if calls else ()
    plan = told.draft if reach is None else _without_seats(told.draft)
    return VersionView(
        version=told.version, **views_of(told.changes, gathering, language=language), tell=tell, plan=plan
    )


def _without_seats(draft: Draft) -> Draft:
    """A plan for readers who do not see every guest."""
    return Draft(lines=draft.lines, rides=draft.rides, closures=draft.closures)


HANDLERS = [api_would_change, api_publish, api_versions, api_version, api_notices]
