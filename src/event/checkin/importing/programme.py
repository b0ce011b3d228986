"""The programme as one workbook: halls, sessions, checkpoints, and the tables of a banquet."""

from datetime import datetime
from uuid import UUID

from event.agenda.imports import (
    HALLS,
    SESSIONS,
    link_bookings,
    plan_halls,
    plan_sessions,
    stored_halls,
    stored_sessions,
    write_halls,
    write_sessions,
)
from event.checkin.importing.checkpoints import NEEDED, plan_points, stored_points, write_points
from event.checkin.importing.checkpoints import SHEET as POINTS
from event.database import fetch, writing
from event.gathering.operations import the_gathering
from event.gathering.tables import Gathering
from event.itinerary.lodging.banquet import NEEDED as SEATED
from event.itinerary.lodging.banquet import SHEET as TABLES
from event.itinerary.lodging.banquet import plan_banquet, write_banquet
from event.language import Message
from event.people.rules import Actor
from event.registration.importing.noting import Sent, note_run
from event.registration.importing.reports import ImportReport, Said
from event.workbook import open_workbook, read_table

NOT_READ = Message("The sheet “{sheet}” was not read: it belongs to a later step.")
_READ = frozenset({"日程", "会场", POINTS, TABLES})


async def import_programme(
    content: bytes,
    *,
    file_name: str,
    gathering: Gathering | None,
    dry_run: bool,
    by: Actor,
    now: datetime,
    run: UUID | None = None,
) -> ImportReport:
    """Take in halls, sessions, checkpoints and, where there are some, seats at tables, all or nothing; raises Invalid, NoGathering."""
    gathering = gathering or await the_gathering()
    sent = Sent("agenda", content, file_name, gathering, dry_run, by, now, run)
    workbook = open_workbook(content)
    halls_table = read_table(workbook, needed=HALLS, sheet="会场")
    sessions_table = read_table(workbook, needed=SESSIONS, sheet="日程", fill_down=("日期", "时段"))
    points_table = read_table(workbook, needed=NEEDED, sheet=POINTS)
    halls = plan_halls(halls_table, await stored_halls(gathering.id))
    hall_codes = {one.code for one in halls}
    sessions = plan_sessions(sessions_table, gathering, await stored_sessions(gathering.id), hall_codes)
    points = plan_points(
        points_table, await stored_points(gathering.id), hall_codes, {one.code for one in sessions}
    )
    outcomes = [
        *(one.outcome for one in halls),
        *(one.outcome for one in sessions),
        *(one for one, _ in points),
    ]
    tables = TABLES in workbook.sheetnames
    seats = (
        await plan_banquet(read_table(workbook, needed=SEATED, sheet=TABLES), gathering.id) if tables else []
    )
    outcomes += [one.told for one in seats]
    written = sent.may_write(outcomes)
    if written:
        async with writing():
            await fetch("SELECT 1 FROM gathering WHERE id = $1 FOR UPDATE", gathering.id)
            await write_halls(gathering.id, halls)
            await write_sessions(gathering, sessions)
            await write_points(gathering.id, points)
            await write_banquet(gathering.id, seats)
            await link_bookings(gathering.id, now=now)
            await note_run(sent, outcomes)
    return sent.report(
        outcomes,
        written=written,
        figures={"halls": len(halls), "sessions": len(sessions), "checkpoints": len(points)}
        | ({"table_seats": len(seats)} if tables else {}),
        notes=[
            Said("", NOT_READ, {"sheet": sheet.title})
            for sheet in workbook.worksheets
            if sheet.title not in _READ
        ],
    )
