"""The board's figures for programs."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, get
from litestar.di import NamedDependency

from event.checkin.board_pages import board_for
from event.checkin.counts import AtCheckpoint, Contact, Inside, Minute, Share
from event.checkin.missing import Missing
from event.gathering.tables import Gathering
from event.http import language_of
from event.people.rules import Access, Permission


class BoardView(msgspec.Struct):
    """How the arrival goes. Guests are those whose class counts as guests.

    `minutes` are the last sixty; `missing` names VIPs who have not come with their liaison, and is null for
    readers who may not see contacts; `open_notes` are notes from the desk that are not done, null likewise.
    """

    as_of: datetime
    due: int
    arrived: int
    inside: int
    vips_due: int
    vips_missing: int
    countries: int
    regions: int
    delegations: list[Share]
    checkpoints: list[AtCheckpoint]
    halls: list[Inside]
    minutes: list[Minute]
    devices: list[Contact]
    missing: list[Missing] | None
    open_notes: int | None


@get("/api/v1/gatherings/{slug:str}/board", opt={"permission": Permission.SCAN}, tags=["Check-in"])
async def api_board(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> BoardView:
    """The live board's figures as of now; the page gets them by server-sent events."""
    seen = await board_for(access, gathering, language=language_of(request, staff=True), now=now)
    told = seen.counts
    return BoardView(
        as_of=now, due=told.due, arrived=told.arrived, inside=told.inside_now, vips_due=told.vips_due,
        vips_missing=told.vips_missing, countries=told.countries, regions=told.regions,
        delegations=told.delegations, checkpoints=told.checkpoints, halls=told.inside, minutes=told.minutes,
        devices=told.devices, missing=seen.missing, open_notes=seen.notes,
    )  # fmt: skip


HANDLERS = [api_board]
