"""The classes of a gathering, as organizers set them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

import asyncpg
import msgspec

from event.database import fetch, writing
from event.errors import Invalid, Problem
from event.faults import MISSING, TOO_LONG
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.text import tidy

_CODE = Message("One or two letters, please, as they stand on the badge.")
_TWICE = Message("This letter is in the list twice.")
_COLOUR = Message("Please choose a colour.")
_ONE = Message("Keep at least one class.")
_IN_USE = Message("There are guests of this class: it cannot be removed.")
_NAMED = Message(
    "Checkpoints name a class that you removed in their rules. Take it out there first. {checkpoints}"
)
_LONGEST = 40
_NAMING = """
SELECT r.code, string_agg(p.code || ' ' || p.name_zh, ', ' ORDER BY p.position, p.code) AS checkpoints
FROM guest_class r JOIN checkpoint p ON p.gathering = r.gathering
WHERE r.gathering = $1 AND r.code <> ALL($2::text[])
AND EXISTS (SELECT 1 FROM jsonb_array_elements(p.rule) clause WHERE clause->'classes' ? r.code)
GROUP BY r.code, r.position ORDER BY r.position, r.code
"""


class ClassTold(msgspec.Struct, frozen=True):
    """A class with what its badge says; colour as #rrggbb."""

    code: str
    name_zh: str
    name_en: str = ""
    colour: str = "#57534e"
    counts_as_guest: bool = True
    offered_online: bool = False


async def classes_told(gathering: Gathering) -> list[ClassTold]:
    """The gathering's classes in their order."""
    rows = await fetch(
        "SELECT code, name_zh, name_en, colour, counts_as_guest, offered_online FROM guest_class"
        " WHERE gathering = $1 ORDER BY position, code", gathering.id,
    )  # fmt: skip
    return [ClassTold(**dict(row)) for row in rows]


async def set_classes(told: Sequence[ClassTold], *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Have these classes and no others. Raises Invalid, fields being NUMBER.code and the like, NUMBER from 0."""
    kept = [_tidied(one) for one in told]
    problems = _problems(kept)
    if not kept:
        problems["0.code"] = Problem(_ONE)
    if problems:
        raise Invalid(problems)
    codes = [one.code for one in kept]
    try:
        async with writing():
            await _refuse_named(codes, gathering)
            await fetch(
                "DELETE FROM guest_class WHERE gathering = $1 AND code <> ALL($2::text[])",
                gathering.id,
                codes,
            )
            for position, one in enumerate(kept):
                await fetch(
                    "INSERT INTO guest_class (id, gathering, code, name_zh, name_en, colour, counts_as_guest,"
                    " offered_online, position, badges_numbered) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)"
                    " ON CONFLICT (gathering, code) DO UPDATE SET name_zh = $4, name_en = $5, colour = $6,"
                    " counts_as_guest = $7, offered_online = $8, position = $9",
                    uuid4(), gathering.id, one.code, one.name_zh, one.name_en, one.colour, one.counts_as_guest,
                    one.offered_online, position,
                )  # fmt: skip
            await record(
                "gathering.set_classes", subject=f"gathering:{gathering.id}", by=by, now=now,
                gathering=gathering.id, classes=codes,
            )  # fmt: skip
    except (asyncpg.ForeignKeyViolationError, asyncpg.RestrictViolationError):
        raise Invalid({"classes": Problem(_IN_USE)}) from None


async def _refuse_named(codes: Sequence[str], gathering: Gathering) -> None:
    """Raises Invalid where the rule of a checkpoint names a class that is to go: it would admit nobody by it any more."""
    rows = await fetch(_NAMING, gathering.id, codes)
    if rows:
        told = "; ".join(f"{row['code']}: {row['checkpoints']}" for row in rows)
        raise Invalid({"classes": Problem(_NAMED, {"checkpoints": told})})


def contrast(colour: str, other: str) -> float:
    """How well two colours stand out from each other, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def letters_on(colour: str) -> str:
    """White or black, whichever stands out more on this colour."""
    return max(("#ffffff", "#000000"), key=lambda letters: contrast(colour, letters))


def _luminance(colour: str) -> float:
    def linear(part: int) -> float:
        value = part / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB

    red, green, blue = (linear(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _tidied(one: ClassTold) -> ClassTold:
    return msgspec.structs.replace(
        one,
        code=tidy(one.code).upper(),
        name_zh=tidy(one.name_zh),
        name_en=tidy(one.name_en),
        colour=one.colour.lower(),
    )


def _problems(kept: Sequence[ClassTold]) -> dict[str, Problem]:
    problems: dict[str, Problem] = {}
    codes = [one.code for one in kept]
    for number, one in enumerate(kept):
        if not (one.code.isascii() and one.code.isalpha() and len(one.code) <= 2):  # noqa: PLR2004 - as the column
            problems[f"{number}.code"] = Problem(_CODE)
        elif one.code in codes[:number]:
            problems[f"{number}.code"] = Problem(_TWICE)
        if not one.name_zh:
            problems[f"{number}.name_zh"] = Problem(MISSING)
        for name in ("name_zh", "name_en"):
            if (length := len(getattr(one, name))) > _LONGEST:
                problems[f"{number}.{name}"] = Problem(TOO_LONG, {"most": _LONGEST, "length": length})
        plain = one.colour.removeprefix("#")
        if len(plain) != 6 or any(letter not in "0123456789abcdef" for letter in plain):  # noqa: PLR2004
            problems[f"{number}.colour"] = Problem(_COLOUR)
    return problems
