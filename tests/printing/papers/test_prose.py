"""Chinese paragraphs are set with straight edges, and punctuation where it belongs."""

import pytest

from event.printing.papers.headline import title_lines
from event.printing.papers.prose import Block, Line, blocks, chinese_width, lines_of


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三四五六七八九十", ["一二三四五", "六七八九十"]),
        ("一二三四五，六七", ["一二三四五，", "六七"]),
        ("一二三四“五”六", ["一二三四", "“五”六"]),
        ("一二三四（五六）", ["一二三四", "（五六）"]),
        ("在2026年10月中", ["在2026年", "10月中"]),
        ("一二 three four", ["一二 three", "four"]),
        ("一二三四……", ["一二三", "四……"]),
    ],
)
def test_lines_break_where_they_may(text: str, lines: list[str]) -> None:
    assert [line.text for line in lines_of(text, measure=5)] == lines


def test_lines_but_the_last_fill_their_measure_but_for_what_hangs() -> None:
    text = (
        "金秋十月，丹桂飘香。我们满怀喜悦地迎来了第三届“聚侨兴示例”活动，谨向远道而来的各位侨胞表示最热烈的欢迎！"
        * 3
    )

    *lines, _ = lines_of(text, measure=12)

    filled = {
        round(chinese_width(body) + line.spacing * (len(body) - 1), 1)
        for line in lines
        for body in [line.text[:-1] if chinese_width(line.text) > 12 else line.text]
    }
    assert filled == {12.0}
    assert "".join(line.text for line in lines_of(text, measure=12)) == text


def test_headings_are_known_by_their_numbers_and_whom_it_is_said_to_stands_at_the_edge() -> None:
    told = blocks("尊敬的侨胞：\n一、总则\n（一）范围\n# 说明\n\n欢迎。", measure=10, language="zh-Hans")

    assert told == [
        Block(0, "尊敬的侨胞：", (Line("尊敬的侨胞："),), flush=True),
        Block(1, "一、总则"),
        Block(2, "（一）范围"),
        Block(1, "说明"),
        Block(0, "欢迎。", (Line("欢迎。"),)),
    ]


def test_a_long_title_is_broken_beside_quotations_and_never_within() -> None:
    assert title_lines("2026示例县第三届“聚侨兴示例”活动暨侨商家乡行") == [
        "2026示例县第三届",
        "“聚侨兴示例”活动暨侨商家乡行",
    ]
    assert title_lines("欢迎大会") == ["欢迎大会"]
    assert len(title_lines("侨" * 200)) == 1
