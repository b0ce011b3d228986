"""Rates that cannot be misused: each with its definition, numerator, denominator and the list behind it.

Rounded half up to two places for display. Published rates differ in this: 291 of 292 is 99.66 %, and was published
as 99.65 %, cut off (DOMAIN 2.8).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from event.language import Message, translated
from event.signing.ledger.rules import STAGE_LABELS, Standing
from event.signing.ledger.tables import Stage

SIGNED = Message("Signed investment items")
_PERFORMED = Message("Signed and not terminated ÷ signed investment items")
_REACHED = Message(
    "At the stage “{stage}” or further, neither paused nor terminated ÷ signed investment items"
)
_FUNDS = Message("Funds in place ÷ signed amounts, in yuan, of investment items")
_FUNDS_OF_CONTRACTS = Message("Funds in place ÷ signed amounts, in yuan, of investment contracts only")
THRESHOLDS = (Stage.REGISTERED, Stage.APPROVED, Stage.STARTED, Stage.PRODUCING)
"""The thresholds a rate of landed projects is told for, whichever is chosen: there is no standard."""


@dataclass(frozen=True)
class Followed:
    """An item of the ledger on a day. `yuan` and `funds` are unrounded; `contract`: not a framework or an intent."""

    code: str
    investment: bool
    contract: bool
    yuan: Decimal | None
    funds: Decimal
    standing: Standing
    group: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is in the denominator: an investment that was signed, whatever became of it."""
        return self.investment and self.standing.was_signed


@dataclass(frozen=True)
class Rate:
    """A rate: what it means, what is divided by what, and the codes of the items that count above and below."""

    definition: Message
    numerator: Decimal
    denominator: Decimal
    counted: tuple[str, ...]
    of: tuple[str, ...]
    stage: Stage | None = None
    of_money: bool = False

    def percent(self, places: int = 2, *, cut_off: bool = False) -> Decimal | None:
        """The rate in percent, half up, or cut off; None of nothing."""
        return percent(self.numerator, self.denominator, places, cut_off=cut_off)


def defined(rate: Rate, language: str) -> str:
    """The definition of a rate in the reader's language."""
    stage = translated(STAGE_LABELS[rate.stage], language) if rate.stage else ""
    return translated(rate.definition, language).format(stage=stage)


def percent(
    numerator: Decimal | int, denominator: Decimal | int, places: int = 2, *, cut_off: bool = False
) -> Decimal | None:
    """Numerator ÷ denominator in percent; None where the denominator is nothing."""
    if not denominator:
        return None
    way = ROUND_DOWN if cut_off else ROUND_HALF_UP
    return (Decimal(numerator) * 100 / Decimal(denominator)).quantize(Decimal(1).scaleb(-places), way)


def _of(
    items: Sequence[Followed],
    definition: Message,
    holds: Callable[[Followed], bool],
    stage: Stage | None = None,
) -> Rate:
    signed = [one for one in items if one.counts]
    counted = tuple(one.code for one in signed if holds(one))
    return Rate(
        definition,
        Decimal(len(counted)),
        Decimal(len(signed)),
        counted,
        tuple(one.code for one in signed),
        stage,
    )


def performed(items: Sequence[Followed]) -> Rate:
    """履约率."""
    return _of(items, _PERFORMED, lambda one: one.standing.performs)


def reached(items: Sequence[Followed], stage: Stage) -> Rate:
    """开工率 and 投产率, or 落地率 with `stage` as its threshold."""
    return _of(items, _REACHED, lambda one: one.standing.has_reached(stage), stage)


def funds(items: Sequence[Followed], *, contracts_only: bool = False) -> Rate:
    """资金到位率, of items with an amount."""
    of = [
        one for one in items if one.counts and one.yuan is not None and (one.contract or not contracts_only)
    ]
    return Rate(
        _FUNDS_OF_CONTRACTS if contracts_only else _FUNDS,
        sum((one.funds for one in of), Decimal(0)),
        sum((one.yuan for one in of if one.yuan is not None), Decimal(0)),
        tuple(one.code for one in of if one.funds),
        tuple(one.code for one in of),
        of_money=True,
    )
