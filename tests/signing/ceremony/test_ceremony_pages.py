"""The ceremony's pages and its addresses for programs: who may, what is told to the second, what a form keeps."""

import hashlib
import io
from collections.abc import AsyncIterator

import httpx
import pytest
from PIL import Image

from event.people.tables import Role
from event.signing.ceremony.arranging import order_of
from event.signing.queries import items_of
from tests import cast
from tests.signing.lists import with_agreements
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
PAGES, API = "/console/example/signing", "/api/v1/gatherings/example/signing"
PAPERS = "/api/v1/gatherings/example/documents/signing"


@pytest.fixture
async def officer(app: object, browser: Browser) -> AsyncIterator[httpx.AsyncClient]:
    """A signing officer at a browser."""
    async with signed_in(browser, Role.SIGNING_OFFICER) as client:
        yield client


async def test_only_those_of_the_signing_see_it(app: object, browser: Browser) -> None:
    await cast.gathering()
    found = {}
    for role in (Role.VIEWER, Role.LIAISON, Role.ORGANIZER, Role.SIGNING_OFFICER):
        async with signed_in(browser, role) as client:
            addresses = (f"{PAGES}/ceremony", f"{PAGES}/ready", f"{PAGES}/records", f"{API}/ceremony", f"{API}/readiness", f"{API}/records", f"{PAPERS}/overdue")  # fmt: skip
            found[str(role)] = {(await client.get(one)).status_code for one in addresses}

    assert found == {"viewer": {403}, "liaison": {403}, "organizer": {200}, "signing_officer": {200}}


async def test_the_signing_begins_with_its_agreements(officer: httpx.AsyncClient) -> None:
    await cast.gathering()

    page = await officer.get(PAGES, follow_redirects=True)

    assert (page.status_code, page.url.path) == (200, f"{PAGES}/items")


async def test_programs_arrange_freeze_and_are_told_when_they_come_second(officer: httpx.AsyncClient) -> None:
    await with_agreements()
    told = (await officer.get(f"{API}/ceremony")).json()

    moved = await officer.put(f"{API}/ceremony/order", json={"batches": {"2": ["P06", "P05", "P07"]}, "seen": told["seen"]})  # fmt: skip
    second = await officer.put(f"{API}/ceremony/order", json={"batches": {"2": ["P07", "P05", "P06"]}, "seen": told["seen"]})  # fmt: skip
    frozen = await officer.post(f"{API}/ceremony/freeze")
    third = await officer.put(f"{API}/ceremony/order", json={"batches": {}})
    freed = await officer.post(f"{API}/ceremony/unfreeze")
    usual = await officer.put(f"{API}/ceremony/order", json={"batches": {}})

    assert [one.status_code for one in (moved, second, frozen, third, freed, usual)] == [
        200,
        409,
        200,
        409,
        200,
        200,
    ]
    assert [one["item"] for one in moved.json()["batches"][1]["items"]] == ["P06", "P05", "P07"]
    assert moved.json()["batches"][2]["items"][3] == {
        "item": "P11", "stage": ["甲", "乙", "丙"], "audience": ["丙", "乙", "甲"], "witnesses": ["司徒样例"],
    }  # fmt: skip
    assert [one.json()["frozen"] for one in (frozen, freed)] == [True, False]


async def test_an_order_is_dragged_and_the_second_sees_what_it_is_now(officer: httpx.AsyncClient) -> None:
    held = await with_agreements()
    page = (await officer.get(f"{PAGES}/ceremony")).text
    seen = page.split('name="seen" value="')[1].split('"')[0]

    sent = await officer.post(
        f"{PAGES}/ceremony", data={"seen": seen, "order": seen.replace("P03,P04", "P04,P03")}
    )
    second = await officer.post(f"{PAGES}/ceremony", data={"seen": seen, "do": "up:P02"})
    broken = await officer.post(f"{PAGES}/ceremony", data={"seen": sent.headers["location"], "order": "x"})

    assert (sent.status_code, second.status_code, broken.status_code) == (303, 409, 422)
    assert "Somebody else has changed the order" in second.text
    assert order_of(await items_of(held))[1] == ["P01", "P02", "P04", "P03"]


async def test_a_record_is_made_corrected_and_taken_away_by_programs(officer: httpx.AsyncClient) -> None:
    await with_agreements()
    signers = [{"party": "甲", "name": "卢虚构"}, {"party": "乙", "name": "邱本例", "title": "执行董事"}]
    told = {"signed_at": "2026-10-16T11:00:00+08:00", "copies": 4, "place": "主会场", "signers": signers}

    made = await officer.post(f"{API}/records/P05", json=told)
    again = await officer.post(f"{API}/records/P05", json=told)
    right = await officer.post(f"{API}/records/P05", json=told | {"corrects": made.json()["id"], "copies": 6, "language": "en"})  # fmt: skip
    output = io.BytesIO()
    Image.new("RGB", (20, 20)).save(output, "PNG")
    photo = await officer.post(f"{API}/records/P05/photos", content=output.getvalue(), headers={"content-type": "image/png"})  # fmt: skip

    assert [one.status_code for one in (made, again, right, photo)] == [201, 409, 201, 201]
    records = (await officer.get(f"{API}/records/P05")).json()
    assert [(one["number"], one["copies"], one["holds"]) for one in records] == [(1, 4, False), (2, 6, True)]
    for one in records:
        paper = await officer.get(f"{API}/records/P05/files/{one['files'][0]['id']}")
        assert hashlib.sha256(paper.content).hexdigest() == one["checksum"]
    assert (await officer.get(f"{API}/records/P05/files/{photo.json()['id']}")).content == output.getvalue()
    assert (await officer.get(f"{API}/records/P06/files/{photo.json()['id']}")).status_code == 404
    ledger = (await officer.get(f"{API}/ledger")).json()
    assert "P05" in str(ledger)


async def test_a_photograph_is_added_to_the_record_that_holds(officer: httpx.AsyncClient) -> None:
    await with_agreements()
    signers = [{"party": mark, "name": "某人"} for mark in "甲乙"]
    told = {"signed_at": "2026-10-16T11:00:00+08:00", "copies": 4, "signers": signers}
    await officer.post(f"{API}/records/P05", json=told)
    output = io.BytesIO()
    Image.new("RGB", (20, 20)).save(output, "PNG")

    kept = await officer.post(f"{PAGES}/records/P05/photos", files={"photo": ("a.png", output.getvalue())})
    refused = await officer.post(f"{PAGES}/records/P05/photos", files={"photo": ("a.gif", b"GIF89a")})

    assert (kept.status_code, refused.status_code) == (303, 422)
    assert "“a.gif” is neither a JPEG nor a PNG picture" in refused.text
    (record,) = (await officer.get(f"{API}/records/P05")).json()
    assert [one["media_type"] for one in record["files"]] == ["application/pdf", "image/png"]


async def test_who_records_on_a_later_day_begins_with_the_time_of_the_batch(
    officer: httpx.AsyncClient,
) -> None:
    await with_agreements()
    batch = (await officer.get(f"{API}/batches")).json()[1]
    await officer.put(f"{API}/batches/2", params={"revision": batch["revision"]}, json=batch["told"] | {"starts_at": "2025-10-16T10:52:00+08:00"})  # fmt: skip

    page = await officer.get(f"{PAGES}/records/P05")

    assert 'value="2025-10-16T10:52"' in page.text


async def test_a_form_that_fails_keeps_what_was_typed(officer: httpx.AsyncClient) -> None:
    await with_agreements()
    typed = {"signed_at": "gestern", "copies": "viele", "changes": "第三条", "who-1-1": "other", "name-1-1": "龙范", "who-2-1": "nobody"}  # fmt: skip

    page = await officer.post(f"{PAGES}/records/P05", data=typed)
    sheet = await officer.post(f"{PAGES}/ceremony/run-sheet", data={"seen": "", "time-0": "25:00", "minutes-0": "x", "what_zh-0": "致辞"})  # fmt: skip
    batch = await officer.post(f"{PAGES}/ceremony/batches/new", data={"number": "1", "hosts": "主任 龙范"})

    assert (page.status_code, sheet.status_code, batch.status_code) == (422, 422, 409)
    for words in ("第三条", 'value="龙范"', 'value="viele"', "Please give the day and time"):
        assert words in page.text
    assert ('value="致辞"' in sheet.text, 'value="x"' in sheet.text) == (True, True)
    assert "主任 龙范" in batch.text


async def test_papers_are_named_and_taken_by_programs(officer: httpx.AsyncClient) -> None:
    await with_agreements()

    names = [one["name"] for one in (await officer.get(PAPERS.removesuffix("/signing"))).json()]
    paper = await officer.get(f"{PAPERS}/run-sheet?language=en&batch=2")
    unknown, wrong = await officer.get(f"{PAPERS}/badges"), await officer.get(f"{PAPERS}/cards?batch=x")

    known = ["list", "run-sheet", "places", "cards", "slides", "ledger", "overdue", "annual-report"]
    assert names == [f"signing/{name}" for name in known]
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert (unknown.status_code, wrong.status_code) == (404, 422)
