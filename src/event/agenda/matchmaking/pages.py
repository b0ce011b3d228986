"""The matchmaking in the console: a grid of times and zones, where slots are booked and freed."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.agenda.matchmaking.errors import UnknownSlot
from event.agenda.matchmaking.operations import (
    Layout,
    book_slot,
    free_slot,
    guest_numbered,
    lay_out,
    zones_in,
)
from event.agenda.matchmaking.queries import the_matchmaking, zones_of
from event.errors import Conflict, Invalid, NotFound, Problem, Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, needed_id, page, with_query
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.queries import Scope

ROOT = "/console/{slug:str}/agenda/matchmaking"
_LOOK, _WRITE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}
_BOOKED, _FREED = Message("The slot is booked."), Message("The slot is free again.")
_NOT_A_MOMENT = Message("Choose a day and a time.")
_LAID_OUT = Message("The zones and slots are saved.")


@get(ROOT, opt=_LOOK, include_in_schema=False)
async def matchmaking_page(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """Every slot by time and zone, with who has it."""
    return await _page(request, gathering, reach, {"slot": request.query_params.get("slot", "")})


@post(ROOT, opt=_WRITE, include_in_schema=False)
async def send_slot(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Book a slot for a guest, or free it."""
    slot, freeing, had = form.text("free") or form.text("slot"), bool(form.text("free")), ""
    try:
        if freeing:
            had = await free_slot(needed_id(slot, UnknownSlot), gathering=gathering, by=access.actor, now=now)
        else:
            guest = await guest_numbered(form.text("guest"), gathering)
            await book_slot(
                needed_id(slot, UnknownSlot), guest, gathering=gathering, by=access.actor, now=now
            )
    except (Conflict, NotFound) as error:
        typed = {"slot": slot, "guest": form.text("guest")}
        return await _page(request, gathering, reach, typed, refused=error)
    await announce(gathering.id)
    own = f"/console/{gathering.slug}/agenda/matchmaking"
    return go(
        own, say=_FREED if freeing else _BOOKED, undo=with_query(own, slot=slot, guest=had) if had else ""
    )


@post(f"{ROOT}/layout", opt=_WRITE, include_in_schema=False)
async def send_layout(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Say which zones there are, and when they receive guests."""
    try:
        told = Layout(
            zones_in(form.text("zones")), _moment(form.text("starts_at"), gathering),
            _number(form.text("minutes")), _number(form.text("slots")),
        )  # fmt: skip
        await lay_out(told, gathering=gathering, by=access.actor, now=now)
    except (Invalid, Conflict) as error:
        return await _page(request, gathering, reach, form.typed, refused=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/agenda/matchmaking", say=_LAID_OUT)


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    reach: Scope,
    typed: Any,
    *,
    refused: Refusal | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    zones = await zones_of(gathering, language=language, scope=reach)
    slots = [(zone, cell) for zone in zones for cell in zone.slots]
    times = sorted({(cell.starts_at, cell.ends_at) for _, cell in slots})
    return page(
        request, "agenda/matchmaking.html", status=422 if refused else 200, staff=True, zones=zones, times=times,
        at={(zone.code, cell.starts_at, cell.ends_at): cell for zone, cell in slots},
        free=[(str(cell.id), f"{cell.times()} {zone.code} {zone.unit}") for zone, cell in slots if not cell.taken],
        booked=sum(cell.taken for _, cell in slots), typed=_typed(zones) | dict(typed),
        session=await the_matchmaking(gathering), problem=refused.told(language) if refused else "",
        problems=refused.told_fields(language) if isinstance(refused, Invalid) else {},
    )  # fmt: skip


def _typed(zones: list[Any]) -> dict[str, str]:
    """What the form of zones shows: what there is."""
    first = next((cell for zone in zones for cell in zone.slots), None)
    minutes = int((first.ends_at - first.starts_at).total_seconds() // 60) if first else 20
    return {
        "zones": "\n".join(f"{zone.code} {zone.unit}" for zone in zones),
        "starts_at": f"{first.starts_at:%Y-%m-%dT%H:%M}" if first else "",
        "minutes": str(minutes), "slots": str(max((len(zone.slots) for zone in zones), default=9)),
    }  # fmt: skip


def _moment(text: str, gathering: Gathering) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=gathering.zone)
    except ValueError:
        raise Invalid({"starts_at": Problem(_NOT_A_MOMENT)}) from None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0  # noqa: PLR2004


HANDLERS = [matchmaking_page, send_slot, send_layout]
