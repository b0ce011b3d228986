"""Seat plans as they are in the database."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from event.agenda.seating.chart import Chart, Circle, Layout, Sitter, State
from event.agenda.seating.errors import UnknownPlan
from event.agenda.seating.precedence import LATE, USUAL, Ranked
from event.agenda.seating.tables import EvenRule, PlanKind, SeatRule
from event.database import fetch, fetch_one
from event.gathering.countries import country_name
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.language import in_language
from event.registration.needs import in_a_wheelchair
from event.registration.sealed import opened
from event.registration.tables import Standing
from event.text import latin_name

_SEVERAL = re.compile("[、,,;/ ]+")
_MIXED = 100
"""The place of classes without one, and of leaders who are no guests (0)."""
_PEOPLE = (
    "SELECT s.*, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.association_title,"
    " g.company_title, g.residence, g.travel_party, g.delegation, g.answers, g.created_at, g.known_since,"
    " c.code AS class_code, c.position AS class_place, d.code AS delegation_code, d.name_zh AS delegation_zh,"
    " d.name_en AS delegation_en, d.contact_name, t.code AS party,"
    " min(coalesce(g.known_since, g.created_at)) OVER (PARTITION BY g.delegation) AS delegation_since"
    " FROM seat s LEFT JOIN guest g ON g.id = s.guest LEFT JOIN guest_class c ON c.id = g.guest_class"
    " LEFT JOIN delegation d ON d.id = g.delegation LEFT JOIN travel_party t ON t.id = g.travel_party"
    " WHERE s.plan = $1 ORDER BY s.row_no, s.seat_no, g.number, s.name, s.id"
)


@dataclass(frozen=True)
class PlanLine:
    """A plan in the list of plans."""

    id: UUID
    name: str
    kind: PlanKind
    session_code: str
    session_title: str
    starts_at: datetime | None
    seats: int
    people: int
    seated: int
    frozen: bool
    released: bool


async def plans_of(gathering: Gathering, *, language: str) -> list[PlanLine]:
    """The plans in the order of time."""
    rows = await fetch(
        "SELECT p.*, coalesce(a.code, '') AS code, a.title_zh, a.title_en, a.starts_at,"
        " (SELECT count(*) FROM seat s WHERE s.plan = p.id) AS people,"
        " (SELECT count(*) FROM seat s WHERE s.plan = p.id AND s.row_no IS NOT NULL) AS seated"
        " FROM seat_plan p LEFT JOIN agenda_session a ON a.id = p.agenda_session WHERE p.gathering = $1"
        " ORDER BY a.starts_at, p.created_at, p.name",
        gathering.id,
    )
    return [
        PlanLine(
            row["id"], row["name"], PlanKind(row["kind"]), row["code"],
            in_language(language, zh=row["title_zh"] or "", en=row["title_en"] or ""),
            row["starts_at"].astimezone(gathering.zone) if row["starts_at"] else None, sum(json.loads(row["rows"])),
            row["people"], row["seated"], row["frozen_at"] is not None, row["released_at"] is not None,
        )
        for row in rows
    ]  # fmt: skip


async def chart_of(
    plan: UUID, gathering: Gathering, *, language: str = "zh-Hans", needs: bool = False
) -> Chart:
    """A plan with its people; with `needs`, diets and wheelchairs are opened too. Raises UnknownPlan."""
    row = await fetch_one(
        "SELECT p.*, coalesce(a.code, '') AS code, a.title_zh, a.title_en, coalesce((SELECT max(t.number) FROM seat_step t"
        "  WHERE t.plan = p.id AND t.undone_at IS NULL), 0) AS step FROM seat_plan p LEFT JOIN agenda_session a ON a.id = p.agenda_session WHERE p.id = $1 AND p.gathering = $2",
        plan, gathering.id,
    )  # fmt: skip
    if row is None:
        raise UnknownPlan
    people = [_sitter(one, language) for one in await fetch(_PEOPLE, plan)]
    if needs:
        people = await _with_needs(gathering, people)
    return Chart(
        row["id"], row["name"], row["agenda_session"], row["code"],
        in_language(language, zh=row["title_zh"] or "", en=row["title_en"] or ""), layout_of(row), row["frozen_at"],
        row["released_at"], people, await _circles(plan, people), row["step"],
    )  # fmt: skip


async def moved_now(plan: UUID) -> str:
    """A text that is another one after each change of a plan, its people, wishes and proposals; empty where there is none."""
    row = await fetch_one(
        "SELECT md5(concat_ws('|', p::text, (SELECT md5(string_agg(s::text, ',' ORDER BY s.id)) FROM seat s WHERE s.plan = p.id),"
        " (SELECT string_agg(c::text, ',' ORDER BY c.id) FROM seat_circle c WHERE c.plan = p.id),"
        " (SELECT string_agg(r.id::text || r.state, ',' ORDER BY r.id) FROM seat_proposal r WHERE r.plan = p.id))) AS moved"
        " FROM seat_plan p WHERE p.id = $1",
        plan,
    )
    return str(row["moved"]) if row else ""


def layout_of(row: Any) -> Layout:
    """The layout in a row of the plan."""
    rows, aisles, near_door = (tuple(json.loads(row[name])) for name in ("rows", "aisles", "near_door"))
    keys = tuple(row["order_by"].split()) or USUAL
    return Layout(
        PlanKind(row["kind"]), rows, aisles, near_door, row["head_tables"], SeatRule(row["seat_rule"]),
        EvenRule(row["even_rule"]), keys,
    )  # fmt: skip


def _sitter(row: Any, language: str) -> Sitter:
    answers = json.loads(row["answers"]) if row["answers"] else {}
    name = row["name_zh"] if row["guest"] else row["name"]
    latin = latin_name(
        row["latin_surname"] or "", row["latin_given"] or "", surname_first=bool(row["surname_first"])
    )
    title = row["title"] or row["association_title"] or row["company_title"] or ""
    ranked = Ranked(
        row["id"], 0 if row["guest"] is None else _MIXED if row["class_place"] is None else row["class_place"] + 1, title,
        row["delegation_code"] or "", country_name(row["residence"] or "", "en") if row["residence"] else "",
        _heads(row, name), _iso(row["known_since"] or row["created_at"]), _iso(row["delegation_since"]) if row["guest"] else LATE,
        name, latin, row["precedence"],
    )  # fmt: skip
    place = (row["row_no"], row["seat_no"]) if row["row_no"] is not None else None
    return Sitter(
        row["id"], row["guest"], row["number"] or "", name or "", latin, title, row["role"], place, row["fixed"], ranked,
        State(row["guest"], row["name"], row["title"], row["role"], place, row["precedence"], row["fixed"]),
        class_code=row["class_code"] or "", delegation=row["delegation"], delegation_code=row["delegation_code"] or "",
        delegation_name=in_language(language, zh=row["delegation_zh"] or "", en=row["delegation_en"] or ""),
        party=row["party"] or "", residence=row["residence"] or "",
        languages=frozenset(_texts(answers.get("languages"))),
    )  # fmt: skip


def _heads(row: Any, name: str) -> bool:
    return bool(row["contact_name"] and row["contact_name"] == name) or "团长" in (
        row["association_title"] or ""
    )


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else LATE


def _texts(answer: Any) -> list[str]:
    if isinstance(answer, str):
        return [one for one in _SEVERAL.split(answer) if one]
    return [str(one) for one in answer or ()]


async def _with_needs(gathering: Gathering, people: Sequence[Sitter]) -> list[Sitter]:
    keys = await keys_of(gathering.id)
    rows = await fetch(
        "SELECT * FROM guest WHERE id = ANY($1::uuid[]) AND needs IS NOT NULL",
        [one.guest for one in people if one.guest],
    )
    told = {row["id"]: opened(keys, row["id"], row).needs for row in rows}
    return [
        replace(one, diet=_diet(needs), wheelchair=in_a_wheelchair(needs))
        if one.guest and (needs := told.get(one.guest))
        else one
        for one in people
    ]


def _diet(needs: dict[str, str]) -> str:
    diet = needs.get("diet", "")
    return diet if diet in ("halal", "vegetarian") else ""


async def _circles(plan: UUID, people: Sequence[Sitter]) -> list[Circle]:
    """Circles of those who are in the plan now; a substitute is in the circle of whom they replace."""
    rows = await fetch(
        "SELECT c.number, c.apart, c.guest, (SELECT g.id FROM guest g WHERE g.replaces = c.guest"
        "   AND g.standing = $2 LIMIT 1) AS instead FROM seat_circle c WHERE c.plan = $1 ORDER BY c.number",
        plan, Standing.APPROVED.value,
    )  # fmt: skip
    seats = {one.guest: one.id for one in people if one.guest}
    found: dict[tuple[int, bool], set[UUID]] = {}
    for row in rows:
        seat = seats.get(row["guest"]) or seats.get(row["instead"])
        if seat is not None:
            found.setdefault((row["number"], row["apart"]), set()).add(seat)
    return [Circle(number, apart, frozenset(members)) for (number, apart), members in found.items()]
