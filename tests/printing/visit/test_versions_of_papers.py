"""A paper says as of when it is and in which version; the trail keeps who took it."""

import asyncio
import json

import pytest

from event.database import fetch
from event.printing.errors import UnknownDocument
from tests import cast
from tests.printing.visit.reading import made, pages, sheets
from tests.printing.visit.visiting import visit


async def _version(held: object, bus: str, **chosen: str) -> str:
    (page,) = await pages("manifest", held, bus=bus, **chosen)
    return page.split("version")[1][0]


async def test_what_stays_keeps_its_version_in_every_language_and_form(db: str) -> None:
    held = await cast.gathering()
    guests = await visit(held)

    before = [await _version(held, "1"), await _version(held, "1"), await _version(held, "2")]
    hant = (await sheets("manifest", held, bus="1", language="zh-Hant"))["1號車"][1][0]
    await fetch("UPDATE vehicle_seat SET seat = '7' WHERE guest = $1", guests["lin"].id)
    after = [await _version(held, "1"), await _version(held, "2")]

    assert before == ["1", "1", "1"]
    assert [part for part in hant.split("·")[1] if part.isdigit()] == ["1"]
    assert after == ["2", "1"]


async def test_a_bus_has_the_same_version_alone_and_among_all(db: str) -> None:
    held = await cast.gathering()
    guests = await visit(held)
    await pages("manifest", held)
    await fetch("UPDATE vehicle_seat SET seat = '7' WHERE guest = $1", guests["lin"].id)

    assert await _version(held, "1") == "2"
    assert [page.split("version")[1][0] for page in await pages("manifest", held)] == ["2", "1"]


async def test_two_at_once_are_given_the_same_version_for_the_same(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    await asyncio.gather(*(sheets("manifest", held, bus="1") for _ in range(4)))

    rows = await fetch("SELECT details->'parts' AS parts FROM audit_entry WHERE action = 'document.print'")
    assert [[version for version, _, _ in json.loads(row["parts"]).values()] for row in rows] == [[1]] * 4


async def test_the_trail_keeps_the_paper_and_no_name(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    await made("manifest", held, bus="1")

    (row,) = await fetch("SELECT subject, details FROM audit_entry WHERE action = 'document.print'")
    told = json.loads(row["details"])
    since, digest = (told["parts"]["bus 1 2026-10-17"].pop() for _ in range(2))
    assert (row["subject"], told) == (
        "document:visit/manifest",
        {"count": 2, "format": "pdf", "language": "en", "parts": {"bus 1 2026-10-17": [1]}},
    )
    assert (len(digest), since) == (16, cast.NOW.isoformat())


async def test_an_unknown_paper_names_the_known_ones(db: str) -> None:
    held = await cast.gathering()

    with pytest.raises(UnknownDocument, match="visit/manifest, visit/roll-call, visit/run-sheet"):
        await made("poster", held)
