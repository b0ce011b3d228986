"""When items are, and what clashes: a table of cases."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from event.agenda.rules import Busy, Clash, Landing, Seen, Slot, added, clashes, item_times, overlap, times

FIRST, LAST = date(2026, 10, 15), date(2026, 10, 17)


def at(text: str, day: int = 15) -> datetime:
    return datetime(2026, 10, day, int(text[:2]), int(text[3:]), tzinfo=UTC)


def seen(number: int, begins: str, ends: str | None, **columns: Any) -> Seen:
    day = columns.pop("day", 15)
    told = {"code": f"S{number}", "title": f"Session {number}", "kind": "talks"} | columns
    return Seen(id=UUID(int=number), begins=at(begins, day), ends=at(ends, day) if ends else None, **told)


def found(*sessions: Seen, landings: tuple[Landing, ...] = ()) -> list[Clash]:
    return clashes(sessions, first_day=FIRST, last_day=LAST, landings=landings)


def guest(number: int, **told: Any) -> Busy:
    return Busy(key=str(number), name=f"Guest {number}", number=f"EX-{number:03}", **told)


def test_items_follow_each_other_unless_they_are_fixed() -> None:
    slots = [Slot(10), Slot(5), Slot(20, fixed=at("09:30")), Slot(5)]

    told = [f"{begins:%H:%M}–{ends:%H:%M}" for begins, ends in item_times(at("09:00"), slots)]

    assert told == ["09:00–09:10", "09:10–09:15", "09:30–09:50", "09:50–09:55"]


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (("09:00", "10:00"), ("10:00", "11:00"), False),
        (("09:00", "10:01"), ("10:00", "11:00"), True),
        (("09:00", "12:00"), ("10:00", "11:00"), True),
        (("09:00", None), ("08:00", "10:00"), True),
        (("09:00", None), ("09:00", None), False),
        (("10:00", None), ("08:00", "10:00"), False),
        (("08:00", "10:00"), ("09:00", None), True),
    ],
)
def test_sessions_overlap_when_they_have_a_moment_in_common(one: Any, other: Any, meet: bool) -> None:
    assert overlap(seen(1, *one), seen(2, *other)) is meet


def test_who_booked_two_sessions_at_once_is_named_vips_first() -> None:
    both = (guest(2), guest(1), guest(3, class_code="V"))
    told = found(
        seen(1, "15:00", "17:00", people=both), seen(2, "16:30", "17:30", people=(*both[1:], guest(4)))
    )

    assert [(one.kind, one.guests, one.said.data["names"]) for one in told] == [
        ("booked_twice", ("EX-001", "EX-003"), "Guest 3 ★、Guest 1")
    ]


def test_a_speaker_is_busy_for_the_item_only_a_host_for_the_whole_session() -> None:
    item = {"begins": at("09:00"), "ends": at("09:10")}
    elsewhere = seen(2, "09:30", "10:00", people=(guest(1),))

    speaks = found(seen(1, "09:00", "10:00", people=(guest(1, part="speaker", **item),)), elsewhere)
    hosts = found(seen(1, "09:00", "10:00", people=(guest(1, part="host"),)), elsewhere)

    assert [one.kind for one in speaks] == []
    assert [(one.kind, one.guests) for one in hosts] == [("part_twice", ("EX-001",))]


def test_somebody_typed_by_name_is_found_twice_too() -> None:
    mayor = Busy(key="name:施范本", name="施范本", part="speaker")

    told = found(seen(1, "09:00", "10:00", people=(mayor,)), seen(2, "09:30", "10:00", people=(mayor,)))

    assert [(one.kind, one.guests) for one in told] == [("part_twice", ("施范本",))]


def test_a_hall_is_taken_once_and_holds_what_it_holds() -> None:
    hall = {"hall": "MAIN", "hall_name": "Main hall", "hall_capacity": 100}

    told = found(
        seen(1, "09:00", "10:00", **hall, at_once=101), seen(2, "09:30", "10:30", **hall, capacity=120, at_once=121),
        seen(3, "10:30", "11:00", **hall, at_once=100),
    )  # fmt: skip

    assert [(one.kind, [session.int for session in one.sessions]) for one in told] == [
        ("hall_twice", [1, 2]), ("overbooked", [1]), ("overbooked", [2]), ("over_hall", [2]),
    ]  # fmt: skip


def test_a_session_is_within_the_days_its_items_within_the_session_and_its_people_come() -> None:
    told = found(
        seen(1, "09:00", "10:00", day=18), seen(2, "09:00", "10:00", items_end=at("10:05")),
        seen(3, "12:00", "13:00", people=(guest(1, part="host", comes=False),)),
    )  # fmt: skip

    assert sorted(one.kind for one in told) == ["items_too_long", "not_coming", "outside"]


@pytest.mark.parametrize(
    ("lands", "day", "kinds"),
    [
        ("18:25", 15, []),
        ("20:05", 15, ["during_dinner"]),
        ("20:45", 15, ["after_dinner"]),
        ("21:45", 15, ["after_desk", "after_dinner"]),
        ("19:10", 14, []),
        ("08:00", 16, []),
        ("23:00", 16, ["after_desk"]),
    ],
)
def test_a_flight_is_too_late_for_the_desk_or_the_dinner_of_its_day(
    lands: str, day: int, kinds: list[str]
) -> None:
    desks = (seen(1, "09:00", "21:00", kind="arrival"), seen(2, "09:00", "12:00", kind="arrival", day=16))
    dinner = seen(3, "18:30", "20:30", kind="banquet")

    told = found(*desks, dinner, landings=(Landing("ZZ1801", at(lands, day), 9),))

    assert [one.kind for one in told] == kinds
    assert all(one.services == ("ZZ1801",) for one in told)


def test_only_what_a_change_makes_wrong_is_new() -> None:
    people = (guest(1),)
    before = found(seen(1, "09:00", "10:00", people=people), seen(2, "09:30", "10:30", people=people))
    after = found(
        seen(1, "09:00", "10:00", people=people), seen(2, "09:30", "10:30", people=people),
        seen(3, "09:00", "09:30", people=people),
    )  # fmt: skip

    assert [[session.int for session in one.sessions] for one in added(before, after)] == [[1, 3]]


def test_an_open_end_is_written_as_one() -> None:
    one = seen(1, "12:00", None)

    assert times(one) == "12:00–"
    assert one.begins + timedelta(0) == at("12:00")
