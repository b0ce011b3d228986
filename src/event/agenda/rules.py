"""When items begin and end, whether sessions overlap, and what is wrong with a programme: plain values in and out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from uuid import UUID

from event.agenda.tables import SessionKind
from event.errors import Problem
from event.language import Message

VIP = "V"
_MOST_NAMES = 12


@dataclass(frozen=True)
class Slot:
    """How an item stands in its session: fixed at a moment or after the one before, and its minutes."""

    minutes: int
    fixed: datetime | None = None


def item_times(begins: datetime, items: Iterable[Slot]) -> list[tuple[datetime, datetime]]:
    """When each item begins and ends: one after the other from the session's begin, fixed ones at their time."""
    times, at = [], begins
    for item in items:
        starts = item.fixed or at
        at = starts + timedelta(minutes=item.minutes)
        times.append((starts, at))
    return times


@dataclass(frozen=True)
class Busy:
    """Somebody in a session: booked, or with a part; `key` is the same for the same person."""

    key: str
    name: str
    class_code: str = ""
    number: str = ""
    part: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    comes: bool = True

    @property
    def vip(self) -> bool:
        return self.class_code == VIP


@dataclass(frozen=True)
class Seen:
    """A session as clashes are looked for; `at_once` of those booked are there together (waves come one after the other)."""

    id: UUID
    code: str
    title: str
    kind: str
    begins: datetime
    ends: datetime | None
    hall: str = ""
    hall_name: str = ""
    hall_capacity: int | None = None
    capacity: int | None = None
    at_once: int = 0
    items_end: datetime | None = None
    people: tuple[Busy, ...] = ()


@dataclass(frozen=True)
class Landing:
    """A flight or train and when it lands, or is expected to, with how many guests."""

    number: str
    at: datetime
    guests: int


@dataclass(frozen=True)
class Clash:
    """Something that cannot be as planned, as a sentence with names; guests by number where it is about them."""

    kind: str
    said: Problem
    sessions: tuple[UUID, ...]
    guests: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, tuple[UUID, ...], tuple[str, ...], tuple[str, ...]]:
        return self.kind, self.sessions, self.guests, self.services


BOOKED_TWICE, PART_TWICE, HALL_TWICE, OVERBOOKED, OUTSIDE = (
    "booked_twice",
    "part_twice",
    "hall_twice",
    "overbooked",
    "outside",
)
TOO_LONG, NOT_COMING, AFTER_DESK, DURING_DINNER, AFTER_DINNER = (
    "items_too_long", "not_coming", "after_desk", "during_dinner", "after_dinner",
)  # fmt: skip
OVER_HALL = "over_hall"

_BOOKED_TWICE = Message(
    "“{one}” ({one_times}) and “{other}” ({other_times}) overlap. Booked for both: {names}."
)
_PART_TWICE = Message(
    "{name} has a part in “{one}” ({one_times}) and is in “{other}” ({other_times}) at the same time."
)
_HALL_TWICE = Message("{hall} is taken twice: “{one}” ({one_times}) and “{other}” ({other_times}).")
_OVERBOOKED = Message("“{one}” has {booked} booked at once, but {capacity} places.")
_OVER_HALL = Message("“{one}” is for {capacity} people, but {hall} holds {most}.")
_HALL_FULL = Message("“{one}” has {booked} booked at once, but {hall} holds {most}.")
_OUTSIDE = Message("“{one}” is on {day}, but the gathering is from {first} to {last}.")
_ITEMS = Message("The items of “{one}” last until {until}, but it ends at {ends}.")
_NOT_COMING = Message("{name} has a part in “{one}”, but does not come.")
_AFTER_DESK = Message("{service} lands at {at} with {guests} guests, but “{one}” closes at {ends}.")
_DURING = Message("{service} lands at {at} with {guests} guests, but “{one}” begins at {begins}.")
_AFTER_DINNER = Message("{service} lands at {at} with {guests} guests, but “{one}” is over at {ends}.")


def overlap(one: Seen | Busy, other: Seen | Busy) -> bool:
    """Whether two spans have a moment in common; one with an open end has only its begin."""
    if one.begins is None or other.begins is None:
        return False
    if one.ends is None:
        return other.ends is not None and other.begins <= one.begins < other.ends
    if other.ends is None:
        return one.begins <= other.begins < one.ends
    return one.begins < other.ends and other.begins < one.ends


def within(one: Seen, other: Seen) -> bool:
    """Whether one of two sessions lies wholly within the other: they run beside each other."""
    if one.ends is None or other.ends is None:
        return True
    return (one.begins <= other.begins and other.ends <= one.ends) or (
        other.begins <= one.begins and one.ends <= other.ends
    )


def clashes(
    sessions: Sequence[Seen], *, first_day: date, last_day: date, landings: Sequence[Landing] = ()
) -> list[Clash]:
    """Everything that is wrong with a programme, session by session; times are those of the sessions' zone."""
    found: list[Clash] = []
    for one, other in combinations(sorted(sessions, key=lambda each: (each.begins, each.code)), 2):
        if overlap(one, other):
            found += [*_twice(one, other), *_same_hall(one, other)]
    for one in sessions:
        found += [*_too_many(one), *_outside(one, first_day, last_day), *_own(one)]
    return found + after_the_desk(sessions, landings) + _at_dinner(sessions, landings)


def _both(one: Seen, other: Seen) -> dict[str, str]:
    return {"one": one.title, "one_times": times(one), "other": other.title, "other_times": times(other)}


def times(one: Seen) -> str:
    """15:00–17:00; an open end as 12:00–."""
    return f"{one.begins:%H:%M}–{one.ends:%H:%M}" if one.ends else f"{one.begins:%H:%M}–"


def names_of(people: Sequence[Busy]) -> str:
    """Names, VIPs first and marked ★; the rest of a long list as a number."""
    ordered = sorted(people, key=lambda one: (not one.vip, one.number))
    told = "、".join(f"{one.name}{' ★' if one.vip else ''}" for one in ordered[:_MOST_NAMES])
    more = len(ordered) - _MOST_NAMES
    return f"{told} +{more}" if more > 0 else told


def _twice(one: Seen, other: Seen) -> list[Clash]:
    there = {who.key: who for who in other.people if not who.part}
    both = [who for who in one.people if not who.part and who.key in there]
    found = []
    if both:
        found.append(Clash(
            BOOKED_TWICE, Problem(_BOOKED_TWICE, _both(one, other) | {"names": names_of(both)}), (one.id, other.id),
            tuple(sorted(who.number for who in both)),
        ))  # fmt: skip
    said = set()
    for here, beside in ((one, other), (other, one)):
        for who in here.people:
            met = who.part and who.key not in said and any(
                who.key == them.key and overlap(_span(who, here), _span(them, beside)) for them in beside.people
            )  # fmt: skip
            if met:
                said.add(who.key)
                found.append(Clash(
                    PART_TWICE, Problem(_PART_TWICE, _both(here, beside) | {"name": who.name}), (one.id, other.id),
                    (who.number,) if who.number else (who.name,),
                ))  # fmt: skip
    return found


def _span(who: Busy, of: Seen) -> Busy:
    return Busy(who.key, who.name, begins=who.begins or of.begins, ends=who.ends or of.ends)


def _same_hall(one: Seen, other: Seen) -> list[Clash]:
    if not one.hall or one.hall != other.hall:
        return []
    return [
        Clash(
            HALL_TWICE, Problem(_HALL_TWICE, _both(one, other) | {"hall": one.hall_name}), (one.id, other.id)
        )
    ]


def _too_many(one: Seen) -> list[Clash]:
    found = []
    told = {
        "one": one.title,
        "booked": one.at_once,
        "capacity": one.capacity,
        "hall": one.hall_name,
        "most": one.hall_capacity,
    }
    if one.capacity is not None and one.at_once > one.capacity:
        found.append(Clash(OVERBOOKED, Problem(_OVERBOOKED, told), (one.id,)))
    elif one.hall_capacity is not None and one.at_once > one.hall_capacity:
        found.append(Clash(OVERBOOKED, Problem(_HALL_FULL, told), (one.id,)))
    if one.capacity is not None and one.hall_capacity is not None and one.capacity > one.hall_capacity:
        found.append(Clash(OVER_HALL, Problem(_OVER_HALL, told), (one.id,)))
    return found


def _outside(one: Seen, first_day: date, last_day: date) -> list[Clash]:
    if first_day <= one.begins.date() <= last_day:
        return []
    told = {"one": one.title, "day": one.begins.date(), "first": first_day, "last": last_day}
    return [Clash(OUTSIDE, Problem(_OUTSIDE, told), (one.id,))]


def _own(one: Seen) -> list[Clash]:
    found = []
    if one.items_end is not None and one.ends is not None and one.items_end > one.ends:
        told = {"one": one.title, "until": f"{one.items_end:%H:%M}", "ends": f"{one.ends:%H:%M}"}
        found.append(Clash(TOO_LONG, Problem(_ITEMS, told), (one.id,)))
    away = {who.key: who for who in one.people if who.part and not who.comes}
    return found + [
        Clash(
            NOT_COMING, Problem(_NOT_COMING, {"name": who.name, "one": one.title}), (one.id,), (who.number,)
        )
        for who in away.values()
    ]


def after_the_desk(sessions: Iterable[Seen], landings: Iterable[Landing]) -> list[Clash]:
    """Flights and trains that land when the arrival desk has closed and none opens any more that day."""
    desks = sorted(
        (one for one in sessions if one.kind == SessionKind.ARRIVAL and one.ends is not None),
        key=lambda one: one.begins,
    )
    found = []
    for landing in landings:
        closed = [one for one in desks if one.ends is not None and one.ends < landing.at]
        later = [
            one for one in desks
            if one.ends is not None and landing.at <= one.ends
            and (one.begins <= landing.at or one.begins.date() == landing.at.date())
        ]  # fmt: skip
        if closed and not later:
            found.append(_lands(AFTER_DESK, _AFTER_DESK, closed[-1], landing))
    return found


def _at_dinner(sessions: Iterable[Seen], landings: Iterable[Landing]) -> list[Clash]:
    """Flights and trains that land on the day of a banquet when it has begun, or is over."""
    found = []
    for one in sessions:
        if one.kind != SessionKind.BANQUET or one.ends is None:
            continue
        for landing in landings:
            if landing.at.date() != one.begins.date() or landing.at <= one.begins:
                continue
            over = landing.at > one.ends
            found.append(
                _lands(*((AFTER_DINNER, _AFTER_DINNER) if over else (DURING_DINNER, _DURING)), one, landing)
            )
    return found


def _lands(kind: str, sentence: Message, one: Seen, landing: Landing) -> Clash:
    told = {
        "service": landing.number, "at": f"{landing.at:%H:%M}", "guests": landing.guests, "one": one.title,
        "begins": f"{one.begins:%H:%M}", "ends": f"{one.ends:%H:%M}" if one.ends else "",
    }  # fmt: skip
    return Clash(kind, Problem(sentence, told), (one.id,), services=(landing.number,))


def added(before: Iterable[Clash], after: Iterable[Clash]) -> list[Clash]:
    """What a change would make wrong that was not."""
    known = {one.key for one in before}
    return [one for one in after if one.key not in known]
