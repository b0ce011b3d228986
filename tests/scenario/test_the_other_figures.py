"""The office's other figures are answered by named reports exactly, as of the moment they are of."""

from typing import Any

from tests.scenario.asking import ask

_PLANNED = "2026-10-08T18:00:00+08:00"
"""Before anybody cancelled."""
_READY = "2026-10-14T12:00:00+08:00"
_END = "2026-10-18T00:00:00+08:00"


async def test_approved_guests_are_added_up_as_the_office_does(closed_doors: str, questions: Any) -> None:
    told = await ask("registered", _PLANNED)

    assert told.answer == questions["extra"]["approved"]
    assert sum(int(row[2]) for row in told.rows if row[0] == "代表团") == told.answer["total"]


async def test_what_guests_eat_and_have_booked(closed_doors: str, questions: Any) -> None:
    booked = (await ask("session-bookings", _READY)).answer

    assert (await ask("diets", _PLANNED)).answer == questions["extra"]["diet_approved"]
    assert {code: booked[code] for code in questions["extra"]["session_bookings"]} == questions["extra"][
        "session_bookings"
    ]


async def test_who_comes_with_which_wave_and_who_never_came(closed_doors: str, questions: Any) -> None:
    extra = questions["extra"]
    waves, missing = (await ask("expected-arrivals", _READY)).answer, (await ask("no-shows", _END)).answer

    assert waves == extra["arrivals"] == extra["arrivals_from_lists"]
    assert (missing["checked_in_total"], missing["no_show"]) == (extra["checked_in_total"], extra["no_show"])


async def test_who_came_to_each_session_and_how_full_the_fair_was(closed_doors: str, questions: Any) -> None:
    extra = questions["extra"]

    assert (await ask("sessions-attended", _END)).answer == extra["session_attendance"]
    assert (await ask("hall-peak", _END)).answer["peak_in_hall"] == extra["fair_peak_in_hall"]


async def test_how_many_slots_of_the_matchmaking_are_booked(closed_doors: str, questions: Any) -> None:
    assert (await ask("match-slots", _PLANNED)).answer == questions["extra"]["match_slots"]


async def test_the_waves_of_the_fair_are_told_with_who_came(closed_doors: str, questions: Any) -> None:
    fair = await ask("job-fair", _END)
    told = fair.figures[-1][1]
    waves = [
        tuple(int(number) for number in one.partition(": ")[2].split(" / ")) for one in told.split(" · ")
    ]

    assert len(waves) == 2
    assert sum(registered for registered, _ in waves) == fair.answer["registered"]
    assert sum(came for _, came in waves) <= fair.answer["in"]
