"""What has changed for somebody, as lines a page or a mail says: what, how it was, how it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from event.itinerary.own.labels import bus_label
from event.itinerary.planning.plan import What
from event.itinerary.planning.showing import Kind, Shown, ShownDay
from event.language import Message, Speaking, in_language
from event.templating import clock

_VISIT, _LINE, _BUS, _SEAT = Message("Homeland visit"), Message("Route"), Message("Bus"), Message("Seat")
_MUSTER, _DEPARTS, _BACK = Message("Get on"), Message("Bus leaves"), Message("Back at")
_GUIDE, _GUESTS, _BUSES = Message("Guide"), Message("Guests"), Message("Buses")
_LUNCH, _NO_SEAT = Message("Lunch ({place})"), Message("no seat on a bus")
_ON_DAY = Message("{what}, {day}")


class Said(Struct, frozen=True):
    """One thing that changed; `before` is empty where it is new, `after` where it is gone."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Reader(Speaking):
    """Who reads: in which language, in which zone; `many`: days have to be named."""

    language: str
    zone: ZoneInfo
    many: bool = False

    def on(self, what: str, day: date) -> str:
        """A thing of a day."""
        told = f"{day.day} {day:%B}" if self.language == "en" else f"{day.month}月{day.day}日"
        return self.said(_ON_DAY, what=what, day=told) if self.many else what

    def time(self, moment: datetime | None) -> str:
        return clock(moment, self.zone)


def said(
    before: Shown | None, after: Shown | None, *, language: str, zone: ZoneInfo, kind: Kind = Kind.GUEST
) -> list[Said]:
    """Everything that is not as it was, in the order of the day."""
    days = {day.on_day for shown in (before, after) if shown for day in shown.days}
    reader = Reader(language, zone, many=len(days) > 1)
    was, now = dict(_told(before, kind, reader)), dict(_told(after, kind, reader))
    if kind is Kind.GUEST and after is None:
        return [
            Said(
                reader.said(_VISIT),
                ", ".join(text for _, text in list(was.values())[:2]),
                reader.said(_NO_SEAT),
            )
        ]
    other = before is not None and after is not None and before.line != after.line and kind is not Kind.LINE
    found = []
    for key in (*now, *(key for key in was if key not in now)):
        what = (now.get(key) or was[key])[0]
        then, here = was.get(key, ("", ""))[1], now.get(key, ("", ""))[1]
        if then != here and not (other and not here):
            found.append(Said(what, "" if other and key[0] == "call" else then, here))
    return found


Told = tuple[tuple[Any, ...], tuple[str, str]]


def _told(shown: Shown | None, kind: Kind, reader: Reader) -> Iterable[Told]:
    """Key, name and words of everything there is."""
    if shown is None:
        return
    yield from _head(shown, kind, reader)
    for day in shown.days:
        if kind is not Kind.BUS:
            yield from _calls(day, reader)
        elif day.leaves:
            yield (
                ("leaves", day.on_day),
                (reader.on(reader.said(_DEPARTS), day.on_day), reader.time(day.leaves)),
            )


def _head(shown: Shown, kind: Kind, reader: Reader) -> Iterable[Told]:
    line = f"{shown.line} {shown.name.said(reader.language)}".strip()
    muster = in_language(reader.language, zh=shown.muster)
    heads = {
        "line": (_LINE, line, kind),
        "bus": (_BUS, f"{bus_label(shown.bus, reader.language)} {shown.plate}".strip(), Kind.GUEST),
        "buses": (_BUSES, shown.bus, Kind.LINE),
        "seat": (_SEAT, shown.seat, Kind.GUEST),
        "guests": (_GUESTS, "" if shown.guests is None else str(shown.guests), kind),
        "guide": (_GUIDE, shown.guide, Kind.BUS),
        "muster": (_MUSTER, f"{reader.time(shown.musters)} {muster}".strip() if kind is not Kind.LINE else "", kind),
    }  # fmt: skip
    for name, (label, text, of) in heads.items():
        if text and of is kind:
            yield (name,), (reader.said(label), text)


def _calls(told: ShownDay, reader: Reader) -> Iterable[Told]:
    day = told.on_day
    if told.leaves:
        yield ("leaves", day), (reader.on(reader.said(_DEPARTS), day), reader.time(told.leaves))
    seen: dict[Any, int] = {}
    for call in told.calls:
        turn = seen[call.ref] = seen.get(call.ref, 0) + 1
        name = call.name.said(reader.language)
        what = reader.said(_LUNCH, place=name) if call.what is What.CANTEEN else name
        words = f"{reader.time(call.begins)}–{reader.time(call.ends)}"
        yield ("call", day, call.ref, turn), (reader.on(what, day), words)
    if told.returns:
        yield ("returns", day), (reader.on(reader.said(_BACK), day), reader.time(told.returns))
