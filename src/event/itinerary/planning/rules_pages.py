"""The rules of the visit's plans in the console: days, sessions to be at, who rides with whom, what counts how much."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.comparing import ChangedSince, with_theirs
from event.errors import Conflict, Invalid, Problem
from event.faults import MISSING
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.itinerary.planning.rules_bonds import BondTold
from event.itinerary.planning.rules_kept import (
    days_to_choose,
    kept_rules,
    rules_of,
    sessions_of,
)
from event.itinerary.planning.rules_operations import add_bond, remove_bond, set_rules
from event.itinerary.planning.rules_told import USUAL_DAY, WORDS, checked_rules, read_rules, typed_rules
from event.language import Message
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.registration.fields import Typed, settled
from event.registration.queries import GuestFilter, GuestLine, Scope, guest_lines

_ROOT = "/console/{slug:str}/visit/rules"
WEIGHED: dict[str, Message] = {
    "wishes": Message("Guests see the stops they wish for"), "delegations": Message("Delegations stay on one bus"),
    "languages": Message("Guides speak the guests' language"), "even_loads": Message("Buses are equally full"),
    "driving": Message("Little time on the road"), "waiting": Message("Little waiting at closed doors"),
}  # fmt: skip
DAY_LABELS: dict[str, Message] = {
    "leaves_at": Message("Buses leave from"), "back_by": Message("Back by"), "lunch_from": Message("Lunch begins from"),
    "lunch_until": Message("Lunch begins until"),
}  # fmt: skip
_FOUND_NOBODY = Message("Nobody was found. Try a name in any script, pinyin, or the number.")
_FOUND_SEVERAL = Message("Several guests were found. Choose one.")
_GONE = ("declined", "withdrawn", "replaced")
_SHOWN = 20


@get(_ROOT, opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def rules_page(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """All rules as they are."""
    return await _page(request, gathering, reach)


@post(_ROOT, opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_rules(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save days, commitments, weights and speed."""
    before, sessions, seen = await kept_rules(gathering), await sessions_of(gathering), form.text("seen")
    typed = Typed(form, gathering.zone)
    told = read_rules(typed, days_to_choose(gathering, before), sessions)
    first, last = gathering.first_day, gathering.last_day
    try:
        told = settled(
            told, lambda one: checked_rules(one, first=first, last=last, sessions=sessions), typed.problems
        )
        await set_rules(told, seen=seen, gathering=gathering, by=access.actor, now=now)
    except ChangedSince as error:
        mine = typed_rules(with_theirs(told, seen, await kept_rules(gathering)))
        return await _page(request, gathering, reach, typed=mine, problems=error.problems, crossed=error)
    except Invalid as error:
        return await _page(request, gathering, reach, typed=form.typed, seen=seen, problems=error.problems)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/visit/rules", say=Message("Saved."))


@post(f"{_ROOT}/bonds", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_bond(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Say that two guests ride together or apart; of several who are found, one is to be chosen."""
    language = language_of(request, staff=True)
    found = {name: await _found(form.text(name), gathering, reach, language) for name in ("one", "other")}
    problems = {name: wrong for name, lines in found.items() if (wrong := _which(form.text(name), lines))}
    try:
        if not problems:
            numbers = {name: lines[0].number for name, lines in found.items()}
            told = BondTold(**numbers, apart=form.text("apart") == "apart", reason=form.text("reason"))
            await add_bond(told, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        problems = error.problems
    if problems:
        return await _page(request, gathering, reach, bond=form.typed, found=found, bond_problems=problems)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/visit/rules#bonds-title", say=Message("Saved."))


@post(_ROOT + "/bonds/{bond:uuid}", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_bond_removed(
    bond: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take a bond back."""
    step = await remove_bond(bond, gathering=gathering, scope=reach, by=access.actor, now=now)
    await announce(gathering.id)
    back = f"/console/{gathering.slug}/visit/rules#bonds-title"
    return go(back, say=Message("Removed."), undo=undo_path(step, gathering))


async def _found(text: str, gathering: Gathering, scope: Scope, language: str) -> list[GuestLine]:
    """Guests who may come, by name, number or the end of a telephone number; the one with the very number alone."""
    if not text:
        return []
    wanted = await guest_lines(gathering, GuestFilter(text=text), scope=scope, language=language, size=_SHOWN)
    lines = [one for one in wanted.lines if one.standing not in _GONE]
    return [one for one in lines if one.number.casefold() == text.casefold()] or lines


def _which(text: str, lines: list[GuestLine]) -> Problem | None:
    if not text:
        return Problem(MISSING)
    if not lines:
        return Problem(_FOUND_NOBODY)
    return Problem(_FOUND_SEVERAL) if len(lines) > 1 else None


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    scope: Scope,
    *,
    typed: dict[str, str] | None = None,
    seen: str | None = None,
    problems: dict[str, Problem] | None = None,
    crossed: Conflict | None = None,
    bond: dict[str, str] | None = None,
    found: dict[str, list[GuestLine]] | None = None,
    bond_problems: dict[str, Problem] | None = None,
) -> Response[Any]:
    language, view = language_of(request, staff=True), await rules_of(gathering, scope=scope)
    sessions, days = await sessions_of(gathering), {one.on_day for one in view.days}
    chosen = {one.session for one in view.commitments}
    return page(
        request, "itinerary/planning/rules.html", staff=True, rules=view, words=WORDS, weighed=WEIGHED,
        status=409 if crossed else 422 if problems or bond_problems else 200, day_labels=DAY_LABELS, usual=USUAL_DAY,
        days=days_to_choose(gathering, view), seen=view.seen if seen is None else seen,
        sessions=[one for one in sessions.values() if one.on_day in days or one.code in chosen],
        typed=typed_rules(view) if typed is None else typed, crossed=crossed.told(language) if crossed else "",
        problems={name: problem.told(language) for name, problem in (problems or {}).items()},
        bond=bond or {}, found=found or {},
        bond_problems={name: problem.told(language) for name, problem in (bond_problems or {}).items()},
    )  # fmt: skip


HANDLERS = [rules_page, send_rules, send_bond, send_bond_removed]
