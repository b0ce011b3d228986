"""Two organizers edit the same agreement: the second is told what the first changed, nothing is overwritten."""

import asyncio
from decimal import Decimal

import msgspec
import pytest

from event.database import fetch
from event.errors import Invalid
from event.people.rules import COMMAND_LINE
from event.signing.changing import changes_of
from event.signing.errors import ChangedMeanwhile, CodeTaken, SignedAlready
from event.signing.forms import BatchTold, PersonTold
from event.signing.ledger.forms import StageEntryTold
from event.signing.ledger.operations import add_entry
from event.signing.operations import (
    add_item,
    change_item,
    order_batch,
    save_batch,
    withdraw_item,
)
from event.signing.queries import batch_of, item_of, items_of
from tests import cast
from tests.signing.lists import agreement, with_some

WHO = {"by": COMMAND_LINE, "now": cast.NOW}


async def test_the_second_editor_is_told_and_nothing_is_overwritten(db: str) -> None:
    held = await with_some(agreement())
    opened = await item_of(held, "P01")
    theirs = msgspec.structs.replace(opened.told, amount=Decimal(120_000_000), town="示范镇")
    mine = msgspec.structs.replace(opened.told, town="样板镇")

    await change_item("P01", theirs, revision=opened.revision, gathering=held, **WHO)
    with pytest.raises(ChangedMeanwhile) as refused:
        await change_item("P01", mine, revision=opened.revision, gathering=held, **WHO)

    kept = await item_of(held, "P01")
    assert (kept.told, kept.revision) == (theirs, 2)
    assert (refused.value.changes, refused.value.revision) == (
        {"amount": ["100000000", "120000000"], "town": ["", "示范镇"]}, 2,
    )  # fmt: skip
    assert refused.value.told("en").startswith(
        "command line has changed this since you opened it: Town, Amount."
    )


async def test_of_four_who_save_at_the_same_moment_one_does(db: str) -> None:
    held = await with_some(agreement())
    opened = await item_of(held, "P01")

    saved = await asyncio.gather(
        *(
            change_item(
                "P01",
                msgspec.structs.replace(opened.told, town=f"{number}镇"),
                revision=1,
                gathering=held,
                **WHO,
            )
            for number in range(4)
        ),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in saved) == ["ChangedMeanwhile"] * 3 + ["int"]
    kept = await item_of(held, "P01")
    assert kept.told.town == f"{[type(one) for one in saved].index(int)}镇"
    assert [one.revision for one in await changes_of(kept.id)] == [2, 1]


async def test_a_party_a_card_and_a_telephone_number_are_changes_too(db: str) -> None:
    held = await with_some(agreement())
    opened = await item_of(held, "P01")
    host, guest = opened.told.parties
    signs = msgspec.structs.replace(
        guest.signatories[0], card_printed=True, phone="+12125550100", stand_in="张示范"
    )
    third = msgspec.structs.replace(guest, organisation_zh="示例银行", country="HK")
    told = msgspec.structs.replace(
        opened.told, parties=(host, msgspec.structs.replace(guest, signatories=(signs,)), third)
    )

    await change_item("P01", told, revision=1, gathering=held, **WHO)
    await change_item("P01", told, revision=2, gathering=held, **WHO)

    kept = await item_of(held, "P01")
    assert (kept.told, kept.revision) == (told, 2)
    newest = (await changes_of(kept.id))[0].changes
    assert {name: newest[name] for name in newest if not name.startswith("丙")} == {
        "乙.signatory.phone": ["•", "•"], "乙.signatory.stand_in": ["", "张示范"],
        "乙.signatory.card_printed": [False, True],
    }  # fmt: skip
    assert newest["丙.organisation_zh"] == [None, "示例银行"]
    stored = str(
        [
            dict(row)
            for table in ("signatory", "signing_change")
            for row in await fetch(f"SELECT * FROM {table}")
        ]
    )
    assert "12125550100" not in stored


async def test_an_amount_rate_and_number_that_cannot_be_are_refused_field_by_field(db: str) -> None:
    held = await with_some()
    host, guest = agreement().parties
    wrong = agreement(
        amount=Decimal("1.005"), currency="USD", batch=7, agreement_type="loan", project="X1",
        parties=(msgspec.structs.replace(host, registration_number="91110000600037341M"), guest),
    )  # fmt: skip

    with pytest.raises(Invalid) as refused:
        await add_item(wrong, gathering=held, **WHO)
    with pytest.raises(Invalid) as endless:
        await add_item(agreement(amount=Decimal("NaN"), rate=Decimal(7), parties=()), gathering=held, **WHO)

    assert sorted(refused.value.problems) == [
        "agreement_type", "amount", "batch", "parties.0.registration_number", "project", "rate", "rate_date",
    ]  # fmt: skip
    assert sorted(endless.value.problems) == ["amount", "parties", "rate"]
    assert await items_of(held) == []


async def test_the_order_of_a_batch_is_by_type_and_amount_until_people_decide(db: str) -> None:
    held = await with_some()
    await save_batch(BatchTold(number=1, witnesses=(PersonTold("施范本", "县长"),)), gathering=held, **WHO)
    for code, kind, amount in (
        ("A", "credit", 900),
        ("B", "investment_contract", 5),
        ("C", "investment_contract", 8),
    ):
        await add_item(
            agreement(code, agreement_type=kind, amount=Decimal(amount), batch=1), gathering=held, **WHO
        )

    usual = (await batch_of(held, 1)).items
    await order_batch(1, ["A", "B", "C"], gathering=held, **WHO)
    decided = (await batch_of(held, 1)).items
    await order_batch(1, [], gathering=held, **WHO)

    assert (usual, decided, (await batch_of(held, 1)).items) == (("C", "B", "A"), ("A", "B", "C"), usual)
    with pytest.raises(Invalid):
        await order_batch(1, ["A", "B"], gathering=held, **WHO)


async def test_what_is_signed_is_not_taken_off_and_a_code_is_there_once(db: str) -> None:
    held = await with_some(agreement(), agreement("P02"))
    await add_entry("P01", StageEntryTold(stage="signed", day=cast.NOW.date()), gathering=held, **WHO)

    with pytest.raises(SignedAlready):
        await withdraw_item("P01", gathering=held, **WHO)
    with pytest.raises(CodeTaken):
        await add_item(agreement("P02"), gathering=held, **WHO)
    await withdraw_item("P02", gathering=held, **WHO)

    assert [one.told.code for one in await items_of(held)] == ["P01"]
    await withdraw_item("P02", gathering=held, back=True, **WHO)
    assert [one.told.code for one in await items_of(held)] == ["P01", "P02"]
