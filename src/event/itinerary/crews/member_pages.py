"""Those who work on vehicles, one by one: what they can do, which languages they speak, when they are there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.comparing import ChangedSince, marks, with_theirs
from event.errors import Conflict, Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.itinerary.crews.kept import MemberView, bare_member, fleet_of
from event.itinerary.crews.operations import add_member, change_member, remove_member
from event.itinerary.crews.pages import ROLES
from event.itinerary.crews.told import LANGUAGES, MemberTold, checked_member, read_member
from event.language import Message
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.registration.fields import Typed, settled

_ROOT = "/console/{slug:str}/visit/vehicles/crew"
LABELS = {
    "number": Message("Number of the badge list"), "name": Message("Name"), "roles": Message("Can work as"),
    "languages": Message("Other languages"), "begins_at": Message("There from"), "ends_at": Message("There until"),
}  # fmt: skip


@get(f"{_ROOT}/new", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def new_member_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], number: FromQuery[str] = ""
) -> Response[Any]:
    """Somebody to be added; with a number, whoever a list has put on a vehicle."""
    fleet = await fleet_of(gathering)
    known = {one.number: one for one in fleet.members}.get(number)
    roles = tuple(dict.fromkeys(known.vehicles.values())) if known else ()
    told = MemberTold(number=number[:40], name=fleet.known(number) or "", roles=roles)
    return await _page(request, gathering, None, told)


@post(f"{_ROOT}/new", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_new_member(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add somebody."""
    told, unread = _read(form, gathering)
    try:
        told = await _settled(told, unread, gathering)
        await add_member(told, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await _page(request, gathering, None, told, form=form, problems=error.problems)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/visit/vehicles", say=Message("Saved."))


@get(_ROOT + "/{member:uuid}", opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def member_page(
    request: Request[Any, Any, Any], member: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Somebody as they are."""
    one = (await fleet_of(gathering)).member(member)
    return await _page(request, gathering, one, bare_member(one), seen=one.seen)


@post(_ROOT + "/{member:uuid}", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_member(
    request: Request[Any, Any, Any],
    member: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save somebody, or forget them."""
    own, seen = f"/console/{gathering.slug}/visit/vehicles", form.text("seen")
    if form.text("do") == "remove":
        try:
            step = await remove_member(member, gathering=gathering, by=access.actor, now=now)
        except Conflict as error:
            return go(
                f"{own}/crew/{member}", say=error.told(language_of(request, staff=True)), kind="warning"
            )
        await announce(gathering.id)
        return go(own, say=Message("Removed."), undo=undo_path(step, gathering))
    one = (await fleet_of(gathering)).member(member)
    told, unread = _read(form, gathering)
    try:
        told = await _settled(told, unread, gathering)
        await change_member(member, told, seen=seen, gathering=gathering, by=access.actor, now=now)
    except ChangedSince as error:
        one = (await fleet_of(gathering)).member(member)
        told = with_theirs(told, seen, bare_member(one))
        return await _page(
            request,
            gathering,
            one,
            told,
            seen=marks(bare_member(one)),
            problems=error.problems,
            crossed=error,
        )
    except Invalid as error:
        return await _page(request, gathering, one, told, form=form, seen=seen, problems=error.problems)
    await announce(gathering.id)
    return go(own, say=Message("Saved."))


def _read(form: Form, gathering: Gathering) -> tuple[MemberTold, dict[str, Problem]]:
    typed = Typed(form, gathering.zone)
    return read_member(typed), typed.problems


async def _settled(told: MemberTold, unread: dict[str, Problem], gathering: Gathering) -> MemberTold:
    badges = (await fleet_of(gathering)).badges
    return settled(told, lambda one: checked_member(one, badges), unread)


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    one: MemberView | None,
    told: MemberTold,
    *,
    form: Form | None = None,
    seen: str = "",
    problems: dict[str, Problem] | None = None,
    crossed: Conflict | None = None,
) -> Response[Any]:
    language, spoken = language_of(request, staff=True), {option.key for option in LANGUAGES}
    typed = {
        "number": told.number, "name": told.name,
        "languages": "、".join(word for word in told.languages if word not in spoken),
    }  # fmt: skip
    for name in ("begins_at", "ends_at"):
        at: datetime | None = getattr(told, name)
        typed[name] = f"{at.astimezone(gathering.zone):%Y-%m-%dT%H:%M}" if at else ""
        typed[name] = form.text(name) if form else typed[name]
    return page(
        request, "itinerary/crews/member.html", status=409 if crossed else 422 if problems else 200, staff=True,
        one=one, told=told, typed=typed, seen=seen, labels=LABELS, roles=ROLES,
        spoken=[(option.key, option.words.said(language)) for option in LANGUAGES],
        crossed=crossed.told(language) if crossed else "",
        problems={name: problem.told(language) for name, problem in (problems or {}).items()},
    )  # fmt: skip


HANDLERS = [new_member_page, send_new_member, member_page, send_member]
