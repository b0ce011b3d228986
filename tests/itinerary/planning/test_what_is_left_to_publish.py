"""Whether a plan says something else than what stands."""

from uuid import uuid4

from event.itinerary.planning.plan import Draft, Line, Ride
from event.itinerary.planning.reading import differs

LINE = Line(id=uuid4(), code="A", name_zh="示例线")
BUS = uuid4()


def test_a_bus_that_stays_at_home_is_nothing_to_publish() -> None:
    assert not differs(Draft(rides=(Ride(vehicle=BUS, guide="Z001"),)), Draft())


def test_a_bus_that_is_taken_off_its_route_is_something_to_publish() -> None:
    before = Draft(lines=(LINE,), rides=(Ride(vehicle=BUS, line=LINE.id),))

    assert differs(Draft(lines=(LINE,), rides=(Ride(vehicle=BUS),)), before)
    assert not differs(before, before)
