"""A roll call of a bus expects who was counted before; counting by hand and taking back change it at once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from event.checkin.errors import UnknownCheckpoint
from event.checkin.recounting import recount
from event.checkin.tables import Checkpoint, Scan
from event.checkin.visit.counting import BusDay, bus_day, bus_days, count_by_hand, last_seen, uncount
from event.checkin.visit.errors import UnknownBus
from event.checkin.visit.points import label, lacking_points, make_points, points_of
from event.checkin.visit.rules import Point, Seen, next_to_take, roll_calls
from event.itinerary.visiting import sites_now
from event.people.rules import SYSTEM
from event.registration.deciding import decide
from event.registration.errors import UnknownGuest
from event.registration.mails import text_of
from event.registration.tables import Guest, Standing, Ticket
from tests import cast
from tests.checkin.test_board import follows
from tests.checkin.visit.world import World, a_visit, at


async def counted(world: World, tail: str, *guests: Guest, bus: str = "1") -> None:
    for place, guest in enumerate(guests):
        await count_by_hand(
            guest.id, bus=bus, tail=tail, gathering=world.held, by=None, now=at(8) + timedelta(minutes=place)
        )


def told(day: BusDay) -> list[tuple[str, int, int]]:
    return [(call.point.tail, call.here, len(call.expected)) for call in day.calls]


async def test_every_bus_gets_the_roll_calls_its_route_needs_and_only_once(db: str) -> None:
    world = await a_visit(points=False)
    lacking = [(bus.code, tail) for bus, tail in await lacking_points(world.held)]

    made = await make_points(world.held, by=SYSTEM, now=cast.NOW)
    again = await make_points(world.held, by=SYSTEM, now=cast.NOW)

    assert lacking == [(bus, tail) for bus in "12" for tail in ("START", "S01", "S02", "BACK")]
    assert (made, again, await lacking_points(world.held)) == (8, 0, [])
    rows = await Checkpoint.select(Checkpoint.code, Checkpoint.name_en, Checkpoint.rule).where(
        Checkpoint.code == "BUS1/S02"
    )
    assert rows == [{"code": "BUS1/S02", "name_en": "Bus 1, after S02", "rule": '[{"booked": ["bus:1"]}]'}]


async def test_roll_calls_are_called_by_what_happens_at_them(db: str) -> None:
    world = await a_visit()
    stops, points = await sites_now(world.held, "stop"), await points_of(world.held, bus="1")

    assert [label(one, stops, language="en") for one in points] == [
        "Boarding", "After Hall 1", "After Hall 2", "Return",
    ]  # fmt: skip


async def test_later_roll_calls_expect_who_boarded(db: str) -> None:
    world = await a_visit()
    await counted(world, "START", world.lin, world.chen)
    await counted(world, "S01", world.chen)

    day = await bus_day(world.held, "1")

    assert told(day) == [("START", 2, 3), ("S01", 1, 2), ("S02", 0, 2), ("BACK", 0, 2)]
    assert [one.number for one in day.missing] == [world.lin.number]
    assert [one.number for one in day.not_boarded] == [world.wife.number]
    assert day.open_call is not None
    assert day.open_call.point.tail == "S01"


async def test_a_scanner_and_a_tap_count_the_same_guest_once(db: str) -> None:
    world = await a_visit()
    ticket = await Ticket.objects().get(Ticket.guest == world.lin.id)
    await cast.scan(world.held, await text_of(world.held, ticket), at="BUS1/START", when=at(8))

    again = await count_by_hand(
        world.lin.id, bus="1", tail="START", gathering=world.held, by=None, now=at(8, 5)
    )

    assert (again, await Scan.count()) == (None, 1)
    assert told(await bus_day(world.held, "1"))[0] == ("START", 1, 3)


async def test_a_tap_is_taken_back_and_can_be_made_again(db: str) -> None:
    world = await a_visit()
    await counted(world, "START", world.lin)

    await uncount(world.lin.id, bus="1", tail="START", gathering=world.held, by=SYSTEM, now=at(8, 1))
    without = told(await bus_day(world.held, "1"))[0]
    await counted(world, "START", world.lin)

    assert (without, told(await bus_day(world.held, "1"))[0]) == (("START", 0, 3), ("START", 1, 3))
    kept = await follows()
    await recount(world.held)
    assert await follows() == kept


async def test_who_does_not_come_any_more_is_not_waited_for(db: str) -> None:
    world = await a_visit()
    await counted(world, "START", world.lin, world.chen)
    await decide(world.wife.id, Standing.WITHDRAWN, gathering=world.held, reason="ill", by=SYSTEM, now=at(8))

    assert told(await bus_day(world.held, "1"))[0] == ("START", 2, 2)


async def test_the_last_scan_of_who_is_missing_is_told(db: str) -> None:
    world = await a_visit()
    await counted(world, "START", world.lin, world.chen)
    await counted(world, "S01", world.chen)

    seen = await last_seen([world.lin.id, world.wife.id], world.held)

    assert {guest: (one.code, one.at) for guest, one in seen.items()} == {world.lin.id: ("BUS1/START", at(8))}


async def test_nobody_is_counted_on_a_bus_or_at_a_roll_call_that_is_not_theirs(db: str) -> None:
    world = await a_visit()
    common = {"gathering": world.held, "by": None, "now": at(8)}

    with pytest.raises(UnknownGuest):
        await count_by_hand(world.other.id, bus="1", tail="START", **common)
    with pytest.raises(UnknownCheckpoint):
        await count_by_hand(world.lin.id, bus="1", tail="S09", **common)
    with pytest.raises(UnknownBus):
        await count_by_hand(world.lin.id, bus="9", tail="START", **common)

    assert [day.booked for day in await bus_days(world.held)] == [3, 1]


def test_the_next_roll_call_is_the_one_that_somebody_is_missing_at_or_the_one_after() -> None:
    points = [Point(uuid4(), f"BUS1/{tail}", "1", tail, "", "", True) for tail in ("START", "S01")]
    guests = [uuid4(), uuid4()]

    def open_after(*seen: int) -> str:
        told = {
            point.id: {guest: Seen(uuid4(), at(8)) for guest in guests[:number]}
            for point, number in zip(points, seen, strict=True)
        }
        call = next_to_take(roll_calls(points, guests, told))
        return call.point.tail if call else ""

    assert [open_after(0, 0), open_after(1, 0), open_after(2, 0), open_after(2, 2)] == [
        "START", "START", "S01", "S01",
    ]  # fmt: skip
