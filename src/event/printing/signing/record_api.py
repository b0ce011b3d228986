"""Records of the signing for programs."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import read_json
from event.language import GUEST_LANGUAGES, chosen
from event.people.rules import Access, Permission
from event.printing.signing.record import record_signing
from event.printing.signing.record_pages import file_response
from event.signing.ceremony.pictures import checked_picture
from event.signing.ceremony.recording import RecordTold, add_picture
from event.signing.ceremony.records import FileKept, RecordKept, Signer, records_of
from event.signing.queries import ItemKept, item_of, items_of

_ROOT = "/api/v1/gatherings/{slug:str}/signing/records"
_READ: dict[str, Any] = {"permission": Permission.SIGNING_READ}
_WRITE: dict[str, Any] = {"permission": Permission.SIGNING_WRITE}


class RecordView(msgspec.Struct):
    """A record of an agreement. `checksum`: SHA-256 of its PDF/A; `holds`: no other record corrects it; `files`: with their SHA-256."""

    id: UUID
    item: str
    number: int
    signed_at: datetime
    copies: int
    place: str
    signers: list[Signer]
    changes: str
    text_checksum: str
    checksum: str
    recorded_by: str
    recorded_at: datetime
    corrects: UUID | None
    holds: bool
    files: list[FileKept]


class RecordSent(RecordTold, kw_only=True, frozen=True):
    """What was signed; `corrects`: the record that this one stands in for; `language` of its paper."""

    corrects: UUID | None = None
    language: str = "zh-Hans"


@get(_ROOT, opt=_READ, tags=["Signing ceremony"])
async def api_records(gathering: NamedDependency[Gathering]) -> list[RecordView]:
    """Every record, corrected ones too."""
    items = await items_of(gathering, withdrawn=True)
    records = await records_of([one.id for one in items])
    return [record_view(item, one) for item in items for one in records[item.id]]


@get(_ROOT + "/{code:str}", opt=_READ, tags=["Signing ceremony"])
async def api_records_of(code: FromPath[str], gathering: NamedDependency[Gathering]) -> list[RecordView]:
    """The records of one agreement, the first one first."""
    item = await item_of(gathering, code)
    return [record_view(item, one) for one in (await records_of([item.id]))[item.id]]


@post(_ROOT + "/{code:str}", opt=_WRITE, tags=["Signing ceremony"])
async def api_record(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> RecordView:
    """Record a signing, or correct its record: {"signed_at", "copies", "place", "changes", "signers": [{"party": "甲", "name",
    "title", "stood_in"}], "corrects", "language"}. The ledger has the stage “signed” from then on; 409 where somebody was first.
    """
    told = await read_json(request, RecordSent)
    plain = RecordTold(
        signed_at=told.signed_at, copies=told.copies, signers=told.signers, place=told.place, changes=told.changes
    )  # fmt: skip
    made = await record_signing(
        code, plain, (), language=chosen(told.language, GUEST_LANGUAGES) or "zh-Hans", corrects=told.corrects,
        gathering=gathering, by=access.actor, now=now,
    )  # fmt: skip
    await announce(gathering.id)
    item = await item_of(gathering, code)
    return next(record_view(item, one) for one in (await records_of([item.id]))[item.id] if one.id == made.id)


@post(_ROOT + "/{code:str}/photos", opt=_WRITE, tags=["Signing ceremony"])
async def api_add_photo(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, UUID]:
    """Keep a photograph, the body of the request (JPEG or PNG), with the record that holds; answers {"id"}."""
    content = await request.body()
    picture = await asyncio.to_thread(checked_picture, "photo", content)
    file = await add_picture(code, picture, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return {"id": file}


@get(_ROOT + "/{code:str}/files/{file:uuid}", opt=_READ, tags=["Signing ceremony"])
async def api_record_file(
    code: FromPath[str], file: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[bytes]:
    """A record as PDF/A, or a photograph, as it was kept: its SHA-256 is the one of the record."""
    return await file_response(code, file, gathering)


def record_view(item: ItemKept, one: RecordKept) -> RecordView:
    """A record as programs get it."""
    return RecordView(
        one.id, item.told.code, one.number, one.signed_at, one.copies, one.place, list(one.signers), one.changes,
        one.text_checksum, one.checksum, one.by_name, one.recorded_at, one.corrects, one.holds, list(one.files),
    )  # fmt: skip


HANDLERS = [api_records, api_records_of, api_record, api_add_photo, api_record_file]
