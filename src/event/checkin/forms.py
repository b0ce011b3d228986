"""Scans as scanners send them: one, or up to 500 at once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from event.checkin.scanned import Scanned, Undone, named
from event.errors import Invalid, Problem
from event.language import Message

MOST = 500
LARGEST = 2 * 1024 * 1024
"""Bytes of an upload of so many scans, at most."""
_LONGEST_TICKET = 1000
_LONGEST_NAME = 60
_LONGEST_SCAN_NAME = 80
_LONGEST_REASON = 200
_AHEAD = timedelta(days=1)
_STEADY = timedelta(seconds=2)
"""A clock that is off by less is not put right: the way through the network takes as long."""

_NOT_JSON = Message('Send JSON: one scan as an object, or {{"scans": […]}} with 0 to 500 of them.')
_HOW_MANY = Message("Send at most 500 scans at once; these are {count}.")
_NOT_A_SCAN = Message("A scan is an object with id, checkpoint, ticket or guest, and scanned_at.")
_NOT_TEXT = Message("Send a text here, without NUL characters, of at most {most} characters.")
_NOTHING_READ = Message("Send the text of the ticket, or the guest's id or number.")
_NOT_UUID = Message("Send a UUID here.")
_NOT_TIME = Message("Send the time with its zone, such as 2026-10-15T09:00:00+08:00.")
_AHEAD_OF_TIME = Message("This time lies in the future: set the scanner's clock, or send sent_at with it.")
_NOT_ONE_OF = Message("Send one of: {known}.")
_NOT_A_NUMBER = Message("Send a whole number from {least} to {most}.")
_NOT_BOOL = Message("Send true or false.")


class _Scan(msgspec.Struct):
    """The quick way to read a scan; what does not fit is read again, slowly, to say what is wrong."""

    id: str
    checkpoint: str
    scanned_at: datetime
    ticket: str = ""
    guest: str = ""
    device: str = ""
    verdict: str = ""
    source: str = "scan"
    party_of: UUID | None = None
    offline: bool = False


class _Undo(msgspec.Struct):
    id: UUID
    scan: str
    reason: str
    at: datetime


class _Upload(msgspec.Struct):
    scans: list[_Scan] = []
    undone: list[_Undo] = []
    sent_at: datetime | None = None
    app: str = ""
    queued: int | None = None
    battery: int | None = None
    epoch: UUID | None = None


@dataclass(frozen=True)
class Upload:
    """What a scanner sent: scans, scans taken back, and how it is itself; `single` is a lone scan."""

    scans: list[Scanned] = field(default_factory=list)
    undone: list[Undone] = field(default_factory=list)
    clock_offset: timedelta = timedelta(0)
    app: str = ""
    queued: int | None = None
    battery: int | None = None
    single: bool = False


_VERDICTS = ("", "admitted", "already_in", "refused")
_SOURCES = ("scan", "paper", "party")


def parse_scans(body: bytes, *, gathering: UUID, device: str, now: datetime) -> Upload:
    """The scans of a request; raises Invalid per scan and field. `device` is the name where a scan has none."""
    try:
        sent = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise Invalid({"body": Problem(_NOT_JSON)}) from None
    if isinstance(sent, list):
        sent = {"scans": sent}
    if not isinstance(sent, dict):
        raise Invalid({"body": Problem(_NOT_JSON)})
    single = not {"scans", "undone", "sent_at"} & sent.keys()
    told = {"scans": [sent]} if single else sent
    if not isinstance(told.get("scans", []), list) or not isinstance(told.get("undone", []), list):
        raise Invalid({"body": Problem(_NOT_JSON)})
    count = len(told.get("scans", [])) + len(told.get("undone", []))
    if count > MOST:
        raise Invalid({"scans": Problem(_HOW_MANY, {"count": count})})
    try:
        upload = msgspec.convert(told, _Upload, strict=True)
    except msgspec.ValidationError:
        upload = None
    if upload is None or not _sound(upload, now):
        raise Invalid(_problems(told, now, at="" if single else "scans[{place}]."))
    offset = now - upload.sent_at if upload.sent_at else timedelta(0)
    offset = offset if abs(offset) >= _STEADY else timedelta(0)
    return Upload(
        [_scanned(one, gathering, device, offset, now) for one in upload.scans],
        [
            Undone(one.id, named(one.scan, gathering)[0], one.reason.strip(), min(one.at + offset, now))
            for one in upload.undone
        ],
        offset, upload.app[:40], upload.queued, upload.battery, single,
    )  # fmt: skip


def _scanned(one: _Scan, gathering: UUID, device: str, offset: timedelta, now: datetime) -> Scanned:
    scan_id, name = named(one.id.strip(), gathering)
    return Scanned(
        scan_id, one.checkpoint.strip(), one.ticket.strip(), one.scanned_at, one.device.strip() or device,
        one.guest.strip(), min(one.scanned_at + offset, now), None, name, one.verdict, one.source, one.party_of,
        one.offline,
    )  # fmt: skip


def _sound(upload: _Upload, now: datetime) -> bool:
    """Whether everything that was read is within its bounds."""
    ahead = now + _AHEAD if upload.sent_at is None else None
    return (
        all(_scan_sound(one, ahead) for one in upload.scans)
        and all(
            one.at.tzinfo is not None
            and 0 < len(one.reason.strip()) <= _LONGEST_REASON
            and _text(one.scan, _LONGEST_SCAN_NAME)
            and "\x00" not in one.reason
            for one in upload.undone
        )
        and (upload.sent_at is None or _dated(upload.sent_at))
        and (upload.queued is None or 0 <= upload.queued < 10**9)
        and (upload.battery is None or 0 <= upload.battery <= 100)  # noqa: PLR2004
        and "\x00" not in upload.app
    )


def _scan_sound(one: _Scan, ahead: datetime | None) -> bool:
    return (
        _text(one.id, _LONGEST_SCAN_NAME)
        and _text(one.checkpoint, _LONGEST_NAME)
        and (_text(one.ticket, _LONGEST_TICKET) or (not one.ticket and _text(one.guest, _LONGEST_NAME)))
        and (not one.guest or _text(one.guest, _LONGEST_NAME))
        and (not one.device or _text(one.device, _LONGEST_NAME))
        and _dated(one.scanned_at)
        and (ahead is None or one.scanned_at <= ahead)
        and one.verdict in _VERDICTS
        and one.source in _SOURCES
    )


def _text(value: str, most: int) -> bool:
    return len(value.strip()) > 0 and len(value) <= most and "\x00" not in value


def _dated(moment: datetime) -> bool:
    return moment.tzinfo is not None and 2000 <= moment.year < 2200  # noqa: PLR2004


def _problems(told: dict[str, Any], now: datetime, *, at: str) -> dict[str, Problem]:
    """What is wrong, field by field."""
    problems: dict[str, Problem] = {}
    ahead = now + _AHEAD if told.get("sent_at") is None else None
    for place, item in enumerate(told.get("scans", [])):
        _scan_problems(item, at.format(place=place), problems, ahead)
    for place, item in enumerate(told.get("undone", [])):
        where = f"undone[{place}]."
        if not isinstance(item, dict):
            problems[where.rstrip(".")] = Problem(_NOT_A_SCAN)
            continue
        _check_uuid(item, "id", where, problems, needed=True)
        _check_text(item, "scan", where, problems, _LONGEST_SCAN_NAME, needed=True)
        _check_text(item, "reason", where, problems, _LONGEST_REASON, needed=True)
        _check_time(item, "at", where, problems, None)
    if told.get("sent_at") is not None:
        _check_time(told, "sent_at", "", problems, None)
    _check_text(told, "app", "", problems, _LONGEST_TICKET)
    for name, most in (("queued", 10**9 - 1), ("battery", 100)):
        value = told.get(name)
        if value is not None and (
            not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most
        ):
            problems[name] = Problem(_NOT_A_NUMBER, {"least": 0, "most": most})
    _check_uuid(told, "epoch", "", problems)
    return problems or {"body": Problem(_NOT_JSON)}


def _scan_problems(item: Any, at: str, problems: dict[str, Problem], ahead: datetime | None) -> None:
    if not isinstance(item, dict):
        problems[at.rstrip(".") or "body"] = Problem(_NOT_A_SCAN)
        return
    _check_text(item, "id", at, problems, _LONGEST_SCAN_NAME, needed=True)
    _check_text(item, "checkpoint", at, problems, _LONGEST_NAME, needed=True)
    _check_text(item, "ticket", at, problems, _LONGEST_TICKET)
    _check_text(item, "guest", at, problems, _LONGEST_NAME)
    _check_text(item, "device", at, problems, _LONGEST_NAME)
    read = [name for name in ("ticket", "guest") if isinstance(item.get(name), str) and item[name].strip()]
    if not read and at + "ticket" not in problems and at + "guest" not in problems:
        problems[at + "ticket"] = Problem(_NOTHING_READ)
    _check_time(item, "scanned_at", at, problems, ahead)
    for name, known in (("verdict", _VERDICTS), ("source", _SOURCES)):
        if item.get(name, known[0]) not in known:
            problems[at + name] = Problem(_NOT_ONE_OF, {"known": ", ".join(one for one in known if one)})
    _check_uuid(item, "party_of", at, problems)
    if not isinstance(item.get("offline", False), bool):
        problems[at + "offline"] = Problem(_NOT_BOOL)


def _check_text(
    item: dict[str, Any], name: str, at: str, problems: dict[str, Problem], most: int, *, needed: bool = False
) -> None:
    value = item.get(name, None if needed else "")
    if not isinstance(value, str) or len(value) > most or "\x00" in value or (needed and not value.strip()):
        problems[at + name] = Problem(_NOT_TEXT, {"most": most})


def _check_uuid(
    item: dict[str, Any], name: str, at: str, problems: dict[str, Problem], *, needed: bool = False
) -> None:
    value = item.get(name)
    if value is None and not needed:
        return
    try:
        UUID(value) if isinstance(value, str) else UUID("")
    except ValueError:
        problems[at + name] = Problem(_NOT_UUID)


def _check_time(
    item: dict[str, Any], name: str, at: str, problems: dict[str, Problem], ahead: datetime | None
) -> None:
    try:
        moment = msgspec.convert(item.get(name), datetime)
    except msgspec.ValidationError:
        problems[at + name] = Problem(_NOT_TIME)
        return
    if not _dated(moment):
        problems[at + name] = Problem(_NOT_TIME)
    elif ahead is not None and moment > ahead:
        problems[at + name] = Problem(_AHEAD_OF_TIME)
