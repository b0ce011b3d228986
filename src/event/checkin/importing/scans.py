"""The log of another scanner: its scans recorded in the order of the file, as they came in there."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from event.checkin.importing.checkpoints import stored_points
from event.checkin.operations import record_scans
from event.checkin.scanned import Scanned, named
from event.checkin.tables import ScanSource
from event.database import fetch, writing
from event.gathering.tables import Gathering
from event.language import Message
from event.people.rules import Actor
from event.registration.importing.cells import Cells, read_list
from event.registration.importing.noting import Sent, note_run, takes
from event.registration.importing.reports import ImportReport

HEADINGS = {
    "scan": ("scan_id", "扫码编号"), "device": ("device_id", "设备"), "checkpoint": ("checkpoint", "检票点"),
    "direction": ("direction", "方向"), "ticket": ("ticket_no", "票号"), "guest": ("guest_no", "编号"),
    "scanned": ("scanned_at", "扫码时间"), "received": ("uploaded_at", "上传时间"), "offline": ("offline", "离线"),
    "source": ("source", "来源"),
}  # fmt: skip
_AT_ONCE = 500

_UNKNOWN_CHECKPOINT = Message("“{text}” is no checkpoint. Import the checkpoints first.")
_OTHER_DIRECTION = Message("this checkpoint counts people {direction}.")
_NOTHING_READ = Message("give the ticket, or the guest's number.")
_UNKNOWN_GUEST = Message("There is no guest with this number. Correct it, or remove the row.")
_UNKNOWN_SOURCE = Message("“{text}” is no source. Known: {known}.")


@takes("scans")
async def import_scans(sent: Sent) -> ImportReport:
    """Take in a log of scans, all or nothing; raises Invalid, NoGathering.

    A scan that is known, from the file or from before, is recorded as a repeat and counts once.
    """
    gathering, by, now = sent.gathering, sent.by, sent.now
    table = read_list(sent.content, HEADINGS, needed=("scan", "checkpoint", "scanned"))
    directions = {code: row["direction"] for code, row in (await stored_points(gathering.id)).items()}
    rows = await fetch("SELECT number FROM guest WHERE gathering = $1", gathering.id)
    numbers = {row["number"] for row in rows}
    read = [
        (cells := Cells(row, HEADINGS), _scan(cells, gathering, directions, numbers)) for row in table.rows
    ]
    known = await _known([scan.id for _, scan in read], gathering)
    outcomes = []
    for cells, scan in read:
        outcomes.append(
            cells.outcome(table.sheet, scan.name or str(scan.id), scan.checkpoint, known=scan.id in known)
        )
        known.add(scan.id)
    written = sent.may_write(outcomes)
    figures = {
        "scans": len({scan.id for _, scan in read}),
        "repeats": len(read) - len({s.id for _, s in read}),
    }
    if written:
        figures |= await _record([scan for _, scan in read], gathering, by=by, now=now)
        async with writing():
            await note_run(sent, outcomes)
    return sent.report(outcomes, written=written, figures=figures)


def _scan(cells: Cells, gathering: Gathering, directions: dict[str, str], numbers: set[str]) -> Scanned:
    key, name = named(cells.text("scan", 80, needed=True), gathering.id)
    code, direction = cells.text("checkpoint", 40, needed=True), cells.text("direction", 10)
    if code and code not in directions:
        cells.refuse("checkpoint", _UNKNOWN_CHECKPOINT, text=code)
    elif code and direction and direction != directions[code]:
        cells.refuse("direction", _OTHER_DIRECTION, direction=directions[code])
    ticket, guest = cells.text("ticket"), cells.text("guest", 40)
    if not ticket and not guest:
        cells.refuse("ticket", _NOTHING_READ)
    elif not ticket and guest not in numbers:
        cells.refuse("guest", _UNKNOWN_GUEST)
    source = cells.text("source", 10) or ScanSource.SCAN
    if source not in list(ScanSource):
        cells.refuse("source", _UNKNOWN_SOURCE, text=source, known=", ".join(ScanSource))
    scanned = cells.moment("scanned", gathering.zone, needed=True)
    return Scanned(
        key, code, ticket, scanned or gathering.created_at, cells.text("device", 60), "" if ticket else guest,
        recorded_at=cells.moment("received", gathering.zone) or scanned, name=name, source=source,
        offline=cells.ticked("offline"),
    )  # fmt: skip


async def _known(ids: Sequence[UUID], gathering: Gathering) -> set[UUID]:
    rows = await fetch(
        "SELECT id FROM scan WHERE gathering = $1 AND id = ANY($2::uuid[])", gathering.id, list(ids)
    )
    return {row["id"] for row in rows}


async def _record(
    scans: Sequence[Scanned], gathering: Gathering, *, by: Actor, now: datetime
) -> dict[str, int]:
    """Record in the order of the file, batch by batch; what was decided is in the figures."""
    counts: Counter[str] = Counter()
    for begin in range(0, len(scans), _AT_ONCE):
        told = await record_scans(scans[begin : begin + _AT_ONCE], gathering=gathering, by=_user(by), now=now)
        counts.update(str(one.verdict) for one in told if not one.again)
    return dict(counts)


def _user(by: Actor) -> UUID | None:
    kind, _, key = by.mark.partition(":")
    return UUID(key) if kind == "user" else None
