"""What is changed beside the plan is a version too, guests read it, and the draft follows where nobody has changed it."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from event.database import fetch, writing
from event.gathering.tables import Gathering
from event.itinerary.planning.drafting import current, put
from event.itinerary.planning.following import followed, noted
from event.itinerary.planning.plan import Draft, Held
from event.itinerary.planning.stored import stands
from event.itinerary.shifting import shift_route
from event.language import Message
from event.people.rules import COMMAND_LINE
from event.registration.adding import lock
from tests import cast
from tests.itinerary.planning.visit import a_visit, mailed

_MINUTES = timedelta(minutes=25)


def _ten(held: Gathering) -> datetime:
    return datetime(2026, 10, 17, 10, 0, tzinfo=held.zone)


async def _late(held: Gathering, *, tell: bool = False) -> None:
    await shift_route(
        "E", 25, _ten(held), gathering=held, by=COMMAND_LINE, now=cast.NOW, tell=tell
    )  # fmt: skip


async def _draft(draft: Draft, held: Gathering) -> None:
    async with writing():
        await put(draft, Message("trial"), gathering=held, moved=None, by=COMMAND_LINE, now=cast.NOW)


async def _told() -> tuple[int, int, int]:
    """Versions, notices, mails."""
    await mailed()
    counted = [await fetch(f"SELECT 1 FROM {table}") for table in ("publication", "visit_notice")]
    mails = await fetch("SELECT 1 FROM mail WHERE occasion = 'visit'")
    return len(counted[0]), len(counted[1]), len(mails)


async def test_a_late_route_is_a_version_its_guests_read(db: str) -> None:
    held = await a_visit()
    await fetch("UPDATE guest SET email = ''")

    await _late(held)

    assert await _told() == (2, 18, 0)


async def test_guests_of_a_late_route_have_a_mail_where_it_is_asked_for(db: str) -> None:
    held = await a_visit()
    await fetch("UPDATE guest SET email = number || '@example.com'")

    await _late(held, tell=True)

    assert await _told() == (2, 18, 18)


async def test_the_draft_follows_a_late_route_and_keeps_what_is_held_and_changed(db: str) -> None:
    held = await a_visit()
    draft = await stands(held)
    first, *middle, last = draft.lines
    kept = replace(last, calls=tuple(replace(call, held=Held.TIME) for call in last.calls))
    own = replace(first, name_en="Materials")
    await _draft(replace(draft, lines=(own, *middle, kept)), held)

    await _late(held)

    after = (await current(held)).draft
    moved = tuple(
        replace(call, begins=call.begins + _MINUTES, ends=call.ends + _MINUTES) if call.begins > _ten(held)
        else replace(call, ends=call.ends + _MINUTES) if call.ends > _ten(held) else call
        for call in kept.calls
    )  # fmt: skip
    assert (after.lines[0], after.lines[-1].calls) == (own, moved)


async def test_another_plate_is_told_to_the_guests_of_the_bus(db: str) -> None:
    held = await a_visit()

    async with writing():
        await lock(held)
        async with noted(held, by=COMMAND_LINE, now=cast.NOW):
            await fetch("UPDATE vehicle SET plate = '示A·T9999' WHERE code = '8'")
        async with noted(held, by=COMMAND_LINE, now=cast.NOW):
            await fetch("UPDATE vehicle SET model = '中巴' WHERE code = '8'")

    assert await _told() == (2, 18, 0)


async def test_what_the_draft_has_otherwise_does_not_follow(db: str) -> None:
    held = await a_visit()
    before = await stands(held)
    bus, *others = before.rides
    draft = replace(before, rides=(replace(bus, guide="S001"), *others))
    after = replace(before, rides=(replace(bus, guide="S002"), *others))

    assert followed(draft, before, after) == draft
    assert followed(before, before, after) == after
