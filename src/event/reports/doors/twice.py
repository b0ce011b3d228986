"""The same badge read twice within a minute, at one checkpoint or at two."""

from typing import Any

from event.checkin.rules import TWICE
from event.database import fetch
from event.language import Message, translated
from event.reports.doors.log import of_the_log
from event.reports.doors.people import name_of
from event.reports.told import Asked, Told

_SAME, _TWO = Message("read twice"), Message("at two checkpoints")

_HURRIED = """
SELECT DISTINCT guest FROM (
    SELECT guest, at - lag(at) OVER (PARTITION BY guest ORDER BY at) AS gap FROM scan
    WHERE guest IN (SELECT id FROM guest WHERE gathering = $1)) gaps
WHERE gap < $2
"""
"""Guests who were read twice within the time at all: only they are looked at closely."""
_PAIRS = """
badges AS (
    SELECT *, lag(at) OVER anywhere AS last_at, lag(code) OVER anywhere AS last_code,
        lag(at) OVER at_this AS here_at FROM known
    WHERE guest = ANY($5::uuid[]) AND source <> 'paper' AND why NOT IN ('taken_back', 'refused:void')
    WINDOW anywhere AS (PARTITION BY guest ORDER BY at, id), at_this AS (PARTITION BY guest, code ORDER BY at, id)
)
SELECT number, name_zh, latin_surname, latin_given, surname_first, ticket_label, code, at, code AS first_code,
    here_at AS first_at, true AS same
FROM badges WHERE at - here_at < $4
UNION ALL SELECT number, name_zh, latin_surname, latin_given, surname_first, ticket_label, code, at, last_code,
    last_at, false
FROM badges WHERE at - last_at < $4 AND last_code <> code
ORDER BY first_at, number
"""
"""Signatures on paper have no time to the second, so they are left out."""


async def scanned_twice(asked: Asked) -> Told:
    """Pairs of scans of one badge less than a minute apart, in the order of time."""
    hurried = await fetch(_HURRIED, asked.gathering.id, TWICE)
    rows = await of_the_log(asked, f", {_PAIRS}", TWICE, [row["guest"] for row in hurried])
    same = [_pair(asked, row) for row in rows if row["same"]]
    two = [_pair(asked, row) for row in rows if not row["same"]]
    return Told(
        {"same_checkpoint": same, "two_checkpoints": two, "counts": [len(same), len(two)]},
        (
            Message("Number"), Message("Name"), Message("Ticket"), Message("What happened"),
            Message("First at"), Message("Then at"),
        ),
        [
            (
                row["number"], name_of(row), row["ticket_label"],
                translated(_SAME if row["same"] else _TWO, asked.language),
                f"{row['first_code']} {asked.clock(row['first_at'])}", f"{row['code']} {asked.clock(row['at'])}",
            )
            for row in rows
        ],
        ((Message("Read twice"), str(len(same))), (Message("At two checkpoints"), str(len(two)))),
    )  # fmt: skip


def _pair(asked: Asked, row: Any) -> dict[str, Any]:
    return {
        "holder": row["number"], "ticket": row["ticket_label"],
        "first": [row["first_code"], asked.clock(row["first_at"])], "second": [row["code"], asked.clock(row["at"])],
    }  # fmt: skip
