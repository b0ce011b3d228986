"""The pages of the day of the visit answer the organizers' questions as the reports do: 14, 15, 27, 28 and 31."""

from datetime import datetime
from typing import Any

from event.checkin.visit.late import late_view
from event.checkin.visit.meals import meals_view
from event.checkin.visit.views import Reader, buses_view, roll_call_view
from event.gathering.operations import the_gathering
from tests.cast import NOW

ALL = Reader("zh-Hans", None, None)


async def test_who_is_not_on_a_bus_is_told_bus_by_bus(closed_doors: str, answers: dict[int, Any]) -> None:
    told = await buses_view(await the_gathering(), ALL, now=NOW)

    expected = answers[27]
    assert (told.booked, told.aboard, told.not_aboard) == (
        expected["booked"], expected["boarded"], expected["missing"],
    )  # fmt: skip
    assert {one.bus: [one.number] for one in told.missing or []} == expected["by_bus"]
    assert {bus.code: [bus.aboard, bus.booked] for bus in told.buses} == expected["boarded_by_bus"]


async def test_who_is_missing_after_a_stop_is_told_with_the_phone(
    closed_doors: str, answers: dict[int, Any], facts: dict[str, Any]
) -> None:
    asked, expected = facts["parameters"], answers[28]

    told = await roll_call_view(
        await the_gathering(), str(asked["q28_bus"]), ALL, at=asked["q28_stop"], now=NOW
    )

    (call,) = [one for one in told.calls if one.at == asked["q28_stop"]]
    assert (call.counted, call.expected) == (expected["counted"], expected["boarded"])
    assert [(one.number, one.name, one.phone) for one in told.missing] == [
        (one["guest"], one["name"], one["phone"]) for one in expected["missing"]
    ]


async def test_meals_are_counted_by_bus_and_canteen(closed_doors: str, answers: dict[int, Any]) -> None:
    told = await meals_view(await the_gathering(), ALL, now=NOW)

    assert {one.bus: {"halal": one.booked.halal, "vegetarian": one.booked.vegetarian} for one in told.buses} == (
        answers[14]["by_bus"]
    )  # fmt: skip
    (canteen,) = [one for one in told.canteens if one.name == answers[15]["canteen"]]
    assert (canteen.booked.vegetarian, canteen.booked.guests, canteen.capacity) == (
        answers[15]["vegetarian"], answers[15]["guests_total"], answers[15]["capacity"],
    )  # fmt: skip


async def test_a_late_route_has_the_times_and_the_people_of_the_answer(
    closed_doors: str, answers: dict[int, Any], facts: dict[str, Any]
) -> None:
    held, asked, expected = await the_gathering(), facts["parameters"]["q31"], answers[31]
    begins = datetime(held.last_day.year, held.last_day.month, held.last_day.day, 1, tzinfo=held.zone)

    told = await late_view(held, asked["route"], asked["late_minutes"], begins, reader=ALL)

    def hour(moment: datetime | None) -> str:
        return f"{moment.astimezone(held.zone):%H:%M}" if moment else ""

    stops = [one for one in told.moved if one.kind == "stop"]
    assert [(hour(one.new), hour(one.new_until)) for one in stops] == [
        (one["arrive"], one["leave"]) for one in expected["stops"]
    ]
    (lunch,) = [one for one in told.moved if one.kind == "lunch"]
    assert (hour(lunch.old), hour(lunch.new)) == (expected["lunch"]["old"], expected["lunch"]["new"])
    assert (told.guests, told.broken) == (expected["tell"]["guests"], [])
    captains = [(one.name, one.phone) for one in told.crews if one.role == "captain"]
    assert captains == [(one["name"], one["phone"]) for one in expected["tell"]["captains"]]
