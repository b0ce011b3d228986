"""The readiness of a batch as of any moment: what was changed since is taken back."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.reports.signing.table import batch_readiness
from event.reports.told import Asked, Told
from event.signing.as_of import before, items_as_of
from event.signing.ceremony.cards import mark_cards
from event.signing.forms import BatchTold, SignatoryTold
from event.signing.operations import add_item, change_item, order_batch, save_batch, withdraw_item
from event.signing.queries import item_of
from event.signing.texts import keep_text
from tests import cast
from tests.signing.lists import agreement, with_some


def after(hours: int) -> datetime:
    return cast.NOW + timedelta(hours=hours)


async def asked(held: Gathering, at: datetime) -> Told:
    return await batch_readiness(Asked(held, at, None, "en", values={"batch": "1"}))


async def with_a_batch(*codes: str) -> Gathering:
    held = await with_some()
    await save_batch(BatchTold(number=1), gathering=held, by=COMMAND_LINE, now=cast.NOW)
    for code in codes:
        await add_item(agreement(code, batch=1), gathering=held, by=COMMAND_LINE, now=cast.NOW)
    return held


async def change(held: Gathering, code: str, at: datetime, **columns: Any) -> None:
    told = msgspec.structs.replace((await item_of(held, code)).told, **columns)
    await change_item(code, told, revision=None, gathering=held, by=COMMAND_LINE, now=at)


async def test_texts_stand_ins_and_cards_are_those_of_the_moment(db: str) -> None:
    held = await with_a_batch("P01")
    host, guest = agreement().parties
    covered = [
        msgspec.structs.replace(
            party, signatories=(msgspec.structs.replace(party.signatories[0], stand_in="徐稿本"),)
        )
        for party in (host, guest)
    ]
    await keep_text(
        "P01", "a.pdf", b"%PDF-1.7", state="final", revision=1, gathering=held, by=COMMAND_LINE, now=after(1)
    )
    await change(held, "P01", after(2), parties=tuple(covered))
    await mark_cards(["P01"], gathering=held, by=COMMAND_LINE, now=after(3))

    answers = [(await asked(held, after(hours))).answer for hours in range(4)]
    marks = ["P01甲", "P01乙"]
    assert [
        (len(one["text_not_final"]), one["no_standin"], one["card_not_printed"], one["ready"])
        for one in answers
    ] == [(1, marks, marks, False), (0, marks, marks, False), (0, [], marks, False), (0, [], [], True)]


async def test_who_came_and_went_as_a_signatory_is_there_at_the_right_time(db: str) -> None:
    held = await with_a_batch("P01")
    host, guest = agreement().parties
    second = SignatoryTold(name_zh="张示范", stand_in="徐稿本")
    both = msgspec.structs.replace(guest, signatories=(*guest.signatories, second))
    await change(held, "P01", after(1), parties=(host, both))
    await change(held, "P01", after(2), parties=(host, msgspec.structs.replace(guest, signatories=(second,))))

    names = [[who.name() for who in (await items_as_of(held, after(hours)))[0].signs] for hours in range(3)]
    assert names == [["卢虚构", "姚预演"], ["卢虚构", "姚预演", "张示范"], ["卢虚构", "张示范"]]


async def test_the_batch_its_order_and_who_was_withdrawn_are_those_of_the_moment(db: str) -> None:
    held = await with_a_batch("P01", "P02", "P03")
    who = {"gathering": held, "by": COMMAND_LINE}
    await order_batch(1, ["P03", "P02", "P01"], now=after(1), **who)
    await withdraw_item("P02", now=after(2), **who)
    await change(held, "P03", after(3), batch=None, precedence=None)
    await withdraw_item("P02", now=after(4), back=True, **who)

    items = [(await asked(held, after(hours))).answer["items"] for hours in range(5)]
    assert items == [
        ["P01", "P02", "P03"], ["P03", "P02", "P01"], ["P03", "P01"], ["P01"], ["P02", "P01"],
    ]  # fmt: skip


async def test_what_was_written_down_only_later_is_as_first_written_and_counted(db: str) -> None:
    held = await with_a_batch("P01")
    await change(held, "P01", after(1), text_state="final")

    told = await asked(held, cast.NOW - timedelta(days=1))
    assert [one["item"] for one in told.answer["text_not_final"]] == ["P01"]
    assert [str(value) for label, value in told.figures if label == "Written down only later"] == ["1"]


def test_changes_are_taken_back_the_newest_first() -> None:
    changes = [{"town": ["乙镇", "丙镇"]}, {"town": ["甲镇", "乙镇"], "withdrawn": [None, True]}]
    assert before({"town": "丙镇", "code": "P01", "withdrawn": True}, changes) == {
        "town": "甲镇", "code": "P01", "withdrawn": False,
    }  # fmt: skip
