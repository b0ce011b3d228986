"""The page with the papers of the visit, hotels and transfers: choose, take as PDF or workbook."""

from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Invalid, Refusal
from event.gathering.tables import Gathering
from event.http import Form, language_of, page
from event.language import GUEST_LANGUAGES, Message, chosen
from event.people.rules import Access, Permission
from event.printing.centre.asking import parameter_of
from event.printing.centre.document import may_see_private
from event.printing.centre.views import as_file, made_for
from event.printing.visit.choosing import offered
from event.printing.visit.documents import PREFIX, VISIT_DOCUMENTS
from event.templating import day as said_day

DOCUMENTS = {name.removeprefix(PREFIX): one for name, one in VISIT_DOCUMENTS.items()}
ASKED_LABELS = {
    "bus": Message("Bus no."), "vehicle": Message("Vehicle"), "hotel": Message("Hotel"), "day": Message("Day"),
    "night": Message("Night of"), "transfer_day": Message("Day"),
}  # fmt: skip
GROUPS = (
    (Message("Homeland visit"), ("manifest", "roll-call", "run-sheet", "guide-sheet", "vehicles", "meals")),
    (Message("Hotels"), ("rooming", "hotels")), (Message("Pickups and departures"), ("pickups", "departures", "name-boards")),
)  # fmt: skip
LISTS = (
    ("visit", Message("Homeland visit: routes, stops, vehicles, canteens, seats")), ("hotels", Message("Hotels, rooms, who sleeps where")),
    ("transfers", Message("Waves, flights and trains, pickups, departures")),
)  # fmt: skip


@get("/console/{slug:str}/visit/paper", opt={"permission": Permission.PRINT}, include_in_schema=False)
async def paper_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> Response[Any]:
    """What there is to print."""
    return await _page(request, gathering, access, typed={"language": request.query_params.get("paper", "")})


@post(
    "/console/{slug:str}/visit/paper",
    opt={"permission": Permission.PRINT},
    include_in_schema=False,
    status_code=200,
)
async def take_paper(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Make a paper and send it as a file; the button says which, as manifest.pdf or manifest.xlsx."""
    name, _, format_ = form.text("make").partition(".")
    asked = {"language": form.text("language"), "format": format_}
    for one in DOCUMENTS[name].asks if name in DOCUMENTS else ():
        asked[parameter_of(one)] = form.text(f"{name}-{one}")
    try:
        return as_file(await made_for(PREFIX + name, asked, gathering, access, now))
    except Refusal as error:
        language = language_of(request, staff=True)
        told = error.told_fields(language) if isinstance(error, Invalid) else {}
        problem = " ".join(told.values()) or error.told(language)
        return await _page(request, gathering, access, typed=form.typed, problem=problem)


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    access: Access,
    *,
    typed: dict[str, str],
    problem: str = "",
) -> Response[Any]:
    language = language_of(request, staff=True)
    private = may_see_private(access, gathering)
    there = await offered(gathering, language=language)
    options = {
        "bus": there.buses, "vehicle": there.vehicles, "hotel": there.hotels, "day": _days(there.days, language),
        "night": _days(there.nights, language), "transfer_day": _days(there.transfer_days, language),
    }  # fmt: skip
    shown = {name: one for name, one in DOCUMENTS.items() if private or not one.private}
    return page(
        request, "printing/visit_paper.html", status=422 if problem else 200, staff=True, documents=shown, options=options,
        several={name for name, found in options.items() if len(found) > 1}, asked_labels=ASKED_LABELS, groups=GROUPS,
        paper_language=chosen(typed.get("language"), GUEST_LANGUAGES) or GUEST_LANGUAGES[0], lists=LISTS if private else (), typed=typed, problem=problem,
    )  # fmt: skip


def _days(found: list[date], language: str) -> list[tuple[str, str]]:
    return [(day.isoformat(), said_day(day, language)) for day in found]


HANDLERS = [paper_page, take_paper]
