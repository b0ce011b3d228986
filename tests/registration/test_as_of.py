"""How guests stood at a moment follows from decisions by when they count from."""

from datetime import timedelta

from event.database import writing
from event.people.rules import SYSTEM
from event.registration.adding import NewGuest, add_guests
from event.registration.as_of import guests_as_of
from event.registration.deciding import decide
from event.registration.replies import Reply
from event.registration.tables import Source, Standing
from tests import cast

_HOUR = timedelta(hours=1)


async def test_a_guest_stands_as_the_last_decision_up_to_then_says(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held, email="")
    await decide(lin.id, Standing.WITHDRAWN, gathering=held, by=SYSTEM, now=cast.NOW)
    await decide(lin.id, Standing.SUBMITTED, gathering=held, by=SYSTEM, now=cast.NOW + 2 * _HOUR)

    moments = (cast.NOW - _HOUR, cast.NOW, cast.NOW + _HOUR, cast.NOW + 2 * _HOUR)
    stood = [(await guests_as_of(held, at))[0].standing for at in moments]

    assert stood == [Standing.APPROVED, Standing.WITHDRAWN, Standing.WITHDRAWN, Standing.SUBMITTED]


async def test_a_guest_is_there_from_when_the_reply_counts(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    reply = Reply((await cast.class_of(held)).id, name_zh="陳樣本")
    async with writing():
        await add_guests(
            held, [NewGuest(reply, Standing.APPROVED, Source.DESK, known_since=cast.NOW)], now=cast.NOW
        )

    assert [one.name for one in await guests_as_of(held, cast.NOW - _HOUR)] == ["林示例"]
    assert [one.name for one in await guests_as_of(held, cast.NOW)] == ["林示例", "陳樣本"]
