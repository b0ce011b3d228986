"""Vehicles and crews are entered; seats suffice, nobody is on two vehicles at once, nobody overwrites another."""

import asyncio
import re
from typing import Any
from uuid import uuid4

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.lodging.tables import Hotel
from event.itinerary.tables import Vehicle, VehicleCrew, VehicleSeat
from event.people.tables import Role
from tests import cast
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
PAGES, API = "/console/example/visit/vehicles", "/api/v1/gatherings/example"
TYPED = {
    "code": "1", "plate": "示A·T0001", "model": "大巴", "seats": "45", "wheelchair_places": "2", "hotel": "H1",
    "muster": "正门", "musters_at": "2026-10-17T07:40", "departs_at": "2026-10-17T08:00", "do": "save",
}  # fmt: skip


async def _world() -> tuple[Gathering, str, str]:
    """A hotel, and two who have badges: numbers as the list gives them."""
    held = await cast.gathering()
    await Hotel(id=uuid4(), gathering=held.id, code="H1", name_zh="示例宾馆").save()
    (driver, _), (guide, _) = (
        await cast.guest(held, code="C", name_zh="李演示"),
        await cast.guest(held, code="Z", name_zh="胡样"),
    )
    return held, driver.number, guide.number


async def _bus(held: Gathering, code: str, *crew: tuple[str, str], **columns: Any) -> Vehicle:
    made = Vehicle(id=uuid4(), gathering=held.id, code=code, **{"seats": 45} | columns)
    await made.save()
    for role, number in crew:
        await VehicleCrew(id=uuid4(), vehicle=made.id, role=role, number=number).save()
    return made


async def test_a_vehicle_is_entered_with_its_crew(browser: Browser) -> None:
    _, driver, guide = await _world()
    crew = {"role-0": "guide", "who-0": f"{guide} 胡样", "role-1": "driver", "who-1": driver}
    async with signed_in(browser, Role.ORGANIZER) as client:
        sent = await client.post(f"{PAGES}/new", data=TYPED | crew)
        (told,) = (await client.get(f"{API}/vehicles")).json()
        page = (await client.get(f"{PAGES}/{told['id']}")).text
        listed = (await client.get(PAGES)).text

    assert (sent.status_code, told["hotel"], told["wheelchair_places"]) == (303, "H1", 2)
    assert told["crew"] == [{"role": "driver", "number": driver}, {"role": "guide", "number": guide}]
    assert told["names"] == {driver: "李演示", guide: "胡样"}
    assert re.findall(r'name="who-\d"[^>]*? value="([^"]+)"', page) == [f"{driver} 李演示", f"{guide} 胡样"]
    assert ('value="2026-10-17T07:40"' in page, "示A·T0001" in listed) == (True, True)


async def test_too_few_seats_are_refused_with_what_is_there(browser: Browser) -> None:
    held, _, guide = await _world()
    bus = await _bus(held, "1", ("guide", guide))
    for number in range(3):
        guest, _ = await cast.guest(held, name_zh=f"客{number}")
        await VehicleSeat(id=uuid4(), vehicle=bus.id, guest=guest.id, booked_at=cast.NOW).save()
    async with signed_in(browser, Role.ORGANIZER) as client:
        refused = await client.patch(f"{API}/vehicles/{bus.id}", json={"seats": 3})
        taken = await client.patch(f"{API}/vehicles/{bus.id}", json={"seats": 4})
        kept = await client.delete(f"{API}/vehicles/{bus.id}")

    assert refused.json()["problems"] == {
        "seats": "These seats are too few: 1 of the crew and 3 guests have a place."
    }
    assert (taken.status_code, taken.json()["booked"]) == (200, 3)
    assert (kept.status_code, kept.json()["detail"]) == (
        409, "3 guests have a place on it. Give them another vehicle first.",
    )  # fmt: skip


async def test_nobody_is_put_on_two_vehicles_at_the_same_hours(browser: Browser) -> None:
    held, driver, guide = await _world()
    await _bus(held, "2", ("guide", guide), departs_at=cast.NOW)
    crew = [{"role": "guide", "number": guide}, {"role": "driver", "number": driver}]
    async with signed_in(browser, Role.ORGANIZER) as client:
        same = await client.post(
            f"{API}/vehicles", json={"code": "1", "departs_at": cast.NOW.isoformat(), "crew": crew}
        )
        other = await client.post(
            f"{API}/vehicles", json={"code": "1", "departs_at": "2026-10-17T08:00:00+08:00", "crew": crew}
        )
        unknown = await client.post(
            f"{API}/vehicles", json={"code": "3", "crew": [{"role": "medic", "number": "A9"}]}
        )

    assert same.json()["problems"] == {"crew": "胡样 is on vehicle 2 at the same hours."}
    assert (other.status_code, unknown.json()["problems"]) == (
        201, {"crew": "Nobody of the crews or the badge list has the number A9."},
    )  # fmt: skip


async def test_two_who_want_one_guide_at_the_same_hours_do_not_both_get_them(browser: Browser) -> None:
    _, _, guide = await _world()
    crew = [{"role": "guide", "number": guide}]
    async with signed_in(browser, Role.ORGANIZER) as client:
        answers = await asyncio.gather(*(
            client.post(f"{API}/vehicles", json={"code": code, "departs_at": cast.NOW.isoformat(), "crew": crew})
            for code in "123"
        ))  # fmt: skip

    assert sorted(answer.status_code for answer in answers) == [201, 422, 422]


async def test_whoever_saves_a_vehicle_second_is_told_of_the_first(browser: Browser) -> None:
    held, _, guide = await _world()
    bus = await _bus(held, "1")
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = (await client.get(f"{PAGES}/{bus.id}")).text
        seen = re.findall(r'name="seen" value="(\w+)"', page)[0]
        await client.patch(
            f"{API}/vehicles/{bus.id}", json={"crew": [{"role": "guide", "number": guide}], "plate": "B"}
        )
        crossed = await client.post(
            f"{PAGES}/{bus.id}", data={"code": "1", "seats": "40", "plate": "A", "seen": seen}
        )

    assert crossed.status_code == 409
    assert "Somebody else changed this. It is now: B" in crossed.text
    assert re.findall(r'id="field-(seats|plate)"[^>]* value="(\w+)"', crossed.text) == [
        ("plate", "A"),
        ("seats", "40"),
    ]
    assert [tuple(row) for row in await fetch("SELECT plate, seats FROM vehicle")] == [("B", 45)]


async def test_whoever_a_list_put_on_a_vehicle_is_among_the_crews_until_more_is_told(
    browser: Browser,
) -> None:
    held, driver, guide = await _world()
    await _bus(held, "1", ("guide", guide), ("driver", driver), ("medic", "A009"))
    typed = {
        "number": guide, "name": "", "roles": ["guide"], "spoken": ["普通话", "英语"], "languages": "泰语",
        "begins_at": "2026-10-17T07:00", "ends_at": "2026-10-17T18:00", "do": "save",
    }  # fmt: skip
    async with signed_in(browser, Role.ORGANIZER) as client:
        before = (await client.get(f"{API}/crew")).json()
        form = (await client.get(f"{PAGES}/crew/new?number={guide}")).text
        sent = await client.post(f"{PAGES}/crew/new", data=typed)
        again = await client.post(f"{PAGES}/crew/new", data=typed)
        after = {one["number"]: one for one in (await client.get(f"{API}/crew")).json()}
        kept = await client.delete(f"{API}/crew/{after[guide]['id']}")

    assert {one["number"]: (one["id"], one["vehicles"], one["on_the_list"]) for one in before} == {
        "A009": (None, {"1": "medic"}, False), driver: (None, {"1": "driver"}, True), guide: (None, {"1": "guide"}, True),
    }  # fmt: skip
    assert ('value="胡样"' in form, 'value="guide" checked' in form) == (True, True)
    assert (sent.status_code, again.status_code, kept.status_code) == (303, 422, 409)
    assert (after[guide]["name"], after[guide]["languages"]) == ("胡样", ["普通话", "英语", "泰语"])


async def test_whoever_is_on_a_vehicle_is_there_as_long_as_it_drives(browser: Browser) -> None:
    held, _, guide = await _world()
    await _bus(held, "1", ("guide", guide), departs_at=cast.NOW)
    hours = {"begins_at": "2026-10-15T10:00:00+08:00", "ends_at": "2026-10-15T18:00:00+08:00"}
    async with signed_in(browser, Role.ORGANIZER) as client:
        refused = await client.post(f"{API}/crew", json={"number": guide} | hours)
        nameless = await client.post(f"{API}/crew", json={"number": "A9", "roles": ["cook"]})

    assert refused.json()["problems"] == {
        "begins_at": "They are on vehicle 1 from 10-15 09:00 to 10-16 00:00."
    }
    assert nameless.json()["problems"] == {
        "name": "Please fill this in.",
        "roles": "Please choose one of the list.",
    }


async def test_somebody_on_no_vehicle_is_changed_and_forgotten(browser: Browser) -> None:
    await _world()
    async with signed_in(browser, Role.ORGANIZER) as client:
        made = (await client.post(f"{API}/crew", json={"number": "A9", "name": "戴范例"})).json()
        own = f"{API}/crew/{made['id']}"
        changed = (await client.patch(own, json={"seen": made["seen"], "roles": ["medic", "guide"]})).json()
        crossed = await client.patch(own, json={"seen": made["seen"], "name": "戴"})
        gone = await client.delete(own)

    assert (changed["roles"], crossed.status_code, gone.status_code) == (["guide", "medic"], 409, 204)
    assert await fetch("SELECT 1 FROM crew_member") == []


async def test_liaisons_look_at_vehicles_and_do_not_change_them(browser: Browser) -> None:
    held, _, _ = await _world()
    bus = await _bus(held, "1")
    async with signed_in(browser, Role.LIAISON) as client:
        seen = [(await client.get(address)).status_code for address in (PAGES, f"{PAGES}/{bus.id}")]
        told = await client.patch(f"{API}/vehicles/{bus.id}", json={"seats": 4})
        new = await client.get(f"{PAGES}/crew/new")

    assert (seen, told.status_code, new.status_code) == ([200, 200], 403, 403)
