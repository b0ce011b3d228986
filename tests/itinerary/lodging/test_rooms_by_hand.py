"""Rooms given by hand: never more guests than beds, two organizers do not overwrite each other, all is remembered."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pytest

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.lodging.errors import (
    HotelChanged,
    HotelInUse,
    PlaceChanged,
    ProposalOutdated,
    RoomFull,
    RoomInUse,
    TooFewBeds,
)
from event.itinerary.lodging.forms import HotelTold, RoomTold
from event.itinerary.lodging.hotels import change_hotel, change_room, remove_hotel, remove_room
from event.itinerary.lodging.operations import accept_proposal, swap_places, take_room_away
from event.itinerary.lodging.proposing import Options
from event.itinerary.lodging.reading import beds_of
from event.people.rules import COMMAND_LINE
from event.registration.errors import UnknownGuest
from tests import cast
from tests.itinerary.lodging.hotels import SINGLE, TWIN, a_hotel, give, nights, sleeping


async def _two(held: Gathering) -> tuple[UUID, UUID]:
    wish = {"lodging": "yes", "check_in": "2026-10-15", "check_out": "2026-10-17"}
    (lin, _), (chen, _) = (
        await cast.lin(held, sex="M", answers=wish),
        await cast.chen(held, sex="F", answers=wish),
    )
    return lin.id, chen.id


def _who(held: Gathering) -> dict[str, Any]:
    return {"gathering": held, "by": COMMAND_LINE, "now": cast.NOW}


async def test_a_bed_is_given_once_a_night_and_free_again_afterwards(db: str) -> None:
    held = await cast.gathering()
    lin, chen = await _two(held)
    await a_hotel(held)
    await give(held, lin, "501")

    with pytest.raises(RoomFull) as refused:
        await give(held, chen, "501", stay=nights(16, 18))
    await give(held, chen, "501", stay=nights(17, 18))

    assert refused.value.told("en") == "Room 501 has 1 beds, and in the night of 2026-10-16 all are taken."
    assert await sleeping() == [("EX2026-001", "501"), ("EX2026-002", "501")]
    rows = await fetch("SELECT details FROM audit_entry WHERE action = 'rooming.give' ORDER BY id")
    assert [json.loads(row["details"]) for row in rows] == [
        {"hotel": "H1", "number": "EX2026-001", "room": "501"},
        {"hotel": "H1", "number": "EX2026-002", "room": "501"},
    ]


async def test_whoever_saw_an_older_place_does_not_overwrite_a_newer_one(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await _two(held)
    await a_hotel(held)
    seen = (await beds_of(held)).person(lin).mark

    await give(held, lin, "301")
    with pytest.raises(PlaceChanged) as refused:
        await give(held, lin, "302", seen=seen)

    assert refused.value.told("en") == (
        "Somebody else has just changed where 林示例 sleeps: H1酒店 301. Nothing was overwritten."
    )
    assert await sleeping() == [("EX2026-001", "301")]


async def test_the_last_bed_is_given_to_one_of_those_who_ask_at_once(db: str) -> None:
    held = await cast.gathering()
    guests = [(await cast.guest(held, name_zh=f"客{n}", answers={"lodging": "yes"}))[0].id for n in range(6)]
    await a_hotel(held)

    done = await asyncio.gather(*(give(held, guest, "501") for guest in guests), return_exceptions=True)

    assert sorted(type(one).__name__ for one in done) == ["NoneType", *["RoomFull"] * 5]
    assert len(await sleeping()) == 1


async def test_who_asked_for_no_bed_can_be_given_one_but_is_proposed_none(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    await a_hotel(held)

    proposal = await accept_proposal(Options(), seen=(await beds_of(held)).mark, **_who(held))
    await give(held, lin.id, "301")

    assert (proposal.places, await sleeping()) == ({}, [("EX2026-001", "301")])


async def test_two_exchange_rooms_each_for_the_own_nights(db: str) -> None:
    held = await cast.gathering()
    lin, chen = await _two(held)
    await a_hotel(held)
    await give(held, lin, "301")
    await give(held, chen, "501", stay=nights(15, 18))
    beds = await beds_of(held)

    await swap_places(
        lin, chen, seen=beds.person(lin).mark, other_seen=beds.person(chen).mark, scope=None, **_who(held)
    )

    assert await sleeping() == [("EX2026-001", "501"), ("EX2026-002", "301")]
    after = await beds_of(held)
    assert [after.person(guest).stay for guest in (lin, chen)] == [nights(), nights(15, 18)]


async def test_a_room_is_taken_away_and_the_hotel_stays_unless_wholly(db: str) -> None:
    held = await cast.gathering()
    lin, chen = await _two(held)
    await a_hotel(held)
    for guest in (lin, chen):
        await give(held, guest, "301")
    beds = await beds_of(held)

    for guest, wholly in ((lin, False), (chen, True)):
        await take_room_away(guest, wholly=wholly, seen=beds.person(guest).mark, scope=None, **_who(held))

    assert await sleeping() == [("EX2026-001", None)]


async def test_a_liaison_reaches_only_the_own_delegations(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await _two(held)
    await a_hotel(held)

    with pytest.raises(UnknownGuest):
        await take_room_away(lin, wholly=True, seen="", scope=frozenset(), **_who(held))


async def test_rooms_and_hotels_in_use_are_kept(db: str) -> None:
    held = await cast.gathering()
    lin, chen = await _two(held)
    await a_hotel(held)
    for guest in (lin, chen):
        await give(held, guest, "301")
    beds = await beds_of(held)
    seen, hotel = beds.room_of("H1", "301").mark, beds.hotel_of("H1").mark

    with pytest.raises(TooFewBeds):
        await change_room("H1", "301", RoomTold(SINGLE, 1), seen=seen, **_who(held))
    with pytest.raises(RoomInUse):
        await remove_room("H1", "301", seen=seen, **_who(held))
    with pytest.raises(HotelInUse):
        await remove_hotel("H1", seen=hotel, **_who(held))
    await change_hotel("H1", HotelTold("H1", "H1酒店", blocks={TWIN: 9}), seen=hotel, **_who(held))
    with pytest.raises(HotelChanged):
        await change_hotel("H1", HotelTold("H1", "别名"), seen=hotel, **_who(held))

    assert (await beds_of(held)).hotel_of("H1").blocks == {TWIN: 9}


async def test_a_proposal_is_written_as_it_was_shown_or_not_at_all(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await _two(held)
    await a_hotel(held)
    seen = (await beds_of(held)).mark

    await give(held, lin, "302")
    with pytest.raises(ProposalOutdated):
        await accept_proposal(Options(), seen=seen, **_who(held))
    await accept_proposal(Options(), seen=(await beds_of(held)).mark, **_who(held))

    assert await sleeping() == [("EX2026-001", "302"), ("EX2026-002", "501")]
    (row,) = await fetch("SELECT details FROM audit_entry WHERE action = 'rooming.accept_proposal'")
    assert json.loads(row["details"]) == {"again": False, "guests": ["EX2026-002"]}
