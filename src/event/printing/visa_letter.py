"""Invitation letters for visas (DOMAIN 2.1): who is invited, to what, and who invites; Chinese and English."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from event.database import fetch
from event.gathering.countries import country_name
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.printing.chunks import Chunks, Wanted, stamp
from event.printing.errors import NoLetterToPrint
from event.printing.fonts import missing_glyphs
from event.registration.asking.standard import DOCUMENT_KINDS
from event.registration.sealed import opened
from event.templating import rendered
from event.text import latin_name, latin_of

_A_CHUNK = 30
_SEXES = {"M": ("男", "Male"), "F": ("女", "Female")}
_KINDS = {option.key: option.words for option in DOCUMENT_KINDS}
_MISSING = Message("{name} ({number}): the font has no glyph for {letters}.")


@dataclass(frozen=True)
class Letter:
    """One letter; pairs are Chinese and English."""

    number: str
    issued_on: date
    guest_number: str
    name_zh: str
    latin: str
    sex: tuple[str, str]
    birth_date: date
    nationality: tuple[str, str]
    document_kind: tuple[str, str]
    document_number: str
    document_expires: date | None
    position: str
    consulate: str
    first_day: date
    last_day: date
    main_guest: str

    @property
    def text(self) -> str:
        """Everything that is not ours, to look for characters the font lacks."""
        return self.name_zh + self.latin + self.position + self.consulate + self.main_guest


async def letter_chunks(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    """The letters that are issued under a number of ours, one on a page, by number."""
    rows = await _issued(gathering, wanted)
    if not rows:
        raise NoLetterToPrint
    keys = await keys_of(gathering.id)
    letters = [_letter(gathering, row, opened(keys, row["id"], row).document_number) for row in rows]
    html = [
        rendered(
            "pdf/visa_letters.html",
            language="zh-Hans",
            held=gathering,
            letters=letters[begin : begin + _A_CHUNK],
            stamp=stamp(),
        )
        for begin in range(0, len(letters), _A_CHUNK)
    ]
    return Chunks(
        f"{gathering.title_zh} – {gathering.slug}", html, len(letters), _problems(letters, wanted.language),
        documents_of=tuple(row["id"] for row in rows),
    )  # fmt: skip


async def _issued(gathering: Gathering, wanted: Wanted) -> list[Any]:
    return await fetch(
        "SELECT g.*, g.answers ->> 'consulate' AS consulate, l.number AS letter, l.issued_on,"
        " a.on_day AS arrives, b.on_day AS departs, m.name_zh AS main_zh, m.latin_surname AS main_surname,"
        " m.latin_given AS main_given"
        " FROM visa_letter l JOIN guest g ON g.id = l.guest"
        " LEFT JOIN journey a ON a.guest = g.id AND a.direction = 'arrival'"
        " LEFT JOIN journey b ON b.guest = g.id AND b.direction = 'departure'"
        " LEFT JOIN guest m ON m.travel_party = g.travel_party AND m.party_place = 'main' AND g.party_place = 'companion'"
        " WHERE l.gathering = $1 AND l.number <> '' AND g.birth_date IS NOT NULL AND g.erased_at IS NULL"
        " AND ($2::uuid[] IS NULL OR g.id = ANY($2)) AND ($3::uuid IS NULL OR g.delegation = $3)"
        " ORDER BY l.number",
        gathering.id, None if wanted.guests is None else list(wanted.guests), wanted.delegation,
    )  # fmt: skip


def _letter(gathering: Gathering, row: Any, document_number: str) -> Letter:
    kind = _KINDS.get(row["document_kind"])
    main_latin = latin_name(row["main_surname"] or "", row["main_given"] or "")
    return Letter(
        number=row["letter"],
        issued_on=row["issued_on"],
        guest_number=row["number"],
        name_zh=row["name_zh"],
        latin=latin_of(row),
        sex=_SEXES.get(row["sex"], ("", "")),
        birth_date=row["birth_date"],
        nationality=(country_name(row["nationality"]), country_name(row["nationality"], "en")),
        document_kind=(kind.zh, kind.en) if kind else (row["document_kind"], row["document_kind"]),
        document_number=document_number,
        document_expires=row["document_expires"],
        position=row["association_title"] or row["company_title"],
        consulate=row["consulate"] or "",
        first_day=row["arrives"] or gathering.first_day,
        last_day=row["departs"] or gathering.last_day,
        main_guest=" ".join(part for part in (row["main_zh"], main_latin) if part),
    )


def _problems(letters: Sequence[Letter], language: str) -> tuple[str, ...]:
    return tuple(
        translated(_MISSING, language).format(
            name=letter.name_zh or letter.latin, number=letter.guest_number, letters=" ".join(sorted(lacking))
        )
        for letter in letters
        if (lacking := missing_glyphs(letter.text))
    )
