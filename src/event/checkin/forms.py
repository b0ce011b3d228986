"""Scans as scanners send them: one, or up to 500 at once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from event.errors import Invalid, Problem
from event.language import Message

MOST = 500
_LONGEST_TICKET = 1000
_LONGEST_NAME = 60
_AHEAD = timedelta(days=1)

_NOT_JSON = Message('Send JSON: one scan as an object, or {{"scans": […]}} with 1 to 500 of them.')
_HOW_MANY = Message("Send 1 to 500 scans at once; these are {count}.")
_NOT_A_SCAN = Message("A scan is an object with id, checkpoint, ticket and scanned_at.")
_NOT_TEXT = Message("Send a text here, without NUL characters, of at most {most} characters.")
_NOT_UUID = Message("Send a UUID the scanner has made for this scan.")
_NOT_TIME = Message("Send the time with its zone, such as 2026-10-15T09:00:00+08:00.")
_AHEAD_OF_TIME = Message("This time lies in the future: set the scanner's clock.")


@dataclass(frozen=True)
class Scanned:
    """One scan, named by the scanner before it was sent."""

    id: UUID
    checkpoint: str
    ticket: str
    scanned_at: datetime
    device: str = ""

    @property
    def content_hash(self) -> str:
        """What must not change when the same id is sent again."""
        content = f"{self.checkpoint}\x1f{self.ticket}\x1f{self.scanned_at.isoformat()}"
        return hashlib.sha256(content.encode()).hexdigest()


def parse_scans(body: bytes, *, now: datetime) -> tuple[list[Scanned], bool]:
    """The scans of a request and whether it was a single one; raises Invalid per scan and field."""
    try:
        sent = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise Invalid({"body": Problem(_NOT_JSON)}) from None
    single = isinstance(sent, dict) and "scans" not in sent
    items = [sent] if single else sent.get("scans") if isinstance(sent, dict) else sent
    if not isinstance(items, list):
        raise Invalid({"body": Problem(_NOT_JSON)})
    if not 1 <= len(items) <= MOST:
        raise Invalid({"scans": Problem(_HOW_MANY, {"count": len(items)})})
    problems: dict[str, Problem] = {}
    scans = [
        _scan(item, "" if single else f"scans[{place}].", problems, now) for place, item in enumerate(items)
    ]
    if problems:
        raise Invalid(problems)
    return [scan for scan in scans if scan], single


def _scan(item: Any, at: str, problems: dict[str, Problem], now: datetime) -> Scanned | None:
    if not isinstance(item, dict):
        problems[at.rstrip(".") or "body"] = Problem(_NOT_A_SCAN)
        return None
    before = len(problems)

    def text(name: str, most: int, *, needed: bool = True) -> str:
        value = item.get(name, None if needed else "")
        if (
            not isinstance(value, str)
            or "\x00" in value
            or len(value) > most
            or (needed and not value.strip())
        ):
            problems[at + name] = Problem(_NOT_TEXT, {"most": most})
            return ""
        return value.strip()

    id_text, when = text("id", 36), text("scanned_at", 40)
    checkpoint, ticket = text("checkpoint", _LONGEST_NAME), text("ticket", _LONGEST_TICKET)
    device = text("device", _LONGEST_NAME, needed=False)
    scan_id = _uuid(id_text)
    if scan_id is None:
        problems.setdefault(at + "id", Problem(_NOT_UUID))
    scanned_at = _time(when)
    if scanned_at is None:
        problems.setdefault(at + "scanned_at", Problem(_NOT_TIME))
    elif scanned_at > now + _AHEAD:
        problems[at + "scanned_at"] = Problem(_AHEAD_OF_TIME)
    if len(problems) > before or scan_id is None or scanned_at is None:
        return None
    return Scanned(scan_id, checkpoint, ticket, scanned_at, device)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _time(text: str) -> datetime | None:
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return value if value.tzinfo and 2000 <= value.year < 2200 else None  # noqa: PLR2004
