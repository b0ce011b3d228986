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
from event.database import writing
from event.gathering.operations import the_gathering
from event.gathering.tables import Gathering
from event.itinerary.lodging.banquet import NEEDED as SEATED
from event.itinerary.lodging.banquet import SHEET as TABLES
from event.itinerary.lodging.banquet import plan_banquet, write_banquet
from event.people.rules import Actor
from event.registration.adding import lock
from event.registration.importing.noting import Sent, note_run, unread_sheets
from event.registration.importing.reports import ImportReport
from event.workbook import open_workbook, read_table

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
            await lock(gathering)
            await write_halls(gathering.id, halls)
            await write_sessions(gathering, sessions)
            await write_points(gathering.id, points)
            await write_banquet(gathering.id, seats, now=now)
            await link_bookings(gathering.id, now=now)
            await note_run(sent, outcomes)
    return sent.report(
        outcomes,
        written=written,
        figures={"halls": len(halls), "sessions": len(sessions), "checkpoints": len(points)}
        | ({"table_seats": len(seats)} if tables else {}),
        notes=unread_sheets(workbook, _READ),
    )
