"""A homeland visit with hotels and transfers in which every field of every table says something."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from piccolo.table import Table

from event.gathering.keys import keys_of
from event.gathering.tables import Gathering, Venue
from event.itinerary.lodging.tables import Hotel, HotelBlock, Room, Rooming
from event.itinerary.planning.tables import Bond, TravelTime, VisitDay
from event.itinerary.tables import (
    Canteen,
    CrewMember,
    Route,
    RouteDay,
    RouteVisit,
    Stop,
    StopHours,
    Vehicle,
    VehicleCrew,
    VehicleSeat,
)
from event.itinerary.transfers.tables import Service, ServiceSeen, Transfer, TransferWave
from tests import cast

FIRST, SECOND = date(2026, 10, 16), date(2026, 10, 17)
FACT = "=一座展馆。\n\n  开于1998年, 有“三层”。\n- 请走南门"
PHONE = "+8619900000053"


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of October, of the gathering's own time."""
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


async def guests(held: Gathering) -> list[UUID]:
    """林示例, 陳樣本 and two more, as EX2026-001 to -004."""
    made = [await maker(held) for maker in (cast.lin, cast.chen)]
    made += [await cast.guest(held, name_zh=name, residence="SG") for name in ("黃範例", "周試用")]
    return [guest.id for guest, _ in made]


async def venue(held: Gathering) -> UUID:
    """A hall, which comes with the programme, with the code of a stop."""
    return await add(Venue, gathering=held.id, code="S01", name_zh="会议中心")


async def add(table: type[Table], **columns: Any) -> UUID:
    """A row, and its id."""
    columns = {"id": uuid4(), **columns}
    await table(**columns).save()
    return UUID(str(columns["id"]))


async def filled(held: Gathering) -> None:
    """Everything."""
    people = await guests(held)
    made = SimpleNamespace(people=people, hall=await venue(held))
    await _hotels(held, made)
    await _places(held, made)
    await _routes(held, made)
    await _vehicles(held, made)
    await _rules(held, made)
    await _transfers(held, made)


async def _phone(held: Gathering, table: str, column: str, row: UUID) -> bytes:
    sealed = (await keys_of(held.id)).seal(PHONE, table=table, column=column, row=row)
    assert sealed is not None
    return sealed


async def _hotels(held: Gathering, made: Any) -> None:
    made.hotel = await add(
        Hotel, gathering=held.id, code="H1", name_zh="一号酒店", name_en="First Hotel", address="示例路1号", phone="+86 199",
        latitude=27.123456789012345, longitude=120.5,
    )  # fmt: skip
    await add(Hotel, gathering=held.id, code="H2", name_zh="二号酒店")
    for kind, rooms in (("普通标间", 1), ("单人房", 2), ("King Bed", 3), ("Twin", 4), ("TWIN", 5)):
        await add(HotelBlock, hotel=made.hotel, room_type=kind, rooms=rooms)
    room = await add(Room, hotel=made.hotel, number="0301", room_type="King Bed", beds=2)
    await add(Room, hotel=made.hotel, number="302", room_type="单人房", beds=1, spare=True)
    one, other, third, _ = made.people
    stay = {
        "check_in": date(2026, 10, 15),
        "check_out": date(2026, 10, 18),
        "breakfast": True,
        "note": "=高楼层",
    }
    await add(
        Rooming, guest=one, planned_for=other, hotel=made.hotel, room=room, room_type="King Bed", **stay
    )
    await add(Rooming, guest=third, planned_for=third, hotel=made.hotel, room_type="单人房")


async def _places(held: Gathering, made: Any) -> None:
    stop, canteen = uuid4(), uuid4()
    made.stop = await add(
        Stop, id=stop, gathering=held.id, code="S01", name_zh="示例園", name_en="Example Park", name_hant="示例園子", kind="园区",
        themes=["产业", "寻根"], address="示例路2号", latitude=27.1, longitude=-120.25, usual_stay=45, shortest_stay=30,
        step_free=False, fact_zh=FACT, fact_en="A hall.\nOpen.", opens_at=time(8, 30), closes_at=time(17), capacity=70,
        town="示范镇", contact_name="郭参考", contact_phone=await _phone(held, "stop", "contact_phone", stop),
    )  # fmt: skip
    made.other_stop = await add(Stop, gathering=held.id, code="S2", name_zh="另一园")
    await add(StopHours, stop=made.stop, on_day=FIRST, opens_at=time(9), closes_at=time(12))
    await add(StopHours, stop=made.stop, on_day=SECOND)
    made.canteen = await add(
        Canteen, id=canteen, gathering=held.id, code="L1", name_zh="示例食堂", name_en="Canteen", capacity=100,
        opens_at=time(11, 30), closes_at=time(13), contact_name="方例证", address="示例路3号", latitude=27.0, longitude=120.0,
        contact_phone=await _phone(held, "canteen", "contact_phone", canteen), stay=50, diets=["halal", "vegetarian"],
    )  # fmt: skip
    made.other_canteen = await add(Canteen, gathering=held.id, code="L2", name_zh="第二食堂", stay=40)


async def _routes(held: Gathering, made: Any) -> None:
    made.route = await add(Route, gathering=held.id, code="A", name_zh="甲线", name_en="Line A", position=7)
    made.undated = await add(Route, gathering=held.id, code="B", name_zh="乙线", position=3)
    await add(Route, gathering=held.id, code="C", name_zh="丙线", position=9)
    await add(
        RouteDay, route=made.route, on_day=FIRST, leaves_at=moment(16, 8), canteen=made.canteen, lunch_at=moment(16, 12),
        lunch_ends_at=moment(16, 12, 50), returns_at=moment(16, 17),
    )  # fmt: skip
    await add(
        RouteDay, route=made.route, on_day=SECOND, leaves_at=moment(17, 9, 30), canteen=made.other_canteen,
        lunch_at=moment(17, 11, 45), returns_at=moment(17, 14, 30) + timedelta(seconds=20),
    )  # fmt: skip
    await add(RouteDay, route=made.route, on_day=date(2026, 10, 18), leaves_at=moment(18, 9))
    await add(RouteDay, route=made.undated, canteen=made.canteen)
    for place, stop, arrives, leaves in (
        (1, made.stop, moment(16, 9), moment(16, 9, 40)), (2, made.other_stop, None, None),
        (4, made.stop, moment(17, 10), None), (5, made.other_stop, moment(19, 10), moment(19, 11)),
    ):  # fmt: skip
        await add(
            RouteVisit, route=made.route, stop=stop, position=place, arrives_at=arrives, leaves_at=leaves
        )
    await add(RouteVisit, route=made.undated, stop=made.stop, position=1)


async def _vehicles(held: Gathering, made: Any) -> None:
    made.bus = await add(
        Vehicle, gathering=held.id, route=made.route, code="1", plate="示A·T0001", model="大巴", seats=45, muster="正门",
        musters_at=moment(16, 7, 40), departs_at=moment(16, 8), wheelchair_places=2, hotel=made.hotel,
    )  # fmt: skip
    made.car = await add(
        Vehicle, gathering=held.id, code="商务1号", plate="示A·T0009", model="商务车", seats=6
    )
    spare = await add(
        Vehicle, gathering=held.id, code="02", muster="后门", musters_at=moment(17, 9), hotel=made.hotel
    )
    for vehicle, role, number, name in (
        (made.bus, "driver", "C001", "李演示"), (made.bus, "guide", "Z001", "胡样"),
        (made.bus, "guide", "Z003", "尹试用"), (made.bus, "interpreter", "I001", ""), (made.car, "driver", "C009", "龙彩排"),
        (spare, "medic", "A001", "戴范例"), (spare, "volunteer", "Z002", "尹试用"), (spare, "captain", "S023", "白本例"),
    ):  # fmt: skip
        await add(VehicleCrew, vehicle=vehicle, role=role, number=number, name=name)
    for guest, seat in ((made.people[0], "3"), (made.people[1], "")):
        await add(VehicleSeat, vehicle=made.bus, guest=guest, seat=seat, booked_at=cast.NOW)
    await add(
        CrewMember, gathering=held.id, number="Z001", name="胡样", roles=["guide", "interpreter"],
        languages=["普通话", "English"], begins_at=moment(16, 7), ends_at=moment(17, 18),
    )  # fmt: skip
    await add(CrewMember, gathering=held.id, number="Z004")


async def _rules(held: Gathering, made: Any) -> None:
    for origin, target, minutes, known in (
        (made.stop, made.canteen, 12, "entered"), (made.canteen, made.stop, 0, "imported"),
        (made.hall, made.stop, 25, "entered"), (made.hotel, made.other_stop, 90, "imported"),
    ):  # fmt: skip
        await add(TravelTime, gathering=held.id, origin=origin, target=target, minutes=minutes, known=known)
    times = {
        "leaves_at": time(8),
        "back_by": time(17, 30),
        "lunch_from": time(11, 30),
        "lunch_until": time(13),
    }
    await add(VisitDay, gathering=held.id, on_day=FIRST, driving_minutes=180, **times)
    await add(VisitDay, gathering=held.id, on_day=SECOND, **times)
    for pair, apart, reason in (((0, 1), False, "=同乡"), ((2, 3), True, "")):
        one, other = sorted(made.people[place] for place in pair)
        await add(Bond, gathering=held.id, one=one, other=other, apart=apart, reason=reason)


async def _transfers(held: Gathering, made: Any) -> None:
    wave = await add(
        TransferWave, gathering=held.id, code="W1", mode="flight", name_zh="下午", on_day=date(2026, 10, 15),
        begins_at=time(15), ends_at=time(18),
    )  # fmt: skip
    await add(TransferWave, gathering=held.id, code="W2")
    service = {"gathering": held.id, "on_day": date(2026, 10, 15), "wave": wave}
    shown = await add(
        Service,
        number="ZZ1",
        mode="flight",
        origin="香港",
        terminal="T1",
        planned_at=moment(15, 16),
        **service,
    )
    unseen = await add(
        Service, number="G22", mode="train", origin="上海", planned_at=moment(16, 0, 30), **service
    )
    alone = await add(Service, number="ZZ9", planned_at=moment(15, 0, 30), **service | {"wave": None})
    await add(ServiceSeen, service=alone, seen_at=moment(15, 9), state="cancelled")
    await add(
        ServiceSeen, service=shown, seen_at=moment(15, 12), state="delayed", estimated_at=moment(15, 19)
    )
    await add(
        ServiceSeen, service=shown, seen_at=moment(15, 20) + timedelta(seconds=7, microseconds=89), state="arrived",
        estimated_at=moment(15, 19), arrived_at=moment(15, 18, 55),
    )  # fmt: skip
    key = uuid4()
    every = {"courtesy": "贵宾厅", "luggage": 2, "greeter_name": "谢练习", "sign": "聚侨兴", "wave": wave}
    await add(
        Transfer, id=key, guest=made.people[0], direction="arrival", mode="flight", service=shown, vehicle=made.car,
        leaves_at=moment(15, 16, 30), number="ZZ1A", place="一号酒店", service_at=moment(15, 15),
        greeter_phone=await _phone(held, "transfer", "greeter_phone", key), **every,
    )  # fmt: skip
    await add(Transfer, guest=made.people[1], direction="arrival", mode="train", service=unseen)
    await add(Transfer, guest=made.people[2], direction="arrival", mode="self", leaves_at=moment(15, 14, 30))
    await add(Transfer, guest=made.people[3], direction="arrival", mode="local", vehicle=made.car)
    key = uuid4()
    await add(
        Transfer, id=key, guest=made.people[0], direction="departure", mode="train", service=unseen, vehicle=made.bus,
        leaves_at=moment(17, 12, 20), number="G1", place="上海", service_at=moment(18, 0, 50),
        greeter_phone=await _phone(held, "transfer", "greeter_phone", key), **every,
    )  # fmt: skip
    await add(Transfer, guest=made.people[2], direction="departure")
