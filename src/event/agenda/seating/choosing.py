"""Whom a plan may take in at once: everybody who comes, a class, a delegation, who booked, who speaks at the session."""

from typing import Any
from uuid import UUID

from event.agenda.seating.chart import Chart
from event.agenda.seating.operations import add_guests, add_named
from event.database import fetch
from event.gathering.tables import Gathering
from event.language import Message, in_language

SOURCES = {
    "everybody": Message("Everybody who comes"), "booked": Message("Who booked this session"),
    "session": Message("Hosts and speakers of this session"),
}  # fmt: skip
_EXPECTED = (
    "SELECT g.id FROM guest g JOIN guest_class c ON c.id = g.guest_class LEFT JOIN delegation d ON d.id = g.delegation"
    " WHERE g.gathering = $1 AND g.standing = 'approved' AND ("
)


async def guests_for(source: str, chart: Chart, gathering: Gathering) -> list[UUID]:
    """The guests of a source: everybody, booked, class:V, delegation:01, or numbers with spaces or commas."""
    kind, _, code = source.partition(":")
    if kind == "everybody":
        rows = await fetch(f"{_EXPECTED}c.counts_as_guest) ORDER BY g.number", gathering.id)
    elif kind == "booked":
        rows = await fetch(
            f"{_EXPECTED}EXISTS (SELECT 1 FROM booking b WHERE b.guest = g.id AND b.agenda_session = $2)) ORDER BY g.number",  # noqa: S608 - our own words
            gathering.id, chart.session,
        )  # fmt: skip
    elif kind in ("class", "delegation"):
        column = "c.code" if kind == "class" else "d.code"
        rows = await fetch(f"{_EXPECTED}{column} = $2) ORDER BY g.number", gathering.id, code)
    else:
        numbers = source.replace(",", " ").replace("、", " ").split()
        rows = await fetch(f"{_EXPECTED}g.number = ANY($2::text[])) ORDER BY g.number", gathering.id, numbers)
    return [row["id"] for row in rows]


async def add_from(source: str, chart: Chart, *, role: str, **who: Any) -> int:
    """Add everybody of a source who is not in the plan yet; answers with how many were added."""
    if source == "session":
        return await _add_speakers(chart, **who)
    return await add_guests(
        await guests_for(source, chart, who["gathering"]), plan=chart.id, role=role, **who
    )


async def _add_speakers(chart: Chart, **who: Any) -> int:
    rows = await fetch(
        "SELECT DISTINCT ON (guest, name_zh, name_en) guest, name_zh, name_en, title_zh, title_en, part FROM agenda_person"
        " WHERE agenda_session = $1 ORDER BY guest, name_zh, name_en, position",
        chart.session,
    )  # fmt: skip
    added = await add_guests([row["guest"] for row in rows if row["guest"]], plan=chart.id, **who)
    known = {one.name_zh for one in chart.people if one.guest is None}
    for row in rows:
        name = row["name_zh"] or row["name_en"]
        if row["guest"] is None and name not in known:
            await add_named(name[:80], plan=chart.id, title=(row["title_zh"] or row["title_en"])[:120], **who)
            added += 1
    return added


async def source_options(gathering: Gathering, language: str) -> list[tuple[str, str]]:
    """Classes and delegations to choose from, by code and name."""
    classes = await fetch(
        "SELECT code, name_zh, name_en FROM guest_class WHERE gathering = $1 ORDER BY position, code",
        gathering.id,
    )
    delegations = await fetch(
        "SELECT code, name_zh, name_en FROM delegation WHERE gathering = $1 ORDER BY code", gathering.id
    )
    return [
        (
            f"{kind}:{row['code']}",
            f"{row['code']} {in_language(language, zh=row['name_zh'], en=row['name_en'])}",
        )
        for kind, rows in (("class", classes), ("delegation", delegations))
        for row in rows
    ]
