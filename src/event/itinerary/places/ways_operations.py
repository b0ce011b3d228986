"""Entering travel times, and taking them from lists."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from event.comparing import ChangedSince, refuse_changed
from event.database import fetch, writing
from event.errors import Problem
from event.gathering.tables import Gathering
from event.itinerary.places.errors import UnknownPlace
from event.itinerary.places.ways_kept import place_of, told_times
from event.itinerary.places.ways_told import Minutes, PointTold, checked_point
from event.itinerary.planning.tables import Known, TravelTime
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import insert_all, lock

_NOW = Message("Somebody else changed this. It is now: {now}")
_EMPTIED = Message("Somebody else changed this. It is empty now.")
_LONGEST_GAP = 240
WITH_A_POINT_HERE = ("hotel", "venue")


async def set_ways(
    ways: Minutes,
    *,
    known: Known,
    gathering: Gathering,
    by: Actor,
    now: datetime,
    seen: Mapping[tuple[UUID, UUID], int | None] | None = None,
) -> int:
    """Keep minutes by origin and target, None takes them away; answers with how many are new.

    `seen`: what was there when they were typed. Raises ChangedSince, fields being ORIGIN-TARGET.
    """
    async with writing():
        await lock(gathering)
        before = await told_times(gathering)
        stored = {pair: one.minutes for pair, one in before.items()}
        if seen is not None:
            _refuse_changed({pair: seen.get(pair) for pair in ways}, stored)
        new = {
            pair: took
            for pair, took in ways.items()
            if took != stored.get(pair) or (took is not None and before[pair].known != known)
        }
        origins, targets = [pair[0] for pair in new], [pair[1] for pair in new]
        await fetch(
            "DELETE FROM travel_time t USING unnest($2::uuid[], $3::uuid[]) AS w (origin, target)"
            " WHERE t.gathering = $1 AND t.origin = w.origin AND t.target = w.target",
            gathering.id, origins, targets,
        )  # fmt: skip
        rows = [
            TravelTime(
                id=uuid4(), gathering=gathering.id, origin=one, target=other, minutes=took, known=known
            )
            for (one, other), took in new.items()
            if took is not None
        ]
        await insert_all(TravelTime, rows)
        if new:
            await record(
                "ways.set", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
                ways=len(new), known=str(known),
            )  # fmt: skip
    return len(new)


def _refuse_changed(seen: Minutes, stored: Mapping[tuple[UUID, UUID], int]) -> None:
    problems = {}
    for pair, was in seen.items():
        if (there := stored.get(pair)) != was:
            said = Problem(_NOW, {"now": there}) if there is not None else Problem(_EMPTIED)
            problems[f"{pair[0]}-{pair[1]}"] = said
    if problems:
        raise ChangedSince(problems)


async def set_point(
    place: UUID, told: PointTold, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Say where a hotel or a venue is on the map; stops and canteens have forms of their own.

    Raises Invalid, UnknownPlace, ChangedSince.
    """
    kept = checked_point(told)
    async with writing():
        await lock(gathering)
        before = await place_of(gathering, place)
        if before.kind not in WITH_A_POINT_HERE:
            raise UnknownPlace
        refuse_changed(seen, PointTold(before.latitude, before.longitude))
        await fetch(
            f"UPDATE {before.kind} SET latitude = $2, longitude = $3 WHERE id = $1",  # noqa: S608 - our own names
            place, kept.latitude, kept.longitude,
        )  # fmt: skip
        await record(
            f"{before.kind}.set_point", subject=f"{before.kind}:{place}", by=by, now=now, gathering=gathering.id,
            code=before.code,
        )  # fmt: skip


async def keep_gaps(gathering: UUID) -> None:
    """Take the time between two calls of a route as the way between them, inside the caller's `writing()`.

    The shortest gap that was ever seen counts; what somebody entered stays. A lunch without an end tells of no way on.
    """
    await fetch(
        """
        WITH calls AS (
            SELECT v.route, v.stop AS place, v.arrives_at AS arrives, v.leaves_at AS leaves
            FROM route_visit v JOIN route r ON r.id = v.route WHERE r.gathering = $1 AND v.arrives_at IS NOT NULL
            UNION ALL SELECT d.route, d.canteen, d.lunch_at, d.lunch_ends_at
            FROM route_day d JOIN route r ON r.id = d.route
            WHERE r.gathering = $1 AND d.canteen IS NOT NULL AND d.lunch_at IS NOT NULL
        )
        INSERT INTO travel_time AS kept (id, gathering, origin, target, minutes, known)
        SELECT gen_random_uuid(), $1, origin, target, min(minutes), 'imported' FROM (
            SELECT place AS origin, lead(place) OVER w AS target,
                extract(epoch FROM lead(arrives) OVER w - leaves)::int / 60 AS minutes
            FROM calls WINDOW w AS (PARTITION BY route ORDER BY arrives)
        ) AS gaps
        WHERE origin <> target AND minutes BETWEEN 1 AND $2
        GROUP BY origin, target
        ON CONFLICT (gathering, origin, target)
        DO UPDATE SET minutes = least(kept.minutes, excluded.minutes) WHERE kept.known = 'imported'
        """,
        gathering, _LONGEST_GAP,
    )  # fmt: skip
