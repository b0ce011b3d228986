"""The survey as guests see it: one page, large letters, no scripts, one answer."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Conflict, Invalid
from event.feedback.answering import answer
from event.feedback.errors import UnknownSurveyLink
from event.feedback.labels import OVERALL_LABELS, PART_LABELS
from event.feedback.survey_queries import Asked, asked_behind
from event.feedback.told import AnswerTold
from event.feedback.typed import read_answer
from event.http import Form, about, address_of, go, language_of, page
from event.people.rates import WRONG_LINK_NETWORK, count, network, refuse_if_full


async def _asked(request: Request[Any, Any, Any], code: str, now: datetime) -> Asked:
    """Who the link asks; wrong links are counted. Raises UnknownSurveyLink, TooOften."""
    who = network(address_of(request))
    await refuse_if_full(WRONG_LINK_NETWORK, who, now=now)
    try:
        asked = await asked_behind(code, now)
    except UnknownSurveyLink:
        await count(WRONG_LINK_NETWORK, who, now=now)
        raise
    about(request, asked.gathering)
    return asked


@get("/s/{code:str}", opt={"public": True}, include_in_schema=False)
async def survey_page(
    request: Request[Any, Any, Any], code: FromPath[str], now: NamedDependency[datetime]
) -> Response[Any]:
    """The questions, or thanks where the link was used."""
    return _page(request, code, await _asked(request, code, now), AnswerTold())


@post("/s/{code:str}", opt={"public": True}, include_in_schema=False)
async def send_answer(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take the answer; it cannot be changed afterwards, because nobody knows which one it is."""
    asked, told = await _asked(request, code, now), read_answer(form)
    try:
        await answer(told, guest=asked.guest, gathering=asked.gathering, now=now)
    except Invalid as error:
        return _page(request, code, asked, told, problems=error.told_fields(language_of(request)))
    except Conflict:
        pass  # the page says what holds: thanks, or that it is closed
    return go(f"/s/{code}")


def _page(
    request: Request[Any, Any, Any],
    code: str,
    asked: Asked,
    told: AnswerTold,
    *,
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    return page(
        request, "feedback/survey.html", status=422 if problems else 200, held=asked.gathering, asked=asked, told=told,
        action=f"/s/{code}", problems=problems or {}, levels=OVERALL_LABELS, parts=PART_LABELS,
    )  # fmt: skip


HANDLERS = [survey_page, send_answer]
