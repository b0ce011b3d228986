"""What holds for every plan of the visit, as organizers type it or programs send it, checked field by field."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from uuid import UUID

import msgspec

from event.errors import Invalid, Problem
from event.faults import MISSING, NOT_A_COUNT, NOT_OFFERED
from event.itinerary.planning.gathered import weighed as understood
from event.language import Message
from event.registration.fields import NOT_A_TIME, Problems, Typed

WORDS: dict[str, Message] = {
    "not_at_all": Message("not at all"), "little": Message("a little"), "much": Message("much"), "most": Message("most"),
}  # fmt: skip
USUAL_SPEED, _SLOWEST, _FASTEST = 40, 5, 120
_MOST_DRIVING = 1440
USUAL_DAY = {"leaves_at": "08:00", "back_by": "17:30", "lunch_from": "11:30", "lunch_until": "13:00"}
_TIMES = tuple(USUAL_DAY)
_BACK_FIRST = Message("Buses would have to be back before they leave.")
_LUNCH_ENDS_FIRST = Message("Lunch would have to begin before it may.")
_LUNCH_OUTSIDE = Message("Lunch begins while buses are on the way.")
_DRIVING = Message("Please give minutes from 1 to {most}, or leave it empty.")
_DAY_TWICE = Message("A day is there twice.")
_FAR_AWAY = Message("This day lies far from the gathering.")
_NO_SESSION = Message("There is no session {code} in the programme.")
_SESSION_TWICE = Message("Session {code} is there twice.")
_NO_END = Message("Session {code} has no end in the programme, so buses cannot be planned around it.")
_FAR = timedelta(days=31)


class DayTold(msgspec.Struct, frozen=True, kw_only=True):
    """A day of the visit, times as 08:00:00; `driving_minutes`: at most so long on the road, null for no limit."""

    on_day: date
    leaves_at: time
    back_by: time
    lunch_from: time
    lunch_until: time
    driving_minutes: int | None = None


class CommitmentTold(msgspec.Struct, frozen=True):
    """A session, by code, where all buses have to be, or those with guests who sign."""

    session: str
    signing_only: bool = False


class WeighedTold(msgspec.Struct, frozen=True, kw_only=True):
    """How much each side of a plan counts: not_at_all, little, much or most."""

    wishes: str
    delegations: str
    languages: str
    even_loads: str
    driving: str
    waiting: str


class RulesTold(msgspec.Struct, frozen=True, kw_only=True):
    """Days, sessions to be at, what counts how much, and how fast buses are estimated to go."""

    days: tuple[DayTold, ...]
    commitments: tuple[CommitmentTold, ...]
    weighed: WeighedTold
    kilometres_an_hour: int


class SessionChoice(msgspec.Struct, frozen=True):
    """A session of the programme that buses may have to be at."""

    id: UUID
    code: str
    title_zh: str
    title_en: str
    on_day: date
    times: str
    ends: bool


def weighed_told(stored: Mapping[str, str]) -> WeighedTold:
    """What counts how much, as it is stored or, where nobody said, as is usual."""
    known = understood(dict(stored))
    return WeighedTold(**{name: getattr(known, name).name.lower() for name in WeighedTold.__struct_fields__})


def checked_rules(
    told: RulesTold, *, first: date, last: date, sessions: Mapping[str, SessionChoice]
) -> RulesTold:
    """The rules as they are kept; raises Invalid, fields being leaves_at-2026-10-17, session-S1, weighed and the like."""
    problems: Problems = {}
    for day in told.days:
        _check_day(day, problems)
        if not first - _FAR <= day.on_day <= last + _FAR:
            problems[f"leaves_at-{day.on_day}"] = Problem(_FAR_AWAY)
    if len({day.on_day for day in told.days}) < len(told.days):
        problems["days"] = Problem(_DAY_TWICE)
    _check_sessions(told.commitments, sessions, problems)
    for name in WeighedTold.__struct_fields__:
        if getattr(told.weighed, name) not in WORDS:
            problems[f"weighed-{name}"] = Problem(NOT_OFFERED)
    if not _SLOWEST <= told.kilometres_an_hour <= _FASTEST:
        problems["kilometres_an_hour"] = Problem(NOT_A_COUNT, {"least": _SLOWEST, "most": _FASTEST})
    if problems:
        raise Invalid(problems)
    days = tuple(sorted(told.days, key=lambda one: one.on_day))
    commitments = tuple(sorted(told.commitments, key=lambda one: one.session))
    return msgspec.structs.replace(told, days=days, commitments=commitments)


def _check_sessions(
    told: tuple[CommitmentTold, ...], sessions: Mapping[str, SessionChoice], problems: Problems
) -> None:
    named = set[str]()
    for one in told:
        session, field = sessions.get(one.session), f"session-{one.session}"
        if session is None:
            problems[field] = Problem(_NO_SESSION, {"code": one.session[:40]})
        elif one.session in named:
            problems[field] = Problem(_SESSION_TWICE, {"code": one.session})
        elif not session.ends:
            problems[field] = Problem(_NO_END, {"code": one.session})
        named.add(one.session)


def _check_day(day: DayTold, problems: Problems) -> None:
    if wrong := [name for name in _TIMES if getattr(day, name).tzinfo is not None]:
        problems |= {f"{name}-{day.on_day}": Problem(NOT_A_TIME) for name in wrong}
        return
    if day.back_by <= day.leaves_at:
        problems[f"back_by-{day.on_day}"] = Problem(_BACK_FIRST)
    elif not day.leaves_at <= day.lunch_from <= day.back_by:
        problems[f"lunch_from-{day.on_day}"] = Problem(_LUNCH_OUTSIDE)
    if day.lunch_until < day.lunch_from:
        problems[f"lunch_until-{day.on_day}"] = Problem(_LUNCH_ENDS_FIRST)
    if day.driving_minutes is not None and not 0 < day.driving_minutes <= _MOST_DRIVING:
        problems[f"driving_minutes-{day.on_day}"] = Problem(_DRIVING, {"most": _MOST_DRIVING})


def read_rules(typed: Typed, days: list[date], sessions: Mapping[str, SessionChoice]) -> RulesTold:
    """The rules as the page sends them, unchecked; what could not be read is in `typed.problems`."""
    chosen = {code: typed.form.text(f"session-{code}") for code in sessions}
    speed = typed.whole("kilometres_an_hour", _SLOWEST, _FASTEST)
    return RulesTold(
        days=tuple(one for day in days if typed.form.ticked(f"day-{day}") if (one := _read_day(typed, day))),
        commitments=tuple(CommitmentTold(code, how == "signing") for code, how in chosen.items() if how),
        weighed=WeighedTold(
            **{name: typed.form.text(f"weighed-{name}") for name in WeighedTold.__struct_fields__}
        ),
        kilometres_an_hour=USUAL_SPEED if speed is None else speed,
    )


def _read_day(typed: Typed, day: date) -> DayTold | None:
    times = {}
    for name in _TIMES:
        field = f"{name}-{day}"
        at = typed.clock(field)
        if at is None:
            typed.problems.setdefault(field, Problem(MISSING))
        else:
            times[name] = at
    driving = typed.whole(f"driving_minutes-{day}", 1, _MOST_DRIVING)
    return DayTold(on_day=day, **times, driving_minutes=driving) if len(times) == len(_TIMES) else None


def typed_rules(told: RulesTold) -> dict[str, str]:
    """The rules as they would have been typed."""
    typed = {"kilometres_an_hour": str(told.kilometres_an_hour)}
    for day in told.days:
        typed[f"day-{day.on_day}"] = "on"
        typed |= {f"{name}-{day.on_day}": f"{getattr(day, name):%H:%M}" for name in _TIMES}
        typed[f"driving_minutes-{day.on_day}"] = (
            "" if day.driving_minutes is None else str(day.driving_minutes)
        )
    for one in told.commitments:
        typed[f"session-{one.session}"] = "signing" if one.signing_only else "all"
    return typed | {f"weighed-{name}": getattr(told.weighed, name) for name in WeighedTold.__struct_fields__}
