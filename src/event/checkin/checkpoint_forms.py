"""A checkpoint as organizers type it or programs send it, checked field by field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from event.checkin.tables import Admits, CheckpointKind
from event.errors import Invalid, Problem
from event.faults import CLOSES_BEFORE, MISSING, NOT_A_MOMENT, NOT_OFFERED, TOO_LONG
from event.http import Form
from event.language import Message
from event.text import tidy

_LONGEST = {"code": 40, "name_zh": 120, "name_en": 120, "hands_out_zh": 120, "hands_out_en": 120}
MOST_CLAUSES = 20
PARTS = ("classes", "delegations", "booked")

_NOTHING_CHOSEN = Message("Choose somebody in this line, or remove it.")
_UNKNOWN_IN_RULE = Message("“{text}” is not in the lists of this gathering.")
_TOO_MANY = Message("At most {most} lines.")
_NO_SESSION = Message("Choose the session for which guests are counted once.")


def _none() -> tuple[str, ...]:
    """Nothing; as a plain default it would be described as no array."""
    return ()


class Clause(msgspec.Struct, frozen=True):
    """One of the lines of which one is enough; of each list that is not empty the guest needs one."""

    classes: tuple[str, ...] = msgspec.field(default_factory=_none)
    delegations: tuple[str, ...] = msgspec.field(default_factory=_none)
    booked: tuple[str, ...] = msgspec.field(default_factory=_none)

    def __bool__(self) -> bool:
        return bool(self.classes or self.delegations or self.booked)


class CheckpointTold(msgspec.Struct, frozen=True):
    """A checkpoint with everything that can be set; hall and session by code, empty for none."""

    code: str
    name_zh: str
    name_en: str = ""
    kind: str = str(CheckpointKind.HALL)
    direction: str = "in"
    admits: str = str(Admits.ONCE)
    hall: str = ""
    session: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    counts_inside: bool = False
    hands_out_zh: str = ""
    hands_out_en: str = ""
    rule: tuple[Clause, ...] = msgspec.field(default_factory=tuple)


@dataclass(frozen=True)
class Offered:
    """What of the gathering a checkpoint may name; halls and sessions with their ids."""

    halls: Mapping[str, UUID] = field(default_factory=dict)
    sessions: Mapping[str, UUID] = field(default_factory=dict)
    classes: frozenset[str] = frozenset()
    delegations: frozenset[str] = frozenset()
    booked: frozenset[str] = frozenset()


def checked(told: CheckpointTold, offered: Offered) -> CheckpointTold:
    """The checkpoint as it is kept; raises Invalid with every field that cannot be used."""
    problems: dict[str, Problem] = {}
    texts = {name: tidy(getattr(told, name).replace("\x00", "")) for name in _LONGEST}
    for name, most in _LONGEST.items():
        if len(texts[name]) > most:
            problems[name] = Problem(TOO_LONG, {"most": most, "length": len(texts[name])})
    for name in ("code", "name_zh"):
        if not texts[name]:
            problems[name] = Problem(MISSING)
    known: tuple[tuple[str, Iterable[str]], ...] = (
        ("kind", CheckpointKind), ("direction", ("in", "out")), ("admits", Admits),
        ("hall", ("", *offered.halls)), ("session", ("", *offered.sessions)),
    )  # fmt: skip
    for name, values in known:
        if getattr(told, name) not in set(values):
            problems[name] = Problem(NOT_OFFERED)
    if told.admits == Admits.SESSION and not told.session and told.kind != CheckpointKind.ARRIVAL:
        problems.setdefault("session", Problem(_NO_SESSION))
    _check_window(told, problems)
    rule = _checked_rule(told.rule, offered, problems)
    if problems:
        raise Invalid(problems)
    return msgspec.structs.replace(told, **texts, rule=rule)


def _check_window(told: CheckpointTold, problems: dict[str, Problem]) -> None:
    for name in ("opens_at", "closes_at"):
        moment: datetime | None = getattr(told, name)
        if moment is not None and (moment.tzinfo is None or not 2000 <= moment.year < 2200):  # noqa: PLR2004 - a typing error
            problems[name] = Problem(NOT_A_MOMENT)
    readable = problems.keys().isdisjoint({"opens_at", "closes_at"})
    if readable and told.opens_at and told.closes_at and told.closes_at <= told.opens_at:
        problems["closes_at"] = Problem(CLOSES_BEFORE)


def _checked_rule(
    rule: tuple[Clause, ...], offered: Offered, problems: dict[str, Problem]
) -> tuple[Clause, ...]:
    if not any(rule):
        return ()
    if len(rule) > MOST_CLAUSES:
        problems["rule"] = Problem(_TOO_MANY, {"most": MOST_CLAUSES})
    for place, clause in enumerate(rule):
        if not clause:
            problems[f"clause_{place}"] = Problem(_NOTHING_CHOSEN)
        for part in PARTS:
            unknown = [one for one in getattr(clause, part) if one not in getattr(offered, part)]
            if unknown:
                problems[f"clause_{place}"] = Problem(_UNKNOWN_IN_RULE, {"text": unknown[0][:60]})
    return tuple(Clause(*(tuple(dict.fromkeys(getattr(one, part))) for part in PARTS)) for one in rule)


def read_checkpoint(form: Form, zone: ZoneInfo) -> tuple[CheckpointTold, dict[str, Problem]]:
    """A checkpoint as the page sends it, unchecked, with the moments that could not be read."""
    problems: dict[str, Problem] = {}
    return CheckpointTold(
        **{name: form.text(name) for name in (*_LONGEST, "hall", "session")},
        kind=form.text("kind"), direction=form.text("direction"), admits=form.text("admits"),
        opens_at=read_moment(form.text("opens_at"), zone, "opens_at", problems),
        closes_at=read_moment(form.text("closes_at"), zone, "closes_at", problems),
        counts_inside=form.ticked("counts_inside"), rule=read_clauses(form),
    ), problems  # fmt: skip


def refuse_unread(told: CheckpointTold, unread: dict[str, Problem], offered: Offered) -> None:
    """Raise Invalid where a moment could not be read, together with whatever else is wrong."""
    try:
        checked(told, offered)
    except Invalid as error:
        raise Invalid(error.problems | unread) from None
    if unread:
        raise Invalid(unread)


def read_clauses(form: Form) -> tuple[Clause, ...]:
    """The lines of the rule as they stand on the page, without the one whose removal was asked."""
    text = form.text("clauses")
    number = min(int(text[:3]), MOST_CLAUSES) if text.isascii() and text.isdigit() else 0
    do = form.text("do")
    rule = [
        Clause(*(tuple(form.texts(f"clause_{place}_{part}")) for part in PARTS))
        for place in range(number)
        if do != f"remove_clause:{place}"
    ]
    if do == "add_clause" and len(rule) < MOST_CLAUSES:
        rule.append(Clause())
    return tuple(rule)


def read_moment(text: str, zone: ZoneInfo, name: str, problems: dict[str, Problem]) -> datetime | None:
    """A moment of the gathering's time as typed; empty is none."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        problems[name] = Problem(NOT_A_MOMENT)
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def typed_checkpoint(told: CheckpointTold, zone: ZoneInfo) -> dict[str, Any]:
    """A checkpoint as it would have been typed."""
    typed = msgspec.structs.asdict(told)
    for name in ("opens_at", "closes_at"):
        typed[name] = typed_moment(typed[name], zone)
    return typed


def typed_moment(moment: datetime | None, zone: ZoneInfo) -> str:
    """A moment as fields for day and time want it."""
    return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}" if moment else ""
