"""The texts of the office by part and language, and which parts of the handbook it leaves out."""

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from event.comparing import ChangedSince, mark
from event.database import fetch, writing
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.language import GUEST_LANGUAGES, Message, traditional
from event.people.audit import record
from event.people.rules import Actor
from event.printing.papers.errors import UnknownPart
from event.registration.adding import lock

LONGEST, LONGEST_CERTIFICATE = 20_000, 400
_LINES = Message("Each line is a paragraph. A line that begins with 一、 or # is a heading.")
_ONE_A_LINE = Message("One on a line.")
_TOO_LONG = Message("At most {most} characters; this has {count}.")
_NO_FIELD = Message("“{name}” cannot be filled in. Known: {known}.")
_BRACES = Message("A curly bracket stands alone. Write {name} to have the name filled in.")
_NOW = Message("Somebody else changed this. It is now: {now}")
FIELDS = ("name", "title", "delegation", "gathering", "place", "days", "number")
"""What the wording of a certificate is filled with."""
_FILLED = Message("Filled in: {name}, {title}, {delegation}, {gathering}, {place}, {days}, {number}.")


@dataclass(frozen=True)
class TextKind:
    """A text of the office; `filled`: it has fields in braces."""

    label: Message
    hint: Message | None = None
    rows: int = 4
    filled: bool = False


TEXTS: Mapping[str, TextKind] = {
    "welcome": TextKind(Message("Welcome"), _LINES, 10),
    "welcome-by": TextKind(Message("Who welcomes: the lines below the welcome"), _ONE_A_LINE, 2),
    "theme": TextKind(Message("Theme of the gathering"), None, 2),
    "hosts": TextKind(Message("Hosts (主办)"), _ONE_A_LINE, 3),
    "undertakers": TextKind(Message("Organised by (承办)"), _ONE_A_LINE, 3),
    "co-organisers": TextKind(Message("Co-organised by (协办)"), _ONE_A_LINE, 3),
    "about": TextKind(Message("About the gathering"), _LINES, 6),
    "organisation": TextKind(Message("Organising committee and working groups"), _LINES, 8),
    "notes": TextKind(Message("Notes for participants"), _LINES, 10),
    "county": TextKind(Message("About the county"), _LINES, 10),
    "certificate-attendance": TextKind(Message("Certificate of attendance"), _FILLED, 3, filled=True),
    "certificate-donation": TextKind(Message("Certificate of donation"), _FILLED, 3, filled=True),
    "certificate-honour": TextKind(Message("Certificate of honour"), _FILLED, 3, filled=True),
    "certificate-appointment": TextKind(Message("Letter of appointment"), _FILLED, 3, filled=True),
    "certificate-by": TextKind(Message("Who gives the certificates: the lines above the date"), _ONE_A_LINE, 2),
}  # fmt: skip
"""Every text there is, in the order of the page."""
PARTS: Mapping[str, Message] = {
    "welcome": Message("Welcome"), "about": Message("About the gathering"), "organisation": Message("Organising committee and working groups"),
    "programme": Message("Programme"), "sessions": Message("Agenda of the sessions"), "signing": Message("List of agreements to be signed"),
    "visit": Message("Homeland visit: routes and stops"), "delegations": Message("Delegations"), "buses": Message("Buses"),
    "hotels": Message("Hotels"), "tables": Message("Meals and tables"), "seats": Message("Seat plans"), "notes": Message("Notes for participants"),
    "county": Message("About the county"), "halls": Message("Halls"), "contacts": Message("Contact list"),
}  # fmt: skip
"""The parts of the handbook in their order (DOMAIN 2.2)."""


@dataclass(frozen=True)
class OfficeTexts:
    """What the office has written, by part and language, and the parts it leaves out."""

    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()

    def written(self, part: str, language: str) -> str:
        """What was typed for just this language."""
        return self.texts.get((part, language), "")

    def said(self, part: str, language: str) -> str:
        """The text in a language: traditional characters are made where they were not written; English is not made up."""
        own = self.written(part, language)
        if own or language != "zh-Hant":
            return own
        return traditional(self.written(part, "zh-Hans"))


async def texts_of(gathering: Gathering) -> OfficeTexts:
    """All of a gathering."""
    rows = await fetch("SELECT part, language, text FROM handbook_text WHERE gathering = $1", gathering.id)
    out = await fetch("SELECT part FROM handbook_omission WHERE gathering = $1", gathering.id)
    return OfficeTexts(
        {(row["part"], row["language"]): row["text"] for row in rows}, frozenset(row["part"] for row in out)
    )


async def write_texts(
    gathering: Gathering, texts: Mapping[str, str], *, language: str, by: Actor, now: datetime, seen: Mapping[str, str] | None = None
) -> OfficeTexts:  # fmt: skip
    """Write texts of one language by part; an empty one is taken away. `seen`: the marks they had when somebody began.

    Raises UnknownPart, Invalid, ChangedSince.
    """
    unknown = [part for part in texts if part not in TEXTS]
    if unknown or language not in GUEST_LANGUAGES:
        raise UnknownPart(part=(unknown or [language])[0][:40])
    told = {part: text.replace("\r\n", "\n").strip() for part, text in texts.items()}
    if problems := {part: problem for part, text in told.items() if (problem := _problem(part, text))}:
        raise Invalid(problems)
    async with writing():
        await lock(gathering)
        before = await texts_of(gathering)
        changed = {part: text for part, text in told.items() if text != before.written(part, language)}
        _refuse_changed(before, changed, language, seen)
        await _replace(gathering, changed, language, by, now)
        if changed:
            await record(
                "handbook.write", subject="handbook", by=by, now=now, gathering=gathering.id, language=language, parts=sorted(changed)
            )  # fmt: skip
    return await texts_of(gathering)


async def leave_out(gathering: Gathering, parts: frozenset[str], *, by: Actor, now: datetime) -> None:
    """The parts that the handbook is to be without, and no others. Raises UnknownPart."""
    if unknown := parts - PARTS.keys():
        raise UnknownPart(part=min(unknown)[:40])
    async with writing():
        await lock(gathering)
        if (await texts_of(gathering)).left_out == parts:
            return
        await fetch("DELETE FROM handbook_omission WHERE gathering = $1", gathering.id)
        await fetch(
            "INSERT INTO handbook_omission (id, gathering, part) SELECT gen_random_uuid(), $1, unnest($2::text[])",
            gathering.id, sorted(parts),
        )  # fmt: skip
        await record(
            "handbook.parts", subject="handbook", by=by, now=now, gathering=gathering.id, left_out=sorted(parts)
        )  # fmt: skip


def _problem(part: str, text: str) -> Problem | None:
    most = LONGEST_CERTIFICATE if part.startswith("certificate-") else LONGEST
    if len(text) > most:
        return Problem(_TOO_LONG, {"most": most, "count": len(text)})
    if not TEXTS[part].filled:
        return None
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError:
        return Problem(_BRACES, {"name": "{name}"})
    unknown = [name for name in names if name not in FIELDS]
    return Problem(_NO_FIELD, {"name": unknown[0][:20], "known": ", ".join(FIELDS)}) if unknown else None


def _refuse_changed(
    before: OfficeTexts, changed: Mapping[str, str], language: str, seen: Mapping[str, str] | None
) -> None:
    """What somebody else wrote since is not overwritten."""
    if seen is None:
        return
    theirs = {
        part: before.written(part, language)
        for part in changed
        if seen.get(part) != mark(before.written(part, language))
    }
    if theirs:
        raise ChangedSince({part: Problem(_NOW, {"now": text or "–"}) for part, text in theirs.items()})


async def _replace(
    gathering: Gathering, changed: Mapping[str, str], language: str, by: Actor, now: datetime
) -> None:
    await fetch(
        "DELETE FROM handbook_text WHERE gathering = $1 AND language = $2 AND part = ANY($3::text[])",
        gathering.id, language, list(changed),
    )  # fmt: skip
    for part, text in changed.items():
        if text:
            await fetch(
                "INSERT INTO handbook_text (id, gathering, part, language, text, by, updated_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7)",
                uuid4(), gathering.id, part, language, text, by.mark, now,
            )  # fmt: skip
