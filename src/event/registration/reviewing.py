"""Deciding about many guests with one button: first who, what and which mails, then for real."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.di import NamedDependency

from event.errors import Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering, Review
from event.http import Form, go, language_of, page
from event.language import LANGUAGE_NAMES, Message, translated
from event.messages.wording import filled, wording
from event.people.rules import Access, Permission
from event.registration.deciding import decide_all
from event.registration.labels import DECISION_LABELS, STANDING_LABELS
from event.registration.mails import values_of
from event.registration.rules import may_follow
from event.registration.tables import Guest, Standing
from event.templating import days

_MAILED = {
    Standing.APPROVED: "approved", Standing.WAITLISTED: "waitlisted", Standing.DECLINED: "declined",
    Standing.WITHDRAWN: "withdrawn",
}  # fmt: skip
"""Decisions that are told by mail, and the occasion whose words are used."""
_NOBODY = Message("Please choose at least one guest.")
_NO_DECISION = Message("Please choose a decision.")
_TICKET = Message("[the ticket's code]")


@post(
    "/console/{slug:str}/guests/decide",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
    status_code=200,
)
async def look_at_decision(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], form: NamedDependency[Form]
) -> Response[Any]:
    """Who would be decided about, and the mails that would go out."""
    if form.text("to") not in DECISION_LABELS or not form.texts("guest"):
        say = _NO_DECISION if form.texts("guest") else _NOBODY
        return go(f"/console/{gathering.slug}/guests", say=say, kind="warning")
    return await _page(request, gathering, form)


@post(
    "/console/{slug:str}/guests/decide/save",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def take_decision(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Decide about all of them, or, where one cannot be, about none."""
    if form.text("to") not in DECISION_LABELS:
        return go(f"/console/{gathering.slug}/guests", say=_NO_DECISION, kind="warning")
    try:
        await decide_all(
            _ids(form), Standing(form.text("to")), gathering=gathering, by=access.actor, now=now,
            reason=form.text("reason"),
        )  # fmt: skip
    except Refusal as error:
        return await _page(request, gathering, form, problem=error.told(language_of(request, staff=True)))
    await announce(gathering.id)
    back, guests = f"/console/{gathering.slug}/guests", _ids(form)
    if len(guests) == 1:
        return go(f"{back}/{guests[0]}", say=Message("The decision is taken."))
    return go(back, say=Message("The decisions are taken; the mails are on their way."))


async def _page(
    request: Request[Any, Any, Any], gathering: Gathering, form: Form, *, problem: str = ""
) -> Response[Any]:
    to = Standing(form.text("to"))
    guests = list(
        await Guest.objects()
        .where(Guest.id.is_in(_ids(form)) & (Guest.gathering == gathering.id))
        .order_by(Guest.number)
    )
    able = [one for one in guests if may_follow(Standing(one.standing), to, Review(gathering.review))]
    return page(
        request, "registration/decide.html", status=409 if problem else 200, staff=True, problem=problem,
        decision=DECISION_LABELS[to], to=to, guests=able, unable=[one for one in guests if one not in able],
        standings=STANDING_LABELS, reason=form.text("reason"),
        mailed=[one for one in able if one.email] if to in _MAILED else [],
        mails=await _mails(gathering, able, to, form.text("reason"), language_of(request, staff=True)),
    )  # fmt: skip


async def _mails(
    gathering: Gathering, guests: list[Guest], to: Standing, reason: str, reader: str
) -> list[tuple[str, str, str]]:
    """One mail in each language that is needed, as its first reader gets it: language, subject, text."""
    if to not in _MAILED:
        return []
    told = []
    for language, name in LANGUAGE_NAMES.items():
        guest = next((one for one in guests if one.email and one.language == language), None)
        if guest is None:
            continue
        words = await wording(_MAILED[to], language, gathering=gathering.id)
        values = values_of(guest, reason=reason, badge_number="…", code="…", ticket=translated(_TICKET, reader)) | {
            "title": gathering.title(language), "place": gathering.place(language),
            "days": days(gathering.first_day, gathering.last_day, language),
            "federation": gathering.federation(language), "link": "…",
        }  # fmt: skip
        told.append((name, filled(words.subject, values), filled(words.body, values)))
    return told


def _ids(form: Form) -> list[UUID]:
    ids = []
    for text in dict.fromkeys(form.texts("guest")):
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return ids


HANDLERS = [look_at_decision, take_decision]
