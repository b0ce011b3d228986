"""Table cards (席卡) as tents of a folded A4 sheet: two faces, the upper one upside down, in the order of the seats."""

from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.language import Message
from event.printing.seating.drawing import TEMPLATE, Card, card, pieces, without_glyphs
from event.printing.signing.choosing import Paper, Wanted
from event.printing.signing.errors import NothingSigned
from event.printing.visit.paper import Part
from event.signing.ceremony.plan import is_foreign
from event.signing.queries import BatchKept, ItemKept, PartyKept, SignatoryKept, batches_of, items_of
from event.signing.rules import Side, from_stage, party_mark
from event.text import latin_name

CARDS = Message("Table cards")
WHO = {
    "": Message("Everybody who signs"),
    "others": Message("Witnesses and hosts"),
    "all": Message("Everybody"),
}


async def table_cards(gathering: Gathering, wanted: Wanted) -> Paper:
    """A sheet for each card, by batch and turn, from left to right as the signers see it."""
    items = await items_of(gathering)
    batches = [one for one in await batches_of(gathering, items) if wanted.batch in (None, one.told.number)]
    signs = [
        (item, party, who)
        for batch in batches
        for item in items
        if item.told.batch == batch.told.number and wanted.item in ("", item.told.code)
        for party in _from_left(item)
        for who in party.signatories
    ]
    cards = [] if wanted.who == "others" else await _of_signatories(signs, wanted)
    if wanted.who and not wanted.item:
        cards += _of_others(batches, items)
    if not cards:
        raise NothingSigned
    title = wanted.said(CARDS)
    part = Part("cards", title, "", notes=tuple(repr(one) for one in cards))
    problems = tuple(wanted.said(sentence, **told) for sentence, told in without_glyphs(cards))
    return Paper(title, TEMPLATE, pieces(cards), (part,), len(cards), problems=problems)


def _from_left(item: ItemKept) -> list[PartyKept]:
    by_place = {one.position: one for one in item.parties}
    sides = from_stage(Side(one.position, one.told.is_host) for one in item.parties)
    return [by_place[side.position] for side in sides]


async def _of_signatories(
    signs: list[tuple[ItemKept, PartyKept, SignatoryKept]], wanted: Wanted
) -> list[Card]:
    words = await _words([who.id for _, _, who in signs])
    found: list[Card] = []
    for item, party, who in signs:
        zh, latin = words[who.id]
        zh, latin = zh or who.told.name_zh, latin or who.told.name_en
        bilingual = is_foreign(item) or wanted.language == "en"
        first, second = (
            (latin or zh, zh if latin else "")
            if wanted.language == "en"
            else (zh or latin, latin if zh else "")
        )
        organisation = wanted.label(party.told.organisation_zh, party.told.organisation_en)
        seat = f"{item.told.code} {party_mark(party.position)}方 · {wanted.batch_name(item.told.batch or 0)}"
        found.append(card(first, second if bilingual else "", organisation, seat))
    return found


def _of_others(batches: list[BatchKept], items: list[ItemKept]) -> list[Card]:
    """Leaders have cards with their names only, once."""
    people = [
        one
        for batch in batches
        for one in (
            *batch.told.hosts, *batch.told.witnesses,
            *(who for item in items if item.told.batch == batch.told.number for who in item.told.witnesses),
        )
    ]  # fmt: skip
    return [card(name, "", "", "") for name in dict.fromkeys(one.name for one in people)]


async def _words(signatories: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """What stands on the card of each signatory: words of its own, otherwise the guest's names as in the passport."""
    rows = await fetch(
        "SELECT s.id, s.name_zh, g.name_zh AS guest_zh, g.latin_surname, g.latin_given, g.surname_first, c.words_zh,"
        " c.words_en FROM signatory s LEFT JOIN guest g ON g.id = s.guest LEFT JOIN table_card c ON c.signatory = s.id"
        " WHERE s.id = ANY($1::uuid[])",
        signatories,
    )
    return {
        row["id"]: (
            row["words_zh"] or row["name_zh"] or row["guest_zh"] or "",
            row["words_en"]
            or latin_name(row["latin_surname"] or "", row["latin_given"] or "", surname_first=bool(row["surname_first"])),
        )
        for row in rows
    }  # fmt: skip
