"""The print queue in the console: what needs somebody, what goes on by itself, what is done; it goes on by itself."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from litestar import Request, Response, get, post
from litestar.channels import ChannelsPlugin
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, ServerSentEvent

from event.checkin.streaming import Parts, stream
from event.errors import NotFound, Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, now_utc, own_path, page
from event.language import Message
from event.people.rules import Access, Permission
from event.people.sessions import access_of
from event.printing.queue.asking import ask
from event.printing.queue.choosing import open_stations, remembering, station_chosen
from event.printing.queue.errors import UnknownStation
from event.printing.queue.queries import one_station, queue_of, stations_of
from event.printing.queue.settling import cancel, it_came_out, move, print_again
from event.printing.queue.tables import JobState
from event.registration.errors import UnknownDelegation
from event.registration.queries import delegations_of
from event.templating import rendered

STATES: dict[JobState, Message] = {
    JobState.WAITING: Message("Waiting to be printed"), JobState.PRINTING: Message("Printing"), JobState.PERHAPS: Message("Perhaps printed"),
    JobState.PRINTED: Message("Printed"), JobState.FAILED: Message("Failed"), JobState.CANCELLED: Message("Cancelled"),
}  # fmt: skip
CHIPS: dict[JobState, str] = {
    JobState.WAITING: "submitted", JobState.PRINTING: "approved", JobState.PERHAPS: "waitlisted",
    JobState.PRINTED: "approved", JobState.FAILED: "declined", JobState.CANCELLED: "withdrawn",
}  # fmt: skip
PROBLEMS = {
    "load": Message("The station could not load it, five times."),
    "void": Message("The badge is void by now."),
    "did_not": Message("It did not come out."),
}
_DONE = {
    "came-out": Message("Noted: it came out."), "again": Message("It is printed again."),
    "cancel": Message("It is not printed."), "move": Message("It is printed at the other station."),
}  # fmt: skip


class UnknownStep(NotFound):
    """The queue has no such step."""

    sentence = Message("There is nothing at this address. Check the link, or start from the first page.")


@get("/console/{slug:str}/print/queue", opt={"permission": Permission.PRINT}, include_in_schema=False)
async def queue_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """Every badge that waits, is being printed, perhaps was, or was."""
    return await _page(request, gathering, now)


@get("/console/{slug:str}/print/queue/live", opt={"permission": Permission.PRINT}, include_in_schema=False)
async def queue_live(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    channels: NamedDependency[ChannelsPlugin],
) -> ServerSentEvent:
    """The queue again whenever it has changed; it ends with the reader's session."""
    language, token, csrf = (
        language_of(request, staff=True), request.state["session_token"], request.state["form_token"],
    )  # fmt: skip

    async def parts() -> Parts | None:
        now = now_utc()
        access = await access_of(token, now=now)
        if access is None or not access.may(Permission.PRINT, gathering.id):
            return None
        told = await _told(gathering, now)
        return {
            "queue": rendered(
                "printing/queue/jobs.html", language=language, held=gathering, csrf=csrf, **told
            )
        }

    return stream(gathering.id, channels, parts)


@post(
    "/console/{slug:str}/print/queue/{job:uuid}/{step:str}",
    opt={"permission": Permission.PRINT},
    include_in_schema=False,
)
async def settle_job(
    job: FromPath[UUID],
    step: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Redirect:
    """What somebody at the queue says of a badge: it came out, print it again, do not, or elsewhere."""
    told: dict[str, Any] = {"gathering": gathering.id, "by": access.actor, "now": now}
    steps: dict[str, Callable[[], Awaitable[Any]]] = {
        "came-out": lambda: it_came_out(job, **told),
        "again": lambda: print_again(job, request=further(job), **told),
        "cancel": lambda: cancel(job, **told),
        "move": lambda: move(job, station=_id(form.text("station")), **told),
    }
    if step not in steps:
        raise UnknownStep
    await steps[step]()
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/print/queue", say=_DONE[step])


@post(
    "/console/{slug:str}/print/queue/delegation",
    opt={"permission": Permission.PRINT},
    include_in_schema=False,
)
async def print_delegation(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The badges of everybody in a delegation, one after the other."""
    known = {one.code: one.id for one in await delegations_of(gathering.id)}
    try:
        if form.text("delegation") not in known:
            raise UnknownDelegation
        await ask(
            gathering=gathering, station=_id(form.text("station")), request=_id(form.text("request")),
            delegation=known[form.text("delegation")], by=access.actor, now=now,
        )  # fmt: skip
    except Refusal as error:
        told = error.told(language_of(request, staff=True))
        return await _page(request, gathering, now, typed=form.typed, problem=told)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/print/queue", say=Message("The badges are in the queue."))


@post("/console/{slug:str}/print/station", opt={"permission": Permission.PRINT}, include_in_schema=False)
async def choose_station(
    gathering: NamedDependency[Gathering], form: NamedDependency[Form], now: NamedDependency[datetime]
) -> Redirect:
    """Remember in this browser where its badges are printed."""
    wanted = form.text("station")
    station = (await one_station(_id(wanted), gathering=gathering, now=now)).id if wanted else None
    sent = go(own_path(form.text("back")))
    sent.cookies.append(remembering(station, gathering))
    return sent


def further(job: UUID) -> UUID:
    """The request for a further print of a job: pressed twice, on two pages, it is still one."""
    return uuid5(job, "again")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UnknownStation from None


async def _told(gathering: Gathering, now: datetime) -> dict[str, Any]:
    stations = await stations_of(gathering, now=now)
    return {
        "queue": await queue_of(gathering, now=now), "stations": open_stations(stations), "states": STATES,
        "chips": CHIPS, "job_problems": PROBLEMS, "now": now,
    }  # fmt: skip


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    now: datetime,
    *,
    typed: dict[str, str] | None = None,
    problem: str = "",
) -> Response[Any]:
    chosen = station_chosen(request, await stations_of(gathering, now=now))
    typed = typed or {"delegation": request.query_params.get("delegation", "")}
    return page(
        request, "printing/queue/queue.html", status=409 if problem else 200, staff=True, problem=problem,
        typed={"station": str(chosen.id) if chosen else "", "request": str(uuid4())} | typed,
        delegations=await delegations_of(gathering.id), **await _told(gathering, now),
    )  # fmt: skip


HANDLERS = [queue_page, queue_live, settle_job, print_delegation, choose_station]
