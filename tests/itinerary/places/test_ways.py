"""How long buses are on the way between any two places."""

from uuid import UUID

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from event.itinerary.places.ways import HowKnown, Place, Told, Way, minutes

HALL, MUSEUM, PARK, TEMPLE = (UUID(int=number) for number in range(4))


def nowhere(*ids: UUID) -> list[Place]:
    return [Place(one, None, None) for one in ids]


def test_a_time_told_for_this_direction_goes_before_that_of_the_way_back() -> None:
    told = [Told(HALL, MUSEUM, 25, "imported"), Told(MUSEUM, HALL, 30, "entered")]

    ways = minutes(nowhere(HALL, MUSEUM), told, kilometres_an_hour=40)

    assert ways.way(HALL, MUSEUM) == Way(25, HowKnown.IMPORTED)
    assert ways.way(MUSEUM, HALL) == Way(30, HowKnown.ENTERED)


def test_the_way_back_takes_as_long_where_nothing_else_was_told() -> None:
    ways = minutes(nowhere(HALL, MUSEUM), [Told(HALL, MUSEUM, 25, "entered")], kilometres_an_hour=40)

    assert ways.way(MUSEUM, HALL) == Way(25, HowKnown.ENTERED)
    assert ways.way(HALL, HALL) == Way(0, HowKnown.ENTERED)


def test_what_was_not_told_is_estimated_from_the_map() -> None:
    """A tenth of a degree north is 11.12 km, by road 14.46 km, at 40 km an hour 21.7 minutes."""
    places = [Place(HALL, 27.0, 112.0), Place(MUSEUM, 27.1, 112.0)]

    ways = minutes(places, [], kilometres_an_hour=40)

    assert ways.way(HALL, MUSEUM) == Way(22, HowKnown.ESTIMATED)


def test_a_place_off_the_map_is_reached_over_what_is_known_and_the_worst_leg_counts() -> None:
    told = [Told(HALL, MUSEUM, 25, "entered"), Told(MUSEUM, PARK, 10, "imported")]

    ways = minutes(nowhere(HALL, MUSEUM, PARK), told, kilometres_an_hour=40)

    assert ways.way(HALL, PARK) == Way(35, HowKnown.IMPORTED)


def test_a_way_around_that_is_shorter_is_taken_and_what_was_told_is_kept_beside_it() -> None:
    told = [
        Told(HALL, PARK, 60, "entered"),
        Told(HALL, MUSEUM, 25, "entered"),
        Told(MUSEUM, PARK, 10, "imported"),
    ]

    ways = minutes(nowhere(HALL, MUSEUM, PARK), told, kilometres_an_hour=40)

    assert ways.way(HALL, PARK) == Way(35, HowKnown.IMPORTED, told=60)
    assert (ways.over(HALL, PARK), ways.over(HALL, MUSEUM)) == (MUSEUM, None)


def test_a_place_of_which_nothing_is_known_is_twenty_minutes_away() -> None:
    ways = minutes(nowhere(HALL, MUSEUM), [], kilometres_an_hour=40)

    assert ways.way(HALL, MUSEUM) == Way(20, HowKnown.UNKNOWN)
    assert ways.over(HALL, MUSEUM) is None


def test_a_guess_makes_no_known_way_shorter() -> None:
    told = [Told(HALL, MUSEUM, 90, "entered")]

    ways = minutes(nowhere(HALL, MUSEUM, TEMPLE), told, kilometres_an_hour=40)

    assert ways.way(HALL, MUSEUM) == Way(90, HowKnown.ENTERED)
    assert ways.way(HALL, TEMPLE) == Way(45, HowKnown.UNKNOWN)


def test_times_of_places_that_are_gone_do_not_matter() -> None:
    ways = minutes(nowhere(HALL), [Told(HALL, PARK, 5, "entered")], kilometres_an_hour=40)

    assert ways.way(HALL, HALL) == Way(0, HowKnown.ENTERED)


@st.composite
def _maps(draw: st.DrawFn) -> tuple[list[Place], list[Told]]:
    size = draw(st.integers(0, 8))
    point = st.none() | st.tuples(st.floats(26, 28), st.floats(111, 113))
    places = [Place(UUID(int=i), *(draw(point) or (None, None))) for i in range(size)]
    pairs = [(a.id, b.id) for a in places for b in places if a is not b]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    known = st.sampled_from(["entered", "imported"])
    return places, [Told(a, b, draw(st.integers(0, 200)), draw(known)) for a, b in chosen]


@given(_maps())
def test_no_way_is_longer_than_one_around(drawn: tuple[list[Place], list[Told]]) -> None:
    places, told = drawn
    ways = minutes(places, told, kilometres_an_hour=40)

    around = (ways.minutes[:, :, None] + ways.minutes[None, :, :]).min(axis=1, initial=10_000)

    assert np.array_equal(np.minimum(around, ways.minutes), ways.minutes)
    assert len(ways.places) == len(places)
