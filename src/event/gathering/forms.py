"""The settings of a gathering as organizers type them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from event.errors import Invalid, Problem
from event.faults import MISSING, NOT_A_DAY, NOT_A_MOMENT, NOT_OFFERED, TOO_LONG
from event.gathering.tables import Gathering, Review
from event.language import Message
from event.text import tidy

TEXTS = {
    "title_zh": 200, "title_en": 200, "edition": 40, "federation_zh": 120, "federation_en": 120,
    "place_zh": 120, "place_en": 120, "office_address": 200, "office_phone": 60, "letter_costs": 200,
}  # fmt: skip

_ENDS_BEFORE = Message("The last day lies before the first.")
_CLOSES_BEFORE = Message("Registration would close before it opens.")
_NOT_A_ZONE = Message("This is not a time zone; it looks like Asia/Shanghai.")


@dataclass(frozen=True)
class Settings:
    """What organizers decide about a gathering; times with their zone, no opening means closed."""

    texts: Mapping[str, str]
    first_day: date
    last_day: date
    timezone: str
    registration_opens: datetime | None
    registration_closes: datetime | None
    changes_until: datetime | None
    review: Review


def parse_settings(typed: Mapping[str, str]) -> Settings:
    """Understand the settings, or raise Invalid with every field that cannot be used."""
    problems: dict[str, Problem] = {}

    def problem(name: str, sentence: Message, **data: Any) -> None:
        problems.setdefault(name, Problem(sentence, data))

    texts = {name: tidy(typed.get(name, "")) for name in TEXTS}
    for name, most in TEXTS.items():
        if len(texts[name]) > most:
            problem(name, TOO_LONG, most=most, length=len(texts[name]))
    if not texts["title_zh"]:
        problem("title_zh", MISSING)
    first, last = _day(typed, "first_day", problem), _day(typed, "last_day", problem)
    if first and last and last < first:
        problem("last_day", _ENDS_BEFORE)
    zone = _zone(typed.get("timezone", "").strip() or "Asia/Shanghai", problem)
    opens = _moment(typed, "registration_opens", zone, problem)
    closes = _moment(typed, "registration_closes", zone, problem)
    if opens and closes and closes <= opens:
        problem("registration_closes", _CLOSES_BEFORE)
    until = _moment(typed, "changes_until", zone, problem)
    review = typed.get("review", Review.AT_ONCE)
    if review not in set(Review):
        problem("review", NOT_OFFERED)
    if problems or first is None or last is None:
        raise Invalid(problems)
    return Settings(texts, first, last, zone.key, opens, closes, until, Review(review))


def typed_settings(gathering: Gathering) -> dict[str, str]:
    """The settings as they would be typed."""

    def moment(value: datetime | None) -> str:
        return f"{value.astimezone(gathering.zone):%Y-%m-%dT%H:%M}" if value else ""

    return {
        **{name: getattr(gathering, name) for name in TEXTS},
        "first_day": gathering.first_day.isoformat(), "last_day": gathering.last_day.isoformat(),
        "timezone": gathering.timezone, "review": gathering.review,
        "changes_until": moment(gathering.changes_until),
        "registration_opens": moment(gathering.registration_opens),
        "registration_closes": moment(gathering.registration_closes),
    }  # fmt: skip


def _day(typed: Mapping[str, str], name: str, problem: Any) -> date | None:
    try:
        return date.fromisoformat(typed.get(name, "").strip())
    except ValueError:
        problem(name, NOT_A_DAY)
        return None


def _moment(typed: Mapping[str, str], name: str, zone: ZoneInfo, problem: Any) -> datetime | None:
    text = typed.get(name, "").strip()
    if not text:
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        problem(name, NOT_A_MOMENT)
        return None
    return value if value.tzinfo else value.replace(tzinfo=zone)


def _zone(key: str, problem: Any) -> ZoneInfo:
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problem("timezone", _NOT_A_ZONE)
        return ZoneInfo("Asia/Shanghai")
