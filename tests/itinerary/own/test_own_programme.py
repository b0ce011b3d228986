"""A guest's own programme: everything the office has given them, day by day, and nothing of others."""

from uuid import uuid4

from event.database import fetch
from event.itinerary.own.news import News
from event.itinerary.own.programme import Companion, Contact, OwnProgramme, Table
from event.itinerary.own.queries import programme_of
from event.itinerary.own.rules import days_of
from event.itinerary.own.shown import shown_programme
from event.people.rules import COMMAND_LINE
from event.registration.deciding import decide
from event.registration.replies import JourneyReply
from event.registration.tables import Guest, Standing, TravelParty
from tests import cast
from tests.checkin.lists import take
from tests.itinerary.own.world import agenda, visit, whole


async def test_the_days_have_everything_in_the_order_of_time(db: str) -> None:
    held, lin = await whole()

    own = await programme_of(lin, held, language="zh-Hans", proven=False)

    assert [
        (f"{day.day:%d}", [(one.kind, f"{one.at.astimezone(held.zone):%H:%M}" if one.at else "") for one in day.entries])
        for day in days_of(own, held.zone)
    ] == [
        ("15", [("session", "18:30"), ("arrival", "19:00"), ("check_in", "19:00")]),
        ("16", [("session", "09:00")]),
        ("17", [("check_out", ""), ("visit", "07:40")]),
    ]  # fmt: skip


async def test_the_visit_has_route_bus_seat_stops_lunch_and_whom_to_call(db: str) -> None:
    held, lin = await whole()

    (one,) = (await programme_of(lin, held, language="zh-Hans", proven=False)).visits

    assert (one.title, one.route_code, one.route, one.bus, one.plate, one.seat, one.muster) == (
        "侨商家乡行", "A", "甲线", "1", "示A·T0001", "7", "宾馆正门",
    )  # fmt: skip
    times = (one.musters_at, one.departs_at, one.lunch_at, one.returns_at)
    assert [f"{time:%H:%M}" for time in times if time] == ["07:40", "08:00", "12:00", "14:30"]
    assert [(stop.name, f"{stop.arrives_at:%H:%M}") for stop in one.stops] == [
        ("示例园", "08:50"), ("样本馆", "10:00"),
    ]  # fmt: skip
    assert (one.lunch, one.captain) == ("示例食堂", Contact("白本例", "+8619900000023"))


async def test_pickup_hotel_table_and_liaison_are_told(db: str) -> None:
    held, lin = await whole()

    own = await programme_of(lin, held, language="zh-Hans", proven=True)

    assert own.arrival is not None
    assert own.stay is not None
    assert (own.arrival.number, own.arrival.vehicle, own.arrival.sign) == ("ZZ1", "1", "接站")
    assert (own.arrival.greeter, own.arrival.driver) == (
        Contact("谢练习", "+8619900000112"), Contact("李演示", "+8619900000001"),
    )  # fmt: skip
    assert (own.stay.hotel, own.stay.room, own.stay.breakfast) == ("一号酒店", "301", True)
    assert own.tables == (Table("欢迎晚宴", 1, 2, session="DINNER"),)
    assert own.sessions[0].table == own.tables[0]
    assert own.liaison == Contact("郭参考", "+8619900000001")
    assert own.awaited == ()


async def test_who_merely_has_the_link_is_not_shown_the_room(db: str) -> None:
    held, lin = await whole()

    own = await programme_of(lin, held, language="en", proven=False)

    assert own.stay is not None
    assert (own.stay.room, own.stay.room_given) == ("", True)


async def test_a_session_that_has_to_be_booked_is_only_for_who_has_booked_it(db: str) -> None:
    held, lin = await whole()

    before = [one.code for one in (await programme_of(lin, held, language="en", proven=False)).sessions]
    await fetch(
        "INSERT INTO booking (id, agenda_session, guest, booked_at) SELECT gen_random_uuid(), id, $1, $2"
        " FROM agenda_session WHERE code = 'PROMO'",
        lin.id, cast.NOW,
    )  # fmt: skip
    after = [one.code for one in (await programme_of(lin, held, language="en", proven=False)).sessions]

    assert (before, after) == (["DINNER", "OPEN"], ["DINNER", "OPEN", "PROMO"])


async def test_companions_are_told_with_bus_and_table_where_they_differ(db: str) -> None:
    held, lin = await whole()
    party = TravelParty(id=uuid4(), gathering=held.id, code="F001")
    await party.save()
    await fetch("UPDATE guest SET travel_party = $1 WHERE number LIKE 'EX2026-%'", party.id)
    seats = [[1, 2, "来宾", "EX2026-001", "", ""], [1, 3, "来宾", "EX2026-002", "", ""]]
    await take("agenda", agenda(*seats), held)
    await take("visit", visit([1, "7", "EX2026-001"], [2, "1", "EX2026-002"]), held)
    same = await Guest.objects().get(Guest.id == lin.id)
    assert same is not None

    own = await programme_of(same, held, language="zh-Hans", proven=False)

    assert own.companions == (Companion("陳樣本", bus="2"),)


async def test_what_is_still_to_come_is_said_and_what_was_told_stands_in_its_place(db: str) -> None:
    held = await cast.gathering()
    told = JourneyReply(
        "flight", "ZZ9", "香港", held.first_day, cast.NOW.time().replace(tzinfo=None), transfer_wanted=True
    )
    lin, _ = await cast.lin(held, arrival=told, answers={"lodging": "yes", "route_1": "A"})

    own = await programme_of(lin, held, language="en", proven=False)

    assert own.awaited == ("pickup", "hotel", "visit")
    assert own.arrival is not None
    assert (own.arrival.planned, own.arrival.number, own.arrival.origin) == (False, "ZZ9", "香港")


async def test_a_late_flight_is_told_on_top(db: str) -> None:
    held, lin = await whole()

    shown = await shown_programme(lin, held, language="en", proven=False)

    assert shown["news"] == News(("ZZ1 is late: it is now expected at 19:00. Your pickup waits for you.",))


async def test_who_does_not_come_has_no_programme(db: str) -> None:
    held, lin = await whole()

    gone = await decide(lin.id, Standing.WITHDRAWN, gathering=held, by=COMMAND_LINE, now=cast.NOW)

    assert await programme_of(gone, held, language="en", proven=True) == OwnProgramme()
