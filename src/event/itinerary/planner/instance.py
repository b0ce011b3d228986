"""What is to be planned: travel parties, buses, guides, stops, lunches, commitments and the days.

Times are units of five minutes; t = day × 288 + units since midnight.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

from event.errors import Invalid, Problem
from event.language import Message

DAY = 288
UNIT_MINUTES = 5
_LARGEST = 4_000

Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Positive = Annotated[int, Meta(ge=1, le=1_000_000)]
Stay = Annotated[int, Meta(ge=1, le=DAY)]
Window = tuple[Count, Count]
Wrong = tuple[str, Message, dict[str, Any]]

_UNREADABLE = Message("is not readable: {why}.")
_ORDER = Message("must be {expected}: things are numbered 0, 1, 2 … in their order.")
_UNKNOWN = Message("names {what} {number}, which does not exist.")
_SQUARE = Message("must have one row and one column for each of the {places} places.")
_PER_DAY = Message("must have one entry for each of the {days} days.")
_PER_STOP = Message("must have one entry for each of the {stops} stops.")
_BACKWARDS = Message("must begin before it ends.")
_ONE_DAY = Message("must lie within one day.")
_TOO_MANY = Message("has {found} entries; at most {most} can be planned.")
_TWICE = Message("is used twice.")
_DETOUR = Message("takes {direct} units, over place {via} only {over}: the shortest way must be entered.")
_GUIDES = Message("must be at least as many as the {buses} buses: every bus has a guide.")


class InstanceInvalid(Invalid):
    """The description of the visit cannot be used; `problems` names the fields."""

    sentence = Message("The visit to plan is not described correctly.")


class Party(Struct, frozen=True, kw_only=True):
    """A travel party; `points[stop]` is what one of its guests gains there."""

    id: Count
    size: Positive
    delegation: int = field(name="deleg")
    languages: tuple[str, ...] = field(name="langs")
    wheelchairs: Count = field(name="wheelchair", default=0)
    present: tuple[bool, ...]
    signing: bool = False
    points: tuple[Count, ...] = field(name="u")
    requests: tuple[Count, ...] = ()


class Delay(Struct, frozen=True, kw_only=True):
    """A bus is held up: from `after` on it goes on `units` later, once; what began before is over."""

    after: Count
    units: Positive


class Bus(Struct, frozen=True, kw_only=True):
    """A bus with the seats that are left for guests; `hotel` is an index of the hotels."""

    id: Count
    usable: Count
    wheelchair_places: Count = field(name="wc", default=0)
    hotel: Count
    delays: tuple[Delay, ...] = ()


class Guide(Struct, frozen=True, kw_only=True):
    id: Count
    languages: tuple[str, ...] = field(name="langs")


class Stop(Struct, frozen=True, kw_only=True):
    """A place to visit: the whole stay lies in one of the windows."""

    id: Count
    place: Count
    name: str
    stay: Stay = field(name="dur")
    windows: tuple[Window, ...]
    capacity: Count = field(name="cap")
    accessible: bool = True


class Lunch(Struct, frozen=True, kw_only=True):
    id: Count
    place: Count
    name: str
    stay: Stay = field(name="dur")
    capacity: Count = field(name="cap")


class Commitment(Struct, frozen=True, kw_only=True):
    """Where everybody, or everybody on a bus with a signing party, has to be."""

    id: Count
    name: str
    place: Count
    start: Count
    stay: Stay = field(name="dur")
    who: Literal["all", "signing"]


class Frame(Struct, frozen=True, kw_only=True):
    """A day: when a bus may leave its hotel at the earliest and is back at the latest."""

    day: Count
    leave: Count
    back: Count


class Instance(Struct, frozen=True, kw_only=True):
    """A whole visit to plan."""

    days: Annotated[int, Meta(ge=1, le=14)] = field(name="ND")
    travel: tuple[tuple[Annotated[int, Meta(ge=0, le=DAY)], ...], ...] = field(name="tt")
    hotels: tuple[Count, ...]
    stops: tuple[Stop, ...]
    lunches: tuple[Lunch, ...]
    lunch_start: Window
    parties: tuple[Party, ...]
    buses: tuple[Bus, ...] = field(name="groups")
    guides: tuple[Guide, ...]
    commitments: tuple[Commitment, ...] = field(name="commits", default=())
    frames: tuple[Frame, ...]

    @property
    def guests(self) -> int:
        """How many people travel."""
        return sum(party.size for party in self.parties)


def read_instance(content: bytes) -> Instance:
    """The visit in a JSON file; raises InstanceInvalid, which names the fields."""
    try:
        instance = msgspec.json.decode(content, type=Instance)
    except msgspec.ValidationError as error:
        why, _, where = str(error).partition(" - at `$")
        name = where.rstrip("`").lstrip(".") or "file"
        raise InstanceInvalid({name: Problem(_UNREADABLE, {"why": why})}) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InstanceInvalid({"file": Problem(_UNREADABLE, {"why": str(error).rstrip(".")})}) from error
    checked(instance)
    return instance


def checked(instance: Instance) -> None:
    """Raise InstanceInvalid where parts of the visit do not belong together."""
    problems: dict[str, Problem] = {}
    for name, sentence, data in (*_wrong_numbers(instance), *_wrong_shapes(instance)):
        problems.setdefault(name, Problem(sentence, data))
    if not problems:
        for name, sentence, data in (*_wrong_places(instance), *_wrong_times(instance)):
            problems.setdefault(name, Problem(sentence, data))
    if problems:
        raise InstanceInvalid(problems)


def _wrong_numbers(instance: Instance) -> Iterator[Wrong]:
    numbered: dict[str, tuple[Any, ...]] = {
        "groups": instance.buses, "guides": instance.guides, "stops": instance.stops, "lunches": instance.lunches,
        "commits": instance.commitments,
    }  # fmt: skip
    for name, things in numbered.items():
        for position, thing in enumerate(things):
            if thing.id != position:
                yield f"{name}[{position}].id", _ORDER, {"expected": position}
    for position, frame in enumerate(instance.frames):
        if frame.day != position:
            yield f"frames[{position}].day", _ORDER, {"expected": position}
    seen: set[int] = set()
    for position, party in enumerate(instance.parties):
        if party.id in seen:
            yield f"parties[{position}].id", _TWICE, {}
        seen.add(party.id)
    if len(instance.parties) > _LARGEST:
        yield "parties", _TOO_MANY, {"found": len(instance.parties), "most": _LARGEST}
    if len(instance.guides) < len(instance.buses):
        yield "guides", _GUIDES, {"buses": len(instance.buses)}


def _wrong_shapes(instance: Instance) -> Iterator[Wrong]:
    places, days, stops = len(instance.travel), instance.days, len(instance.stops)
    if any(len(row) != places for row in instance.travel):
        yield "tt", _SQUARE, {"places": places}
    if len(instance.frames) != days:
        yield "frames", _PER_DAY, {"days": days}
    for position, party in enumerate(instance.parties):
        if len(party.present) != days:
            yield f"parties[{position}].present", _PER_DAY, {"days": days}
        if len(party.points) != stops:
            yield f"parties[{position}].u", _PER_STOP, {"stops": stops}


def _wrong_places(instance: Instance) -> Iterator[Wrong]:
    places = len(instance.travel)
    where = [(f"hotels[{number}]", place) for number, place in enumerate(instance.hotels)]
    for name, things in (
        ("stops", instance.stops), ("lunches", instance.lunches), ("commits", instance.commitments),
    ):  # fmt: skip
        where += [(f"{name}[{thing.id}].place", thing.place) for thing in things]
    for name, place in where:
        if place >= places:
            yield name, _UNKNOWN, {"what": "place", "number": place}
    for bus in instance.buses:
        if bus.hotel >= len(instance.hotels):
            yield f"groups[{bus.id}].hotel", _UNKNOWN, {"what": "hotel", "number": bus.hotel}
    for origin, row in enumerate(instance.travel):
        for via, first in enumerate(row):
            onward = instance.travel[via]
            for target, direct in enumerate(row):
                if first + onward[target] < direct:
                    over = first + onward[target]
                    yield f"tt[{origin}][{target}]", _DETOUR, {"direct": direct, "via": via, "over": over}


def _wrong_times(instance: Instance) -> Iterator[Wrong]:
    if instance.lunch_start[0] > instance.lunch_start[1]:
        yield "lunch_start", _BACKWARDS, {}
    for frame in instance.frames:
        if frame.leave > frame.back:
            yield f"frames[{frame.day}]", _BACKWARDS, {}
        for name, time in (("leave", frame.leave), ("back", frame.back)):
            if time // DAY != frame.day:
                yield f"frames[{frame.day}].{name}", _ONE_DAY, {}
    for stop in instance.stops:
        yield from _wrong_windows(stop)
    for one in instance.commitments:
        day = one.start // DAY
        if day != (one.start + one.stay - 1) // DAY:
            yield f"commits[{one.id}].start", _ONE_DAY, {}
        elif day >= instance.days:
            yield f"commits[{one.id}].start", _UNKNOWN, {"what": "day", "number": day}


def _wrong_windows(stop: Stop) -> Iterator[Wrong]:
    for number, (opens, closes) in enumerate(stop.windows):
        if opens > closes:
            yield f"stops[{stop.id}].windows[{number}]", _BACKWARDS, {}
        elif opens // DAY != max(opens, closes - 1) // DAY:
            yield f"stops[{stop.id}].windows[{number}]", _ONE_DAY, {}
