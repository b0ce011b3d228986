"""Transfers in the console and for programs, and who may see and change what."""

from datetime import date, time, timedelta
from uuid import uuid4

from event.itinerary.transfers.reading import traffic_of
from event.people.tables import Role
from event.registration.replies import JourneyReply
from event.registration.tables import Delegation
from tests import cast
from tests.itinerary.transfers.ways import SOON, a_car, a_flight, riding, set_for
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
PAGES, API = "/console/example/visit/transfers", "/api/v1/gatherings/example"
_COMES = JourneyReply("flight", "ZZ1", "", date(2026, 10, 15), time(12), transfer_wanted=True)


async def test_a_flight_is_added_delayed_and_its_guests_get_a_vehicle(browser: Browser) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held, arrival=_COMES)
    await a_car(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        new = {"number": "ZZ1", "mode": "flight", "planned_at": "2026-10-15T12:00", "terminal": "T1"}
        wrong = await client.post(f"{PAGES}/services/new", data=new | {"planned_at": ""})
        added = await client.post(f"{PAGES}/services/new", data=new)
        own = added.headers["location"]
        page = (await client.get(own)).text
        seen = page.split('name="seen" value="')[1].split('"')[0]
        news = {"do": "news", "seen": seen, "state": "delayed", "estimated_at": "2026-10-15T13:30"}
        late = await client.post(own, data=news)
        stale = await client.post(own, data=news)
        told = {
            "guest": f"{lin.id}:nothing",
            "way": "arrival",
            "vehicle": "商务1号",
            "sign": "林先生",
            "back": own,
        }
        given = await client.post(f"{PAGES}/together", data=told, follow_redirects=True)
        day = (await client.get(PAGES)).text

    assert (wrong.status_code, added.status_code, late.status_code, stale.status_code) == (422, 303, 303, 409)
    assert "Say in the reply that they come with it" in page
    assert ("Saved." in given.text, await riding()) == (True, [("EX2026-001", "arrival", "ZZ1", "商务1号")])
    assert ("expected 2026-10-15 13:30" in day, "1 of 2 seats" in day, "Sign: “林先生”" in day) == (
        True,
        True,
        True,
    )


async def test_what_cannot_be_is_said_and_what_was_typed_stays(browser: Browser) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        own = f"{PAGES}/guests/{lin.id}"
        sent = {
            "way": "arrival",
            "do": "save",
            "seen": "nothing",
            "mode": "flight",
            "greeter_phone": "twelve",
            "sign": "林先生",
        }
        wrong = await client.post(own, data=sent)
        right = await client.post(own, data=sent | {"greeter_phone": "+8619900000112"})
        stale = await client.post(own, data=sent | {"greeter_phone": ""})
        nobody = await client.post(
            f"{PAGES}/together", data={"way": "arrival", "sign": "x"}, follow_redirects=True
        )

    assert (wrong.status_code, right.status_code, stale.status_code) == (422, 303, 409)
    assert ("This cannot be read as a telephone number." in wrong.text, 'value="林先生"' in wrong.text) == (
        True,
        True,
    )
    assert "Choose at least one guest." in nobody.text


async def test_pickups_are_shown_before_they_are_written(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.lin(held, arrival=_COMES)
    await cast.chen(
        held, arrival=JourneyReply("flight", "ZZ9", "", date(2026, 10, 15), time(12), transfer_wanted=True)
    )
    await a_flight(held)
    await a_car(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = (await client.get(f"{PAGES}/proposal?trip=60")).text
        before = await riding()
        seen = page.split('name="seen" value="')[1].split('"')[0]
        old = await client.post(f"{PAGES}/proposal", data={"seen": "older"})
        done = await client.post(f"{PAGES}/proposal", data={"seen": seen, "trip": "60"})

    assert ("2026-10-15 12:40 商务1号" in page, before) == (True, [])
    assert "ZZ9 of 2026-10-15 is not in the list of flights and trains: add it first." in page
    assert (old.status_code, done.status_code) == (409, 303)
    assert await riding() == [("EX2026-001", "arrival", "ZZ1", "商务1号")]


async def test_departures_get_a_vehicle_and_a_time_together(browser: Browser) -> None:
    held = await cast.gathering()
    (lin, _), (chen, _) = await cast.lin(held), await cast.chen(held)
    await a_car(held)
    await set_for(held, lin.id, chen.id, direction="departure", mode="train", number="G1", leaves_at=SOON)
    marks = await traffic_of(held)
    chosen = [f"{one.id}:{marks.person(one.id).mark('departure')}" for one in (lin, chen)]
    async with signed_in(browser, Role.ORGANIZER) as client:
        told = {"way": "departure", "guest": chosen, "vehicle": "商务1号", "leaves_at": "2026-10-17T09:05"}
        await client.post(f"{PAGES}/together", data=told)
        page = (await client.get(f"{PAGES}?way=departure&day=2026-10-17")).text

    assert [row[3] for row in await riding()] == ["商务1号", "商务1号"]
    assert ("09:05" in page, "2 of 2 seats" in page) == (True, True)


async def test_programs_do_the_same(browser: Browser) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held, arrival=_COMES)
    await a_car(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        service = {"number": "ZZ1", "planned_at": "2026-10-15T12:00:00", "terminal": "T1"}
        added = (await client.post(f"{API}/services", json=service)).json()
        proposal = (await client.post(f"{API}/transfers/proposal", json={})).json()
        written = await client.post(f"{API}/transfers/proposal", json={"seen": proposal["seen"]})
        news = {"state": "arrived", "arrived_at": "2026-10-15T12:10:00+08:00", "seen": added["seen"]}
        told = (await client.post(f"{API}/services/{added['id']}/news", json=news)).json()
        (ride,) = (await client.get(f"{API}/transfers")).json()
        changed = {"sign": "林先生", "seen": ride["seen"]}
        signed = (await client.put(f"{API}/transfers/{lin.id}/arrival", json=changed)).json()
        stale = await client.put(f"{API}/transfers/{lin.id}/arrival", json=changed)
        both = {"guests": {str(lin.id): signed["seen"]}, "changes": {"luggage": 2}}
        together = (await client.post(f"{API}/transfers", json=both)).json()
        nowhere = await client.get(f"{API}/transfers?direction=sideways")

    assert (added["planned_at"], added["on_day"]) == ("2026-10-15T04:00:00Z", "2026-10-15")
    assert [(trip["vehicle"], trip["place"]) for trip in proposal["trips"]] == [("商务1号", "T1")]
    assert (written.status_code, told["state"], ride["vehicle"]) == (200, "arrived", "商务1号")
    assert (signed["sign"], stale.status_code, together, nowhere.status_code) == (
        "林先生",
        409,
        {"changed": 1},
        422,
    )


async def test_a_liaison_sees_the_own_delegation_and_changes_nothing(browser: Browser) -> None:
    held = await cast.gathering()
    async with signed_in(browser, Role.LIAISON) as client:
        own = Delegation(id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团", liaison=client.user)  # type: ignore[attr-defined] # the test's browser knows
        await own.save()
        (lin, _), (chen, _) = await cast.lin(held, delegation=own.id), await cast.chen(held)
        flight = await a_flight(held)
        await set_for(held, lin.id, chen.id, service=flight, leaves_at=SOON + timedelta(minutes=40))
        page = (await client.get(PAGES)).text
        rides = (await client.get(f"{API}/transfers")).json()
        other = await client.get(f"{PAGES}/guests/{chen.id}")
        sent = await client.post(f"{PAGES}/together", data={})

    assert ("林示例" in page, "陳樣本" in page) == (True, False)
    assert [ride["number"] for ride in rides] == ["EX2026-001"]
    assert (other.status_code, sent.status_code) == (404, 403)
