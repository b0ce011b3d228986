"""What comes from the guide's phone: taps that were kept until the network was back, and “we are late”."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import msgspec

from event.checkin.answers import Answer
from event.checkin.forms import parse_scans
from event.checkin.notes import leave_note
from event.checkin.operations import record_scans
from event.checkin.scanned import Scanned, Undone
from event.checkin.tables import ScanSource, Verdict
from event.checkin.undoing import take_back
from event.checkin.visit.counting import BusDay, bus_day
from event.checkin.visit.errors import NobodyToWriteTo
from event.checkin.visit.guide import GuideState, guide_state
from event.checkin.visit.links import BusLink
from event.database import fetch
from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.language import Message, filled, translated

MOST_MINUTES = 360
LONGEST_WORDS = 300
_LATE = Message("{at}: bus {bus} is {minutes} minutes late.")
_NOT_MINUTES = Message("Write how many minutes: 1 to {most}.")


class Refused(msgspec.Struct, frozen=True):
    """A tap that was not taken, with the reason in a sentence."""

    id: UUID
    guest: UUID | None
    sentence: str


class GuideAnswer(msgspec.Struct, frozen=True):
    """What of an upload has been dealt with, by id, and who is counted now."""

    scans: list[UUID]
    undone: list[UUID]
    refused: list[Refused]
    state: GuideState


async def take_taps(body: bytes, link: BusLink, *, language: str, now: datetime) -> GuideAnswer:
    """Record what a guide's phone has kept, each tap once however often it is sent.

    The form is that of scanners: {"sent_at", "scans": [{"id", "checkpoint": START, BACK or the code of the
    stop, "guest", "scanned_at", "offline"}], "undone": [{"id", "scan", "reason", "at"}]}. What is not of this
    bus is answered and changes nothing. Raises Invalid, UnknownBus.
    """
    upload = parse_scans(body, gathering=link.gathering.id, device=_device(link), now=now)
    day = await bus_day(link.gathering, link.bus)
    own = [one for one in (_own(scan, day, link) for scan in upload.scans) if one]
    told = await record_scans(own, gathering=link.gathering, by=link.vehicle, now=now) if own else []
    undone = await _meant(upload.undone, day)
    await take_back(undone, gathering=link.gathering, by=link.actor.mark, device=_device(link), now=now)
    if own or undone:
        await announce(link.gathering.id)
    return GuideAnswer(
        [one.id for one in upload.scans], [one.id for one in upload.undone], _refused(told, link, language),
        await guide_state(link, now=now),
    )  # fmt: skip


def _device(link: BusLink) -> str:
    return f"bus {link.bus}"


def _own(scan: Scanned, day: BusDay, link: BusLink) -> Scanned | None:
    """A tap as a scan by hand at the checkpoint of its roll call; None where it is not of this bus."""
    call = day.call(scan.checkpoint)
    if call is None or scan.guest not in {str(one.guest) for one in day.riders}:
        return None
    return replace(
        scan, checkpoint=str(call.point.id), ticket="", device=_device(link), source=ScanSource.DESK,
        party_of=None, verdict="",
    )  # fmt: skip


async def _meant(undone: Iterable[Undone], day: BusDay) -> list[Undone]:
    """The scans that are taken back: the one that is named and whatever else has counted the guest there till then."""
    named = list(undone)
    points = [call.point.id for call in day.calls]
    rows = await fetch(_SAME, [one.scan for one in named], [one.at for one in named], points) if named else []
    return [
        replace(named[row["place"] - 1], id=uuid5(named[row["place"] - 1].id, str(row["id"])), scan=row["id"])
        for row in rows
    ]


_SAME = """
SELECT DISTINCT ON (s.id) s.id, w.place::int FROM unnest($1::uuid[], $2::timestamptz[]) WITH ORDINALITY AS w(scan, at, place)
JOIN scan named ON named.id = w.scan AND named.checkpoint = ANY($3::uuid[])
JOIN scan s ON s.guest = named.guest AND s.checkpoint = named.checkpoint
WHERE s.verdict <> 'refused' AND (s.id = named.id OR s.at <= w.at)
ORDER BY s.id, w.place
"""


def _refused(told: Iterable[Answer], link: BusLink, language: str) -> list[Refused]:
    return [
        Refused(one.id, one.guest, one.told(language, link.gathering))
        for one in told
        if one.verdict == Verdict.REFUSED
    ]


async def tell_late(
    link: BusLink, *, minutes: int, words: str, note: UUID, at: datetime | None, language: str, now: datetime
) -> None:
    """Tell the organizers that the bus is late: a note on its captain. `note` names it; sent again it is one.

    Raises Invalid, UnknownBus, NobodyToWriteTo.
    """
    if not 0 < minutes <= MOST_MINUTES:
        raise Invalid({"minutes": Problem(_NOT_MINUTES, {"most": MOST_MINUTES})})
    crew = [one.guest for one in (await bus_day(link.gathering, link.bus)).bus.crew if one.guest]
    if not crew:
        raise NobodyToWriteTo
    said = _when(at, now).astimezone(link.gathering.zone)
    text = filled(translated(_LATE, language), {"at": f"{said:%H:%M}", "bus": link.bus, "minutes": minutes})
    await leave_note(
        crew[0], f"{text} {words.strip()[:LONGEST_WORDS]}", gathering=link.gathering, by=link.actor, now=now,
        note=note,
    )  # fmt: skip
    await announce(link.gathering.id)


def _when(at: datetime | None, now: datetime) -> datetime:
    """When it was said, as far as a phone's clock can be believed."""
    if at is None or at.tzinfo is None or not now - timedelta(hours=12) <= at <= now:
        return now
    return at
