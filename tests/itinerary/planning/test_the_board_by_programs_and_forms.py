"""The plan of the visit by API and, without scripts, by forms: who may, what is refused and why."""

from typing import Any

from litestar import Litestar

from event.database import fetch
from event.gathering.tables import Gathering
from event.people.tables import Role
from event.registration.tables import Delegation
from tests import cast
from tests.itinerary.planning.visit import a_visit
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]


def _plan(held: Gathering) -> str:
    return f"/api/v1/gatherings/{held.slug}/visit/plan"


def _of(plan: dict[str, Any], kind: str, code: str) -> dict[str, Any]:
    return dict(next(one for one in plan[kind] if one["code"] == code))


def _party_on(plan: dict[str, Any], bus: str, guests: int) -> dict[str, Any]:
    vehicle = _of(plan, "buses", bus)["vehicle"]
    return dict(
        next(one for one in plan["parties"] if one["vehicle"] == vehicle and len(one["guests"]) == guests)
    )


def _moving(plan: dict[str, Any], party: dict[str, Any], bus: str) -> dict[str, Any]:
    guests = [guest["id"] for guest in party["guests"]]
    to = _of(plan, "buses", bus)["vehicle"]
    return {
        "moved": plan["moved"],
        "edit": {"do": "move_party", "guests": guests, "to": to, "seen": party["vehicle"]},
    }


async def test_a_party_moves_and_the_answer_is_the_new_plan(app: Litestar, browser: Browser) -> None:
    held = await a_visit()
    async with signed_in(browser, Role.ORGANIZER) as organizer:
        plan = (await organizer.get(_plan(held))).json()
        moving = _moving(plan, _party_on(plan, "1", 1), "8")

        looked = await organizer.post(f"{_plan(held)}/check", json=moving)
        done = await organizer.post(f"{_plan(held)}/edits", json=moving)
        undone = await organizer.post(f"{_plan(held)}/undo", json={"moved": done.json()["moved"]})

    assert (looked.status_code, looked.json()) == (200, {"reasons": []})
    assert (done.status_code, _of(done.json(), "buses", "8")["riding"]) == (201, 19)
    assert (undone.status_code, _of(undone.json(), "buses", "8")["riding"]) == (201, 18)
    assert (undone.json()["can_redo"], undone.json()["unpublished"]) == (True, False)


async def test_a_broken_rule_is_refused_with_its_reason_and_what_mends_it(
    app: Litestar, browser: Browser
) -> None:
    held = await a_visit()
    async with signed_in(browser, Role.ORGANIZER) as organizer:
        plan = (await organizer.get(_plan(held))).json()
        moving = _moving(plan, _party_on(plan, "1", 2), "8")

        refused = await organizer.post(f"{_plan(held)}/edits", json=moving)
        after = (await organizer.get(_plan(held))).json()

    assert refused.status_code == 409
    assert refused.json()["reasons"] == [
        {
            "text": "Bus 8 has 22 seats; its crew takes 3, so 19 are for guests: 20 would be 1 too many.",
            "remedies": ["at most 1 more guests fit on bus 8"],
        }
    ]
    assert after == plan


async def test_what_somebody_else_changed_is_not_overwritten(app: Litestar, browser: Browser) -> None:
    held = await a_visit()
    async with signed_in(browser, Role.ORGANIZER) as organizer:
        plan = (await organizer.get(_plan(held))).json()
        party = _party_on(plan, "1", 1)
        await organizer.post(f"{_plan(held)}/edits", json=_moving(plan, party, "2"))

        second = await organizer.post(f"{_plan(held)}/edits", json=_moving(plan, party, "8"))
        late = await organizer.post(f"{_plan(held)}/undo", json={"moved": plan["moved"]})

    said = "Somebody else has changed this in the meantime. Look at it as it is now, then decide."
    assert [(one.status_code, one.json()["detail"]) for one in (second, late)] == [(409, said), (409, said)]


async def test_the_reader_is_told_why_a_guest_rides_on_neither_wish(app: Litestar, browser: Browser) -> None:
    held = await a_visit()
    async with signed_in(browser, Role.ORGANIZER) as organizer:
        plan = (await organizer.get(_plan(held))).json()
        party = next(one for one in plan["parties"] if one["got"] == 0)
        guest = party["guests"][0]["id"]
        told = await organizer.get(f"{_plan(held)}/explain?guest={guest}")

    assert told.status_code == 200
    assert len(told.json()["reasons"]) >= len(party["wishes"])


async def test_liaisons_see_their_own_delegations_and_change_nothing(app: Litestar, browser: Browser) -> None:
    held = await a_visit()
    home = await Delegation.objects().get(Delegation.code == "D01")
    async with signed_in(browser, Role.LIAISON) as liaison:
        await fetch("UPDATE delegation SET liaison = $1 WHERE id = $2", liaison.user, home.id)  # type: ignore[attr-defined]
        plan = await liaison.get(_plan(held))
        page = await liaison.get(f"/console/{held.slug}/visit")
        changing = await liaison.post(f"{_plan(held)}/undo", json={"moved": 0})

    assert {one["delegation"] for one in plan.json()["parties"]} == {home.name_zh}
    assert (page.status_code, changing.status_code) == (200, 403)


async def test_without_scripts_a_party_moves_by_a_form_and_a_refusal_is_a_page(
    app: Litestar, browser: Browser
) -> None:
    held = await a_visit()
    async with signed_in(browser, Role.ORGANIZER) as organizer:
        plan = (await organizer.get(_plan(held))).json()
        one, two = _party_on(plan, "1", 1), _party_on(plan, "1", 2)
        fields = [
            {
                "do": "move_party", "guests": " ".join(guest["id"] for guest in party["guests"]),
                "to": _of(plan, "buses", "8")["vehicle"], "seen": party["vehicle"],
            }
            for party in (one, two)
        ]  # fmt: skip
        page = f"/console/{held.slug}/visit"
        done = await organizer.post(page, data=fields[0])
        refused = await organizer.post(page, data=fields[1])
        wrong = await organizer.post(page, data={"do": "move_call", "begins": "soon"})

    assert (done.status_code, done.headers["location"]) == (303, page)
    assert refused.status_code == 409
    assert "21 would be 2 too many." in refused.text
    assert wrong.status_code == 409


async def test_a_run_is_asked_for_followed_and_cancelled(app: Litestar, browser: Browser) -> None:
    held = await a_visit()
    async with signed_in(browser, Role.ORGANIZER) as organizer:
        plan = (await organizer.get(_plan(held))).json()
        asked = {"moved": plan["moved"], "what": "mend", "seconds": 5, "changes": [
            {"do": "bus_out", "vehicle": _of(plan, "buses", "5")["vehicle"]},
        ]}  # fmt: skip
        run = await organizer.post(f"{_plan(held)}/runs", json=asked)
        again = await organizer.post(f"{_plan(held)}/runs", json=asked)
        root = f"{_plan(held)}/runs/{run.json()['id']}"
        stopped = await organizer.post(f"{root}/cancel", json={})
        taken = await organizer.post(f"{root}/accept", json={"moved": plan["moved"]})
        nothing = await organizer.get(f"{_plan(held)}/runs/{held.id}")

    assert (run.status_code, run.json()["state"]) == (201, "waiting")
    assert (again.status_code, stopped.json()["state"], taken.status_code) == (409, "cancelled", 409)
    assert nothing.status_code == 404


async def test_a_guest_who_withdraws_leaves_the_draft_and_a_substitute_has_the_seat(
    app: Litestar, browser: Browser
) -> None:
    held = await a_visit()
    async with signed_in(browser, Role.ORGANIZER) as organizer:
        plan = (await organizer.get(_plan(held))).json()
        first, second = _party_on(plan, "8", 1), _party_on(plan, "7", 1)
        await organizer.post(f"{_plan(held)}/edits", json=_moving(plan, second, "8"))
        gone, replaced = first["guests"][0]["id"], second["guests"][0]["id"]
        await fetch("UPDATE guest SET standing = 'withdrawn' WHERE id = $1", gone)
        await fetch("UPDATE guest SET standing = 'replaced' WHERE id = $1", replaced)
        new, _ = await cast.guest(held, name_zh="林替补")
        await fetch("UPDATE guest SET replaces = $1 WHERE id = $2", replaced, new.id)
        after = (await organizer.get(_plan(held))).json()

    riding = {guest["id"]: one["vehicle"] for one in after["parties"] for guest in one["guests"]}
    bus = _of(after, "buses", "8")
    assert (gone in riding, replaced in riding, riding[str(new.id)]) == (False, False, bus["vehicle"])
    assert bus["riding"] == 18


async def test_lunch_goes_to_another_canteen_by_hand_and_is_missed_in_between(
    app: Litestar, browser: Browser
) -> None:
    held = await a_visit()
    async with signed_in(browser, Role.ORGANIZER) as organizer:
        plan = (await organizer.get(_plan(held))).json()
        line = _of(plan, "lines", "E")
        lunch = next(call for call in line["calls"] if call["what"] == "canteen")
        other = next(one for one in plan["places"] if one["code"] == "L3")
        of = {"line": line["id"], "what": "canteen", "day": lunch["day"]}

        without = await organizer.post(
            f"{_plan(held)}/edits", json={"edit": {"do": "drop_call", "ref": lunch["ref"], **of}}
        )
        page = await organizer.get(f"/console/{held.slug}/visit/publish")
        again = await organizer.post(
            f"{_plan(held)}/edits",
            json={"edit": {"do": "add_call", "ref": other["ref"], "begins": "12:30", **of}},
        )

    missing = "Bus 8 has no lunch on 10-17. Add a canteen to its route."
    assert [one["text"] for one in without.json()["troubles"]] == [missing]
    assert missing in page.text
    assert (again.status_code, again.json()["troubles"]) == (201, [])
