"""Every scan as it was received, with its verdict; who was counted where."""

from collections import Counter

from event.language import Message
from event.reports.doors.attended import attended
from event.reports.doors.fair import in_hall
from event.reports.doors.log import of_the_log
from event.reports.told import Asked, Told

_ACCEPTED = "accepted"
_FIRST_ROW = 2
"""The headings are row 1."""


async def scan_verdicts(asked: Asked) -> Told:
    """Verdicts of all uploads in the order of receipt; `row` is the row in this report's own sheet.

    accepted, duplicate (the same checkpoint within a minute), replay (sent again), taken_back, or refused: void,
    unknown, no_booking, and the other reasons of the door.
    """
    rows = await of_the_log(
        asked,
        "SELECT j.name, j.code, j.number, CASE WHEN r.changed THEN 'refused:changed'"
        "   WHEN r.turn > 1 THEN 'replay' ELSE j.verdict END AS verdict"
        " FROM received r JOIN judged j ON j.id = r.scan ORDER BY r.recorded_at, r.seq",
    )
    _, peak = await in_hall(asked, asked.values["session"])
    counts = Counter(row["verdict"] for row in rows)
    return Told(
        {
            "scan_verdicts": dict(counts),
            "scans_not_simply_accepted": [
                {
                    "row": place, "scan_id": row["name"], "checkpoint": row["code"], "verdict": row["verdict"],
                    "holder": row["number"],
                }
                for place, row in enumerate(rows, start=_FIRST_ROW)
                if row["verdict"] != _ACCEPTED
            ],
            "session_attendance": await attended(asked),
            "fair_peak_in_hall": peak,
        },
        (Message("Row"), Message("Scan"), Message("Checkpoint"), Message("Verdict"), Message("Number")),
        [
            (str(place), row["name"], row["code"], row["verdict"], row["number"] or "")
            for place, row in enumerate(rows, start=_FIRST_ROW)
        ],
        (
            (Message("Uploads"), str(len(rows))), (Message("Accepted"), str(counts[_ACCEPTED])),
            (Message("Duplicates"), str(counts["duplicate"])), (Message("Sent again"), str(counts["replay"])),
            (Message("Refused"), str(sum(n for verdict, n in counts.items() if verdict.startswith("refused:")))),
        ),
    )  # fmt: skip
