"""Agreements: registration numbers, the order of signing, and who sits where."""

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from event.signing.rules import (
    Side,
    Turn,
    from_audience,
    from_stage,
    in_turn,
    is_registration_number,
    party_mark,
    party_position,
    text_state,
)
from event.signing.tables import TextState

SCENARIO = Path(__file__).parent.parent / "scenario" / "data" / "signing.xlsx"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("91110000600037341L", True),
        ("91110000600037341M", False),
        ("9111000060003734", False),
        ("91110000600037341l", False),
        ("9111000060003734IL", False),
        ("N2430000000010019W", False),
    ],
)
def test_a_registration_number_has_the_right_last_letter(text: str, holds: bool) -> None:
    assert is_registration_number(text) is holds


def test_every_registration_number_of_the_office_holds_and_none_with_two_letters_swapped() -> None:
    book = openpyxl.load_workbook(io.BytesIO(SCENARIO.read_bytes()), read_only=True)
    numbers = [row[3] for row in book["签字人"].iter_rows(min_row=4, values_only=True) if row[3]]

    assert [number for number in numbers if not is_registration_number(number)] == []
    swapped = [
        one[:place] + one[place + 1] + one[place] + one[place + 2 :]
        for one in numbers
        for place in range(17)
        if one[place] != one[place + 1]
    ]
    assert [number for number in swapped if is_registration_number(number)] == []


def test_a_rural_collective_has_a_number_too() -> None:
    found = [f"N2430000MA4TEST1X{last}"[:18] for last in "0123456789ABCDEFGHJKLMNPQRTUWXY"]

    assert [number for number in found if "S" in number and is_registration_number(number)] == []
    good = [f"N2430000MA4TEXT1X{last}" for last in "0123456789ABCDEFGHJKLMNPQRTUWXY"]
    assert len([number for number in good if is_registration_number(number)]) == 1


def test_parties_are_named_in_their_order() -> None:
    assert [party_mark(place) for place in (1, 2, 3, 10)] == ["甲", "乙", "丙", "癸"]
    assert [party_position(name) for name in ("甲方", "乙", "丙方", "方", "", "甲乙")] == [
        1,
        2,
        3,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("sides", "stage", "audience"),
    [
        ([(1, True), (2, False)], [1, 2], [2, 1]),
        ([(1, True), (2, False), (3, False)], [1, 2, 3], [3, 2, 1]),
        ([(1, False), (2, True)], [2, 1], [1, 2]),
        ([(1, True), (2, False), (3, True)], [1, 3, 2], [2, 3, 1]),
    ],
)
def test_the_host_sits_left_as_the_signers_see_it_and_the_audience_sees_the_mirror_image(
    sides: list[tuple[int, bool]], stage: list[int], audience: list[int]
) -> None:
    parties = [Side(*side) for side in sides]

    assert [side.position for side in from_stage(parties)] == stage
    assert [side.position for side in from_audience(parties)] == audience


def test_the_order_is_what_people_decided_then_type_then_amount() -> None:
    turns = [
        Turn("P09", None, 4, None),
        Turn("P02", None, 0, Decimal(5)),
        Turn("P01", None, 0, Decimal(8)),
        Turn("P05", None, 1, Decimal(9)),
        Turn("P12", 1, 6, Decimal(1)),
        Turn("P10", None, 4, None),
    ]

    assert [turn.code for turn in in_turn(turns)] == ["P12", "P01", "P02", "P05", "P09", "P10"]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("终稿", TextState.FINAL), ("已印", TextState.PRINTED), ("已审", TextState.CHECKED), ("草稿", TextState.DRAFT),
        ("待法务复核", TextState.DRAFT), ("Final", TextState.FINAL), ("", TextState.DRAFT),
    ],
)  # fmt: skip
def test_what_lists_say_of_a_text_is_one_of_four_states(words: str, state: TextState) -> None:
    assert text_state(words) is state
