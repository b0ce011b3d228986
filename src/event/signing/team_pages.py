"""The service team of an agreement, in the console and for programs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.errors import Conflict, Invalid
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, read_json
from event.language import Message
from event.people.rules import Access, Permission
from event.signing.errors import ChangedMeanwhile
from event.signing.queries import item_of
from event.signing.team import MOST_MEMBERS, MemberTold, save_team, team_of
from event.signing.typed import revision_opened

_PAGE = "/console/{slug:str}/signing/items/{code:str}/team"
_API = "/api/v1/gatherings/{slug:str}/signing/items/{code:str}/team"
_READ = {"permission": Permission.SIGNING_READ}
_WRITE = {"permission": Permission.SIGNING_WRITE}
_SPARE = 3
COLUMNS: tuple[tuple[str, Message], ...] = (
    ("duty", Message("What they do")), ("name", Message("Name")), ("unit", Message("Unit")),
)  # fmt: skip


class TeamView(msgspec.Struct):
    """The service team of an agreement, to be sent back with `revision`."""

    revision: int
    service_team: str
    members: list[MemberTold]


class TeamTold(msgspec.Struct):
    """The members of a service team in their order."""

    members: list[MemberTold]


@get(_PAGE, opt=_READ, include_in_schema=False)
async def team_page(
    request: Request[Any, Any, Any], code: FromPath[str], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """The members, with lines for more."""
    item = await item_of(gathering, code)
    return await _page(request, gathering, code, await team_of(item.id), revision=item.revision)


@post(_PAGE, opt=_WRITE, include_in_schema=False)
async def send_team(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save the team whole; who saves second keeps what was typed and sees what is saved."""
    members, revision = read_members(form), revision_opened(form)
    try:
        await save_team(code, members, revision=revision, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await _page(request, gathering, code, members, revision=revision, problems=error)
    except ChangedMeanwhile as error:
        return await _page(request, gathering, code, members, revision=error.revision, crossed=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/signing/items/{code}", say=Message("The service team is saved."))


@get(_API, opt=_READ, tags=["Signing"])
async def api_team(code: FromPath[str], gathering: NamedDependency[Gathering]) -> TeamView:
    """The service team of an agreement: its name and its members."""
    item = await item_of(gathering, code)
    return TeamView(item.revision, item.told.service_team, list(await team_of(item.id)))


@put(_API, opt=_WRITE, tags=["Signing"])
async def api_save_team(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    revision: FromQuery[int],
) -> TeamView:
    """Name the members of an agreement that was read at `revision`: {"members": [{"duty", "name", "unit"}]}."""
    told = await read_json(request, TeamTold)
    await save_team(code, told.members, revision=revision, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    item = await item_of(gathering, code)
    return TeamView(item.revision, item.told.service_team, list(await team_of(item.id)))


def read_members(form: Form) -> list[MemberTold]:
    """The lines of the page that say anything."""
    members = []
    for place in range(MOST_MEMBERS + _SPARE):
        row = {name: form.text(f"{name}-{place}") for name, _ in COLUMNS}
        if any(row.values()):
            members.append(MemberTold(**row))
    return members


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    code: str,
    members: Sequence[MemberTold],
    *,
    revision: int,
    problems: Invalid | None = None,
    crossed: Conflict | None = None,
) -> Response[Any]:
    language, item = language_of(request, staff=True), await item_of(gathering, code)
    return page(
        request, "signing/team.html", status=422 if problems else 409 if crossed else 200, staff=True, item=item,
        rows=[*members, *([MemberTold(name="")] * min(_SPARE, max(MOST_MEMBERS - len(members), 0)))], columns=COLUMNS,
        revision=revision, problems=problems.told_fields(language) if problems else {},
        crossed=crossed.told(language) if crossed else "", theirs=await team_of(item.id) if crossed else (),
        may_write=Permission.SIGNING_WRITE in request.state.permissions,
    )  # fmt: skip


HANDLERS = [team_page, send_team, api_team, api_save_team]
