"""Who may pass a checkpoint, when and how often, in one sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from event.checkin.tables import Admits, CheckpointKind
from event.language import Message, translated

EVERYBODY = Message("everybody with a ticket")
OF_CLASS = Message("guests of class {classes}")
OF_DELEGATION = Message("guests of delegation {delegations}")
OF_BOTH = Message("guests of class {classes} in delegation {delegations}")
ANY_GUEST = Message("guests")
BOOKED = Message("{who} who have booked {booked}")
EITHER = Message("{some} or {last}")
OR = Message("{first}, or {other}")
WITHIN_A_DAY = Message("on {day} between {opens} and {closes}")
WITHIN = Message("between {opens} and {closes}")
FROM = Message("from {opens} on")
UNTIL = Message("until {closes}")
ON_THE_WAY_OUT = Message("on the way out")
HOW_OFTEN: dict[Admits, Message] = {
    Admits.ONCE: Message("once"),
    Admits.DAILY: Message("once a day"),
    Admits.SESSION: Message("once at all doors of the session"),
    Admits.ALWAYS: Message("every time"),
}
AT_ANY_DESK = Message("once at all arrival desks")


@dataclass(frozen=True)
class Names:
    """What the codes of a rule are called in the reader's language; a code without a name stands for itself."""

    classes: Mapping[str, str] = field(default_factory=dict)
    delegations: Mapping[str, str] = field(default_factory=dict)
    booked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Door:
    """What of a checkpoint decides who passes, when and how often."""

    rule: Sequence[Mapping[str, Sequence[str]]]
    kind: str = CheckpointKind.HALL
    direction: str = "in"
    admits: str = Admits.ONCE
    has_session: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def rule_sentence(door: Door, names: Names, *, language: str, zone: ZoneInfo) -> str:
    """Such as: Guests of class VIP, or guests of delegation D01 who have booked the job fair, once."""
    parts = [_who(door.rule, names, language), _window(door, language, zone)]
    if door.direction == "out":
        parts.append(translated(ON_THE_WAY_OUT, language))
    parts.append(_how_often(door, language))
    said = (", " if language == "en" else "，").join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}." if language == "en" else f"{said}。"


def clause_sentence(clause: Mapping[str, Sequence[str]], names: Names, *, language: str) -> str:
    """Who one clause lets through, as part of a sentence."""
    told = {
        "classes": _either(clause.get("classes", ()), names.classes, language),
        "delegations": _either(clause.get("delegations", ()), names.delegations, language),
    }
    booked = _either(clause.get("booked", ()), names.booked, language)
    if told["classes"] and told["delegations"]:
        message = OF_BOTH
    elif told["classes"]:
        message = OF_CLASS
    elif told["delegations"]:
        message = OF_DELEGATION
    else:
        message = ANY_GUEST if booked else EVERYBODY
    who = translated(message, language).format(**told)
    return translated(BOOKED, language).format(who=who, booked=booked) if booked else who


def _who(rule: Sequence[Mapping[str, Sequence[str]]], names: Names, language: str) -> str:
    if not rule:
        return translated(EVERYBODY, language)
    said = clause_sentence(rule[0], names, language=language)
    for clause in rule[1:]:
        other = clause_sentence(clause, names, language=language)
        said = translated(OR, language).format(first=said, other=other)
    return said


def _either(codes: Iterable[str], names: Mapping[str, str], language: str) -> str:
    *some, last = [names.get(code) or code for code in codes] or [""]
    if not some:
        return last
    joined = (", " if language == "en" else "、").join(some)
    return translated(EITHER, language).format(some=joined, last=last)


def _window(door: Door, language: str, zone: ZoneInfo) -> str:
    opens = door.opens_at.astimezone(zone) if door.opens_at else None
    closes = door.closes_at.astimezone(zone) if door.closes_at else None
    if opens and closes and opens.date() == closes.date():
        return translated(WITHIN_A_DAY, language).format(
            day=f"{opens:%m-%d}", opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}"
        )
    message = WITHIN if opens and closes else FROM if opens else UNTIL if closes else None
    if message is None:
        return ""
    return translated(message, language).format(
        opens=f"{opens:%m-%d %H:%M}" if opens else "", closes=f"{closes:%m-%d %H:%M}" if closes else ""
    )


def _how_often(door: Door, language: str) -> str:
    admits = Admits(door.admits)
    if door.kind == CheckpointKind.ARRIVAL and admits in (Admits.ONCE, Admits.SESSION):
        return translated(AT_ANY_DESK, language)
    if admits is Admits.SESSION and not door.has_session:
        admits = Admits.ONCE
    return translated(HOW_OFTEN[admits], language)
