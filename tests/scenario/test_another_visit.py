"""Another visit, other rooms and another board come out as their own files say, recounted the plain way."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from event.embedded import EmbeddedServer
from tests.scenario.another import derived
from tests.scenario.asking import ask
from tests.scenario.conftest import FILES, a_copy, connected, take
from tests.scenario.recount import Office
from tests.scenario.recount_visit import Visit

_BEFORE, _ARRIVALS = "2026-10-08T18:00:00+08:00", "2026-10-15T18:30:00+08:00"
_ON_THE_WAY, _END = "2026-10-17T09:55:00+08:00", "2026-10-18T00:00:00+08:00"
_MOMENTS = (_BEFORE, _ARRIVALS, _ON_THE_WAY, _END)


@pytest.fixture(scope="module")
def other(scenario: Path) -> Office:
    return Office(derived(scenario, seed=5))


@pytest.fixture(scope="module")
async def another_database(server: EmbeddedServer, template: str, other: Office) -> AsyncIterator[None]:
    """Everything of the other gathering taken in; this process is connected."""
    async with a_copy(server, template) as name, connected(server, name):
        for kind in (*FILES, "scans"):
            report = await take(kind, other.files[kind])
            assert report.written, (kind, [row.reasons for row in report.rows if row.reasons][:5])
        yield


async def _answer(name: str, at: str, **query: str) -> Any:
    return (await ask(name, at, query)).answer


async def test_buses_meals_and_roll_calls(another_database: None, other: Office) -> None:
    for at in _MOMENTS:
        told = Visit(other, datetime.fromisoformat(at))
        assert await _answer("not-on-a-bus", at) == told.not_on_a_bus()
        assert (await _answer("neither-choice", at))["guests"] == told.neither_choice()
        for bus in told.seats:
            assert await _answer("diets-by-bus", at, bus=bus) == told.diets_by_bus(bus)
        for canteen in told.sheets["用餐"]:
            code = canteen["用餐点编号"]
            assert await _answer("diets-at-canteen", at, canteen=code) == told.diets_at_canteen(canteen)
        for bus, route in told.route_of.items():
            stop = next(row["考察点编号"] for row in told.sheets["线路"] if row["线路"] == route)
            answer = await _answer("roll-call", at, bus=bus, stop=stop)
            found = (answer["counted"], answer["boarded"], [one["guest"] for one in answer["missing"]])
            assert found == told.roll_call(bus, stop)


async def test_stops_seats_and_lateness(another_database: None, other: Office) -> None:
    for at in (_BEFORE, _END):
        told = Visit(other, datetime.fromisoformat(at))
        for stop in told.sheets["考察点"]:
            assert await _answer("stop-capacity", at, stop=stop["考察点编号"]) == told.stop_capacity(stop)
        routes = sorted({row["线路"] for row in told.sheets["线路"]})
        for old, new in zip(routes, [*routes[1:], routes[0]], strict=True):
            for number in (1, 9):
                query = {"from": old, "to": new, "n": str(number)}
                assert await _answer("move-between-routes", at, **query) == told.move(old, new, number)
        for route in routes:
            for minutes in (10, 25):
                answer = await _answer("route-late", at, route=route, late=str(minutes))
                assert answer == told.late(route, minutes)
    assert told.too_full(told.visits()) == ["S03"]


async def test_rooms_and_documents(another_database: None, other: Office) -> None:
    for at in (_BEFORE, _ARRIVALS):
        told = Visit(other, datetime.fromisoformat(at))
        for hotel in told.sheets["酒店"]:
            code = hotel["酒店代码"]
            assert await _answer("rooming", at, hotel=code) == told.rooming(hotel)
            assert await _answer("hotel-documents", at, hotel=code) == told.documents(hotel)
        assert (await _answer("spare-rooms", at))["by_hotel"] == told.spare()
        assert await _answer("missing-details", at) == told.missing_details()
        taken = (await _answer("replacements", at))["replacements"]
        keys = ("old", "new", "hotel", "room", "bus", "table_seat")
        assert [{key: one[key] for key in keys} for one in taken] == told.replaced()


async def test_arrivals_and_departures(another_database: None, other: Office) -> None:
    for at in (_BEFORE, "2026-10-15T12:00:00+08:00", _ARRIVALS, _END):
        told = Visit(other, datetime.fromisoformat(at))
        outstanding, delayed = await _answer("outstanding", at), await _answer("delayed", at)
        assert outstanding == told.outstanding()
        assert (await _answer("landed", at))["guests"] == outstanding["guests"]["landed"]
        found = {
            "guests": delayed["guests"], "flights": set(delayed["flights"]),
            "cars": {tuple(car) for car in delayed["cars"]},
            "greeters": {tuple(greeter) for greeter in delayed["greeters"]},
        }  # fmt: skip
        assert found == told.delayed()
        for begins in ("2026-10-17T12:00:00+08:00", "2026-10-18T07:00:00+08:00"):
            answer = await _answer("departures", at, **{"from": begins})
            trips = [(one["start"], one["car"], one["driver"], one["guests"]) for one in answer["trips"]]
            assert trips == told.departures(datetime.fromisoformat(begins))


async def test_the_plain_recount_of_the_visit_agrees_with_the_office(
    scenario: Path, answers: dict[int, Any], facts: dict[str, Any]
) -> None:
    files = {kind: (scenario / file).read_bytes() for kind, file in FILES.items()}
    office = Office(files | {"scans": (scenario / "scans.csv").read_bytes()})

    first, third = (
        Visit(office, datetime.fromisoformat(facts["snapshots"][place]["at"])) for place in (0, 2)
    )

    assert first.outstanding() == answers[2]
    assert third.not_on_a_bus() == answers[27]
    assert third.late("C", 25) == answers[31]
