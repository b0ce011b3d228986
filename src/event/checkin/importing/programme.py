"""The programme as one workbook: halls, sessions, checkpoints, and the tables of a banquet."""

from datetime import datetime
from typing import Any

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
from event.agenda.item_imports import (
    ITEMS,
    NEEDED_OF_ITEMS,
    NEEDED_OF_PEOPLE,
    PEOPLE,
    PlannedRow,
    plan_items,
    plan_people,
    stored_items,
    stored_people,
    write_items,
    write_people,
)
from event.agenda.matchmaking.importing import NEEDED as NEEDED_OF_SLOTS
from event.agenda.matchmaking.importing import SHEET as SLOTS
from event.agenda.matchmaking.importing import plan_slots, write_slots
from event.agenda.seating.sheets import LISTED
from event.checkin.importing.checkpoints import NEEDED, plan_points, stored_points, write_points
from event.checkin.importing.checkpoints import SHEET as POINTS
from event.database import fetch, writing
from event.gathering.tables import Gathering
from event.itinerary.lodging.banquet import NEEDED as SEATED
from event.itinerary.lodging.banquet import plan_banquet, write_banquet
from event.registration.adding import lock
from event.registration.importing.noting import Sent, note_run, takes, unread_sheets
from event.registration.importing.reports import ImportReport
from event.workbook import open_workbook, read_table

_READ = frozenset({"日程", "会场", POINTS, ITEMS, PEOPLE, SLOTS})


@takes("agenda")
async def import_programme(sent: Sent) -> ImportReport:
    """Take in halls, sessions, checkpoints and, where there are some, seats at tables, all or nothing; raises Invalid, NoGathering."""
    gathering, now = sent.gathering, sent.now
    workbook = open_workbook(sent.content)
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
    tables = [name for name in workbook.sheetnames if name.endswith(LISTED)]
    banquets = [
        await plan_banquet(read_table(workbook, needed=SEATED, sheet=name), gathering.id) for name in tables
    ]
    seats = [one for banquet in banquets for one in banquet]
    outcomes += [one.told for one in seats]
    begins = {one.code: one.columns["starts_at"] for one in sessions if one.columns["starts_at"]}
    items, people = await _within(workbook, begins, gathering)
    outcomes += [one.outcome for one in (*items, *people)]
    slots = (
        await plan_slots(read_table(workbook, needed=NEEDED_OF_SLOTS, sheet=SLOTS), gathering, sessions)
        if SLOTS in workbook.sheetnames
        else []
    )
    outcomes += [one.outcome for one in slots]
    written = sent.may_write(outcomes)
    if written:
        async with writing():
            await lock(gathering)
            await write_halls(gathering.id, halls)
            await write_sessions(gathering, sessions)
            await write_items(gathering.id, items)
            await write_people(gathering.id, people)
            await write_points(gathering.id, points)
            for banquet in banquets:
                await write_banquet(gathering.id, banquet, now=now)
            await write_slots(gathering, slots, now=now)
            await link_bookings(gathering.id, now=now)
            await note_run(sent, outcomes)
    return sent.report(
        outcomes,
        written=written,
        figures={"halls": len(halls), "sessions": len(sessions), "checkpoints": len(points)}
        | ({"table_seats": len(seats)} if tables else {})
        | ({"slots": len(slots)} if slots else {}),
        notes=unread_sheets(workbook, _READ.union(tables)),
    )


async def _within(
    workbook: Any, begins: dict[str, datetime], gathering: Gathering
) -> tuple[list[PlannedRow], list[PlannedRow]]:
    """Items of the sessions and who has a part in them, where the workbook has sheets for them."""
    stored = await stored_items(gathering.id)
    items: list[PlannedRow] = []
    if ITEMS in workbook.sheetnames:
        items = plan_items(
            read_table(workbook, needed=NEEDED_OF_ITEMS, sheet=ITEMS), stored, begins, gathering
        )
    if PEOPLE not in workbook.sheetnames:
        return items, []
    guests = {
        row["number"] for row in await fetch("SELECT number FROM guest WHERE gathering = $1", gathering.id)
    }
    there = set(stored) | {(one.session, one.number) for one in items}
    table = read_table(workbook, needed=NEEDED_OF_PEOPLE, sheet=PEOPLE)
    return items, plan_people(table, await stored_people(gathering.id), begins, there, guests)
