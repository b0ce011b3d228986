"""Lists of hotels and transfers as the office has them, in a workbook each."""

from typing import Any

from tests.checkin.lists import sheets

HOTEL = ["酒店代码", "酒店", "地址", "总台电话", "普通标间", "商务单间"]
ROOM = ["酒店代码", "酒店", "房号", "房型", "床位", "状态"]
ROOMING = ["编号", "姓名", "酒店", "房号", "房型", "入住", "离店", "早餐"]
WAVE = ["批次", "方式", "说明", "日期", "起", "止"]
BOARD = ["航班/车次", "批次", "方式", "始发", "航站楼/出口", "计划到达", "预计到达", "实际到达", "状态"]
CAR = ["车号", "车牌", "车型", "座位数", "司机编号", "司机"]
PICKUP = ["日期", "批次", "航班/车次", "编号", "中文姓名", "车号", "接站员", "接站员电话", "举牌", "状态"]
OWN = ["编号", "姓名", "方式", "预计报到日期", "预计时间"]
DEPARTURE = ["日期", "发车时间", "车号", "编号", "姓名", "方式", "航班/车次", "状态"]
BOARD_AT = "航班车次动态(2026年10月15日 {at} 导出)"
Rows = list[list[Any]]

ROOMS: Rows = [
    ["H1", "一号酒店", "301", "普通标间", 2, "已满"], ["H1", "一号酒店", "302", "普通标间", 2, "机动"],
    ["H1", "一号酒店", "501", "商务单间", 1, "待分"],
]  # fmt: skip
LANDED = ["ZZ1", "W1", "航班", "香港", "T1", "2026-10-15 16:00", None, "2026-10-15 16:05", "已到达"]
LATE = ["ZZ1", "W1", "航班", "香港", "T1", "2026-10-15 16:00", "2026-10-15 19:00", None, "延误"]


def hotels(*rooming: list[Any], rooms: Rows = ROOMS, blocks: tuple[int, int] = (1, 1)) -> bytes:
    """One hotel with its rooms, and who sleeps there."""
    hotel = ["H1", "一号酒店", "示例路1号", "+86 199 0000 9000", *blocks]
    return sheets(酒店=[HOTEL, hotel], 客房=[ROOM, *rooms], 住宿分配=[ROOMING, *rooming])


def sleeps(number: str, room: str | None, *, nights: tuple[int, int] = (15, 17)) -> list[Any]:
    """A row of the rooming list."""
    first, last = (f"2026-10-{day}" for day in nights)
    return [number, "", "一号酒店", room, "普通标间", first, last, "含"]


def transfers(
    *pickups: list[Any],
    board: Rows,
    own: Rows | None = None,
    departures: Rows | None = None,
    at: str = "18:00",
) -> bytes:
    """One wave, one car, a board as it was read at `at`, and who is fetched, comes alone, is taken."""
    return sheets(
        批次=[WAVE, ["W1", "航空", "下午", "2026-10-15", "15:00", "18:00"]],
        航班动态=[[BOARD_AT.format(at=at)], BOARD, *board], 车辆=[CAR, ["1号车", "示A·T0001", "大巴", 45, "C001", "李演示"]],
        接站名单=[PICKUP, *pickups], 自行及本地=[OWN, *(own or [])], 送站名单=[DEPARTURE, *(departures or [])],
    )  # fmt: skip


def fetched(number: str, *, service: str = "ZZ1", car: str = "1号车", state: str = "计划") -> list[Any]:
    """A row of the list of pick-ups."""
    greeter = ["谢练习", "+8619900000112", "接站"]
    return ["2026-10-15", "W1", service, number, "", car, *greeter, state]
