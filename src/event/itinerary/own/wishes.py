"""What a guest wishes of the homeland visit: offered, understood, and changed until the deadline."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

import msgspec

from event.database import fetch
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.language import Message, in_language
from event.people.rules import Actor
from event.registration.asking.queries import form_of, places_left
from event.registration.asking.shown import Choice
from event.registration.changing import answers_of
from event.registration.operations import change_reply
from event.registration.places import listed
from event.registration.replies import Reply
from event.registration.tables import Guest
from event.text import tidy

ROUTES = ("route_1", "route_2")
KEYS = frozenset({*ROUTES, "themes", "sit_with"})
"""The answers of a guest that are wishes."""
_LONGEST = 300
_SAME = Message("Please choose another route than the first one, or none.")
_FIRST = Message("Please choose the first route before the second.")
_UNKNOWN = Message("This is not offered. Please choose from the list.")
_TOO_LONG = Message("Please write at most {most} characters; these are {length}.")


class Wishes(msgspec.Struct, frozen=True):
    """First and second route by code, themes, and with whom to sit, in words for the office."""

    route_1: str = ""
    route_2: str = ""
    themes: list[str] = []
    sit_with: str = ""


@dataclass(frozen=True)
class WishesOffered:
    """What can be wished."""

    routes: list[Choice]
    themes: list[Choice]


def wishes_of(guest: Guest) -> Wishes:
    """What a guest wishes at present."""
    told = answers_of(guest)
    return Wishes(
        str(told.get("route_1") or ""), str(told.get("route_2") or ""), listed(told.get("themes")),
        str(told.get("sit_with") or ""),
    )  # fmt: skip


async def wishes_offered(gathering: Gathering, wishes: Wishes, *, language: str) -> WishesOffered:
    """The routes and themes the form offers, otherwise those of the visit's stops; what was wished stays offered."""
    form = await form_of(gathering.id)
    left = await places_left(gathering, form)
    offered: dict[str, list[Choice]] = {}
    for key in ("route_1", "themes"):
        question = form.question(key)
        options = question.offered if question and not question.retired else ()
        full = {option.key for option in options if left.get((key, option.key)) == 0}
        offered[key] = [Choice(one.key, one.words.said(language), full=one.key in full) for one in options]
    routes = offered["route_1"] or await _routes(gathering, language)
    themes = offered["themes"] or await _themes(gathering, language)
    return WishesOffered(_with(routes, (wishes.route_1, wishes.route_2)), _with(themes, wishes.themes))


def parse_wishes(wishes: Wishes, offered: WishesOffered) -> Wishes:
    """Wishes that can be kept; raises Invalid with a sentence for each field."""
    problems: dict[str, Problem] = {}
    routes, themes = ({one.value for one in choices} for choices in (offered.routes, offered.themes))
    for key in ROUTES:
        if (code := getattr(wishes, key)) and code not in routes:
            problems[key] = Problem(_UNKNOWN)
    if wishes.route_2 and not wishes.route_1:
        problems.setdefault("route_1", Problem(_FIRST))
    if wishes.route_1 and wishes.route_1 == wishes.route_2:
        problems.setdefault("route_2", Problem(_SAME))
    if not set(wishes.themes) <= themes:
        problems["themes"] = Problem(_UNKNOWN)
    text = tidy(wishes.sit_with)
    if len(text) > _LONGEST:
        problems["sit_with"] = Problem(_TOO_LONG, {"most": _LONGEST, "length": len(text)})
    if problems:
        raise Invalid(problems)
    return Wishes(wishes.route_1, wishes.route_2, list(dict.fromkeys(wishes.themes)), text)


async def change_wishes(
    guest: Guest, wishes: Wishes, *, gathering: Gathering, by: Actor, now: datetime
) -> Guest:
    """Keep what a guest wishes; the rest of the reply stays, and what changed is noted as for every change.

    Raises UnknownGuest, ChangesClosed (not for staff), NotWaiting, Invalid for a route that is full.
    """
    told: dict[str, Any] = msgspec.structs.asdict(wishes)
    answers = {key: value for key, value in told.items() if value}
    form = msgspec.structs.replace(await form_of(gathering.id), version=guest.form_version)
    reply = Reply(guest_class=guest.guest_class, answers=answers, asked=KEYS)
    return await change_reply(guest.id, reply, gathering=gathering, form=form, by=by, now=now)


def wishes_until(gathering: Gathering) -> datetime:
    """Until when guests change wishes: as other answers, otherwise until the first day begins."""
    return gathering.changes_until or datetime.combine(gathering.first_day, time(), gathering.zone)


async def _routes(gathering: Gathering, language: str) -> list[Choice]:
    rows = await fetch(
        "SELECT r.code, r.name_zh, r.name_en, coalesce(array_agg(s.name_zh ORDER BY v.position)"
        "   FILTER (WHERE s.id IS NOT NULL), '{}') AS stops_zh, coalesce(array_agg(coalesce(nullif(s.name_en, ''), s.name_zh)"
        "   ORDER BY v.position) FILTER (WHERE s.id IS NOT NULL), '{}') AS stops_en FROM route r"
        " LEFT JOIN route_visit v ON v.route = r.id LEFT JOIN stop s ON s.id = v.stop WHERE r.gathering = $1"
        " GROUP BY r.id ORDER BY r.position, r.code",
        gathering.id,
    )
    join = ", " if language == "en" else "、"
    return [
        Choice(
            row["code"], f"{row['code']} {in_language(language, zh=row['name_zh'], en=row['name_en'])}",
            note=in_language(language, zh=join.join(row["stops_zh"]), en=join.join(row["stops_en"])),
        )
        for row in rows
    ]  # fmt: skip


async def _themes(gathering: Gathering, language: str) -> list[Choice]:
    rows = await fetch(
        "SELECT DISTINCT unnest(themes) AS theme FROM stop WHERE gathering = $1 ORDER BY 1", gathering.id
    )
    return [Choice(row["theme"], in_language(language, zh=row["theme"])) for row in rows if row["theme"]]


def _with(choices: list[Choice], wished: Sequence[str]) -> list[Choice]:
    known = {one.value for one in choices}
    chosen = [replace(one, full=False) if one.value in wished else one for one in choices]
    return [*chosen, *(Choice(one, one) for one in dict.fromkeys(wished) if one and one not in known)]
