"""Job seekers as a list has them, against those who are known."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.language import Message
from event.registration.importing.cells import Cells
from event.registration.importing.values import read_latin_name
from event.registration.phones import phone_e164
from event.registration.sealed import opened
from event.registration.tables import Standing
from event.registration.tickets import PREFIX
from event.text import is_chinese

HEADINGS = {
    "number": ("reg_no", "报名号"), "name": ("name", "姓名"), "phone": ("phone", "手机"),
    "education": ("education", "学历"), "major": ("major", "专业"), "wave": ("wave", "批次"),
    "ticket": ("ticket_no", "票号"), "registered": ("registered_at", "报名时间"),
}  # fmt: skip
CLASS = ("J", "求职者", "Job seeker", "#0f766e")
"""The class of job seekers; they do not count as guests of the gathering."""
TOLD = ("education", "major", "wave")
"""What is kept among a job seeker's answers."""
_REGION = "CN"

_TWICE = {
    "number": Message("stands in row {row} already. Every number once."),
    "alias": Message("stands in row {row} already. Every ticket once."),
}
_ANOTHER = Message("is the number of {name}, who is no job seeker. Give another number.")
_OF_SOMEBODY_ELSE = Message("is the ticket of {number} already.")
_WORN = Message("is the badge number of {number} already. Give another number.")
_OURS = Message("begins like a ticket of this system. Tickets issued elsewhere have texts of their own.")
_NO_PHONE = Message("“{text}” cannot be read as a telephone number; it was kept as written.")


@dataclass
class Seeker:
    """A row as it was read, and the guest it is about, if they are known."""

    cells: Cells
    number: str
    name: str
    alias: str
    phone: str
    registered: datetime | None
    answers: dict[str, str]
    known: Any = None
    changes: list[str] = field(default_factory=list)

    @property
    def names(self) -> dict[str, Any]:
        if is_chinese(self.name):
            return {"name_zh": self.name}
        surname, given, first = read_latin_name(self.name)
        return {"latin_surname": surname, "latin_given": given, "surname_first": first}


def read_seeker(cells: Cells, gathering: Gathering) -> Seeker:
    """Understand one row."""
    written = cells.text("phone", 100)
    phone = phone_e164(written, region=_REGION) if written else ""
    if phone is None:
        cells.warn("phone", _NO_PHONE, text=written)
    alias = cells.text("ticket")
    if alias.upper().startswith(PREFIX):
        cells.refuse("ticket", _OURS)
    answers = {name: cells.text(name) for name in TOLD}
    return Seeker(
        cells, cells.text("number", 20, needed=True), cells.text("name", 80, needed=True), alias, phone or written,
        cells.moment("registered", gathering.zone), {name: text for name, text in answers.items() if text},
    )  # fmt: skip


def refuse_repeated(read: list[Seeker]) -> None:
    """Every number and every ticket stands in a list once."""
    for column, about in (("number", "number"), ("alias", "ticket")):
        seen: dict[str, int] = {}
        for one in read:
            text, row = getattr(one, column), one.cells.row.number
            if text and seen.setdefault(text, row) != row:
                one.cells.refuse(about, _TWICE[column], row=seen[text])


async def compare(read: list[Seeker], gathering: Gathering, fair: UUID) -> None:
    """Find who is known and what is told differently now; a number or a ticket of somebody else is refused."""
    keys = await keys_of(gathering.id)
    rows = await fetch(
        "SELECT g.*, c.code AS class_code, t.id AS ticket, coalesce(t.alias, '') AS alias,"
        " EXISTS (SELECT 1 FROM booking b WHERE b.guest = g.id AND b.agenda_session = $3) AS booked"
        " FROM guest g JOIN guest_class c ON c.id = g.guest_class"
        " LEFT JOIN ticket t ON t.guest = g.id AND t.voided_at IS NULL"
        " WHERE g.gathering = $1 AND g.number = ANY($2::text[])",
        gathering.id, [one.number for one in read], fair,
    )  # fmt: skip
    known = {row["number"]: row for row in rows}
    worn = {
        row["badge_number"]: row["number"]
        for row in await fetch(
            "SELECT t.badge_number, g.number FROM ticket t JOIN guest g ON g.id = t.guest WHERE t.gathering = $1"
            " AND t.voided_at IS NULL AND t.badge_number = ANY($2::text[])",
            gathering.id, [one.number for one in read],
        )
    }  # fmt: skip
    owners = {
        row["alias"]: row["number"]
        for row in await fetch(
            "SELECT t.alias, g.number FROM ticket t JOIN guest g ON g.id = t.guest"
            " WHERE t.gathering = $1 AND t.alias = ANY($2::text[])",
            gathering.id, [one.alias for one in read if one.alias],
        )
    }  # fmt: skip
    for one in read:
        if one.alias and owners.get(one.alias, one.number) != one.number:
            one.cells.refuse("ticket", _OF_SOMEBODY_ELSE, number=owners[one.alias])
        row = one.known = known.get(one.number)
        if row is None:
            if one.number in worn:
                one.cells.refuse("number", _WORN, number=worn[one.number])
            continue
        if row["class_code"] != CLASS[0]:
            one.cells.refuse("number", _ANOTHER, name=row["name_zh"] or row["latin_surname"])
            continue
        answers = json.loads(row["answers"])
        told = one.names | {"phone": one.phone} | {f"answers.{name}": one.answers.get(name) for name in TOLD}
        stored = dict(row) | {"phone": opened(keys, row["id"], row).phone}
        stored |= {f"answers.{name}": answers.get(name) for name in TOLD}
        one.changes = [name for name, value in told.items() if stored[name] != value]
        if row["ticket"] is not None and one.alias and row["alias"] != one.alias:
            one.changes.append("ticket")
        if row["standing"] == Standing.APPROVED and not row["booked"]:
            one.changes.append("session")
