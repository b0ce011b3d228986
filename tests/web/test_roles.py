"""Every role reaches what it is for, and nothing else."""

from uuid import uuid4

import pytest

from event.database import fetch
from event.people.tables import Role
from event.registration.tables import Delegation
from tests import cast
from tests.web.conftest import Browser, signed_in

PAGES = {
    "/console/example": "all",
    "/console/example/agenda": "all",
    "/console/example/guests": {Role.ORGANIZER, Role.LIAISON},
    "/console/example/check-in": {Role.ORGANIZER, Role.LIAISON, Role.GATE_STAFF},
    "/console/example/print": {Role.ORGANIZER, Role.SIGNING_OFFICER},
    "/console/example/import": {Role.ORGANIZER},
    "/console/example/mail": {Role.ORGANIZER},
    "/console/users": {Role.ADMINISTRATOR},
    "/metrics": {Role.ADMINISTRATOR},
    "/api/v1/gatherings/example/guests": {Role.ORGANIZER, Role.LIAISON},
    "/api/v1/gatherings/example/checkpoints": {Role.ORGANIZER, Role.LIAISON, Role.GATE_STAFF},
}


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_reaches_its_pages_and_no_others(browser: Browser, role: Role) -> None:
    await cast.gathering()
    async with signed_in(browser, role) as client:
        reached = {path for path in PAGES if (await client.get(path)).status_code == 200}
        refused = {path: (await client.get(path)).status_code for path in PAGES if path not in reached}

    assert reached == {path for path, roles in PAGES.items() if roles == "all" or role in roles}
    assert set(refused.values()) <= {403}


async def test_nobody_reaches_the_console_without_signing_in(browser: Browser) -> None:
    await cast.gathering()
    async with browser() as client:
        answers = {path: await client.get(path) for path in PAGES}

    assert {path: answer.status_code for path, answer in answers.items()} == {
        path: 401 if path.startswith("/api/") else 303 for path in PAGES
    }


async def test_a_liaison_sees_only_the_own_delegations(browser: Browser) -> None:
    held = await cast.gathering()
    async with signed_in(browser, Role.LIAISON) as client:
        own = Delegation(id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团", liaison=client.user)
        other = Delegation(id=uuid4(), gathering=held.id, code="D02", name_zh="西欧代表团")
        await own.save()
        await other.save()
        lin, _ = await cast.lin(held, delegation=own.id)
        chen, _ = await cast.chen(held, delegation=other.id)

        listed = (await client.get("/api/v1/gatherings/example/guests")).json()["guests"]
        theirs = await client.get(f"/api/v1/gatherings/example/guests/{lin.id}")
        others = await client.get(f"/api/v1/gatherings/example/guests/{chen.id}")
        found = (await client.get("/api/v1/gatherings/example/check-in/search?q=chan")).json()

    assert [guest["name_zh"] for guest in listed] == ["林示例"]
    assert (theirs.status_code, theirs.json()["phone"]) == (200, "+12125550100")
    assert others.status_code == 404
    assert found == []


async def test_a_guest_of_another_gathering_is_unknown(browser: Browser) -> None:
    await cast.gathering()
    other = await cast.gathering(slug="other")
    lin, _ = await cast.lin(other)
    async with signed_in(browser, Role.ORGANIZER) as client:
        answer = await client.get(f"/console/example/guests/{lin.id}")

    assert answer.status_code == 404


async def test_a_document_is_masked_until_asked_for_and_every_look_is_recorded(browser: Browser) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held, document_kind="外国护照", document_number="X12345678")
    async with signed_in(browser, Role.ORGANIZER) as client:
        masked = (await client.get(f"/console/example/guests/{lin.id}")).text
        before = await fetch("SELECT 1 FROM audit_entry WHERE action = 'guest.read_document'")
        shown = (await client.post(f"/console/example/guests/{lin.id}/document")).text

    assert ("X12345678" in masked, "•••••5678" in masked, "X12345678" in shown) == (False, True, True)
    looks = await fetch("SELECT actor, subject FROM audit_entry WHERE action = 'guest.read_document'")
    assert before == []
    assert [(look["actor"], look["subject"]) for look in looks] == [
        (f"user:{client.user}", f"guest:{lin.id}")
    ]


async def test_sealed_fields_are_not_readable_in_the_database(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.lin(held, document_number="X12345678", needs={"diet": "halal"}, wechat="lin-wechat")

    stored = str(await fetch("SELECT * FROM guest")) + str(await fetch("SELECT * FROM person"))

    assert [
        secret for secret in ("X12345678", "12125550100", "halal", "lin-wechat") if secret in stored
    ] == []
