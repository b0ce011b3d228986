"""Writing agreements, batches and types, inside the caller's `writing()`: a change raises the revision and is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.people.rules import Actor
from event.registration.adding import insert_all
from event.signing.changing import differences, note_change
from event.signing.forms import BatchTold, ItemTold, PartyTold, PersonTold, SignatoryTold
from event.signing.queries import BatchKept, ItemKept, SignatoryKept
from event.signing.rules import USUAL_TYPES
from event.signing.tables import (
    AgreementType,
    CeremonyDuty,
    Duty,
    Signatory,
    SigningBatch,
    SigningItem,
    SigningParty,
    SigningText,
    TableCard,
)

_PLAIN = (
    "code", "name_zh", "name_en", "precedence", "amount", "currency", "rate", "rate_date", "approximate", "doctors",
    "masters", "other_talents", "industry", "town", "content_zh", "content_en", "service_team", "confidential",
)  # fmt: skip
_SIGNATORY = ("name_zh", "name_en", "title_zh", "title_en", "stand_in", "stand_in_title", "assistant")
_PHONES = ("phone", "stand_in_phone")


async def make_types(gathering: UUID) -> None:
    """Give a gathering the usual types of agreements, once."""
    if await fetch("SELECT 1 FROM agreement_type WHERE gathering = $1 LIMIT 1", gathering):
        return
    await insert_all(
        AgreementType,
        [
            AgreementType(
                id=uuid4(), gathering=gathering, code=one.code, name_zh=one.name_zh, name_en=one.name_en,
                counts_as_investment=one.counts_as_investment, position=place,
            )
            for place, one in enumerate(USUAL_TYPES)
        ],
    )  # fmt: skip


async def ids_of(table: str, key: str, gathering: UUID) -> dict[Any, UUID]:
    """Ids of a table of a gathering by a key column."""
    rows = await fetch(f"SELECT id, {key} AS key FROM {table} WHERE gathering = $1", gathering)  # noqa: S608 - our own names
    return {row["key"]: row["id"] for row in rows}


async def write_items(
    gathering: Gathering,
    told: Sequence[tuple[ItemKept | None, ItemTold]],
    *,
    guests: Mapping[str, UUID],
    by: Actor,
    now: datetime,
) -> list[UUID]:
    """Write agreements that differ from what is stored, or are new; `guests`: ids by number. Returns their ids."""
    types = await ids_of("agreement_type", "code", gathering.id)
    batches = await ids_of("signing_batch", "number", gathering.id)
    projects = await ids_of("project", "code", gathering.id)
    keys, written = await keys_of(gathering.id), []
    for known, one in told:
        changes = differences(known.told if known else None, one)
        written.append(known.id if known else uuid4())
        if not changes:
            continue
        item = written[-1]
        columns: dict[Any, Any] = {name: getattr(one, name) for name in _PLAIN} | {
            "agreement_type": types[one.agreement_type], "batch": batches.get(one.batch),
            "project": projects.get(one.project), "revision": known.revision + 1 if known else 1,
        }  # fmt: skip
        if known:
            await SigningItem.update(columns).where(SigningItem.id == item)
        else:
            await SigningItem(id=item, gathering=gathering.id, **columns).save()
        await _write_text(item, one, now)
        await _write_parties(item, known, one, guests, keys, now)
        if known is None or known.told.witnesses != one.witnesses or known.told.batch != one.batch:
            await _write_duties(columns["batch"], item, {Duty.WITNESS: one.witnesses})
        await note_change(item, columns["revision"], changes, gathering=gathering.id, by=by, now=now)
    return written


async def _write_text(item: UUID, told: ItemTold, now: datetime) -> None:
    columns: dict[Any, Any] = {
        "languages": told.text_languages, "copies": told.copies, "state": told.text_state, "state_said": told.text_said,
        "changed_at": now,
    }  # fmt: skip
    if await SigningText.exists().where(SigningText.item == item):
        await SigningText.update(columns).where(SigningText.item == item)
    else:
        await SigningText(id=uuid4(), item=item, **columns).save()


async def _write_parties(
    item: UUID, known: ItemKept | None, told: ItemTold, guests: Mapping[str, UUID], keys: Keys, now: datetime
) -> None:
    before = {one.position: one for one in known.parties} if known else {}
    for place, party in enumerate(told.parties, start=1):
        kept = before.pop(place, None)
        columns: dict[Any, Any] = {
            name: getattr(party, name)
            for name in ("is_host", "organisation_zh", "organisation_en", "registration_number", "country")
        }
        if kept is None:
            made = SigningParty(id=uuid4(), item=item, position=place, **columns)
            await made.save()
            await _write_signatories(made.id, (), party, guests, keys, now)
        elif kept.told != party:
            await SigningParty.update(columns).where(SigningParty.id == kept.id)
            await _write_signatories(kept.id, kept.signatories, party, guests, keys, now)
    for gone in before.values():
        await _forget([one.id for one in gone.signatories])
        await SigningParty.delete().where(SigningParty.id == gone.id)


async def _write_signatories(
    party: UUID,
    before: Sequence[SignatoryKept],
    told: PartyTold,
    guests: Mapping[str, UUID],
    keys: Keys,
    now: datetime,
) -> None:
    for place, one in enumerate(told.signatories):
        kept = before[place] if place < len(before) else None
        if kept is None or kept.told != one:
            await _write_signatory(party, place + 1, kept, one, guests, keys, now)
    await _forget([one.id for one in before[len(told.signatories) :]])


async def _write_signatory(
    party: UUID,
    position: int,
    kept: SignatoryKept | None,
    told: SignatoryTold,
    guests: Mapping[str, UUID],
    keys: Keys,
    now: datetime,
) -> None:
    key = kept.id if kept else uuid4()
    columns: dict[Any, Any] = {name: getattr(told, name) for name in _SIGNATORY} | {
        "guest": guests.get(told.guest), "stand_in_guest": guests.get(told.stand_in_guest),
    }  # fmt: skip
    for name in _PHONES:
        text = getattr(told, name)
        columns[name] = keys.seal(text, table="signatory", column=name, row=key) if text else None
    if kept:
        await Signatory.update(columns).where(Signatory.id == key)
    else:
        await Signatory(id=key, party=party, position=position, **columns).save()
        await TableCard(id=uuid4(), signatory=key, printed_at=now if told.card_printed else None).save()
    if kept and kept.told.card_printed != told.card_printed:
        printed = now if told.card_printed else None
        await TableCard.update({TableCard.printed_at: printed}).where(TableCard.signatory == key)


async def _forget(signatories: Sequence[UUID]) -> None:
    for key in signatories:
        await TableCard.delete().where(TableCard.signatory == key)
        await Signatory.delete().where(Signatory.id == key)


async def write_batch(
    gathering: Gathering, known: BatchKept | None, told: BatchTold, *, by: Actor, now: datetime
) -> UUID:
    """Write a batch where something of it is new; returns its id."""
    changes, batch = differences(known.told if known else None, told), known.id if known else uuid4()
    if not changes:
        return batch
    columns: dict[Any, Any] = {
        name: getattr(told, name) for name in ("number", "title_zh", "title_en", "starts_at")
    }
    columns["revision"] = known.revision + 1 if known else 1
    if known:
        await SigningBatch.update(columns).where(SigningBatch.id == batch)
    else:
        await SigningBatch(id=batch, gathering=gathering.id, **columns).save()
    people = {Duty.HOST: told.hosts, Duty.WITNESS: told.witnesses, Duty.ASSISTANT: told.assistants}
    await _write_duties(batch, None, people)
    await note_change(batch, columns["revision"], changes, gathering=gathering.id, by=by, now=now)
    return batch


async def _write_duties(
    batch: UUID | None, item: UUID | None, people: Mapping[Duty, Sequence[PersonTold]]
) -> None:
    if item:
        await fetch("DELETE FROM ceremony_duty WHERE item = $1", item)
    else:
        await fetch("DELETE FROM ceremony_duty WHERE batch = $1 AND item IS NULL", batch)
    if batch is None:
        return
    await insert_all(
        CeremonyDuty,
        [
            CeremonyDuty(
                id=uuid4(), batch=batch, item=item, duty=str(duty), position=place, name_zh=one.name, title_zh=one.title
            )
            for duty, ones in people.items()
            for place, one in enumerate(ones, start=1)
        ],
    )  # fmt: skip
