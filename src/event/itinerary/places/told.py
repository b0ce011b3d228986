"""A stop and a canteen as organizers type them or programs send them, checked field by field."""

from datetime import date, time

import msgspec

from event.errors import Invalid, Problem
from event.language import Message, traditional
from event.registration.fields import (
    Problems,
    Typed,
    check_hours,
    check_numbers,
    check_offered,
    check_pages,
    check_point,
    check_texts,
    check_words,
)

DIETS = ("halal", "vegetarian")
CLOSED, OWN = "closed", "own"
_TEXTS = {
    "code": 20, "name_zh": 120, "name_en": 120, "address": 200, "contact_name": 80, "contact_phone": 40,
}  # fmt: skip
_STOP_TEXTS = _TEXTS | {"name_hant": 120, "kind": 40, "town": 80}
_FACTS = ("fact_zh", "fact_en")
_LONGEST_FACT = 4000
_LONGEST_WORD, _MOST_GUESTS = 40, 100_000
_STOP_NUMBERS = {"capacity": (1, _MOST_GUESTS), "usual_stay": (5, 600), "shortest_stay": (5, 600)}
_CANTEEN_NUMBERS = {"capacity": (1, _MOST_GUESTS), "stay": (5, 300)}
_SHORTEST_IS_LONGER = Message("The shortest stay is longer than the usual one.")
_DAY_TWICE = Message("{day} is there twice.")
_NEEDS_BOTH = Message("{day}: give both times, opening first, or choose that it is closed.")


class Hours(msgspec.Struct, frozen=True):
    """When a stop is open on one day; without times it is closed all day."""

    on_day: date
    opens_at: time | None = None
    closes_at: time | None = None


class StopTold(msgspec.Struct, frozen=True, kw_only=True):
    """A stop with everything that can be set, times as 08:30:00; stays are minutes, `hours` go before the usual ones on their days."""

    code: str
    name_zh: str
    name_hant: str = ""
    name_en: str = ""
    kind: str = ""
    themes: tuple[str, ...] = msgspec.field(default_factory=tuple)
    town: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    step_free: bool = True
    opens_at: time | None = None
    closes_at: time | None = None
    hours: tuple[Hours, ...] = msgspec.field(default_factory=tuple)
    capacity: int | None = None
    usual_stay: int | None = None
    shortest_stay: int | None = None
    fact_zh: str = ""
    fact_en: str = ""
    contact_name: str = ""
    contact_phone: str = ""


class CanteenTold(msgspec.Struct, frozen=True, kw_only=True):
    """A canteen with everything that can be set, times as 11:30:00; `stay`: minutes for a meal; `diets`: halal, vegetarian."""

    code: str
    name_zh: str
    name_en: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    capacity: int | None = None
    stay: int | None = None
    diets: tuple[str, ...] = msgspec.field(default_factory=tuple)
    contact_name: str = ""
    contact_phone: str = ""


PlaceTold = StopTold | CanteenTold


def checked_stop(told: StopTold) -> StopTold:
    """The stop as it is kept; raises Invalid with every field that cannot be used."""
    problems: Problems = {}
    kept = check_texts(told, _STOP_TEXTS, problems, needed=("code", "name_zh"))
    kept |= check_pages(told, _FACTS, _LONGEST_FACT, problems)
    themes = check_words(told, "themes", _LONGEST_WORD, problems)
    check_numbers(told, _STOP_NUMBERS, problems)
    check_hours(told.opens_at, told.closes_at, problems, "opens_at", "closes_at")
    check_point(told, problems)
    if told.usual_stay and told.shortest_stay and told.shortest_stay > told.usual_stay:
        problems.setdefault("shortest_stay", Problem(_SHORTEST_IS_LONGER))
    _check_days(told.hours, problems)
    if problems:
        raise Invalid(problems)
    if kept["name_hant"] == traditional(kept["name_zh"]):
        kept["name_hant"] = ""  # it is the conversion, and follows the name when that changes
    days = tuple(sorted(told.hours, key=lambda one: one.on_day))
    return msgspec.structs.replace(told, **kept, **themes, hours=days)


def _check_days(hours: tuple[Hours, ...], problems: Problems) -> None:
    seen = set[date]()
    for one in hours:
        if one.on_day in seen:
            problems["hours"] = Problem(_DAY_TWICE, {"day": one.on_day.isoformat()})
        seen.add(one.on_day)
        both = (one.opens_at, one.closes_at)
        wrong: Problems = {}
        check_hours(*both, wrong, "opens_at", "closes_at")
        if wrong or both.count(None) == 1:
            problems["hours"] = Problem(_NEEDS_BOTH, {"day": one.on_day.isoformat()})


def checked_canteen(told: CanteenTold) -> CanteenTold:
    """The canteen as it is kept; raises Invalid with every field that cannot be used."""
    problems: Problems = {}
    kept = check_texts(told, _TEXTS, problems, needed=("code", "name_zh"))
    check_numbers(told, _CANTEEN_NUMBERS, problems)
    check_hours(told.opens_at, told.closes_at, problems, "opens_at", "closes_at")
    check_point(told, problems)
    check_offered(told.diets, DIETS, "diets", problems)
    if problems:
        raise Invalid(problems)
    return msgspec.structs.replace(told, **kept, diets=tuple(one for one in DIETS if one in told.diets))


def read_stop(typed: Typed, days: list[date]) -> StopTold:
    """A stop as the page sends it, unchecked; what could not be read is in `typed.problems`."""
    return StopTold(
        **typed.texts((*_STOP_TEXTS, *_FACTS)), **typed.wholes(_STOP_NUMBERS), **typed.point(),
        themes=typed.words("themes"), step_free=typed.form.ticked("step_free"), opens_at=typed.clock("opens_at"),
        closes_at=typed.clock("closes_at"), hours=tuple(_hours(typed, days)),
    )  # fmt: skip


def _hours(typed: Typed, days: list[date]) -> list[Hours]:
    told = []
    for day in days:
        if (how := typed.form.text(f"hours-{day}")) == CLOSED:
            told.append(Hours(day))
        elif how == OWN:
            opens, closes = typed.clock(f"opens-{day}"), typed.clock(f"closes-{day}")
            told.append(Hours(day, opens, closes))
            if opens is None or closes is None:
                typed.problems["hours"] = Problem(_NEEDS_BOTH, {"day": day.isoformat()})
    return told


def read_canteen(typed: Typed) -> CanteenTold:
    """A canteen as the page sends it, unchecked; what could not be read is in `typed.problems`."""
    return CanteenTold(
        **typed.texts(_TEXTS), **typed.wholes(_CANTEEN_NUMBERS), **typed.point(), opens_at=typed.clock("opens_at"),
        closes_at=typed.clock("closes_at"), diets=tuple(typed.form.texts("diets")),
    )  # fmt: skip


def typed_place(told: PlaceTold) -> dict[str, str]:
    """A stop or canteen as it would have been typed."""
    typed = {}
    for name in told.__struct_fields__:
        value = getattr(told, name)
        if isinstance(value, time):
            typed[name] = f"{value:%H:%M}"
        elif name == "themes":
            typed[name] = "、".join(value)
        elif isinstance(value, bool):
            typed[name] = "on" if value else ""
        elif not isinstance(value, tuple):
            typed[name] = "" if value is None else str(value)
    for one in told.hours if isinstance(told, StopTold) else ():
        typed[f"hours-{one.on_day}"] = OWN if one.opens_at else CLOSED
        for name, at in (("opens", one.opens_at), ("closes", one.closes_at)):
            typed[f"{name}-{one.on_day}"] = f"{at:%H:%M}" if at else ""
    return typed
