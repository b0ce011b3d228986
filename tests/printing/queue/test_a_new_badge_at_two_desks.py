"""A badge that is lost is made anew once, whoever asks, and the old one is never printed any more."""

import asyncio
from uuid import UUID, uuid4

import pytest

from event.database import fetch
from event.gathering.tables import Gathering
from event.printing.queue.asking import NewBadge, new_badge
from event.printing.queue.errors import BadgeMadeMeanwhile, UnknownStation
from event.printing.queue.stations import revoke_station
from event.registration.errors import NoTicket
from event.registration.tables import Standing
from tests import cast
from tests.cast import NOW
from tests.printing.queue.desk import WANG, Page, asked, states, station


async def _new(
    held: Gathering, guest: UUID, at: UUID | None, *, request: UUID | None = None, seen: str | None = "G001"
) -> NewBadge:
    return await new_badge(
        guest, gathering=held, reason="lost", station=at, request=request or uuid4(), seen=seen, by=WANG, now=NOW
    )  # fmt: skip


async def _tickets() -> list[tuple[str, bool]]:
    rows = await fetch("SELECT badge_number, voided_at IS NULL AS holds FROM ticket ORDER BY number")
    return [(row["badge_number"], row["holds"]) for row in rows]


async def test_a_new_badge_voids_the_old_one_and_is_queued(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    at = await station(held)

    made = await _new(held, lin.id, at.id)

    assert made.ticket.badge_number == "G002"
    assert await _tickets() == [("G001", False), ("G002", True)]
    assert await states(held.id) == [("G002", "waiting")]


async def test_two_desks_at_once_make_one_badge_and_the_second_is_told(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    at = await station(held)

    told = await asyncio.gather(*(_new(held, lin.id, at.id) for _ in range(3)), return_exceptions=True)

    second = [one.told("en") for one in told if isinstance(one, BadgeMadeMeanwhile)]
    assert (
        second
        == [
            "林示例 has got the new badge G002 in the meantime. No further one was made; print that one if it is lost too."
        ]
        * 2
    )
    assert await _tickets() == [("G001", False), ("G002", True)]
    assert await states(held.id) == [("G002", "waiting")]


async def test_a_double_tap_is_one_badge_and_answered_twice(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    at, request = await station(held), uuid4()

    first, second = await asyncio.gather(*(_new(held, lin.id, at.id, request=request) for _ in range(2)))

    assert first.ticket.id == second.ticket.id
    assert first.asked == second.asked
    assert await states(held.id) == [("G002", "waiting")]


async def test_without_a_station_the_second_desk_is_told_too(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)

    told = await asyncio.gather(*(_new(held, lin.id, None) for _ in range(2)), return_exceptions=True)

    assert [isinstance(one, BadgeMadeMeanwhile) for one in told].count(True) == 1
    assert await _tickets() == [("G001", False), ("G002", True)]


async def test_the_old_badge_that_still_waited_is_not_printed(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    page = Page(await station(held))
    await asked(held, page.station, lin.id)

    await _new(held, lin.id, page.station.id)

    assert (await page.badge()).badge_number == "G002"
    assert sorted(await states(held.id)) == [("G001", "cancelled"), ("G002", "printing")]


async def test_where_the_station_is_gone_nothing_is_voided(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    at = await station(held)
    await revoke_station(at.id, gathering=held, by=WANG, now=NOW)

    with pytest.raises(UnknownStation):
        await _new(held, lin.id, at.id)

    assert await _tickets() == [("G001", True)]


async def test_who_is_not_approved_gets_none(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held, standing=Standing.SUBMITTED)

    with pytest.raises(NoTicket):
        await _new(held, lin.id, (await station(held)).id, seen=None)
