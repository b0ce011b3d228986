"""A bus that goes another way than its route gets one of its own, which still is what guests wished for."""

import pytest

from event.itinerary.planning.plan import serves


@pytest.mark.parametrize(
    ("line", "wished", "is_it"),
    [
        ("A", "A", True), ("A2", "A", True), ("A12", "A", True), ("B2", "A", False), ("AB", "A", False), ("A", "A2", False),
        ("12", "1", False), ("A22", "A2", False), ("A", "", False), ("2", "", False),
    ],
)  # fmt: skip
def test_a_line_is_the_route_that_was_wished(line: str, wished: str, *, is_it: bool) -> None:
    assert serves(line, wished) is is_it
