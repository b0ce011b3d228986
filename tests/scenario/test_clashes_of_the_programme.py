"""What cannot be as the office planned it is found exactly, and who came to which session is counted."""

from typing import Any

from tests.scenario.asking import ask

_BEFORE, _AFTER = "2026-10-15T12:00:00+08:00", "2026-10-17T20:00:00+08:00"
CLASHES = (
    "conflict_lead_meet", "conflict_landing_after_desk_closes", "conflict_landing_after_dinner_ends", "two_parallel_sessions",
)  # fmt: skip


async def test_the_planted_clashes_are_found_and_no_others_of_their_kinds(
    opened_doors: str, questions: Any
) -> None:
    told = await ask("agenda-clashes", _BEFORE)

    assert {name: told.answer[name] for name in CLASHES} == {
        name: questions["extra"][name] for name in CLASHES
    }
    assert {one["kind"] for one in told.answer["clashes"]} == {
        "booked_twice",
        "after_desk",
        "during_dinner",
        "after_dinner",
    }


async def test_a_clash_is_a_sentence_with_names_times_and_sessions(opened_doors: str, questions: Any) -> None:
    told = await ask("agenda-clashes", _BEFORE)

    (parallel,) = [one for one in told.answer["clashes"] if one["sessions"] == ["PROMO", "YOUTH"]]
    assert parallel["guests"] == [questions["extra"]["two_parallel_sessions"][0]["guest"]]
    assert "14:30–17:30" in parallel["text"]
    assert "★" in parallel["text"]


async def test_who_booked_and_who_came_is_counted_by_session(closed_doors: str, questions: Any) -> None:
    told = (await ask("sessions-targets", _AFTER)).answer["sessions"]

    came, booked = questions["extra"]["session_attendance"], questions["extra"]["session_bookings"]
    assert {code: told[code]["came"] for code in came} == came
    assert {code: told[code]["booked"] for code in booked} == booked
