"""The job fair: registered, come, in the hall now; and how many were in the hall at most."""

from event.database import fetch_one
from event.language import Message
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
    people = await everybody(asked, bookings=[f"session:{code}"])
    registered = [one for one in people if one.approved and one.booked]
    came, (now, peak) = await came_to(asked, code), await in_hall(asked, code)
    capacity = fair["capacity"] if fair else None
    counts = {"registered": len(registered), "in": len(came), "in_hall_now": now}
    labels = (Message("Registered"), Message("Came"), Message("In the hall now"))
    figures = (
        *zip(labels, map(str, counts.values()), strict=True),
        (Message("In the hall at most"), str(peak)), (Message("Capacity"), str(capacity or "–")),
    )  # fmt: skip
    return Told(
        {**counts, "at": asked.iso(asked.at), "capacity": capacity},
        (Message("Number"), Message("Name"), Message("Came")),
        [(one.then.number, one.then.name, "✓" if one.then.id in came else "") for one in registered],
        figures,
    )
