"""The sentence for the press, and what the editor is told beside it."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from event.people.rules import COMMAND_LINE, Permission
from event.reports.signing.press import about
from event.reports.views import Reader, report_view
from event.signing.forms import BatchTold
from event.signing.operations import add_item, save_batch
from event.signing.queries import items_of
from event.signing.tables import SignedRecord
from tests import cast
from tests.signing.lists import agreement, with_some

READER = Reader(scope=None, contact=True, language="en", may=frozenset({Permission.SIGNING_READ}))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (176, "170余"),
        (170, "170"),
        (51, "50余"),
        (9, "9"),
        (10, "10"),
        (229, "220余"),
        (1234, "1200余"),
        (100, "100"),
    ],
)
def test_about_is_rounded_down_always(number: int, said: str) -> None:
    assert about(number) == said


async def test_the_sentence_leaves_out_what_is_confidential_and_never_adds_across_types(db: str) -> None:
    held = await with_some()
    who = {"gathering": held, "by": COMMAND_LINE, "now": cast.NOW}
    await save_batch(BatchTold(number=1), **who)
    euros = {
        "amount": Decimal(20_000_000),
        "currency": "EUR",
        "rate": Decimal("7.8"),
        "rate_date": date(2026, 10, 9),
    }
    for told in (
        agreement("P01", batch=1), agreement("P02", batch=1, agreement_type="intent", amount=Decimal(50_000_000)),
        agreement("P03", batch=1, agreement_type="credit", **euros), agreement("P04", batch=1, confidential=True),
        agreement("P05"),
    ):  # fmt: skip
        await add_item(told, **who)

    view, _ = await report_view("press-figures", held, cast.NOW, {}, reader=READER)

    assert view.answer["line"] == ("现场签约项目3个,其中投资类项目2个、总投资1.5亿元,另签订授信1.56亿元。")
    parts = "Investment contract RMB 100 million、Letter of intent RMB 50 million"
    assert [row[1] for row in view.rows[1:]] == [
        "No signing is recorded yet: the agreements are those that are planned.",
        "Confidential agreements that are left out: 1.",
        f"RMB 150 million of investment is the sum of {parts}; a letter of intent or a framework agreement is no contract.",
        "Foreign amounts are at the rates of their agreements: P03 EUR @7.8000 (2026-10-09).",
    ]


async def test_once_a_signing_is_recorded_the_editor_is_told_which_agreements_are_left_out(db: str) -> None:
    held = await with_some()
    who = {"gathering": held, "by": COMMAND_LINE, "now": cast.NOW}
    await save_batch(BatchTold(number=1), **who)
    for told in (
        agreement("P01", batch=1), agreement("P02", batch=1, agreement_type="credit"), agreement("P03", batch=1),
        agreement("P04", batch=1, confidential=True),
    ):  # fmt: skip
        await add_item(told, **who)
    for told in await items_of(held):
        if told.told.code in ("P02", "P03"):
            await SignedRecord(
                id=uuid4(),
                item=told.id,
                signed_at=cast.NOW,
                copies=2,
                checksum="",
                by="",
                recorded_at=cast.NOW,
            ).save()

    view, _ = await report_view("press-figures", held, cast.NOW, {}, reader=READER)

    assert view.answer["line"] == "现场签约项目2个,其中投资类项目1个、总投资1亿元,另签订授信1亿元。"
    assert [row[1] for row in view.rows[1:]] == [
        "No signing of these is recorded, so they are left out: P01."
    ]
