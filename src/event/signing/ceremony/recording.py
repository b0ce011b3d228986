"""Recording what was signed: once, and then only corrected; the ledger has the stage from the same moment."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from event.database import fetch_one, writing
from event.errors import Invalid, Problem
from event.faults import MISSING, ROW_TOO_LONG
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering, local_day
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import lock
from event.signing.ceremony.errors import NotOfThisCeremony, RecordedAlready, UnknownRecord
from event.signing.ceremony.pictures import Picture
from event.signing.ceremony.records import PAPER, RecordKept, Signer, context_of, holding_record, records_of
from event.signing.changing import name_of_actor, refuse_if_changed
from event.signing.forms import is_near
from event.signing.ledger.forms import StageEntryTold
from event.signing.ledger.operations import write_entry
from event.signing.ledger.reading import StageTold, entries_of
from event.signing.ledger.rules import holding
from event.signing.ledger.tables import Stage
from event.signing.queries import ItemKept, item_of
from event.signing.rules import party_mark
from event.signing.tables import SignedRecord, SigningPhoto
from event.templating import moment
from event.text import tidy

_NOT_A_MOMENT = Message("Please give the day and time of the signing.")
_TO_COME = Message("This is still to come. Record what has been signed.")
_NOT_COPIES = Message("Please give a whole number from 1 to 1000.")
_NOBODY = Message("Nobody has signed for {party}. Name who did.")
_UNKNOWN_PARTY = Message("There is no party {party}.")
_MOST_COPIES = 1000
_LONGEST = {"place": 120, "changes": 1000}
_LONGEST_SIGNER = {"name": 80, "title": 120}
_CLOCKS_DIFFER = timedelta(minutes=2)


class SignerTold(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed for a party; `party` 甲, 乙, 丙."""

    party: str
    name: str
    title: str = ""
    stood_in: bool = False


class RecordTold(msgspec.Struct, frozen=True, kw_only=True):
    """What was signed: when, where, in how many copies, by whom, and what was changed on the spot."""

    signed_at: datetime
    copies: int
    signers: tuple[SignerTold, ...]
    place: str = ""
    changes: str = ""


@dataclass(frozen=True)
class Drafted:
    """A record that is checked and not kept yet: its paper is made from it."""

    id: UUID
    number: int
    item: ItemKept
    told: RecordTold
    signers: tuple[Signer, ...]
    corrects: RecordKept | None
    text_checksum: str
    by_name: str
    at: datetime


async def drafted(
    code: str, told: RecordTold, *, corrects: UUID | None, gathering: Gathering, by: Actor, now: datetime
) -> Drafted:
    """Check what is to be recorded. Raises UnknownItem, NotOfThisCeremony, RecordedAlready, UnknownRecord, Invalid."""
    item = await item_of(gathering, code)
    if item.withdrawn_at is not None:
        raise NotOfThisCeremony(code=code)
    before = await _before(item, corrects, gathering)
    kept = _checked(told, item, now)
    row = await fetch_one("SELECT checksum FROM signing_text WHERE item = $1", item.id)
    organisations = {
        party_mark(one.position): one.told.organisation_zh or one.told.organisation_en for one in item.parties
    }
    signers = tuple(
        Signer(one.party, organisations[one.party], one.name, one.title, one.stood_in) for one in kept.signers
    )
    return Drafted(
        uuid4(), before.number + 1 if before else 1, item, kept, signers, before, row["checksum"] if row else "",
        await name_of_actor(by), now,
    )  # fmt: skip


async def _before(item: ItemKept, corrects: UUID | None, gathering: Gathering) -> RecordKept | None:
    """The record that is corrected: the one that holds, and no other."""
    records = (await records_of([item.id]))[item.id]
    last = holding_record(records)
    if corrects is not None and all(one.id != corrects for one in records):
        raise UnknownRecord
    if last is not None and last.id != corrects:
        raise RecordedAlready(code=item.told.code, at=moment(last.recorded_at, gathering.zone))
    return last


def _checked(told: RecordTold, item: ItemKept, now: datetime) -> RecordTold:
    problems: dict[str, Problem] = {}
    texts = {name: tidy(getattr(told, name).replace("\x00", "")) for name in _LONGEST}
    for name, text in texts.items():
        if len(text) > _LONGEST[name]:
            problems[name] = Problem(ROW_TOO_LONG, {"most": _LONGEST[name], "length": len(text)})
    if told.signed_at.tzinfo is None or not is_near(told.signed_at.date()):
        problems["signed_at"] = Problem(_NOT_A_MOMENT)
    elif told.signed_at > now + _CLOCKS_DIFFER:
        problems["signed_at"] = Problem(_TO_COME)
    if not 1 <= told.copies <= _MOST_COPIES:
        problems["copies"] = Problem(_NOT_COPIES)
    signers = tuple(_signer(one, place, problems) for place, one in enumerate(told.signers))
    _check_parties(signers, item, problems)
    if problems:
        raise Invalid(problems)
    return msgspec.structs.replace(told, signers=signers, **texts)


def _check_parties(signers: Sequence[SignerTold], item: ItemKept, problems: dict[str, Problem]) -> None:
    """Everybody signs for a party of the agreement, and somebody for each."""
    marks = [party_mark(one.position) for one in item.parties]
    for one in signers:
        if one.party not in marks:
            problems["signers"] = Problem(_UNKNOWN_PARTY, {"party": one.party[:10]})
    for mark in marks:
        if all(one.party != mark for one in signers):
            problems[f"signers.{mark}"] = Problem(_NOBODY, {"party": f"{mark}方"})


def _signer(one: SignerTold, place: int, problems: dict[str, Problem]) -> SignerTold:
    texts = {name: tidy(getattr(one, name).replace("\x00", "")) for name in _LONGEST_SIGNER}
    for name, most in _LONGEST_SIGNER.items():
        if len(texts[name]) > most:
            problems[f"signers.{place}.{name}"] = Problem(
                ROW_TOO_LONG, {"most": most, "length": len(texts[name])}
            )
    if not texts["name"]:
        problems[f"signers.{place}.name"] = Problem(MISSING)
    return msgspec.structs.replace(one, name=texts["name"], title=texts["title"])


async def keep_record(
    draft: Drafted, paper: bytes, pictures: Sequence[Picture], *, gathering: Gathering, by: Actor
) -> str:
    """Keep a record with its paper and photographs, and its stage in the ledger; returns the paper's SHA-256.

    Raises ChangedMeanwhile, RecordedAlready, OutOfOrder.
    """
    checksum, item, told = hashlib.sha256(paper).hexdigest(), draft.item, draft.told
    async with writing():
        await lock(gathering)
        again = await item_of(gathering, item.told.code)
        await refuse_if_changed(item.id, again.revision, item.revision)
        before = await _before(again, draft.corrects.id if draft.corrects else None, gathering)
        await SignedRecord(
            id=draft.id, item=item.id, signed_at=told.signed_at, copies=told.copies, place=told.place,
            signatories=json.dumps([asdict(one) for one in draft.signers], ensure_ascii=False), changes=told.changes,
            text_checksum=draft.text_checksum, checksum=checksum, by=by.mark, recorded_at=draft.at,
            corrects=before.id if before else None,
        ).save()  # fmt: skip
        keys = await keys_of(gathering.id)
        files = [(PAPER, paper), *((one.media_type, one.content) for one in pictures)]
        for media_type, content in files:
            await _keep_file(draft.id, media_type, content, keys=keys, by=by, now=draft.at)
        await _to_the_ledger(draft, checksum, gathering, by)
        await record(
            "signing.correct_record" if before else "signing.record", subject=f"signing_item:{item.id}", by=by, now=draft.at,
            gathering=gathering.id, record=draft.id, checksum=checksum, pictures=len(pictures),
        )  # fmt: skip
    return checksum


async def add_picture(code: str, picture: Picture, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Keep one more photograph with the record that holds. Raises UnknownItem, UnknownRecord."""
    async with writing():
        await lock(gathering)
        item = await item_of(gathering, code)
        last = holding_record((await records_of([item.id]))[item.id])
        if last is None:
            raise UnknownRecord
        keys = await keys_of(gathering.id)
        file = await _keep_file(last.id, picture.media_type, picture.content, keys=keys, by=by, now=now)
        await record(
            "signing.add_picture", subject=f"signing_item:{item.id}", by=by, now=now, gathering=gathering.id, file=file
        )  # fmt: skip
    return file


async def _keep_file(
    key: UUID, media_type: str, content: bytes, *, keys: Keys, by: Actor, now: datetime
) -> UUID:
    file = uuid4()
    await SigningPhoto(
        id=file, record=key, media_type=media_type, content=keys.data.seal(content, context=context_of(file)),
        checksum=hashlib.sha256(content).hexdigest(), by=by.mark, recorded_at=now,
    ).save()  # fmt: skip
    return file


async def _to_the_ledger(draft: Drafted, checksum: str, gathering: Gathering, by: Actor) -> None:
    """The stage 签约 on the day of the signing: new, or in place of one on another day."""
    item, day = draft.item.id, local_day(draft.told.signed_at, gathering.zone)
    written = (await entries_of("stage_entry", [item]))[item]
    stages = holding([one for one in written if isinstance(one, StageTold)])
    signed = [one for one in stages if one.stage is Stage.SIGNED]
    if signed and signed[-1].day == day:
        return
    told = StageEntryTold(stage=Stage.SIGNED, day=day, evidence=f"签约记录 SHA-256 {checksum}")
    await write_entry(item, told, by=by, now=draft.at, corrects=signed[-1].id if signed else None)
