"""Acts that can be undone: each is made ready in a gathering, and then done."""

import json
from collections.abc import Awaitable, Callable
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from event.agenda.seating.circles import add_circle, remove_circle
from event.agenda.seating.plans import remove_plan
from event.agenda.seating.tables import Seat, SeatPlan, SeatProposal, SeatStep
from event.checkin.checkpoints import open_checkpoint, remove_checkpoint
from event.checkin.devices import let_in, revoke
from event.checkin.tables import Device
from event.feedback.opening import close_survey
from event.feedback.tables import Survey
from event.gathering.forms import parse_settings, typed_settings
from event.gathering.keys import keys_of
from event.gathering.operations import change_settings
from event.gathering.tables import Gathering
from event.itinerary.crews.operations import remove_member, remove_vehicle
from event.itinerary.lodging.hotels import remove_hotel, remove_room
from event.itinerary.lodging.operations import take_room_away
from event.itinerary.lodging.reading import beds_of
from event.itinerary.places.operations import remove_place
from event.itinerary.planning.rules_bonds import BondTold
from event.itinerary.planning.rules_operations import add_bond, remove_bond
from event.itinerary.planning.tables import TravelTime
from event.itinerary.tables import CrewMember, GivenUpPlace, Stop, StopHours, Vehicle, VehicleCrew
from event.itinerary.transfers.operations import remove_service
from event.itinerary.transfers.reading import traffic_of
from event.itinerary.transfers.tables import Service, ServiceSeen, TransferWave
from event.itinerary.transfers.waves import remove_wave, waves_of
from event.messages.operations import change_wording
from event.messages.wording import Wording
from event.people.rules import COMMAND_LINE
from event.printing.queue.stations import make_station, revoke_station
from event.printing.queue.tables import PrintScanner
from event.registration.exporting.sets import delete_set, save_set
from event.registration.inviting.operations import invite
from event.registration.inviting.operations import revoke as revoke_invitation
from event.signing.ceremony.kept import save_run_sheet
from event.signing.ceremony.lists import RunLine
from event.signing.operations import remove_type
from event.signing.queries import types_of
from tests import cast
from tests.cast import NOW
from tests.itinerary.lodging.hotels import a_hotel, give

Act = Callable[[], Awaitable[Any]]


def who(held: Gathering) -> dict[str, Any]:
    return {"gathering": held, "by": COMMAND_LINE, "now": NOW}


async def hotel(held: Gathering) -> Act:
    await a_hotel(held)
    return lambda: hotel_gone(held)


async def hotel_gone(held: Gathering) -> UUID:
    seen = (await beds_of(held)).hotel_of("H1").mark
    return await remove_hotel("H1", seen=seen, **who(held))


async def room(held: Gathering) -> Act:
    await a_hotel(held)
    seen = (await beds_of(held)).room_of("H1", "301").mark
    return lambda: remove_room("H1", "301", seen=seen, **who(held))


async def taken_room(held: Gathering) -> Act:
    lin, _ = await cast.lin(held, sex="F", answers={"lodging": "yes"})
    chen, _ = await cast.chen(held, sex="F", answers={"lodging": "yes"})
    await a_hotel(held)
    for one in (lin, chen):
        await give(held, one.id, "301")
    seen = (await beds_of(held)).person(lin.id).mark
    return lambda: take_room_away(lin.id, wholly=False, seen=seen, scope=None, **who(held))


async def stop(held: Gathering) -> Act:
    one, other = uuid4(), uuid4()
    sealed = (await keys_of(held.id)).seal("+8659512345", table="stop", column="contact_phone", row=one)
    await Stop(id=one, gathering=held.id, code="S1", name_zh="示例园区", themes=["产业"], latitude=25.123456789, longitude=118.1, opens_at=time(9), closes_at=time(17), contact_phone=sealed).save()  # fmt: skip
    await Stop(id=other, gathering=held.id, code="S2", name_zh="示例村").save()
    await StopHours(id=uuid4(), stop=one, on_day=date(2026, 10, 16)).save()
    for origin, target in ((one, other), (other, one)):
        await TravelTime(id=uuid4(), gathering=held.id, origin=origin, target=target, minutes=25).save()
    return lambda: remove_place(one, sort="stop", **who(held))


async def vehicle(held: Gathering) -> Act:
    key = uuid4()
    await Vehicle(id=key, gathering=held.id, code="1", plate="闽C12345", seats=33, musters_at=NOW).save()
    await VehicleCrew(id=uuid4(), vehicle=key, role="guide", number="W-1", name="许示例").save()
    return lambda: remove_vehicle(key, **who(held))


async def member(held: Gathering) -> Act:
    key = uuid4()
    await CrewMember(
        id=key, gathering=held.id, number="W-1", name="许示例", roles=["guide"], languages=["en", "zh"],
        begins_at=NOW, ends_at=NOW + timedelta(hours=9, microseconds=3),
    ).save()  # fmt: skip
    return lambda: remove_member(key, **who(held))


async def service(held: Gathering) -> Act:
    key = uuid4()
    await Service(id=key, gathering=held.id, number="MF808", on_day=date(2026, 10, 14), planned_at=NOW).save()
    await ServiceSeen(id=uuid4(), service=key, seen_at=NOW, state="delayed", estimated_at=NOW).save()
    seen = (await traffic_of(held)).flights[key].mark
    return lambda: remove_service(key, seen=seen, **who(held))


async def wave(held: Gathering) -> Act:
    await TransferWave(id=uuid4(), gathering=held.id, code="W1", on_day=date(2026, 10, 14), begins_at=time(9)).save()  # fmt: skip
    (seen,) = [one.seen for one in await waves_of(held)]
    return lambda: remove_wave("W1", seen=seen, **who(held))


async def bond(held: Gathering) -> Act:
    for one in (cast.lin, cast.chen):
        await one(held)
    key = await add_bond(BondTold(one="EX2026-001", other="EX2026-002", reason="旧友"), **who(held))
    return lambda: remove_bond(key, scope=None, **who(held))


async def column_set(held: Gathering) -> Act:
    key = await save_set(None, name="酒店", columns=["number", "name_zh"], **who(held))
    return lambda: delete_set(key, **who(held))


async def invitation(held: Gathering) -> Act:
    made = await invite(
        held, name="林示例", email="lin@example.com", language="en", expires_at=NOW + timedelta(days=9),
        by=COMMAND_LINE, now=NOW,
    )  # fmt: skip
    return lambda: revoke_invitation(made.id, **who(held))


async def words(held: Gathering) -> Act:
    await change_wording("declined", "en", Wording("Sorry", "No."), **who(held))
    return lambda: change_wording("declined", "en", None, **who(held))


async def seat_plan(held: Gathering) -> Act:
    lin, _ = await cast.lin(held)
    plan = uuid4()
    await SeatPlan(id=plan, gathering=held.id, name="晚宴", kind="banquet", rows=json.dumps([10, 10]), created_at=NOW).save()  # fmt: skip
    await Seat(id=uuid4(), plan=plan, guest=lin.id, row_no=1, seat_no=2, fixed=True).save()
    await SeatStep(id=uuid4(), plan=plan, number=1, kind="move", by="test", at=NOW).save()
    await SeatProposal(id=uuid4(), plan=plan, by="test", asked_at=NOW).save()
    await GivenUpPlace(id=uuid4(), guest=lin.id, kind="seat", place=json.dumps({"plan": str(plan)})).save()
    return lambda: remove_plan(plan, **who(held))


async def wish(held: Gathering) -> Act:
    guests = [(await one(held))[0] for one in (cast.lin, cast.chen)]
    plan = uuid4()
    await SeatPlan(id=plan, gathering=held.id, name="晚宴", kind="banquet", rows=json.dumps([10]), created_at=NOW).save()  # fmt: skip
    for place, one in enumerate(guests, start=1):
        await Seat(id=uuid4(), plan=plan, guest=one.id, row_no=1, seat_no=place).save()
    number = await add_circle([one.number for one in guests], apart=True, plan=plan, **who(held))
    return lambda: remove_circle(number, plan=plan, **who(held))


async def checkpoint(held: Gathering) -> Act:
    one = await cast.checkpoint(held)
    await let_in("N", checkpoints=[one.id], expires_at=NOW + timedelta(days=1), **who(held))
    return lambda: remove_checkpoint(one.id, **who(held))


async def closed_checkpoint(held: Gathering) -> Act:
    one = await cast.checkpoint(held)
    return lambda: open_checkpoint(one.id, active=False, **who(held))


async def device(held: Gathering) -> Act:
    made = await let_in("N", checkpoints=[], expires_at=NOW + timedelta(days=1), **who(held))
    return lambda: revoke(made.id, **who(held))


async def station(held: Gathering) -> Act:
    await let_in("N", checkpoints=[], expires_at=NOW + timedelta(days=1), **who(held))
    (device,) = await Device.select(Device.id).output(as_list=True)
    made = await make_station("Desk 1", size="90x130", **who(held))
    await PrintScanner(id=uuid4(), device=device, station=made.id, given_at=NOW, given_by="test").save()
    return lambda: revoke_station(made.id, **who(held))


async def agreement_type(held: Gathering) -> Act:
    (first, *_) = await types_of(held.id)
    await remove_type("nothing", **who(held))  # the usual types are written with the first change
    return lambda: remove_type(first.code, **who(held))


async def run_sheet(held: Gathering) -> Act:
    await save_run_sheet([RunLine(what_zh="嘉宾入场", minutes=10)], seen=None, **who(held))
    return lambda: save_run_sheet([], seen=None, **who(held))


async def survey(held: Gathering) -> Act:
    await Survey(
        id=uuid4(), gathering=held.id, opens_at=NOW - timedelta(days=1), closes_at=NOW + timedelta(days=9), created_at=NOW
    ).save()  # fmt: skip
    return lambda: close_survey(**who(held))


async def gathering_settings(held: Gathering) -> Act:
    wanted = parse_settings(
        typed_settings(held) | {"registration_closes": NOW.isoformat(), "title_en": "Another"}
    )
    return lambda: change_settings(held.id, wanted=wanted, by=COMMAND_LINE, now=NOW)


ACTS = [
    hotel, room, taken_room, stop, vehicle, member, service, wave, bond, column_set, invitation, words, seat_plan, wish,
    checkpoint, closed_checkpoint, device, station, agreement_type, run_sheet, survey, gathering_settings,
]  # fmt: skip
