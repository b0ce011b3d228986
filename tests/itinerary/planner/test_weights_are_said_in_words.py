"""An organizer says how much something counts; the planner weighs by figures."""

import pytest

from event.itinerary.planner.weights import Importance, Weighed, Weights, weights_in_words

NOT_AT_ALL, LITTLE, MUCH, MOST = Importance


def test_what_nobody_changed_is_weighed_as_the_published_figures() -> None:
    assert weights_in_words(Weighed()) == Weights()
    assert Weights() == Weights(points=100, driving=1, waiting=0, split=10_000, uneven=0, language=0)


@pytest.mark.parametrize(
    ("weighed", "weights"),
    [
        (Weighed(wishes=NOT_AT_ALL), Weights(points=0)),
        (Weighed(wishes=LITTLE), Weights(points=30)),
        (Weighed(wishes=MOST), Weights(points=300)),
        (Weighed(delegations=NOT_AT_ALL), Weights(split=0)),
        (Weighed(delegations=LITTLE), Weights(split=2_000)),
        (Weighed(delegations=MOST), Weights(split=40_000)),
        (Weighed(languages=LITTLE), Weights(language=200)),
        (Weighed(languages=MUCH), Weights(language=1_000)),
        (Weighed(languages=MOST), Weights(language=4_000)),
        (Weighed(even_loads=LITTLE), Weights(uneven=100)),
        (Weighed(even_loads=MUCH), Weights(uneven=500)),
        (Weighed(even_loads=MOST), Weights(uneven=2_000)),
        (Weighed(driving=NOT_AT_ALL), Weights(driving=0)),
        (Weighed(driving=MUCH), Weights(driving=4)),
        (Weighed(driving=MOST), Weights(driving=15)),
        (Weighed(waiting=LITTLE), Weights(waiting=1)),
        (Weighed(waiting=MUCH), Weights(waiting=4)),
        (Weighed(waiting=MOST), Weights(waiting=15)),
    ],
)
def test_each_word_has_its_figure(weighed: Weighed, weights: Weights) -> None:
    assert weights_in_words(weighed) == weights
