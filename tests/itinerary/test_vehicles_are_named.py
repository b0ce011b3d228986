"""A vehicle is named as it is called: 1号车 for 1, and 商务1号 is no 商务1号号车."""

from uuid import uuid4

import pytest

from event.checkin.checkpoint_list import choices_of
from event.checkin.visit.guiding import _LATE
from event.database import fetch
from event.itinerary.planner.broken import SENTENCES, Broken, Rule
from event.language import filled, translated
from tests import cast


@pytest.mark.parametrize(
    ("code", "hans", "hant"),
    [("1", "1号车", "1號車"), ("商务1号", "商务1号车", "商务1號車"), ("A", "A号车", "A號車")],
)
def test_a_sentence_says_the_number_once(code: str, hans: str, hant: str) -> None:
    told = {"at": "09:00", "bus": code, "minutes": 5}

    assert hans in filled(translated(_LATE, "zh-Hans"), told)
    assert hant in filled(translated(_LATE, "zh-Hant"), told)
    assert f"bus {code} is" in filled(translated(_LATE, "en"), told)


def test_what_is_wrong_on_the_board_says_it_once() -> None:
    assert Rule.GUIDE in SENTENCES
    assert Broken(Rule.GUIDE, {"bus": "商务1号"}).told("zh-Hans") == "商务1号车没有自己的讲解员。"


async def test_the_door_calls_vehicles_as_people_do(db: str) -> None:
    held = await cast.gathering()
    for code in ("1", "商务1号"):
        await fetch(
            "INSERT INTO vehicle (id, gathering, code, seats) VALUES ($1, $2, $3, 30)", uuid4(), held.id, code
        )

    booked = (await choices_of(held, language="zh-Hans")).booked

    assert {one.key: one.name for one in booked} == {"bus:1": "1号车", "bus:商务1号": "商务1号"}
