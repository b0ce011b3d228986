"""Writing the visit, hotels or transfers into a workbook that can be taken in again; the audit trail keeps it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from event.database import writing
from event.gathering.tables import Gathering
from event.itinerary.exporting.errors import UnknownList
from event.itinerary.exporting.hotels import hotel_sheets
from event.itinerary.exporting.transfers import transfer_sheets
from event.itinerary.exporting.visit import visit_sheets
from event.people.audit import record
from event.people.rules import Actor
from event.registration.exporting.office import OfficeSheet, office_workbook
from event.registration.exporting.operations import Export
from event.registration.exporting.workbook import XLSX

LISTS: dict[str, Callable[[Gathering, datetime], Awaitable[list[OfficeSheet]]]] = {
    "visit": visit_sheets, "hotels": hotel_sheets, "transfers": transfer_sheets,
}  # fmt: skip
"""Workbooks by the name under which they are imported."""


async def export_workbook(kind: str, gathering: Gathering, *, by: Actor, now: datetime) -> Export:
    """One of LISTS, with telephone numbers and diets, for who may take these away. Raises UnknownList."""
    if kind not in LISTS:
        raise UnknownList(kind=kind[:40], known=", ".join(LISTS))
    sheets = await LISTS[kind](gathering, now)
    content = await asyncio.to_thread(office_workbook, sheets, title=f"{gathering.title_zh} – {kind}")
    count = sum(len(sheet.rows) for sheet in sheets)
    async with writing():
        await record(
            "itinerary.export", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            kind=kind, count=count,
        )  # fmt: skip
    return Export(content, f"{gathering.slug}-{kind}.xlsx", XLSX, count)
