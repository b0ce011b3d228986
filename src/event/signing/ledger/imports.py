"""The office's ledger taken in: what it says and the ledger does not yet becomes entries, what it says anew corrections."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from event.database import writing
from event.errors import Conflict
from event.gathering.tables import Gathering, local_day
from event.itinerary.reading import Planned, day_of
from event.people.rules import Actor
from event.registration.adding import lock
from event.registration.importing.noting import Sent, note_run, takes, unread_sheets
from event.registration.importing.reports import ImportReport
from event.signing.ledger.forms import (
    EntryTold,
    FollowUpTold,
    FundEntryTold,
    MilestoneEntryTold,
    StageEntryTold,
)
from event.signing.ledger.listed import (
    FEN,
    MILESTONES,
    TOO_FINE,
    compare_stages,
    compare_sums,
    is_done,
    plan_ledger,
    plan_months,
)
from event.signing.ledger.operations import check_entries, insert_entry
from event.signing.ledger.queries import DATED, LedgerLine, line_of
from event.signing.ledger.reading import Ledger, Told, ledgers_of
from event.signing.ledger.rules import ORDER, holding
from event.signing.ledger.tables import Stage
from event.signing.money import YI, plain
from event.signing.queries import ItemKept, batches_of, items_of
from event.signing.sessions import the_ceremony
from event.signing.writing import write_items
from event.workbook import open_workbook, read_table

_NEVER = date(2100, 1, 1)


@takes("ledger")
async def import_ledger(sent: Sent) -> ImportReport:
    """Take in the ledger, all or nothing; raises Invalid, NoGathering.

    A stage with another day, or a month with another sum, than an entry says corrects that entry. Whoever is in the
    ledger was signed on the day of the ceremony.
    """
    gathering, by, now = sent.gathering, sent.by, sent.now
    workbook = open_workbook(sent.content)
    table = read_table(workbook, needed=("项目编号", "阶段"))
    months_table = read_table(workbook, needed=("项目编号", "月份", "本月到位"))
    async with writing():
        await lock(gathering)
        items = {one.told.code: one for one in await items_of(gathering)}
        ledgers = await ledgers_of([one.id for one in items.values()])
        known = {code: line_of(one, ledgers[one.id], _NEVER) for code, one in items.items()}
        rows = plan_ledger(table, items, day_of(table))
        updated = {row.code: row.columns["updated"] for row in rows if row.columns["updated"]}
        months = plan_months(months_table, items, updated)
        compare_sums(rows, months)
        compare_stages(rows, months)
        signed = await _signing_days(gathering)
        entries = [(row, _entries_of(row, items, ledgers, known, signed)) for row in rows]
        for row, ones in entries:
            before = row.code in known and known[row.code].standing.stage is not None
            _settle(row, ones, table.sheet, known=before, other_team=_other_team(row, items))
        funds = [(row, _funds_of(row, items, ledgers)) for row in months]
        for row, ones in funds:
            mends = any(corrected or told.note for told, corrected in ones if isinstance(told, FundEntryTold))
            _settle(row, ones, months_table.sheet, known=not ones or mends)
        _refuse_what_cannot_be(entries, funds, items, ledgers, now)
        entries += funds
        outcomes = [row.told for row, _ in entries]
        if written := sent.may_write(outcomes):
            for row, ones in entries:
                for told, corrects in ones:
                    await insert_entry(items[row.code].id, told, by=by, now=now, corrects=corrects)
            await _name_teams(gathering, rows, items, by, now)
            await note_run(sent, outcomes)
    figures = {"projects": len(rows), "months": len(months), "entries": sum(len(ones) for _, ones in entries)}
    return sent.report(
        outcomes,
        written=written,
        figures=figures,
        notes=unread_sheets(workbook, {table.sheet, months_table.sheet}),
    )


Entries = list[tuple[EntryTold, UUID | None]]
"""Entries to be written, each with the entry it corrects."""


async def _signing_days(gathering: Gathering) -> dict[int | None, date]:
    """On which day the agreements of a batch are signed; None for those without one."""
    ceremony = await the_ceremony(gathering)
    day = local_day(ceremony.starts_at, gathering.zone) if ceremony else gathering.last_day
    batches = await batches_of(gathering)
    return {None: day} | {
        one.told.number: local_day(one.told.starts_at, gathering.zone)
        for one in batches
        if one.told.starts_at
    }


def _settle(row: Planned, entries: Entries, sheet: str, *, known: bool, other_team: bool = False) -> None:
    """What happens with a row: what it adds or corrects, nothing where the ledger has all of it."""
    changes = dict.fromkeys(_named(told) for told, _ in entries)
    if other_team:
        changes["service_team"] = None
    row.outcome = row.cells.outcome(sheet, row.code, row.name, known=known, changes=changes)


def _other_team(row: Planned, items: Mapping[str, ItemKept]) -> bool:
    team = row.columns["service_team"]
    return bool(team) and row.code in items and team != items[row.code].told.service_team


def _named(told: EntryTold) -> str:
    match told:
        case StageEntryTold():
            return told.stage
        case MilestoneEntryTold():
            return told.kind
        case FundEntryTold():
            return "funds"
        case FollowUpTold():
            return "progress"


def _entries_of(
    row: Planned,
    items: Mapping[str, ItemKept],
    ledgers: Mapping[UUID, Ledger],
    known: Mapping[str, LedgerLine],
    signed: Mapping[int | None, date],
) -> Entries:
    """What a row of the ledger adds: stages, points of the checklist, how it stands."""
    if row.code not in items or row.columns["updated"] is None:
        return []
    item, line, told = items[row.code], known[row.code], row.columns
    stages = holding(ledgers[item.id].stages)
    found: Entries = []
    if not any(one.stage in ORDER[ORDER.index(Stage.SIGNED) :] for one in stages):
        day = signed.get(item.told.batch, signed[None])
        found.append((StageEntryTold(stage=str(Stage.SIGNED), day=min(day, *_days(told))), None))
    for stage in DATED:
        day = told[str(stage)]
        first = next((one for one in stages if one.stage is stage), None)
        if day and (first is None or first.day != day):
            found.append((StageEntryTold(stage=str(stage), day=day), first.id if first else None))
    reached = [stage for stage in DATED if told[str(stage)]]
    if told["stage"] and told["stage"] not in (line.standing.stage, *reached[-1:], *_signed_only(reached)):
        found.append((StageEntryTold(stage=str(told["stage"]), day=told["updated"]), None))
    for kind in MILESTONES:
        if told[kind] and line.milestones.get(kind, "") != told[kind]:
            entry = MilestoneEntryTold(
                kind=kind, day=told["updated"], state_said=told[kind], done=is_done(told[kind])
            )
            found.append((entry, None))
    return [*found, *_follow_up(row, ledgers[item.id])]


def _days(told: Mapping[str, Any]) -> list[date]:
    return [told[str(stage)] for stage in DATED if told[str(stage)]] + [told["updated"]]


def _signed_only(reached: list[Stage]) -> list[Stage]:
    """A row without days of stages that says 签约 is told by the entry of the signing."""
    return [] if reached else [Stage.SIGNED]


def _follow_up(row: Planned, ledger: Ledger) -> Entries:
    told = FollowUpTold(
        day=row.columns["updated"],
        **{
            name: row.columns[name]
            for name in (
                "progress",
                "problem",
                "next_step",
                "due_on",
                "responsible_leader",
                "responsible_unit",
            )
        },
    )
    same_day = [one for one in holding(ledger.follow_ups) if one.day == told.day]
    last = same_day[-1] if same_day else None
    if last is not None and all(last.columns[name] == value for name, value in _own(told).items()):
        return []
    if not any(value for name, value in _own(told).items() if name != "day"):
        return []
    return [(told if last is None else _reminded(told, last), last.id if last else None)]


def _own(told: FollowUpTold) -> dict[str, Any]:
    """What a list tells of how a project stands."""
    return {
        name: value
        for name, value in msgspec.structs.asdict(told).items()
        if name not in ("remind_to", "day")
    }


def _reminded(told: FollowUpTold, last: Told) -> FollowUpTold:
    return msgspec.structs.replace(told, remind_to=last.columns["remind_to"])


def _funds_of(row: Planned, items: Mapping[str, ItemKept], ledgers: Mapping[UUID, Ledger]) -> Entries:
    """What a month adds: an entry, a correction of its only entry, or the difference to its several ones."""
    day, came = row.columns["day"], row.columns["came"]
    if row.code not in items or day is None:
        return []
    there = [
        one
        for one in holding(ledgers[items[row.code].id].funds)
        if (one.day.year, one.day.month) == (day.year, day.month)
    ]
    total = sum((one.yuan for one in there), Decimal(0))
    if there and abs(total - came) < FEN / 2:  # foreign money makes parts of a fen
        return []
    if came != came.quantize(FEN):
        row.cells.refuse("came", TOO_FINE, text=plain(came / YI))
        return []
    if len(there) > 1:
        return [
            (
                FundEntryTold(
                    amount=(came - total).quantize(FEN), day=max(day, there[-1].day), note="与台账月报核对"
                ),
                None,
            )
        ]
    return [(FundEntryTold(amount=came, day=there[0].day if there else day), there[0].id if there else None)]


def _refuse_what_cannot_be(
    rows: list[tuple[Planned, Entries]],
    months: list[tuple[Planned, Entries]],
    items: Mapping[str, ItemKept],
    ledgers: Mapping[UUID, Ledger],
    now: datetime,
) -> None:
    """Refuse rows whose stages cannot follow those that are written, and months that leave less than nothing."""
    for row, entries in rows:
        if row.code in items:
            item = items[row.code].id
            _checked(
                row,
                "stage",
                item,
                [one for one in entries if isinstance(one[0], StageEntryTold)],
                ledgers[item].stages,
                now,
            )
    so_far: dict[str, Entries] = {}
    for row, entries in sorted(months, key=lambda one: one[0].columns["day"] or _NEVER):
        if row.code in items and entries:
            item = items[row.code].id
            together = [*so_far.get(row.code, ()), *entries]
            if _checked(row, "came", item, together, ledgers[item].funds, now):
                so_far[row.code] = together


def _checked(
    row: Planned, field: str, item: UUID, entries: Entries, written: Sequence[Told], now: datetime
) -> bool:
    try:
        check_entries(item, entries, written, now)
    except Conflict as error:
        row.cells.refuse(field, error.sentence, **error.data)
        return False
    return True


async def _name_teams(
    gathering: Gathering, rows: list[Planned], items: Mapping[str, ItemKept], by: Actor, now: datetime
) -> None:
    """The team that serves a project is named with the agreement."""
    changed: list[tuple[ItemKept | None, Any]] = [
        (
            items[row.code],
            msgspec.structs.replace(items[row.code].told, service_team=row.columns["service_team"]),
        )
        for row in rows
        if row.code in items and _other_team(row, items)
    ]
    guests = {
        one.told.guest: one.guest
        for item in items.values()
        for party in item.parties
        for one in party.signatories
    }
    await write_items(
        gathering, changed, guests={number: key for number, key in guests.items() if key}, by=by, now=now
    )
