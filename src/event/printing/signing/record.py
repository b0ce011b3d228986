"""The record of a signing as PDF/A-3 with its data inside: made before it is kept, so that its checksum is kept with it."""

import asyncio
import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from event.gathering.tables import Gathering
from event.http import Upload
from event.language import Message, translated
from event.people.rules import Actor
from event.printing.centre.rendering import Attached
from event.printing.pdf import archival_pdf
from event.printing.practice_mark import marked_if_practice
from event.printing.signing.choosing import Wanted, grouped
from event.printing.visit.paper import Named
from event.signing.ceremony.pictures import Picture, checked_picture
from event.signing.ceremony.plan import is_foreign
from event.signing.ceremony.recording import Drafted, RecordTold, drafted, keep_record
from event.signing.ledger.queries import today_of
from event.signing.money import in_capitals, in_yi, plain
from event.templating import moment, rendered

RECORD = Message("Record of a signing")
_DATA = Message("The record’s data")
_CORRECTS = Message("Record no. {number}. It corrects record no. {before} of {at}.")
_FIRST = Message("Record no. {number}.")
_LABELS = {
    "agreement": Message("Project or agreement"), "type": Message("Type of agreement"), "amount": Message("Amount"),
    "capitals": Message("In capital numerals"), "signed_at": Message("Time of signing"), "place": Message("Place"), "copies": Message("Copies"),
    "languages": Message("Languages of the text"), "changes": Message("Changed on the spot"), "text": Message("Text, SHA-256"),
    "recorded": Message("Recorded by"),
}  # fmt: skip
_NO_CHANGES = Message("nothing")


@dataclass(frozen=True)
class Recorded:
    """A record that is kept: its number and the SHA-256 of its paper."""

    id: UUID
    number: int
    checksum: str


async def record_signing(
    code: str,
    told: RecordTold,
    photos: Sequence[Upload],
    *,
    language: str,
    corrects: UUID | None,
    gathering: Gathering,
    by: Actor,
    now: datetime,
) -> Recorded:
    """Record a signing, or correct its record: check, make the paper, then keep all of it at once.

    Raises UnknownItem, NotOfThisCeremony, RecordedAlready, UnknownRecord, Invalid, PictureNotTaken, ChangedMeanwhile,
    OutOfOrder, TooLongToPrint.
    """
    draft = await drafted(code, told, corrects=corrects, gathering=gathering, by=by, now=now)
    pictures = [await asyncio.to_thread(checked_picture, one.name, one.content) for one in photos]
    paper = await archival_pdf(
        record_html(draft, pictures, gathering, language), title=f"{translated(RECORD, language)} – {code}", language=language,
        attached=[Attached("record.json", record_data(draft), translated(_DATA, language))],
    )  # fmt: skip
    paper = await marked_if_practice(paper, gathering)
    checksum = await keep_record(draft, paper, pictures, gathering=gathering, by=by)
    return Recorded(draft.id, draft.number, checksum)


def record_data(draft: Drafted) -> bytes:
    """What the record says, for programs: the same JSON for the same record."""
    told = {
        "record": draft.id, "number": draft.number, "corrects": draft.corrects.number if draft.corrects else None,
        "agreement": draft.item.told, "signed": draft.told, "signers": draft.signers, "text_sha256": draft.text_checksum,
        "recorded_by": draft.by_name, "recorded_at": draft.at,
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(told), indent=1)


def record_html(draft: Drafted, pictures: Sequence[Picture], gathering: Gathering, language: str) -> str:
    """The record on paper; in both languages where somebody from abroad signs."""
    wanted = Wanted(today_of(gathering, draft.at), draft.at, language)
    foreign = is_foreign(draft.item)
    other = Wanted(wanted.day, draft.at, "en" if language != "en" else "zh-Hans") if foreign else None
    before = draft.corrects
    number = (
        wanted.said(_CORRECTS, number=draft.number, before=before.number, at=moment(before.recorded_at, gathering.zone))
        if before
        else wanted.said(_FIRST, number=draft.number)
    )  # fmt: skip
    return rendered(
        "pdf/signing/record.html", language=language, held=gathering, title=_both(RECORD, wanted, other), number=number,
        facts=_facts(draft, gathering, wanted, other), signers=draft.signers, heads=[_both(label, wanted, other) for label in _HEADS],
        stood_in=wanted.said(_STOOD_IN), wanted=wanted, code=draft.item.told.code, at=draft.at,
        pictures=[f"data:image/jpeg;base64,{base64.b64encode(one.small).decode()}" for one in pictures],
    )  # fmt: skip


_HEADS = (Message("Party"), Message("Organisation"), Message("Who signed"), Message("Position"))
_STOOD_IN, _YI = Message("stood in"), Message("亿元")


def _both(label: Message, wanted: Wanted, other: Wanted | None) -> Named:
    second = other.said(label) if other else ""
    first = wanted.said(label)
    return Named(first, second if second != first else "")


def _facts(
    draft: Drafted, gathering: Gathering, wanted: Wanted, other: Wanted | None
) -> list[tuple[Named, Named]]:
    told, item = draft.told, draft.item
    money = item.told
    amount = (
        f"{money.currency} {grouped(money.amount, 2)}" if money.amount is not None and money.currency else ""
    )
    if money.rate is not None and amount:
        amount += f" @{plain(money.rate, 4)} ({money.rate_date}) = {in_yi(item.yuan)} {wanted.said(_YI)}"
    facts = {
        "agreement": Named(wanted.label(money.name_zh, money.name_en), f"{money.code} {wanted.other(money.name_zh, money.name_en) if other else ''}".strip()),
        "type": Named(item.agreement_type.name(wanted.language), item.agreement_type.name(other.language) if other else ""),
        "amount": Named(amount), "capitals": Named(in_capitals(item.yuan) if item.yuan is not None else ""),
        "signed_at": Named(f"{moment(told.signed_at, gathering.zone)}", gathering.timezone), "place": Named(wanted.label(told.place)),
        "copies": Named(str(told.copies)), "languages": Named(wanted.label(money.text_languages)),
        "changes": Named(told.changes or wanted.said(_NO_CHANGES)), "text": Named(draft.text_checksum),
        "recorded": Named(draft.by_name, moment(draft.at, gathering.zone)),
    }  # fmt: skip
    return [(_both(_LABELS[name], wanted, other), fact) for name, fact in facts.items() if fact.main]
