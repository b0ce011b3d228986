"""Two buses of one route with two stops, on the last day of the cast's gathering."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

from event.checkin.visit.points import make_points
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.itinerary.tables import (
    Canteen,
    Route,
    RouteDay,
    RouteVisit,
    Stop,
    Vehicle,
    VehicleCrew,
    VehicleSeat,
)
from event.people.rules import SYSTEM
from event.registration.tables import Delegation, Guest
from tests import cast

EIGHT = datetime(2026, 10, 17, 0, 0, tzinfo=UTC)
"""Eight in the morning of the visit, where the gathering is."""


def at(hour: int, minute: int = 0) -> datetime:
    """A time of the day of the visit."""
    return EIGHT + timedelta(hours=hour - 8, minutes=minute)


@dataclass
class World:
    """The gathering, who rides on bus 1 (林, 陳, a companion) and on bus 2 (one guest)."""

    held: Gathering
    lin: Guest
    chen: Guest
    wife: Guest
    other: Guest
    home: Delegation


async def a_route(
    held: Gathering, code: str = "A", *, hour: int = 9, canteen: Canteen | None = None
) -> Route:
    """A route with two stops of an hour each, lunch at noon, back at two."""
    route = Route(id=uuid4(), gathering=held.id, code=code, name_zh=f"{code}线", name_en=f"Route {code}")
    await route.save()
    keys = await keys_of(held.id)
    for place in (1, 2):
        stop = await Stop.objects().get((Stop.gathering == held.id) & (Stop.code == f"S0{place}"))
        if stop is None:
            stop = Stop(
                id=uuid4(), gathering=held.id, code=f"S0{place}", name_zh=f"示例{place}馆", name_en=f"Hall {place}",
                capacity=3, opens_at=time(8), closes_at=time(12), contact_name="赵示例", fact_zh="始建于1911年。",
            )  # fmt: skip
            stop.contact_phone = keys.seal(
                "+8613900000001", table="stop", column="contact_phone", row=stop.id
            )
            await stop.save()
        begins = at(hour + place - 1, 15 * (place - 1))
        await RouteVisit(
            id=uuid4(), route=route.id, stop=stop.id, position=place, arrives_at=begins,
            leaves_at=begins + timedelta(hours=1),
        ).save()  # fmt: skip
    await RouteDay(
        id=uuid4(), route=route.id, on_day=EIGHT.date(), leaves_at=at(8), lunch_at=at(12), returns_at=at(14),
        canteen=canteen.id if canteen else None,
    ).save()  # fmt: skip
    return route


async def a_canteen(held: Gathering, capacity: int = 5) -> Canteen:
    made = Canteen(
        id=uuid4(), gathering=held.id, code="C1", name_zh="示例食堂", name_en="Canteen", capacity=capacity,
        opens_at=time(11, 30), closes_at=time(13), contact_name="钱示例", stay=45,
    )  # fmt: skip
    await made.save()
    return made


async def a_bus(held: Gathering, route: Route, code: str, *riders: Guest) -> Vehicle:
    bus = Vehicle(
        id=uuid4(), gathering=held.id, route=route.id, code=code, plate=f"示A·T000{code}", seats=45, muster="正门",
        musters_at=at(7, 45), departs_at=at(8),
    )  # fmt: skip
    await bus.save()
    for place, guest in enumerate(riders, start=1):
        await VehicleSeat(
            id=uuid4(), vehicle=bus.id, guest=guest.id, seat=str(place), booked_at=cast.NOW
        ).save()
    return bus


async def a_visit(held: Gathering | None = None, *, points: bool = True) -> World:
    """Bus 1 with three guests of whom one eats halal and one needs a wheelchair, bus 2 with one."""
    held = held or await cast.gathering()
    home = Delegation(
        id=uuid4(), gathering=held.id, code="D01", name_zh="北美代表团", name_en="North America"
    )
    await home.save()
    lin, _ = await cast.lin(held, delegation=home.id, needs={"diet": "halal", "health": "轮椅"})
    chen, _ = await cast.chen(held, needs={"allergies": "花生"})
    wife, _ = await cast.guest(held, name_zh="林配偶", delegation=home.id)
    other, _ = await cast.guest(held, name_zh="黄别车", needs={"diet": "vegetarian"})
    captain, _ = await cast.guest(held, name_zh="王车长", code="S", number="S001", phone="+8613800000001")
    route = await a_route(held, canteen=await a_canteen(held))
    first = await a_bus(held, route, "1", lin, chen, wife)
    await a_bus(held, route, "2", other)
    await VehicleCrew(
        id=uuid4(), vehicle=first.id, role="captain", number=captain.number, name="王车长"
    ).save()
    if points:
        await make_points(held, by=SYSTEM, now=cast.NOW)
    return World(held, lin, chen, wife, other, home)
