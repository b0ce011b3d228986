"""Reports about the itinerary show documents, diets and telephone numbers to whom they are for, and are remembered."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.tables import Route, Vehicle, VehicleSeat
from event.people.rules import PERMISSIONS, Permission
from event.people.tables import Role
from event.registration.tables import Delegation
from tests import cast
from tests.checkin.lists import take
from tests.itinerary.lists import hotels, sleeps
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
ROOT, PAGES = "/api/v1/gatherings/example/reports", "/console/example/reports"
_NUMBER = "E00000001"


async def _in_a_hotel() -> Gathering:
    held = await cast.gathering()
    await cast.lin(held, document_kind="中国护照", document_number=_NUMBER, document_expires=date(2031, 1, 1))
    await take("hotels", hotels(sleeps("EX2026-001", "301")), held)
    return held


async def test_every_reading_of_documents_is_in_the_audit_trail(browser: Browser) -> None:
    await _in_a_hotel()
    async with signed_in(browser, Role.ORGANIZER) as client:
        told = (await client.get(f"{ROOT}/hotel-documents?hotel=H1")).json()
        page = (await client.get(f"{PAGES}/hotel-documents?hotel=H1")).text
        await client.get(f"{PAGES}/hotel-documents.xlsx?hotel=H1")
        await client.get(f"{ROOT}/rooming?hotel=H1")

    assert (told["rows"][0][6], _NUMBER in page, _NUMBER in json.dumps(told["answer"])) == (
        _NUMBER, True, False,
    )  # fmt: skip
    rows = await fetch(
        "SELECT action, details FROM audit_entry WHERE action IN ('report.documents', 'report.export') ORDER BY id"
    )
    assert [row["action"] for row in rows] == ["report.documents"] * 3 + ["report.export"]
    assert {json.loads(row["details"])["report"] for row in rows} == {"hotel-documents"}
    assert [row["action"] for row in rows if _NUMBER in row["details"]] == []


async def test_who_may_not_see_documents_is_told_of_no_such_report(browser: Browser) -> None:
    await _in_a_hotel()
    async with signed_in(browser, Role.LIAISON) as client:
        listed = (await client.get(ROOT)).json()
        page = (await client.get(PAGES)).text
        asked = await client.get(f"{ROOT}/hotel-documents")
        opened = await client.get(f"{PAGES}/hotel-documents")

    assert [name for name in ("hotel-documents",) if name in listed or name in page] == []
    assert (asked.status_code, opened.status_code) == (403, 403)
    assert await fetch("SELECT 1 FROM audit_entry WHERE action = 'report.documents'") == []


async def _on_a_bus(held: Gathering, guest: Any, code: str) -> None:
    route = await Route.objects().get(Route.code == "A") or Route(
        id=uuid4(), gathering=held.id, code="A", name_zh="甲线"
    )
    await route.save()
    bus = Vehicle(id=uuid4(), gathering=held.id, route=route.id, code=code, seats=45)
    await bus.save()
    await VehicleSeat(id=uuid4(), vehicle=bus.id, guest=guest.id, booked_at=cast.NOW).save()


async def test_a_liaison_is_told_of_the_own_delegation_and_of_seats_in_all(browser: Browser) -> None:
    held = await cast.gathering()
    async with signed_in(browser, Role.LIAISON) as client:
        own = Delegation(id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团", liaison=client.user)
        await own.save()
        (lin, _), (chen, _) = await cast.lin(held, delegation=own.id), await cast.chen(held)
        for guest, code in ((lin, "1"), (chen, "2")):
            await _on_a_bus(held, guest, code)
        missing = (await client.get(f"{ROOT}/not-on-a-bus")).json()
        seats = (await client.get(f"{ROOT}/move-between-routes")).json()["answer"]

    assert missing["answer"]["by_bus"] == {"1": ["EX2026-001"]}
    assert missing["rows"] == [["1", "EX2026-001", "林示例", "+12125550100"]]
    assert seats["booked"] == 2


async def test_diets_and_telephone_numbers_are_for_who_may_see_contacts(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held, needs={"diet": "halal"})
    await _on_a_bus(held, lin, "1")
    without = PERMISSIONS[Role.ORGANIZER] - {Permission.GUESTS_CONTACT}
    async with signed_in(browser, Role.ORGANIZER) as client:
        seen = (await client.get(f"{ROOT}/diets-by-bus")).json()["answer"]
        monkeypatch.setitem(PERMISSIONS, Role.ORGANIZER, without)
        hidden = (await client.get(f"{ROOT}/diets-by-bus")).json()["answer"]
        phones = (await client.get(f"{ROOT}/not-on-a-bus")).json()["rows"]

    assert (seen["halal"], seen["guests"], hidden["halal"], hidden["guests"]) == (1, ["EX2026-001"], 1, [])
    assert phones == [["1", "EX2026-001", "林示例", "••••••••0100"]]


async def test_what_there_is_not_is_said(browser: Browser) -> None:
    await _in_a_hotel()
    async with signed_in(browser, Role.ORGANIZER) as client:
        hotel = await client.get(f"{ROOT}/rooming?hotel=H7")
        guests = await client.get(f"{ROOT}/move-between-routes?n=many&from=A")

    assert hotel.json()["problems"] == {"hotel": "There is no “H7”. Known: H1."}
    assert (guests.status_code, sorted(guests.json()["problems"])) == (422, ["from", "n"])
