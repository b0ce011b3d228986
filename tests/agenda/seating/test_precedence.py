"""The order of precedence: computed from what is known, corrected by hand."""

from uuid import UUID

import pytest

from event.agenda.seating.precedence import Ranked, computed, in_order, office

A, B, C, D = (UUID(int=number) for number in range(1, 5))


@pytest.mark.parametrize(
    ("title", "height"),
    [
        ("县委书记", 0), ("示例总会会长", 0), ("示例总会常务副会长", 1), ("示例总会副会长", 2), ("副主席", 2), ("示例商会秘书长", 3),
        ("示例联谊会理事", 4), ("会员", 5), ("President, Example Association", 0), ("Vice President", 2), ("", 5),
    ],
)  # fmt: skip
def test_an_office_is_known_by_its_words(title: str, height: int) -> None:
    assert office(title) == height


def test_class_head_office_delegation_and_name_decide_in_turn() -> None:
    people = [
        Ranked(A, 2, "理事", "02", name_zh="王测"), Ranked(B, 2, "会长", "01", name_zh="林例"),
        Ranked(C, 1, "", "03", name_zh="陈样"), Ranked(D, 2, "", "02", head=True, name_zh="丁本"),
    ]  # fmt: skip

    assert computed(people) == [C, D, B, A]


def test_the_office_chooses_what_counts_such_as_the_english_name_of_the_country() -> None:
    people = [Ranked(A, 1, "", country="Thailand"), Ranked(B, 1, "", country="Australia"), Ranked(C, 1, "")]

    assert computed(people, ["country"]) == [B, A, C]
    assert computed(people, ["class", "pinyin"]) == [A, B, C]


def test_names_stand_by_the_strokes_of_their_first_character_single_given_names_first() -> None:
    names = ["赵样", "欧阳例", "陳样本", "林示", "李一二", "李四", "张例", "王示例", "习样", "丁一", "Chan"]
    people = [
        Ranked(UUID(int=place), 1, "", name_zh="" if name.isascii() else name, latin=name)
        for place, name in enumerate(names)
    ]

    order = [names[one.int] for one in computed(people, ["strokes"])]

    assert order == [
        "丁一", "习样", "王示例", "张例", "李四", "李一二", "陳样本", "林示", "欧阳例", "赵样", "Chan",
    ]  # fmt: skip


def test_who_is_placed_by_hand_stays_there_and_the_others_close_up() -> None:
    people = [
        Ranked(A, 1, "会长"), Ranked(B, 1, "副会长"), Ranked(C, 1, "理事"), Ranked(D, 1, "", by_hand=2),
    ]  # fmt: skip

    assert in_order(people) == [A, D, B, C]
