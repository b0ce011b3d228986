"""Lists are compared with themselves: head counts that are not true, pairs of two sexes in the same night only."""

from tests import cast
from tests.checkin.lists import sheets, take, told
from tests.itinerary.lists import BOARD, CAR, LANDED, PICKUP, ROOM, ROOMING, ROOMS, fetched, hotels, sleeps


async def test_pairs_whose_nights_do_not_overlap_are_no_pairs(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held, sex="M")
    await cast.chen(held, sex="F")
    rows = sleeps("EX2026-001", "301", nights=(14, 16)), sleeps("EX2026-002", "301", nights=(16, 18))

    report = await take("hotels", hotels(*rows), held)

    assert (report.written, report.warnings) == (True, 0)


async def test_companions_who_named_each_other_are_no_strangers(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held, sex="M", answers={"roommate": "陳樣本"})
    await cast.chen(held, sex="F", answers={"roommate": "EX2026-001"})

    report = await take("hotels", hotels(sleeps("EX2026-001", "301"), sleeps("EX2026-002", "301")), held)

    assert report.warnings == 0


async def test_numbers_of_rooms_and_guests_that_differ_are_said(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    heading = [
        "酒店代码",
        "酒店",
        "单人房",
        "双人房",
        "房间合计",
        "机动房",
        "计划入住人数",
        "普通标间",
        "商务单间",
    ]
    hotel = ["H1", "一号酒店", 1, 2, 2, 1, 3, 1, 1]
    content = sheets(
        酒店=[heading, hotel], 客房=[ROOM, *ROOMS], 住宿分配=[ROOMING, sleeps("EX2026-001", "301")]
    )

    report = await take("hotels", content, held)

    assert told(report)[0] == (
        "create", ["双人房: the list says 2; counted are 1.", "计划入住人数: the list says 3; counted are 1."]
    )  # fmt: skip


async def test_a_list_does_not_give_the_bed_of_somebody_it_does_not_tell_of(db: str) -> None:
    held = await cast.gathering()
    for maker in (cast.lin, cast.chen):
        await maker(held)
    await take("hotels", hotels(sleeps("EX2026-001", "501")), held)

    report = await take("hotels", hotels(sleeps("EX2026-002", "501")), held)

    assert told(report)[-1] == (
        "refuse", ["房号: room 501 has 1 beds and is given to more guests for the same night."]
    )  # fmt: skip


async def test_heads_of_waves_and_flights_that_differ_are_said(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    content = sheets(
        批次=[["批次", "方式", "说明", "日期", "起", "止", "人数"], ["W1", "航空", "下午", "2026-10-15", "15:00", "18:00", 2]],
        航班动态=[[*BOARD, "人数"], [*LANDED, 1]], 车辆=[CAR, ["1号车", "示A·T0001", "大巴", 45, "C001", "李演示"]],
        接站名单=[PICKUP, fetched("EX2026-001")], 自行及本地=[["编号", "方式"]],
        送站名单=[["日期", "发车时间", "车号", "编号"]],
    )  # fmt: skip

    report = await take("transfers", content, held)

    assert [texts for _, texts in told(report) if texts] == [["人数: the list says 2; counted are 1."]]
