"""Suggestions and the survey for programs: everything the pages can do."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.errors import Invalid, Problem
from event.faults import NOT_OFFERED
from event.feedback.answering import answer, enter_form
from event.feedback.exports import export_feedback
from event.feedback.opening import SurveyKept, change_survey, close_survey, open_survey, the_survey
from event.feedback.operations import add_suggestion, change_suggestion
from event.feedback.queries import SuggestionView, kept_suggestion, shown, suggestion_view, suggestions_of
from event.feedback.results import SurveyResults, results_of
from event.feedback.survey_queries import asked_behind
from event.feedback.told import AnswerTold, SuggestionTold, SurveyTold
from event.gathering.live import announce
from event.gathering.tables import Gathering, local_day
from event.http import read_json
from event.people.rules import Access, Permission
from event.registration.exporting.workbook import XLSX
from event.registration.fields import patched
from event.registration.queries import Scope
from event.tasks.history import Changed, history_of

_ROOT = "/api/v1/gatherings/{slug:str}"
_SUGGESTIONS, _SURVEY = f"{_ROOT}/suggestions", f"{_ROOT}/survey"
_READ, _WRITE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}


class SurveyView(msgspec.Struct):
    """The survey: when it takes answers, the target in percent (a text), forms handed out on paper."""

    opens_at: datetime | None
    closes_at: datetime | None
    takes_answers: bool
    target_percent: str
    handed_out: int


class Opened(msgspec.Struct):
    """How many guests are asked who were not before."""

    asked: int


class FormTold(AnswerTold, frozen=True, kw_only=True):
    """A form from paper: its number and what was ticked."""

    number: str


@get(_SUGGESTIONS, opt=_READ, tags=["Feedback"])
async def api_suggestions(
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
    show: FromQuery[str] = "",
    unit: FromQuery[str] = "",
) -> list[SuggestionView]:
    """The suggestions of guests by number; `show`: todo, overdue, not_begun, under_way, passed_on, done."""
    return shown(
        await suggestions_of(gathering, today=local_day(now, gathering.zone), scope=reach), show, unit
    )


@post(_SUGGESTIONS, opt=_WRITE, tags=["Feedback"])
async def api_add_suggestion(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> SuggestionView:
    """Write down a suggestion; `received_on` and `content` are needed, `guest` is a number."""
    told = await read_json(request, SuggestionTold)
    number = await add_suggestion(told, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await suggestion_view(gathering, number, today=local_day(now, gathering.zone))


@get(_SUGGESTIONS + "/{number:str}", opt=_READ, tags=["Feedback"])
async def api_suggestion(
    number: FromPath[str],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> SuggestionView:
    """One suggestion."""
    return await suggestion_view(gathering, number, today=local_day(now, gathering.zone), scope=reach)


@patch(_SUGGESTIONS + "/{number:str}", opt=_WRITE, tags=["Feedback"])
async def api_change_suggestion(
    request: Request[Any, Any, Any],
    number: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> SuggestionView:
    """Change the fields that are sent; with `revision` as it was read, 409 where somebody was faster.

    An answer of a suggestion that is `done` goes to the guest by mail.
    """
    sent = await read_json(request, dict[str, Any])
    revision = sent.pop("revision", None)
    if revision is not None and not isinstance(revision, int):
        raise Invalid({"revision": Problem(NOT_OFFERED)})
    told = patched((await kept_suggestion(gathering, number)).told, sent)
    await change_suggestion(number, told, revision=revision, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await suggestion_view(gathering, number, today=local_day(now, gathering.zone))


@get(_SUGGESTIONS + "/{number:str}/history", opt=_READ, tags=["Feedback"])
async def api_suggestion_history(
    number: FromPath[str],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> list[Changed]:
    """What was changed of a suggestion, the newest first; who made it is only said to have changed."""
    await suggestion_view(gathering, number, today=local_day(now, gathering.zone), scope=reach)
    return await history_of("suggestion", (await kept_suggestion(gathering, number)).id)


@get(f"{_ROOT}/feedback.xlsx", opt={"permission": Permission.GUESTS_EXPORT}, tags=["Feedback"])
async def api_feedback_file(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Response[bytes]:
    """The office's workbook as .xlsx, in the sheets that `imports/feedback` takes in."""
    made = await export_feedback(gathering, by=access.actor, now=now)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, media_type=XLSX, headers=headers)


@get(_SURVEY, opt=_READ, tags=["Feedback"])
async def api_survey(gathering: NamedDependency[Gathering], now: NamedDependency[datetime]) -> SurveyView:
    """The survey as it stands."""
    return _view(await the_survey(gathering), now)


@post(f"{_SURVEY}/open", opt=_WRITE, tags=["Feedback"], status_code=200)
async def api_open_survey(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Opened:
    """Ask everybody who arrived and was not asked yet: {"closes_on": "2026-10-31", "target_percent": 95, "handed_out": 0}."""
    told = await read_json(request, SurveyTold, otherwise=b"{}")
    return Opened(await open_survey(told, gathering=gathering, by=access.actor, now=now))


@patch(_SURVEY, opt=_WRITE, tags=["Feedback"])
async def api_change_survey(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> SurveyView:
    """Change the last day, the target, or how many forms were handed out on paper."""
    survey = await the_survey(gathering)
    before = SurveyTold(
        target_percent=survey.target_percent if survey else SurveyTold().target_percent,
        handed_out=survey.handed_out if survey else 0,
    )
    told = patched(before, await read_json(request, dict[str, Any]))
    await change_survey(told, gathering=gathering, by=access.actor, now=now)
    return _view(await the_survey(gathering), now)


@post(f"{_SURVEY}/close", opt=_WRITE, tags=["Feedback"], status_code=200)
async def api_close_survey(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> SurveyView:
    """Take no more answers by link."""
    await close_survey(gathering=gathering, by=access.actor, now=now)
    return _view(await the_survey(gathering), now)


@post(f"{_SURVEY}/forms", opt=_WRITE, tags=["Feedback"], status_code=204)
async def api_enter_form(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Enter a form from paper: `number`, `overall` 5 to 1, parts 1 to 5, `comment`; each number once."""
    told = await read_json(request, FormTold)
    answered = AnswerTold(**{name: getattr(told, name) for name in AnswerTold.__struct_fields__})
    await enter_form(told.number.strip(), answered, gathering=gathering, by=access.actor, now=now)


@get(f"{_SURVEY}/results", opt=_READ, tags=["Feedback"])
async def api_survey_results(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> SurveyResults:
    """What came of it; nothing is broken down below five answers, remarks are for who may change guests."""
    remarks = access.may(Permission.GUESTS_WRITE, gathering.id)
    return await results_of(gathering, local_day(now, gathering.zone), comments=remarks)


@post("/api/v1/survey/{code:str}", opt={"public": True}, tags=["Feedback"], status_code=204)
async def api_answer(
    request: Request[Any, Any, Any], code: FromPath[str], now: NamedDependency[datetime]
) -> None:
    """Answer by the code of a link, once; the answer cannot be found again."""
    told = await read_json(request, AnswerTold)
    asked = await asked_behind(code, now)
    await answer(told, guest=asked.guest, gathering=asked.gathering, now=now)


def _view(survey: SurveyKept | None, now: datetime) -> SurveyView:
    if survey is None:
        return SurveyView(None, None, takes_answers=False, target_percent="95", handed_out=0)
    return SurveyView(
        survey.opens_at, survey.closes_at, survey.takes_answers(now), f"{survey.target_percent.normalize():f}",
        survey.handed_out,
    )  # fmt: skip


HANDLERS = [
    api_suggestions, api_add_suggestion, api_suggestion, api_change_suggestion, api_suggestion_history,
    api_feedback_file, api_survey, api_open_survey, api_change_survey, api_close_survey, api_enter_form,
    api_survey_results, api_answer,
]  # fmt: skip
