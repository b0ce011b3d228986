"""The signing ceremony as the office's workbook has it: batches, agreements, who signs; all or nothing."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from event.database import fetch, writing
from event.gathering.tables import Gathering, local_day
from event.itinerary.reading import Planned
from event.language import Message
from event.registration.adding import lock
from event.registration.importing.noting import Sent, note_run, takes, unread_sheets
from event.registration.importing.reports import ImportReport
from event.signing.ceremony.freezing import frozen_since
from event.signing.forms import BatchTold, ItemTold, PartyTold, SignatoryTold
from event.signing.listed import (
    Known,
    compare_batches,
    parties_of_rows,
    plan_batches,
    plan_items,
    plan_signatories,
)
from event.signing.queries import BatchKept, ItemKept, TypeOf, batches_of, items_of, types_of
from event.signing.rules import party_mark
from event.signing.sessions import the_ceremony
from event.signing.writing import make_types, write_batch, write_items
from event.workbook import open_workbook, read_table

_FROZEN = Message("the order of batch {number} is frozen: unfreeze it, or leave batch and place as they are.")
_PARTY = ("organisation_zh", "registration_number", "country")


@takes("signing")
async def import_signing(sent: Sent) -> ImportReport:
    """Take in batches, agreements and signatories, all or nothing; raises Invalid, NoGathering."""
    gathering, by, now = sent.gathering, sent.by, sent.now
    workbook = open_workbook(sent.content)
    items_table = read_table(workbook, needed=("项目编号", "项目名称", "协议类型"))
    signatories_table = read_table(workbook, needed=("项目编号", "签约方", "签字人"))
    batches_table = read_table(workbook, needed=("批次", "开始时间"))
    async with writing():
        await lock(gathering)
        known_items = {one.told.code: one for one in await items_of(gathering, withdrawn=True)}
        known_batches = {
            str(one.told.number): one for one in await batches_of(gathering, known_items.values())
        }
        known = Known(_by_name(await types_of(gathering.id)), await _guests(gathering.id))
        batches = plan_batches(
            batches_table,
            {code: _plain(one.told) for code, one in known_batches.items()},
            await _day(gathering),
            gathering,
        )
        witnesses = {code: one.told.witnesses for code, one in known_batches.items()}
        witnesses |= {one.code: one.columns["witnesses"] for one in batches}
        items = plan_items(
            items_table, {code: _plain(one.told) for code, one in known_items.items()}, witnesses, known
        )
        signatories = plan_signatories(
            signatories_table, _known_signatories(known_items), {one.code: one for one in items}, known
        )
        parties = parties_of_rows(items, signatories)
        compare_batches(batches, items)
        _refuse_moves(items, known_items, set(await frozen_since(gathering.id)))
        outcomes = [one.told for one in (*batches, *items, *signatories)]
        if written := sent.may_write(outcomes):
            await make_types(gathering.id)
            for one in batches:
                await write_batch(
                    gathering, known_batches.get(one.code), _batch(one, known_batches), by=by, now=now
                )
            told: list[tuple[ItemKept | None, ItemTold]] = [
                (known_items.get(one.code), _item(one, parties[one.code], known_items.get(one.code)))
                for one in items
            ]
            guests = {number: key for number, (key, _) in known.guests.items()}
            await write_items(gathering, told, guests=guests, by=by, now=now)
            await note_run(sent, outcomes)
    figures = {"batches": len(batches), "items": len(items), "signatories": len(signatories)}
    return sent.report(
        outcomes,
        written=written,
        figures=figures,
        notes=unread_sheets(workbook, {items_table.sheet, signatories_table.sheet, batches_table.sheet}),
    )


def _refuse_moves(items: list[Planned], known: dict[str, ItemKept], frozen: set[int]) -> None:
    """While the order of a batch is frozen, a list moves nothing in it, into it or out of it."""
    for one in items:
        before = known[one.code].told if one.code in known else None
        now = (one.columns["batch"], one.columns["precedence"])
        was = (before.batch, before.precedence) if before else (None, None)
        if moved := sorted({now[0], was[0]} & frozen) if now != was else []:
            one.cells.refuse("batch", _FROZEN, number=moved[0])


def _by_name(types: list[TypeOf]) -> dict[str, TypeOf]:
    return {one.name_zh: one for one in types}


async def _guests(gathering: UUID) -> dict[str, tuple[UUID, str]]:
    rows = await fetch("SELECT number, id, standing FROM guest WHERE gathering = $1", gathering)
    return {row["number"]: (row["id"], row["standing"]) for row in rows}


async def _day(gathering: Gathering) -> date | None:
    ceremony = await the_ceremony(gathering)
    return local_day(ceremony.starts_at, gathering.zone) if ceremony else None


def _plain(told: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(told, name) for name in told.__struct_fields__}


def _known_signatories(items: dict[str, ItemKept]) -> dict[str, dict[str, Any]]:
    """First signatories of every party by P03乙, with what lists say of their party."""
    return {
        f"{code}{party_mark(party.position)}": _plain(one.told)
        | {name: getattr(party.told, name) for name in _PARTY}
        for code, item in items.items()
        for party in item.parties
        for one in party.signatories[:1]
    }


def _batch(one: Planned, known: dict[str, BatchKept]) -> BatchTold:
    before = known[one.code].told if one.code in known else BatchTold(number=int(one.code))
    return msgspec.structs.replace(before, **one.columns)


def _item(one: Planned, parties: dict[int, dict[str, Any]], known: ItemKept | None) -> ItemTold:
    """An agreement as the list tells it; what the list has no columns for stays."""
    before = known.told if known else ItemTold(code=one.code, name_zh=one.name, agreement_type="")
    kept = before.parties
    told = tuple(
        _party(parties[place], kept[place - 1] if place <= len(kept) else PartyTold(is_host=place == 1))
        for place in sorted(parties)
    )
    return msgspec.structs.replace(before, **one.columns, parties=told)


def _party(columns: dict[str, Any], before: PartyTold) -> PartyTold:
    first = before.signatories[0] if before.signatories else SignatoryTold()
    signs = {name: value for name, value in columns.items() if name not in _PARTY}
    signatories = (msgspec.structs.replace(first, **signs), *before.signatories[1:])
    return msgspec.structs.replace(
        before, **{name: columns[name] for name in _PARTY if name in columns}, signatories=signatories
    )
