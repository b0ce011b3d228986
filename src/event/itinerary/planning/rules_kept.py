"""The rules of the visit's plans as they are stored."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec

from event.comparing import marks
from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.itinerary.planning.rules_told import (
    USUAL_SPEED,
    CommitmentTold,
    DayTold,
    RulesTold,
    SessionChoice,
    weighed_told,
)
from event.registration.queries import Scope
from event.text import full_name, latin_name

_MOST_DAYS = 31


class Bonded(msgspec.Struct, frozen=True):
    """A guest of a bond."""

    number: str
    name: str


class BondView(msgspec.Struct, frozen=True):
    """Two guests who ride together, or do not."""

    id: UUID
    one: Bonded
    other: Bonded
    apart: bool
    reason: str


class RulesView(RulesTold, frozen=True, kw_only=True):
    """All rules; send `seen` back with a change, so that nobody is overwritten."""

    bonds: list[BondView]
    seen: str


async def kept_rules(gathering: Gathering) -> RulesTold:
    """Days, commitments, weights and speed."""
    row: Any = await fetch_one("SELECT * FROM planning_rules WHERE gathering = $1", gathering.id)
    days = await fetch(
        "SELECT on_day, leaves_at, back_by, lunch_from, lunch_until, driving_minutes FROM visit_day"
        " WHERE gathering = $1 ORDER BY on_day",
        gathering.id,
    )
    sessions = await fetch(
        "SELECT s.code, c.signing_only FROM commitment c JOIN agenda_session s ON s.id = c.session"
        " WHERE s.gathering = $1 ORDER BY s.code",
        gathering.id,
    )
    return RulesTold(
        days=tuple(DayTold(**dict(day)) for day in days),
        commitments=tuple(CommitmentTold(*one) for one in sessions),
        weighed=weighed_told(json.loads(row["weighed"]) if row else {}),
        kilometres_an_hour=row["kilometres_an_hour"] if row else USUAL_SPEED,
    )


async def rules_of(gathering: Gathering, *, scope: Scope) -> RulesView:
    """All rules; bonds of which the reader may see both guests."""
    told = await kept_rules(gathering)
    fields = {name: getattr(told, name) for name in told.__struct_fields__}
    return RulesView(**fields, bonds=await bonds_of(gathering, scope=scope), seen=marks(told))


async def bonds_of(gathering: Gathering, *, scope: Scope) -> list[BondView]:
    """Who rides with whom, or does not, by number."""
    rows = await fetch(
        "SELECT b.id, b.apart, b.reason, a.number, a.name_zh, a.latin_surname, a.latin_given, a.surname_first,"
        " z.number AS number_2, z.name_zh AS name_zh_2, z.latin_surname AS latin_surname_2,"
        " z.latin_given AS latin_given_2, z.surname_first AS surname_first_2"
        " FROM bond b JOIN guest a ON a.id = b.one JOIN guest z ON z.id = b.other WHERE b.gathering = $1"
        " AND ($2::uuid[] IS NULL OR (a.delegation = ANY($2) AND z.delegation = ANY($2)))",
        gathering.id, None if scope is None else list(scope),
    )  # fmt: skip
    bonds = []
    for row in rows:
        one, other = sorted((_bonded(row, ""), _bonded(row, "_2")), key=lambda guest: guest.number)
        bonds.append(BondView(row["id"], one, other, row["apart"], row["reason"]))
    return sorted(bonds, key=lambda one: (one.apart, one.one.number, one.other.number))


def _bonded(row: Any, mark: str) -> Bonded:
    latin = latin_name(
        row[f"latin_surname{mark}"],
        row[f"latin_given{mark}"],
        surname_first=row[f"surname_first{mark}"],
    )
    return Bonded(row[f"number{mark}"], full_name(row[f"name_zh{mark}"], latin))


async def sessions_of(gathering: Gathering) -> dict[str, SessionChoice]:
    """The sessions of the programme by code, in the order of time."""
    rows = await fetch(
        "SELECT id, code, title_zh, title_en, starts_at, ends_at FROM agenda_session WHERE gathering = $1"
        " ORDER BY starts_at, position, code",
        gathering.id,
    )
    found = {}
    for row in rows:
        begins, ends = (at and at.astimezone(gathering.zone) for at in (row["starts_at"], row["ends_at"]))
        times = f"{begins:%H:%M}–{ends:%H:%M}" if ends else f"{begins:%H:%M}–"
        found[row["code"]] = SessionChoice(
            row["id"], row["code"], row["title_zh"], row["title_en"], begins.date(), times, ends is not None
        )
    return found


def days_to_choose(gathering: Gathering, kept: RulesTold) -> list[date]:
    """The days on which buses may drive: those of the gathering, and what was chosen."""
    length = min((gathering.last_day - gathering.first_day).days, _MOST_DAYS)
    days = {gathering.first_day + timedelta(days=n) for n in range(length + 1)}
    return sorted(days | {one.on_day for one in kept.days})
