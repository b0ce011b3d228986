"""A session: who was due, who is in, who is missing; and who left before its end."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from event.checkin.rules import clause_holds
from event.database import fetch, fetch_one
from event.language import Message
from event.reports.doors.log import DOORS, arrivals, of_the_log
from event.reports.doors.people import VIP, Liaison, Person, everybody, liaisons, name_of
from event.reports.told import Asked, Told


async def session_attendance(asked: Asked) -> Told:
    """Due, arrived, in the session and missing; missing VIPs with whom to call."""
    code = asked.values["session"]
    due = await due_at(asked, code)
    arrived, came = await arrivals(asked), await came_to(asked, code)
    missing = [one for one in due if one.then.id not in came]
    vips = [one for one in missing if one.guest_class == VIP]
    whom = await liaisons(asked, missing)
    return Told(
        {
            "due": len(due), "checked_in": sum(one.then.id in arrived for one in due), "in": len(came),
            "missing": [one.then.number for one in missing],
            "missing_vips": [_missing(one, whom[one.then.id]) for one in vips],
        },
        (
            Message("Number"), Message("Name"), Message("Class"), Message("Delegation"), Message("Liaison officer"),
            Message("Phone of the liaison officer"),
        ),
        [
            (
                one.then.number, one.then.name, one.guest_class, one.delegation,
                f"{whom[one.then.id].number} {whom[one.then.id].name}".strip(), whom[one.then.id].phone,
            )
            for one in missing
        ],
        (
            (Message("Due"), str(len(due))), (Message("In"), str(len(came))),
            (Message("Missing"), str(len(missing))), (Message("Missing VIPs"), str(len(vips))),
        ),
    )  # fmt: skip


def _missing(one: Person, whom: Liaison) -> dict[str, str]:
    return {
        "guest": one.then.number, "name": one.then.name, "liaison": whom.number, "liaison_name": whom.name,
        "phone": whom.phone,
    }  # fmt: skip


async def due_at(asked: Asked, session: str) -> list[Person]:
    """Whom a session's doors are for: those its rules name, everybody who counts as a guest where there are none."""
    rules = await _rules(asked, session)
    everyone = not rules or any(not rule for rule in rules)
    clauses = [clause for rule in rules for clause in rule]
    bookings = {key for clause in clauses for key in clause.get("booked", ())}
    return [
        one
        for one in await everybody(asked, bookings=bookings)
        if one.approved and ((everyone and one.counts) or (not everyone and _named_by(clauses, one)))
    ]


def _named_by(clauses: Sequence[dict[str, Any]], one: Person) -> bool:
    return any(
        clause_holds(clause, guest_class=one.guest_class, delegation=one.delegation, booked=one.booked)
        for clause in clauses
    )


async def _rules(asked: Asked, session: str) -> list[list[dict[str, Any]]]:
    """The rules by which people come to a session."""
    rows = await fetch(
        "SELECT p.rule FROM checkpoint p JOIN agenda_session s ON s.id = p.agenda_session"
        " WHERE p.gathering = $1 AND s.code = $2 AND p.direction = 'in' AND p.active AND p.kind = ANY($3)",
        asked.gathering.id, session, await _kinds(asked, session),
    )  # fmt: skip
    return [json.loads(row["rule"]) for row in rows]


async def _kinds(asked: Asked, session: str) -> list[str]:
    """The kinds of checkpoints where people are counted for a session: its doors, or its buses where it has none."""
    rows = await fetch(
        "SELECT 1 FROM checkpoint p JOIN agenda_session s ON s.id = p.agenda_session"
        " WHERE p.gathering = $1 AND s.code = $2 AND p.kind = ANY($3) LIMIT 1",
        asked.gathering.id, session, list(DOORS),
    )  # fmt: skip
    return list(DOORS) if rows else ["bus"]


async def came_to(asked: Asked, session: str) -> set[UUID]:
    """People who were let in at a session, each once."""
    rows = await of_the_log(
        asked,
        "SELECT DISTINCT guest FROM passed WHERE session = $4 AND direction = 'in' AND counted AND kind = ANY($5)",
        session, await _kinds(asked, session),
    )  # fmt: skip
    return {row["guest"] for row in rows}


async def left_session(asked: Asked) -> Told:
    """Who went out of a session's hall before its end, who of them came back, and how many are in the hall."""
    code = asked.values["session"]
    session = await fetch_one(
        "SELECT ends_at FROM agenda_session WHERE gathering = $1 AND code = $2", asked.gathering.id, code
    )
    ends: datetime | None = session["ends_at"] if session else None
    rows = await of_the_log(
        asked,
        "SELECT guest, number, name_zh, latin_surname, latin_given, surname_first, at, direction, session = $4 AS own"
        " FROM passed WHERE counted AND place IN (SELECT p.place FROM checkpoint p JOIN agenda_session s"
        "   ON s.id = p.agenda_session WHERE p.gathering = $1 AND s.code = $4) ORDER BY number, at, id",
        code,
    )
    by_guest: dict[UUID, list[Any]] = {}
    for row in rows:
        by_guest.setdefault(row["guest"], []).append(row)
    inside = {guest for guest, moves in by_guest.items() if moves[-1]["direction"] == "in"}
    out = {guest: at for guest, moves in by_guest.items() if (at := _went_out(moves, ends)) is not None}
    numbers = {guest: by_guest[guest][0]["number"] for guest in out}
    back = [number for guest, number in numbers.items() if guest in inside]
    gone = [number for guest, number in numbers.items() if guest not in inside]
    return Told(
        {
            "left": len(out), "guests": list(numbers.values()), "came_back": back, "still_out": gone,
            "in_hall_now": len(inside),
        },
        (Message("Number"), Message("Name"), Message("Left at"), Message("Last seen at"), Message("In the hall")),
        [
            (
                numbers[guest], name_of(by_guest[guest][0]), asked.clock(at), asked.clock(by_guest[guest][-1]["at"]),
                "✓" if guest in inside else "",
            )
            for guest, at in out.items()
        ],
        (
            (Message("Left"), str(len(out))), (Message("Came back"), str(len(back))),
            (Message("In the hall now"), str(len(inside))),
        ),
    )  # fmt: skip


def _went_out(moves: Sequence[Any], ends: datetime | None) -> datetime | None:
    """When somebody first went out of a session they had come to, before its end."""
    came = False
    for move in moves:
        if move["direction"] == "in":
            came = came or move["own"]
        elif came and move["own"] and (ends is None or move["at"] < ends):
            return move["at"]  # type: ignore[no-any-return] # a row of asyncpg
    return None
