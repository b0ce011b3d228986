"""Who had which place at a moment: before a replacement the old guest, before a cancellation whoever gave it up."""

from datetime import timedelta
from typing import Any

from event.gathering.tables import Gathering
from event.itinerary.as_of import places_as_of
from event.people.rules import COMMAND_LINE
from event.registration.deciding import decide
from event.registration.operations import replace_guest
from event.registration.replies import Reply
from event.registration.tables import Standing
from tests import cast
from tests.checkin.lists import take
from tests.itinerary.lists import hotels, sleeps

_HOUR = timedelta(hours=1)


async def _sleeping(held: Gathering, at: Any) -> list[tuple[str, bool]]:
    return [(place.then.number, place.comes) for place in await places_as_of("rooming", held, at)]


async def test_places_are_told_as_they_were_before_a_replacement_and_a_cancellation(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    chen, _ = await cast.chen(held)
    await take("hotels", hotels(sleeps("EX2026-001", "301"), sleeps("EX2026-002", "301")), held)
    reply = Reply(guest_class=(await cast.class_of(held)).id, name_zh="马占位", residence="SG")

    await replace_guest(
        lin.id, reply, gathering=held, reason="家中有事", by=COMMAND_LINE, now=cast.NOW, effective_at=cast.NOW
    )
    await decide(
        chen.id, Standing.WITHDRAWN, gathering=held, by=COMMAND_LINE, now=cast.NOW, effective_at=cast.NOW
    )

    assert await _sleeping(held, cast.NOW - _HOUR) == [("EX2026-001", True), ("EX2026-002", True)]
    assert await _sleeping(held, cast.NOW + _HOUR) == [("EX2026-002", False), ("EX2026-003", True)]


async def test_who_comes_after_all_does_not_have_back_what_they_gave_up(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    await take("hotels", hotels(sleeps("EX2026-001", "301")), held)
    for minute, standing in enumerate((Standing.WITHDRAWN, Standing.SUBMITTED, Standing.APPROVED)):
        now = cast.NOW + timedelta(minutes=minute)
        await decide(lin.id, standing, gathering=held, by=COMMAND_LINE, now=now)

    free = await _sleeping(held, cast.NOW + _HOUR)
    before = await _sleeping(held, cast.NOW - _HOUR)
    await take("hotels", hotels(sleeps("EX2026-001", "501")), held)

    assert (free, before) == ([], [("EX2026-001", True)])
    assert await _sleeping(held, cast.NOW + _HOUR) == [("EX2026-001", True)]
