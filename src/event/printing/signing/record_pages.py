"""Recording what was signed, in the console: a form for each agreement, its records, and the files kept with them."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Conflict, Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, Upload, go, language_of, page
from event.language import GUEST_LANGUAGES, Message, chosen
from event.people.rules import Access, Permission
from event.printing.signing.record import record_signing
from event.signing.ceremony.pictures import MOST_BYTES, checked_picture
from event.signing.ceremony.recording import RecordTold, SignerTold, add_picture
from event.signing.ceremony.records import (
    PAPER,
    RecordKept,
    file_of,
    holding_record,
    records_of,
)
from event.signing.ceremony.views import ceremony_of
from event.signing.queries import ItemKept, batch_of, item_of, items_of
from event.signing.rules import party_mark
from event.signing.sessions import the_ceremony

_ROOT = "/console/{slug:str}/signing/records"
_NOT_A_MOMENT = Message("Please give the day and time of the signing.")
_NOT_A_NUMBER = Message("Please give a whole number from 1 to 1000.")
_RECORDED = Message("The signing is recorded. The ledger has it as signed.")
_PHOTO = Message("The photograph is kept with the record.")
_CORRECTED = Message("The record is corrected. The one before it stays readable.")
LABELS: dict[str, Message] = {
    "signed_at": Message("Time of signing"), "copies": Message("Copies"), "place": Message("Place"),
    "changes": Message("Changed on the spot"), "photo": Message("Photograph"), "language": Message("Language of the record"),
}  # fmt: skip


@get(_ROOT, opt={"permission": Permission.SIGNING_READ}, include_in_schema=False)
async def records_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Every agreement of the ceremony: recorded, or still to be."""
    told = await ceremony_of(gathering, language=language_of(request, staff=True))
    items = await items_of(gathering)
    records = await records_of([one.id for one in items])
    holding = {item: holding_record(ones) for item, ones in records.items()}
    return page(
        request, "signing/ceremony/records.html", staff=True, told=told, holding=holding, records=records,
        done=sum(one is not None for one in holding.values()), count=len(items),
    )  # fmt: skip


@get(_ROOT + "/{code:str}", opt={"permission": Permission.SIGNING_READ}, include_in_schema=False)
async def record_page(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The records of an agreement, and the form to record or correct."""
    item = await item_of(gathering, code)
    records = (await records_of([item.id]))[item.id]
    typed = await _proposed(item, holding_record(records), gathering, now)
    return _page(request, item, records, typed)


@post(_ROOT + "/{code:str}", opt={"permission": Permission.SIGNING_WRITE}, include_in_schema=False)
async def send_record(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Record a signing, or correct its record; who comes second is told and keeps what they typed."""
    item = await item_of(gathering, code)
    told, problems = read_record(form, item, gathering)
    corrects = _uuid(form.text("corrects"))
    try:
        if problems:
            raise Invalid(problems)  # noqa: TRY301 - told like what the operation refuses
        await record_signing(
            code, told, _photos(form), language=chosen(form.text("language"), GUEST_LANGUAGES) or "zh-Hans",
            corrects=corrects, gathering=gathering, by=access.actor, now=now,
        )  # fmt: skip
    except (Invalid, Conflict) as error:
        records = (await records_of([item.id]))[item.id]
        return _page(request, item, records, form.typed, error=error)
    await announce(gathering.id)
    return go(
        f"/console/{gathering.slug}/signing/records/{item.told.code}", say=_CORRECTED if corrects else _RECORDED
    )  # fmt: skip


@post(_ROOT + "/{code:str}/photos", opt={"permission": Permission.SIGNING_WRITE}, include_in_schema=False)
async def send_photo(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Keep one more photograph with the record that holds."""
    item = await item_of(gathering, code)
    photo = form.files.get("photo") or Upload("", b"")
    try:
        picture = await asyncio.to_thread(checked_picture, photo.name, photo.content)
        await add_picture(code, picture, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        records = (await records_of([item.id]))[item.id]
        typed = await _proposed(item, holding_record(records), gathering, now)
        return _page(request, item, records, typed, error=error, opened=False)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/signing/records/{item.told.code}", say=_PHOTO)


@get(
    _ROOT + "/{code:str}/files/{file:uuid}", opt={"permission": Permission.SIGNING_READ}, include_in_schema=False
)  # fmt: skip
async def record_file(
    code: FromPath[str], file: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[bytes]:
    """A record as PDF/A, or a photograph, as it was kept."""
    return await file_response(code, file, gathering)


async def file_response(code: str, file: UUID, gathering: Gathering) -> Response[bytes]:
    """A kept file as an answer; records as downloads, photographs to be looked at."""
    item = await item_of(gathering, code)
    media_type, content = await file_of(gathering, item.id, file)
    ending = {PAPER: "pdf", "image/png": "png"}.get(media_type, "jpg")
    way = "attachment" if media_type == PAPER else "inline"
    name = f"{gathering.slug}-{item.id.hex[:8]}-{file.hex[:8]}.{ending}"
    headers = {"Content-Disposition": f'{way}; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type=media_type, headers=headers)


def _photos(form: Form) -> list[Upload]:
    photo = form.files.get("photo")
    return [photo] if photo is not None and photo.content else []


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)


def read_record(form: Form, item: ItemKept, gathering: Gathering) -> tuple[RecordTold, dict[str, Problem]]:
    """A record as a form tells it, and fields that could not be read."""
    problems: dict[str, Problem] = {}
    signed_at, copies = datetime.now(UTC), form.text("copies")
    try:
        local = datetime.fromisoformat(form.text("signed_at")).replace(tzinfo=gathering.zone)
        signed_at = local.astimezone(UTC)
    except (ValueError, OverflowError):
        problems["signed_at"] = Problem(_NOT_A_MOMENT)
    if not (copies.isascii() and copies.isdecimal() and len(copies) <= 4):  # noqa: PLR2004 - up to 1000
        problems["copies"] = Problem(_NOT_A_NUMBER)
    signers = tuple(one for key in seats_of(item) if (one := _signer(form, key, item)) is not None)
    told = RecordTold(
        signed_at=signed_at, copies=0 if "copies" in problems else int(copies), signers=signers,
        place=form.text("place"), changes=form.text("changes"),
    )  # fmt: skip
    return told, problems


def seats_of(item: ItemKept) -> list[tuple[int, int]]:
    """Whose signatures are asked for: places of parties and of their signatories; a party without any has one."""
    return [
        (party.position, place)
        for party in item.parties
        for place in range(1, max(len(party.signatories), 1) + 1)
    ]


def _signer(form: Form, seat: tuple[int, int], item: ItemKept) -> SignerTold | None:
    """Who signed at a seat: the signatory, the stand-in, somebody else by name, or nobody."""
    position, place = seat
    key, mark = f"{position}-{place}", party_mark(position)
    party = next(one for one in item.parties if one.position == position)
    known = party.signatories[place - 1] if place <= len(party.signatories) else None
    who = form.text(f"who-{key}")
    if who == "nobody" or (known is None and not form.text(f"name-{key}")):
        return None
    if who == "signatory" and known is not None:
        return SignerTold(party=mark, name=known.name(), title=known.told.title_zh or known.told.title_en)
    if who == "stand_in" and known is not None and known.told.stand_in:
        return SignerTold(
            party=mark, name=known.told.stand_in, title=known.told.stand_in_title, stood_in=True
        )
    return SignerTold(
        party=mark, name=form.text(f"name-{key}"), title=form.text(f"title-{key}"), stood_in=known is not None
    )  # fmt: skip


async def _proposed(
    item: ItemKept, before: RecordKept | None, gathering: Gathering, now: datetime
) -> dict[str, str]:
    """What the form begins with: the record that may be corrected, or what was planned."""
    if before is None:
        ceremony = await the_ceremony(gathering)
        place = ceremony.place("zh-Hans") if ceremony else ""
        return {
            "signed_at": f"{await _likely(item, gathering, now):%Y-%m-%dT%H:%M}", "copies": str(item.told.copies), "place": place,
            **{f"who-{position}-{number}": "signatory" for position, number in seats_of(item)},
        }  # fmt: skip
    typed = {
        "signed_at": f"{before.signed_at.astimezone(gathering.zone):%Y-%m-%dT%H:%M}", "copies": str(before.copies),
        "place": before.place, "changes": before.changes,
    }  # fmt: skip
    left = list(before.signers)
    for position, number in seats_of(item):
        mark = party_mark(position)
        one = next((signer for signer in left if signer.party == mark), None)
        typed[f"who-{position}-{number}"] = "nobody" if one is None else "other"
        if one is not None:
            left.remove(one)
            typed |= {f"name-{position}-{number}": one.name, f"title-{position}-{number}": one.title}
            typed[f"who-{position}-{number}"] = _who(item, position, number, one.name)
    return typed


async def _likely(item: ItemKept, gathering: Gathering, now: datetime) -> datetime:
    """When it was probably signed, there: now on the day of its batch, on a later day when the batch began."""
    here = now.astimezone(gathering.zone)
    starts_at = None
    if item.told.batch is not None:
        starts_at = (await batch_of(gathering, item.told.batch)).told.starts_at
    begun = starts_at.astimezone(gathering.zone) if starts_at else here
    return begun if begun.date() < here.date() else here


def _who(item: ItemKept, position: int, number: int, name: str) -> str:
    party = next(one for one in item.parties if one.position == position)
    known = party.signatories[number - 1] if number <= len(party.signatories) else None
    if known is not None and known.name() == name:
        return "signatory"
    return "stand_in" if known is not None and known.told.stand_in == name else "other"


def _page(
    request: Request[Any, Any, Any],
    item: ItemKept,
    records: Sequence[RecordKept],
    typed: dict[str, str],
    *,
    error: Invalid | Conflict | None = None,
    opened: bool = True,
) -> Response[Any]:
    language = language_of(request, staff=True)
    problems = error.told_fields(language) if isinstance(error, Invalid) else {}
    crossed = error.told(language) if isinstance(error, Conflict) else ""
    return page(
        request, "signing/ceremony/record.html", status=409 if crossed else 422 if problems else 200, staff=True, item=item,
        records=list(reversed(records)), holds=holding_record(records), typed=typed, problems=problems, crossed=crossed,
        labels=LABELS, seats=seats_of(item), party_mark=party_mark, most_bytes=MOST_BYTES, open=opened and bool(error),
    )  # fmt: skip


HANDLERS = [records_page, record_page, send_record, send_photo, record_file]
