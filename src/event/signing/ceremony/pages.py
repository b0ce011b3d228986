"""The ceremony in the console: batches in order, places at the table, run sheet, things that lie ready."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from event.errors import Conflict, Invalid
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message
from event.people.rules import Access, Permission
from event.signing.ceremony.arranging import arrange, fix_order, moved, read_order, set_free, usual_order
from event.signing.ceremony.plan import VIEWS
from event.signing.ceremony.views import ceremony_of
from event.signing.money import said

_SAVED = Message("The order is saved.")
_FROZEN = Message("The order is frozen. Papers can be printed.")
_FREE = Message("The order can be changed again. Papers printed before may be wrong afterwards.")
_USUAL = Message("The order is the usual one: by type, then by amount.")


@get("/console/{slug:str}/signing", opt={"permission": Permission.SIGNING_READ}, include_in_schema=False)
async def signing_first(gathering: NamedDependency[Gathering]) -> Redirect:
    """The signing begins with its agreements."""
    return go(f"/console/{gathering.slug}/signing/items")


@get(
    "/console/{slug:str}/signing/ceremony",
    opt={"permission": Permission.SIGNING_READ},
    include_in_schema=False,
)
async def ceremony_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """The whole ceremony as it is prepared."""
    return await _page(request, gathering)


@post(
    "/console/{slug:str}/signing/ceremony",
    opt={"permission": Permission.SIGNING_WRITE},
    include_in_schema=False,
)
async def send_order(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Put agreements into another order: dragged ones come as an order, buttons as up:P01 or down:P01."""
    seen, (step, _, code) = form.text("seen"), form.text("do").partition(":")
    try:
        order = read_order(form.text("order") or seen)
        if step in ("up", "down"):
            order = moved(order, code, up=step == "up")
        await arrange(order, seen=seen, gathering=gathering, by=access.actor, now=now)
    except (Conflict, Invalid) as error:
        return await _page(request, gathering, problem=_told(error, request), status=_status(error))
    await announce(gathering.id)
    here = f"/console/{gathering.slug}/signing/ceremony"
    return go(f"{here}#item-{code}" if code else here, say=_SAVED)


@post(
    "/console/{slug:str}/signing/ceremony/freeze",
    opt={"permission": Permission.SIGNING_WRITE},
    include_in_schema=False,
)
async def send_freeze(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Freeze the order, set it free, or go back to the usual one; the button says which."""
    by, asked = access.actor, form.text("do")
    try:
        if asked == "free":
            await set_free(gathering, by=by, now=now)
        elif asked == "usual":
            await usual_order(seen=form.text("seen"), gathering=gathering, by=by, now=now)
        else:
            await fix_order(gathering, by=by, now=now)
    except Conflict as error:
        return await _page(request, gathering, problem=_told(error, request), status=409)
    await announce(gathering.id)
    told = {"free": _FREE, "usual": _USUAL}.get(asked, _FROZEN)
    return go(f"/console/{gathering.slug}/signing/ceremony", say=told)


def _told(error: Conflict | Invalid, request: Request[Any, Any, Any]) -> str:
    language = language_of(request, staff=True)
    if isinstance(error, Invalid):
        return " ".join(error.told_fields(language).values())
    return error.told(language)


def _status(error: Conflict | Invalid) -> int:
    return 422 if isinstance(error, Invalid) else 409


async def _page(
    request: Request[Any, Any, Any], gathering: Gathering, *, problem: str = "", status: int = 200
) -> Response[Any]:
    told = await ceremony_of(gathering, language=language_of(request, staff=True))
    return page(
        request, "signing/ceremony/ceremony.html", status=status, staff=True, told=told, views=VIEWS, problem=problem, money=said
    )  # fmt: skip


HANDLERS = [signing_first, ceremony_page, send_order, send_freeze]
