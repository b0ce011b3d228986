"""What was done is undone exactly, by whoever may do it, within a day, and only while nobody has changed it since."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from event.agenda.seating.circles import add_circle, remove_circle
from event.agenda.seating.plans import remove_plan
from event.agenda.seating.tables import Seat, SeatPlan, SeatProposal, SeatStep
from event.checkin.checkpoints import open_checkpoint, remove_checkpoint
from event.checkin.devices import let_in, revoke
from event.checkin.tables import Device
from event.database import fetch
from event.feedback.opening import close_survey
from event.feedback.tables import Survey
from event.gathering.forms import parse_settings, typed_settings
from event.gathering.keys import keys_of
from event.gathering.operations import change_settings
from event.gathering.tables import Gathering
from event.itinerary.crews.operations import remove_member, remove_vehicle
from event.itinerary.lodging.hotels import remove_hotel, remove_room
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
from event.people.operations import add_user, disable_user
from event.people.rules import COMMAND_LINE, Access
from event.people.tables import Role
from event.people.undoing import (
    KEPT_FOR,
    ChangedSince,
    UnknownStep,
    forget_old_steps,
    undo,
    undoable_steps,
)
from event.printing.queue.stations import make_station, revoke_station
from event.printing.queue.tables import PrintScanner
from event.registration.exporting.sets import delete_set, save_set
from event.registration.inviting.operations import invite
from event.registration.inviting.operations import revoke as revoke_invitation
from event.registration.own.operations import ask_for_erasure, erase
from event.signing.ceremony.kept import save_run_sheet
from event.signing.ceremony.lists import RunLine
from event.signing.operations import remove_type
from event.signing.queries import types_of
from tests import cast
from tests.cast import NOW
from tests.itinerary.lodging.hotels import a_hotel

ORGANIZER = Access(uuid4(), "Chen", "en", frozenset({(Role.ORGANIZER, None), (Role.ADMINISTRATOR, None)}))
VIEWER = Access(uuid4(), "Wang", "en", frozenset({(Role.VIEWER, None)}))
Act = Callable[[], Awaitable[UUID | None]]


def _who(held: Gathering) -> dict[str, Any]:
    return {"gathering": held, "by": COMMAND_LINE, "now": NOW}


async def _everything() -> dict[str, list[str]]:
    """Every row of every table but the trail and what is kept to undo."""
    names = await fetch(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND relname NOT LIKE 'procrastinate%' AND relname NOT IN ('migration', 'audit_entry', 'undo_step')"
    )
    return {
        row["relname"]: sorted(
            one["row"] for one in await fetch(f"SELECT to_jsonb(t)::text AS row FROM {row['relname']} t")
        )
        for row in names
    }


async def _hotel(held: Gathering) -> Act:
    await a_hotel(held)
    return lambda: _with_mark(held, remove_hotel)


async def _with_mark(held: Gathering, remove: Any) -> UUID:
    seen = (await beds_of(held)).hotel_of("H1").mark
    return await remove("H1", seen=seen, **_who(held))  # type: ignore[no-any-return]


async def _room(held: Gathering) -> Act:
    await a_hotel(held)
    seen = (await beds_of(held)).room_of("H1", "301").mark
    return lambda: remove_room("H1", "301", seen=seen, **_who(held))


async def _stop(held: Gathering) -> Act:
    one, other = uuid4(), uuid4()
    sealed = (await keys_of(held.id)).seal("+8659512345", table="stop", column="contact_phone", row=one)
    await Stop(id=one, gathering=held.id, code="S1", name_zh="示例园区", themes=["产业"], latitude=25.123456789, longitude=118.1, opens_at=time(9), closes_at=time(17), contact_phone=sealed).save()  # fmt: skip
    await Stop(id=other, gathering=held.id, code="S2", name_zh="示例村").save()
    await StopHours(id=uuid4(), stop=one, on_day=date(2026, 10, 16)).save()
    for origin, target in ((one, other), (other, one)):
        await TravelTime(id=uuid4(), gathering=held.id, origin=origin, target=target, minutes=25).save()
    return lambda: remove_place(one, sort="stop", **_who(held))


async def _vehicle(held: Gathering) -> Act:
    key = uuid4()
    await Vehicle(id=key, gathering=held.id, code="1", plate="闽C12345", seats=33, musters_at=NOW).save()
    await VehicleCrew(id=uuid4(), vehicle=key, role="guide", number="W-1", name="许示例").save()
    return lambda: remove_vehicle(key, **_who(held))


async def _member(held: Gathering) -> Act:
    key = uuid4()
    await CrewMember(
        id=key, gathering=held.id, number="W-1", name="许示例", roles=["guide"], languages=["en", "zh"],
        begins_at=NOW, ends_at=NOW + timedelta(hours=9, microseconds=3),
    ).save()  # fmt: skip
    return lambda: remove_member(key, **_who(held))


async def _service(held: Gathering) -> Act:
    key = uuid4()
    await Service(id=key, gathering=held.id, number="MF808", on_day=date(2026, 10, 14), planned_at=NOW).save()
    await ServiceSeen(id=uuid4(), service=key, seen_at=NOW, state="delayed", estimated_at=NOW).save()
    seen = (await traffic_of(held)).flights[key].mark
    return lambda: remove_service(key, seen=seen, **_who(held))


async def _wave(held: Gathering) -> Act:
    await TransferWave(id=uuid4(), gathering=held.id, code="W1", on_day=date(2026, 10, 14), begins_at=time(9)).save()  # fmt: skip
    (seen,) = [one.seen for one in await waves_of(held)]
    return lambda: remove_wave("W1", seen=seen, **_who(held))


async def _bond(held: Gathering) -> Act:
    for one in (cast.lin, cast.chen):
        await one(held)
    key = await add_bond(BondTold(one="EX2026-001", other="EX2026-002", reason="旧友"), **_who(held))
    return lambda: remove_bond(key, scope=None, **_who(held))


async def _column_set(held: Gathering) -> Act:
    key = await save_set(None, name="酒店", columns=["number", "name_zh"], **_who(held))
    return lambda: delete_set(key, **_who(held))


async def _invitation(held: Gathering) -> Act:
    made = await invite(
        held, name="林示例", email="lin@example.com", language="en", expires_at=NOW + timedelta(days=9),
        by=COMMAND_LINE, now=NOW,
    )  # fmt: skip
    return lambda: revoke_invitation(made.id, **_who(held))


async def _words(held: Gathering) -> Act:
    await change_wording("declined", "en", Wording("Sorry", "No."), **_who(held))
    return lambda: change_wording("declined", "en", None, **_who(held))


async def _seat_plan(held: Gathering) -> Act:
    lin, _ = await cast.lin(held)
    plan = uuid4()
    await SeatPlan(id=plan, gathering=held.id, name="晚宴", kind="banquet", rows=json.dumps([10, 10]), created_at=NOW).save()  # fmt: skip
    await Seat(id=uuid4(), plan=plan, guest=lin.id, row_no=1, seat_no=2, fixed=True).save()
    await SeatStep(id=uuid4(), plan=plan, number=1, kind="move", by="test", at=NOW).save()
    await SeatProposal(id=uuid4(), plan=plan, by="test", asked_at=NOW).save()
    await GivenUpPlace(id=uuid4(), guest=lin.id, kind="seat", place=json.dumps({"plan": str(plan)})).save()
    return lambda: remove_plan(plan, **_who(held))


async def _wish(held: Gathering) -> Act:
    guests = [(await one(held))[0] for one in (cast.lin, cast.chen)]
    plan = uuid4()
    await SeatPlan(id=plan, gathering=held.id, name="晚宴", kind="banquet", rows=json.dumps([10]), created_at=NOW).save()  # fmt: skip
    for place, one in enumerate(guests, start=1):
        await Seat(id=uuid4(), plan=plan, guest=one.id, row_no=1, seat_no=place).save()
    number = await add_circle([one.number for one in guests], apart=True, plan=plan, **_who(held))
    return lambda: remove_circle(number, plan=plan, **_who(held))


async def _checkpoint(held: Gathering) -> Act:
    one = await cast.checkpoint(held)
    await let_in("N", checkpoints=[one.id], expires_at=NOW + timedelta(days=1), **_who(held))
    return lambda: remove_checkpoint(one.id, **_who(held))


async def _closed_checkpoint(held: Gathering) -> Act:
    one = await cast.checkpoint(held)
    return lambda: open_checkpoint(one.id, active=False, **_who(held))


async def _device(held: Gathering) -> Act:
    made = await let_in("N", checkpoints=[], expires_at=NOW + timedelta(days=1), **_who(held))
    return lambda: revoke(made.id, **_who(held))


async def _station(held: Gathering) -> Act:
    await let_in("N", checkpoints=[], expires_at=NOW + timedelta(days=1), **_who(held))
    (device,) = await Device.select(Device.id).output(as_list=True)
    made = await make_station("Desk 1", size="90x130", **_who(held))
    await PrintScanner(id=uuid4(), device=device, station=made.id, given_at=NOW, given_by="test").save()
    return lambda: revoke_station(made.id, **_who(held))


async def _type(held: Gathering) -> Act:
    (first, *_) = await types_of(held.id)
    await remove_type("nothing", **_who(held))  # the usual types are written with the first change
    return lambda: remove_type(first.code, **_who(held))


async def _run_sheet(held: Gathering) -> Act:
    await save_run_sheet([RunLine(what_zh="嘉宾入场", minutes=10)], seen=None, **_who(held))
    return lambda: save_run_sheet([], seen=None, **_who(held))


async def _survey(held: Gathering) -> Act:
    await Survey(
        id=uuid4(), gathering=held.id, opens_at=NOW - timedelta(days=1), closes_at=NOW + timedelta(days=9), created_at=NOW
    ).save()  # fmt: skip
    return lambda: close_survey(**_who(held))


async def _settings(held: Gathering) -> Act:
    wanted = parse_settings(
        typed_settings(held) | {"registration_closes": NOW.isoformat(), "title_en": "Another"}
    )
    return lambda: change_settings(held.id, wanted=wanted, by=COMMAND_LINE, now=NOW)


ACTS = [
    _hotel, _room, _stop, _vehicle, _member, _service, _wave, _bond, _column_set, _invitation, _words, _seat_plan, _wish,
    _checkpoint, _closed_checkpoint, _device, _station, _type, _run_sheet, _survey, _settings,
]  # fmt: skip


@pytest.mark.parametrize("made", ACTS, ids=lambda one: one.__name__.strip("_"))
async def test_undoing_puts_back_the_very_same_rows_and_doing_again_takes_them_away(
    db: str, made: Any
) -> None:
    held = await cast.gathering()
    act = await made(held)
    before = await _everything()

    step = await act()
    done = await _everything()
    again = await undo(step, gathering=held.id, access=ORGANIZER, now=NOW)
    undone = await _everything()
    await undo(again, gathering=held.id, access=ORGANIZER, now=NOW)

    assert before != done
    assert undone == before
    assert await _everything() == done
    trail = await fetch("SELECT actor, subject FROM audit_entry WHERE action = 'undo'")
    subject = await fetch("SELECT subject FROM undo_step WHERE id = $1", step)
    assert [tuple(row) for row in trail] == [(ORGANIZER.actor.mark, subject[0]["subject"])] * 2


async def test_what_is_undone_already_is_not_undone_twice(db: str) -> None:
    held = await cast.gathering()
    step = await (await _vehicle(held))()
    await undo(step, gathering=held.id, access=ORGANIZER, now=NOW)

    with pytest.raises(ChangedSince):
        await undo(step, gathering=held.id, access=ORGANIZER, now=NOW)

    assert await Vehicle.count() == 1


async def test_of_many_who_undo_at_once_one_does(db: str) -> None:
    held = await cast.gathering()
    step = await (await _stop(held))()

    tries = [undo(step, gathering=held.id, access=ORGANIZER, now=NOW) for _ in range(6)]
    told = await asyncio.gather(*tries, return_exceptions=True)

    assert sorted(type(one).__name__ for one in told) == ["ChangedSince"] * 5 + ["UUID"]
    assert await Stop.count() == 2


async def test_nothing_is_put_back_where_somebody_has_taken_the_name_or_changed_what_is_left(db: str) -> None:
    held = await cast.gathering()
    removed, closed = await (await _vehicle(held))(), await (await _survey(held))()
    await Vehicle(id=uuid4(), gathering=held.id, code="1").save()
    await fetch("UPDATE survey SET closes_at = $1", NOW + timedelta(days=2))

    for step in (removed, closed):
        with pytest.raises(ChangedSince) as refused:
            await undo(step, gathering=held.id, access=ORGANIZER, now=NOW)

    assert refused.value.told("en") == (
        "Something was changed here since, or this was undone already. Nothing was undone."
    )
    assert [row["crew"] for row in await fetch("SELECT count(*) AS crew FROM vehicle_crew")] == [0]


async def test_nothing_is_put_back_whose_place_is_gone(db: str) -> None:
    held = await cast.gathering()
    step = await (await _room(held))()
    await _with_mark(held, remove_hotel)

    with pytest.raises(ChangedSince):
        await undo(step, gathering=held.id, access=ORGANIZER, now=NOW)

    assert await fetch("SELECT 1 FROM room") == []


async def test_only_who_may_do_it_undoes_it_in_the_same_gathering_within_a_day(db: str) -> None:
    held, other = await cast.gathering(), await cast.gathering(slug="other", number_prefix="OT")
    step = await (await _vehicle(held))()

    for gathering, access, late in (
        (held, VIEWER, timedelta()), (other, ORGANIZER, timedelta()), (held, ORGANIZER, KEPT_FOR + timedelta(seconds=1))
    ):  # fmt: skip
        with pytest.raises(UnknownStep):
            await undo(step, gathering=gathering.id, access=access, now=NOW + late)
    told = [
        [one.id for one in await undoable_steps(gathering=held.id, access=access, now=NOW + late)]
        for access, late in ((ORGANIZER, timedelta()), (VIEWER, timedelta()), (ORGANIZER, timedelta(days=2)))
    ]

    assert told == [[step], [], []]


async def test_after_a_day_nothing_is_kept_twice(db: str) -> None:
    held = await cast.gathering()
    await (await _vehicle(held))()

    await forget_old_steps(now=NOW + KEPT_FOR)
    kept = await fetch("SELECT action FROM undo_step")
    await forget_old_steps(now=NOW + KEPT_FOR + timedelta(seconds=1))

    assert [row["action"] for row in kept] == ["vehicle.remove"]
    assert await fetch("SELECT 1 FROM undo_step") == []


async def test_what_names_an_erased_guest_cannot_be_put_back(db: str) -> None:
    held = await cast.gathering()
    act, other = await _bond(held), await _vehicle(held)
    await act()
    left = await other()
    lin = (await fetch("SELECT id FROM guest WHERE number = 'EX2026-001'"))[0]["id"]
    await ask_for_erasure(lin, gathering=held, now=NOW)
    await erase(lin, **_who(held))

    assert [row["id"] for row in await fetch("SELECT id FROM undo_step")] == [left]


async def test_a_user_who_was_disabled_by_mistake_may_sign_in_again(db: str) -> None:
    await add_user("admin", name="Admin", roles=[(Role.ADMINISTRATOR, None)], by=COMMAND_LINE, now=NOW)
    await add_user("wang", name="Wang", roles=[(Role.VIEWER, None)], by=COMMAND_LINE, now=NOW)

    step = await disable_user("wang", by=COMMAND_LINE, now=NOW)
    await undo(step, gathering=None, access=ORGANIZER, now=NOW)

    rows = await fetch("SELECT sign_in_name, active FROM users ORDER BY 1")
    assert [tuple(row) for row in rows] == [("admin", True), ("wang", True)]
    assert await undoable_steps(gathering=None, access=VIEWER, now=NOW) == []
