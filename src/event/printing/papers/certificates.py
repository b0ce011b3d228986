"""Certificates on A4 (参会证书, 捐赠证书, 荣誉证书, 聘书): for all who have arrived, a class, or one guest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from event.database import fetch
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.printing.centre.document import Options
from event.printing.chunks import Chunks, Wanted, stamp
from event.printing.fonts import fitted
from event.printing.papers.errors import NoOneToCertify
from event.printing.papers.people import Attendee, people_of
from event.printing.papers.sheet import choice_of, lacking
from event.printing.papers.texts import OfficeTexts, texts_of
from event.printing.visit.choosing import Choice
from event.templating import days, rendered

CERTIFICATES = Message("Certificates")
KIND = Message("Kind")
_A_CHUNK = 40
_ROOM = 205.0
"""Millimetres that a name may take."""


@dataclass(frozen=True)
class Kind:
    """A kind of certificate: its heading, the line above the name, what is said where the office has written nothing, its letter."""

    label: Message
    lead: Message
    wording: Message
    letter: str


KINDS = {
    "attendance": Kind(
        Message("Certificate of attendance"), Message("This is to certify that"),
        Message("took part in {gathering}, held in {place} on {days}."), "C",
    ),
    "donation": Kind(
        Message("Certificate of donation"), Message("With heartfelt thanks to"),
        Message("for a generous donation on the occasion of {gathering}."), "D",
    ),
    "honour": Kind(
        Message("Certificate of honour"), Message("This honour is awarded to"),
        Message("for outstanding service to {gathering}."), "H",
    ),
    "appointment": Kind(
        Message("Letter of appointment"), Message("We have the honour to appoint"),
        Message("as adviser to the federation on the affairs of compatriots abroad."), "A",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Certificate:
    """One sheet: the name in letters of `size` millimetres, who it is, what is said (in `body_size`), its number."""

    name: str
    spelled: str
    size: float
    of: str
    body: str
    body_size: float
    number: str


async def kinds(_gathering: Gathering, language: str) -> Options:
    """The kinds there are."""
    return [(code, translated(kind.label, language)) for code, kind in KINDS.items()]


async def certificate_chunks(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    """A certificate for each, by number. Raises NoOneToCertify."""
    choice, texts = choice_of(wanted), await texts_of(gathering)
    code = wanted.options.get("kind") or next(iter(KINDS))
    people = await _given_to(gathering, wanted)
    if not people:
        raise NoOneToCertify
    sheets = [_certificate(one, code, gathering, texts, choice) for one in people]
    signed = texts.said("certificate-by", wanted.language) or gathering.federation(wanted.language)
    html = [
        rendered(
            "pdf/papers/certificates.html", language=wanted.language, held=gathering, kind=KINDS[code], stamp=stamp(),
            certificates=sheets[start : start + _A_CHUNK], signed=signed.splitlines(),
        )
        for start in range(0, len(sheets), _A_CHUNK)
    ]  # fmt: skip
    title = f"{choice.said(KINDS[code].label)} – {gathering.title(wanted.language)}"
    return Chunks(title, html, len(sheets), lacking(repr(sheets) + signed, choice))


async def _given_to(gathering: Gathering, wanted: Wanted) -> Sequence[Attendee]:
    """The guests, the class, or whoever has arrived of those who count as guests."""
    rows = await fetch(
        "SELECT g.id FROM guest g JOIN guest_class c ON c.id = g.guest_class WHERE g.gathering = $1 AND g.standing = 'approved'"
        " AND CASE WHEN $2::uuid[] IS NOT NULL THEN g.id = ANY($2) WHEN $3::text[] IS NOT NULL THEN c.code = ANY($3)"
        "   ELSE c.counts_as_guest AND EXISTS (SELECT 1 FROM arrival a WHERE a.guest = g.id AND a.scope = $1) END"
        " AND ($4::uuid IS NULL OR g.delegation = $4)",
        gathering.id, list(wanted.guests) if wanted.guests else None, list(wanted.class_codes) if wanted.class_codes else None,
        wanted.delegation,
    )  # fmt: skip
    people = await people_of(gathering, [row["id"] for row in rows])
    return sorted(people, key=lambda one: (len(one.number), one.number))


def _certificate(
    one: Attendee, code: str, gathering: Gathering, texts: OfficeTexts, choice: Choice
) -> Certificate:
    kind, language = KINDS[code], choice.language
    prefix, _, tail = one.number.rpartition("-")
    number = f"{prefix or gathering.number_prefix}-{kind.letter}-{tail}"
    name = one.latin if language == "en" and one.latin else one.name
    told = {
        "name": name, "title": choice.label(one.titles[0]) if one.titles else "", "delegation": choice.label(*one.delegation),
        "gathering": gathering.title(language), "place": gathering.place(language) or gathering.federation(language),
        "days": days(gathering.first_day, gathering.last_day, language), "number": number,
    }  # fmt: skip
    body = (texts.said(f"certificate-{code}", language) or choice.said(kind.wording)).format(**told)
    beside = one.name_zh if name == one.latin else one.spelled
    return Certificate(
        name, beside, fitted(name, largest=15, smallest=6, room=_ROOM), told["title"] or told["delegation"], body,
        fitted(body, largest=5.8, smallest=3.4, room=_ROOM, lines=3, weight=400), number,
    )  # fmt: skip
