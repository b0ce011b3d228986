"""Pickups: few trips, nobody waiting longer than they may, no vehicle in two places at once."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from event.itinerary.planner.pickups import HONOURED_WAIT, SHARED_WAIT, Arrival, Vehicle, plan_pickups

FLEET = [Vehicle(0, 4, 90), Vehicle(1, 12, 90, 1), Vehicle(2, 30, 120)]


def test_arrivals_within_half_an_hour_share_a_vehicle() -> None:
    pickups, left = plan_pickups(
        [Arrival(1, "T1", 600, 3), Arrival(2, "T1", 620, 4), Arrival(3, "T1", 645, 2)], FLEET
    )

    assert ([(one.departs, one.arrivals) for one in pickups], left) == ([(620, (1, 2)), (645, (3,))], [])


def test_an_honoured_guest_waits_five_minutes_at_most() -> None:
    pickups, _ = plan_pickups([Arrival(1, "T1", 600, 1, honoured=True), Arrival(2, "T1", 606, 1)], FLEET)

    assert [(one.departs, one.arrivals) for one in pickups] == [(600, (1,)), (606, (2,))]


def test_the_smallest_vehicle_that_fits_goes_and_wheelchairs_are_thought_of() -> None:
    pickups, _ = plan_pickups([Arrival(1, "T1", 600, 2), Arrival(2, "T2", 600, 2, wheelchairs=1)], FLEET)

    assert [(one.place, one.vehicle) for one in pickups] == [("T1", 0), ("T2", 1)]


def test_a_party_larger_than_any_vehicle_goes_in_several() -> None:
    pickups, left = plan_pickups([Arrival(1, "T1", 600, 40)], [Vehicle(0, 30, 60), Vehicle(1, 30, 60)])

    assert ([one.guests for one in pickups], left) == ([20, 20], [])


def test_who_cannot_be_fetched_is_named_with_the_seats_and_times() -> None:
    _, left = plan_pickups([Arrival(1, "T1", 600, 2), Arrival(2, "T2", 610, 3)], FLEET[:1])

    assert [one.arrivals for one in left] == [(2,)]
    assert left[0].sentence.format(**left[0].data) == "No vehicle with 3 seats is free at T2 from 610 to 640."


def test_nobody_is_fetched_without_vehicles() -> None:
    pickups, left = plan_pickups([Arrival(1, "T1", 600, 2)], [])

    assert (pickups, [one.arrivals for one in left]) == ([], [(1,)])


def test_a_vehicle_that_is_away_fetches_nobody() -> None:
    pickups, left = plan_pickups(
        [Arrival(1, "T1", 600, 2), Arrival(2, "T1", 700, 2)], FLEET[:1], {0: [(650, 690)]}
    )

    assert ([one.arrivals for one in pickups], [one.arrivals for one in left]) == ([(2,)], [(1,)])


ARRIVALS = st.lists(
    st.tuples(st.sampled_from(["T1", "T2"]), st.integers(0, 300), st.integers(1, 35), st.booleans(), st.integers(0, 1)),
    max_size=20,
)  # fmt: skip


@settings(deadline=None, derandomize=True)
@given(ARRIVALS)
def test_waits_seats_and_trips_are_kept_for_any_arrivals(rows: list[tuple[str, int, int, bool, int]]) -> None:
    arrivals = [Arrival(number, *row) for number, row in enumerate(rows)]

    pickups, left = plan_pickups(arrivals, FLEET)

    seats = {one.id: one.seats for one in FLEET}
    for one in pickups:
        assert one.guests <= seats[one.vehicle]
        for number in one.arrivals:
            limit = HONOURED_WAIT if arrivals[number].honoured else SHARED_WAIT
            assert 0 <= one.departs - arrivals[number].ready <= limit
    for vehicle in FLEET:
        trips = sorted(one.departs for one in pickups if one.vehicle == vehicle.id)
        assert [
            later - earlier for earlier, later in itertools.pairwise(trips) if later - earlier < vehicle.trip
        ] == []
    named = {number for one in pickups for number in one.arrivals} | {
        number for one in left for number in one.arrivals
    }
    assert named == set(range(len(arrivals)))
