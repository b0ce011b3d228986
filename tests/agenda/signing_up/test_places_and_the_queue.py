"""Signing up takes a place or joins the queue; who leaves makes room for whoever waits longest."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from event.agenda.signing_up.errors import ComesNot, SignUpNotOpen, UnknownWave, WaveInUse
from event.agenda.signing_up.jobs import move_up
from event.agenda.signing_up.operations import Joined, WaveTold, join, leave, set_waves
from event.agenda.signing_up.queries import overlapping, signed_up
from event.agenda.tables import AgendaSession, Booking, BookingChange
from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.deciding import decide
from event.registration.tables import Standing
from event.reports.views import report_view
from tests import cast
from tests.scenario.asking import ORGANIZER

HOUR = timedelta(hours=1)
BY: dict[str, Any] = {"by": COMMAND_LINE, "now": cast.NOW}


async def _session(held: Gathering, **columns: Any) -> UUID:
    made = AgendaSession(
        id=uuid4(), gathering=held.id,
        **{
            "code": "YOUTH", "title_zh": "侨青圆桌", "title_en": "Round table", "starts_at": cast.NOW + 5 * HOUR,
            "ends_at": cast.NOW + 6 * HOUR, "capacity": 1, "signup": True,
        } | columns,
    )  # fmt: skip
    await made.save()
    return UUID(str(made.id))


async def _guests(held: Gathering, number: int) -> list[UUID]:
    return [
        (await cast.guest(held, name_zh=f"客{n}", email=f"g{n}@example.com"))[0].id for n in range(number)
    ]


async def test_two_hundred_at_once_for_ten_places_are_ten_booked_and_the_others_in_order(db: str) -> None:
    held = await cast.gathering()
    session = await _session(held, capacity=10)
    guests, connections = await _guests(held, 200), asyncio.Semaphore(10)

    async def joining(guest: UUID) -> Joined:
        async with connections:  # as many as there are; who waits too long for one is told to come again
            return await join(session, guest, gathering=held, **BY)

    stands = await asyncio.gather(*(joining(one) for one in guests))

    assert sum(one.booked for one in stands) == await Booking.count() == 10
    assert sorted(one.place for one in stands if one.place) == list(range(1, 191))


async def test_who_leaves_makes_room_and_the_next_is_told_by_mail(db: str) -> None:
    held = await cast.gathering()
    session = await _session(held)
    first, second, third = await _guests(held, 3)
    stands = [await join(session, one, gathering=held, **BY) for one in (first, second, third)]

    await leave(session, first, gathering=held, by=COMMAND_LINE, now=cast.NOW + HOUR)

    assert stands == [Joined(True), Joined(False, 1), Joined(False, 2)]
    assert [(one.guest, one.place) for one in await signed_up(session)] == [(second, None), (third, 1)]
    assert [
        tuple(row) for row in await fetch("SELECT guest, occasion FROM mail WHERE occasion = 'moved_up'")
    ] == [(second, "moved_up")]
    steps = await BookingChange.select(BookingChange.step).order_by(BookingChange.at)
    assert [one["step"] for one in steps] == ["book", "wait", "wait", "leave", "move_up"]


async def test_who_withdraws_makes_room_too(db: str) -> None:
    held = await cast.gathering()
    session = await _session(held)
    first, second = await _guests(held, 2)
    for one in (first, second):
        await join(session, one, gathering=held, **BY)

    await decide(first, Standing.WITHDRAWN, gathering=held, **BY)
    jobs = await fetch("SELECT args FROM procrastinate_jobs WHERE task_name = 'agenda.move_up'")
    await move_up(str(held.id))

    assert len(jobs) == 1
    assert [(one.guest, one.place) for one in await signed_up(session)] == [(second, None)]


async def test_guests_sign_up_only_while_it_is_open_and_only_who_comes(db: str) -> None:
    held = await cast.gathering()
    session = await _session(held, signup_closes=cast.NOW)
    (first,) = await _guests(held, 1)
    gone, _ = await cast.guest(held, name_zh="不来", standing=Standing.WITHDRAWN)

    with pytest.raises(SignUpNotOpen):
        await join(session, first, gathering=held, online=True, **BY)
    with pytest.raises(ComesNot):
        await join(session, gone.id, gathering=held, **BY)
    assert await join(session, first, gathering=held, **BY) == Joined(True)


async def test_organizers_give_a_place_although_none_is_free(db: str) -> None:
    held = await cast.gathering()
    session = await _session(held)
    first, second = await _guests(held, 2)
    for one in (first, second):
        await join(session, one, gathering=held, **BY)

    assert await join(session, second, gathering=held, anyway=True, **BY) == Joined(True)
    assert await Booking.count() == 2


async def test_waves_have_places_and_queues_of_their_own(db: str) -> None:
    held = await cast.gathering()
    fair = await _session(held, code="FAIR", capacity=None)
    begins = cast.NOW + 5 * HOUR
    waves = [WaveTold("1", begins, begins + HOUR, 1), WaveTold("2", begins + HOUR, begins + 2 * HOUR, 2)]
    await set_waves(fair, waves, gathering=held, **BY)
    first, second, third = await _guests(held, 3)

    stands = [
        await join(fair, guest, gathering=held, wave=wave, **BY)
        for guest, wave in ((first, "1"), (second, "1"), (third, "2"))
    ]

    assert stands == [Joined(True), Joined(False, 1), Joined(True)]
    with pytest.raises(UnknownWave):
        await join(fair, (await _guests(held, 1))[0], gathering=held, wave="3", **BY)
    with pytest.raises(WaveInUse):
        await set_waves(fair, waves[:1], gathering=held, **BY)
    await set_waves(fair, [WaveTold("1", begins, begins + HOUR, 2), waves[1]], gathering=held, **BY)
    assert [(one.guest, one.wave, one.place) for one in await signed_up(fair)] == [
        (first, "1", None), (second, "1", None), (third, "2", None)
    ]  # fmt: skip


async def test_sessions_at_the_same_time_are_warned_of_and_not_refused(db: str) -> None:
    held = await cast.gathering()
    youth = await _session(held)
    other = await _session(held, code="PROMO", title_zh="推介会", title_en="Promotion")
    (first,) = await _guests(held, 1)
    for one in (youth, other):
        await join(one, first, gathering=held, **BY)

    assert await overlapping(other, first, language="en") == ("Round table",)


async def test_bookings_as_of_a_moment_take_back_what_happened_since(db: str) -> None:
    held = await cast.gathering()
    session = await _session(held)
    (first,) = await _guests(held, 1)
    await join(session, first, gathering=held, by=COMMAND_LINE, now=cast.NOW + HOUR)
    await leave(session, first, gathering=held, by=COMMAND_LINE, now=cast.NOW + 3 * HOUR)

    told = [
        (await report_view("session-bookings", held, cast.NOW + n * HOUR, {}, reader=ORGANIZER))[0].answer
        for n in (0, 2, 4)
    ]

    assert told == [{}, {"YOUTH": 1}, {}]
