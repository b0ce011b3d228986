"""Taking in the office's reply list: all of it or nothing, and a second time changes nothing."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from event.database import fetch, writing
from event.gathering.countries import counted
from event.gathering.errors import NoGathering
from event.gathering.keys import keys_of
from event.gathering.operations import CLASSES, found, the_gathering
from event.gathering.tables import Gathering, GuestClass
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.importing.comparing import Places, Stored, stored_guests, told_by
from event.registration.documents import same_holder
from event.registration.importing.listed import NEEDED, Listed, refuse_repeated, understand
from event.registration.operations import add_guest, guest_search, issue_ticket, write_journeys
from event.registration.replies import Reply
from event.registration.importing.reports import ImportReport, RowOutcome, Said
from event.registration.sealed import sealed_columns
from event.registration.importing.tables import ImportRun
from event.registration.tables import Guest, Source, Standing
from event.workbook import Table, open_workbook, read_table

_ENDINGS = re.compile(r"(参会)?(回执|报名)?(汇总|信息)?(名单|名册|一览|花名册|汇总)?表?$")
_EDITION = re.compile(r"第[一二三四五六七八九十百\d]+届")
_EXPIRY_MONTHS = 6
_SEALED = ("phone", "wechat", "document_number")

_UNKNOWN_CLASS = Message("“{text}” is no class of this gathering. Known: {known}.")
_SAME_DOCUMENT = Message("the same document as {others}.")
_EXPIRES = Message("expires on {day}, less than six months after the last day.")
_MADE = Message("The gathering “{title}” is set up by this list.")


async def import_guests(
    content: bytes, *, file_name: str, gathering: Gathering | None, dry_run: bool, by: Actor, now: datetime
) -> ImportReport:
    """Take in a reply list; raises Invalid where the file is none.

    With no gathering given and none in the database, the one the workbook's title names is set up.
    """
    table = read_table(open_workbook(content), needed=NEEDED)
    listed = [understand(row, table.sheet) for row in table.rows]
    refuse_repeated(listed)
    gathering = await _gathering(gathering)
    _warn_of_documents(listed, gathering.last_day if gathering else days_of(listed, now)[1])
    return await take_in(
        listed, kind="guests", content=content, file_name=file_name, gathering=gathering, table=table,
        dry_run=dry_run, by=by, now=now,
    )  # fmt: skip


async def take_in(
    listed: Sequence[Listed],
    *,
    kind: str,
    content: bytes,
    file_name: str,
    gathering: Gathering | None,
    dry_run: bool,
    by: Actor,
    now: datetime,
    table: Table | None = None,
) -> ImportReport:
    """Compare understood rows with what is stored and, unless one is refused, write them all."""
    stored = await stored_guests(gathering) if gathering else {}
    await _check_classes(listed, gathering)
    outcomes = [_outcome(one, stored.get(one.number)) for one in listed]
    written = not dry_run and all(outcome.action != "refuse" for outcome in outcomes)
    title = gathering.title_zh if gathering else title_of(table) if table else ""
    made = gathering is None
    if written:
        if gathering is None:
            gathering = await _set_up(table, listed, by=by, now=now)
        await _write(
            gathering,
            listed,
            outcomes,
            stored,
            kind=kind,
            content=content,
            file_name=file_name,
            by=by,
            now=now,
        )
    countries, regions = counted({one.residence for one in listed if one.approved})
    return ImportReport(
        kind=kind, file=file_name, gathering=gathering.slug if gathering else "", title=title,
        made_gathering=made and written, dry_run=dry_run, written=written, rows=tuple(outcomes),
        figures={
            "guests": len(listed), "delegations": len({one.delegation for one in listed if one.delegation}),
            "countries": countries, "regions": regions,
        },
        notes=(Said("", _MADE, {"title": title}),) if made else (),
    )  # fmt: skip


def title_of(table: Table) -> str:
    """The gathering's title: the sheet's title without the name of the list."""
    return _ENDINGS.sub("", table.title).strip() or table.title


def days_of(listed: Sequence[Listed], now: datetime) -> tuple[date, date]:
    """The likely days of the gathering, until its programme is known: people leave the day after."""
    arrivals = Counter(one.arrival.on_day for one in listed if one.arrival and one.arrival.on_day)
    departures = Counter(one.departure.on_day for one in listed if one.departure and one.departure.on_day)
    first = arrivals.most_common(1)[0][0] if arrivals else now.date()
    last = departures.most_common(1)[0][0] - timedelta(days=1) if departures else first
    return first, max(first, last)


async def _gathering(gathering: Gathering | None) -> Gathering | None:
    if gathering is not None:
        return gathering
    try:
        return await the_gathering()
    except NoGathering:
        return None


async def _set_up(table: Table | None, listed: Sequence[Listed], *, by: Actor, now: datetime) -> Gathering:
    if table is None:
        raise NoGathering
    title, days = title_of(table), days_of(listed, now)
    edition = _EDITION.search(title)
    federation = re.search(r"编制[:：]\s*(\S+?)(办公室)?(\s|$)", table.note)
    place = re.match(r"\d{4}年?(\S{1,8}?[县市区])", title)
    prefixes = Counter(one.number.rpartition("-")[0] for one in listed if "-" in one.number)
    return await found(
        title, first_day=days[0], last_day=days[1], by=by, now=now,
        edition=edition[0] if edition else "",
        federation_zh=federation[1] if federation else "",
        place_zh=place[1] if place else "",
        number_prefix=prefixes.most_common(1)[0][0][:20] if prefixes else "",
    )  # fmt: skip


async def _check_classes(listed: Sequence[Listed], gathering: Gathering | None) -> None:
    names = {zh for _, zh, *_ in CLASSES} | {code for code, *_ in CLASSES}
    if gathering:
        rows = await GuestClass.objects().where(GuestClass.gathering == gathering.id)
        names = {row.name_zh for row in rows} | {row.code for row in rows}
    for one in listed:
        if one.class_name not in names:
            said = {
                "text": one.class_name,
                "known": "、".join(sorted(name for name in names if len(name) > 1)),
            }
            one.refusals.append(Said("嘉宾类别", _UNKNOWN_CLASS, said))


def _warn_of_documents(listed: Sequence[Listed], last_day: date) -> None:
    holders: dict[str, list[Listed]] = {}
    for one in listed:
        if one.document_number:
            holders.setdefault(same_holder(one.document_kind, one.document_number), []).append(one)
        if one.document_expires and one.document_expires < months_after(last_day, _EXPIRY_MONTHS):
            one.warnings.append(Said("有效期至", _EXPIRES, {"day": one.document_expires.isoformat()}))
    for same in holders.values():
        for one in same if len(same) > 1 else ():
            others = "、".join(other.number for other in same if other is not one)
            one.warnings.append(Said("证件号码", _SAME_DOCUMENT, {"others": others}))


def months_after(day: date, months: int) -> date:
    """The same day some months later, the last of the month where it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


def _outcome(one: Listed, stored: Stored | None) -> RowOutcome:
    changes: tuple[str, ...] = ()
    if one.refusals:
        action = "refuse"
    elif stored is None:
        action = "create"
    else:
        changes = tuple(key for key, value in told_by(one).items() if stored.told.get(key) != value)
        action = "update" if changes else "skip"
    return RowOutcome(
        one.sheet, one.row, action, one.number, one.name, changes, tuple(one.refusals), tuple(one.warnings)
    )


async def _write(
    gathering: Gathering,
    listed: Sequence[Listed],
    outcomes: Sequence[RowOutcome],
    stored: dict[str, Stored],
    *,
    kind: str,
    content: bytes,
    file_name: str,
    by: Actor,
    now: datetime,
) -> None:
    actions = Counter(outcome.action for outcome in outcomes)
    async with writing():
        await fetch("SELECT 1 FROM gathering WHERE id = $1 FOR UPDATE", gathering.id)
        places = Places(gathering)
        await places.read()
        for one, outcome in zip(listed, outcomes, strict=True):
            if outcome.action == "create":
                await _create(gathering, one, await places.reply(one), now=now)
            elif outcome.action == "update":
                await _update(gathering, one, stored[one.number], places, now=now)
        await _number_on(gathering)
        await ImportRun(
            id=uuid4(), gathering=gathering.id, kind=kind, file_name=file_name[:200],
            file_hash=hashlib.sha256(content).hexdigest(), created=actions["create"],
            updated=actions["update"], skipped=actions["skip"], at=now,
        ).save()  # fmt: skip
        await record(
            f"{kind}.import", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            **actions,
        )  # fmt: skip


async def _create(gathering: Gathering, one: Listed, reply: Reply, *, now: datetime) -> None:
    standing = Standing.APPROVED if one.approved else Standing.SUBMITTED
    guest = await add_guest(gathering, reply=reply, standing=standing, source=Source.IMPORT, now=now)
    if one.approved:
        await issue_ticket(gathering, guest, now=now)


async def _update(
    gathering: Gathering, one: Listed, stored: Stored, places: Places, *, now: datetime
) -> None:
    """Write what the row says over what is stored; what the row leaves blank stays."""
    told = stored.told | told_by(one)
    guest = stored.guest
    reply = await places.reply(one, told=told)
    keys = await keys_of(gathering.id)
    columns: dict[str, Any] = {
        key: told[key]
        for key in told.keys() & {column._meta.name for column in Guest._meta.columns}  # noqa: SLF001 - Piccolo's own
        if key
        not in (*_SEALED, "needs", "answers", "delegation", "travel_party", "id", "gathering", "person")
    }
    columns |= sealed_columns(
        keys, guest.id, gathering.id, needs=told["needs"], **{name: told[name] for name in _SEALED}
    )
    columns |= {
        "guest_class": reply.guest_class, "delegation": reply.delegation, "travel_party": reply.travel_party,
        "answers": json.dumps(told["answers"], ensure_ascii=False), "updated_at": now,
        "search": guest_search(reply, number=one.number),
    }  # fmt: skip
    for name, value in columns.items():
        setattr(guest, name, value)
    await guest.save()
    await fetch(
        "UPDATE guest SET search = search || coalesce((SELECT E'\\n' || lower(badge_number) FROM ticket"
        " WHERE guest = $1 AND voided_at IS NULL), '') WHERE id = $1",
        guest.id,
    )
    await write_journeys(guest.id, reply)


async def _number_on(gathering: Gathering) -> None:
    """Online registration goes on numbering after the highest number of the list."""
    await fetch(
        "UPDATE gathering SET guests_numbered = greatest(guests_numbered, coalesce((SELECT max("
        " substring(number FROM length($2) + 2)::int) FROM guest WHERE gathering = $1"
        " AND starts_with(number, $2 || '-') AND substring(number FROM length($2) + 2) ~ '^[0-9]{1,8}$'), 0))"
        " WHERE id = $1",
        gathering.id, gathering.number_prefix,
    )  # fmt: skip
