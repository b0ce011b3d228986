"""Whether a visit to plan can be planned at all: read from its file, its parts held against each other."""

from collections.abc import Iterator
from typing import Any

import msgspec

from event.errors import Problem
from event.itinerary.planner.instance import DAY, Bus, Instance, InstanceInvalid, Stop
from event.language import Message

_LARGEST = 4_000
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
_SHORT = Message("is {stay} units; nobody may stay less than {shortest}.")
_LONG = Message("is longer than the usual stay of {stay} units.")
_ITSELF = Message("names travel party {number} twice: nobody can be kept apart from themselves.")


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
        wrong = (
            *_wrong_places(instance),
            *_wrong_times(instance),
            *_wrong_stays(instance),
            *_wrong_pairs(instance),
        )
        for name, sentence, data in wrong:
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


def _wrong_stays(instance: Instance) -> Iterator[Wrong]:
    for stop in instance.stops:
        if stop.shortest > stop.stay:
            yield f"stops[{stop.id}].shortest", _LONG, {"stay": stop.stay}
    for bus in instance.buses:
        yield from _wrong_stays_of(instance, bus)


def _wrong_stays_of(instance: Instance, bus: Bus) -> Iterator[Wrong]:
    for number, stay in bus.stays.items():
        name = f"groups[{bus.id}].stays[{number}]"
        if number >= len(instance.stops):
            yield name, _UNKNOWN, {"what": "stop", "number": number}
            continue
        shortest = instance.stops[number].shortest or instance.stops[number].stay
        if stay < shortest:
            yield name, _SHORT, {"stay": stay, "shortest": shortest}


def _wrong_pairs(instance: Instance) -> Iterator[Wrong]:
    known = {one.id for one in instance.parties}
    for position, (one, two) in enumerate(instance.apart):
        for number in (one, two):
            if number not in known:
                yield f"apart[{position}]", _UNKNOWN, {"what": "travel party", "number": number}
        if one == two:
            yield f"apart[{position}]", _ITSELF, {"number": one}
