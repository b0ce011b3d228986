"""A guest's badge from the desk and the guest's page: print it as it is, or make a new one for one that is lost."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.database import fetch_one
from event.errors import Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, id_in, language_of, own_path, page
from event.language import Message, translated
from event.people.rules import Access, NotAllowed, Permission
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from event.printing.queue.asking import ask, new_badge
from event.printing.queue.choosing import open_stations, station_chosen
from event.printing.queue.queries import StationView, stations_of
from event.registration.adding import standing_ticket
from event.registration.errors import UnknownGuest
from event.registration.queries import Scope
from event.text import name_in

NO_REASON = Message("Please say why a new badge is printed.")
_AT = Message("{badge} is printed at “{station}”.")


@get(
    "/console/{slug:str}/guests/{guest:uuid}/badge",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def badge_page(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """What can be done about a guest's badge; htmx takes the forms alone, and where there is no station nothing."""
    _refuse_unless_prints(access, gathering)
    if "hx-request" in request.headers and not open_stations(await stations_of(gathering, now=now)):
        return Response(b"", status_code=204, media_type="text/html")
    return await _page(request, guest, gathering, reach, now, back=request.query_params.get("back", ""))


@post(
    "/console/{slug:str}/guests/{guest:uuid}/badge",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def send_badge(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Print the badge as it is, at the station or as PDF."""
    _refuse_unless_prints(access, gathering)
    station = id_in(form.text("station"))
    if station is None:
        return await _opened(gathering, guest, access, now)
    asked = await ask(
        gathering=gathering, station=station, request=id_in(form.text("request")) or uuid4(), guest=guest,
        scope=reach, by=access.actor, now=now,
    )  # fmt: skip
    await announce(gathering.id)
    ticket = await standing_ticket(guest)
    told = _told(ticket.badge_number if ticket else "", asked.station, language_of(request, staff=True))
    return go(own_path(form.text("back")), say=told)


@post(
    "/console/{slug:str}/guests/{guest:uuid}/badge/new",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def send_new_badge(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Void the badge, make another, print it; whoever asks second is told of the first."""
    _refuse_unless_prints(access, gathering)
    language = language_of(request, staff=True)
    station, back = id_in(form.text("station")), form.text("back")
    if not form.text("why"):
        problems = {"why": translated(NO_REASON, language)}
        return await _page(request, guest, gathering, reach, now, back=back, problems=problems)
    await _refuse_unless_reached(guest, gathering, reach)
    try:
        made = await new_badge(
            guest, gathering=gathering, reason=form.text("why"), station=station,
            request=id_in(form.text("request")) or uuid4(), seen=form.text("seen") or None, by=access.actor, now=now,
        )  # fmt: skip
    except Refusal as error:
        return await _page(request, guest, gathering, reach, now, back=back, problem=error.told(language))
    await announce(gathering.id)
    if made.asked is None:
        return await _opened(gathering, guest, access, now)
    return go(own_path(back), say=_told(made.ticket.badge_number, made.asked.station, language))


def _told(badge: str, station: str, language: str) -> str:
    return translated(_AT, language).format(badge=badge, station=station)


async def _opened(gathering: Gathering, guest: UUID, access: Access, now: datetime) -> Response[Any]:
    """The badge as PDF, in the browser that asked."""
    printed = await print_document("badges", gathering, Wanted(guests=(guest,)), by=access.actor, now=now)
    ticket = await standing_ticket(guest)
    name = f'inline; filename="{gathering.slug}-{ticket.badge_number if ticket else "badge"}.pdf"'
    return Response(
        printed.pdf, status_code=200, media_type="application/pdf", headers={"Content-Disposition": name}
    )


def _refuse_unless_prints(access: Access, gathering: Gathering) -> None:
    if not access.may(Permission.PRINT, gathering.id):
        raise NotAllowed


async def _refuse_unless_reached(guest: UUID, gathering: Gathering, reach: Scope) -> Any:
    row = await fetch_one(_GUEST, guest, gathering.id, list(reach) if reach is not None else None)
    if row is None:
        raise UnknownGuest
    return row


async def _page(
    request: Request[Any, Any, Any],
    guest: UUID,
    gathering: Gathering,
    reach: Scope,
    now: datetime,
    *,
    back: str,
    problem: str = "",
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    row = await _refuse_unless_reached(guest, gathering, reach)
    stations: list[StationView] = await stations_of(gathering, now=now)
    chosen = station_chosen(request, stations)
    alone = "hx-request" in request.headers
    return page(
        request, f"printing/queue/{'badge_part' if alone else 'badge'}.html",
        status=409 if problem else 422 if problems else 200, staff=True, guest=guest, guest_name=name_in(row),
        seen=row["badge_number"] or "", stations=open_stations(stations), at=chosen, request_id=uuid4(),
        back=own_path(back) if back else f"/console/{gathering.slug}/guests/{guest}", problem=problem,
        problems=problems or {},
    )  # fmt: skip


_GUEST = """
SELECT g.name_zh, g.latin_surname, g.latin_given, g.surname_first, t.badge_number
FROM guest g LEFT JOIN ticket t ON t.guest = g.id AND t.voided_at IS NULL
WHERE g.id = $1 AND g.gathering = $2 AND ($3::uuid[] IS NULL OR g.delegation = ANY($3))
"""

HANDLERS = [badge_page, send_badge, send_new_badge]
