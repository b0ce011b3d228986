"""The board that counts along while people arrive, as each reader may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.channels import ChannelsPlugin
from litestar.di import NamedDependency
from litestar.response import Redirect, ServerSentEvent

from event.checkin.board import counts
from event.checkin.counts import Counts
from event.checkin.missing import Missing, missing_vips
from event.checkin.notes import how_many_open
from event.checkin.streaming import Parts, stream
from event.checkin.wall import move_wall, wall_path
from event.gathering.tables import Gathering
from event.http import go, language_of, now_utc, page
from event.language import Message
from event.people.rules import Access, Permission
from event.people.sessions import access_of
from event.registration.queries import scope_of
from event.templating import rendered

_MOVED = Message("The wall has a new link; the one before leads nowhere any more.")
PARTS = ("figures", "inside", "delegations", "checkpoints", "chart", "minutes", "vips", "devices")


@dataclass(frozen=True)
class Board:
    """What one reader sees; `missing` is None for those who may not see contacts."""

    counts: Counts
    missing: list[Missing] | None
    notes: int | None


@get("/console/{slug:str}/board", opt={"permission": Permission.SCAN}, include_in_schema=False)
async def board_page(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The board; it goes on by itself where scripts run."""
    language = language_of(request, staff=True)
    seen = await board_for(access, gathering, language=language, now=now)
    wall = wall_path(gathering) if access.may(Permission.FIGURES, gathering.id) else ""
    return page(request, "checkin/board.html", staff=True, board=seen, now=now, parts=PARTS, wall=wall)


@post(
    "/console/{slug:str}/board/wall", opt={"permission": Permission.GATHERING_WRITE}, include_in_schema=False
)
async def board_wall(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Redirect:
    """Another link for the wall."""
    await move_wall(gathering, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/board", say=_MOVED)


@get("/console/{slug:str}/board/live", opt={"permission": Permission.SCAN}, include_in_schema=False)
async def board_live(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    channels: NamedDependency[ChannelsPlugin],
) -> ServerSentEvent:
    """What has changed on the board, on any web node; it ends with the reader's session."""
    language, token = language_of(request, staff=True), request.state["session_token"]

    async def parts() -> Parts | None:
        now = now_utc()
        access = await access_of(token, now=now)
        if access is None or not access.may(Permission.SCAN, gathering.id):
            return None
        seen = await board_for(access, gathering, language=language, now=now)
        told = {"language": language, "held": gathering, "board": seen, "now": now}
        return {name: rendered(f"checkin/board/{name}.html", **told) for name in PARTS}

    return stream(gathering.id, channels, parts)


async def board_for(access: Access, gathering: Gathering, *, language: str, now: datetime) -> Board:
    """The board as one reader may see it: names and phones only for those who may see contacts."""
    told = await counts(gathering, now=now)
    if not access.may(Permission.GUESTS_CONTACT, gathering.id):
        return Board(told, None, None)
    scope = await scope_of(access, gathering)
    missing = (
        await missing_vips(gathering, told.vips, scope=scope, language=language) if told.vips_missing else []
    )
    return Board(told, missing, await how_many_open(gathering, scope=scope))


HANDLERS = [board_page, board_wall, board_live]
