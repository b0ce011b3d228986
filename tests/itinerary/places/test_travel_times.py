"""Travel times are entered, pasted, imported with the routes, or estimated; what somebody told goes before a guess."""

import re
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.lodging.tables import Hotel
from event.itinerary.tables import Canteen, Stop
from event.people.tables import Role
from tests import cast
from tests.checkin.lists import sheets, take
from tests.itinerary.test_lists_of_the_visit import CANTEEN, LUNCH, PARK, ROUTE, STOP, VEHICLE
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
PAGES, API = "/console/example/visit/ways", "/api/v1/gatherings/example/ways"


async def _places() -> tuple[Gathering, dict[str, UUID]]:
    held = await cast.gathering()
    made: list[Any] = [
        Hotel(id=uuid4(), gathering=held.id, code="H1", name_zh="示例宾馆", latitude=27.0, longitude=112.0),
        Stop(id=uuid4(), gathering=held.id, code="S01", name_zh="示例园", latitude=27.1, longitude=112.0),
        Stop(id=uuid4(), gathering=held.id, code="S02", name_zh="示例馆"),
        Canteen(id=uuid4(), gathering=held.id, code="L1", name_zh="示例馆"),
    ]
    for one in made:
        await one.save()
    return held, {one.code: one.id for one in made}


async def _stored() -> list[tuple[Any, ...]]:
    rows = await fetch(
        "WITH p AS (SELECT id, code FROM stop UNION ALL SELECT id, code FROM hotel UNION ALL SELECT id, code FROM canteen)"
        " SELECT o.code, t.code, w.minutes, w.known FROM travel_time w JOIN p o ON o.id = w.origin"
        " JOIN p t ON t.id = w.target ORDER BY 1, 2"
    )
    return [tuple(row) for row in rows]


async def test_ways_of_a_place_are_entered_and_emptied(browser: Browser) -> None:
    _, ids = await _places()
    there, back = f"{ids['S01']}-{ids['S02']}", f"{ids['S02']}-{ids['S01']}"
    async with signed_in(browser, Role.ORGANIZER) as client:
        own = f"{PAGES}/{ids['S01']}"
        sent = await client.post(own, data={there: "12", f"was-{there}": "", back: "", f"was-{back}": ""})
        first = await _stored()
        page = (await client.get(own)).text
        emptied = await client.post(own, data={there: "", f"was-{there}": "12"})
        wrong = await client.post(own, data={there: "soon", f"was-{there}": ""})

    assert (sent.status_code, first) == (303, [("S01", "S02", 12, "entered")])
    assert re.findall(rf'name="{there}" value="(\d*)"', page) == ["12"]
    assert (emptied.status_code, await _stored()) == (303, [])
    assert (wrong.status_code, 'value="soon"' in wrong.text) == (422, True)


async def test_whoever_enters_a_way_second_is_told_of_the_first(browser: Browser) -> None:
    _, ids = await _places()
    there = f"{ids['S01']}-{ids['S02']}"
    async with signed_in(browser, Role.ORGANIZER) as client:
        await client.post(API, json=[{"origin": "S01", "target": "S02", "minutes": 15}])
        crossed = await client.post(f"{PAGES}/{ids['S01']}", data={there: "12", f"was-{there}": ""})

    assert crossed.status_code == 409
    assert ("It is now: 15" in crossed.text, f'name="{there}" value="12"' in crossed.text) == (True, True)
    assert await _stored() == [("S01", "S02", 15, "entered")]


async def test_a_pasted_list_is_taken_in_whole_or_not_at_all(browser: Browser) -> None:
    await _places()
    async with signed_in(browser, Role.ORGANIZER) as client:
        refused = await client.post(
            PAGES, data={"text": "H1\t示例园\t30\n示例园\tS02\t10\n示例馆\tH1\t5\nS01\tS01\t1\nH1\tS02"}
        )
        before = await _stored()
        taken = await client.post(PAGES, data={"text": "起点\t终点\t分钟\nH1\t示例园\t30\n示例园\tS02\t10\n"})

    assert re.findall(r'<a href="#field-row-\d">([^<]+)<', refused.text) == [
        "Row 3: 起点: Several places are called “示例馆”. Write the whole name.",
        "Row 4: 终点: A way leads from one place to another.",
        "Row 5: 分钟: is missing.",
    ]
    assert (refused.status_code, before, taken.status_code) == (422, [], 303)
    assert await _stored() == [("H1", "S01", 30, "imported"), ("S01", "S02", 10, "imported")]


async def test_a_workbook_is_taken_in_too(browser: Browser) -> None:
    await _places()
    content = sheets(车程=[["车程表"], ["起点", "终点", "分钟"], ["H1", "S01", 30]])
    async with signed_in(browser, Role.ORGANIZER) as client:
        taken = await client.post(PAGES, data={"text": ""}, files={"file": ("ways.xlsx", content)})
        nothing = await client.post(PAGES, data={"text": " "})

    assert (taken.status_code, nothing.status_code) == (303, 422)
    assert await _stored() == [("H1", "S01", 30, "imported")]


async def test_programs_read_every_way_and_how_it_is_known(browser: Browser) -> None:
    _, ids = await _places()
    async with signed_in(browser, Role.ORGANIZER) as client:
        told = await client.post(API, json=[{"origin": str(ids["S01"]), "target": "S02", "minutes": 10}])
        wrong = await client.post(API, json=[{"origin": "S09", "target": "S02", "minutes": 2000}])
        await client.delete(f"{API}/{ids['S01']}/{ids['S02']}")
    names = {str(one): code for code, one in ids.items()}
    ways = {(names[way["origin"]], names[way["target"]]): way for way in told.json()["ways"]}

    assert [one["code"] for one in told.json()["places"]] == ["H1", "S01", "S02", "L1"]
    assert {pair: (way["minutes"], way["known"]) for pair, way in ways.items() if "H1" in pair} == {
        ("H1", "S01"): (22, "estimated"), ("S01", "H1"): (22, "estimated"), ("H1", "S02"): (32, "estimated"),
        ("S02", "H1"): (32, "estimated"), ("H1", "L1"): (20, "unknown"), ("L1", "H1"): (20, "unknown"),
    }  # fmt: skip
    assert wrong.json()["problems"] == {
        "0.origin": "“S09” is no stop, canteen, hotel or venue of this gathering.",
        "0.minutes": "Please give minutes from 0 to 1440.",
    }
    assert await _stored() == []


async def test_gaps_between_stops_of_an_imported_route_are_ways(db: str) -> None:
    """The shortest gap of a pair counts, the way to lunch too, one with a lunch in it does not; what was entered stays."""
    held = await cast.gathering()
    stops = [["S0" + str(n), f"示例{n}", *PARK[2:]] for n in range(1, 5)]
    rows = [
        ["A", "甲线", 1, "S01", "08:50", "09:30", "示例食堂", "12:00", "15:00"],
        ["A", "甲线", 2, "S02", "09:50", "11:40", "示例食堂", "12:00", "15:00"],
        ["A", "甲线", 3, "S03", "13:20", "14:00", "示例食堂", "12:00", "15:00"],
        ["B", "乙线", 1, "S01", "08:50", "09:30", "", "", "15:00"],
        ["B", "乙线", 2, "S02", "09:45", "10:40", "", "", "15:00"],
        ["B", "乙线", 3, "S04", "11:00", "11:40", "", "", "15:00"],
    ]
    content = sheets(
        线路=[["2026年10月17日"], ROUTE, *rows], 车辆=[VEHICLE], 考察点=[STOP, *stops], 用餐=[CANTEEN, LUNCH],
        乘车名单=[["车号", "编号"]],
    )  # fmt: skip
    await take("visit", content, held)
    first = await _stored()
    await fetch(
        "UPDATE travel_time SET minutes = 40, known = 'entered' WHERE target IN (SELECT id FROM stop WHERE code = 'S04')"
    )
    await take("visit", content, held)

    assert first == [
        ("S01", "S02", 15, "imported"),
        ("S02", "L1", 20, "imported"),
        ("S02", "S04", 20, "imported"),
    ]
    assert await _stored() == [
        ("S01", "S02", 15, "imported"), ("S02", "L1", 20, "imported"), ("S02", "S04", 40, "entered"),
    ]  # fmt: skip


async def test_a_hotel_gets_its_point_on_the_map_and_is_estimated_from_there(browser: Browser) -> None:
    _, ids = await _places()
    own = f"{PAGES}/{ids['H1']}"
    async with signed_in(browser, Role.ORGANIZER) as client:
        seen = re.findall(r'name="seen" value="(\w+)"', (await client.get(own)).text)[0]
        wrong = await client.post(
            f"{own}/point", data={"latitude": "north", "longitude": "112", "seen": seen}
        )
        sent = await client.post(
            f"{own}/point", data={"latitude": "", "longitude": "27.2，112.0", "seen": seen}
        )
        late = await client.post(f"{own}/point", data={"latitude": "27", "longitude": "112", "seen": seen})
        told = (await client.get(API)).json()
        emptied = await client.patch(f"{API}/places/{ids['H1']}", json={"latitude": None, "longitude": None})
        stop = await client.patch(f"{API}/places/{ids['S01']}", json={"latitude": 1.0, "longitude": 1.0})

    assert (wrong.status_code, sent.status_code, late.status_code) == (422, 303, 409)
    assert (told["places"][0]["latitude"], told["places"][0]["longitude"]) == (27.2, 112.0)
    assert [
        way["minutes"]
        for way in told["ways"]
        if (way["origin"], way["target"]) == (str(ids["H1"]), str(ids["S01"]))
    ] == [22]
    assert (emptied.json()["latitude"], stop.status_code) == (None, 404)
