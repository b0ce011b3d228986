"""The answers worked out from the office's files alone, the plain way, to compare the reports with."""

import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import openpyxl

from tests.scenario.another import Row, rows_of

_MINUTE = timedelta(seconds=60)
_CLASSES = {"贵宾": "V", "嘉宾": "G", "代表": "D"}


@dataclass
class Guest:
    number: str
    guest_class: str
    delegation: str
    ticks: set[str]
    since: datetime | None = None
    until: datetime | None = None

    def there(self, at: datetime) -> bool:
        return (self.since is None or self.since <= at) and (self.until is None or self.until > at)


@dataclass
class Scan:
    """A row of the log, understood; `row` counts the heading."""

    row: int
    id: str
    device: str
    checkpoint: str
    direction: str
    source: str
    offline: bool
    ticket: str
    holder: str | None
    at: datetime
    received: datetime
    verdict: str = "accepted"

    @property
    def passes(self) -> bool:
        return self.verdict in ("accepted", "duplicate")


@dataclass
class Office:
    """Everything the files say."""

    files: dict[str, bytes]
    guests: dict[str, Guest] = field(default_factory=dict)
    seekers: set[str] = field(default_factory=set)
    bus: dict[str, str] = field(default_factory=dict)
    points: dict[str, Row] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    ends: dict[str, datetime] = field(default_factory=dict)
    tickets: dict[str, tuple[str, datetime | None]] = field(default_factory=dict)
    scans: list[Scan] = field(default_factory=list)

    def __post_init__(self) -> None:
        for row in sheet_of(self.files["guests"], 0, 4):
            if str(row["编号"] or "").count("-"):
                ticks = {name for name, value in row.items() if value == "√"}
                number, kind = str(row["编号"]), _CLASSES[row["嘉宾类别"]]
                self.guests[number] = Guest(number, kind, row["代表团"], ticks)
        for row in sheet_of(self.files["visit"], "乘车名单", 3):
            self.bus[row["编号"]] = str(row["车号"])
        for row in sheet_of(self.files["changes"], 0, 3):
            self._change(row)
        for row in sheet_of(self.files["agenda"], "日程", 3):
            if row["场次代码"]:
                self.titles[row["场次代码"]] = row["活动内容"]
        self.points = {row["checkpoint"]: row for row in rows_of(self.files["checkpoints"])}
        for row in rows_of(self.files["tickets"]):
            voided = datetime.fromisoformat(row["voided_at"]) if row["voided_at"] else None
            self.tickets[row["ticket_no"]] = (row["holder_no"], voided)
        for row in rows_of(self.files["jobfair"]):
            self.seekers.add(row["reg_no"])
            self.tickets[row["ticket_no"]] = (row["reg_no"], None)
        self._read_scans()

    def _change(self, row: dict[str, Any]) -> None:
        if row["登记时间"] is None:
            return
        number = row["编号"]
        at = datetime.fromisoformat(f"{row['登记时间']:%Y-%m-%dT%H:%M:%S}+08:00")
        if row["类型"] == "取消":
            self.guests[number].until = at
            self.bus.pop(number, None)
        elif row["类型"] == "替换":
            old = self.guests[number]
            old.until, new = at, row["新编号"]
            self.guests[new] = Guest(new, old.guest_class, old.delegation, old.ticks, since=at)
            if number in self.bus:
                self.bus[new] = self.bus.pop(number)

    def fair(self) -> str:
        return next(code for code, title in self.titles.items() if "招聘会" in title)

    def booked(self, person: str, checkpoint: str) -> bool:
        """Whether somebody has booked what a checkpoint is for."""
        session = self.points[checkpoint]["session"]
        if checkpoint.startswith("BUS"):
            return self.bus.get(person) == checkpoint[3:].partition("/")[0]
        if session == self.fair():
            return person in self.seekers
        guest = self.guests.get(person)
        return guest is not None and any(tick in self.titles[session] for tick in guest.ticks)

    def _read_scans(self) -> None:
        seen: set[str] = set()
        last: dict[tuple[str, str], datetime] = {}
        for number, row in enumerate(rows_of(self.files["scans"]), start=2):
            scan = Scan(
                number, row["scan_id"], row["device_id"], row["checkpoint"], row["direction"], row["source"],
                row["offline"] == "1", row["ticket_no"],
                self.tickets.get(row["ticket_no"], (row["guest_no"] or None, None))[0],
                datetime.fromisoformat(row["scanned_at"]), datetime.fromisoformat(row["uploaded_at"]),
            )  # fmt: skip
            voided = self.tickets.get(scan.ticket, ("", None))[1]
            if scan.id in seen:
                scan.verdict = "replay"
            elif scan.holder is None:
                scan.verdict = "refused:unknown"
            elif voided is not None and voided <= scan.at:
                scan.verdict = "refused:void"
            elif self.points[scan.checkpoint]["booking_needed"] == "1" and not self.booked(
                scan.holder, scan.checkpoint
            ):
                scan.verdict = "refused:no_booking"
            seen.add(scan.id)
            self.scans.append(scan)
        for scan in sorted(self.scans, key=lambda one: one.at):
            if scan.verdict == "accepted" and scan.holder:
                key = (scan.holder, scan.checkpoint)
                if key in last and scan.at - last[key] < _MINUTE:
                    scan.verdict = "duplicate"
                last[key] = scan.at

    def passed(self, at: datetime) -> list[Scan]:
        """Who was let in or out, as far as it had been received, in the order of the devices' time."""
        return sorted(
            (scan for scan in self.scans if scan.passes and scan.received <= at), key=lambda scan: scan.at
        )

    def counts(self, person: str, session: str) -> bool:
        return person in self.guests or (person in self.seekers and session == self.fair())

    def came(self, session: str, at: datetime) -> set[str]:
        return {
            scan.holder
            for scan in self.passed(at)
            if scan.holder
            and scan.direction == "in"
            and self.points[scan.checkpoint]["session"] == session
            and self.points[scan.checkpoint]["kind"] in ("报到", "场次")
            and self.counts(scan.holder, session)
        }

    def due(self, session: str, at: datetime) -> list[str]:
        there = sorted(guest.number for guest in self.guests.values() if guest.there(at))
        door = next(
            code
            for code, row in self.points.items()
            if row["session"] == session and row["direction"] == "in"
        )
        if self.points[door]["booking_needed"] == "0":
            return there
        people = sorted(self.seekers) if session == self.fair() else there
        return [one for one in people if self.booked(one, door)]

    def inside(self, session: str, at: datetime) -> tuple[set[str], int]:
        """Who is in the hall of a session, and how many there were at most."""
        halls = {row["hall"] for row in self.points.values() if row["session"] == session}
        now: set[str] = set()
        most = 0
        for scan in self.passed(at):
            point = self.points[scan.checkpoint]
            if point["hall"] in halls and scan.holder and self.counts(scan.holder, point["session"]):
                (now.add if scan.direction == "in" else now.discard)(scan.holder)
                most = max(most, len(now))
        return now, most

    def by_delegation(self, at: datetime) -> dict[str, dict[str, int]]:
        arrived = {scan.holder for scan in self.passed(at) if self.points[scan.checkpoint]["kind"] == "报到"}
        names = list(dict.fromkeys(guest.delegation for guest in self.guests.values()))
        told = {f"D{place:02d}": {"checked_in": 0, "expected": 0} for place in range(1, len(names) + 1)}
        for guest in self.guests.values():
            if guest.there(at):
                one = told[f"D{names.index(guest.delegation) + 1:02d}"]
                one["expected"] += 1
                one["checked_in"] += guest.number in arrived
        return told

    def twice(self, at: datetime) -> tuple[list[Any], list[Any]]:
        """Pairs of the same badge within a minute, at one checkpoint and at two."""
        by_holder: dict[str, list[Scan]] = defaultdict(list)
        for scan in sorted(self.scans, key=lambda one: one.at):
            left_out = scan.verdict in ("replay", "refused:void") or scan.source == "paper"
            if scan.holder and scan.received <= at and not left_out:
                by_holder[scan.holder].append(scan)
        same, two = [], []
        for scans in by_holder.values():
            here: dict[str, Scan] = {}
            before: Scan | None = None
            for scan in scans:
                first = here.get(scan.checkpoint)
                if first and scan.at - first.at < _MINUTE:
                    same.append((first.at, scan.holder, scan.checkpoint))
                if before and before.checkpoint != scan.checkpoint and scan.at - before.at < _MINUTE:
                    two.append((before.at, scan.holder, before.checkpoint, scan.checkpoint))
                here[scan.checkpoint] = before = scan
        return sorted(same), sorted(two)

    def verdicts(self) -> Counter[str]:
        return Counter(scan.verdict for scan in self.scans)


def sheet_of(content: bytes, which: int | str, header: int) -> Iterable[dict[str, Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    sheet = book.worksheets[which] if isinstance(which, int) else book[which]
    rows = list(sheet.iter_rows(values_only=True))
    names = rows[header - 1]
    return [dict(zip(names, row, strict=False)) for row in rows[header:]]
