"""The wall as a page that goes on by itself; without scripts it is loaded again four times a minute."""

from typing import Any

from litestar import get
from litestar.channels import ChannelsPlugin
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import ServerSentEvent, Template

from event.checkin.board import counts
from event.checkin.streaming import Parts, stream
from event.checkin.wall import UnknownWall, refuse_unless_shown, words
from event.gathering.tables import Gathering
from event.http import now_utc
from event.templating import rendered


@get("/wall/{slug:str}/{code:str}", opt={"public": True}, include_in_schema=False)
async def wall_page(code: FromPath[str], gathering: NamedDependency[Gathering]) -> Template:
    """How many have come, in large type, in Chinese and English at once."""
    refuse_unless_shown(code, gathering)
    live = f"/wall/{gathering.slug}/{code}/live"
    return Template(
        "checkin/wall.html", context=await _context(gathering) | {"live": live}, media_type="text/html"
    )


@get("/wall/{slug:str}/{code:str}/live", opt={"public": True}, include_in_schema=False)
async def wall_live(
    code: FromPath[str], gathering: NamedDependency[Gathering], channels: NamedDependency[ChannelsPlugin]
) -> ServerSentEvent:
    """The wall again whenever somebody has come, until its link is revoked."""
    refuse_unless_shown(code, gathering)

    async def parts() -> Parts | None:
        held = await Gathering.objects().get(Gathering.id == gathering.id)
        if held is None:
            return None
        try:
            refuse_unless_shown(code, held)
        except UnknownWall:
            return None
        return {"wall": rendered("checkin/wall_figures.html", **await _context(held))}

    return stream(gathering.id, channels, parts)


async def _context(gathering: Gathering) -> dict[str, Any]:
    now = now_utc()
    told = await counts(gathering, now=now)
    return {"language": "zh-Hans", "held": gathering, "counts": told, "words": words(told), "now": now}


HANDLERS = [wall_page, wall_live]
