"""Organizers take papers from the page or by program; nobody else does."""

import pytest

from event.database import fetch
from event.people.tables import Role
from tests import cast
from tests.printing.reading import texts
from tests.printing.visit.visiting import visit
from tests.web.conftest import Browser, signed_in

PAGE = "/console/example/visit/paper"
ROOT = "/api/v1/gatherings/example"


async def test_a_paper_is_chosen_on_the_page_and_comes_as_pdf_or_workbook(browser: Browser) -> None:
    held = await cast.gathering()
    await visit(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = (await client.get(PAGE)).text
        asked = {"language": "en", "manifest-bus": "2", "manifest-day": "2026-10-17", "rooming-hotel": "H1"}
        pdf = await client.post(PAGE, data=asked | {"make": "manifest.pdf"})
        workbook = await client.post(PAGE, data=asked | {"make": "rooming.xlsx"})
        nothing = await client.post(PAGE, data=asked | {"make": "manifest.pdf", "manifest-day": "2026-10-16"})
        wrong = await client.post(PAGE, data=asked | {"make": "manifest.pdf", "manifest-day": "tomorrow"})

    assert [name for name in ("manifest.pdf", "name-boards.xlsx", "lists/hotels") if name not in page] == []
    assert (pdf.headers["content-type"], len(texts(pdf.content))) == ("application/pdf", 1)
    assert (workbook.content[:2], workbook.headers["content-disposition"]) == (
        b"PK", 'attachment; filename="example-rooming.xlsx"',
    )  # fmt: skip
    assert (nothing.status_code, "Nothing to print" in nothing.text, '<option value="2" selected' in nothing.text) == (
        422, True, True,
    )  # fmt: skip
    assert (wrong.status_code, "is not a day" in wrong.text) == (422, True)


async def test_programs_take_the_same(browser: Browser) -> None:
    held = await cast.gathering()
    await visit(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        every = (await client.get(f"{ROOT}/documents")).json()
        known = {one["name"]: one for one in every if one["name"].startswith("visit/")}
        made = {name: await client.get(f"{ROOT}/documents/{name}?format=xlsx") for name in known}
        pdf = await client.get(f"{ROOT}/documents/visit/name-boards?language=zh-Hant")
        lists = {
            kind: await client.get(f"{ROOT}/exports/{kind}") for kind in ("visit", "hotels", "transfers")
        }
        wrong = [
            (await client.get(f"{ROOT}/{path}")).status_code
            for path in ("documents/visit/poster", "documents/visit/manifest?format=odt", "exports/horses", "documents/visit/manifest?bus=9")
        ]  # fmt: skip

    assert (known["visit/rooming"]["asks"], known["visit/rooming"]["private"], known["visit/run-sheet"]["private"]) == (
        ["language", "hotel", "day"], True, False,
    )  # fmt: skip
    assert {name for name, answer in made.items() if answer.content[:2] != b"PK"} == set()
    assert pdf.content[:4] == b"%PDF"
    assert {kind: answer.content[:2] for kind, answer in lists.items()} == dict.fromkeys(lists, b"PK")
    assert wrong == [404, 422, 404, 409]
    rows = await fetch(
        "SELECT count(*) AS n FROM audit_entry WHERE action IN ('document.print', 'itinerary.export')"
    )
    assert rows[0]["n"] == len(known) + 1 + len(lists)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ORGANIZER])
async def test_nobody_else_takes_papers_away(browser: Browser, role: Role) -> None:
    await cast.gathering()
    paths = (PAGE, f"{PAGE}/lists/visit", f"{ROOT}/documents/visit/run-sheet", f"{ROOT}/exports/visit")
    async with signed_in(browser, role) as client:
        answers = {path: (await client.get(path)).status_code for path in paths}

    assert answers == dict.fromkeys(paths, 403)
