"""Whatever pages do to replies, forms, invitations and places, programs can do."""

from typing import Any

import httpx
import pytest

from event.database import fetch
from event.people.tables import Role
from tests import cast
from tests.web.conftest import Browser, signed_in

ROOT = "/api/v1/gatherings/example"
REPLY = {
    "name_zh": "林示例", "latin_surname": "LIN", "latin_given": "Shili", "sex": "F", "residence": "US",
    "nationality": "US", "email": "shili.lin@example.com", "phone": "+1 212 555 0100", "guest_class": "G", "consent": "on",
}  # fmt: skip


@pytest.fixture
async def program(app: object, browser: Browser) -> Any:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        yield client


async def _standing(number: str) -> str:
    (row,) = await fetch("SELECT standing FROM guest WHERE number = $1", number)
    return str(row["standing"])


async def test_a_reply_is_decided_changed_and_replaced(program: httpx.AsyncClient) -> None:
    walked = await program.post(
        f"{ROOT}/walk-ins", json={"name": "OUYANG Yangben", "residence": "SG", "guest_class": "V"}
    )
    assert (walked.status_code, walked.json()["standing"]) == (201, "approved")
    guest = walked.json()["id"]

    changed = await program.put(
        f"{ROOT}/guests/{guest}", json=REPLY | {"guest_class": "V", "phone": "+65 6123 4567"}
    )
    badge = await program.post(f"{ROOT}/guests/{guest}/reissue", json={"reason": "lost"})
    substitute = await program.post(
        f"{ROOT}/guests/{guest}/replacement", json=REPLY | {"name_zh": "陈接替", "reason": "ill"}
    )

    assert (changed.status_code, badge.json()["badge_number"]) == (204, "V002")
    assert (substitute.status_code, substitute.json()["standing"]) == (201, "approved")
    told = (await program.get(f"{ROOT}/guests/{substitute.json()['id']}")).json()
    assert (told["name_zh"], told["class_code"], told["badge_number"]) == ("陈接替", "V", "V002")
    withdrawn = await program.post(
        f"{ROOT}/decisions", json={"to": "withdrawn", "guests": [substitute.json()["id"]]}
    )
    assert withdrawn.json() == {"decided": 1}


async def test_places_are_set_and_who_waits_moves_up(program: httpx.AsyncClient, browser: Browser) -> None:
    assert (await program.put(f"{ROOT}/places", json={"classes": {"G": 0}})).json() == {"moved_up": 0}
    async with browser() as guest:
        waits = await guest.post(f"{ROOT}/guests", json=REPLY)
    assert waits.json()["standing"] == "waitlisted"

    wrong = await program.put(f"{ROOT}/places", json={"places": -1})
    raised = await program.put(f"{ROOT}/places", json={"classes": {"G": 5}})

    assert (wrong.status_code, raised.json()) == (422, {"moved_up": 1})
    assert await _standing(waits.json()["number"]) == "approved"
    made = await program.post(f"{ROOT}/delegations", json={"code": "D01", "name_zh": "北美代表团"})
    twice = await program.post(f"{ROOT}/delegations", json={"code": "D01", "name_zh": "大洋洲代表团"})
    assert (made.status_code, twice.status_code) == (201, 422)
    told = (await program.get(f"{ROOT}/places")).json()
    assert [(one["code"], one["approved"]) for one in told["classes"] if one["approved"]] == [("G", 1)]


async def test_the_form_is_read_changed_and_not_overwritten(program: httpx.AsyncClient) -> None:
    form = (await program.get(f"{ROOT}/form")).json()["form"]
    form["sections"][0]["questions"].append({"key": "q1", "kind": "text", "words": {"zh": "爱好"}})

    saved = await program.put(f"{ROOT}/form", json=form)
    late = await program.put(f"{ROOT}/form", json=form)

    assert (saved.json(), late.status_code) == ({"version": 1}, 409)
    assert (await program.put(f"{ROOT}/form", json={"sections": "none"})).status_code == 422


async def test_invitations_are_sent_renewed_and_taken_back(program: httpx.AsyncClient) -> None:
    sent = await program.post(
        f"{ROOT}/invitations", json={"people": "林示例, lin@example.com", "expires_on": "2099-01-01"}
    )
    (one,) = sent.json()
    renewed = await program.post(
        f"{ROOT}/invitations/{one['id']}/renewal", json={"expires_at": "2099-02-01T00:00:00Z"}
    )
    revoked = await program.post(f"{ROOT}/invitations/{one['id']}/revocation")

    assert (renewed.json()["link"] != one["link"], revoked.status_code) == (True, 204)
    assert [row["state"] for row in (await program.get(f"{ROOT}/invitations")).json()] == ["revoked"]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.GATE_STAFF, Role.LIAISON, Role.ADMINISTRATOR])
async def test_nobody_but_organizers_does_any_of_it(app: object, browser: Browser, role: Role) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)

    async with signed_in(browser, role) as client:
        answers = [
            await client.post(f"{ROOT}/walk-ins", json={}), await client.put(f"{ROOT}/guests/{lin.id}", json={}),
            await client.post(f"{ROOT}/decisions", json={}), await client.put(f"{ROOT}/places", json={}),
            await client.post(f"{ROOT}/invitations", json={}), await client.get(f"{ROOT}/imports"),
            await client.get(f"/console/example/guests/{lin.id}/edit"), await client.get("/console/example/invitations"),
        ]  # fmt: skip

    assert {answer.status_code for answer in answers} == {403}
