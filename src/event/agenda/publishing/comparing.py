"""What one version of the programme changes against another, session by session, in sentences."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from event.agenda.labels import MODE_LABELS, PART_LABELS
from event.agenda.publishing.version import Person, Session
from event.database import fetch
from event.language import Message, in_language, translated
from event.templating import day as said_day
from event.text import full_name, latin_name

_NEW = Message("{title} is new: {when}, {where}.")
_NEW_NOWHERE = Message("{title} is new: {when}.")
_AGAIN = Message("{title} takes place after all: {when}, {where}.")
_AGAIN_NOWHERE = Message("{title} takes place after all: {when}.")
_GONE = Message("{title} does not take place.")
_CALLED = Message("{before} is now called {title}.")
_WHEN = Message("{title} is now {after}; before: {before}.")
_WHERE = Message("{title} now takes place here: {after}; before: {before}.")
_COMES = Message("{title}: {name} takes part ({part}).")
_GOES = Message("{title}: {name} no longer takes part ({part}).")
_ITEMS = Message("{title}: the items or their times have changed.")
_TEXT = Message("{title}: {what} is now “{after}”.")
_NO_TEXT = Message("{title}: {what} is taken out.")
_TEXTS = {
    "attendees": Message("Attendees"), "host": Message("Responsible unit"), "remark": Message("Remark"),
    "way": Message("The way there"),
}  # fmt: skip
_PLACES, _MODE, _OPEN = Message("Places"), Message("Where people take part"), Message("no limit")


class Change(msgspec.Struct, frozen=True):
    """A session before and after; no `before`: it is new, or takes place `again`; no `after`: it does not take place."""

    id: UUID
    before: Session | None
    after: Session | None
    again: bool = False


def compared(before: Iterable[Session], after: Iterable[Session]) -> list[Change]:
    """What differs, by the time of the session."""
    known = {one.id: one for one in before}
    was = {key: one for key, one in known.items() if not one.cancelled}
    now = {one.id: one for one in after if not one.cancelled}
    found = [
        Change(key, was.get(key), now.get(key), again=key in known and key not in was)
        for key in {**was, **now}
        if _plain(was.get(key)) != _plain(now.get(key))
    ]
    return sorted(found, key=lambda one: _order(one.after or one.before))


def raised(before: Iterable[Session], after: list[Session], *, now: Any) -> list[Session]:
    """The new version: what changed has a higher number in calendars, what is gone is cancelled."""
    was = {one.id: one for one in before}
    found = []
    for one in after:
        old = was.pop(one.id, None)
        if old is None:
            found.append(one)
        elif _plain(old) == _plain(one) and old.cancelled == one.cancelled:
            found.append(msgspec.structs.replace(one, sequence=old.sequence, changed_at=old.changed_at))
        else:
            number = max(old.sequence + 1, one.sequence)
            found.append(msgspec.structs.replace(one, sequence=number, changed_at=now))
    gone = [
        one
        if one.cancelled
        else msgspec.structs.replace(one, cancelled=True, sequence=one.sequence + 1, changed_at=now)
        for one in was.values()
    ]
    return [*found, *gone]


async def names_in(changes: Iterable[Change]) -> dict[UUID, str]:
    """The names of guests with a part before or after; nobody is named who was erased."""
    people = [
        who
        for one in changes
        for side in (one.before, one.after)
        if side is not None
        for who in side.everybody()
    ]
    rows = await fetch(
        "SELECT id, number, name_zh, latin_surname, latin_given, surname_first FROM guest WHERE id = ANY($1::uuid[])",
        list({who.guest for who in people if who.guest}),
    )
    return {
        row["id"]: full_name(
            row["name_zh"], latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])
        ) or row["number"]
        for row in rows
    }  # fmt: skip


@dataclass(frozen=True)
class _Reader:
    """Says sentences in a reader's language, with times where the gathering is."""

    language: str
    zone: ZoneInfo
    names: Mapping[UUID, str]

    def said(self, message: Message, **data: Any) -> str:
        return translated(message, self.language).format(**data)

    def when(self, one: Session) -> str:
        local = one.local(self.zone)
        return f"{said_day(local.starts_at.date(), self.language)} {local.times()}"

    def name(self, one: Person) -> str:
        return self.names.get(one.guest, "–") if one.guest else one.name_zh or one.name_en


async def names_in_sessions(
    sessions: Iterable[Session], language: str
) -> dict[UUID, list[tuple[Message, str]]]:
    """By session: who hosts, moderates, speaks or interprets, with the name as printed and the position typed for it."""
    every = list(sessions)
    names = await names_in(Change(one.id, one, None) for one in every)
    to = _Reader(language, ZoneInfo("UTC"), names)
    return {
        one.id: [
            (
                PART_LABELS[who.part],
                " ".join(
                    filter(None, (to.name(who), in_language(language, zh=who.title_zh, en=who.title_en)))
                ),
            )
            for who in dict.fromkeys(one.everybody())
        ]
        for one in every
    }


def sentences(change: Change, *, language: str, zone: ZoneInfo, names: Mapping[UUID, str]) -> list[str]:
    """What a change is, in whole sentences."""
    before, after, to = change.before, change.after, _Reader(language, zone, names)
    if after is None:
        return [to.said(_GONE, title=before.said("title", language))] if before else []
    if before is not None:
        return [*_moved(before, after, to), *_people(before, after, to), *_details(before, after, to)]
    title, where = after.said("title", language), after.where(language)
    said = (_AGAIN, _AGAIN_NOWHERE) if change.again else (_NEW, _NEW_NOWHERE)
    return [to.said(said[not where], title=title, when=to.when(after), where=where)]


def _moved(before: Session, after: Session, to: _Reader) -> Iterator[str]:
    """Name, time and place."""
    was, title = (one.said("title", to.language) for one in (before, after))
    if was != title:
        yield to.said(_CALLED, before=was, title=title)
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        yield to.said(_WHEN, title=title, after=to.when(after), before=to.when(before))
    there, here = (one.where(to.language) or "–" for one in (before, after))
    if there != here:
        yield to.said(_WHERE, title=title, after=here, before=there)


def _people(before: Session, after: Session, to: _Reader) -> Iterator[str]:
    """Who takes part and who does not any more, and items."""
    title = after.said("title", to.language)
    for message, ones in ((_GOES, _less(before, after)), (_COMES, _less(after, before))):
        for one in ones:
            part = to.said(PART_LABELS[one.part])
            yield to.said(message, title=title, name=to.name(one), part=part)
    if _happens(before) != _happens(after):
        yield to.said(_ITEMS, title=title)


def _details(before: Session, after: Session, to: _Reader) -> Iterator[str]:
    """Texts, places, and how people take part."""
    title = after.said("title", to.language)
    for name, label in _TEXTS.items():
        text = after.said(name, to.language)
        if before.said(name, to.language) != text:
            yield to.said(_TEXT if text else _NO_TEXT, title=title, what=to.said(label), after=text)
    if before.capacity != after.capacity:
        count = to.said(_OPEN) if after.capacity is None else after.capacity
        yield to.said(_TEXT, title=title, what=to.said(_PLACES), after=count)
    if before.mode != after.mode:
        yield to.said(_TEXT, title=title, what=to.said(_MODE), after=to.said(MODE_LABELS[after.mode]))


def _happens(one: Session) -> list[tuple[Any, ...]]:
    return [(item.kind, item.title_zh, item.title_en, item.begins, item.ends) for item in one.items]


def _less(one: Session, other: Session) -> list[Person]:
    """Who has a part in one and not in the other."""
    there: Collection[Person] = set(other.everybody())
    return list(dict.fromkeys(who for who in one.everybody() if who not in there))


def _plain(one: Session | None) -> Session | None:
    """A session without what only calendars count."""
    if one is None:
        return None
    blank = msgspec.structs.replace(
        one, sequence=0, changed_at=None, cancelled=False, called_off=False, position=0
    )
    return _in_utc(blank)


def _in_utc(one: Session) -> Session:
    items = tuple(
        msgspec.structs.replace(item, begins=item.begins.astimezone(UTC), ends=item.ends.astimezone(UTC))
        for item in one.items
    )
    return msgspec.structs.replace(
        one, starts_at=one.starts_at.astimezone(UTC), ends_at=one.ends_at and one.ends_at.astimezone(UTC), items=items
    )  # fmt: skip


def _order(one: Session | None) -> tuple[Any, ...]:
    return (one.starts_at, one.position, one.code) if one else ()
