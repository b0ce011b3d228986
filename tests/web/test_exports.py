"""Organizers write lists and keep their own column sets, on pages and by program."""

import csv
import io

import pytest

from event.database import fetch
from event.people.tables import Role
from tests import cast
from tests.web.conftest import Browser, signed_in

ROOT = "/api/v1/gatherings/example/exports"
PAGE = "/console/example/export"


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


async def test_a_set_is_made_on_the_page_in_the_order_of_its_numbers_used_renamed_and_deleted(
    browser: Browser,
) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    chosen = {"column": ["name_zh", "number", "phone"], "order_number": "1", "order_phone": "2"}
    async with signed_in(browser, Role.ORGANIZER) as client:
        made = await client.post(f"{PAGE}/sets/new", data=chosen | {"name": "Gate"})
        (row,) = await fetch("SELECT id FROM column_set")
        own = f"{PAGE}/sets/{row['id']}"
        written = await client.post(PAGE, data={"set": "Gate", "format": "csv", "standing": "approved"})
        renamed = await client.post(own, data=chosen | {"name": "Door"})
        shown = (await client.get(PAGE)).text
        deleted = await client.post(own, data={"do": "delete"})
        gone = await client.get(own)

    assert (made.status_code, renamed.status_code, deleted.status_code, gone.status_code) == (
        303,
        303,
        303,
        404,
    )
    assert [list(line.items()) for line in _rows(written.content)] == [
        [("Number", "EX2026-001"), ("Mobile phone", "'+12125550100"), ("Chinese name", "林示例")]
    ]
    assert written.headers["content-disposition"] == 'attachment; filename="example-guests.csv"'
    assert (">Door<" in shown, ">Gate<" in shown) == (True, False)


async def test_a_set_that_cannot_be_kept_comes_back_as_it_was_typed(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        nameless = await client.post(f"{PAGE}/sets/new", data={"column": ["phone"]})
        empty = await client.post(f"{PAGE}/sets/new", data={"name": "Gate"})

    assert (nameless.status_code, empty.status_code) == (422, 422)
    assert 'value="phone" checked' in nameless.text
    assert (">Please give the set a name.<" in nameless.text, 'value="Gate"' in empty.text) == (True, True)


async def test_documents_leave_only_if_they_are_ticked(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.lin(held, document_kind="外国护照", document_number="X12345678")
    async with signed_in(browser, Role.ORGANIZER) as client:
        masked = await client.post(PAGE, data={"set": "hotel", "format": "csv"})
        clear = await client.post(PAGE, data={"set": "hotel", "format": "csv", "documents": "on"})

    assert [row["Document number"] for row in _rows(masked.content)] == ["•••••5678"]
    assert [row["Document number"] for row in _rows(clear.content)] == ["X12345678"]


async def test_programs_do_the_same(browser: Browser) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await cast.chen(held)
    async with signed_in(browser, Role.ORGANIZER) as client:
        columns = (await client.get(f"{ROOT}/columns")).json()
        made = await client.post(f"{ROOT}/sets", json={"name": "Gate", "columns": ["number", "phone"]})
        key = made.json()["id"]
        taken = await client.post(f"{ROOT}/sets", json={"name": "Gate", "columns": ["number"]})
        written = await client.get(f"{ROOT}/guests", params={"set": "Gate", "format": "csv", "q": "chan"})
        changed = await client.put(f"{ROOT}/sets/{key}", json={"name": "Door", "columns": ["number"]})
        listed = (await client.get(f"{ROOT}/sets")).json()
        deleted = await client.delete(f"{ROOT}/sets/{key}")
        unknown = await client.get(f"{ROOT}/guests", params={"set": "Door"})
        workbook = await client.get(f"{ROOT}/guests")

    marks = {one["key"]: one["mark"] for one in columns}
    assert (marks["phone"], marks["document_number"], marks["diet"], marks["number"]) == (
        "contact", "document", "needs", "plain",
    )  # fmt: skip
    assert [list(row.values()) for row in _rows(written.content)] == [["EX2026-002", "'+85221000000"]]
    assert (taken.status_code, list(taken.json()["problems"])) == (422, ["name"])
    assert (changed.status_code, listed[-1]["name"], listed[-1]["columns"]) == (200, "Door", ["number"])
    assert (deleted.status_code, unknown.status_code, workbook.content[:2]) == (204, 404, b"PK")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ORGANIZER])
async def test_nobody_else_takes_lists_away(browser: Browser, role: Role) -> None:
    await cast.gathering()
    async with signed_in(browser, role) as client:
        answers = {(await client.get(path)).status_code for path in (PAGE, f"{ROOT}/guests", f"{ROOT}/sets")}

    assert answers == {403}
