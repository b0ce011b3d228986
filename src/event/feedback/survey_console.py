"""The survey in the console: opening and closing it, entering forms from paper, the results."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Conflict, Invalid
from event.feedback.answering import enter_form
from event.feedback.labels import OVERALL_LABELS, PART_LABELS
from event.feedback.opening import (
    USUAL_DAYS,
    change_survey,
    close_survey,
    last_day_of,
    open_survey,
    the_survey,
)
from event.feedback.results import results_of
from event.feedback.survey_queries import reach_of
from event.feedback.told import AnswerTold, checked_survey
from event.feedback.typed import read_answer, read_survey
from event.gathering.tables import Gathering, local_day
from event.http import Form, go, language_of, page
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.registration.fields import Problems, settled

_ROOT = "/console/{slug:str}/feedback/survey"
_READ = {"permission": Permission.GUESTS_READ}
_WRITE = {"permission": Permission.GUESTS_WRITE}
SURVEY_LABELS = {
    "closes_on": Message("Last day for answers"), "target_percent": Message("Target in per cent"),
    "handed_out": Message("Forms handed out on paper"),
}  # fmt: skip
FORM_LABELS = {
    "number": Message("Number of the form"),
    "overall": Message("Overall"),
    "comment": Message("What else would you like to say?"),
}
_SAVED = Message("Saved.")
_CLOSED = Message("The survey is closed. Forms from paper can still be entered.")
_OPENED = Message("{count} guests are asked; those with an address get a mail.")


@get(_ROOT, opt=_READ, include_in_schema=False)
async def survey_results(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """How many answered and how content they were."""
    return await _page(request, gathering, now)


@post(_ROOT, opt=_WRITE, include_in_schema=False)
async def send_survey(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Open the survey, close it, or change its day, target and forms."""
    problems: Problems = {}
    told, own, language = (
        read_survey(form, problems),
        f"/console/{gathering.slug}/feedback/survey",
        language_of(request, staff=True),
    )
    who: dict[str, Any] = {"gathering": gathering, "by": access.actor, "now": now}
    try:
        settled(told, checked_survey, problems)
        match form.text("do"):
            case "open":
                asked = await open_survey(told, **who)
                return go(own, say=translated(_OPENED, language).format(count=asked))
            case "close":
                step = await close_survey(**who)
                return go(own, say=_CLOSED, undo=undo_path(step, gathering) if step else "")
        await change_survey(told, **who)
    except Invalid as error:
        return await _page(request, gathering, now, form=form, problems=error)
    except Conflict as error:
        return await _page(request, gathering, now, form=form, refused=error)
    return go(own, say=_SAVED)


@get(_ROOT + "/form", opt=_WRITE, include_in_schema=False)
async def paper_form(request: Request[Any, Any, Any]) -> Response[Any]:
    """Enter a form from paper."""
    return _form(request, AnswerTold())


@post(_ROOT + "/form", opt=_WRITE, include_in_schema=False)
async def send_paper_form(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Keep it and go on to the next one."""
    number, told = form.text("number"), read_answer(form)
    try:
        await enter_form(number, told, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return _form(request, told, number=number, problems=error)
    except Conflict as error:
        return _form(request, told, number=number, refused=error)
    said = translated(
        Message("Form {number} is entered. Here is the next one."), language_of(request, staff=True)
    )
    return go(f"/console/{gathering.slug}/feedback/survey/form", say=said.format(number=number))


def _form(
    request: Request[Any, Any, Any],
    told: AnswerTold,
    *,
    number: str = "",
    problems: Invalid | None = None,
    refused: Conflict | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    return page(
        request, "feedback/survey_form.html", status=422 if problems else 409 if refused else 200, staff=True,
        number=number, told=told, problems=problems.told_fields(language) if problems else {},
        refused=refused.told(language) if refused else "", levels=OVERALL_LABELS, parts=PART_LABELS,
        labels={name: translated(label, language) for name, label in (FORM_LABELS | PART_LABELS).items()},
    )  # fmt: skip


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    now: datetime,
    *,
    form: Form | None = None,
    problems: Invalid | None = None,
    refused: Conflict | None = None,
) -> Response[Any]:
    language, survey, today = (
        language_of(request, staff=True),
        await the_survey(gathering),
        local_day(now, gathering.zone),
    )
    may_write = Permission.GUESTS_WRITE in request.state.permissions
    results = await results_of(gathering, today, comments=may_write)
    closes = last_day_of(survey.closes_at, gathering) if survey and survey.closes_at else None
    values = {
        "closes_on": str(closes or max(today, gathering.last_day) + timedelta(days=USUAL_DAYS)),
        "target_percent": f"{survey.target_percent.normalize():f}" if survey else "95",
        "handed_out": survey.handed_out if survey else 0,
    } | (form.typed if form else {})  # fmt: skip
    return page(
        request, "feedback/survey_results.html", status=422 if problems else 409 if refused else 200, staff=True,
        survey=survey, open=survey is not None and survey.takes_answers(now), closes=closes, values=values,
        results=results, remarks=Counter(results.comments).most_common(), reach=await reach_of(gathering),
        too_early=today < gathering.last_day, may_write=may_write, levels=OVERALL_LABELS, parts=PART_LABELS,
        problems=problems.told_fields(language) if problems else {}, refused=refused.told(language) if refused else "",
        labels={name: translated(label, language) for name, label in SURVEY_LABELS.items()},
    )  # fmt: skip


HANDLERS = [survey_results, send_survey, paper_form, send_paper_form]
