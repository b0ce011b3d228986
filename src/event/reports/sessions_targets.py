"""Sessions: how many were expected, have booked and came."""

from typing import Any

from event.agenda.kept import KeptSession, kept_sessions
from event.database import fetch
from event.language import Message
from event.reports.doors.attended import attended
from event.reports.told import Asked, Told

_BOOKED = """
SELECT s.code, count(*)::int AS booked FROM booking b JOIN agenda_session s ON s.id = b.agenda_session
JOIN guest g ON g.id = b.guest WHERE s.gathering = $1 AND b.booked_at <= $2 AND g.standing = 'approved'
    AND ($3::uuid[] IS NULL OR g.delegation = ANY($3)) GROUP BY 1
"""


async def sessions_targets(asked: Asked) -> Told:
    """Per session that takes place: target, places, booked and came as of the moment, and how much of the target that is."""
    every = await kept_sessions(asked.gathering)
    sessions = [one for one in every if one.cancelled_at is None or one.cancelled_at > asked.at]
    scope = None if asked.scope is None else list(asked.scope)
    booked = {row["code"]: row["booked"] for row in await fetch(_BOOKED, asked.gathering.id, asked.at, scope)}
    came = await attended(asked, buses=True)
    rows = [_row(one, booked, came) for one in sessions]
    return Told(
        {"sessions": {row.pop("code"): row for row in [dict(one) for one in rows]}},
        (
            Message("Session"), Message("Title"), Message("Begins"), Message("Target"), Message("Places"),
            Message("Booked"), Message("Came"), Message("Of the target"),
        ),
        [
            (
                one.told.code, one.title(asked.language), asked.minute(one.told.starts_at), _text(row["target"]),
                _text(row["places"]), _text(row["booked"]), _text(row["came"]),
                f"{row['of_target']} %" if row["of_target"] is not None else "–",
            )
            for one, row in zip(sessions, rows, strict=True)
        ],
        (
            (Message("Sessions"), str(len(rows))),
            (Message("Sessions below their target"), str(sum(row["came"] < (row["target"] or 0) for row in rows))),
        ),
    )  # fmt: skip


def _row(one: KeptSession, booked: dict[str, int], came: dict[str, int]) -> dict[str, Any]:
    code, target = one.told.code, one.told.target
    there = came.get(code, 0)
    return {
        "code": code, "target": target, "places": one.told.capacity, "booked": booked.get(code, 0), "came": there,
        "of_target": f"{there * 100 / target:.2f}" if target else None,
    }  # fmt: skip


def _text(value: int | None) -> str:
    return "–" if value is None else str(value)
