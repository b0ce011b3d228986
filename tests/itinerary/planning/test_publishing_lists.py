"""A list of the visit is a version too: the first tells nobody, later ones tell guests on their page, by mail if asked."""

import io
from typing import Any

import openpyxl

from event.database import fetch, writing
from event.gathering.tables import Gathering
from event.itinerary.planning.drafting import current, put
from event.itinerary.planning.stored import stands
from event.language import Message
from event.people.rules import COMMAND_LINE
from tests import cast
from tests.itinerary.planning.visit import DATA, a_visit, mailed
from tests.scenario.conftest import FILES, take


def _with_seat(number: str, bus: int) -> bytes:
    """The visit with one guest on another bus."""
    book = openpyxl.load_workbook(DATA / FILES["visit"])
    sheet = book["乘车名单"]
    for row in sheet.iter_rows(min_row=4):
        if row[4].value == number:
            row[1].value, row[3].value = bus, 40
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def _versions() -> list[tuple[Any, ...]]:
    rows = await fetch(
        "SELECT number, jsonb_array_length(changes) AS changes, (SELECT count(*) FROM visit_notice n"
        " WHERE n.publication = p.id) AS notices FROM publication p ORDER BY number"
    )
    return [tuple(row) for row in rows]


async def _mails() -> list[str]:
    await mailed()
    return [row["recipient"] for row in await fetch("SELECT recipient FROM mail WHERE occasion = 'visit'")]


async def test_the_first_list_is_a_version_that_tells_nobody_and_again_it_is_none(db: str) -> None:
    held = await a_visit()
    await take("visit", (DATA / FILES["visit"]).read_bytes())

    assert (await _versions(), await _mails()) == ([(1, 5 + 8 + 216, 0)], [])
    assert len((await stands(held)).seats) == 216


async def test_a_later_list_leaves_notices_and_mails_only_if_asked(db: str) -> None:
    await a_visit()
    await fetch("UPDATE guest SET email = 'lin@example.com' WHERE number = 'JQX2026-014'")

    await take("visit", _with_seat("JQX2026-014", 2))
    silent = await _mails()
    await take("visit", _with_seat("JQX2026-014", 3), tell=True)

    assert silent == []
    assert await _versions() == [(1, 229, 0), (2, 3, 1), (3, 5, 1)]
    assert await _mails() == ["lin@example.com"]


async def test_the_plan_organizers_work_on_takes_over_what_a_list_changed(db: str) -> None:
    held = await a_visit()
    await _begun(held)

    await take("visit", _with_seat("JQX2026-014", 2))

    assert (await current(held)).draft == await stands(held)


async def _begun(held: Gathering) -> None:
    """Organizers have begun to work on the plan: nobody rides."""
    async with writing():
        draft = (await stands(held)).without_guests([one.guest for one in (await stands(held)).seats])
        await put(draft, Message("nobody"), gathering=held, moved=None, by=COMMAND_LINE, now=cast.NOW)
