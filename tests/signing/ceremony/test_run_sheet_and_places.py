"""Places at the table, the run sheet made from the batches, and lists that two people edit."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from event.errors import Invalid
from event.people.rules import COMMAND_LINE
from event.signing.ceremony.errors import ListChanged
from event.signing.ceremony.kept import props_of, run_sheet_of, save_props, save_run_sheet
from event.signing.ceremony.lists import Prop, RunLine, mark_of
from event.signing.ceremony.plan import WIDTH, plan_of, row_from_stage, spoken
from event.signing.ceremony.usual import late, usual_props, usual_run_sheet
from event.signing.ceremony.views import ceremony_of
from event.signing.queries import batches_of, item_of, items_of
from tests import cast
from tests.signing.lists import with_agreements

WHO = {"by": COMMAND_LINE, "now": cast.NOW}
BEGINS = datetime(2026, 10, 16, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "left_higher", "right_higher"),
    [
        (0, [], []),
        (1, [1], [1]),
        (3, [2, 1, 3], [3, 1, 2]),
        (7, [6, 4, 2, 1, 3, 5, 7], [7, 5, 3, 1, 2, 4, 6]),
        (8, [8, 6, 4, 2, 1, 3, 5, 7], [7, 5, 3, 1, 2, 4, 6, 8]),
    ],
)
def test_a_row_is_ranked_from_the_middle_outwards(
    count: int, left_higher: list[int], right_higher: list[int]
) -> None:
    assert row_from_stage(count, right_is_higher=False) == left_higher
    assert row_from_stage(count, right_is_higher=True) == right_higher


async def test_the_host_sits_left_as_the_signers_see_it_and_right_for_the_audience(db: str) -> None:
    item = await item_of(await with_agreements(), "P11")

    stage, audience = (
        plan_of(item, view, witnesses=["司徒样例"], language="zh-Hans") for view in ("stage", "audience")
    )

    assert [(one.mark, one.name) for one in stage.signs] == [
        ("甲", "钟仿真"),
        ("乙", "汤试样"),
        ("丙", "郭样本"),
    ]
    assert [one.mark for one in audience.signs] == ["丙", "乙", "甲"]
    assert [one.x for one in audience.signs] == [one.x for one in stage.signs]
    assert sorted(WIDTH - one.x for one in stage.signs) == [one.x for one in stage.signs]
    assert spoken(item, "stage", "en") == (
        "甲方 示例县工信局 钟仿真 (host) | 乙方 新西兰测试联谊会 汤试样 (guest) | 丙方 西班牙样本工商联合会 郭样本 (guest)"
    )


async def test_the_usual_run_sheet_follows_the_batches_until_lines_are_saved(db: str) -> None:
    held = await with_agreements()
    items = await items_of(held)
    usual = usual_run_sheet(await batches_of(held, items), items)

    timed = [
        msgspec.structs.replace(one, starts_at=BEGINS + timedelta(minutes=place))
        for place, one in enumerate(usual)
    ]
    await save_run_sheet(timed[:4], seen=mark_of([]), gathering=held, **WHO)
    saved = await ceremony_of(held, language="zh-Hans")
    await save_run_sheet([], seen=mark_of(timed[:4]), gathering=held, **WHO)
    again = await ceremony_of(held, language="zh-Hans")

    assert [one.batch for one in usual if one.batch] == [1] * 6 + [2] * 6 + [3] * 5
    assert usual[3].what_zh == "第1批（4项）：介绍项目，请签约代表与见证领导上台"
    assert usual[3].people == "主持人；签约代表8人"
    assert (list(saved.run_sheet), saved.own_sheet) == (timed[:4], True)
    assert (list(again.run_sheet), again.own_sheet) == (usual, False)


def test_a_line_that_begins_before_the_one_ahead_is_over_is_told() -> None:
    def line(begins: int | None, minutes: int | None) -> RunLine:
        return RunLine(
            what_zh="致辞",
            starts_at=BEGINS + timedelta(minutes=begins) if begins is not None else None,
            minutes=minutes,
        )

    assert late([line(0, 10), line(None, 3), line(10, 5), line(14, 1), line(20, None), line(20, 2)]) == [3]


async def test_who_saves_a_list_second_is_told_and_nothing_is_overwritten(db: str) -> None:
    held = await with_agreements()
    pens, folders = Prop(name_zh="签字笔", quantity=10, ready=True), Prop(name_zh="文件夹", batch=2)
    await save_props([pens], seen=mark_of([]), gathering=held, **WHO)

    with pytest.raises(ListChanged):
        await save_props([folders], seen=mark_of([]), gathering=held, **WHO)

    assert await props_of(held.id) == [pens]
    await save_props([pens, folders], seen=mark_of([pens]), gathering=held, **WHO)
    assert await props_of(held.id) == [pens, folders]


async def test_lines_that_cannot_be_are_refused_field_by_field(db: str) -> None:
    held = await with_agreements()
    lines = [RunLine(what_zh=" ", minutes=0, batch=9), RunLine(what_zh="字" * 201)]

    with pytest.raises(Invalid) as refused:
        await save_run_sheet(lines, seen=None, gathering=held, **WHO)

    assert set(refused.value.problems) == {
        "lines.0.what_zh", "lines.0.minutes", "lines.0.batch", "lines.1.what_zh",
    }  # fmt: skip
    assert await run_sheet_of(held.id) == []


async def test_things_are_proposed_for_every_batch(db: str) -> None:
    held = await with_agreements()
    items = await items_of(held)

    props = usual_props(await batches_of(held, items), items)

    assert [(one.name_zh, one.quantity) for one in props if one.batch == 3] == [
        ("签字笔", 13), ("签约文件夹", 11), ("协议文本", 22), ("席卡", 11),
    ]  # fmt: skip
