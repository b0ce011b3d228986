"""Seat plans in the console: the list, and one plan with its seats, where people are dragged or chosen."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.channels import ChannelsPlugin
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import ServerSentEvent

from event.agenda.seating.labels import KINDS, STEPS
from event.agenda.seating.operations import clear, forget_turns, move, seat_in_order, set_turn
from event.agenda.seating.plans import freeze, release, remove_plan
from event.agenda.seating.proposing.operations import accept_proposal, ask_proposal, last_proposal
from event.agenda.seating.reading import chart_of, moved_now, plans_of
from event.agenda.seating.steps import last_step, undo
from event.agenda.seating.views import chart_view, sitter_view, within
from event.errors import Conflict, NotFound
from event.gathering.live import announce, channel
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, with_query
from event.language import Message
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.registration.queries import Scope

LOOK, CHANGE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}
ROOT = "/console/{slug:str}/seats"
PLAN = f"{ROOT}/{{plan:uuid}}"
_SAID = {
    "move": Message("Saved."), "undo": Message("It is undone."), "rank": Message("Everybody is seated by precedence."),
    "clear": Message("The seats are free again."), "forget": Message("The order is the computed one again."),
    "turn": Message("Saved."), "freeze": Message("The plan is frozen: nobody can change it until it is unfrozen."),
    "unfreeze": Message("The plan can be changed again."), "release": Message("Guests can now read where they sit."),
    "withhold": Message("Guests no longer see where they sit."), "remove": Message("The seat plan is removed."),
    "propose": Message("A proposal is being made. It takes about half a minute."), "accept": Message("The proposed seats are given."),
}  # fmt: skip


@get(ROOT, opt=LOOK, include_in_schema=False)
async def plans_page(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> Response[Any]:
    """Every seat plan, with how many people it has and how many are seated."""
    plans = await plans_of(gathering, language=language_of(request, staff=True))
    return page(request, "agenda/seating/plans.html", staff=True, plans=plans, kinds=KINDS)


@get(PLAN, opt=LOOK, include_in_schema=False)
async def plan_page(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """One plan: seats in the view asked for, who has none, what is to be looked at again."""
    language = language_of(request, staff=True)
    chart = await chart_of(plan, gathering, language=language, needs=reach is None)
    told = chart_view(
        chart, gathering, view=request.query_params.get("view", ""), scope=reach, language=language
    )
    step = await last_step(plan)
    return page(
        request, "agenda/seating/plan.html", staff=True, chart=told, kinds=KINDS, moved=await moved_now(plan),
        step=STEPS.get(step["kind"]) if step else None, proposal=await last_proposal(chart, language) if reach is None else None,
    )  # fmt: skip


@get(f"{PLAN}/order", opt=LOOK, include_in_schema=False)
async def order_page(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """The order of precedence, to be corrected by hand."""
    language = language_of(request, staff=True)
    chart = await chart_of(plan, gathering, language=language)
    people = [sitter_view(chart, one) for one in chart.ordered if within(one, reach)]
    told = chart_view(chart, gathering, view="", scope=reach, language=language)
    return page(
        request,
        "agenda/seating/order.html",
        staff=True,
        chart=told,
        people=people,
        moved=await moved_now(plan),
    )


@get(f"{PLAN}/live", opt=LOOK, include_in_schema=False)
async def plan_live(
    plan: FromPath[UUID], gathering: NamedDependency[Gathering], channels: NamedDependency[ChannelsPlugin]
) -> ServerSentEvent:
    """Another text whenever the plan changes, on any web node; empty once it is removed."""

    async def changes() -> AsyncGenerator[dict[str, str], None]:
        async with channels.start_subscription([channel(gathering.id)]) as subscription:
            last = await moved_now(plan)
            yield {"event": "moved", "data": last}
            async for _ in subscription.iter_events():
                if (moved := await moved_now(plan)) != last:
                    last = moved
                    yield {"event": "moved", "data": moved}

    return ServerSentEvent(changes())


@post(f"{PLAN}/do", opt=CHANGE, include_in_schema=False)
async def do_page(
    request: Request[Any, Any, Any],
    plan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Whatever a button or a drop on the plan's pages asks for."""
    who: dict[str, Any] = {"plan": plan, "gathering": gathering, "by": access.actor, "now": now}
    root, what = f"/console/{gathering.slug}/seats", form.text("do")
    back = (
        f"{root}/{plan}/order"
        if what in ("turn", "forget")
        else with_query(f"{root}/{plan}", view=form.text("view"))
    )
    undo = ""
    try:
        if what == "remove":
            undo = undo_path(await remove_plan(**who), gathering)
        elif what in _DO:
            await _DO[what](form, who)
    except (Conflict, NotFound) as error:
        return go(back, say=error.told(language_of(request, staff=True)), kind="warning")
    await announce(gathering.id)
    return go(root if what == "remove" else back, say=_SAID.get(what, ""), undo=undo)


def place_in(text: str) -> tuple[int, int] | None:
    """A seat as forms have it, 3:4; none for anything else."""
    row, _, seat = text.partition(":")
    return (
        (int(row), int(seat))
        if row.isascii() and row.isdigit() and seat.isascii() and seat.isdigit()
        else None
    )


def key_in(text: str) -> UUID:
    """An id as forms have it; of a text that is none, nobody's."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


async def _move(form: Form, who: dict[str, Any]) -> None:
    to, _, holds = form.text("to").partition("|")
    await move(key_in(form.text("seat")), place_in(to), seen=form.text("seen"), holds=holds, **who)


async def _turn(form: Form, who: dict[str, Any]) -> None:
    turn, seen = (
        int(text) if (text := form.text(name)).isascii() and text.isdigit() else 0
        for name in ("turn", "seen")
    )
    await set_turn(key_in(form.text("seat")), turn, seen=seen, **who)


def _seen(form: Form) -> int | None:
    """The last step that was shown; none where a form does not tell."""
    text = form.text("step")
    return int(text) if text.isascii() and text.isdigit() else None


async def _undo(form: Form, who: dict[str, Any]) -> None:
    await undo(step=_seen(form), **who)


async def _rank(form: Form, who: dict[str, Any]) -> None:
    await seat_in_order(step=_seen(form), **who)


async def _clear(form: Form, who: dict[str, Any]) -> None:
    await clear(step=_seen(form), **who)


async def _forget(form: Form, who: dict[str, Any]) -> None:
    await forget_turns(step=_seen(form), **who)


async def _freeze(form: Form, who: dict[str, Any]) -> None:
    await freeze(frozen=form.text("do") == "freeze", **who)


async def _release(form: Form, who: dict[str, Any]) -> None:
    await release(released=form.text("do") == "release", **who)


async def _propose(form: Form, who: dict[str, Any]) -> None:
    await ask_proposal(group_diets=form.ticked("group_diets"), **who)


async def _accept(form: Form, who: dict[str, Any]) -> None:
    await accept_proposal(key_in(form.text("proposal")), **who)


_DO: dict[str, Callable[[Form, dict[str, Any]], Awaitable[None]]] = {
    "move": _move, "turn": _turn, "undo": _undo, "rank": _rank, "clear": _clear, "forget": _forget, "freeze": _freeze,
    "unfreeze": _freeze, "release": _release, "withhold": _release, "propose": _propose, "accept": _accept,
}  # fmt: skip

HANDLERS = [plans_page, plan_page, order_page, plan_live, do_page]
