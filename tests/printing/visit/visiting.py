"""A small visit to print: two buses with crews, stops and a canteen, a hotel, a pickup and a departure."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.itinerary.lodging.tables import Hotel, HotelBlock, Room, Rooming
from event.itinerary.tables import (
    Canteen,
    CrewMember,
    Route,
    RouteDay,
    RouteVisit,
    Stop,
    Vehicle,
    VehicleCrew,
    VehicleSeat,
)
from event.itinerary.transfers.tables import Service, ServiceSeen, Transfer, TransferWave
from event.registration.tables import Delegation, Guest
from tests import cast

DAY = date(2026, 10, 17)
LONG = "欧阳示例样本测试演练范例模拟占位拟定虚构参考图例"
"""A name that takes more than one line."""


def at(hour: int, minute: int = 0, *, day: int = 17) -> datetime:
    """A time of the visit where the gathering is, eight hours before UTC."""
    return datetime(2026, 10, day, hour - 8, minute, tzinfo=UTC)


async def visit(held: Gathering) -> dict[str, Any]:
    """Everything the papers tell of; guests by the name tests call them."""
    delegation = Delegation(
        id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团", name_en="North America"
    )
    await delegation.save()
    told = {"delegation": delegation.id}
    lin, _ = await cast.lin(
        held, **told, needs={"diet": "halal", "health": "轮椅"}, answers={"languages": ["英语"]}
    )
    chen, _ = await cast.chen(held, **told, needs={"allergies": "花生过敏"}, birth_date=date(2016, 5, 1))
    long, _ = await cast.guest(held, name_zh=LONG, latin_surname="OUYANG", latin_given="Shili Maximiliana Theodora Wilhelmina", code="V", phone="+8613900000000", **told)  # fmt: skip
    driver, _ = await cast.guest(held, name_zh="司机示例", code="C", phone="+8619900000147")
    guests = {"lin": lin, "chen": chen, "long": long, "driver": driver}
    await _buses(held, guests)
    await _hotel(held, guests)
    await _transfers(held, guests)
    return guests


async def _buses(held: Gathering, guests: dict[str, Guest]) -> None:
    keys, stops = await keys_of(held.id), []
    route = Route(id=uuid4(), gathering=held.id, code="A", name_zh="材料装备", name_en="Materials")
    await route.save()
    for number, (code, name, english) in enumerate(
        (("S01", "材料展示中心", "Material centre"), ("S02", "侨胞之家", "Home"))
    ):
        key = uuid4()
        stops.append(key)
        phone = keys.seal(f"+86199000000{number}0", table="stop", column="contact_phone", row=key)
        await Stop(
            id=key, gathering=held.id, code=code, name_zh=name, name_en=english, address=f"示例路{number + 1}号", contact_name="郭参考",
            contact_phone=phone, fact_zh="始建于2001年。", fact_en="Built in 2001.", step_free=number == 0,
        ).save()  # fmt: skip
    canteen = Canteen(
        id=uuid4(), gathering=held.id, code="L1", name_zh="创业园食堂", name_en="Park canteen", capacity=100
    )
    await canteen.save()
    await RouteDay(
        id=uuid4(), route=route.id, on_day=DAY, canteen=canteen.id, lunch_at=at(12), returns_at=at(14, 30)
    ).save()
    for place, (stop, arrives, leaves) in enumerate(
        ((stops[0], at(9), at(9, 40)), (stops[1], at(10), at(11))), start=1
    ):
        await RouteVisit(
            id=uuid4(), route=route.id, stop=stop, position=place, arrives_at=arrives, leaves_at=leaves
        ).save()
    for code in ("1", "2"):
        bus = Vehicle(
            id=uuid4(), gathering=held.id, route=route.id, code=code, plate=f"示A·T000{code}", model="大巴", seats=45,
            muster="望潮宾馆正门", musters_at=at(8, 20), departs_at=at(8, 40),
        )  # fmt: skip
        await bus.save()
        number = guests["driver"].number if code == "1" else "C999"
        await VehicleCrew(id=uuid4(), vehicle=bus.id, role="driver", number=number, name="司机示例").save()
        if code == "1":
            await VehicleCrew(id=uuid4(), vehicle=bus.id, role="guide", number="Z001", name="讲解示例").save()
            await CrewMember(
                id=uuid4(), gathering=held.id, number="Z001", name="讲解示例", languages=["普通话", "英语"]
            ).save()
        for seat, name in enumerate(("lin", "chen") if code == "1" else ("long",), start=1):
            await VehicleSeat(
                id=uuid4(), vehicle=bus.id, guest=guests[name].id, seat=str(seat), booked_at=cast.NOW
            ).save()


async def _hotel(held: Gathering, guests: dict[str, Guest]) -> None:
    hotel = Hotel(id=uuid4(), gathering=held.id, code="H1", name_zh="侨缘大酒店", name_en="Qiaoyuan Hotel", address="示例路8号", phone="+86 199 0000 9000")  # fmt: skip
    await hotel.save()
    await HotelBlock(id=uuid4(), hotel=hotel.id, room_type="普通标间", rooms=1).save()
    rooms = {number: Room(id=uuid4(), hotel=hotel.id, number=number, room_type="普通标间", beds=2, spare=number == "302") for number in ("301", "302")}  # fmt: skip
    for room in rooms.values():
        await room.save()
    for name, number, leaves in (("lin", "301", 18), ("chen", "301", 17), ("long", None, 18)):
        await Rooming(
            id=uuid4(), guest=guests[name].id, planned_for=guests[name].id, hotel=hotel.id, room=rooms[number].id if number else None,
            room_type="普通标间", check_in=date(2026, 10, 15), check_out=date(2026, 10, leaves), breakfast=True,
        ).save()  # fmt: skip


async def _transfers(held: Gathering, guests: dict[str, Guest]) -> None:
    keys = await keys_of(held.id)
    wave = TransferWave(id=uuid4(), gathering=held.id, code="W1", mode="flight", name_zh="下午", on_day=date(2026, 10, 15), begins_at=time(15), ends_at=time(18))  # fmt: skip
    await wave.save()
    service = Service(id=uuid4(), gathering=held.id, number="ZZ1815", on_day=date(2026, 10, 15), mode="flight", origin="香港", terminal="T2", planned_at=at(16, day=15), wave=wave.id)  # fmt: skip
    await service.save()
    await ServiceSeen(
        id=uuid4(), service=service.id, seen_at=cast.NOW, state="delayed", estimated_at=at(19, day=15)
    ).save()
    car = Vehicle(id=uuid4(), gathering=held.id, code="商务1号", plate="示A·T0009", model="商务车", seats=7)
    await car.save()
    for name in ("lin", "chen"):
        key = uuid4()
        phone = keys.seal("+8619900000109", table="transfer", column="greeter_phone", row=key)
        await Transfer(
            id=key, guest=guests[name].id, direction="arrival", mode="flight", service=service.id, wave=wave.id, vehicle=car.id,
            luggage=2, courtesy="贵宾通道" if name == "lin" else "", greeter_name="秦范", greeter_phone=phone, sign="聚侨兴示例接站 ZZ1815",
        ).save()  # fmt: skip
    await Transfer(
        id=uuid4(), guest=guests["lin"].id, direction="departure", mode="flight", vehicle=car.id, leaves_at=at(16, day=17),
        number="ZZ3301", place="上海", service_at=at(18, 30, day=17),
    ).save()  # fmt: skip


async def crowd(held: Gathering, *, on: str, guests: int) -> None:
    """So many more guests on a bus."""
    bus = await Vehicle.objects().get((Vehicle.gathering == held.id) & (Vehicle.code == on))
    for number in range(guests):
        guest, _ = await cast.guest(held, name_zh=f"示例{number}", email=f"guest{number}@example.com")
        await VehicleSeat(id=uuid4(), vehicle=bus.id, guest=guest.id, booked_at=cast.NOW).save()


async def second_day(held: Gathering) -> None:
    """The route goes on for a day: another visit, lunch and return."""
    route = await Route.objects().get((Route.gathering == held.id) & (Route.code == "A"))
    stop = await Stop.objects().get((Stop.gathering == held.id) & (Stop.code == "S01"))
    canteen = await Canteen.objects().get((Canteen.gathering == held.id) & (Canteen.code == "L1"))
    await RouteVisit(
        id=uuid4(), route=route.id, stop=stop.id, position=3, arrives_at=at(9, 30, day=18), leaves_at=at(10, 30, day=18)
    ).save()  # fmt: skip
    await RouteDay(
        id=uuid4(), route=route.id, on_day=date(2026, 10, 18), canteen=canteen.id, leaves_at=at(8, 30, day=18),
        lunch_at=at(11, 45, day=18), returns_at=at(13, day=18),
    ).save()  # fmt: skip
