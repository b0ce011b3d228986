"""Who signs when: the order within batches and from one batch to another, decided by people."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from event.database import writing
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import lock
from event.signing.ceremony.errors import OrderChanged
from event.signing.ceremony.freezing import freeze, frozen_since, refuse_if_frozen
from event.signing.queries import ItemKept, batches_of, items_of, offered_in
from event.signing.writing import write_items

Order = Mapping[int, Sequence[str]]
_WRONG_ITEMS = Message("Name every agreement of the batches once.")


def order_of(items: Sequence[ItemKept]) -> dict[int, list[str]]:
    """Codes of agreements by the number of their batch, in the order of signing."""
    found: dict[int, list[str]] = {}
    for one in items:
        if one.told.batch is not None:
            found.setdefault(one.told.batch, []).append(one.told.code)
    return found


def spelled(order: Order) -> str:
    """An order as a form sends it: 1:P01,P02;2:P03."""
    return ";".join(f"{number}:{','.join(codes)}" for number, codes in sorted(order.items()) if codes)


def read_order(text: str) -> dict[int, list[str]]:
    """An order that a form has sent. Raises Invalid."""
    try:
        pairs = [part.partition(":") for part in text.split(";") if part]
        return {int(number): [code for code in codes.split(",") if code] for number, _, codes in pairs}
    except ValueError:
        raise Invalid({"order": Problem(_WRONG_ITEMS)}) from None


def moved(order: Order, code: str, *, up: bool) -> dict[int, list[str]]:
    """The order with one agreement a place further up or down in its batch."""
    found = {number: list(codes) for number, codes in order.items()}
    for codes in found.values():
        if code in codes:
            place = codes.index(code)
            other = max(place - 1, 0) if up else min(place + 1, len(codes) - 1)
            codes[place], codes[other] = codes[other], codes[place]
    return found


async def arrange(
    order: Order, *, seen: str | None, gathering: Gathering, by: Actor, now: datetime
) -> dict[int, list[str]]:
    """Put agreements into this order; those of a batch that is named in another one move there. Returns the order.

    `seen`: the order somebody had before them. Raises Invalid, OrderChanged, OrderFrozen.
    """
    async with writing():
        await lock(gathering)
        items = await items_of(gathering)
        now_is = order_of(items)
        if seen is not None and spelled(now_is) != seen:
            raise OrderChanged
        numbers = {one.told.number for one in await batches_of(gathering, items)}
        named = sorted(code for codes in order.values() for code in codes)
        affected = sorted(code for number in order for code in now_is.get(number, []))
        if named != affected or not set(order) <= numbers:
            raise Invalid({"order": Problem(_WRONG_ITEMS)})
        different = {number for number, codes in order.items() if list(codes) != now_is.get(number, [])}
        await refuse_if_frozen(gathering.id, different)
        await _write(gathering, items, {number: order[number] for number in different}, by, now)
        await record(
            "signing.arrange", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            order=spelled(order),
        )  # fmt: skip
        return {**now_is, **{number: list(codes) for number, codes in order.items()}}


async def usual_order(*, seen: str | None, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Go back to the usual order of every batch: by type, then by amount. Raises OrderChanged, OrderFrozen."""
    async with writing():
        await lock(gathering)
        items = await items_of(gathering)
        if seen is not None and spelled(order_of(items)) != seen:
            raise OrderChanged
        placed = [one for one in items if one.told.batch is not None and one.told.precedence is not None]
        await refuse_if_frozen(gathering.id, {one.told.batch for one in placed})
        await write_items(
            gathering, [(one, msgspec.structs.replace(one.told, precedence=None)) for one in placed],
            guests=(await offered_in(gathering)).guests, by=by, now=now,
        )  # fmt: skip
        await record(
            "signing.usual_order", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id
        )


async def fix_order(gathering: Gathering, *, by: Actor, now: datetime) -> None:
    """Freeze the order: every agreement of a batch has its place in writing, then nobody moves it. Raises NothingToFreeze."""
    async with writing():
        await lock(gathering)
        items = await items_of(gathering)
        open_ones = set(order_of(items)) - set(await frozen_since(gathering.id))
        await _write(
            gathering,
            items,
            {number: codes for number, codes in order_of(items).items() if number in open_ones},
            by,
            now,
        )
        await freeze(gathering, by=by, now=now)


async def set_free(gathering: Gathering, *, by: Actor, now: datetime) -> None:
    """Let the order be changed again."""
    async with writing():
        await lock(gathering)
        await freeze(gathering, by=by, now=now, frozen=False)


async def _write(
    gathering: Gathering, items: Sequence[ItemKept], order: Order, by: Actor, now: datetime
) -> None:
    places = {
        code: (number, place) for number, codes in order.items() for place, code in enumerate(codes, start=1)
    }
    changed = [
        (one, msgspec.structs.replace(one.told, batch=places[one.told.code][0], precedence=places[one.told.code][1]))
        for one in items
        if one.told.code in places
    ]  # fmt: skip
    await write_items(gathering, changed, guests=(await offered_in(gathering)).guests, by=by, now=now)
