"""Taking in lists of guests: all of it or, if said, the good rows; a second time changes nothing."""

import asyncio
import hashlib
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, writing
from event.gathering.countries import counted
from event.gathering.errors import NoGathering
from event.gathering.operations import CLASSES, found, the_gathering
from event.gathering.tables import Gathering, GuestClass, local_day
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import NewGuest, add_guests, insert_all, issue_tickets, lock
from event.registration.changing import differences, plain, rewrite
from event.registration.documents import same_holder, valid_until_at_least
from event.registration.importing.comparing import (
    Known,
    Match,
    Places,
    Stored,
    merged,
    new_reply,
    stored_guests,
)
from event.registration.importing.listed import Listed, by_field, refuse_repeated, understand
from event.registration.importing.reports import ImportReport, RowOutcome, Said
from event.registration.importing.sheets import GuestList, ListedRow, find_list, read_sheets
from event.registration.importing.tables import ImportRun, ImportState
from event.registration.replies import Reply
from event.registration.tables import Guest, Source, Standing, VisaLetter

_ENDINGS = re.compile(r"(参会)?(回执|报名)?(汇总|信息)?(名单|名册|一览|花名册|汇总)?表?$")
_EDITION = re.compile(r"第[一二三四五六七八九十百\d]+届")
_ROWS_AT_ONCE = 200
DEFAULT_CLASS = "G"
_BY_NAME = frozenset({"class_name", "delegation", "travel_party"})

_UNKNOWN_CLASS = Message("“{text}” is no class of this gathering. Known: {known}.")
_SAME_DOCUMENT = Message("the same document as {others}.")
_EXPIRES = Message("expires on {day}, less than six months after the last day.")
_MADE = Message("The gathering “{title}” is set up by this list.")
_NAMESAKE = Message("has the same name as {others}, who is somebody else as far as document and mail tell.")
_OTHER_DELEGATION = Message("the list says {text}, we have {known}; it was left as it is.")
_SAME_AS_ROW = Message("is the same person as row {row}; both rows make one guest.")
_UNREAD = Message("The column “{name}” was not read.")
_LEFT_OUT = {
    "empty row": Message("empty row"), "banner": Message("a heading over several rows"),
    "subtotal": Message("a sum"), "repeated header": Message("the headings once more"),
}  # fmt: skip

Progress = Callable[[int, int], Awaitable[None]]


@dataclass(frozen=True)
class Choices:
    """How a list is to be taken in."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    good_rows: bool = False
    """Take the good rows although others are refused."""
    approve: bool = False
    """Approve new guests at once where the list has no reviews."""


_AS_IT_IS = Choices()


async def import_guests(
    content: bytes,
    *,
    file_name: str,
    gathering: Gathering | None,
    dry_run: bool,
    by: Actor,
    now: datetime,
    choices: Choices = _AS_IT_IS,
    progress: Progress | None = None,
    run: UUID | None = None,
) -> ImportReport:
    """Take in a list of guests; raises Invalid where the file is none.

    With no gathering given and none in the database, the one the list's title names is set up.
    """
    found_list = (await asyncio.to_thread(lambda: find_list(read_sheets(content)))).mapped(choices.mapping)
    gathering = await _gathering(gathering)
    today = local_day(now, gathering.zone) if gathering else now.date()
    listed: list[Listed] = []
    for begin in range(0, len(found_list.rows), _ROWS_AT_ONCE):
        some = found_list.rows[begin : begin + _ROWS_AT_ONCE]
        listed += await asyncio.to_thread(_understood, some, found_list, today)
        if progress:
            await progress(len(listed), 2 * len(found_list.rows))
    refuse_repeated(listed)
    guests = [one for one in listed if not one.left_out]
    _warn_of_documents(guests, gathering.last_day if gathering else days_of(guests, now)[1])
    return await take_in(
        listed, kind="guests", content=content, file_name=file_name, gathering=gathering, found_list=found_list,
        dry_run=dry_run, by=by, now=now, choices=choices, progress=progress, run=run,
    )  # fmt: skip


def _understood(rows: Sequence[ListedRow], found_list: GuestList, today: date) -> list[Listed]:
    return [understand(row, found_list, today=today) for row in rows]


@dataclass
class _Planned:
    """A row with what happens to it."""

    listed: Listed
    outcome: RowOutcome
    match: Match | None = None
    reply: Reply | None = None


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
    found_list: GuestList | None = None,
    choices: Choices = _AS_IT_IS,
    progress: Progress | None = None,
    run: UUID | None = None,
) -> ImportReport:
    """Compare understood rows with what is stored and write them: all, or the good ones if said."""
    stored = await stored_guests(gathering) if gathering else []
    await _check_classes([one for one in listed if not one.left_out], gathering)
    planned = _plan(listed, stored, frozenset(found_list.fields) if found_list else frozenset())
    bad = any(one.outcome.action == "refuse" for one in planned)
    written = not dry_run and (choices.good_rows or not bad)
    title = gathering.title_zh if gathering else title_of(found_list) if found_list else ""
    made = gathering is None
    if written:
        if gathering is None:
            gathering = await _set_up(found_list, listed, by=by, now=now)
        await _write(
            gathering, planned, kind=kind, content=content, file_name=file_name, by=by, now=now,
            choices=choices, progress=progress, run=run or uuid4(),
        )  # fmt: skip
    guests = [one for one in listed if not one.left_out]
    countries, regions = counted({one.residence for one in guests if one.reviewed is not False})
    notes = [Said("", _MADE, {"title": title})] if made else []
    notes += [Said("", _UNREAD, {"name": name}) for name in (found_list.unknown if found_list else ())]
    return ImportReport(
        kind=kind, file=file_name, gathering=gathering.slug if gathering else "", title=title,
        made_gathering=made and written, dry_run=dry_run, written=written,
        rows=tuple(one.outcome for one in planned),
        figures={
            "guests": len(guests), "delegations": len({one.delegation for one in guests if one.delegation}),
            "countries": countries, "regions": regions,
        },
        columns=tuple(zip(found_list.headings, found_list.fields, strict=True)) if found_list else (),
        notes=tuple(notes),
    )  # fmt: skip


def title_of(found_list: GuestList) -> str:
    """The gathering's title: the sheet's title without the name of the list."""
    return _ENDINGS.sub("", found_list.title).strip() or found_list.title or found_list.sheet


def days_of(listed: Sequence[Listed], now: datetime) -> tuple[date, date]:
    """The likely days of the gathering, until its programme is known: people leave the day after."""
    arrivals = Counter(one.arrival.on_day for one in listed if one.arrival and one.arrival.on_day)
    departures = Counter(one.departure.on_day for one in listed if one.departure and one.departure.on_day)
    first = arrivals.most_common(1)[0][0] if arrivals else now.date()
    last = departures.most_common(1)[0][0] - timedelta(days=1) if departures else first
    return first, max(first, last)


def _plan(listed: Sequence[Listed], stored: Sequence[Stored], columns: frozenset[str]) -> list[_Planned]:
    """What happens to each row; rows become known to the rows after them, and the last word counts."""
    known = Known.of(stored)
    made: dict[int, _Planned] = {}
    latest: dict[UUID, Reply] = {}
    planned = []
    for one in listed:
        plan = _planned(one, known, made, latest, columns)
        if plan.outcome.action == "create":
            known.learn(one)
            made[one.row] = plan
        planned.append(plan)
    for plan in planned:
        if plan.match is not None and plan.match.stored is not None:
            _settle(plan, plan.match.stored, latest[plan.match.stored.guest.id])
    return planned


def _settle(plan: _Planned, stored: Stored, final: Reply) -> None:
    """Leave out of a row what a later row of the same guest takes back or says otherwise."""
    plan.reply = final
    net = {name: pair[1] for name, pair in differences(stored.reply, final).items()}
    changes = {
        name: value
        for name, value in plan.outcome.changes.items()
        if name in _BY_NAME or (name in net and _as_json(net)[name] == value)
    }
    plan.outcome = replace(plan.outcome, changes=changes)


def _planned(
    one: Listed, known: Known, made: dict[int, _Planned], latest: dict[UUID, Reply], columns: frozenset[str]
) -> _Planned:
    if one.left_out:
        reason = Said("", _LEFT_OUT[one.left_out], code=one.left_out)
        return _Planned(one, RowOutcome(one.sheet, one.row, "skip", "", "", reasons=(reason,)))
    match = None if one.refusals else known.find(one)
    if match is not None and match.stored is not None:
        return _update(one, match, match.stored, latest, columns)
    if match is not None and match.row in made:
        return _same_as_row(one, match, made[match.row], columns)
    for_whom = "refuse" if one.refusals else "create"
    if for_whom == "create" and not one.number and (namesakes := known.namesakes(one)):
        others = "、".join(same.stored.reply.number for same in namesakes if same.stored)
        one.warnings.append(Said("", _NAMESAKE, {"others": others or "–"}, "same_name_other_person"))
    reply = None if one.refusals else new_reply(one, UUID(int=0))
    return _Planned(one, _outcome(one, for_whom), reply=reply)


def _update(
    one: Listed, match: Match, stored: Stored, latest: dict[UUID, Reply], columns: frozenset[str]
) -> _Planned:
    by_number = match.how == "number"
    before = latest.get(stored.guest.id, stored.reply)
    after = latest[stored.guest.id] = merged(before, one, columns)
    changes = {name: pair[1] for name, pair in differences(before, after).items()}
    if one.class_name and one.class_name not in (stored.class_name, stored.class_code):
        changes["class_name"] = one.class_name
    if one.delegation and one.delegation != stored.delegation:
        if by_number:
            changes["delegation"] = one.delegation
        else:
            said = {"text": one.delegation, "known": stored.delegation or "–"}
            one.warnings.append(Said("代表团", _OTHER_DELEGATION, said, "delegation_differs"))
    if one.travel_party and one.travel_party != stored.travel_party and by_number:
        changes["travel_party"] = one.travel_party
    outcome = replace(
        _outcome(one, "skip" if by_number and not changes else "update"),
        changes=_as_json(changes),
        match=match.how,
        target=stored.reply.number,
    )
    return _Planned(one, outcome, match, after)


def _same_as_row(one: Listed, match: Match, before: _Planned, columns: frozenset[str]) -> _Planned:
    """The same new person twice in a file: the later row adds to the earlier one."""
    assert before.reply is not None  # noqa: S101 - rows that are made have one
    one.warnings.append(Said("", _SAME_AS_ROW, {"row": match.row}, "duplicate_in_file"))
    after = merged(before.reply, one, columns)
    changes = {name: pair[1] for name, pair in differences(before.reply, after).items()}
    before.reply = after
    outcome = replace(
        _outcome(one, "update"), changes=_as_json(changes), match=match.how, target_row=match.row
    )
    return _Planned(one, outcome, match, after)


def _outcome(one: Listed, action: str) -> RowOutcome:
    return RowOutcome(
        one.sheet, one.row, action, one.number, one.name, {}, tuple(one.refusals), tuple(one.warnings),
        record=_as_json(by_field(one)),
    )  # fmt: skip


def _as_json(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, str | bool | int | list | type(None)) else plain(value)
        for name, value in told.items()
    }


async def _gathering(gathering: Gathering | None) -> Gathering | None:
    if gathering is not None:
        return gathering
    try:
        return await the_gathering()
    except NoGathering:
        return None


async def _set_up(
    found_list: GuestList | None, listed: Sequence[Listed], *, by: Actor, now: datetime
) -> Gathering:
    if found_list is None:
        raise NoGathering
    guests = [one for one in listed if not one.left_out]
    title, days = title_of(found_list), days_of(guests, now)
    edition = _EDITION.search(title)
    federation = re.search(r"编制[:：]\s*(\S+?)(办公室)?(\s|$)", " ".join(found_list.above[1:]))
    place = re.match(r"\d{4}年?(\S{1,8}?[县市区])", title)
    prefixes = Counter(one.number.rpartition("-")[0] for one in guests if "-" in one.number)
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
        if one.class_name and one.class_name not in names:
            known = "、".join(sorted(name for name in names if len(name) > 1))
            one.refusals.append(Said("嘉宾类别", _UNKNOWN_CLASS, {"text": one.class_name, "known": known}))


def _warn_of_documents(listed: Sequence[Listed], last_day: date) -> None:
    holders: dict[str, list[Listed]] = {}
    for one in listed:
        if one.document_number and one.number:
            holders.setdefault(same_holder(one.document_kind, one.document_number), []).append(one)
        if one.document_expires and one.document_expires < valid_until_at_least(last_day):
            said = {"day": one.document_expires.isoformat()}
            one.warnings.append(Said("有效期至", _EXPIRES, said, "document_expires"))
    for same in holders.values():
        for one in same if len(same) > 1 else ():
            others = "、".join(other.number for other in same if other is not one)
            one.warnings.append(Said("证件号码", _SAME_DOCUMENT, {"others": others}, "same_document"))


async def _write(
    gathering: Gathering,
    planned: Sequence[_Planned],
    *,
    kind: str,
    content: bytes,
    file_name: str,
    by: Actor,
    now: datetime,
    choices: Choices,
    progress: Progress | None,
    run: UUID,
) -> None:
    counts = Counter(one.outcome.outcome for one in planned)
    async with writing():
        await lock(gathering)
        places = Places(gathering)
        await places.read()
        await _create_all(gathering, planned, places, run, choices, now=now, progress=progress)
        updates = [one for one in planned if one.outcome.changes and one.match and one.match.stored]
        for done, one in enumerate(updates):
            await _rewrite(gathering, one, places, run, by=by, now=now)
            if progress and done % _ROWS_AT_ONCE == 0:
                await progress(len(planned) * 2 - len(updates) + done, len(planned) * 2)
        await _issue_letters(gathering, planned, by=by, now=now)
        await _number_on(gathering)
        await _note_run(
            gathering, run, counts, kind=kind, content=content, file_name=file_name, by=by, now=now
        )
        await record(
            f"{kind}.import", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            run=str(run), **counts,
        )  # fmt: skip


async def _create_all(
    gathering: Gathering,
    planned: Sequence[_Planned],
    places: Places,
    run: UUID,
    choices: Choices,
    *,
    now: datetime,
    progress: Progress | None,
) -> None:
    """Write every new guest; approved ones get their tickets in the order of the list."""
    new = [
        await _new(one.listed, one.reply, places, run, choices)
        for one in planned
        if one.outcome.action == "create" and one.reply is not None
    ]
    for begin in range(0, len(new), _ROWS_AT_ONCE * 5):
        some = new[begin : begin + _ROWS_AT_ONCE * 5]
        guests = await add_guests(gathering, some, now=now)
        approved = [(guest, "") for guest in guests if guest.standing == Standing.APPROVED]
        if approved:
            await issue_tickets(gathering, approved, now=now)
        if progress:
            await progress(len(planned) + begin + len(some), 2 * len(planned))


async def _new(one: Listed, reply: Reply, places: Places, run: UUID, choices: Choices) -> NewGuest:
    passed = one.reviewed if one.reviewed is not None else choices.approve
    placed = replace(
        reply, guest_class=places.classes[one.class_name or DEFAULT_CLASS],
        delegation=await places.delegation(one.delegation), travel_party=await places.party(one.travel_party),
    )  # fmt: skip
    return NewGuest(
        placed, Standing.APPROVED if passed else Standing.SUBMITTED, Source.IMPORT, import_run=run
    )


async def _rewrite(
    gathering: Gathering, one: _Planned, places: Places, run: UUID, *, by: Actor, now: datetime
) -> None:
    """Write what a row says over a guest; the row was compared with what is stored before."""
    if one.match is None or one.match.stored is None or one.reply is None:
        return
    guest = await Guest.objects().where(Guest.id == one.match.stored.guest.id).lock_rows("UPDATE").first()
    if guest is None:
        return
    changes, listed = one.outcome.changes, one.listed
    told: dict[str, Any] = {}
    if "class_name" in changes:
        told["guest_class"] = places.classes[listed.class_name]
    if "delegation" in changes:
        told["delegation"] = await places.delegation(listed.delegation)
    if "travel_party" in changes:
        told["travel_party"] = await places.party(listed.travel_party)
    await rewrite(guest, replace(one.reply, **told), gathering=gathering, by=by, now=now, import_run=run)


async def _issue_letters(
    gathering: Gathering, planned: Sequence[_Planned], *, by: Actor, now: datetime
) -> None:
    """Keep the visa letters the office says it has issued; one is kept once."""
    issued = {}
    for one in planned:
        text = str(one.listed.answers.get("visa_letter_issued", "")) if not one.listed.left_out else ""
        number = one.outcome.target or one.listed.number
        if text and number and one.outcome.action in ("create", "update"):
            try:
                issued[number] = date.fromisoformat(text)
            except ValueError:
                continue
    rows = await fetch(
        "SELECT g.id, g.number FROM guest g LEFT JOIN visa_letter l ON l.guest = g.id"
        " WHERE g.gathering = $1 AND g.number = ANY($2) AND l.id IS NULL",
        gathering.id, list(issued),
    )  # fmt: skip
    letters = [
        VisaLetter(
            id=uuid4(), gathering=gathering.id, guest=row["id"], issued_on=issued[row["number"]], issued_by=by.mark,
            recorded_at=now,
        )
        for row in rows
    ]  # fmt: skip
    await insert_all(VisaLetter, letters)


async def _note_run(
    gathering: Gathering,
    run: UUID,
    counts: Counter[str],
    *,
    kind: str,
    content: bytes,
    file_name: str,
    by: Actor,
    now: datetime,
) -> None:
    row = await ImportRun.objects().where(ImportRun.id == run).first() or ImportRun(
        id=run, gathering=gathering.id, kind=kind, file_name=file_name[:200], by=by.mark, at=now
    )
    row.state, row.file_hash = ImportState.DONE, hashlib.sha256(content).hexdigest()
    row.created, row.updated, row.refused = counts["create"], counts["update"], counts["refuse"]
    row.skipped = counts["skip"] + counts["unchanged"]
    await row.save()


async def _number_on(gathering: Gathering) -> None:
    """Online registration goes on numbering after the highest number of the list."""
    await fetch(
        "UPDATE gathering SET guests_numbered = greatest(guests_numbered, coalesce((SELECT max("
        " substring(number FROM length($2) + 2)::int) FROM guest WHERE gathering = $1"
        " AND starts_with(number, $2 || '-') AND substring(number FROM length($2) + 2) ~ '^[0-9]{1,8}$'), 0))"
        " WHERE id = $1",
        gathering.id, gathering.number_prefix,
    )  # fmt: skip
