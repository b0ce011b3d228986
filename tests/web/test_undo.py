"""The notice after an act has the button that undoes it, on every page in the same way; programs undo by the list of steps."""

import re
from typing import Any
from uuid import UUID, uuid4

import httpx

from event.agenda.matchmaking.operations import Layout, ZoneTold, lay_out
from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.tables import Vehicle
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.printing.badge_designs.design import standard_design
from event.printing.badge_designs.operations import save_design
from event.registration.tables import Guest, Standing
from event.signing.forms import ProjectTold
from event.signing.operations import save_project
from tests import cast
from tests.web.conftest import Browser, signed_in

CONSOLE, API = "/console/example", "/api/v1/gatherings/example/undo"


async def _vehicle(held: Gathering) -> UUID:
    key = uuid4()
    await Vehicle(id=key, gathering=held.id, code="1", plate="闽C12345").save()
    return key


def _notice(page: httpx.Response) -> tuple[str, str, dict[str, str], str]:
    """What the notice says, where its button sends, what goes with it, and what is on the button."""
    found = re.search(
        r'<form class="alert[^>]* notice" method="post" action="([^"]+)">(.*?)</form>', page.text, re.DOTALL
    )
    assert found is not None
    sent = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', found[2]))
    said, button = (
        re.search(r"<p[^>]*>(.*?)</p>", found[2]),
        re.search(r"<button[^>]*>(.*?)</button>", found[2]),
    )
    assert said is not None
    assert button is not None
    return said[1], found[1], {name: value for name, value in sent.items() if name != "_csrf"}, button[1]


async def test_the_notice_undoes_what_was_done_and_then_does_it_again(browser: Browser) -> None:
    vehicle = await _vehicle(await cast.gathering())
    own = f"{CONSOLE}/visit/vehicles"
    async with signed_in(browser, Role.ORGANIZER) as client:
        removed = await client.post(f"{own}/{vehicle}", data={"do": "remove"}, follow_redirects=True)
        said, undo, sent, button = _notice(removed)
        undone = await client.post(undo, data=sent, follow_redirects=True)
        told, do_again, sends, again = _notice(undone)
        twice = await client.post(undo, data=sent, follow_redirects=True)
        back = [one["id"] for one in await fetch("SELECT id FROM vehicle")]
        await client.post(do_again, data=sends, follow_redirects=True)
        looked = await client.get(own)

    assert (said, button, sent, str(undone.url)) == ("The vehicle is removed.", "Undo", {"back": own}, f"http://testserver{own}")  # fmt: skip
    assert (told, again, back, await Vehicle.count()) == ("It is undone.", "Do again", [vehicle], 0)
    assert "Nothing was undone." in twice.text
    assert "notice" not in looked.text


async def test_what_has_a_way_back_of_its_own_offers_that(browser: Browser) -> None:
    held = await cast.gathering()
    await save_project(
        ProjectTold(code="P1", name_zh="示例项目"), gathering=held, by=COMMAND_LINE, now=cast.NOW
    )
    own = f"{CONSOLE}/signing/projects"
    async with signed_in(browser, Role.ORGANIZER) as client:
        out = await client.post(f"{own}/P1/state", data={"do": "withdraw"}, follow_redirects=True)
        _, undo, sent, _ = _notice(out)
        back = await client.post(undo, data=sent, follow_redirects=True)

    assert (undo, sent["do"]) == (f"{own}/P1/state", "back")
    assert _notice(back)[0::3] == ("The project is in the pool again.", "Do again")


async def test_programs_read_what_can_be_undone_and_undo_it(browser: Browser) -> None:
    vehicle = await _vehicle(await cast.gathering())
    async with signed_in(browser, Role.ORGANIZER) as client:
        await client.delete(f"/api/v1/gatherings/example/vehicles/{vehicle}")
        (step,) = (await client.get(API)).json()
        undone = await client.post(f"{API}/{step['id']}")
        twice = await client.post(f"{API}/{step['id']}")
        unknown = await client.post(f"{API}/{uuid4()}")
        (left,) = (await client.get(API)).json()

    assert (step["action"], step["subject"]) == ("vehicle.remove", f"vehicle:{vehicle}")
    assert [one.status_code for one in (undone, twice, unknown)] == [200, 409, 404]
    assert (undone.json()["step"], left["action"]) == (left["id"], "vehicle.remove.undo")


async def test_who_may_not_do_it_may_not_undo_it(browser: Browser) -> None:
    vehicle = await _vehicle(await cast.gathering())
    async with signed_in(browser, Role.ORGANIZER) as client:
        await client.delete(f"/api/v1/gatherings/example/vehicles/{vehicle}")
        (step,) = (await client.get(API)).json()
    for role in (Role.VIEWER, Role.GATE_STAFF, Role.LIAISON, Role.SIGNING_OFFICER):
        async with signed_in(browser, role) as client:
            listed, tried = await client.get(API), await client.post(f"{API}/{step['id']}")
            page = await client.post(f"{CONSOLE}/undo/{step['id']}", follow_redirects=True)
        assert (listed.json(), tried.status_code) == ([], 404)
        assert "There is nothing to undo any more." in page.text

    assert await Vehicle.count() == 0


async def test_the_administrator_lets_a_user_in_again_who_was_disabled_by_mistake(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.VIEWER):
        pass
    async with signed_in(browser, Role.ADMINISTRATOR) as client:
        out = await client.post(
            "/console/users/disable", data={"sign_in_name": "user-viewer"}, follow_redirects=True
        )
        _, undo, sent, _ = _notice(out)
        back = await client.post(undo, data=sent, follow_redirects=True)

    assert (_notice(back)[0], await fetch("SELECT 1 FROM users WHERE NOT active")) == ("It is undone.", [])


async def test_what_cannot_be_undone_is_named_by_whoever_does_it(browser: Browser) -> None:
    guest, _ = await cast.lin(await cast.gathering(), standing=Standing.WITHDRAWN)
    own = f"{CONSOLE}/guests/{guest.id}"
    async with signed_in(browser, Role.ORGANIZER) as client:
        looked = await client.get(own)
        unsure = await client.post(f"{own}/erase", data={"typed": "林示例"})
        kept = await Guest.objects().get(Guest.id == guest.id)
        erased = await client.post(f"{own}/erase", data={"typed": f" {guest.number.lower()}"})
        gone = await Guest.objects().get(Guest.id == guest.id)

    assert f"To do this for good, type {guest.number}" in looked.text
    assert (unsure.status_code, 'value="林示例"' in unsure.text, erased.status_code) == (422, True, 303)
    assert f"Please type {guest.number} as it is written here. Nothing was changed." in unsure.text
    assert [one.name_zh for one in (kept, gone) if one] == ["林示例", ""]


async def test_whoever_withdraws_a_guest_reads_first_what_goes(browser: Browser) -> None:
    guest, _ = await cast.lin(await cast.gathering())
    own, told = f"{CONSOLE}/guests/{guest.id}", {"guest": str(guest.id), "to": "withdrawn", "reason": "Ill"}
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = await client.get(own)
        asked = await client.post(f"{CONSOLE}/guests/decide", data=told)
        (before,) = await Guest.select(Guest.standing).output(as_list=True)
        decided = await client.post(f"{CONSOLE}/guests/decide/save", data=told)
        (after,) = await Guest.select(Guest.standing).output(as_list=True)

    assert f'value="withdrawn" formaction="{CONSOLE}/guests/decide"' in page.text
    assert ("This cannot be undone" in asked.text, 'value="Ill"' in asked.text) == (True, True)
    assert (before, after, decided.headers["location"]) == ("approved", "withdrawn", own)


async def test_a_slot_that_was_freed_is_given_back_to_who_had_it_unless_somebody_else_has(
    browser: Browser,
) -> None:
    held = await cast.gathering()
    (lin, _), (chen, _) = await cast.lin(held), await cast.chen(held)
    await lay_out(Layout([ZoneTold("Z1", "县商务局", "")], cast.NOW, 20, 1), gathering=held, by=COMMAND_LINE, now=cast.NOW)  # fmt: skip
    (slot,) = [str(row["id"]) for row in await fetch("SELECT id FROM match_slot")]
    own, holder = f"{CONSOLE}/agenda/matchmaking", "SELECT guest FROM match_booking"
    async with signed_in(browser, Role.ORGANIZER) as client:
        await client.post(own, data={"slot": slot, "guest": lin.number})
        freed = await client.post(own, data={"free": slot}, follow_redirects=True)
        _, undo, sent, _ = _notice(freed)
        await client.post(undo, data=sent)
        back = [row["guest"] for row in await fetch(holder)]
        await client.post(own, data={"free": slot})
        await client.post(own, data={"slot": slot, "guest": chen.number})
        late = await client.post(undo, data=sent)

    assert (undo, sent["slot"], sent["guest"], back) == (own, slot, lin.number, [lin.id])
    assert (late.status_code, [row["guest"] for row in await fetch(holder)]) == (422, [chen.id])


async def test_a_design_that_was_dropped_is_taken_again_unless_another_was_saved(browser: Browser) -> None:
    held = await cast.gathering()
    who: dict[str, Any] = {"by": COMMAND_LINE, "now": cast.NOW}
    await save_design(held, "90x130", "V", standard_design("90x130"), **who)
    own, last = f"{CONSOLE}/badges/90x130/V", "SELECT none FROM badge_design ORDER BY revision DESC LIMIT 1"
    async with signed_in(browser, Role.ORGANIZER) as client:
        dropped = await client.post(f"{own}/drop", follow_redirects=True)
        _, undo, sent, _ = _notice(dropped)
        await client.post(undo, data=sent)
        (back,) = await fetch(last)
        late = await client.post(undo, data=sent, follow_redirects=True)

    assert (undo, sent["revision"], sent["after"], back["none"]) == (f"{own}/again", "1", "2", False)
    assert ("Nothing was undone." in late.text, len(await fetch("SELECT 1 FROM badge_design"))) == (True, 3)
