"""What stands is read as a plan and written back: the same plan changes no row, another one exactly what differs."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from msgspec.structs import replace

from event.database import fetch, writing
from event.gathering.tables import Gathering
from event.itinerary.planning.plan import Call, Draft, LineDay
from event.itinerary.planning.standing import storable
from event.itinerary.planning.stored import stands, write
from event.people.rules import COMMAND_LINE
from event.registration.adding import lock
from event.registration.deciding import decide
from event.registration.operations import replace_guest
from event.registration.replies import Reply
from event.registration.tables import Standing
from tests import cast
from tests.itinerary.planning.visit import a_visit

_TABLES = ("route", "route_day", "route_visit", "vehicle", "vehicle_crew", "vehicle_seat")
_LATER = timedelta(minutes=20)
_NOW = cast.NOW + timedelta(hours=1)


async def _rows() -> dict[str, list[tuple[Any, ...]]]:
    return {
        table: [tuple(row) for row in await fetch(f"SELECT xmin, * FROM {table} ORDER BY id")] for table in _TABLES
    }  # fmt: skip


async def _write(draft: Draft, held: Gathering) -> None:
    async with writing():
        await lock(held)
        await write(draft, gathering=held, now=_NOW)


def _said(draft: Draft) -> tuple[Any, ...]:
    """A plan whatever the order of its buses and guests."""
    return (
        draft.lines, {one.vehicle: one for one in draft.rides}, {one.guest: one for one in draft.seats}
    )  # fmt: skip


def _later(call: Call) -> Call:
    return replace(call, begins=call.begins + _LATER, ends=call.ends + _LATER)


async def test_writing_what_stands_changes_no_row(db: str) -> None:
    held = await a_visit()
    before, draft = await _rows(), await stands(held)

    await _write(draft, held)

    assert await _rows() == before
    assert (len(draft.lines), len(draft.rides), len(draft.seats)) == (5, 8, 216)
    assert {f"{line.code} {day.leaves_at:%H:%M}–{day.returns_at:%H:%M}" for line in draft.lines for day in line.days} == {
        f"{code} 08:00–14:30" for code in "ABCDE"
    }  # fmt: skip


async def test_another_plan_stands_exactly_as_it_was_written(db: str) -> None:
    held = await a_visit()
    draft = await stands(held)
    first, second, third, *rest = draft.lines
    later = replace(
        second, code=first.code, calls=tuple(map(_later, second.calls)),
        days=tuple(replace(day, leaves_at=day.leaves_at + _LATER) for day in second.days if day.leaves_at),
    )  # fmt: skip
    shorter = replace(first, code=second.code, calls=first.calls[1:])
    made = replace(third, id=uuid4(), code="N", calls=(*first.calls, *(replace(one, begins=one.begins + 4 * _LATER, ends=one.ends + 4 * _LATER) for one in first.calls[-1:])))  # fmt: skip
    bus, other, *others = draft.rides
    after = Draft(
        lines=(later, made, shorter, *rest),
        rides=(replace(bus, line=made.id, guide="S001"), replace(other, out=True), *others),
        seats=tuple(
            replace(one, vehicle=bus.vehicle, label="") if one.vehicle == other.vehicle else one
            for one in draft.seats
        ),
    )

    await _write(after, held)

    assert _said(await stands(held)) == _said(storable(after))


async def test_buses_leave_with_their_line_and_gather_as_long_before(db: str) -> None:
    held = await a_visit()
    draft = await stands(held)
    line = draft.lines[0]
    days = tuple(replace(day, leaves_at=day.leaves_at + _LATER) for day in line.days if day.leaves_at)

    await _write(draft.with_line(replace(line, days=days)), held)

    rows = await fetch(
        "SELECT v.code, v.musters_at, v.departs_at FROM vehicle v JOIN route r ON r.id = v.route"
        " WHERE r.code IN ('A', 'B') ORDER BY 1"
    )
    assert [(row["code"], *(f"{row[name].astimezone(held.zone):%H:%M}" for name in ("musters_at", "departs_at"))) for row in rows] == [
        ("1", "08:00", "08:20"), ("2", "08:00", "08:20"), ("3", "07:40", "08:00"), ("4", "07:40", "08:00"),
    ]  # fmt: skip


async def test_only_who_moves_is_booked_anew(db: str) -> None:
    held = await a_visit()
    draft = await stands(held)
    moved = draft.seats[0]
    bus = next(one for one in draft.rides if one.vehicle != moved.vehicle)

    await _write(draft.with_seat(replace(moved, vehicle=bus.vehicle, label="45")), held)

    rows = await fetch("SELECT guest, vehicle, seat, booked_at FROM vehicle_seat WHERE booked_at = $1", _NOW)
    assert [tuple(row) for row in rows] == [(moved.guest, bus.vehicle, "45", _NOW)]


async def test_a_substitute_has_the_seat_and_who_does_not_come_has_none(db: str) -> None:
    held = await a_visit()
    draft = await stands(held)
    first, second = draft.seats[:2]
    reply = Reply(guest_class=(await cast.class_of(held)).id, name_zh="马占位", residence="SG")
    new, _ = await replace_guest(
        first.guest, reply, gathering=held, reason="家中有事", by=COMMAND_LINE, now=_NOW
    )
    await decide(second.guest, Standing.WITHDRAWN, gathering=held, by=COMMAND_LINE, now=_NOW)

    await _write(draft, held)

    seats = (await stands(held)).seats
    wanted = [replace(first, guest=new.id), *draft.seats[2:]]
    assert sorted(seats, key=lambda one: one.guest) == sorted(wanted, key=lambda one: one.guest)


async def test_what_has_no_time_yet_is_no_part_of_a_plan_and_stays(db: str) -> None:
    held = await a_visit()
    await fetch("UPDATE route_visit SET leaves_at = NULL WHERE position = 2")
    await fetch("UPDATE route_day SET on_day = NULL, lunch_at = NULL, returns_at = NULL")
    await fetch("UPDATE vehicle SET departs_at = NULL, musters_at = NULL, plate = 'X' WHERE code = '1'")
    before, draft = await _rows(), await stands(held)

    await _write(draft, held)

    assert await _rows() == before
    assert [len(line.calls) for line in draft.lines] == [2] * 5


async def test_lines_of_several_days_have_a_lunch_and_a_return_on_each(db: str) -> None:
    held = await a_visit()
    draft = await stands(held)
    line, day = draft.lines[0], timedelta(days=1)
    tomorrow = [replace(call, begins=call.begins + day, ends=call.ends + day) for call in line.calls[:2]]
    lunch = next(call for call in line.calls if call.what == "canteen")
    longer = replace(
        line,
        calls=(
            *line.calls, *tomorrow, replace(lunch, begins=lunch.begins + day, ends=lunch.ends + day + _LATER)
        ),
        days=tuple(
            LineDay(on_day=one.on_day + shift, leaves_at=one.leaves_at + shift, returns_at=one.returns_at + shift)
            for one in line.days
            for shift in (0 * day, day)
            if one.leaves_at and one.returns_at
        ),
    )  # fmt: skip

    await _write(draft.with_line(longer), held)
    two_days = await stands(held)
    await _write(draft, held)

    assert _said(two_days) == _said(draft.with_line(longer))
    assert _said(await stands(held)) == _said(draft)
    assert len(await fetch("SELECT 1 FROM route_day")) == 5


async def test_two_lines_exchange_their_codes_and_one_that_is_gone_leaves_nothing(db: str) -> None:
    held = await a_visit()
    draft = await stands(held)
    first, second, *rest, last = draft.lines
    after = replace(
        draft, lines=(replace(second, code="A"), replace(first, code="B"), *rest),
        rides=tuple(one for one in draft.rides if one.line != last.id),
    )  # fmt: skip

    await _write(after, held)

    assert _said(await stands(held)) == _said(storable(after))
    assert await fetch("SELECT 1 FROM route WHERE id = $1", last.id) == []
