"""The order of signing: usual or decided by people, frozen before it is printed, never changed unseen."""

from typing import Any

import pytest

from event.people.rules import COMMAND_LINE
from event.signing.ceremony.arranging import (
    arrange,
    fix_order,
    moved,
    order_of,
    set_free,
    spelled,
    usual_order,
)
from event.signing.ceremony.errors import NothingToFreeze, OrderChanged, OrderFrozen
from event.signing.ceremony.freezing import frozen_since
from event.signing.operations import add_item, change_item, order_batch
from event.signing.queries import item_of, items_of
from tests import cast
from tests.signing.lists import SIGNING, agreement, changed, take, with_agreements

WHO = {"by": COMMAND_LINE, "now": cast.NOW}
OFFICE = {
    1: ["P01", "P02", "P03", "P04"],
    2: ["P05", "P06", "P07"],
    3: ["P08", "P09", "P10", "P11", "P12"],
}


def test_a_step_up_or_down_stays_within_the_batch() -> None:
    order = {1: ["A", "B", "C"], 2: ["D"]}

    assert moved(order, "B", up=True) == {1: ["B", "A", "C"], 2: ["D"]}
    assert moved(order, "B", up=False) == {1: ["A", "C", "B"], 2: ["D"]}
    assert moved(order, "A", up=True) == order
    assert moved(order, "D", up=False) == order


async def test_people_decide_the_order_and_the_usual_one_can_come_back(db: str) -> None:
    held = await with_agreements()
    before = order_of(await items_of(held))
    wanted = {1: ["P02", "P01", "P03"], 2: ["P05", "P04", "P06", "P07"]}

    await arrange(wanted, seen=spelled(before), gathering=held, **WHO)
    decided = order_of(await items_of(held))
    await usual_order(seen=None, gathering=held, **WHO)

    assert before == OFFICE
    assert decided == {**OFFICE, **wanted}
    assert order_of(await items_of(held)) == {
        1: ["P01", "P02", "P03"], 2: ["P04", "P06", "P05", "P07"], 3: ["P08", "P09", "P10", "P11", "P12"],
    }  # fmt: skip


async def test_who_arranges_second_is_told_and_changes_nothing(db: str) -> None:
    held = await with_agreements()
    seen = spelled(order_of(await items_of(held)))
    await arrange({2: ["P07", "P06", "P05"]}, seen=seen, gathering=held, **WHO)

    with pytest.raises(OrderChanged):
        await arrange({2: ["P06", "P05", "P07"]}, seen=seen, gathering=held, **WHO)

    assert order_of(await items_of(held))[2] == ["P07", "P06", "P05"]


async def test_a_frozen_order_stays_whatever_else_is_changed(db: str) -> None:
    held = await with_agreements()
    await usual_order(seen=None, gathering=held, **WHO)
    order = order_of(await items_of(held))
    await fix_order(held, **WHO)
    told = (await item_of(held, "P06")).told

    await change_item("P06", agreement("P06", batch=2, precedence=1), revision=None, gathering=held, **WHO)
    with pytest.raises(OrderFrozen):
        await arrange({2: ["P07", "P06", "P05"]}, seen=None, gathering=held, **WHO)
    with pytest.raises(OrderFrozen):
        await order_batch(2, ["P07", "P06", "P05"], gathering=held, **WHO)
    with pytest.raises(OrderFrozen):
        await change_item("P06", agreement("P06", batch=3), revision=None, gathering=held, **WHO)
    with pytest.raises(OrderFrozen):
        await add_item(agreement("P13", batch=1), gathering=held, **WHO)
    with pytest.raises(OrderFrozen):
        await usual_order(seen=None, gathering=held, **WHO)

    assert (told.batch, told.precedence) == (2, 1)
    assert order_of(await items_of(held)) == order
    assert set(await frozen_since(held.id)) == {1, 2, 3}
    await set_free(held, **WHO)
    await arrange({2: ["P07", "P06", "P05"]}, seen=None, gathering=held, **WHO)
    assert await frozen_since(held.id) == {}


async def test_a_list_moves_nothing_while_the_order_is_frozen(db: str) -> None:
    held = await with_agreements()
    await fix_order(held, **WHO)

    def swap(book: Any) -> None:
        for row, place in (("4", 2), ("5", 1)):
            book["签约项目一览表"][f"D{row}"] = place

    same = await take("signing", SIGNING.read_bytes(), held)
    other = await take("signing", changed(SIGNING, swap), held)

    assert {row.outcome for row in same.rows} == {"unchanged"}
    assert [(row.number, [said.told("en") for said in row.reasons]) for row in other.rows if row.outcome == "refuse"] == [
        (code, ["批次: the order of batch 1 is frozen: unfreeze it, or leave batch and place as they are."])
        for code in ("P01", "P02")
    ]  # fmt: skip
    assert order_of(await items_of(held)) == OFFICE


async def test_without_agreements_there_is_nothing_to_freeze(db: str) -> None:
    with pytest.raises(NothingToFreeze):
        await fix_order(await cast.gathering(), **WHO)
