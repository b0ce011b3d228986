"""A route that runs late: its new times, what does not hold any more, whom to tell; moving it moves it once."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from event.checkin.visit.late import late_view
from event.checkin.visit.views import Reader
from event.database import fetch
from event.errors import Conflict, Invalid, Refusal
from event.itinerary.lateness import Broken, Day, Trouble, broken
from event.itinerary.shifting import (
    NothingLeft,
    RouteMoved,
    TooEarly,
    UnknownRoute,
    mark_of,
    shift_route,
    shifted,
)
from event.itinerary.visiting import routes_now, sites_now
from event.people.rules import SYSTEM
from event.people.tables import Role
from event.registration.tables import Guest
from tests import cast
from tests.checkin.visit.world import World, a_bus, a_route, a_visit, at
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
LATE = "/console/example/visit/late"
API = "/api/v1/gatherings/example/visit/late"
ALL = Reader("en", None, None)


async def times(world: World, route: str = "A") -> list[Any]:
    """When a route arrives and leaves, has lunch, and is back, as hours where the gathering is."""
    told = (await routes_now(world.held))[route]

    def hour(moment: datetime | None) -> str:
        return f"{moment.astimezone(world.held.zone):%H:%M}" if moment else ""

    day = told.days[0]
    return [*((hour(one.arrives), hour(one.leaves)) for one in told.visits), hour(day.lunch), hour(day.back)]


async def shift(world: World, minutes: int, after: datetime, **more: Any) -> Any:
    return await shift_route("A", minutes, after, gathering=world.held, by=SYSTEM, now=cast.NOW, **more)


PLANNED = [("09:00", "10:00"), ("10:15", "11:15"), "12:00", "14:00"]


async def test_what_is_still_to_come_is_moved_and_a_bus_at_a_stop_stays_longer(db: str) -> None:
    world = await a_visit()

    told = await shift(world, 25, at(9, 30))

    assert await times(world) == [("09:00", "10:25"), ("10:40", "11:40"), "12:25", "14:25"]
    assert [(old.stop, new.leaves) for old, new in told.visits] == [("S01", at(10, 25)), ("S02", at(11, 40))]
    rows = await fetch("SELECT details->>'minutes' AS minutes FROM audit_entry WHERE action = 'route.shift'")
    assert [row["minutes"] for row in rows] == ["25"]


async def test_other_routes_and_other_days_stay(db: str) -> None:
    world = await a_visit()
    await a_route(world.held, "B", hour=10)

    with pytest.raises(NothingLeft):
        await shift(world, 25, at(9 - 24))
    await shift(world, 25, at(8))

    assert await times(world, "B") == [("10:00", "11:00"), ("11:15", "12:15"), "12:00", "14:00"]


async def test_a_route_that_makes_up_time_is_moved_back_but_not_into_the_past(db: str) -> None:
    world = await a_visit()
    await shift(world, 25, at(9, 30))

    await shift(world, -10, at(11))
    with pytest.raises(TooEarly):
        await shift(world, -60, at(11))

    assert await times(world) == [("09:00", "10:25"), ("10:40", "11:30"), "12:15", "14:15"]


@pytest.mark.parametrize(
    ("route", "minutes", "hour", "refusal"),
    [("Z", 15, 9, UnknownRoute), ("A", 0, 9, Invalid), ("A", 9_999, 9, Invalid), ("A", 15, 15, NothingLeft)],
)
async def test_what_cannot_be_moved_is_refused(
    db: str, route: str, minutes: int, hour: int, refusal: type[Refusal]
) -> None:
    world = await a_visit()

    with pytest.raises(refusal):
        await shift_route(route, minutes, at(hour), gathering=world.held, by=SYSTEM, now=cast.NOW)

    assert await times(world) == PLANNED


async def test_two_who_press_the_button_at_once_move_the_route_once(db: str) -> None:
    world = await a_visit()
    seen = mark_of((await routes_now(world.held))["A"])

    told = await asyncio.gather(
        *(shift(world, 20, at(8), seen=seen) for _ in range(4)), return_exceptions=True
    )

    assert sorted(type(one).__name__ for one in told) == ["RouteMoved", "RouteMoved", "RouteMoved", "Shifted"]
    assert await times(world) == [("09:20", "10:20"), ("10:35", "11:35"), "12:20", "14:20"]
    assert issubclass(RouteMoved, Conflict)


async def troubles(world: World, minutes: int, guests: dict[str, int]) -> list[Broken]:
    routes = await routes_now(world.held)
    if minutes:
        routes["A"] = shifted(routes["A"], minutes, at(8), gathering=world.held).after
    day = Day(
        routes, guests, await sites_now(world.held, "stop"), await sites_now(world.held, "canteen"), world.held.zone
    )  # fmt: skip
    return broken(routes["A"], day)


async def test_hours_and_places_that_do_not_hold_are_found(db: str) -> None:
    world = await a_visit()
    await a_route(world.held, "B", hour=10)

    assert await troubles(world, 0, {"A": 3}) == []
    assert await troubles(world, 30, {"A": 2, "B": 2}) == [
        Broken(Trouble.STOP_FULL, "S01", at(9, 30), 4, 3), Broken(Trouble.STOP_FULL, "S02", at(10, 45), 4, 3),
    ]  # fmt: skip
    assert await troubles(world, 90, {"A": 3}) == [
        Broken(Trouble.CLOSES, "S02", at(12, 45)), Broken(Trouble.SERVES_NO_MORE, "C1", at(13, 30)),
    ]  # fmt: skip


async def test_two_routes_at_one_canteen_are_counted_together_as_long_as_they_sit(db: str) -> None:
    world = await a_visit()
    other = await a_route(world.held, "B", hour=10)
    await fetch("UPDATE route_day SET canteen = (SELECT id FROM canteen), lunch_at = $2 WHERE route = $1", other.id, at(12, 45))  # fmt: skip

    await fetch("UPDATE stop SET capacity = 9")

    assert await troubles(world, 0, {"A": 3, "B": 3}) == []
    assert await troubles(world, 10, {"A": 3, "B": 3}) == [
        Broken(Trouble.CANTEEN_FULL, "C1", at(12, 10), 6, 5)
    ]


async def test_a_stop_that_is_closed_on_one_day_is_said_to_be(db: str) -> None:
    world = await a_visit()
    await fetch("INSERT INTO stop_hours (id, stop, on_day) SELECT gen_random_uuid(), id, '2026-10-17' FROM stop WHERE code = 'S01'")  # fmt: skip

    assert await troubles(world, 0, {}) == [
        Broken(Trouble.NOT_OPEN, "S01", at(9)), Broken(Trouble.CLOSES, "S01", at(10)),
    ]  # fmt: skip


async def test_whom_to_tell_and_what_the_return_comes_too_late_for(db: str) -> None:
    world = await a_visit()
    await Guest.update({Guest.answers: '{"liaison": "S001 王车长"}'}).where(Guest.id == world.lin.id)
    await fetch(
        "INSERT INTO agenda_session (id, gathering, code, title_zh, title_en, starts_at, position)"
        " VALUES (gen_random_uuid(), $1, 'CLOSE', '闭幕', 'Closing', $2, 1)",
        world.held.id, at(14, 10),
    )  # fmt: skip

    told = await late_view(world.held, "A", 20, at(9, 30), reader=ALL)

    assert [(one.kind, one.place, one.contact, one.phone) for one in told.moved] == [
        ("stop", "Hall 1", "赵示例", "+8613900000001"), ("stop", "Hall 2", "赵示例", "+8613900000001"),
        ("lunch", "Canteen", "钱示例", ""), ("back", "", "", ""),
    ]  # fmt: skip
    assert told.broken == ["“Closing” begins at 14:10; the route is back at 14:20."]
    assert [(one.role, one.name, one.phone) for one in told.crews] == [
        ("captain", "王车长", "+8613800000001")
    ]
    assert [(one.name, one.phone, one.guests) for one in told.liaisons] == [("王车长", "+8613800000001", 1)]
    assert (told.guests, told.buses) == (4, ["1", "2"])


async def test_who_may_not_see_contacts_is_told_no_number(db: str) -> None:
    world = await a_visit()

    told = await late_view(world.held, "A", 20, at(9, 30), reader=Reader("en", None, frozenset()))

    assert {one.phone for one in told.crews} | {one.phone for one in told.moved} == {"••••••••••0001", ""}


async def test_the_page_shows_first_and_moves_when_asked(browser: Browser) -> None:
    world = await a_visit()
    asked = {"route": "A", "minutes": "25", "after": "2026-10-17T09:30"}
    async with signed_in(browser, Role.ORGANIZER) as client:
        by_bus = (await client.get(f"{LATE}?bus=1")).text
        shown = (await client.get(LATE, params=asked)).text
        kept = await times(world)
        seen = shown.split('name="seen" value="')[1].split('"')[0]
        moved = await client.post(LATE, data=asked | {"seen": seen})
        again = await client.post(LATE, data=asked | {"seen": seen})
        wrong = await client.post(LATE, data=asked | {"minutes": "soon", "after": ""})

    assert ("09:15–10:15" in by_bus, "12:25" in shown, kept) == (True, True, PLANNED)
    assert (moved.status_code, again.status_code, wrong.status_code) == (303, 422, 422)
    assert "changed meanwhile" in again.text
    assert 'value="soon"' in wrong.text
    assert await times(world) == [("09:00", "10:25"), ("10:40", "11:40"), "12:25", "14:25"]


async def test_programs_look_and_move_and_liaisons_only_look(browser: Browser) -> None:
    world = await a_visit()
    query = {"route": "A", "minutes": 25, "after": "2026-10-17T09:30:00+08:00"}
    async with signed_in(browser, Role.LIAISON) as client:
        looked = await client.get(API, params=query)
        refused = await client.post(API, json=query)
    async with signed_in(browser, Role.ORGANIZER) as client:
        moved = (await client.post(API, json=query | {"seen": looked.json()["seen"]})).json()

    assert (looked.status_code, refused.status_code) == (200, 403)
    assert [one["stop"] for one in moved["stops"]] == ["S01", "S02"]
    assert await times(world) == [("09:00", "10:25"), ("10:40", "11:40"), "12:25", "14:25"]


async def test_a_bus_of_another_route_is_not_counted_with_it(db: str) -> None:
    world = await a_visit()
    guest, _ = await cast.guest(world.held, name_zh="外线客")
    await a_bus(world.held, await a_route(world.held, "B", hour=10), "9", guest)

    assert (await late_view(world.held, "A", 20, at(8), reader=ALL)).guests == 4
