"""Badges (DOMAIN 2.9): both names, class band with its letter, delegation, QR and number."""

from dataclasses import dataclass
from typing import Any

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.printing.chunks import Chunks, Wanted
from event.printing.errors import NothingToPrint
from event.printing.fonts import fitted, missing_glyphs
from event.printing.pieces import Code, Fragments, Put, Sheets
from event.registration.tickets import ticket_text
from event.templating import rendered, templates
from event.text import latin_name

WIDTH, HEIGHT = 90, 130
"""Millimetres: a common holder (DOMAIN 2.9)."""
_ROOM = WIDTH - 12
_SINGLE = ((0.0, 0.0),)
_FOUR_UP = ((15.0, 18.5), (105.0, 18.5), (15.0, 148.5), (105.0, 148.5))
_A4 = (210, 297)
_MISSING = Message("{name} ({number}): the badge font has no glyph for {letters}.")


@dataclass(frozen=True)
class Badge:
    """One badge, sizes in millimetres of type."""

    number: str
    badge_number: str
    name: str
    name_size: float
    latin: str
    latin_size: float
    title: str
    title_size: float
    delegation: str
    class_code: str
    class_zh: str
    class_en: str
    colour: str
    ink: str
    text: str
    """What its QR says."""


async def badge_chunks(gathering: Gathering, wanted: Wanted, *, four_up: bool) -> Chunks:
    """The badges of approved guests with a valid ticket, by delegation and number."""
    rows = await _holders(gathering, wanted)
    if not rows:
        raise NothingToPrint
    badges = await _badges(gathering, rows)
    problems = tuple(
        translated(_MISSING, wanted.language).format(
            name=badge.name, number=badge.number, letters=" ".join(sorted(letters))
        )
        for badge in badges
        if (letters := missing_glyphs(badge.name + badge.latin + badge.title + badge.delegation))
    )
    title = f"{gathering.title_zh} – {gathering.slug}"
    return Chunks(title, [], len(badges), problems, sheets=_sheets(gathering, badges, four_up=four_up))


def _sheets(gathering: Gathering, badges: list[Badge], *, four_up: bool) -> Sheets:
    """Each badge is its class's frame, the guest's lines, the number and the QR code."""
    parts: Any = templates().get_template("pdf/badge.html").module
    title_size = fitted(gathering.title_zh, largest=5, smallest=3, room=_ROOM, lines=2)
    fragments: dict[str, int] = {}

    def place(html: str) -> int:
        return fragments.setdefault(html.strip(), len(fragments))

    marks = (Put(place(parts.marks()), 0, 0),) if four_up else ()
    made = [
        (
            place(parts.frame(one, gathering, title_size)),
            place(parts.who(one)),
            place(parts.number(one)),
            one.text,
        )
        for one in badges
    ]
    corners = _FOUR_UP if four_up else _SINGLE
    sheets = tuple(
        marks + tuple(
            put for (left, top), parts in zip(corners, some, strict=False) for put in _one(*parts, left, top)
        )
        for some in (made[start : start + len(corners)] for start in range(0, len(made), len(corners)))
    )  # fmt: skip
    style = rendered("pdf/badge.css", width=WIDTH, height=HEIGHT, room=_ROOM)
    return Sheets(*(_A4 if four_up else (WIDTH, HEIGHT)), Fragments(style, tuple(fragments)), sheets)


def _one(frame: int, who: int, number: int, text: str, left: float, top: float) -> tuple[Put | Code, ...]:
    """Where the parts of a badge stand, from its upper left corner."""
    return (
        Put(frame, left, top),
        Put(who, left + 6, top + 23, within=50),
        Code(text, left + 26.5, top + 74, side=37),
        Put(number, left + 7, top + 105.9),
    )


async def _holders(gathering: Gathering, wanted: Wanted) -> list[Any]:
    return await fetch(
        "SELECT g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.association_title,"
        " g.company_title, c.code AS class_code, c.name_zh AS class_zh, c.name_en AS class_en, c.colour,"
        " c.counts_as_guest, d.name_zh AS delegation, t.number AS ticket, t.generation, t.badge_number"
        " FROM guest g JOIN guest_class c ON c.id = g.guest_class"
        " JOIN ticket t ON t.guest = g.id AND t.voided_at IS NULL"
        " LEFT JOIN delegation d ON d.id = g.delegation"
        " WHERE g.gathering = $1 AND g.standing = 'approved'"
        " AND ($2::uuid[] IS NULL OR g.id = ANY($2)) AND ($3::text[] IS NULL OR c.code = ANY($3))"
        " AND ($4::uuid IS NULL OR g.delegation = $4)"
        " ORDER BY c.counts_as_guest DESC, d.code NULLS LAST, c.position, g.number",
        gathering.id,
        list(wanted.guests) if wanted.guests is not None else None,
        list(wanted.class_codes) if wanted.class_codes else None,
        wanted.delegation,
    )


async def _badges(gathering: Gathering, rows: list[Any]) -> list[Badge]:
    keys = await keys_of(gathering.id)
    key_id = keys.signing_key_id
    badges = []
    for row in rows:
        text = ticket_text(
            key=keys.signing[key_id], key_id=key_id, generation=row["generation"],
            gathering=gathering.number, ticket=row["ticket"],
        )  # fmt: skip
        latin = latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])
        name = spaced(row["name_zh"]) or latin
        title = row["association_title"] or row["company_title"]
        badges.append(
            Badge(
                number=row["number"],
                badge_number=row["badge_number"],
                name=name,
                name_size=fitted(name, largest=15, smallest=6, room=_ROOM, lines=1 if row["name_zh"] else 2),
                latin=latin if row["name_zh"] else "",
                latin_size=fitted(latin, largest=7, smallest=3.5, room=_ROOM),
                title=title,
                title_size=fitted(title, largest=4.2, smallest=2.2, room=_ROOM, lines=3, weight=400),
                delegation=row["delegation"] or "",
                class_code=row["class_code"],
                class_zh=row["class_zh"],
                class_en=row["class_en"],
                colour=row["colour"],
                ink=ink_on(row["colour"]),
                text=text,
            )
        )
    return badges


def spaced(name_zh: str) -> str:
    """A two-character name spread to match one of three: 王 芳 (DOMAIN 2.10)."""
    return f"{name_zh[0]}\u3000{name_zh[1]}" if len(name_zh) == 2 else name_zh  # noqa: PLR2004


def ink_on(colour: str) -> str:
    """Black or white, whichever is easier to read on a colour (WCAG relative luminance)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]  # noqa: PLR2004 - sRGB
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#18181b"
