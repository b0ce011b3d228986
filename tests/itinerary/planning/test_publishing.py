"""A published plan is a version; everybody whose own day it changes is told, and nobody else."""

import asyncio
from email import message_from_bytes, policy

import msgspec
import pytest
from msgspec.structs import replace

from event.database import fetch, fetch_one
from event.errors import Invalid
from event.gathering.tables import Gathering
from event.itinerary.planning.noticing import called_off, news_in, notices_of, seen, sequence_of
from event.itinerary.planning.plan import Draft, read_draft
from event.itinerary.planning.publishing import ChangedMeanwhile, NothingToPublish, publish
from event.itinerary.planning.showing import Shown
from event.itinerary.planning.standing import storable
from event.itinerary.planning.stored import stands
from event.itinerary.planning.tables import Publication
from event.itinerary.planning.words import Said, said
from event.people.rules import COMMAND_LINE
from event.registration.deciding import decide
from event.registration.tables import Standing
from tests import cast
from tests.itinerary.planning.visit import a_visit, mailed

NOW = cast.NOW
_MOVED = [
    Said("Route", "A 材料装备", "B 农业文旅"),
    Said("Bus", "Bus 1 示A·T0001", "Bus 3 示A·T0003"),
    Said("Get on", "07:40 望潮宾馆正门", "07:40 侨缘大酒店正门"),
    Said("农产品园", "", "08:50–09:30"),
    Said("休闲农业村", "", "10:00–10:50"),
    Said("古村", "", "11:10–11:50"),
    Said("Lunch (古村农家餐厅)", "", "12:10–13:10"),
]


async def _publish(
    draft: Draft, held: Gathering, *, tell: bool = True, word: str = "", seen: str = ""
) -> Publication:
    """Publish, and do what was put off until then."""
    made = await publish(draft, gathering=held, word=word, tell=tell, by=COMMAND_LINE, now=NOW, seen=seen)
    await mailed()
    return made


async def _moved(held: Gathering) -> tuple[Draft, list[str]]:
    """Two guests of bus 1 ride on bus 3 of another route; their numbers."""
    draft = await stands(held)
    buses = {row["code"]: row["id"] for row in await fetch("SELECT id, code FROM vehicle")}
    two = [one for one in draft.seats if one.vehicle == buses["1"]][:2]
    for one in two:
        draft = draft.with_seat(replace(one, vehicle=buses["3"], label=""))
    rows = await fetch(
        "SELECT number FROM guest WHERE id = ANY($1::uuid[]) ORDER BY 1", [one.guest for one in two]
    )
    return draft, [row["number"] for row in rows]


async def _mails() -> list[tuple[str, str]]:
    """To whom, and what it says, by address."""
    rows = await fetch("SELECT recipient, message FROM mail WHERE occasion = 'visit' ORDER BY 1")
    texts = [message_from_bytes(bytes(row["message"]), policy=policy.default) for row in rows]
    return [
        (row["recipient"], text.get_body(("plain",)).get_content().replace("\r\n", "\n"))  # type: ignore[union-attr] # ours have one
        for row, text in zip(rows, texts, strict=True)
    ]


async def test_a_published_plan_stands_and_can_be_read_again_as_it_was(db: str) -> None:
    held = await a_visit()
    before = await stands(held)
    draft, _ = await _moved(held)

    made = await _publish(draft, held, word="请留意")
    again = await _publish(before, held)

    rows = await fetch('SELECT number, plan, word, "by" FROM publication ORDER BY number')
    assert [(row["number"], row["word"], row["by"]) for row in rows] == [
        (1, "", "command line"),
        (made.number, "请留意", "command line"),
        (again.number, "", "command line"),
    ]
    assert [storable(read_draft(row["plan"])) for row in rows] == [before, draft, before]


async def test_only_guests_whose_day_changes_get_a_notice_and_a_mail(db: str) -> None:
    held = await a_visit()
    draft, numbers = await _moved(held)
    await fetch(
        "UPDATE guest SET email = number || '@example.com', language = 'en' WHERE number = ANY($1::text[])",
        numbers,
    )

    await _publish(draft, held, word="Two more seats on bus 3.")

    notices = await fetch(
        "SELECT g.number, n.sequence, n.before, n.after FROM visit_notice n JOIN guest g ON g.id = n.guest ORDER BY 1"
    )
    assert [(row["number"], row["sequence"]) for row in notices] == [(number, 1) for number in numbers]
    before, after = (msgspec.json.decode(notices[0][name], type=Shown) for name in ("before", "after"))
    assert said(before, after, language="en", zone=held.zone) == _MOVED
    (first, text), (second, _) = await _mails()
    assert [first, second] == [f"{number}@example.com" for number in numbers]
    assert "Route: B 农业文旅 (before: A 材料装备)\nBus: Bus 3 示A·T0003 (before: Bus 1 示A·T0001)" in text
    assert "农产品园: 08:50–09:30\n" in text
    assert "Two more seats on bus 3." in text


async def test_a_companion_without_an_address_is_told_through_the_main_guest(db: str) -> None:
    held = await a_visit()
    draft, (main, companion) = await _moved(held)
    await fetch("UPDATE guest SET travel_party = NULL, email = '' WHERE gathering = $1", held.id)
    party = await fetch_one("SELECT id FROM travel_party LIMIT 1")
    assert party is not None
    await fetch(
        "UPDATE guest SET travel_party = $2, email = CASE number WHEN $3 THEN 'main@example.com' ELSE '' END,"
        " party_place = CASE number WHEN $3 THEN 'main' ELSE 'companion' END, language = 'en'"
        " WHERE number = ANY($1::text[])",
        [main, companion], party["id"], main,
    )  # fmt: skip

    await _publish(draft, held)

    ((recipient, text),) = await _mails()
    assert recipient == "main@example.com"
    assert text.count("Bus: Bus 3 示A·T0003 (before: Bus 1 示A·T0001)") == 2


async def test_a_job_that_is_begun_again_mails_nobody_twice(db: str) -> None:
    held = await a_visit()
    draft, numbers = await _moved(held)
    await fetch("UPDATE guest SET email = 'lin@example.com' WHERE number = $1", numbers[0])
    await fetch("UPDATE guest SET email = '', travel_party = NULL WHERE number = $1", numbers[1])
    await _publish(draft, held)

    await mailed()

    assert [recipient for recipient, _ in await _mails()] == ["lin@example.com"]


async def test_without_mail_only_the_notices_are_written(db: str) -> None:
    held = await a_visit()
    draft, _ = await _moved(held)

    await _publish(draft, held, tell=False)

    assert (await _mails(), len(await fetch("SELECT 1 FROM visit_notice"))) == ([], 2)


async def test_a_guest_reads_all_that_is_new_taken_together_until_they_have_read_it(db: str) -> None:
    held = await a_visit()
    before = await stands(held)
    draft, _ = await _moved(held)
    guest = next(one.guest for one in draft.seats if one not in before.seats)

    await _publish(draft.without_guests([guest]), held, word="one")
    first = await notices_of(guest)
    await _publish(draft, held, word="two")
    both = await notices_of(guest)
    await seen(guest, now=NOW)
    after = await notices_of(guest)

    assert [one.what for one in news_in(first, language="en", zone=held.zone).changes] == ["Homeland visit"]
    assert [one.title for one in called_off(first, days=0, language="en")] == ["材料装备"]
    news = news_in(both, language="en", zone=held.zone)
    assert (list(news.changes), news.words) == (_MOVED, ("two", "one"))
    assert await sequence_of(guest) == 2
    assert news_in(after, language="en", zone=held.zone).changes == ()


async def test_what_stands_already_is_not_published_again(db: str) -> None:
    held = await a_visit()

    with pytest.raises(NothingToPublish):
        await _publish(await stands(held), held)
    with pytest.raises(Invalid):
        await _publish((await _moved(held))[0], held, word="w" * 501)

    assert [row["number"] for row in await fetch("SELECT number FROM publication")] == [1]


async def test_what_was_not_looked_at_is_not_published(db: str) -> None:
    held = await a_visit()

    with pytest.raises(ChangedMeanwhile):
        await _publish((await _moved(held))[0], held, seen="of yesterday")

    assert len(await fetch("SELECT 1 FROM publication")) == 1


async def test_two_organizers_publish_at_once_and_there_is_one_version(db: str) -> None:
    held = await a_visit()
    draft, _ = await _moved(held)

    both = await asyncio.gather(_publish(draft, held), _publish(draft, held), return_exceptions=True)

    assert sorted(type(one).__name__ for one in both) == ["NothingToPublish", "Publication"]
    assert len(await fetch("SELECT 1 FROM visit_notice")) == 2


async def test_who_cancels_while_it_is_published_has_no_seat(db: str) -> None:
    held = await a_visit()
    draft, numbers = await _moved(held)
    row = await fetch_one("SELECT id FROM guest WHERE number = $1", numbers[0])
    assert row is not None

    await asyncio.gather(
        _publish(draft, held),
        decide(row["id"], Standing.WITHDRAWN, gathering=held, by=COMMAND_LINE, now=NOW),
    )

    assert storable(draft.without_guests([row["id"]])) == await stands(held)
