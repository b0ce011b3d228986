"""Hotels and rooms in the console and for programs, and who may see and change what."""

from uuid import uuid4

from event.gathering.tables import Gathering
from event.itinerary.lodging.reading import beds_of
from event.people.tables import Role
from event.registration.tables import Delegation
from tests import cast
from tests.itinerary.lodging.hotels import SINGLE, TWIN, a_hotel, give, sleeping
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
PAGES, API = "/console/example/visit/rooms", "/api/v1/gatherings/example"
_WISH = {"lodging": "yes", "check_in": "2026-10-15", "check_out": "2026-10-17"}


async def test_a_hotel_is_added_with_its_rooms_and_a_guest_gets_one(browser: Browser) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held, answers=_WISH)
    async with signed_in(browser, Role.ORGANIZER) as client:
        empty = (await client.get(PAGES)).text
        hotel = {
            "code": "H1",
            "name_zh": "一号酒店",
            "block_type": [TWIN, ""],
            "block_rooms": ["2", ""],
            "do": "save",
        }
        added = await client.post(f"{PAGES}/hotels/new", data=hotel)
        twice = await client.post(f"{PAGES}/hotels/new", data=hotel)
        rooms = {"do": "add", "numbers": "301-302 305", "room_type": TWIN, "beds": "2"}
        await client.post(f"{PAGES}/hotels/H1/rooms", data=rooms)
        page = (await client.get(f"{PAGES}/guests/{lin.id}")).text
        beds = await beds_of(held)
        where = f"{beds.hotel_of('H1').id}:{beds.room_of('H1', '305').id}"
        seen = page.split('name="seen" value="')[1].split('"')[0]
        told = {
            "guest": str(lin.id),
            "seen": seen,
            "where": where,
            "check_in": "2026-10-15",
            "check_out": "2026-10-15",
        }
        wrong = await client.post(f"{PAGES}/guests/{lin.id}", data=told | {"do": "give"})
        given = await client.post(
            f"{PAGES}/guests/{lin.id}", data=told | {"do": "give", "check_out": "2026-10-18"}
        )

    assert ("No hotels yet" in empty, added.status_code, twice.status_code) == (True, 303, 422)
    assert "Another hotel has this already." in twice.text
    assert ("305 普通标间 · 2 of 2 beds free" in page, wrong.status_code) == (True, 422)
    assert "The guest leaves after the first night at the earliest." in wrong.text
    assert (given.headers["location"], await sleeping()) == (f"{PAGES}?hotel=H1", [("EX2026-001", "305")])


async def test_a_guest_is_dragged_and_what_cannot_be_is_said(browser: Browser) -> None:
    held = await cast.gathering()
    (lin, _), (chen, _) = (
        await cast.lin(held, sex="M", answers=_WISH),
        await cast.chen(held, sex="F", answers=_WISH),
    )
    await a_hotel(held)
    await give(held, chen.id, "301")
    beds = await beds_of(held)
    room, seen = str(beds.room_of("H1", "301").id), beds.person(lin.id).mark
    async with signed_in(browser, Role.ORGANIZER) as client:
        move = {"hotel": "H1", "guest": str(lin.id), "seen": seen, "room": room}
        await client.post(f"{PAGES}/move", data=move)
        shown = (await client.get(f"{PAGES}?hotel=H1")).text
        again = await client.post(f"{PAGES}/move", data=move | {"room": "none"}, follow_redirects=True)

    assert "Saved. The room is now shared by two sexes who are no companions: look at it again." in shown
    assert "林示例, 陳樣本 are of two sexes and no companions" in shown
    assert "Somebody else has just changed where 林示例 sleeps: H1酒店 301." in again.text
    assert await sleeping() == [("EX2026-001", "301"), ("EX2026-002", "301")]


async def test_a_proposal_is_shown_before_it_is_written(browser: Browser) -> None:
    held = await cast.gathering()
    for maker in (cast.lin, cast.chen):
        await maker(held, sex="F", answers=_WISH)
    await a_hotel(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = (await client.get(f"{PAGES}/proposal")).text
        before = await sleeping()
        seen = page.split('name="seen" value="')[1].split('"')[0]
        old = await client.post(f"{PAGES}/proposal", data={"seen": "older"})
        done = await client.post(f"{PAGES}/proposal", data={"seen": seen})

    assert ("Give these 2 places" in page, before) == (True, [])
    assert (old.status_code, "Here is a new proposal; nothing was written." in old.text) == (409, True)
    assert (done.status_code, await sleeping()) == (303, [("EX2026-001", "301"), ("EX2026-002", "301")])


async def test_programs_do_the_same(browser: Browser) -> None:
    held = await cast.gathering()
    (lin, _), (chen, _) = (
        await cast.lin(held, sex="F", answers=_WISH),
        await cast.chen(held, sex="F", answers=_WISH),
    )
    async with signed_in(browser, Role.ORGANIZER) as client:
        hotel = (
            await client.post(
                f"{API}/hotels", json={"code": "H1", "name_zh": "一号酒店", "blocks": {TWIN: 1}}
            )
        ).json()
        rooms = (
            await client.post(f"{API}/hotels/H1/rooms", json={"numbers": "301", "room_type": TWIN})
        ).json()
        proposal = (await client.get(f"{API}/rooming/proposal")).json()
        accepted = (await client.post(f"{API}/rooming/proposal", json={"seen": proposal["seen"]})).json()
        rooming = (await client.get(f"{API}/rooming")).json()
        one = rooming["guests"][0]
        place = {
            "hotel": "H1",
            "room": "301",
            "check_in": "2026-10-16",
            "check_out": "2026-10-18",
            "seen": one["seen"],
        }
        moved = (await client.put(f"{API}/rooming/{lin.id}", json=place)).json()
        stale = await client.put(f"{API}/rooming/{lin.id}", json=place)
        single = {
            "room_type": SINGLE,
            "beds": 1,
            "seen": (await client.get(f"{API}/rooms?hotel=H1")).json()[0]["seen"],
        }
        too_few = await client.put(f"{API}/hotels/H1/rooms/301", json=single)
        taken = await client.delete(f"{API}/rooming/{chen.id}?seen={rooming['guests'][1]['seen']}")

    assert (hotel["blocks"], rooms) == ([{"room_type": TWIN, "kept": 1, "listed": 0, "used": 0}], ["301"])
    assert [(one["number"], one["room"]) for one in proposal["changes"]] == [
        ("EX2026-001", "301"), ("EX2026-002", "301"),
    ]  # fmt: skip
    assert accepted == {"given": 2, "without": 0}
    assert (moved["check_in"], moved["check_out"]) == ("2026-10-16", "2026-10-18")
    assert (stale.status_code, too_few.status_code, taken.status_code) == (409, 409, 204)
    assert await sleeping() == [("EX2026-001", "301")]


async def _delegation(held: Gathering, liaison: object) -> Delegation:
    made = Delegation(id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团", liaison=liaison)
    await made.save()
    return made


async def test_a_liaison_sees_the_own_delegation_and_changes_nothing(browser: Browser) -> None:
    held = await cast.gathering()
    async with signed_in(browser, Role.LIAISON) as client:
        own = await _delegation(held, client.user)  # type: ignore[attr-defined] # the test's browser knows
        (lin, _), (chen, _) = (
            await cast.lin(held, answers=_WISH, delegation=own.id), await cast.chen(held, answers=_WISH),
        )  # fmt: skip
        await a_hotel(held)
        for guest in (lin, chen):
            await give(held, guest.id, "301")
        page = (await client.get(PAGES)).text
        other = await client.get(f"{PAGES}/guests/{chen.id}")
        room = (await client.get(f"{API}/rooms")).json()[0]
        proposal = await client.get(f"{API}/rooming/proposal")
        move = await client.post(f"{PAGES}/move", data={})

    assert ("林示例" in page, "陳樣本" in page, "Of other delegations: 1" in page) == (
        True,
        False,
        True,
    )
    assert ([one["number"] for one in room["sleepers"]], room["others"]) == (["EX2026-001"], 1)
    assert (other.status_code, proposal.status_code, move.status_code) == (404, 403, 403)
