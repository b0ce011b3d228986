"""Staff who may see documents issue letters for visas and print them; nobody else sees any."""

from datetime import date

import pytest

from event.people.tables import Role
from tests import cast
from tests.web.conftest import Browser, signed_in

_PAGE = "/console/example/visa-letters"
_OFFICE = {
    "office_address": "示例县人民路1号", "office_phone": "+86 590 0000 0000", "letter_costs": "Borne by the Federation.",
}  # fmt: skip
_TOLD = {
    "birth_date": date(1971, 3, 9), "document_number": "X12345678", "answers": {"visa_letter": "yes"},
}  # fmt: skip


async def test_an_organizer_issues_and_prints_on_the_page(browser: Browser) -> None:
    held = await cast.gathering(**_OFFICE)
    lin, _ = await cast.lin(held, **_TOLD)
    async with signed_in(browser, Role.ORGANIZER) as client:
        before = (await client.get(_PAGE)).text
        nobody = await client.post(_PAGE, data={})
        issued = await client.post(_PAGE, data={"guest": str(lin.id)})
        after = (await client.get(_PAGE)).text
        one = await client.post(f"{_PAGE}/print", data={"guest": str(lin.id)})
        listed = (await client.get("/api/v1/gatherings/example/visa-letters")).json()

    assert ("Asked for" in before, "X12345678" in before) == (True, False)
    assert (nobody.status_code, issued.status_code) == (303, 303)
    assert "EX2026-VL001 as PDF" in after
    assert (one.status_code, one.content[:4]) == (200, b"%PDF")
    assert [(letter["number"], letter["issued_on"]) for letter in listed] == [
        ("EX2026-VL001", listed[0]["issued_on"])
    ]


async def test_what_is_missing_is_said_on_the_page_and_to_programs(browser: Browser) -> None:
    held = await cast.gathering(**_OFFICE)
    lin, _ = await cast.lin(held, **_TOLD | {"birth_date": None})
    async with signed_in(browser, Role.ORGANIZER) as client:
        shown = (await client.get(_PAGE)).text
        refused = await client.post(_PAGE, data={"guest": str(lin.id)})
        api = await client.post("/api/v1/gatherings/example/visa-letters", json={"guests": [str(lin.id)]})

    assert "Missing: date of birth" in shown
    assert (refused.status_code, api.status_code) == (409, 409)
    assert api.json()["detail"] == "No letter can be issued for 林示例; what is missing: date of birth."


@pytest.mark.parametrize("role", [Role.LIAISON, Role.VIEWER, Role.ADMINISTRATOR])
async def test_who_may_not_see_documents_sees_no_letters(browser: Browser, role: Role) -> None:
    await cast.gathering(**_OFFICE)
    async with signed_in(browser, role) as client:
        answers = [
            (await client.get(_PAGE)).status_code,
            (await client.get("/api/v1/gatherings/example/visa-letters")).status_code,
            (await client.get("/api/v1/gatherings/example/documents/visa-letters")).status_code,
        ]

    assert answers == [403, 403, 403]
