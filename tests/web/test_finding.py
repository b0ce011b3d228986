"""A few letters find guests, pages, sessions, reports and documents, as far as the reader may see them."""

from typing import Any

import pytest

from event.people.tables import Role
from tests import cast
from tests.web.conftest import Browser, signed_in

FIND = "/api/v1/gatherings/example/find"


async def _found(browser: Browser, role: Role, *texts: str) -> list[dict[str, list[dict[str, Any]]]]:
    """For each text the hits by their kind, in English."""
    async with signed_in(browser, role) as client:
        told = [
            (await client.get(FIND, params={"q": text}, headers={"accept-language": "en"})).json()
            for text in texts
        ]
    return [{one["title"]: one["hits"] for one in kinds} for kinds in told]


@pytest.mark.parametrize("text", ["林示例", "lin shili", "linshili", "EX2026-001"])
async def test_a_guest_is_found_by_name_pinyin_and_number(browser: Browser, text: str) -> None:
    guest, _ = await cast.lin(await cast.gathering())

    (found,) = await _found(browser, Role.ORGANIZER, text)

    assert [one["href"] for one in found["Guests"]] == [f"/console/example/guests/{guest.id}"]


async def test_who_may_not_read_guests_finds_none_and_no_page_of_theirs(browser: Browser) -> None:
    await cast.lin(await cast.gathering())

    guests, everything = await _found(browser, Role.VIEWER, "林示例", "")

    assert guests == {}
    assert [one["label"] for one in everything["Pages"]] == [
        "Overview",
        "Programme",
        "Tasks",
        "Reports",
    ]


async def test_a_report_is_found_by_its_question_and_a_document_by_its_name(browser: Browser) -> None:
    await cast.gathering()

    reports, documents = await _found(browser, Role.ORGANIZER, "spare rooms", "handbook")

    assert [one["href"] for one in reports["Reports"]] == ["/console/example/reports/spare-rooms"]
    assert [one["href"] for one in documents["Documents"]] == ["/console/example/print/handbook/new"]


async def test_without_scripts_it_is_a_page_that_says_when_nothing_fits(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        shown = await client.get("/console/example/find", params={"q": "nobody at all", "lang": "en"})

    assert (shown.status_code, 'value="nobody at all"' in shown.text) == (200, True)
    assert "/console/example/guests/" not in shown.text
