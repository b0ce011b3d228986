"""Lines of the run sheet and things that must lie ready, as somebody tells them, and what is wrong with them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from event.errors import Invalid, Problem
from event.faults import MISSING, ROW_TOO_LONG
from event.language import Message, in_language
from event.signing.forms import is_near
from event.text import tidy

_NOT_MINUTES = Message("Please give whole minutes from 1 to 600.")
_NOT_A_QUANTITY = Message("Please give a whole number from 1 to 9999.")
_NOT_A_BATCH = Message("There is no batch {number}.")
_NOT_A_TIME = Message("Please give a time of this century with its zone.")
_TOO_MANY = Message("At most {most} lines.")
_MOST_LINES, _MOST_MINUTES, _MOST_QUANTITY = 200, 600, 9999


class RunLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the run sheet; `batch` is a number, `minutes` how long it takes."""

    what_zh: str
    what_en: str = ""
    starts_at: datetime | None = None
    minutes: int | None = None
    batch: int | None = None
    people: str = ""
    sound_and_picture: str = ""
    responsible: str = ""

    def what(self, language: str) -> str:
        return in_language(language, zh=self.what_zh, en=self.what_en)


class Prop(msgspec.Struct, frozen=True, kw_only=True):
    """Something that must lie ready; `batch`: only for this one."""

    name_zh: str
    name_en: str = ""
    quantity: int = 1
    batch: int | None = None
    remark: str = ""
    ready: bool = False

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)


Line = TypeVar("Line", RunLine, Prop)
_LONGEST = {
    "what_zh": 200, "what_en": 300, "people": 200, "sound_and_picture": 200, "responsible": 120, "name_zh": 80,
    "name_en": 120, "remark": 200,
}  # fmt: skip


def mark_of(lines: Sequence[RunLine] | Sequence[Prop]) -> str:
    """What stands for a list as somebody saw it."""
    return hashlib.sha256(msgspec.json.encode(list(lines))).hexdigest()[:16]


def checked_lines(lines: Sequence[Line], batches: set[int]) -> list[Line]:
    """Lines as they are kept; raises Invalid with `lines.3.what_zh`."""
    problems: dict[str, Problem] = {}
    if len(lines) > _MOST_LINES:
        raise Invalid({"lines": Problem(_TOO_MANY, {"most": _MOST_LINES})})
    kept = [_checked(one, f"lines.{place}.", batches, problems) for place, one in enumerate(lines)]
    if problems:
        raise Invalid(problems)
    return kept


def _checked(one: Line, at: str, batches: set[int], problems: dict[str, Problem]) -> Line:
    texts = {name: tidy(getattr(one, name).replace("\x00", "")) for name in _LONGEST if hasattr(one, name)}
    for name, text in texts.items():
        if len(text) > _LONGEST[name]:
            problems[at + name] = Problem(ROW_TOO_LONG, {"most": _LONGEST[name], "length": len(text)})
    needed = "what_zh" if isinstance(one, RunLine) else "name_zh"
    if not texts[needed]:
        problems[at + needed] = Problem(MISSING)
    if one.batch is not None and one.batch not in batches:
        problems[at + "batch"] = Problem(_NOT_A_BATCH, {"number": one.batch})
    if isinstance(one, RunLine):
        _check_time(one, at, problems)
    elif not 1 <= one.quantity <= _MOST_QUANTITY:
        problems[at + "quantity"] = Problem(_NOT_A_QUANTITY)
    changed: dict[str, Any] = texts
    return msgspec.structs.replace(one, **changed)


def _check_time(one: RunLine, at: str, problems: dict[str, Problem]) -> None:
    if one.minutes is not None and not 1 <= one.minutes <= _MOST_MINUTES:
        problems[at + "minutes"] = Problem(_NOT_MINUTES)
    moment = one.starts_at
    if moment is not None and (moment.tzinfo is None or not is_near(moment.date())):
        problems[at + "starts_at"] = Problem(_NOT_A_TIME)
