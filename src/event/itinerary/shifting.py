"""A route of the visit that runs late: what is still to come of its day is moved, all at once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from event.database import fetch, writing
from event.errors import Conflict, Invalid, NotFound, Problem
from event.gathering.tables import Gathering
from event.itinerary.planning.following import noted
from event.itinerary.visiting import Rest, RouteDay, RouteNow, Visit, routes_now
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import lock

MOST_MINUTES = 360
_NOT_MINUTES = Message("Write how many minutes: 1 to {most}, with a minus if the route is early.")


class UnknownRoute(NotFound):
    """No route of the visit has this code."""

    sentence = Message("There is no such route in the homeland visit.")


class NothingLeft(Conflict):
    """Nothing of the route lies after the moment on that day."""

    sentence = Message("Nothing of this route is left after that time.")


class TooEarly(Conflict):
    """So early, the route would be somewhere before the moment, or leave before it arrives."""

    sentence = Message("The route cannot be so early: it would have to be somewhere in the past.")


class RouteMoved(Conflict):
    """The times have changed since they were looked at."""

    sentence = Message("The times of this route have been changed meanwhile. Look at them again, please.")


@dataclass(frozen=True)
class Shifted:
    """A route before and after it was moved, by how many minutes and from when on."""

    before: RouteNow
    after: RouteNow
    minutes: int
    since: datetime

    @property
    def visits(self) -> list[tuple[Visit, Visit]]:
        """The stops whose times have changed: before and after."""
        pairs = zip(self.before.visits, self.after.visits, strict=True)
        return [pair for pair in pairs if pair[0] != pair[1]]

    @property
    def days(self) -> list[tuple[RouteDay, RouteDay]]:
        """The days whose lunch or return have changed: before and after."""
        pairs = zip(self.before.days, self.after.days, strict=True)
        return [pair for pair in pairs if pair[0] != pair[1]]


def shifted(route: RouteNow, minutes: int, after: datetime, *, gathering: Gathering) -> Shifted:
    """The route as it would be if what lies after a moment of a day were so much later, or earlier.

    A bus that is at a stop stays there longer. Raises Invalid, NothingLeft, TooEarly.
    """
    if minutes == 0 or abs(minutes) > MOST_MINUTES:
        raise Invalid({"minutes": Problem(_NOT_MINUTES, {"most": MOST_MINUTES})})
    rest = Rest.of_the_day(after, gathering.zone)
    told = Shifted(route, route.later(timedelta(minutes=minutes), rest), minutes, after)
    if not told.visits and not told.days:
        raise NothingLeft
    early = [
        one.arrives for _, one in told.visits if one.arrives and one.leaves and one.leaves <= one.arrives
    ]
    early += [new for old, new in _moments(told) if new < after]
    if early:
        raise TooEarly
    return told


def mark_of(route: RouteNow) -> str:
    """By which it is known whether a route's times are still those that were looked at."""
    return hashlib.sha256(repr((route.visits, route.days)).encode()).hexdigest()[:16]


async def shift_route(
    route: str,
    minutes: int,
    after: datetime,
    *,
    gathering: Gathering,
    by: Actor,
    now: datetime,
    seen: str = "",
    tell: bool = False,
) -> Shifted:
    """Move the remaining stops, lunch and return of a route by its code; returns what has changed.

    It is a published version: guests read it on their own page, with `tell` in a mail too.

    `seen` is the mark of the times that were looked at: others are not moved, so that two who press
    the button at once move them once. Raises UnknownRoute, RouteMoved, and as `shifted`.
    """
    async with writing():
        await lock(gathering)
        known = (await routes_now(gathering)).get(route)
        if known is None:
            raise UnknownRoute
        if seen and seen != mark_of(known):
            raise RouteMoved
        told = shifted(known, minutes, after, gathering=gathering)
        rest = Rest.of_the_day(after, gathering.zone)
        by_minutes = timedelta(minutes=minutes)
        async with noted(gathering, by=by, now=now, tell=tell):
            for statement in _MOVE:
                await fetch(statement, known.id, by_minutes, rest.after, rest.until)
        await record(
            "route.shift", subject=f"route:{known.id}", by=by, now=now, gathering=gathering.id, minutes=minutes,
            after=after.isoformat(), stops=len(told.visits),
        )  # fmt: skip
    return told


def _moments(told: Shifted) -> list[tuple[datetime, datetime]]:
    """Every moment that is moved: before and after."""
    pairs = [(old.arrives, new.arrives) for old, new in told.visits]
    pairs += [(old.leaves, new.leaves) for old, new in told.visits]
    pairs += [
        (getattr(old, name), getattr(new, name)) for old, new in told.days for name in ("lunch", "lunch_ends", "back")
    ]  # fmt: skip
    return [(old, new) for old, new in pairs if old and new and old != new]


def _later(*columns: str) -> str:
    return ", ".join(
        f"{one} = CASE WHEN {one} > $3 AND {one} < $4 THEN {one} + $2 ELSE {one} END" for one in columns
    )


_MOVE = (
    f"UPDATE route_visit SET {_later('arrives_at', 'leaves_at')} WHERE route = $1",  # noqa: S608 - our own names
    f"UPDATE route_day SET {_later('lunch_at', 'lunch_ends_at', 'returns_at')} WHERE route = $1",  # noqa: S608 - our own names
)
