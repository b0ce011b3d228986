"""Waves of arrivals in the console and for programs."""

from datetime import date, datetime, time
from typing import Any

from litestar import Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.errors import Conflict, Invalid, Problem
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, read_json
from event.itinerary.transfers.pages import CHANGE, LOOK, MODES, ROOT
from event.itinerary.transfers.waves import WaveTold, WaveView, remove_wave, save_wave, waves_of
from event.language import Message
from event.people.rules import Access
from event.people.undoing import undo_path

_API = "/api/v1/gatherings/{slug:str}/waves"
_NOT_A_TIME = Message("Write the day and time, such as 2026-10-15 14:30.")


class WaveAsked(WaveTold, frozen=True):
    """A wave as it is to be; `seen` as it was answered, empty for a new one."""

    seen: str = ""


@get(f"{ROOT}/waves", opt=CHANGE, include_in_schema=False)
async def waves_page(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> Response[Any]:
    """Every wave, to be changed, and a line for a new one."""
    return await _page(request, gathering)


@post(f"{ROOT}/waves", opt=CHANGE, include_in_schema=False)
async def send_wave(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add, change or remove a wave."""
    own = f"/console/{gathering.slug}/visit/transfers/waves"
    who: dict[str, Any] = {
        "seen": form.text("seen"), "gathering": gathering, "by": access.actor, "now": now,
    }  # fmt: skip
    try:
        if form.text("do") == "remove":
            step = await remove_wave(form.text("code"), **who)
            return go(own, say=Message("The wave is removed."), undo=undo_path(step, gathering))
        await save_wave(form.text("code"), _read(form), **who)
    except (Invalid, Conflict) as error:
        return await _page(request, gathering, form=form, error=error)
    return go(own, say=Message("Saved."))


def _read(form: Form) -> WaveTold:
    try:
        on, begins, ends = form.text("on_day"), form.text("begins_at"), form.text("ends_at")
        return WaveTold(
            form.text("mode"), form.text("name_zh"), date.fromisoformat(on) if on else None,
            time.fromisoformat(begins) if begins else None, time.fromisoformat(ends) if ends else None,
        )  # fmt: skip
    except ValueError:
        raise Invalid({"on_day": Problem(_NOT_A_TIME)}) from None


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    *,
    form: Form | None = None,
    error: Invalid | Conflict | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    problems = error.told_fields(language) if isinstance(error, Invalid) else {}
    return page(
        request, "itinerary/transfers/waves.html", status=200 if error is None else 422 if problems else 409, staff=True,
        waves=await waves_of(gathering), typed=form.typed if form is not None else {}, problems=problems, modes=MODES,
        error=error.told(language) if error and not problems else "",
    )  # fmt: skip


@get(_API, opt=LOOK, tags=["Transfers"])
async def api_waves(gathering: NamedDependency[Gathering]) -> list[WaveView]:
    """Waves of arrivals, with how many flights, trains and guests each has."""
    return await waves_of(gathering)


@put(_API + "/{code:str}", opt=CHANGE, tags=["Transfers"])
async def api_save_wave(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> list[WaveView]:
    """Add a wave, or change the one of this code; 409 where somebody changed it since it was read."""
    told = await read_json(request, WaveAsked)
    wave = WaveTold(told.mode, told.name_zh, told.on_day, told.begins_at, told.ends_at)
    await save_wave(code, wave, seen=told.seen, gathering=gathering, by=access.actor, now=now)
    return await waves_of(gathering)


@delete(_API + "/{code:str}", opt=CHANGE, tags=["Transfers"])
async def api_remove_wave(
    code: FromPath[str],
    seen: FromQuery[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Remove a wave that has no flight, train or guest."""
    await remove_wave(code, seen=seen, gathering=gathering, by=access.actor, now=now)


HANDLERS = [waves_page, send_wave, api_waves, api_save_wave, api_remove_wave]
