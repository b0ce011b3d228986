"""Transfers given by hand: seats are kept, news of the board stand beside older ones, nobody is overwritten unseen."""

import asyncio
import json
from datetime import date, time, timedelta

import pytest

from event.database import fetch
from event.errors import Invalid
from event.gathering.keys import keys_of
from event.itinerary.transfers.errors import (
    CarFull,
    PickupsOutdated,
    RideChanged,
    ServiceChanged,
    ServiceInUse,
)
from event.itinerary.transfers.fetching import Options
from event.itinerary.transfers.forms import NewsTold, RideChanges, ServiceTold
from event.itinerary.transfers.operations import (
    accept_pickups,
    change_service,
    remove_rides,
    remove_service,
    set_rides,
    tell_news,
)
from event.itinerary.transfers.reading import traffic_of
from event.itinerary.transfers.tables import ServiceState
from event.registration.errors import UnknownGuest
from event.registration.replies import JourneyReply
from tests import cast
from tests.checkin.lists import take
from tests.itinerary.lists import LATE, fetched, transfers
from tests.itinerary.transfers.ways import SOON, a_car, a_flight, riding, set_for, who


async def test_a_vehicle_takes_no_more_guests_on_a_trip_than_it_has_seats(db: str) -> None:
    held = await cast.gathering()
    flight = await a_flight(held)
    await a_car(held)
    guests = [(await cast.guest(held, name_zh=f"客{number}"))[0].id for number in range(3)]
    await set_for(held, *guests, service=flight)

    with pytest.raises(CarFull) as refused:
        await set_for(held, *guests, vehicle="商务1号")
    await set_for(held, *guests[:2], vehicle="商务1号")
    await set_for(held, guests[2], vehicle="商务1号", leaves_at=SOON + timedelta(hours=2))

    assert refused.value.told("en") == "商务1号 has 2 seats; 3 guests would ride on this trip."
    assert {row[3] for row in await riding()} == {"商务1号"}


async def test_the_last_seat_is_given_to_one_of_those_who_ask_at_once(db: str) -> None:
    held = await cast.gathering()
    flight = await a_flight(held)
    await a_car(held, seats=1)
    guests = [(await cast.guest(held, name_zh=f"客{number}"))[0].id for number in range(5)]

    asked = (set_for(held, guest, service=flight, vehicle="商务1号") for guest in guests)
    done = await asyncio.gather(*asked, return_exceptions=True)

    assert sorted(type(one).__name__ for one in done) == [*["CarFull"] * 4, "NoneType"]
    assert len(await riding()) == 1


async def test_whoever_saw_an_older_way_does_not_overwrite_a_newer_one(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    flight = await a_flight(held)
    await a_car(held)
    await set_for(held, lin.id, service=flight, vehicle="商务1号")

    with pytest.raises(RideChanged) as refused:
        await set_for(held, lin.id, vehicle="", seen="nothing")

    assert refused.value.told("en") == (
        "Somebody else has just changed the transfer of 林示例: 商务1号. Nothing was overwritten."
    )
    rows = await fetch("SELECT details FROM audit_entry WHERE action = 'transfer.set'")
    assert [json.loads(row["details"])["guests"] for row in rows] == [["EX2026-001"]]


async def test_who_gets_a_transfer_comes_as_the_reply_tells(db: str) -> None:
    held = await cast.gathering()
    journey = JourneyReply("flight", "ZZ1", "", date(2026, 10, 15), time(12), transfer_wanted=True)
    lin, _ = await cast.lin(held, arrival=journey)
    await a_flight(held)
    await a_car(held)

    await set_for(held, lin.id, vehicle="商务1号", greeter_name="谢练习", greeter_phone="+86 199 0000 0112")

    assert await riding() == [("EX2026-001", "arrival", "ZZ1", "商务1号")]
    (row,) = await fetch("SELECT id, greeter_phone FROM transfer")
    keys = await keys_of(held.id)
    assert (
        keys.open(row["greeter_phone"], table="transfer", column="greeter_phone", row=row["id"])
        == "+8619900000112"
    )


async def test_news_stand_beside_what_the_board_showed_before(db: str) -> None:
    held = await cast.gathering()
    flight = await a_flight(held)
    first = (await traffic_of(held)).flight(flight).mark

    late = NewsTold(ServiceState.DELAYED, estimated_at=SOON + timedelta(hours=1))
    await tell_news(flight, late, seen=first, **who(held))
    with pytest.raises(ServiceChanged):
        await tell_news(flight, late, seen=first, **who(held))
    with pytest.raises(Invalid):
        await tell_news(flight, NewsTold(ServiceState.ARRIVED), seen="", **who(held))
    here = NewsTold(ServiceState.ARRIVED, arrived_at=SOON + timedelta(minutes=50))
    seen = (await traffic_of(held)).flight(flight).mark
    await tell_news(flight, here, seen=seen, **who(held) | {"now": cast.NOW + timedelta(minutes=1)})

    rows = await fetch("SELECT state FROM service_seen ORDER BY seen_at")
    assert [row["state"] for row in rows] == ["delayed", "arrived"]
    assert (await traffic_of(held)).flight(flight).due == SOON + timedelta(minutes=50)


async def test_a_flight_with_guests_is_changed_but_not_removed(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    flight = await a_flight(held)
    await set_for(held, lin.id, service=flight)
    seen = (await traffic_of(held)).flight(flight).mark

    with pytest.raises(ServiceInUse):
        await remove_service(flight, seen=seen, **who(held))
    with pytest.raises(Invalid):
        await a_flight(held)
    await change_service(flight, ServiceTold("ZZ2", SOON), seen=seen, **who(held))

    assert await riding() == [("EX2026-001", "arrival", "ZZ2", None)]


async def test_a_liaison_reaches_only_the_own_delegations(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    mine = {lin.id: "nothing"}

    with pytest.raises(UnknownGuest):
        await set_rides(mine, "arrival", RideChanges(sign="林"), scope=frozenset(), **who(held))
    with pytest.raises(UnknownGuest):
        await remove_rides(mine, "arrival", scope=frozenset(), **who(held))


async def test_pickups_are_written_as_they_were_shown_or_not_at_all(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    flight = await a_flight(held)
    await a_car(held)
    await set_for(held, lin.id, service=flight)
    seen = (await traffic_of(held)).mark

    await tell_news(
        flight, NewsTold(ServiceState.DELAYED, SOON + timedelta(hours=1)),
        seen=(await traffic_of(held)).flight(flight).mark, **who(held),
    )  # fmt: skip
    with pytest.raises(PickupsOutdated):
        await accept_pickups(Options(), seen=seen, **who(held))
    await accept_pickups(Options(), seen=(await traffic_of(held)).mark, **who(held))

    (row,) = await fetch("SELECT leaves_at FROM transfer")
    assert row["leaves_at"] == SOON + timedelta(minutes=100)
    assert await riding() == [("EX2026-001", "arrival", "ZZ1", "商务1号")]


async def test_a_list_that_comes_again_keeps_when_the_vehicle_leaves(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    content = transfers(fetched("EX2026-001"), board=[LATE])
    await take("transfers", content, held)
    await set_for(held, lin.id, leaves_at=SOON)

    report = await take("transfers", content, held)

    assert report.counts["update"] == 0
    assert [row["leaves_at"] for row in await fetch("SELECT leaves_at FROM transfer")] == [SOON]
