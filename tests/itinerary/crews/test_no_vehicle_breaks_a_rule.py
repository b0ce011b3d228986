"""What is refused of a vehicle's crew, as a table."""

from datetime import UTC, datetime

import pytest

from event.itinerary.crews.rules import Shift, Span, crew_problem, too_few_seats


def at(hour: int) -> datetime:
    return datetime(2026, 10, 17, hour, tzinfo=UTC)


MORNING, AFTERNOON, WHOLE = (at(8), at(12)), (at(12), at(16)), (at(8), at(16))
DRIVER, GUIDE = ("driver", "C001"), ("guide", "Z001")


@pytest.mark.parametrize(
    ("seats", "crew", "booked", "wrong"),
    [
        (None, (DRIVER, GUIDE), 100, None),
        (10, (DRIVER, GUIDE), 9, None),
        (10, (DRIVER, GUIDE), 10, {"crew": 1, "booked": 10}),
        (1, (DRIVER,), 1, None),
    ],
)
def test_guests_and_crew_have_seats_and_the_driver_an_own_one(
    seats: int | None, crew: tuple[tuple[str, str], ...], booked: int, wrong: object
) -> None:
    problem = too_few_seats(seats, crew, booked)

    assert (problem and problem.data) == wrong


@pytest.mark.parametrize(
    ("crew", "span", "wrong"),
    [
        ((DRIVER, GUIDE), AFTERNOON, ""),
        ((DRIVER, ("driver", "C002")), MORNING, "A vehicle has one driver."),
        ((GUIDE, ("interpreter", "Z001")), AFTERNOON, "Z001 is there twice: one task for each."),
        ((GUIDE,), MORNING, "Z001 is on vehicle 2 at the same hours."),
        ((GUIDE,), WHOLE, "Z001 is on vehicle 2 at the same hours."),
        ((("guide", "Z002"),), MORNING, "Z002 is there from 10-17 12:00 to 10-17 16:00 only."),
        ((("guide", "Z002"),), AFTERNOON, ""),
    ],
)
def test_nobody_is_at_two_places_at_once(crew: tuple[tuple[str, str], ...], span: Span, wrong: str) -> None:
    other = Shift("2", (MORNING,), (GUIDE,))

    problem = crew_problem(Shift("1", (span,), crew), [other], {"Z002": AFTERNOON})

    assert (problem.told("en") if problem else "") == wrong


def test_a_vehicle_without_hours_crosses_no_other() -> None:
    assert (
        crew_problem(Shift("1", (), (GUIDE,)), [Shift("2", (MORNING,), (GUIDE,))], {"Z001": MORNING}) is None
    )
