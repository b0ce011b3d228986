"""Guests who were not announced: in the list, approved and with a badge at the desk, within two minutes."""

from event.database import fetch
from event.language import Message
from event.registration.tables import Standing
from event.reports.doors.people import Person, everybody
from event.reports.told import Asked, Told

LIMIT_SECONDS = 120
STEPS = ("register", "approve", "badge")


async def walk_ins(asked: Asked) -> Told:
    """Everybody who walked in up to the moment, and how the counts were without and with them.

    `approved` counts whoever was ever approved, a substitute in the place of whom they replace; `expected` leaves
    out who has cancelled since.
    """
    rows = await fetch(
        "SELECT g.id, g.created_at, d.recorded_at AS approved_at, t.issued_at, t.badge_number FROM guest g"
        " JOIN decision d ON d.guest = g.id AND d.before = '' AND d.after = 'approved'"
        " LEFT JOIN LATERAL (SELECT * FROM ticket WHERE guest = g.id ORDER BY issued_at, number LIMIT 1) t ON true"
        " WHERE g.gathering = $1 AND g.source = 'desk' AND g.replaces IS NULL AND d.effective_at <= $2"
        " ORDER BY g.created_at, g.number",
        asked.gathering.id, asked.at,
    )  # fmt: skip
    steps = {row["id"]: row for row in rows}
    was_approved = {
        row["guest"]
        for row in await fetch(
            "SELECT guest FROM decision WHERE gathering = $1 AND effective_at <= $2"
            " AND 'approved' IN (before, after)",
            asked.gathering.id, asked.at,
        )
    }  # fmt: skip
    people = [one for one in await everybody(asked) if one.counts]
    approved = [
        one
        for one in people
        if one.approved or (one.then.id in was_approved and one.then.standing is not Standing.REPLACED)
    ]
    here = [one for one in people if one.approved]
    came = [one for one in people if one.then.id in steps]

    def announced(some: list[Person]) -> int:
        return sum(one.then.id not in steps for one in some)

    return Told(
        {
            "kind": "procedure", "limit_seconds": LIMIT_SECONDS, "steps": list(STEPS),
            "approved_before": announced(approved), "approved_after": len(approved),
            "expected_before": announced(here), "expected_after": len(here),
        },
        (
            Message("Number"), Message("Name"), Message("Registered at"), Message("Approved at"),
            Message("Badge at"), Message("Badge"), Message("Seconds"),
        ),
        [
            (
                one.then.number, one.then.name, asked.clock(row["created_at"]), asked.clock(row["approved_at"]),
                asked.clock(row["issued_at"]), row["badge_number"],
                str(int((row["issued_at"] - row["created_at"]).total_seconds())),
            )
            for one in came
            if (row := steps[one.then.id])["issued_at"] is not None
        ],
        ((Message("Walked in"), str(len(came))), (Message("Expected"), str(len(here)))),
    )  # fmt: skip
