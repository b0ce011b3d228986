"""Fields of forms and of programs, understood and checked one by one: texts, numbers, times, points on the map."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from event.errors import Invalid, Problem
from event.faults import CLOSES_BEFORE, MISSING, NOT_A_COUNT, NOT_A_DAY, NOT_A_MOMENT, NOT_OFFERED, TOO_LONG
from event.http import Form
from event.language import Message
from event.registration.importing.values import read_time
from event.text import tidy

Told = TypeVar("Told", bound=msgspec.Struct)
Problems = dict[str, Problem]

CODE_TAKEN = Message("This is in the list already. Choose another one.")
NOT_A_TIME = Message("Please give a time such as 08:30.")
_NOT_A_POINT = Message("Please give degrees such as 27.1.")
_HALF_A_POINT = Message("A point on the map has a latitude and a longitude.")
_NOT_NORTH = Message("The latitude lies between -90 and 90. It comes before the longitude.")
_NOT_EAST = Message("The longitude lies between -180 and 180.")
_NO_SUCH_FIELD = Message("There is no such field.")
_WRONG_KIND = Message("This is not what belongs here: {reason}")
_SEPARATORS = re.compile(r"[,，、;；\n]+")
_PAIR = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*°?\s*[,，\s]\s*(-?\d+(?:\.\d+)?)\s*°?\s*$")
_FIRST_YEAR, _LAST_YEAR = 2000, 2200


class Typed:
    """A form read field by field; what cannot be understood is in `problems` and comes out as nothing."""

    def __init__(self, form: Form, zone: ZoneInfo) -> None:
        self.form = form
        self.zone = zone
        self.problems: Problems = {}

    def texts(self, names: Iterable[str]) -> dict[str, Any]:
        """Several texts."""
        return {name: self.form.text(name) for name in names}

    def words(self, name: str) -> tuple[str, ...]:
        """Several words, parted by commas or in fields of their own."""
        typed = "\n".join(self.form.texts(name))
        return tuple(dict.fromkeys(word for part in _SEPARATORS.split(typed) if (word := tidy(part))))

    def wholes(self, bounds: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
        """Several whole numbers."""
        return {name: self.whole(name, *between) for name, between in bounds.items()}

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number."""
        text = unicodedata.normalize("NFKC", self.form.text(name)).strip()
        if text and not re.fullmatch(r"[0-9]{1,9}", text):
            self.problems[name] = Problem(NOT_A_COUNT, {"least": least, "most": most})
            return None
        return int(text) if text else None

    def clock(self, name: str) -> time | None:
        """A time of day."""
        text = self.form.text(name)
        told = read_time(text) if text else None
        if text and told is None:
            self.problems[name] = Problem(NOT_A_TIME)
        return told

    def day(self, name: str) -> date | None:
        """A day."""
        try:
            return date.fromisoformat(self.form.text(name))
        except ValueError:
            self.problems[name] = Problem(NOT_A_DAY if self.form.text(name) else MISSING)
            return None

    def moment(self, name: str) -> datetime | None:
        """A moment of the gathering's own time."""
        text = self.form.text(name)
        try:
            told = datetime.fromisoformat(text) if text else None
        except ValueError:
            self.problems[name] = Problem(NOT_A_MOMENT)
            return None
        return told.replace(tzinfo=told.tzinfo or self.zone) if told else None

    def point(self) -> dict[str, Any]:
        """Latitude and longitude; a pair as maps copy it may stand in either field."""
        north, east = (
            unicodedata.normalize("NFKC", self.form.text(name)) for name in ("latitude", "longitude")
        )
        if pair := _PAIR.match(north) or _PAIR.match(east):
            north, east = pair[1], pair[2]
        return {"latitude": self._degrees("latitude", north), "longitude": self._degrees("longitude", east)}

    def _degrees(self, name: str, text: str) -> float | None:
        if text and not re.fullmatch(r"-?\d{1,3}(\.\d+)?", text):
            self.problems[name] = Problem(_NOT_A_POINT)
            return None
        return float(text) if text else None


def settled(told: Told, check: Callable[[Told], Told], unread: Problems) -> Told:
    """What is kept of it; raises Invalid with what could not be read together with whatever else is wrong."""
    try:
        kept = check(told)
    except Invalid as error:
        raise Invalid(error.problems | unread) from None
    if unread:
        raise Invalid(unread)
    return kept


def patched(told: Told, sent: Mapping[str, Any]) -> Told:
    """A thing with the fields that a program sent; raises Invalid for fields that are none of it."""
    kind = type(told)
    if unknown := sorted(set(sent) - set(kind.__struct_fields__)):
        raise Invalid({name[:60]: Problem(_NO_SUCH_FIELD) for name in unknown})
    try:
        return msgspec.convert(msgspec.to_builtins(told) | dict(sent), kind)
    except msgspec.ValidationError as error:
        reason, _, where = str(error).partition(" - at `$.")
        name = re.split(r"[`\[.]", where, maxsplit=1)[0] or "body"
        raise Invalid({name: Problem(_WRONG_KIND, {"reason": reason})}) from None


def seen_in(sent: dict[str, Any]) -> str:
    """The marks that a program sends with its changes, taken out of them; empty where it sends none."""
    seen = sent.pop("seen", "")
    if not isinstance(seen, str):
        raise Invalid({"seen": Problem(_WRONG_KIND, {"reason": "Expected `str`"})})
    return seen


def check_texts(
    told: Any, longest: Mapping[str, int], problems: Problems, *, needed: Iterable[str] = ()
) -> dict[str, str]:
    """Texts of one line as they are kept."""
    kept = {name: tidy(getattr(told, name).replace("\x00", "")) for name in longest}
    for name, most in longest.items():
        if len(kept[name]) > most:
            problems[name] = Problem(TOO_LONG, {"most": most, "length": len(kept[name])})
    for name in needed:
        if not kept[name]:
            problems[name] = Problem(MISSING)
    return kept


def check_pages(told: Any, names: Iterable[str], most: int, problems: Problems) -> dict[str, str]:
    """Texts of several lines as they are kept."""
    kept = {}
    for name in names:
        lines = unicodedata.normalize("NFC", getattr(told, name).replace("\x00", "")).splitlines()
        kept[name] = "\n".join(line.rstrip() for line in lines).strip()
        if len(kept[name]) > most:
            problems[name] = Problem(TOO_LONG, {"most": most, "length": len(kept[name])})
    return kept


def check_words(told: Any, name: str, most: int, problems: Problems) -> dict[str, tuple[str, ...]]:
    """Several words as they are kept, each once."""
    kept = tuple(
        dict.fromkeys(word for one in getattr(told, name) if (word := tidy(one.replace("\x00", ""))))
    )
    if longest := max((len(word) for word in kept if len(word) > most), default=0):
        problems[name] = Problem(TOO_LONG, {"most": most, "length": longest})
    return {name: kept}


def check_numbers(told: Any, bounds: Mapping[str, tuple[int, int]], problems: Problems) -> None:
    """Whole numbers lie within their bounds, or are empty."""
    for name, (least, most) in bounds.items():
        value = getattr(told, name)
        if value is not None and not least <= value <= most:
            problems.setdefault(name, Problem(NOT_A_COUNT, {"least": least, "most": most}))


def check_offered(values: Iterable[str], offered: Iterable[str], name: str, problems: Problems) -> None:
    """Each value is one of those offered."""
    if set(values) - set(offered):
        problems.setdefault(name, Problem(NOT_OFFERED))


def check_hours(opens: time | None, closes: time | None, problems: Problems, *fields: str) -> None:
    """A place opens before it closes; `fields` are the names of the two."""
    for name, at in zip(fields, (opens, closes), strict=True):
        if at is not None and at.tzinfo is not None:
            problems.setdefault(name, Problem(NOT_A_TIME))
    if opens is not None and closes is not None and not problems.keys() & set(fields) and opens >= closes:
        problems[fields[1]] = Problem(CLOSES_BEFORE)


def check_moment(told: Any, name: str, problems: Problems) -> None:
    """A moment has its offset and is of our time."""
    at: datetime | None = getattr(told, name)
    if at is not None and (at.tzinfo is None or not _FIRST_YEAR <= at.year < _LAST_YEAR):
        problems.setdefault(name, Problem(NOT_A_MOMENT))


def check_point(told: Any, problems: Problems) -> None:
    """Latitude and longitude are both there and on the globe, or neither is."""
    north, east = told.latitude, told.longitude
    if north is not None and not -90 <= north <= 90:  # noqa: PLR2004 - the poles
        problems.setdefault("latitude", Problem(_NOT_NORTH))
    if east is not None and not -180 <= east <= 180:  # noqa: PLR2004 - the date line
        problems.setdefault("longitude", Problem(_NOT_EAST))
    if (north is None) != (east is None):
        problems.setdefault("latitude" if north is None else "longitude", Problem(_HALF_A_POINT))
