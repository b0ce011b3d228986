"""What was agreed: amounts by type, never added across types, and one amount with its rate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from event.language import Message
from event.reports.told import Asked, Told
from event.signing.money import in_capitals, in_yi, plain, said
from event.signing.queries import ItemKept, TypeOf, items_of


@dataclass(frozen=True)
class OfType:
    """Agreements of one type: how many, and their yuan, None where none has an amount."""

    type: TypeOf
    items: tuple[ItemKept, ...]

    @property
    def yuan(self) -> Decimal | None:
        amounts = [one.yuan for one in self.items if one.yuan is not None]
        return sum(amounts, Decimal(0)) if amounts else None


def by_type(items: Iterable[ItemKept]) -> list[OfType]:
    """Agreements by type in the order of the types."""
    found: dict[str, list[ItemKept]] = {}
    for item in items:
        found.setdefault(item.agreement_type.code, []).append(item)
    types = [OfType(ones[0].agreement_type, tuple(ones)) for ones in found.values()]
    return sorted(types, key=lambda one: (one.type.position, one.type.code))


@dataclass(frozen=True)
class Totals:
    """The totals that may be told: of investment, and of every other type apart; heads of talent agreements."""

    investment: tuple[OfType, ...]
    apart: tuple[OfType, ...]
    doctors: int
    masters: int

    @property
    def yuan(self) -> Decimal:
        """Of the types that count as investment."""
        return sum((one.yuan or Decimal(0) for one in self.investment), Decimal(0))

    @property
    def items(self) -> int:
        return sum(len(one.items) for one in (*self.investment, *self.apart))


def totals_of(items: Sequence[ItemKept]) -> Totals:
    """Totals of some agreements."""
    types = by_type(items)
    return Totals(
        tuple(one for one in types if one.type.counts_as_investment),
        tuple(one for one in types if not one.type.counts_as_investment),
        sum(one.told.doctors or 0 for one in items),
        sum(one.told.masters or 0 for one in items),
    )


async def signed_by_type(asked: Asked) -> Told:
    """How many agreements of each type, and their amounts: of investment in one total, of other types apart."""
    items = await items_of(asked.gathering)
    totals = totals_of(items)
    every, invested = (*totals.investment, *totals.apart), sum(len(one.items) for one in totals.investment)
    return Told(
        {
            "items": len(items),
            "by_type": {one.type.name_zh: {"n": len(one.items), "rmb_yi": in_yi(one.yuan)} for one in every},
            "investment": {"n": invested, "rmb_yi": in_yi(totals.yuan), "rmb_yuan": f"{totals.yuan:.2f}"},
            "apart": {one.type.name_zh: in_yi(one.yuan) for one in totals.apart if one.yuan is not None},
            "headcount": {"phd": totals.doctors, "master": totals.masters},
        },
        (Message("Type"), Message("Counts as investment"), Message("Agreements"), Message("亿元"), Message("Which")),
        [
            (
                one.type.name(asked.language), "✓" if one.type.counts_as_investment else "–", str(len(one.items)),
                in_yi(one.yuan) or "–", "、".join(item.told.code for item in one.items),
            )
            for one in every
        ],
        (
            (Message("Agreements"), str(len(items))), (Message("Of investment"), str(invested)),
            (Message("Investment in all"), said(totals.yuan, asked.language)),
            (Message("In capital numerals"), in_capitals(totals.yuan)),
            *((Message("Doctors"), str(totals.doctors)), (Message("Masters"), str(totals.masters))),
        ),
    )  # fmt: skip


async def signed_amount(asked: Asked) -> Told:
    """One agreement's amount in its own currency, with the rate, its day, and yuan."""
    code = asked.values["item"]
    item = next((one for one in await items_of(asked.gathering) if one.told.code == code), None)
    told = item.told if item else None
    answer: dict[str, Any] = {
        "item": code, "currency": told.currency if told else "",
        "amount": plain(told.amount) if told and told.amount is not None else None,
        "rate": plain(told.rate, 4) if told and told.rate is not None else None,
        "rate_date": told.rate_date.isoformat() if told and told.rate_date else None,
        "rmb_yi": in_yi(item.yuan) if item else None,
    }  # fmt: skip
    yuan = item.yuan if item else None
    return Told(
        answer,
        (
            Message("Code"), Message("Agreement"), Message("Currency"), Message("Amount"), Message("Rate"),
            Message("Day of the rate"), Message("亿元"), Message("In capital numerals"),
        ),
        [
            (
                code, told.name_zh, answer["currency"], answer["amount"] or "–", answer["rate"] or "–",
                answer["rate_date"] or "–", answer["rmb_yi"] or "–", in_capitals(yuan) if yuan is not None else "–",
            )
            for told in ([item.told] if item else [])
        ],
    )  # fmt: skip
