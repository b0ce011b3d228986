"""Rates: the published ones come out as published, and nothing counts that must not."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from event.signing.ledger.rates import Followed, funds, percent, performed, reached
from event.signing.ledger.rules import StageSaid, Standing, holding, out_of_order, standing
from event.signing.ledger.tables import Stage

PUBLISHED = [
    # name, numerator, denominator, places, published, cut off (DOMAIN 2.8)
    ("履约率", 244, 247, 1, "98.8", False),
    ("履约率", 291, 292, 2, "99.65", True),
    ("开工率", 198, 292, 1, "67.8", False),
    ("开工率", 46, 56, 2, "82.14", False),
    ("开工率", 222, 247, 0, "90", False),
    ("投产率", 23, 56, 0, "41", False),
    ("资金到位率", 370, 1077, 0, "34", False),
    ("落地率 注册", 6, 7, 2, "85.71", False),
    ("落地率 立项", 5, 7, 2, "71.43", False),
    ("落地率 开工", 4, 7, 2, "57.14", False),
    ("投产率", 2, 7, 2, "28.57", False),
]


@pytest.mark.parametrize(("name", "numerator", "denominator", "places", "published", "cut_off"), PUBLISHED)
def test_a_published_rate(
    name: str, numerator: int, denominator: int, places: int, published: str, cut_off: bool
) -> None:
    assert percent(numerator, denominator, places, cut_off=cut_off) == Decimal(published)


def test_ours_are_rounded_half_up_where_one_was_published_cut_off() -> None:
    assert percent(291, 292) == Decimal("99.66")
    assert percent(1, 0) is None


def _item(
    code: str, stage: Stage | None, *, signed: bool = True, investment: bool = True, **more: object
) -> Followed:
    told = {"contract": True, "yuan": Decimal(100), "funds": Decimal(10)} | more
    return Followed(code, investment, standing=Standing(stage, date(2027, 1, 1), signed), **told)  # type: ignore[arg-type]


ITEMS = [
    _item("A", Stage.PRODUCING),
    _item("B", Stage.REGISTERED, contract=False),
    _item("C", Stage.TERMINATED),
    _item("D", Stage.PAUSED),
    _item("E", Stage.SIGNED),
    _item("F", Stage.FULL, investment=False),
    _item("G", Stage.INTENT, signed=False),
    _item("H", Stage.STARTED, yuan=None),
]


def test_a_rate_names_what_counts_above_and_below() -> None:
    signed = ("A", "B", "C", "D", "E", "H")

    assert [(one.counted, one.of) for one in (performed(ITEMS), reached(ITEMS, Stage.REGISTERED))] == [
        (("A", "B", "D", "E", "H"), signed),
        (("A", "B", "H"), signed),
    ]
    assert [reached(ITEMS, stage).counted for stage in (Stage.STARTED, Stage.PRODUCING)] == [
        ("A", "H"),
        ("A",),
    ]
    assert (funds(ITEMS).numerator, funds(ITEMS).denominator) == (Decimal(50), Decimal(500))
    assert funds(ITEMS, contracts_only=True).of == ("A", "C", "D", "E")


def _entries(*stages: Stage) -> list[StageSaid]:
    return [
        StageSaid(uuid4(), place, date(2027, 1, 1 + place), datetime(2027, 2, 1, tzinfo=UTC), None, void=False, stage=stage)
        for place, stage in enumerate(stages)
    ]  # fmt: skip


def test_stages_go_on_pause_and_end() -> None:
    fine = [
        Stage.INTENT,
        Stage.SIGNED,
        Stage.PAUSED,
        Stage.SIGNED,
        Stage.STARTED,
        Stage.PAUSED,
        Stage.TERMINATED,
    ]
    back = [Stage.SIGNED, Stage.STARTED, Stage.PAUSED, Stage.REGISTERED]
    after_the_end = [Stage.SIGNED, Stage.TERMINATED, Stage.STARTED]

    assert out_of_order(_entries(*fine)) is None
    assert [(found := out_of_order(_entries(*stages))) and found.stage for stages in (back, after_the_end)] == [
        Stage.REGISTERED, Stage.STARTED,
    ]  # fmt: skip
    assert standing(_entries(*fine)) == Standing(Stage.TERMINATED, date(2027, 1, 7), was_signed=True)


def test_an_entry_that_was_corrected_holds_only_for_what_was_known_before() -> None:
    first, *_ = _entries(Stage.SIGNED)
    later = datetime(2027, 3, 1, tzinfo=UTC)
    right = StageSaid(uuid4(), 5, date(2026, 12, 1), later, first.id, void=False, stage=Stage.SIGNED)
    struck = StageSaid(uuid4(), 6, right.day, later, right.id, void=True, stage=Stage.SIGNED)

    assert holding([first, right]) == [right]
    assert holding([first, right], known_at=datetime(2027, 2, 15, tzinfo=UTC)) == [first]
    assert holding([first, right, struck]) == []
