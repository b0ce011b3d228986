"""Making and changing a seat plan, taking people in, and one person of it: seat, role, words on the card."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.agenda.seating.choosing import SOURCES, add_from, source_options
from event.agenda.seating.circles import add_circle, remove_circle
from event.agenda.seating.labels import EVEN_RULES, KINDS, SEAT_RULES
from event.agenda.seating.operations import add_named, change_person, move, take_out
from event.agenda.seating.pages import CHANGE, PLAN, ROOT, place_in
from event.agenda.seating.plans import PlanTold, change_plan, make_plan, told_plan
from event.agenda.seating.precedence import LABELS, USUAL
from event.agenda.seating.reading import chart_of
from event.agenda.seating.views import chart_view, sitter_view
from event.comparing import marks
from event.database import fetch
from event.errors import Conflict, Invalid, NotFound, Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message, in_language, translated
from event.people.rules import Access
from event.people.undoing import undo_path

_SAVED = Message("Saved.")
_ADDED = Message("People are added to the plan.")
_NOBODY_NEW = Message("Nobody was added: they are in the plan already, or do not come.")


@get(f"{ROOT}/new", opt=CHANGE, include_in_schema=False)
async def new_plan_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """The form of a new plan."""
    return await _form(request, gathering, PlanTold("", session=request.query_params.get("session", "")))


@post(f"{ROOT}/new", opt=CHANGE, include_in_schema=False)
async def send_new_plan(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Begin a plan."""
    told = _read(form)
    try:
        made = await make_plan(told, gathering=gathering, by=access.actor, now=now)
    except (Invalid, Conflict) as error:
        return await _form(request, gathering, told, error=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/seats/{made}/people")


@get(f"{PLAN}/settings", opt=CHANGE, include_in_schema=False)
async def settings_page(
    request: Request[Any, Any, Any], plan: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """What a plan is: seats, rule, what its order is computed from."""
    return await _form(request, gathering, await told_plan(plan, gathering), plan=plan)


@post(f"{PLAN}/settings", opt=CHANGE, include_in_schema=False)
async def send_settings(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Change what a plan is."""
    told = _read(form)
    try:
        await change_plan(plan, told, seen=form.text("seen"), gathering=gathering, by=access.actor, now=now)
    except (Invalid, Conflict) as error:
        return await _form(request, gathering, told, plan=plan, error=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/seats/{plan}", say=_SAVED)


@get(f"{PLAN}/people", opt=CHANGE, include_in_schema=False)
async def people_page(
    request: Request[Any, Any, Any], plan: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Taking people in, and wishes of who sits together or apart."""
    return await _people(request, plan, gathering)


@post(f"{PLAN}/people", opt=CHANGE, include_in_schema=False)
async def send_people(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take people in, add a leader by name, add or forget a wish; the button says which."""
    who: dict[str, Any] = {"gathering": gathering, "by": access.actor, "now": now}
    what, say, undo = form.text("do"), str(_SAVED), ""
    try:
        if what == "add":
            chart = await chart_of(plan, gathering)
            source = form.text("numbers") or form.text("source")
            say = _ADDED if await add_from(source, chart, role=form.text("role"), **who) else _NOBODY_NEW
        elif what == "named":
            await add_named(
                form.text("name")[:80],
                plan=plan,
                title=form.text("title")[:120],
                role=form.text("named_role"),
                **who,
            )
        elif what == "circle":
            numbers = form.text("circle").replace(",", " ").replace("、", " ").split()
            await add_circle(numbers, apart=form.text("apart") == "apart", plan=plan, **who)
        elif what.startswith("forget:") and what[7:].isdigit():
            undo = undo_path(await remove_circle(int(what[7:]), plan=plan, **who), gathering)
    except (Invalid, Conflict) as error:
        return await _people(request, plan, gathering, form=form, error=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/seats/{plan}/people", say=say, undo=undo)


@get(f"{PLAN}/people/{{seat:uuid}}", opt=CHANGE, include_in_schema=False)
async def person_page(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    seat: FromPath[UUID],
    gathering: NamedDependency[Gathering],
) -> Response[Any]:
    """One person of a plan: every seat to choose from, and who sits there."""
    return await _person(request, plan, seat, gathering)


@post(f"{PLAN}/people/{{seat:uuid}}", opt=CHANGE, include_in_schema=False)
async def send_person(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    seat: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Give the person another seat, say what they are here, or take them out."""
    who: dict[str, Any] = {"plan": plan, "gathering": gathering, "by": access.actor, "now": now}
    root = f"/console/{gathering.slug}/seats/{plan}"
    try:
        if form.text("do") == "move":
            to, _, holds = form.text("to").partition("|")
            await move(seat, place_in(to), seen=form.text("seen"), holds=holds, **who)
        elif form.text("do") == "out":
            await take_out([seat], **who)
        else:
            await change_person(
                seat,
                role=form.text("role")[:20],
                title=form.text("title")[:120],
                fixed=form.ticked("fixed"),
                seen=form.text("seen_words"),
                **who,
            )
    except (Conflict, NotFound) as error:
        return await _person(request, plan, seat, gathering, error=error)
    await announce(gathering.id)
    return go(root, say=_SAVED)


def _read(form: Form) -> PlanTold:
    text = form.text("head_tables")
    return PlanTold(
        form.text("name"), form.text("kind"), form.text("session"), form.text("rows"), form.text("seat_rule"),
        form.text("even_rule"), form.text("aisles"), form.text("near_door"),
        int(text) if text.isascii() and text.isdigit() else 0,
        " ".join(key for name in ("order_1", "order_2", "order_3", "order_4", "order_5", "order_6") if (key := form.text(name))),
    )  # fmt: skip


async def _form(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    told: PlanTold,
    *,
    plan: UUID | None = None,
    error: Refusal | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    problems = error.told_fields(language) if isinstance(error, Invalid) else {}
    sessions = await fetch(
        "SELECT code, title_zh, title_en FROM agenda_session WHERE gathering = $1 ORDER BY starts_at, position",
        gathering.id,
    )
    seen = marks(await told_plan(plan, gathering)) if plan else ""
    keys = (told.order_by.split() or list(USUAL)) + [""] * 6
    return page(
        request, "agenda/seating/settings.html", status=422 if problems else 409 if error else 200, staff=True, told=told, plan=plan,
        problems=problems, error=error.told(language) if error and not problems else "", seen=seen, keys=keys[:6],
        sessions=[("", translated(Message("None"), language))]
        + [(row["code"], f"{row['code']} {in_language(language, zh=row['title_zh'], en=row['title_en'])}") for row in sessions],
        kinds=KINDS, seat_rules=SEAT_RULES, even_rules=EVEN_RULES, order_labels=LABELS,
    )  # fmt: skip


async def _people(
    request: Request[Any, Any, Any],
    plan: UUID,
    gathering: Gathering,
    *,
    form: Form | None = None,
    error: Refusal | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    chart = await chart_of(plan, gathering, language=language)
    problems = error.told_fields(language) if isinstance(error, Invalid) else {}
    circles = [
        (one.number, one.apart, [member for member in chart.ordered if member.id in one.members])
        for one in chart.circles
    ]
    return page(
        request, "agenda/seating/people.html", status=422 if problems else 409 if error else 200, staff=True,
        chart=chart_view(chart, gathering, view="", scope=None, language=language), circles=circles,
        people=[sitter_view(chart, one) for one in chart.ordered], sources=SOURCES,
        options=await source_options(gathering, language), typed=form.typed if form else {}, problems=problems,
        error=error.told(language) if error and not problems else "",
    )  # fmt: skip


async def _person(
    request: Request[Any, Any, Any],
    plan: UUID,
    seat: UUID,
    gathering: Gathering,
    *,
    error: Refusal | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    chart = await chart_of(plan, gathering, language=language)
    one = chart.sitter(seat)
    places = [
        (row, place, chart.at.get((row, place)))
        for row, seats in enumerate(chart.layout.rows, 1)
        for place in range(1, seats + 1)
    ]
    return page(
        request, "agenda/seating/person.html", status=409 if error else 200, staff=True, one=sitter_view(chart, one), raw=one.state,
        chart=chart_view(chart, gathering, view="", scope=None, language=language), places=places,
        error=error.told(language) if error else "",
    )  # fmt: skip


HANDLERS = [
    new_plan_page, send_new_plan, settings_page, send_settings, people_page, send_people, person_page, send_person,
]  # fmt: skip
