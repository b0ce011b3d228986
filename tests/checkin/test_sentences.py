"""A checkpoint's rule reads as a sentence that an organizer would say."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from event.checkin.sentences import Door, Names, rule_sentence

ZONE = ZoneInfo("Asia/Shanghai")
NAMES = Names(
    {"V": "VIP", "D": "Delegate", "G": "Guest"}, {"D01": "North America"}, {"session:FAIR": "job fair"}
)
EIGHT = datetime(2026, 10, 16, 0, 0, tzinfo=UTC)
HALF_PAST_NINE = datetime(2026, 10, 16, 1, 30, tzinfo=UTC)
NEXT_MIDNIGHT = datetime(2026, 10, 16, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "more", "said"),
    [
        ([], {}, "Everybody with a ticket, once."),
        ([{"classes": ["V"]}], {}, "Guests of class VIP, once."),
        ([{"classes": ["V", "D", "G"]}], {}, "Guests of class VIP, Delegate or Guest, once."),
        (
            [{"classes": ["V"]}, {"delegations": ["D01"], "booked": ["session:FAIR"]}],
            {"opens_at": EIGHT, "closes_at": HALF_PAST_NINE},
            (
                "Guests of class VIP, or guests of delegation North America who have booked job fair,"
                " on 10-16 between 08:00 and 09:30, once."
            ),
        ),
        (
            [{"classes": ["V"], "delegations": ["D01", "D02"]}],
            {"admits": "daily"},
            "Guests of class VIP in delegation North America or D02, once a day.",
        ),
        (
            [{"booked": ["bus:1", "route:A"]}],
            {"opens_at": EIGHT},
            "Guests who have booked bus:1 or route:A, from 10-16 08:00 on, once.",
        ),
        ([], {"closes_at": HALF_PAST_NINE}, "Everybody with a ticket, until 10-16 09:30, once."),
        (
            [],
            {"opens_at": EIGHT, "closes_at": NEXT_MIDNIGHT, "admits": "always", "direction": "out"},
            "Everybody with a ticket, between 10-16 08:00 and 10-17 00:00, on the way out, every time.",
        ),
        (
            [],
            {"admits": "session", "has_session": True},
            "Everybody with a ticket, once at all doors of the session.",
        ),
        ([], {"admits": "session"}, "Everybody with a ticket, once."),
        ([], {"kind": "arrival"}, "Everybody with a ticket, once at all arrival desks."),
        ([], {"kind": "arrival", "admits": "daily"}, "Everybody with a ticket, once a day."),
    ],
)
def test_a_rule_is_said_in_a_sentence(
    rule: list[dict[str, list[str]]], more: dict[str, Any], said: str
) -> None:
    assert rule_sentence(Door(rule, **more), NAMES, language="en", zone=ZONE) == said


def test_the_sentence_ends_as_its_language_does() -> None:
    assert rule_sentence(Door([]), NAMES, language="zh-Hans", zone=ZONE)[-1] == "。"
