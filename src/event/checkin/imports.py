"""Every kind of list that can be taken in, by name."""

from datetime import datetime
from typing import Any

from event.agenda.imports import link_bookings
from event.checkin.importing.checkpoints import import_checkpoints
from event.checkin.importing.issued_elsewhere import import_tickets
from event.checkin.importing.jobfair import import_job_seekers
from event.checkin.importing.programme import import_programme
from event.checkin.importing.scans import import_scans
from event.database import writing
from event.gathering.operations import the_gathering
from event.gathering.tables import Gathering
from event.itinerary.imports import import_visit
from event.itinerary.lodging.imports import import_hotels
from event.itinerary.transfers.imports import import_transfers
from event.people.rules import Actor
from event.registration.importing import imports as guest_list
from event.registration.importing.changes import import_changes
from event.registration.importing.noting import Importer
from event.registration.importing.reports import ImportReport
from event.registration.importing.staff import import_staff


async def import_guests(
    content: bytes,
    *,
    file_name: str,
    gathering: Gathering | None,
    dry_run: bool,
    by: Actor,
    now: datetime,
    **more: Any,
) -> ImportReport:
    """Take in a guest list, and book its guests for what they ticked where the programme is known."""
    report = await guest_list.import_guests(
        content, file_name=file_name, gathering=gathering, dry_run=dry_run, by=by, now=now, **more
    )
    if report.written:
        async with writing():
            await link_bookings((await the_gathering(report.gathering)).id, now=now)
    return report


KINDS: dict[str, Importer] = {
    "guests": import_guests, "changes": import_changes, "agenda": import_programme, "staff": import_staff,
    "checkpoints": import_checkpoints, "visit": import_visit, "tickets": import_tickets,
    "jobfair": import_job_seekers, "scans": import_scans, "hotels": import_hotels, "transfers": import_transfers,
}  # fmt: skip
"""Lists by the name the command line and the import page know them."""
FOR_A_SESSION = frozenset({"jobfair"})
"""Kinds whose guests are booked for a session, which may be named."""
