"""Agreements, batches, types and projects of a gathering, shaped for pages and programs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.language import in_language
from event.signing.errors import UnknownBatch, UnknownItem, UnknownProject
from event.signing.forms import (
    BatchTold,
    ItemTold,
    Offered,
    PartyTold,
    PersonTold,
    ProjectTold,
    SignatoryTold,
)
from event.signing.money import in_yuan
from event.signing.rules import USUAL_TYPES, Turn, in_turn
from event.signing.tables import Duty
from event.text import full_name, latin_name


@dataclass(frozen=True)
class TypeOf:
    """A type of agreement; `items`: how many agreements are of it."""

    code: str
    name_zh: str
    name_en: str
    counts_as_investment: bool
    position: int
    items: int = 0

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)


@dataclass(frozen=True)
class SignatoryKept:
    """A signatory with their ids, and the guest's name where it is one."""

    id: UUID
    guest: UUID | None
    guest_name: str
    told: SignatoryTold

    def name(self, language: str = "zh-Hans") -> str:
        """The name on the card: as told, otherwise the guest's."""
        return in_language(language, zh=self.told.name_zh, en=self.told.name_en) or self.guest_name


@dataclass(frozen=True)
class PartyKept:
    """A party with its id."""

    id: UUID
    position: int
    told: PartyTold
    signatories: tuple[SignatoryKept, ...]


@dataclass(frozen=True)
class ItemKept:
    """An agreement as it is stored; `revision` rises with every change."""

    id: UUID
    revision: int
    told: ItemTold
    agreement_type: TypeOf
    parties: tuple[PartyKept, ...]
    withdrawn_at: datetime | None

    @property
    def yuan(self) -> Decimal | None:
        """The amount in yuan, unrounded."""
        return in_yuan(self.told.amount, self.told.currency, self.told.rate)

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries and regions of its parties but mainland China, in their order."""
        return tuple(
            dict.fromkeys(one.told.country for one in self.parties if one.told.country not in ("", "CN"))
        )

    def name(self, language: str = "zh-Hans") -> str:
        return in_language(language, zh=self.told.name_zh, en=self.told.name_en)

    @property
    def turn(self) -> Turn:
        return Turn(self.told.code, self.told.precedence, self.agreement_type.position, self.yuan)


@dataclass(frozen=True)
class BatchKept:
    """A batch with its agreements in the order of signing."""

    id: UUID
    revision: int
    told: BatchTold
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProjectKept:
    """A project of the pool; `items`: agreements about it."""

    id: UUID
    revision: int
    told: ProjectTold
    items: tuple[str, ...]
    withdrawn_at: datetime | None

    def name(self, language: str = "zh-Hans") -> str:
        return in_language(language, zh=self.told.name_zh, en=self.told.name_en)


async def types_of(gathering: UUID) -> list[TypeOf]:
    """The types of agreements in their order; the usual ones are there from the beginning."""
    rows = await fetch(
        "SELECT t.code, t.name_zh, t.name_en, t.counts_as_investment, t.position, count(i.id) AS items"
        " FROM agreement_type t LEFT JOIN signing_item i ON i.agreement_type = t.id WHERE t.gathering = $1"
        " GROUP BY t.id ORDER BY t.position, t.code",
        gathering,
    )
    if rows:
        return [TypeOf(**dict(row)) for row in rows]
    return [
        TypeOf(one.code, one.name_zh, one.name_en, one.counts_as_investment, place)
        for place, one in enumerate(USUAL_TYPES)
    ]


async def items_of(gathering: Gathering, *, withdrawn: bool = False) -> list[ItemKept]:
    """Every agreement by batch and in the order of signing; those without a batch last. A handful of queries."""
    keys = await keys_of(gathering.id)
    rows = await fetch(
        "SELECT i.*, b.number AS batch_number, p.code AS project_code, t.code AS type_code, t.name_zh AS type_zh,"
        " t.name_en AS type_en, t.counts_as_investment, t.position AS type_position, x.languages, x.copies, x.state,"
        " x.state_said FROM signing_item i JOIN agreement_type t ON t.id = i.agreement_type"
        " LEFT JOIN signing_batch b ON b.id = i.batch LEFT JOIN project p ON p.id = i.project"
        " LEFT JOIN signing_text x ON x.item = i.id WHERE i.gathering = $1 AND ($2 OR i.withdrawn_at IS NULL)",
        gathering.id, withdrawn,
    )  # fmt: skip
    parties = await _parties(gathering.id, keys)
    witnesses = await _duties(gathering.id)
    items = [
        _item(row, parties.get(row["id"], ()), witnesses.get((row["id"], Duty.WITNESS), ())) for row in rows
    ]
    by_batch: dict[int | None, list[ItemKept]] = {}
    for item in items:
        by_batch.setdefault(item.told.batch, []).append(item)
    ordered = sorted(by_batch.items(), key=lambda one: (one[0] is None, one[0] or 0))
    return [item for _, ones in ordered for item in _in_turn(ones)]


def _in_turn(items: Iterable[ItemKept]) -> list[ItemKept]:
    by_code = {item.told.code: item for item in items}
    return [by_code[turn.code] for turn in in_turn([item.turn for item in by_code.values()])]


async def item_of(gathering: Gathering, code: str) -> ItemKept:
    """One agreement by its code, withdrawn ones too. Raises UnknownItem."""
    found = next((one for one in await items_of(gathering, withdrawn=True) if one.told.code == code), None)
    if found is None:
        raise UnknownItem(code=code[:20])
    return found


def _item(row: Any, parties: tuple[PartyKept, ...], witnesses: tuple[PersonTold, ...]) -> ItemKept:
    told = ItemTold(
        code=row["code"], name_zh=row["name_zh"], name_en=row["name_en"], agreement_type=row["type_code"],
        batch=row["batch_number"], precedence=row["precedence"], project=row["project_code"] or "",
        amount=row["amount"], currency=row["currency"], rate=row["rate"], rate_date=row["rate_date"],
        approximate=row["approximate"], doctors=row["doctors"], masters=row["masters"],
        other_talents=row["other_talents"], industry=row["industry"], town=row["town"], content_zh=row["content_zh"],
        content_en=row["content_en"], service_team=row["service_team"], confidential=row["confidential"],
        text_state=row["state"] or "draft", text_said=row["state_said"] or "", text_languages=row["languages"] or "",
        copies=row["copies"] or 2, parties=tuple(one.told for one in parties), witnesses=witnesses,
    )  # fmt: skip
    kind = TypeOf(
        row["type_code"], row["type_zh"], row["type_en"], row["counts_as_investment"], row["type_position"]
    )
    return ItemKept(row["id"], row["revision"], told, kind, parties, row["withdrawn_at"])


async def _parties(gathering: UUID, keys: Keys) -> dict[UUID, tuple[PartyKept, ...]]:
    """The parties of every agreement with their signatories, in order."""
    rows = await fetch(
        "SELECT p.id AS party, p.item, p.position AS place, p.is_host, p.organisation_zh, p.organisation_en,"
        " p.registration_number, p.country, s.*, g.number AS guest_number, g.name_zh AS guest_zh, g.latin_surname,"
        " g.latin_given, g.surname_first, q.number AS stand_in_number, c.printed_at FROM signing_party p"
        " JOIN signing_item i ON i.id = p.item LEFT JOIN signatory s ON s.party = p.id"
        " LEFT JOIN guest g ON g.id = s.guest LEFT JOIN guest q ON q.id = s.stand_in_guest"
        " LEFT JOIN table_card c ON c.signatory = s.id WHERE i.gathering = $1 ORDER BY p.item, p.position, s.position",
        gathering,
    )
    by_party: dict[UUID, list[Any]] = {}
    for row in rows:
        by_party.setdefault(row["party"], []).append(row)
    found: dict[UUID, list[PartyKept]] = {}
    for ones in by_party.values():
        first = ones[0]
        signatories = tuple(_signatory(row, keys) for row in ones if row["id"] is not None)
        told = PartyTold(
            organisation_zh=first["organisation_zh"], organisation_en=first["organisation_en"],
            registration_number=first["registration_number"], country=first["country"], is_host=first["is_host"],
            signatories=tuple(one.told for one in signatories),
        )  # fmt: skip
        found.setdefault(first["item"], []).append(
            PartyKept(first["party"], first["place"], told, signatories)
        )
    return {item: tuple(ones) for item, ones in found.items()}


def _signatory(row: Any, keys: Keys) -> SignatoryKept:
    def phone(column: str) -> str:
        return keys.open(row[column], table="signatory", column=column, row=row["id"])

    told = SignatoryTold(
        guest=row["guest_number"] or "", name_zh=row["name_zh"], name_en=row["name_en"], title_zh=row["title_zh"],
        title_en=row["title_en"], phone=phone("phone"), stand_in=row["stand_in"],
        stand_in_title=row["stand_in_title"], stand_in_guest=row["stand_in_number"] or "",
        stand_in_phone=phone("stand_in_phone"), assistant=row["assistant"], card_printed=row["printed_at"] is not None,
    )  # fmt: skip
    latin = latin_name(
        row["latin_surname"] or "", row["latin_given"] or "", surname_first=bool(row["surname_first"])
    )
    return SignatoryKept(row["id"], row["guest"], full_name(row["guest_zh"] or "", latin), told)


async def _duties(gathering: UUID) -> dict[tuple[UUID, Duty], tuple[PersonTold, ...]]:
    """Who hosts, witnesses and assists, by batch, or by item where only one item is meant."""
    rows = await fetch(
        "SELECT coalesce(d.item, d.batch) AS subject, d.duty, d.name_zh, d.title_zh FROM ceremony_duty d"
        " JOIN signing_batch b ON b.id = d.batch WHERE b.gathering = $1 ORDER BY d.position",
        gathering,
    )
    found: dict[tuple[UUID, Duty], list[PersonTold]] = {}
    for row in rows:
        key = (row["subject"], Duty(row["duty"]))
        found.setdefault(key, []).append(PersonTold(row["name_zh"], row["title_zh"]))
    return {key: tuple(ones) for key, ones in found.items()}


async def batches_of(gathering: Gathering, items: Iterable[ItemKept] | None = None) -> list[BatchKept]:
    """Every batch by number with its agreements; `items` saves asking for them again."""
    known = list(items) if items is not None else await items_of(gathering)
    duties = await _duties(gathering.id)
    rows = await fetch("SELECT * FROM signing_batch WHERE gathering = $1 ORDER BY number", gathering.id)
    return [
        BatchKept(
            row["id"], row["revision"],
            BatchTold(
                number=row["number"], title_zh=row["title_zh"], title_en=row["title_en"], starts_at=row["starts_at"],
                hosts=duties.get((row["id"], Duty.HOST), ()), witnesses=duties.get((row["id"], Duty.WITNESS), ()),
                assistants=duties.get((row["id"], Duty.ASSISTANT), ()),
            ),
            tuple(one.told.code for one in known if one.told.batch == row["number"]),
        )
        for row in rows
    ]  # fmt: skip


async def batch_of(gathering: Gathering, number: int) -> BatchKept:
    """One batch. Raises UnknownBatch."""
    found = next((one for one in await batches_of(gathering) if one.told.number == number), None)
    if found is None:
        raise UnknownBatch(number=number)
    return found


async def projects_of(gathering: Gathering, *, withdrawn: bool = False) -> list[ProjectKept]:
    """The pool by code."""
    rows = await fetch(
        "SELECT p.*, coalesce((SELECT array_agg(i.code::text ORDER BY i.code) FROM signing_item i"
        "   WHERE i.project = p.id), '{}') AS items"
        " FROM project p WHERE p.gathering = $1 AND ($2 OR p.withdrawn_at IS NULL) ORDER BY p.code",
        gathering.id, withdrawn,
    )  # fmt: skip
    names = [name for name in ProjectTold.__struct_fields__]  # noqa: C416 - the fields are columns of the table
    return [
        ProjectKept(
            row["id"], row["revision"], ProjectTold(**{name: row[name] for name in names}), tuple(row["items"]),
            row["withdrawn_at"],
        )
        for row in rows
    ]  # fmt: skip


async def project_of(gathering: Gathering, code: str) -> ProjectKept:
    """One project. Raises UnknownProject."""
    found = next((one for one in await projects_of(gathering, withdrawn=True) if one.told.code == code), None)
    if found is None:
        raise UnknownProject(code=code[:20])
    return found


async def offered_in(gathering: Gathering) -> Offered:
    """What agreements of a gathering may name; guests by number with their ids."""
    rows = await fetch("SELECT number, id FROM guest WHERE gathering = $1", gathering.id)
    batches = await fetch("SELECT number FROM signing_batch WHERE gathering = $1", gathering.id)
    projects = await fetch("SELECT code FROM project WHERE gathering = $1", gathering.id)
    return Offered(
        types={one.code for one in await types_of(gathering.id)}, batches={row["number"] for row in batches},
        projects={row["code"] for row in projects}, guests={row["number"]: row["id"] for row in rows},
    )  # fmt: skip
