"""Organizers take papers from the page or by program; nobody else does."""

import pytest

from event.database import fetch
from event.people.tables import Role
from tests import cast
from tests.printing.reading import texts
from tests.printing.visit.visiting import visit
from tests.web.conftest import Browser, signed_in

PAGE = "/console/example/print"
ROOT = "/api/v1/gatherings/example"


async def test_a_paper_is_chosen_in_the_print_centre_and_comes_as_pdf_or_workbook(browser: Browser) -> None:
    held = await cast.gathering()
    await visit(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = (await client.get(PAGE)).text
        manifest, rooming = f"{PAGE}/visit/manifest/new", f"{PAGE}/visit/rooming/new"
        asked = {"language": "en", "bus": "2", "day": "2026-10-17"}
        pdf = await client.post(manifest, data=asked, follow_redirects=True)
        sheet = await client.get(f"{pdf.url.path}/file")
        made = await client.post(rooming, data={"hotel": "H1", "format": "xlsx"}, follow_redirects=True)
        workbook = await client.get(f"{made.url.path}/file")
        nothing = await client.post(manifest, data=asked | {"day": "2026-10-16"})
        wrong = await client.post(manifest, data=asked | {"day": "tomorrow"})

    assert [
        name for name in ("visit/manifest", "visit/name-boards", "visit/lists/hotels") if name not in page
    ] == []
    assert (sheet.headers["content-type"], len(texts(sheet.content))) == ("application/pdf", 1)
    assert workbook.content[:2] == b"PK"
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
    paths = (
        "/console/example/visit/lists/visit",
        f"{ROOT}/documents/visit/run-sheet",
        f"{ROOT}/exports/visit",
    )
    async with signed_in(browser, role) as client:
        answers = {path: (await client.get(path)).status_code for path in paths}

    assert answers == dict.fromkeys(paths, 403)
