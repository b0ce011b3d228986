"""Whom to tell of a new plan besides the guests: crews, those who wait at stops and canteens, liaisons."""

from datetime import timedelta
from uuid import UUID

from msgspec.structs import replace

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.planning.changes import difference
from event.itinerary.planning.plan import Call, Draft
from event.itinerary.planning.stored import stands
from event.itinerary.planning.telling import ToTell, Unreached, Who, together, unreached, whom_to_tell
from event.itinerary.planning.words import Said
from tests.itinerary.planning.visit import a_visit

_LATER = timedelta(minutes=20)


def _later(call: Call) -> Call:
    return replace(call, begins=call.begins + _LATER, ends=call.ends + _LATER)


async def _last_stop_later(held: Gathering) -> tuple[Draft, Draft]:
    """Route E reaches its last stop twenty minutes later, and is back as late."""
    before = await stands(held)
    line = before.lines[4]
    *_, last = [call for call in line.calls if call.what == "stop"]
    calls = tuple(_later(call) if call == last else call for call in line.calls)
    days = tuple(replace(day, returns_at=day.returns_at + _LATER) for day in line.days if day.returns_at)
    return before, before.with_line(replace(line, calls=calls, days=days))


async def test_contacts_of_places_and_liaisons_are_named_with_what_changes_for_them(db: str) -> None:
    held = await a_visit()
    before, after = await _last_stop_later(held)

    told = await whom_to_tell(await difference(before, after, held), held, language="en")

    places = [one for one in told if one.who in (Who.STOP, Who.CANTEEN)]
    assert places == [
        ToTell(
            who=Who.STOP, name="江演", phone="+8619900000092", about="规划馆",
            changes=(Said("Route E", "10:45–11:30, 18 guests", "11:05–11:50, 18 guests"),),
        )
    ]  # fmt: skip
    liaisons = [one for one in told if one.who is Who.LIAISON]
    assert sum(int(one.changes[0].after) for one in liaisons) == 18
    assert {bool(one.phone) for one in liaisons} == {True}


async def test_the_crew_of_a_bus_is_told_together_with_numbers(db: str) -> None:
    held = await a_visit()
    before = await stands(held)
    bus = await _id("vehicle", "code", "8")
    ride = next(one for one in before.rides if one.vehicle == bus)
    line = before.lines[4]
    days = tuple(replace(day, leaves_at=day.leaves_at + _LATER) for day in line.days if day.leaves_at)
    after = before.with_line(replace(line, days=days)).with_ride(replace(ride, guide="S001"))

    told = await whom_to_tell(await difference(before, after, held), held, language="en")

    (crew,) = together(one for one in told if one.who in (Who.CAPTAIN, Who.GUIDE, Who.DRIVER))
    assert [(one.who, one.name, one.phone) for one in crew] == [
        (Who.CAPTAIN, "许假设", "+8619900000082"), (Who.GUIDE, "唐样", "+8619900000107"),
        (Who.DRIVER, "施范", "+8619900000154"), (Who.GUIDE, "郭参考", "+8619900000053"),
    ]  # fmt: skip
    assert crew[0].changes == (
        Said("Guide", "唐样 Z015", "郭参考 S001"),
        Said("Get on", "07:40 梧桐酒店正门", "08:00 梧桐酒店正门"),
        Said("Bus leaves", "08:00", "08:20"),
    )


async def test_guests_whom_no_mail_reaches_are_named_with_their_phones(db: str) -> None:
    held = await a_visit()
    before = await stands(held)
    guest = await _id("guest", "number", "JQX2026-014")
    await fetch("UPDATE guest SET email = '' WHERE gathering = $1", held.id)

    changes = await difference(before, before.without_guests([guest]), held)

    (one,) = await unreached(changes, held)
    assert one == Unreached(guest, "JQX2026-014", "唐虛構", "+16265550100")


async def _id(table: str, column: str, text: str) -> UUID:
    (row,) = await fetch(f"SELECT id FROM {table} WHERE {column} = $1", text)
    return UUID(str(row["id"]))
