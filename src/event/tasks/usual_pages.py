"""The usual tasks, to be looked through, changed and taken over with one button."""

from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.tasks.operations import take_over_usual
from event.tasks.queries import usual_taken
from event.tasks.rules import day_due
from event.tasks.usual import USUAL, UsualTask

_ROOT = "/console/{slug:str}/tasks/usual"
_WRITE = {"permission": Permission.GUESTS_WRITE}
_MOST_DAYS = 999
_NOT_DAYS = Message("Please give whole days from -{most} to {most}; below nothing is after the first day.")


@get(_ROOT, opt=_WRITE, include_in_schema=False)
async def usual_tasks(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """The usual tasks with the days they would be due on."""
    return await _page(request, gathering, None)


@post(_ROOT, opt=_WRITE, include_in_schema=False)
async def take_usual(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take over those that are ticked, as they were changed."""
    language = language_of(request, staff=True)
    try:
        chosen = read_usual(form, gathering, language)
        made = await take_over_usual(chosen, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await _page(request, gathering, form, problems=error)
    await announce(gathering.id)
    said = translated(Message("{count} tasks are given out. Name who does them."), language).format(
        count=made
    )
    return go(f"/console/{gathering.slug}/tasks?show=todo", say=said)


def read_usual(form: Form, gathering: Gathering, language: str) -> list[tuple[UsualTask, str, date, str]]:
    """The ticked tasks with title, day and unit. Raises Invalid."""
    problems, chosen = dict[str, Problem](), []
    for one in USUAL:
        if form.text(f"take-{one.code}"):
            text = form.text(f"days-{one.code}")
            plain = text.removeprefix("-")
            if not (plain.isascii() and plain.isdigit() and int(plain) <= _MOST_DAYS):
                problems[f"days-{one.code}"] = Problem(_NOT_DAYS, {"most": _MOST_DAYS})
                continue
            due = day_due(gathering.first_day, int(text))
            chosen.append((one, translated(one.title, language), due, form.text(f"unit-{one.code}")))
    if problems:
        raise Invalid(problems)
    return chosen


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    form: Form | None,
    *,
    problems: Invalid | None = None,
) -> Response[Any]:
    language, taken = language_of(request, staff=True), await usual_taken(gathering)
    rows = [
        {
            "code": one.code, "title": translated(one.title, language), "taken": one.code in taken,
            "days": form.text(f"days-{one.code}") if form else one.days_before,
            "unit": form.text(f"unit-{one.code}") if form else one.unit,
            "take": bool(form.text(f"take-{one.code}")) if form else True,
            "due": day_due(gathering.first_day, one.days_before),
        }
        for one in USUAL
    ]  # fmt: skip
    return page(
        request, "tasks/usual.html", status=422 if problems else 200, staff=True, rows=rows,
        problems=problems.told_fields(language) if problems else {}, left=sum(not row["taken"] for row in rows),
    )  # fmt: skip


HANDLERS = [usual_tasks, take_usual]
