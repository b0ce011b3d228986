"""A published plan is a version; everybody whose own day it changes is told, and nobody else."""

import json
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.planning.plan import Draft, read_draft
from event.itinerary.planning.publishing import ChangedMeanwhile, NothingToPublish, publish
from event.itinerary.planning.showing import Kind, Shown, read_changes
from event.itinerary.planning.standing import storable
from event.itinerary.planning.stored import stands
from event.itinerary.planning.tables import Publication
from event.itinerary.planning.words import Said, said
from event.people.rules import COMMAND_LINE
from tests import cast
from tests.itinerary.planning.visit import a_visit
from tests.itinerary.planning.visit import DATA
from tests.scenario.conftest import FILES, take

NOW = cast.NOW


async def _publish(
    draft: Draft, held: Gathering, *, tell: bool = True, word: str = "", seen: str = ""
) -> Publication:
    return await publish(draft, gathering=held, word=word, tell=tell, by=COMMAND_LINE, now=NOW, seen=seen)


async def _moved(held: Gathering) -> tuple[Draft, list[str]]:
    """Two guests of bus 1 ride on bus 3 of another line; their numbers."""
    draft = await stands(held)
    buses = {row["code"]: row["id"] for row in await fetch("SELECT id, code FROM vehicle")}
    two = [one for one in draft.seats if one.vehicle == buses["1"]][:2]
    for one in two:
        draft = draft.with_seat(replace(one, vehicle=buses["3"], label=""))
    rows = await fetch(
        "SELECT number FROM guest WHERE id = ANY($1::uuid[]) ORDER BY 1", [one.guest for one in two]
    )
    return draft, [row["number"] for row in rows]


async def test_a_published_plan_stands_and_can_be_read_again_as_it_was(db: str) -> None:
    held = await a_visit()
    before = await stands(held)
    draft, _ = await _moved(held)

    made = await _publish(draft, held, word="请留意")
    again = await _publish(before, held)

    rows = await fetch('SELECT number, plan, word, "by" FROM publication ORDER BY number')
    assert [(row["number"], row["word"], row["by"]) for row in rows] == [
        (1, "", "command line"), (made.number, "请留意", "command line"), (again.number, "", "command line"),
    ]  # fmt: skip
    assert [storable(read_draft(row["plan"])) for row in rows] == [before, draft, before]


async def test_only_guests_whose_day_changes_get_a_notice_and_a_mail(db: str) -> None:
    held = await a_visit()
    draft, numbers = await _moved(held)
    await fetch(
        "UPDATE guest SET email = number || '@example.com', language = 'en' WHERE number = ANY($1::text[])",
        numbers,
    )

    made = await _publish(draft, held)

    notices = await fetch(
        "SELECT g.number, n.sequence, n.before, n.after FROM visit_notice n JOIN guest g ON g.id = n.guest ORDER BY 1"
    )
    assert [(row["number"], row["sequence"]) for row in notices] == [(number, 1) for number in numbers]
    before, after = (msgspec.json.decode(notices[0][name], type=Shown) for name in ("before", "after"))
    assert said(before, after, language="en", zone=held.zone) == [
        Said("Line", "A 材料装备", "B 农业文旅"),
        Said("Bus", "Bus 1 示A·T0001", "Bus 3 示A·T0003"),
    ]
    mails = await fetch("SELECT recipient, occasion, subject FROM mail ORDER BY 1")
    assert [(row["recipient"], row["occasion"]) for row in mails] == [
        (f"{number}@example.com", "visit") for number in numbers
    ]


async def test_what_stands_already_is_not_published_again(db: str) -> None:
    held = await a_visit()

    with pytest.raises(NothingToPublish):
        await _publish(await stands(held), held)

    assert [row["number"] for row in await fetch("SELECT number FROM publication")] == [1]
