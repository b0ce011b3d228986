"""What an organizer finds important about a plan, in words, and the figures that plans are weighed by."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

Weight = Annotated[int, Meta(ge=0, le=1_000_000)]


class Weights(Struct, frozen=True, kw_only=True):
    """What a plan gains by a guest-point and loses by all else; the defaults are those of the published figures.

    `points` per point of a guest at a stop. `driving` and `waiting` per minute of a guest on the road, or standing
    about until a place opens. `split` per bus of a delegation beyond its first. `uneven` per guest that buses carry
    away from the even load: the sum over all buses with guests of |guests - seats x (all guests / all seats of these
    buses)|, rounded down to whole guests. `language` per guest whose first language is not one of the guide's; that
    some language is common is a rule whatever this says.
    """

    points: Weight = 100
    driving: Weight = 1
    waiting: Weight = 0
    split: Weight = 10_000
    uneven: Weight = 0
    language: Weight = 0


class Importance(StrEnum):
    """How much something counts."""

    NOT_AT_ALL = "not at all"
    LITTLE = "a little"
    MUCH = "much"
    MOST = "most"


class Weighed(Struct, frozen=True, kw_only=True):
    """How much each side of a plan counts; without wishes no stop is worth the way."""

    wishes: Importance = Importance.MUCH
    delegations: Importance = Importance.MUCH
    languages: Importance = Importance.NOT_AT_ALL
    even_loads: Importance = Importance.NOT_AT_ALL
    driving: Importance = Importance.LITTLE
    waiting: Importance = Importance.NOT_AT_ALL


_ORDER = tuple(Importance)
_WISHES = (0, 30, 100, 300)
_DELEGATIONS = (0, 2_000, 10_000, 40_000)
_LANGUAGES = (0, 200, 1_000, 4_000)
_EVEN_LOADS = (0, 100, 500, 2_000)
_MINUTES = (0, 1, 4, 15)


def weights_in_words(weighed: Weighed) -> Weights:
    """The figures for what an organizer said."""

    def figure(figures: tuple[int, ...], importance: Importance) -> int:
        return figures[_ORDER.index(importance)]

    return Weights(
        points=figure(_WISHES, weighed.wishes),
        driving=figure(_MINUTES, weighed.driving),
        waiting=figure(_MINUTES, weighed.waiting),
        split=figure(_DELEGATIONS, weighed.delegations),
        uneven=figure(_EVEN_LOADS, weighed.even_loads),
        language=figure(_LANGUAGES, weighed.languages),
    )
