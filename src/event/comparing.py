"""What was seen of a thing when somebody began to change it, field by field, so that nobody overwrites another."""

import hashlib
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from event.errors import Conflict, Invalid, Problem
from event.language import Message

Told = TypeVar("Told", bound=msgspec.Struct)
_LENGTH = 6
_NOW = Message("Somebody else changed this. It is now: {now}")
_EMPTIED = Message("Somebody else changed this. It is empty now.")


class ChangedSince(Conflict, Invalid):
    """Somebody else changed it since it was looked at; `problems` says what their fields are now."""

    sentence = Message(
        "Somebody else has changed this since you opened it. Nothing was overwritten: look at the marked fields."
    )


def marks(told: msgspec.Struct) -> str:
    """A short text that has a mark for each field, in their order."""
    return "".join(mark(getattr(told, name)) for name in told.__struct_fields__)


def mark(value: Any) -> str:
    """The mark of one value."""
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()[:_LENGTH]


def seen_fields(kind: type[msgspec.Struct], seen: str) -> Mapping[str, str]:
    """The marks by field; of a text that is none, no field."""
    names = kind.__struct_fields__
    if len(seen) != _LENGTH * len(names):
        return {}
    return {name: seen[_LENGTH * place :][:_LENGTH] for place, name in enumerate(names)}


def changed_since(seen: str, now: msgspec.Struct) -> list[str]:
    """The fields that are not as they were seen."""
    told = seen_fields(type(now), seen)
    return [name for name in now.__struct_fields__ if told.get(name) != mark(getattr(now, name))]


def refuse_changed(seen: str, now: msgspec.Struct) -> None:
    """Raise ChangedSince where somebody else changed a field since."""
    if changed := changed_since(seen, now):
        told = {name: _said(getattr(now, name)) for name in changed}
        raise ChangedSince({
            name: Problem(_NOW, {"now": text}) if text else Problem(_EMPTIED) for name, text in told.items()
        })  # fmt: skip


def with_theirs(mine: Told, seen: str, now: Told) -> Told:
    """What I typed, and what others changed in the fields that I left alone."""
    told = seen_fields(type(mine), seen)
    untouched = [name for name in mine.__struct_fields__ if told.get(name) == mark(getattr(mine, name))]
    return msgspec.structs.replace(mine, **{name: getattr(now, name) for name in untouched})


def _said(value: Any) -> str:
    """A value as a person reads it; empty for none."""
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, tuple):
        return "、".join(map(_said, value))
    if isinstance(value, msgspec.Struct):
        return " ".join(_said(getattr(value, name)) or "–" for name in value.__struct_fields__)
    text = str(value)
    return text.removesuffix(":00") if text.count(":") == 2 else text  # noqa: PLR2004 - a time with its seconds
