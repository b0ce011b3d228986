"""Badges (DOMAIN 2.9): both names, class band with its letter, delegation, QR and number."""

from typing import Any

from event.checkin.importing.seekers import CLASS as SEEKERS
from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.printing.badge_designs.arranging import Badge, arranged
from event.printing.badge_designs.looks import looks_of
from event.printing.badge_designs.sizes import FOUR_UP, RUNS
from event.printing.chunks import Chunks, Wanted, stamp
from event.printing.errors import NothingToPrint
from event.printing.fonts import missing_glyphs
from event.registration.tickets import ticket_text
from event.templating import days
from event.text import latin_of

_STANDARD = "90x130"
_MISSING = Message("{name} ({number}): the badge font has no glyph for {letters}.")
BOTH_SIDES = "both"
ONE_SIDE, TWO_SIDES = Message("One side"), Message("Both sides alike, for a printer that turns the sheet")


async def badge_chunks(gathering: Gathering, wanted: Wanted, *, run: str = "") -> Chunks:
    """The badges of approved guests with a valid ticket, by delegation and number.

    Which of RUNS: `run`, or `wanted.size`; `wanted.options["sides"]` is "both" where a badge is printed on its back too.
    """
    chosen = RUNS.get(run or wanted.size or wanted.options.get("badge_size", ""), RUNS[_STANDARD])
    rows = await holders(gathering, wanted)
    if not rows:
        raise NothingToPrint
    badges = await badges_of(gathering, rows)
    problems = tuple(
        translated(_MISSING, wanted.language).format(
            name=badge.lines["name"], number=badge.number, letters=" ".join(sorted(letters))
        )
        for badge in badges
        if (letters := missing_glyphs(badge.told))
    )
    looks = await looks_of(gathering, {one.class_code for one in badges}, chosen.size.code)
    sheets = arranged(
        badges, looks, chosen, both_sides=wanted.options.get("sides") == BOTH_SIDES,
        margin=f"{gathering.title_zh} · {stamp()}",
    )  # fmt: skip
    return Chunks(f"{gathering.title_zh} – {gathering.slug}", [], len(badges), problems, sheets=sheets)


async def sizes_to_choose(_gathering: Gathering, language: str) -> list[tuple[str, str]]:
    """What badges can be printed as."""
    return [(one.code, translated(one.label, language)) for one in RUNS.values()]


async def sides_to_choose(_gathering: Gathering, language: str) -> list[tuple[str, str]]:
    """Whether badges are printed on their backs too, for a printer that turns the sheet."""
    return [("", translated(ONE_SIDE, language)), (BOTH_SIDES, translated(TWO_SIDES, language))]


async def badges_four_up(gathering: Gathering, wanted: Wanted) -> Chunks:
    """Four badges on a sheet of A4, to be cut."""
    return await badge_chunks(gathering, wanted, run=FOUR_UP)


async def holders(gathering: Gathering, wanted: Wanted) -> list[Any]:
    """Rows of who gets a badge; job seekers have tickets only, unless their class or they are asked for."""
    return await fetch(
        "SELECT g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.association_title,"
        " g.company_title, c.code AS class_code, c.name_zh AS class_zh, c.name_en AS class_en, c.colour,"
        " d.name_zh AS delegation, d.name_en AS delegation_en, t.number AS ticket, t.generation, t.badge_number"
        " FROM guest g JOIN guest_class c ON c.id = g.guest_class"
        " JOIN ticket t ON t.guest = g.id AND t.voided_at IS NULL"
        " LEFT JOIN delegation d ON d.id = g.delegation"
        " WHERE g.gathering = $1 AND g.standing = 'approved'"
        " AND ($2::uuid[] IS NULL OR g.id = ANY($2)) AND ($3::text[] IS NULL OR c.code = ANY($3))"
        " AND ($4::uuid IS NULL OR g.delegation = $4)"
        " AND (c.code <> $5 OR $2 IS NOT NULL OR $3 IS NOT NULL)"
        " ORDER BY c.counts_as_guest DESC, d.code NULLS LAST, c.position, g.number",
        gathering.id,
        list(wanted.guests) if wanted.guests is not None else None,
        list(wanted.class_codes) if wanted.class_codes else None,
        wanted.delegation,
        SEEKERS[0],
    )


async def badges_of(gathering: Gathering, rows: list[Any]) -> list[Badge]:
    """What is told on the badges of these rows."""
    keys = await keys_of(gathering.id)
    key_id = keys.signing_key_id
    frames: dict[str, dict[str, str]] = {}
    badges = []
    for row in rows:
        text = ticket_text(
            key=keys.signing[key_id], key_id=key_id, generation=row["generation"],
            gathering=gathering.number, ticket=row["ticket"],
        )  # fmt: skip
        code = row["class_code"]
        frame = frames.get(code) or frames.setdefault(
            code, frame_fields(gathering, code=code, name_zh=row["class_zh"], name_en=row["class_en"])
        )
        badges.append(
            Badge(
                row["number"], row["badge_number"], code, row["colour"], ink_on(row["colour"]), frame,
                frame | _lines(row), text,
            )
        )  # fmt: skip
    return badges


def frame_fields(gathering: Gathering, *, code: str, name_zh: str, name_en: str) -> dict[str, str]:
    """What a frame may tell."""
    first, last = gathering.first_day, gathering.last_day
    return {
        "event": gathering.title_zh, "event_en": gathering.title_en, "days_zh": days(first, last, "zh-Hans"),
        "days_en": days(first, last, "en"), "place_zh": gathering.place_zh, "place_en": gathering.place_en,
        "class_code": code, "class_zh": name_zh, "class_en": name_en,
    }  # fmt: skip


def _lines(row: Any) -> dict[str, Any]:
    latin = latin_of(row)
    chinese = bool(row["name_zh"])
    return {
        "name": spaced(row["name_zh"]) or latin, "latin": latin if chinese else "", "chinese": chinese,
        "title": row["association_title"] or row["company_title"], "association": row["association_title"],
        "company": row["company_title"], "delegation": row["delegation"] or "",
        "delegation_en": row["delegation_en"] or "",
    }  # fmt: skip


def spaced(name_zh: str) -> str:
    """A two-character name spread to match one of three: 王 芳 (DOMAIN 2.10)."""
    return f"{name_zh[0]}\u3000{name_zh[1]}" if len(name_zh) == 2 else name_zh  # noqa: PLR2004


INKS = ("#ffffff", "#18181b", "#000000")
READABLE = 4.5
"""WCAG 2.2, 1.4.3: at least this contrast for text."""


def ink_on(colour: str) -> str:
    """White or black, whichever is easier to read on a colour; pure black where the softer one is not enough."""
    white, soft, black = (contrast(ink, colour) for ink in INKS)
    if white >= soft and white >= READABLE:
        return INKS[0]
    return INKS[1] if soft >= READABLE else INKS[0] if white > black else INKS[2]


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' luminance, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]  # noqa: PLR2004 - sRGB
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
