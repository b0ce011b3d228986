"""A session, an item and a part in them as organizers type them or programs send them, checked field by field."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec

from event.agenda.tables import ItemKind, Mode, Part, SessionKind
from event.errors import Invalid, Problem
from event.faults import MISSING, NOT_A_DAY, NOT_OFFERED
from event.http import Form
from event.language import Message
from event.registration.fields import Problems, Typed, check_moment, check_numbers, check_texts

MOST_PEOPLE, MOST_MINUTES = 1_000_000, 1440
_LONGEST_SESSION = timedelta(days=7)
_SESSION_TEXTS = {
    "code": 40, "title_zh": 200, "title_en": 200, "place_zh": 120, "place_en": 120, "attendees_zh": 200,
    "attendees_en": 200, "host_zh": 200, "host_en": 200, "remark_zh": 300, "remark_en": 300,
}  # fmt: skip
_ITEM_TEXTS = {"title_zh": 200, "title_en": 200, "audio_video": 200, "responsible": 120, "cue": 500}
_PERSON_TEXTS = {"guest": 40, "name_zh": 80, "name_en": 120, "title_zh": 120, "title_en": 160}
_SESSION_NUMBERS = {"capacity": (1, MOST_PEOPLE), "target": (0, MOST_PEOPLE)}
_ENDS_FIRST = Message("It would end before it begins.")
_TOO_LONG = Message("A session lasts seven days at most.")
_CLOSES_FIRST = Message("It would close before it opens.")
_NOBODY = Message("Choose a guest, or type a name.")


class SessionTold(msgspec.Struct, frozen=True, kw_only=True):
    """A session with everything that can be set; `hall` is a code, moments carry their offset, without `ends_at` the end is open."""

    code: str
    title_zh: str
    starts_at: datetime
    title_en: str = ""
    kind: str = "other"
    mode: str = "on_site"
    ends_at: datetime | None = None
    hall: str = ""
    place_zh: str = ""
    place_en: str = ""
    capacity: int | None = None
    target: int | None = None
    signup: bool = False
    signup_opens: datetime | None = None
    signup_closes: datetime | None = None
    attendees_zh: str = ""
    attendees_en: str = ""
    host_zh: str = ""
    host_en: str = ""
    remark_zh: str = ""
    remark_en: str = ""


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """When and where a session is; all that moving it on the grid changes."""

    starts_at: datetime
    ends_at: datetime | None = None
    hall: str = ""


class ItemTold(msgspec.Struct, frozen=True, kw_only=True):
    """An item of a session; without `starts_at` it follows the one before."""

    title_zh: str
    title_en: str = ""
    kind: str = "other"
    minutes: int = 5
    starts_at: datetime | None = None
    audio_video: str = ""
    responsible: str = ""
    cue: str = ""


class PersonTold(msgspec.Struct, frozen=True, kw_only=True):
    """Who has a part: a guest by number, or somebody by name; `item` for one item only."""

    part: str
    item: UUID | None = None
    guest: str = ""
    name_zh: str = ""
    name_en: str = ""
    title_zh: str = ""
    title_en: str = ""


def placed(told: SessionTold) -> Placed:
    return Placed(starts_at=told.starts_at, ends_at=told.ends_at, hall=told.hall)


def checked_session(told: SessionTold, halls: Collection[str]) -> SessionTold:
    """A session as it is kept; raises Invalid."""
    problems: Problems = {}
    texts = check_texts(told, _SESSION_TEXTS, problems, needed=("code", "title_zh"))
    check_numbers(told, _SESSION_NUMBERS, problems)
    for name in ("starts_at", "ends_at", "signup_opens", "signup_closes"):
        check_moment(told, name, problems)
    offered = (("kind", SessionKind), ("mode", Mode))
    for name, kinds in offered:
        if getattr(told, name) not in set(kinds):
            problems.setdefault(name, Problem(NOT_OFFERED))
    if told.hall and told.hall not in halls:
        problems["hall"] = Problem(NOT_OFFERED)
    if not problems.keys() & {"starts_at", "ends_at"} and told.ends_at:
        if told.ends_at <= told.starts_at:
            problems["ends_at"] = Problem(_ENDS_FIRST)
        elif told.ends_at - told.starts_at > _LONGEST_SESSION:
            problems["ends_at"] = Problem(_TOO_LONG)
    opens, closes = told.signup_opens, told.signup_closes
    if not problems.keys() & {"signup_opens", "signup_closes"} and opens and closes and closes <= opens:
        problems["signup_closes"] = Problem(_CLOSES_FIRST)
    if problems:
        raise Invalid(problems)
    return msgspec.structs.replace(told, **texts)


def checked_item(told: ItemTold) -> ItemTold:
    """An item as it is kept; raises Invalid."""
    problems: Problems = {}
    texts = check_texts(told, _ITEM_TEXTS, problems, needed=("title_zh",))
    check_numbers(told, {"minutes": (1, MOST_MINUTES)}, problems)
    check_moment(told, "starts_at", problems)
    if told.kind not in set(ItemKind):
        problems["kind"] = Problem(NOT_OFFERED)
    if problems:
        raise Invalid(problems)
    return msgspec.structs.replace(told, **texts)


def checked_person(told: PersonTold) -> PersonTold:
    """A part as it is kept; raises Invalid. A guest's name and position are those of the list."""
    problems: Problems = {}
    texts = check_texts(told, _PERSON_TEXTS, problems)
    if told.part not in set(Part):
        problems["part"] = Problem(NOT_OFFERED)
    if not any(texts[name] for name in ("guest", "name_zh", "name_en")):
        problems["guest"] = Problem(_NOBODY)
    if problems:
        raise Invalid(problems)
    if texts["guest"]:
        texts |= {"name_zh": "", "name_en": ""}
    return msgspec.structs.replace(told, **texts)


def read_session(typed: Typed) -> SessionTold:
    """A session from its form: a day, two times of day, everything else by its name."""
    day, begins, ends = typed.day("day"), typed.clock("begins"), typed.clock("ends")
    if begins is None and "begins" not in typed.problems:
        typed.problems["begins"] = Problem(MISSING)
    starts = _moment(day, begins, typed)
    told: dict[str, Any] = typed.texts([*_SESSION_TEXTS, "kind", "mode", "hall"]) | typed.wholes(
        _SESSION_NUMBERS
    )
    told["signup"] = typed.form.ticked("signup")
    for name in ("signup_opens", "signup_closes"):
        told[name] = typed.moment(name)
    return SessionTold(
        starts_at=starts or datetime.combine(date(2000, 1, 1), time(), typed.zone),
        ends_at=_after(starts, ends, typed), **told,
    )  # fmt: skip


def _moment(day: date | None, at: time | None, typed: Typed) -> datetime | None:
    return datetime.combine(day, at, typed.zone) if day and at else None


def _after(starts: datetime | None, ends: time | None, typed: Typed) -> datetime | None:
    """An end at or before the begin is on the day after, or `last_day` where one is told."""
    if starts is None or ends is None:
        return None
    last = typed.form.text("last_day")
    try:
        day = date.fromisoformat(last) if last else starts.date()
    except ValueError:
        typed.problems["last_day"] = Problem(NOT_A_DAY)
        return None
    end = datetime.combine(day, ends, typed.zone)
    return end if end > starts or last else end + timedelta(days=1)


def read_item(typed: Typed, day: date) -> ItemTold:
    """An item from its form; a fixed time is of the session's day."""
    at = typed.clock("fixed")
    minutes = typed.whole("minutes", 1, MOST_MINUTES)
    if minutes is None and "minutes" not in typed.problems:
        typed.problems["minutes"] = Problem(MISSING)
    return ItemTold(
        **typed.texts([*_ITEM_TEXTS, "kind"]), minutes=minutes or 1,
        starts_at=datetime.combine(day, at, typed.zone) if at else None,
    )  # fmt: skip


def read_person(form: Form) -> PersonTold:
    """A part from its form; “EX-001 林示例”, as the list of guests offers it, is the guest with that number."""
    texts = {name: form.text(name) for name in (*_PERSON_TEXTS, "part")}
    item = form.text("item")
    try:
        of = UUID(item) if item else None
    except ValueError:
        raise Invalid({"item": Problem(NOT_OFFERED)}) from None
    return PersonTold(**texts, item=of)


def typed_session(told: SessionTold) -> dict[str, str]:
    """A session as its form shows it."""
    texts = {name: getattr(told, name) for name in (*_SESSION_TEXTS, "kind", "mode", "hall")}
    for name in _SESSION_NUMBERS:
        value = getattr(told, name)
        texts[name] = "" if value is None else str(value)
    for name in ("signup_opens", "signup_closes"):
        value = getattr(told, name)
        texts[name] = f"{value:%Y-%m-%dT%H:%M}" if value else ""
    texts["signup"] = "on" if told.signup else ""
    ends = told.ends_at
    over_a_day = ends is not None and ends - told.starts_at > timedelta(days=1)
    return texts | {
        "day": f"{told.starts_at:%Y-%m-%d}", "begins": f"{told.starts_at:%H:%M}", "ends": f"{ends:%H:%M}" if ends else "",
        "last_day": f"{ends:%Y-%m-%d}" if ends and over_a_day else "",
    }  # fmt: skip


def typed_item(told: ItemTold) -> dict[str, str]:
    """An item as its form shows it."""
    texts = {name: getattr(told, name) for name in (*_ITEM_TEXTS, "kind")}
    return texts | {
        "minutes": str(told.minutes), "fixed": f"{told.starts_at:%H:%M}" if told.starts_at else "",
    }  # fmt: skip
