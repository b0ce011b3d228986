"""Head counts by canteen, bus and stop: booked, on board once somebody was counted, and names only for contacts."""

from datetime import timedelta
from uuid import uuid4

import pytest

from event.checkin.visit.counting import count_by_hand
from event.checkin.visit.meals import Heads, meals_view
from event.checkin.visit.views import Reader
from event.database import fetch
from event.itinerary.tables import RouteDay
from event.people.rules import PERMISSIONS, Permission
from event.people.tables import Role
from event.registration.tables import Delegation
from tests import cast
from tests.checkin.visit.world import a_visit, at
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
MEALS = "/console/example/visit/meals"
API = "/api/v1/gatherings/example/visit/meals"


async def test_who_eats_what_is_counted_by_canteen_bus_and_stop(db: str) -> None:
    world = await a_visit()

    told = await meals_view(world.held, Reader("en", None, None), now=cast.NOW)

    first, second = Heads(3, halal=1, allergies=1, wheelchairs=1), Heads(1, vegetarian=1)
    assert [(one.bus, one.booked, one.aboard, one.crew) for one in told.buses] == [
        ("1", first, None, 1), ("2", second, None, 0),
    ]  # fmt: skip
    assert [(one.name, one.at, one.buses, one.booked) for one in told.canteens] == [
        ("Canteen", [at(12)], ["1", "2"], Heads(4, halal=1, vegetarian=1, allergies=1, wheelchairs=1))
    ]
    assert [(one.name, one.at, one.booked.guests) for one in told.stops] == [
        ("Hall 1", [at(9)], 4), ("Hall 2", [at(10, 15)], 4),
    ]  # fmt: skip
    assert told.eaters is None


async def test_a_visit_of_two_days_counts_each_day_by_itself(db: str) -> None:
    world = await a_visit()
    day = await RouteDay.objects().get(RouteDay.on_day == at(8).date())
    assert day is not None
    before, noon = day.on_day - timedelta(days=1), at(12) - timedelta(days=1)
    await RouteDay(id=uuid4(), route=day.route, on_day=before, lunch_at=noon, canteen=day.canteen).save()

    told = await meals_view(world.held, Reader("en", None, None), now=cast.NOW)

    assert [(one.on_day, one.at, one.booked.guests) for one in told.canteens] == [
        (before, [noon], 4), (day.on_day, [at(12)], 4),
    ]  # fmt: skip


async def test_once_a_bus_has_counted_those_on_board_are_told_too(db: str) -> None:
    world = await a_visit()
    for guest in (world.lin, world.wife):
        await count_by_hand(guest.id, bus="1", tail="START", gathering=world.held, by=None, now=at(8))

    told = await meals_view(world.held, Reader("en", None, None), names=True, now=cast.NOW)

    assert told.buses[0].aboard == Heads(2, halal=1, wheelchairs=1)
    assert [one.aboard for one in told.canteens] == [Heads(3, halal=1, vegetarian=1, wheelchairs=1)]
    assert [(one.name, one.diet, one.allergies, one.aboard) for one in told.eaters or []] == [
        ("林示例", "halal", "", True), ("陳樣本", "", "花生", False), ("黄别车", "vegetarian", "", None),
    ]  # fmt: skip


async def test_names_are_shown_when_asked_for_and_that_is_recorded(browser: Browser) -> None:
    await a_visit()
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = (await client.get(MEALS)).text
        kept = await fetch("SELECT 1 FROM audit_entry WHERE action = 'diets.read'")
        named = (await client.get(MEALS, params={"names": "true"})).text

    rows = await fetch("SELECT actor FROM audit_entry WHERE action = 'diets.read'")
    assert ([name for name in ("林示例", "花生") if name in page], kept) == ([], [])
    assert [name for name in ("林示例", "花生", "黄别车") if name in named] == ["林示例", "花生", "黄别车"]
    assert [row["actor"] for row in rows] == [f"user:{client.user}"]  # type: ignore[attr-defined]


async def test_a_liaison_sees_figures_of_all_and_names_of_the_own_delegation(browser: Browser) -> None:
    world = await a_visit()
    async with signed_in(browser, Role.LIAISON) as client:
        await Delegation.update({Delegation.liaison: client.user}).where(Delegation.id == world.home.id)  # type: ignore[attr-defined]
        told = (await client.get(API, params={"names": "true"})).json()

    assert told["canteens"][0]["booked"]["guests"] == 4
    assert [one["name"] for one in told["eaters"]] == ["林示例"]


async def test_who_may_not_see_contacts_gets_figures_only(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_visit()
    without = PERMISSIONS[Role.ORGANIZER] - {Permission.GUESTS_CONTACT}
    async with signed_in(browser, Role.ORGANIZER) as client:
        monkeypatch.setitem(PERMISSIONS, Role.ORGANIZER, without)
        told = (await client.get(API, params={"names": "true"})).json()
        page = (await client.get(MEALS, params={"names": "true"})).text

    assert (told["buses"][0]["booked"]["halal"], told["eaters"], "林示例" in page) == (1, None, False)
    assert await fetch("SELECT 1 FROM audit_entry WHERE action = 'diets.read'") == []
