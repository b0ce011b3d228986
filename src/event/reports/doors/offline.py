"""Scans made while the network was down: all of them merged, each once; and those signed on paper."""

from collections import Counter
from datetime import datetime

from event.database import fetch_one
from event.gathering.tables import Gathering
from event.language import Message
from event.reports.doors.log import of_the_log
from event.reports.doors.people import name_of
from event.reports.parameters import sessions_of
from event.reports.told import Asked, Told


async def offline_scans(asked: Asked) -> Told:
    """What devices scanned without a network between two moments of theirs, and what came of it.

    `merged_once`: of every scan one upload was taken and the others dropped, and nobody was counted twice.
    `whole_stream` is everything that was ever received.
    """
    begin, end = asked.values["begin"], asked.values["end"]
    rows = await of_the_log(
        asked,
        "SELECT j.id, j.device, j.guest, j.code, r.turn FROM received r JOIN known j ON j.id = r.scan"
        " WHERE r.offline AND NOT r.changed AND j.at BETWEEN $4 AND $5 ORDER BY j.device, j.at",
        begin, end,
    )  # fmt: skip
    unique = {row["id"] for row in rows}
    guests = {row["guest"] for row in rows} - {None}
    stream = await _stream(asked.gathering)
    uploads = Counter((row["code"], row["device"]) for row in rows)
    scans = Counter(place[:2] for place in {(row["code"], row["device"], row["id"]) for row in rows})
    dropped = sum(row["turn"] > 1 for row in rows)
    return Told(
        {
            "minutes": int((end - begin).total_seconds() // 60), "offline_rows": len(rows),
            "unique_scans": len(unique), "dropped_replays": dropped, "guests": len(guests), "whole_stream": stream,
            "merged_once": len(rows) - dropped == len(unique) and await _counted_once(asked, begin, end),
        },
        (Message("Checkpoint"), Message("Device"), Message("Uploads"), Message("Scans")),
        [(*place, str(number), str(scans[place])) for place, number in sorted(uploads.items())],
        (
            (Message("Uploads"), str(len(rows))), (Message("Scans"), str(len(unique))),
            (Message("Sent again"), str(dropped)), (Message("Guests"), str(len(guests))),
        ),
    )  # fmt: skip


async def _stream(gathering: Gathering) -> dict[str, int]:
    row = await fetch_one(
        "SELECT (SELECT count(*) FROM scan WHERE gathering = $1) AS scans,"
        " (SELECT count(*) FROM scan_repeat WHERE gathering = $1) AS repeats",
        gathering.id,
    )
    scans, repeats = (row["scans"], row["repeats"]) if row else (0, 0)
    return {"rows": scans + repeats, "unique_scan_ids": scans, "replays": repeats}


async def _counted_once(asked: Asked, begin: datetime, end: datetime) -> bool:
    """Whether who was let in where people are counted once is counted there, once."""
    rows = await of_the_log(
        asked,
        "SELECT p.guest, s.scope, s.occasion, (SELECT count(*) FROM arrival a WHERE a.guest = p.guest"
        "   AND a.scope = s.scope AND a.occasion = s.occasion) AS times"
        " FROM passed p JOIN scan s ON s.id = p.id JOIN checkpoint c ON c.id = p.checkpoint"
        " WHERE p.offline AND p.at BETWEEN $4 AND $5 AND p.direction = 'in' AND c.admits <> 'always'",
        begin, end,
    )  # fmt: skip
    return all(row["times"] == 1 for row in rows)


async def outage_begins(gathering: Gathering, at: datetime) -> datetime:
    """The first scan without a network on the last day that had one; the moment itself where there was none."""
    return (await _outage(gathering, at))[0]


async def outage_ends(gathering: Gathering, at: datetime) -> datetime:
    """The last scan without a network; the moment itself where there was none."""
    return (await _outage(gathering, at))[1]


async def _outage(gathering: Gathering, at: datetime) -> tuple[datetime, datetime]:
    row = await fetch_one(
        "SELECT min(at) AS first, max(at) AS last FROM scan WHERE gathering = $1 AND offline AND recorded_at <= $2"
        " GROUP BY (at AT TIME ZONE $3)::date ORDER BY 1 DESC LIMIT 1",
        gathering.id, at, gathering.timezone,
    )  # fmt: skip
    return (row["first"], row["last"]) if row else (at, at)


async def paper_scans(asked: Asked) -> Told:
    """Guests who signed on paper and were back-filled, and the sessions they signed for."""
    rows = await of_the_log(
        asked,
        "SELECT number, name_zh, latin_surname, latin_given, surname_first, code, session, at, received FROM known"
        " WHERE source = 'paper' AND why <> 'taken_back' ORDER BY number, at",
    )
    signed = {row["session"] or row["code"] for row in rows}
    order = [one.code for one in await sessions_of(asked.gathering)]
    known = [code for code in order if code in signed]
    return Told(
        {
            "backfilled": len(rows), "guests": list(dict.fromkeys(row["number"] for row in rows)),
            "session": known + sorted(signed - set(known)),
        },
        (Message("Number"), Message("Name"), Message("Checkpoint"), Message("Signed at"), Message("Back-filled at")),
        [
            (row["number"], name_of(row), row["code"], asked.clock(row["at"]), asked.clock(row["received"]))
            for row in rows
        ],
        ((Message("Signatures"), str(len(rows))),),
    )  # fmt: skip
