"""Mails about a published plan: one to everybody with an address, for companions without one to the main guest."""

import asyncio
from collections.abc import Iterable
from uuid import UUID

from procrastinate import RetryStrategy

from event.database import fetch, writing
from event.gathering.tables import Gathering
from event.itinerary.planning.showing import Changed, Kind, shown_in
from event.itinerary.planning.tables import Publication
from event.itinerary.planning.words import Said, said
from event.jobs import QUEUE, app
from event.language import Message, translated
from event.messages.operations import Letter, enqueue
from event.messages.wording import Wording, wording
from event.registration.mails import values_of
from event.registration.tables import Guest, Standing

_CHANGED, _NEW, _GONE = Message("{what}: {after} (before: {before})"), Message("{what}: {after}"), Message("{what}: no longer")  # fmt: skip
OCCASION = "visit"
_AT_ONCE = 50

AboutGuests = tuple[Guest, list[tuple[Guest, Changed]]]
"""Who is mailed, and the guests it is about."""


@app.task(
    name="itinerary.mail_visit", queue=QUEUE, retry=RetryStrategy(max_attempts=9, wait=15, linear_wait=60)
)
async def mail_visit(publication: str) -> None:
    """Mail the guests a publication changes something for; again, only those who have no mail of it yet."""
    # A task of its own: after a lost connection, the worker's own task would stay broken.
    await asyncio.create_task(mail_changes(UUID(publication)))


async def mail_changes(publication: UUID) -> int:
    """Write the mails of a publication, some at a time; returns how many there are."""
    told = await Publication.objects().get(Publication.id == publication)
    gathering = await Gathering.objects().get(Gathering.id == told.gathering) if told else None
    if told is None or gathering is None:
        return 0
    letters = await addressed(await _noticed(publication))
    for begin in range(0, len(letters), _AT_ONCE):
        async with writing():
            await _write(letters[begin : begin + _AT_ONCE], told, gathering)
    return len(letters)


async def _noticed(publication: UUID) -> list[Changed]:
    rows = await fetch("SELECT guest, before, after FROM visit_notice WHERE publication = $1", publication)
    return [
        Changed(kind=Kind.GUEST, ref=row["guest"], code="", before=shown_in(row["before"]), after=shown_in(row["after"]))
        for row in rows
    ]  # fmt: skip


async def _write(letters: Iterable[AboutGuests], told: Publication, gathering: Gathering) -> None:
    words: dict[str, Wording] = {}
    for reader, about in letters:
        language = reader.language
        if language not in words:
            words[language] = await wording(OCCASION, language, gathering=gathering.id)
        values = values_of(reader, word=told.word, changes=_text(reader, about, gathering))
        await enqueue(
            OCCASION, Letter(reader.email, language, values), cause=f"{OCCASION}:{told.id}:{reader.id}",
            gathering=gathering, guest=reader.id, now=told.at, words=words[language],
        )  # fmt: skip


async def addressed(guests: Iterable[Changed]) -> list[AboutGuests]:
    """Whom to mail, by number, each with the guests it is about: themselves first, companions after them."""
    changed = {one.ref: one for one in guests}
    if not changed:
        return []
    rows = await Guest.objects().where(Guest.id.is_in(list(changed))).order_by(Guest.number)
    mains = await _mains([row.travel_party for row in rows if not row.email and row.travel_party])
    found: dict[UUID, tuple[Guest, list[tuple[Guest, Changed]]]] = {}
    for row in sorted(rows, key=lambda one: not one.email):
        reader = row if row.email else mains.get(row.travel_party)
        if reader is not None and row.standing == Standing.APPROVED:
            found.setdefault(reader.id, (reader, []))[1].append((row, changed[row.id]))
    return sorted(found.values(), key=lambda letter: letter[0].number)


async def _mains(parties: list[UUID]) -> dict[UUID, Guest]:
    """Who of a travel party takes mail for the others: the main guest, otherwise the first with an address."""
    if not parties:
        return {}
    rows = await Guest.objects().where(
        Guest.travel_party.is_in(parties) & (Guest.email != "") & (Guest.standing == Standing.APPROVED)
    )
    in_order = sorted(rows, key=lambda one: (one.party_place != "main", one.number), reverse=True)
    return {row.travel_party: row for row in in_order}


def _text(reader: Guest, told: list[tuple[Guest, Changed]], gathering: Gathering) -> str:
    """The changes of everybody a mail is about, by name where it is about others."""
    blocks = []
    for guest, one in told:
        lines = [
            _line(change, reader.language)
            for change in said(one.before, one.after, language=reader.language, zone=gathering.zone)
        ]
        name = [] if [guest.id] == [reader.id] and len(told) == 1 else [guest.name]
        blocks.append("\n".join([*name, *lines]))
    return "\n\n".join(blocks)


def _line(change: Said, language: str) -> str:
    sentence = _CHANGED if change.before and change.after else _NEW if change.after else _GONE
    return translated(sentence, language).format(
        what=change.what, before=change.before, after=change.after
    )  # fmt: skip
