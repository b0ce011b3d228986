"""Proposed pickups: seats, waits and other trips are kept, who has a vehicle keeps it, and who is not fetched is told why."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from event.itinerary.planner.pickups import HONOURED_WAIT, SHARED_WAIT
from event.itinerary.transfers.fetching import Fetching, Options, propose_pickups
from event.itinerary.transfers.tables import ServiceState
from event.itinerary.transfers.traffic import Traffic
from tests.itinerary.transfers.stations import ZONE, car, flight, key, reply, traffic, traveller

USUAL = Options()


def trips(made: Fetching, of: Traffic) -> list[tuple[str, str, list[str]]]:
    return [
        (trip.car.code, f"{trip.leaves_at.astimezone(ZONE):%H:%M}", [of.people[one].number for one in trip.guests])
        for trip in made.trips
    ]  # fmt: skip


def left(made: Fetching, of: Traffic) -> list[tuple[str, str]]:
    return [(of.people[one.guest].number, one.told("en")) for one in made.left]


def test_two_flights_of_one_terminal_share_a_vehicle_when_the_later_one_is_ready() -> None:
    of = traffic([flight(1, 10), flight(2, 10, 20)], [car(1)], [traveller(1, 1), traveller(2, 2)])

    made = propose_pickups(of, USUAL, ZONE)

    assert trips(made, of) == [("商务1号", "11:00", ["EX-001", "EX-002"])]
    assert list(made.trips[0].waits.values()) == [20, 0]


def test_delays_are_waited_for_and_an_honoured_guest_goes_at_once() -> None:
    late = replace(flight(1, 10), estimated_at=flight(1, 12).planned_at)
    of = traffic([late, flight(2, 12, 10)], [car(1), car(2)], [traveller(1, 1, of="V"), traveller(2, 2)])

    assert trips(propose_pickups(of, USUAL, ZONE), of) == [
        ("商务1号", "12:40", ["EX-001"]), ("商务2号", "12:50", ["EX-002"]),
    ]  # fmt: skip


def test_who_is_fetched_already_keeps_the_vehicle_and_others_of_the_flight_join_it() -> None:
    people = [traveller(1, 1, vehicle=1), traveller(2, 1), traveller(3, 1, party=5), traveller(4, 1, party=5)]
    of = traffic([flight(1, 10)], [car(1, 2), car(2, 4)], people)

    made = propose_pickups(of, USUAL, ZONE)

    assert trips(made, of) == [("商务1号", "10:40", ["EX-002"]), ("商务2号", "10:40", ["EX-003", "EX-004"])]
    assert key(3, 1) not in made.rides


def test_a_vehicle_on_another_trip_or_on_the_visit_fetches_nobody() -> None:
    of = traffic([flight(1, 10), flight(2, 11)], [car(1), car(2, away=(9, 14))], [traveller(1, 1, vehicle=1), traveller(2, 2)])  # fmt: skip

    made = propose_pickups(of, USUAL, ZONE)

    assert (trips(made, of), left(made, of)) == (
        [], [("EX-002", "No vehicle with 1 seats is free at T1 from 11:40 to 12:10.")]
    )  # fmt: skip


def test_the_reply_tells_of_whom_no_list_knows_and_every_reason_is_said() -> None:
    flights = [flight(1, 10), flight(2, 11, state=ServiceState.CANCELLED)]
    people = [
        traveller(1, journey=reply("ZZ1")), traveller(2, journey=reply("ZZ9")), traveller(3, journey=reply("ZZ1", wanted=False)),
        traveller(4, 2), traveller(5, journey=reply("")), traveller(6, journey=reply("", mode="self")),
    ]  # fmt: skip
    of = traffic(flights, [car(1)], people)

    made = propose_pickups(of, USUAL, ZONE)

    assert trips(made, of) == [("商务1号", "10:40", ["EX-001"])]
    assert left(made, of) == [
        ("EX-002", "ZZ9 of 2026-10-15 is not in the list of flights and trains: add it first."),
        ("EX-003", "The reply asks for no pickup."), ("EX-004", "ZZ2 is cancelled."),
        ("EX-005", "No flight or train is known."),
    ]  # fmt: skip


def test_a_wheelchair_needs_a_vehicle_that_takes_it() -> None:
    of = traffic([flight(1, 10)], [car(1)], [traveller(1, 1, wheelchair=True)])
    better = traffic([flight(1, 10)], [car(1), car(2, 14, wheelchairs=1)], [traveller(1, 1, wheelchair=True)])

    assert left(propose_pickups(of, USUAL, ZONE), of)[0][1].startswith("No vehicle that takes 1 wheelchairs")
    assert trips(propose_pickups(better, USUAL, ZONE), better) == [("商务2号", "10:40", ["EX-001"])]


def test_a_party_no_vehicle_holds_goes_in_several() -> None:
    people = [traveller(number, 1, party=5) for number in range(10)]
    of = traffic([flight(1, 10)], [car(1), car(2)], people)

    assert [len(guests) for _, _, guests in trips(propose_pickups(of, USUAL, ZONE), of)] == [5, 5]


def test_all_anew_when_asked() -> None:
    people = [traveller(1, 1, vehicle=1), traveller(2, 1, vehicle=2)]
    of = traffic([flight(1, 10)], [car(1), car(2)], people)

    assert trips(propose_pickups(of, USUAL, ZONE), of) == []
    assert trips(propose_pickups(of, Options(again=True), ZONE), of) == [
        ("商务1号", "10:40", ["EX-001", "EX-002"])
    ]


PEOPLE = st.lists(
    st.tuples(
        st.integers(0, 4), st.sampled_from([None, None, 1, 2]), st.sampled_from([None, None, None, 1, 2, 3]),
        st.sampled_from(["G", "V"]), st.booleans(),
    ),
    max_size=25,
)  # fmt: skip


@settings(deadline=None, derandomize=True, max_examples=200)
@given(PEOPLE, st.lists(st.integers(0, 180), min_size=5, max_size=5), st.booleans())
def test_seats_and_waits_hold_for_any_arrivals(
    rows: list[tuple[int, int | None, int | None, str, bool]], minutes: list[int], again: bool
) -> None:
    flights = [flight(number, 10 + minute // 60, minute % 60) for number, minute in enumerate(minutes)]
    cars = [car(1, 4), car(2, 7, wheelchairs=2), car(3, 14)]
    people = []
    for number, (on, party, vehicle, of_class, wheelchair) in enumerate(rows):
        more = {"party": party} if party else {}
        seated = sum(each.rides["arrival"].trip == (key(2, vehicle or 0), key(1, on)) for each in people)
        fits = vehicle and seated < (cars[vehicle - 1].seats or 0)
        people.append(
            traveller(
                number, on, vehicle=vehicle if fits else None, of=of_class, wheelchair=wheelchair, **more
            )
        )
    of = traffic(flights, cars, people)

    made = propose_pickups(of, Options(again=again), ZONE)
    after = of.with_rides("arrival", made.rides)

    after.refuse_full("arrival", [ride for _, ride in after.riding("arrival")])
    for trip in made.trips:
        honoured = [one for one in trip.guests if of.people[one].class_code == "V"]
        assert max(trip.waits.values()) <= SHARED_WAIT
        assert [trip.waits[one] for one in honoured if trip.waits[one] > HONOURED_WAIT] == []
    told = {one.guest for one in made.left}
    riding = {one.id for one, ride in after.riding("arrival") if ride.vehicle}
    assert told | riding == set(of.people)
    kept = [one.id for one in of.people.values() if one.rides["arrival"].vehicle and not again]
    assert [one for one in kept if one in made.rides] == []
