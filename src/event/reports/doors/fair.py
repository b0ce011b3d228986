"""The job fair: registered, come, in the hall now; and how many were in the hall at most."""

from collections import Counter
from uuid import UUID

from event.database import fetch, fetch_one
from event.language import Message
from event.registration.as_of import WHO
from event.reports.doors.attendance import came_to
from event.reports.doors.log import of_the_log
from event.reports.doors.people import everybody
from event.reports.told import Asked, Told

_MOVES = """
moves AS (
    SELECT at, id, guest, (direction = 'in')::int AS inside FROM passed
    WHERE counted AND place IN (SELECT p.place FROM checkpoint p JOIN agenda_session s ON s.id = p.agenda_session
        WHERE p.gathering = $1 AND s.code = $4)
), changes AS (
    SELECT at, id, inside - coalesce(lag(inside) OVER (PARTITION BY guest ORDER BY at, id), 0) AS change FROM moves
), people AS (
    SELECT sum(change) OVER (ORDER BY at, id) AS inside, row_number() OVER (ORDER BY at DESC, id DESC) AS last
    FROM changes
)
"""
"""Presence is the last passage of the hall's doors; so many people are in it after each of them."""


async def in_hall(asked: Asked, session: str) -> tuple[int, int]:
    """People in the hall of a session at the moment, and at most up to then."""
    (row,) = await of_the_log(
        asked,
        f", {_MOVES} SELECT coalesce(max(inside), 0)::int AS peak,"  # noqa: S608 - our own text
        " coalesce(max(inside) FILTER (WHERE last = 1), 0)::int AS now FROM people",
        session,
    )
    return row["now"], row["peak"]


async def job_fair(asked: Asked) -> Told:
    """People booked for the fair, people who came, people in its hall at the moment."""
    code = asked.values["session"]
    fair = await fetch_one(
        "SELECT coalesce(s.capacity, h.capacity) AS capacity FROM agenda_session s LEFT JOIN hall h ON h.id = s.hall"
        " WHERE s.gathering = $1 AND s.code = $2",
        asked.gathering.id, code,
    )  # fmt: skip
    people = await everybody(asked, bookings=[f"session:{code}"], columns=(*WHO, "answers"))
    waves = await _waves(asked, code)
    registered = [one for one in people if one.approved and one.booked]
    came, (now, peak) = await came_to(asked, code), await in_hall(asked, code)
    capacity = fair["capacity"] if fair else None
    counts = {"registered": len(registered), "in": len(came), "in_hall_now": now}
    labels = (Message("Registered"), Message("Came"), Message("In the hall now"))
    figures = (
        *zip(labels, map(str, counts.values()), strict=True),
        (Message("In the hall at most"), str(peak)), (Message("Capacity"), str(capacity or "–")),
    )  # fmt: skip
    of = {
        one.then.id: waves.get(one.then.id) or str(one.then.answers.get("wave") or "") for one in registered
    }
    return Told(
        {**counts, "at": asked.iso(asked.at), "capacity": capacity},
        (Message("Number"), Message("Name"), Message("Wave"), Message("Came")),
        [
            (one.then.number, one.then.name, of[one.then.id], "✓" if one.then.id in came else "")
            for one in registered
        ],
        (*figures, *_by_wave(of, came)),
    )


def _by_wave(of: dict[UUID, str], came: set[UUID]) -> list[tuple[Message, str]]:
    """How many are registered for each wave, and how many of them came; nothing where there are none."""
    registered = Counter(wave for wave in of.values() if wave)
    there = Counter(wave for guest, wave in of.items() if guest in came)
    told = " · ".join(f"{wave}: {registered[wave]} / {there[wave]}" for wave in sorted(registered))
    return [(Message("By wave: registered / came"), told)] if told else []


async def _waves(asked: Asked, code: str) -> dict[UUID, str]:
    """The waves that guests signed up for; lists of job seekers tell theirs among the answers."""
    rows = await fetch(
        "SELECT b.guest, w.code FROM booking b JOIN session_wave w ON w.id = b.wave"
        " JOIN agenda_session s ON s.id = b.agenda_session WHERE s.gathering = $1 AND s.code = $2",
        asked.gathering.id, code,
    )  # fmt: skip
    return {row["guest"]: row["code"] for row in rows}
