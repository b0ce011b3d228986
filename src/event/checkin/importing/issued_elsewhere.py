"""Tickets issued elsewhere: their texts, badge numbers and times, kept with the tickets of their holders."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, writing
from event.gathering.tables import Gathering
from event.language import Message
from event.registration.adding import lock
from event.registration.importing.cells import Cells, read_list
from event.registration.importing.noting import Sent, note_run, takes
from event.registration.importing.reports import ImportReport, RowOutcome
from event.registration.tickets import PREFIX, new_typed_code

HEADINGS = {
    "ticket": ("ticket_no", "票号"), "holder": ("holder_no", "编号"), "name": ("holder_name", "姓名"),
    "badge": ("badge_no", "证号"), "issued": ("issued_at", "发放时间"), "voided": ("voided_at", "作废时间"),
    "reason": ("void_reason", "作废原因"), "replaced_by": ("replaced_by", "替换票号"),
}  # fmt: skip
_LONGEST_BADGE = 20

_UNKNOWN_HOLDER = Message("There is no guest with this number. Import the list with this guest first.")
_TWICE = Message("stands in row {row} already. Every ticket once.")
_OURS = Message("begins like a ticket of this system. Tickets issued elsewhere have texts of their own.")
_OF_SOMEBODY_ELSE = Message("is the ticket of {number} already.")
_VOID_BEFORE = Message("a ticket cannot be void before it is issued.")
_ANOTHER_STANDS = Message("{number} has another ticket that is not void. Say since when one of them is void.")
_BADGE_TAKEN = Message("{number} has this badge number too. One of the two tickets must be void.")
_NOT_LISTED = Message("“{text}” is not in this list.")
_STAYS_VOID = Message("the ticket is void here since {since}; it stays so.")


@dataclass
class _Listed:
    """A row as it was read, and the ticket it is about; `ticket` None is a new one."""

    cells: Cells
    alias: str
    number: str
    name: str
    badge: str
    issued: datetime | None
    voided: datetime | None
    reason: str
    replaced_by: str
    guest: UUID | None = None
    ticket: Any = None
    changes: tuple[str, ...] = ()
    new_id: UUID = field(default_factory=uuid4)

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "alias": self.alias, "badge_number": self.badge, "issued_at": self.issued, "voided_at": self.voided,
            "void_reason": self.reason,
        }  # fmt: skip

    @property
    def id(self) -> UUID:
        return self.ticket["id"] if self.ticket else self.new_id


@takes("tickets")
async def import_tickets(sent: Sent) -> ImportReport:
    """Take in tickets issued elsewhere, all or nothing; raises Invalid, NoGathering.

    A holder's rows are paired with their tickets by text, then by order of issue; our own QR of a ticket
    goes on admitting.
    """
    gathering = sent.gathering
    table = read_list(sent.content, HEADINGS, needed=("ticket", "holder", "badge", "issued"))
    listed = [_read(Cells(row, HEADINGS), gathering) for row in table.rows]
    _refuse_repeated(listed)
    async with writing():
        await lock(gathering)
        stored = await _stored(gathering.id)
        await _pair(listed, stored, gathering)
        _refuse_doubled(listed, stored)
        outcomes = [_outcome(one, table.sheet) for one in listed]
        if written := sent.may_write(outcomes):
            touched = [one for one in listed if one.ticket is None or one.changes]
            await _write(gathering, touched)
            await note_run(sent, outcomes)
    void = sum(one.voided is not None for one in listed)
    return sent.report(outcomes, written=written, figures={"tickets": len(listed), "void": void})


def _read(cells: Cells, gathering: Gathering) -> _Listed:
    alias = cells.text("ticket", needed=True)
    if alias.upper().startswith(PREFIX):
        cells.refuse("ticket", _OURS)
    issued, voided = (
        cells.moment("issued", gathering.zone, needed=True),
        cells.moment("voided", gathering.zone),
    )
    if issued and voided and voided < issued:
        cells.refuse("voided", _VOID_BEFORE)
    return _Listed(
        cells, alias, cells.text("holder", 40, needed=True), cells.text("name", 80),
        cells.text("badge", _LONGEST_BADGE, needed=True), issued, voided, cells.text("reason"),
        cells.text("replaced_by"),
    )  # fmt: skip


def _refuse_repeated(listed: list[_Listed]) -> None:
    seen: dict[str, int] = {}
    for one in listed:
        row = one.cells.row.number
        if one.alias and seen.setdefault(one.alias, row) != row:
            one.cells.refuse("ticket", _TWICE, row=seen[one.alias])
    for one in listed:
        if one.replaced_by and one.replaced_by not in seen:
            one.cells.warn("replaced_by", _NOT_LISTED, text=one.replaced_by)


async def _stored(gathering: UUID) -> list[Any]:
    return await fetch(
        "SELECT t.*, g.number AS holder FROM ticket t JOIN guest g ON g.id = t.guest WHERE t.gathering = $1"
        " ORDER BY t.issued_at, t.number",
        gathering,
    )


async def _pair(listed: list[_Listed], stored: list[Any], gathering: Gathering) -> None:
    """Say of each row which guest and which ticket it is about."""
    guests = {
        row["number"]: row["id"]
        for row in await fetch("SELECT number, id FROM guest WHERE gathering = $1", gathering.id)
    }
    by_alias = {row["alias"]: row for row in stored if row["alias"]}
    left: dict[str, list[Any]] = defaultdict(list)
    for row in stored:
        left[row["holder"]].append(row)
    latest = datetime.max.replace(tzinfo=UTC)
    in_order = sorted(listed, key=lambda one: (one.issued or latest, one.cells.row.number))
    for one in in_order:
        one.guest = guests.get(one.number)
        if one.number and one.guest is None:
            one.cells.refuse("holder", _UNKNOWN_HOLDER)
        known = by_alias.get(one.alias)
        if known is not None and known["holder"] != one.number:
            one.cells.refuse("ticket", _OF_SOMEBODY_ELSE, number=known["holder"])
        elif known is not None:
            one.ticket = known
            left[one.number] = [row for row in left[one.number] if row["id"] != known["id"]]
    for one in in_order:
        if one.ticket is None and left[one.number] and one.guest is not None:
            one.ticket = left[one.number].pop(0)
        _compare(one, gathering)


def _compare(one: _Listed, gathering: Gathering) -> None:
    if one.ticket is None:
        return
    if one.voided is None and one.ticket["voided_at"] is not None:
        one.voided, one.reason = one.ticket["voided_at"], one.ticket["void_reason"]
        since = one.ticket["voided_at"].astimezone(gathering.zone)
        one.cells.warn("voided", _STAYS_VOID, since=f"{since:%Y-%m-%d %H:%M}")
    one.changes = tuple(name for name, value in one.columns.items() if one.ticket[name] != value)


def _refuse_doubled(listed: list[_Listed], stored: list[Any]) -> None:
    """At most one ticket of a guest admits, and no badge number is worn twice."""
    about = {one.ticket["id"] for one in listed if one.ticket is not None}
    holders, badges = set[str](), dict[str, str]()
    for row in stored:
        if row["id"] not in about and row["voided_at"] is None:
            holders.add(row["holder"])
            badges[row["badge_number"]] = row["holder"]
    for one in listed:
        if one.voided is not None:
            continue
        if one.number in holders:
            one.cells.refuse("voided", _ANOTHER_STANDS, number=one.number)
        if one.badge and badges.setdefault(one.badge, one.number) != one.number:
            one.cells.refuse("badge", _BADGE_TAKEN, number=badges[one.badge])
        holders.add(one.number)


def _outcome(one: _Listed, sheet: str) -> RowOutcome:
    return one.cells.outcome(sheet, one.number, one.name, known=one.ticket is not None, changes=one.changes)


async def _write(gathering: Gathering, touched: list[_Listed]) -> None:
    """In two steps, for texts and badge numbers may change places: all void and without a text, then as listed."""
    await fetch(
        "UPDATE ticket SET alias = '', voided_at = coalesce(voided_at, issued_at) WHERE id = ANY($1::uuid[])",
        [one.id for one in touched if one.ticket is not None],
    )
    values = _as_columns(touched)
    await fetch(
        "INSERT INTO ticket (id, gathering, guest, generation, badge_number, typed_code, alias, issued_at, voided_at,"
        " void_reason) SELECT id, $1, guest, 1, badge, code, alias, issued, voided, reason"
        " FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],"
        " $8::text[], $9::text[]) WITH ORDINALITY AS t (id, guest, badge, alias, issued, voided, reason, code, place)"
        " ORDER BY issued, place"
        " ON CONFLICT (id) DO UPDATE SET badge_number = excluded.badge_number, alias = excluded.alias,"
        " issued_at = excluded.issued_at, voided_at = excluded.voided_at, void_reason = excluded.void_reason",
        gathering.id, *values,
    )  # fmt: skip
    await fetch(
        "UPDATE guest SET search = search || E'\\n' || lower(t.badge) FROM unnest($1::uuid[], $2::text[])"
        " AS t (guest, badge) WHERE guest.id = t.guest AND position(lower(t.badge) IN search) = 0",
        [one.guest for one in touched if one.voided is None],
        [one.badge for one in touched if one.voided is None],
    )  # fmt: skip
    await fetch(
        "UPDATE guest_class c SET badges_numbered = greatest(c.badges_numbered, (SELECT max("
        " substring(badge_number FROM length(c.code) + 1)::int) FROM ticket WHERE gathering = $1"
        " AND starts_with(badge_number, c.code) AND substring(badge_number FROM length(c.code) + 1) ~ '^[0-9]{1,6}$'))"
        " WHERE c.gathering = $1",
        gathering.id,
    )  # fmt: skip


def _as_columns(touched: Iterable[_Listed]) -> list[list[Any]]:
    rows = [
        (
            one.id, one.guest, one.badge, one.alias, one.issued, one.voided, one.reason,
            one.ticket["typed_code"] if one.ticket else new_typed_code(),
        )
        for one in touched
    ]  # fmt: skip
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(8)]
