"""Scans as they come in from scanners and programs, and what is answered to them."""

from datetime import datetime
from uuid import UUID

import msgspec

from event.checkin.answers import Answer
from event.checkin.devices import contact, forget_senders
from event.checkin.errors import ScannerNotLetIn
from event.checkin.forms import Upload, parse_scans
from event.checkin.operations import limit_typed_codes, record_scans
from event.checkin.rules import Reason
from event.checkin.undoing import take_back
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.language import in_language
from event.people.rules import Access


class PlaceView(msgspec.Struct):
    """Where a guest who was refused is expected instead."""

    key: str
    title: str
    checkpoint: str
    hall: str
    way: str


class VerdictView(msgspec.Struct):
    """The answer to one scan. `verdict` is admitted, already_in or refused; `reason` says what is special."""

    id: UUID
    verdict: str
    reason: str
    sentence: str
    since: datetime | None
    since_at: str
    direction: str
    guest: UUID | None
    number: str
    name_zh: str
    latin: str
    class_code: str
    class_name: str
    class_colour: str
    delegation: str
    badge_number: str
    hands_out: str
    place: PlaceView | None


class UploadView(msgspec.Struct):
    """The answers to an upload, in the order sent; `clock_offset_ms` is what its times were put right by."""

    server_time: datetime
    epoch: UUID
    clock_offset_ms: int
    scans: list[VerdictView]
    undone: list[UUID]


async def receive_scans(
    body: bytes, *, access: Access, gathering: Gathering, language: str, now: datetime
) -> VerdictView | UploadView:
    """Record what was sent and say what it means. Raises Invalid, TooOften, ScannerNotLetIn."""
    scanner = access.scanner
    upload = parse_scans(body, gathering=gathering.id, device=access.name if scanner else "", now=now)
    if scanner is None:
        await limit_typed_codes((scan.ticket for scan in upload.scans), by=access.user, now=now)
    key = scanner.key if scanner else None
    told: list[Answer] = []
    if upload.scans:
        told = await record_scans(upload.scans, gathering=gathering, by=access.user, scanner=key, now=now)
    if any(answer.reason == Reason.REVOKED for answer in told):
        forget_senders()
        raise ScannerNotLetIn
    undone = await _undone(upload, gathering, access, now)
    if scanner is not None:
        await contact(
            access.user, app=upload.app, queued=upload.queued, battery=upload.battery,
            clock_offset=upload.clock_offset, now=now,
        )  # fmt: skip
    await announce(gathering.id)
    views = [_view(answer, language, gathering) for answer in told]
    if upload.single:
        return views[0]
    offset = round(upload.clock_offset.total_seconds() * 1000)
    return UploadView(now, gathering.epoch, offset, views, undone)


async def _undone(upload: Upload, gathering: Gathering, access: Access, now: datetime) -> list[UUID]:
    if not upload.undone:
        return []
    device = access.name if access.scanner else "desk"
    return await take_back(upload.undone, gathering=gathering, by=access.actor.mark, device=device, now=now)


def _view(answer: Answer, language: str, gathering: Gathering) -> VerdictView:
    class_name, delegation = answer.in_words(language)
    place = answer.place
    return VerdictView(
        id=answer.id, verdict=answer.verdict, reason=answer.reason, sentence=answer.told(language, gathering),
        since=answer.since, since_at=answer.since_at, direction=answer.direction, guest=answer.guest,
        number=answer.number, name_zh=answer.name_zh, latin=answer.latin, class_code=answer.class_code,
        class_name=class_name, class_colour=answer.class_colour, delegation=delegation,
        badge_number=answer.badge_number, hands_out=answer.hands_out(language),
        place=PlaceView(
            place.key, in_language(language, zh=place.title_zh, en=place.title_en), place.checkpoint,
            in_language(language, zh=place.hall_zh, en=place.hall_en),
            in_language(language, zh=place.way_zh, en=place.way_en),
        ) if place else None,
    )  # fmt: skip
