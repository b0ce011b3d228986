"""Waves of arrivals are added, changed and removed, never over what somebody else just changed."""

from event.people.tables import Role
from tests import cast
from tests.itinerary.transfers.ways import SOON
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
PAGE, API = "/console/example/visit/transfers/waves", "/api/v1/gatherings/example"


async def test_a_wave_is_added_and_changed_and_kept_while_flights_are_in_it(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        new = {
            "code": "W1",
            "mode": "flight",
            "name_zh": "下午",
            "on_day": "2026-10-15",
            "begins_at": "12:00",
        }
        added = await client.post(PAGE, data=new)
        twice = await client.post(PAGE, data=new)
        unread = await client.post(PAGE, data=new | {"code": "", "name_zh": "晚上"})
        (wave,) = (await client.get(f"{API}/waves")).json()
        service = {"number": "ZZ1", "planned_at": SOON.isoformat(), "wave": "W1"}
        await client.post(f"{API}/services", json=service)
        used = await client.delete(f"{API}/waves/W1?seen={wave['seen']}")
        changed = (await client.put(f"{API}/waves/W1", json={"name_zh": "晚上", "seen": wave["seen"]})).json()
        stale = await client.put(f"{API}/waves/W1", json={"name_zh": "早上", "seen": wave["seen"]})
        day = (await client.get("/console/example/visit/transfers")).text

    assert (added.status_code, twice.status_code, unread.status_code) == (303, 409, 422)
    assert ('value="晚上"' in unread.text, used.status_code, stale.status_code) == (True, 409, 409)
    assert [(one["code"], one["name_zh"], one["services"]) for one in changed] == [("W1", "晚上", 1)]
    assert "Wave W1" in day


async def test_a_wave_with_nobody_is_removed(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        (wave,) = (await client.put(f"{API}/waves/W1", json={"mode": "train"})).json()
        page = (await client.get(PAGE)).text
        await client.post(PAGE, data={"do": "remove", "code": "W1", "seen": wave["seen"]})
        left = (await client.get(f"{API}/waves")).json()

    assert ("Remove" in page, left) == (True, [])
