"""The office's own visit on the planning board: it is read whole, changed under its rules, and undone."""

from uuid import UUID

import pytest

from event.gathering.operations import the_gathering
from event.gathering.tables import Gathering
from event.itinerary.planning import drafting
from event.itinerary.planning.edits import DropCall, MoveCall, MoveParty, ShiftLine
from event.itinerary.planning.errors import NothingToUndo, RuleBroken, SeenOtherwise
from event.itinerary.planning.plan import What
from event.itinerary.planning.reading import plan_view
from event.itinerary.planning.view import PlanView
from event.people.rules import COMMAND_LINE
from tests.cast import NOW


async def _board() -> tuple[Gathering, PlanView]:
    held = await the_gathering()
    return held, await plan_view(held, language="en")


def _bus(view: PlanView, code: str) -> UUID:
    return next(bus.vehicle for bus in view.buses if bus.code == code)


def _line(view: PlanView, code: str) -> UUID:
    return next(line.id for line in view.lines if line.code == code)


async def _moved(guests: int, *, of: str, to: str, held: Gathering, view: PlanView) -> drafting.Standing:
    """As many guests of a bus, alone or in pairs, on another one."""
    riding = [party for party in view.parties if party.vehicle == _bus(view, of)]
    names: list[UUID] = []
    for party in riding:
        if len(names) + len(party.guests) <= guests:
            names += [guest.id for guest in party.guests]
    change = MoveParty(guests=tuple(names), to=_bus(view, to), seen=_bus(view, of))
    return await drafting.edit(change, gathering=held, language="en", by=COMMAND_LINE, now=NOW)


async def test_the_board_shows_the_visit_as_the_office_planned_it(opened_doors: str) -> None:
    _, view = await _board()

    assert {bus.code: (bus.riding, bus.usable) for bus in view.buses} == {
        "1": (31, 41), "2": (31, 42), "3": (29, 41), "4": (29, 42), "5": (25, 41), "6": (25, 42), "7": (28, 41),
        "8": (18, 19),
    }  # fmt: skip
    assert [(line.code, len(line.calls)) for line in view.lines] == [
        ("A", 4),
        ("B", 4),
        ("C", 4),
        ("D", 4),
        ("E", 4),
    ]
    assert (view.troubles, view.can_undo, view.unpublished) == (
        [],
        False,
        False,
    )
    park = next(one for one in view.fill if one.name == "侨智创业园")
    assert (park.capacity, [step[2] for step in park.steps]) == (70, [28, 0, 62, 0])


async def test_four_guests_of_route_a_do_not_fit_the_bus_of_route_e(opened_doors: str) -> None:
    held, view = await _board()

    with pytest.raises(RuleBroken) as refusal:
        await _moved(4, of="1", to="8", held=held, view=view)

    (reason,) = refusal.value.reasons
    assert reason.text == (
        "Bus 8 has 22 seats; its crew takes 3, so 19 are for guests: 22 would be 3 too many."
    )
    assert reason.remedies == ("at most 1 more guests fit on bus 8",)
    assert (await _board())[1] == view


async def test_one_guest_of_route_a_fits_and_goes_back_with_undo(opened_doors: str) -> None:
    held, view = await _board()

    standing = await _moved(1, of="1", to="8", held=held, view=view)
    _, after = await _board()
    assert [bus.riding for bus in after.buses if bus.code in ("1", "8")] == [30, 19]
    assert (after.moved, after.unpublished) == (standing.moved, True)
    assert after.undo_says.endswith("to bus 8")

    back = await drafting.undo(gathering=held, moved=standing.moved, language="en", by=COMMAND_LINE, now=NOW)
    _, undone = await _board()
    assert [bus.riding for bus in undone.buses if bus.code in ("1", "8")] == [31, 18]
    assert (undone.unpublished, undone.can_undo, undone.can_redo) == (False, False, True)
    with pytest.raises(NothingToUndo):
        await drafting.undo(gathering=held, moved=back.moved, language="en", by=COMMAND_LINE, now=NOW)
    with pytest.raises(SeenOtherwise):
        await drafting.redo(gathering=held, moved=1, language="en", by=COMMAND_LINE, now=NOW)
    await drafting.redo(gathering=held, moved=back.moved, language="en", by=COMMAND_LINE, now=NOW)
    assert (await _board())[1].undo_says == after.undo_says


async def test_route_d_put_off_meets_route_a_where_there_is_no_room_for_both(opened_doors: str) -> None:
    held, view = await _board()
    day = view.days[0].on_day
    park = next(one.ref for one in view.places if one.code == "S03")

    with pytest.raises(RuleBroken) as refusal:
        await drafting.edit(
            MoveCall(line=_line(view, "D"), what=What.STOP, ref=park, day=day, begins="11:10", push=False),
            gathering=held, language="en", by=COMMAND_LINE, now=NOW,
        )  # fmt: skip

    assert any(
        reason.text == "“侨智创业园” has room for 70; 90 guests are there at 11:10."
        for reason in refusal.value.reasons
    )
    assert refusal.value.reasons[0].remedies[0] == "begin at 09:35"


async def test_a_shifted_route_moves_what_is_left_of_its_day_and_its_return(opened_doors: str) -> None:
    held, view = await _board()
    before = next(line for line in view.lines if line.code == "C")
    after = before.calls[0].day

    await drafting.edit(
        ShiftLine(line=before.id, after=NOW.replace(year=after.year, month=after.month, day=after.day, hour=0), minutes=10),
        gathering=held, language="en", by=COMMAND_LINE, now=NOW,
    )  # fmt: skip

    _, shifted = await _board()
    line = next(line for line in shifted.lines if line.code == "C")
    assert [(call.begins, call.ends) for call in line.calls][:2] == [("08:50", "09:30"), ("09:50", "10:50")]
    assert [day.returns for day in line.days] == ["14:40"]


async def test_two_organizers_at_once_lose_nothing_and_overwrite_nothing(opened_doors: str) -> None:
    held, view = await _board()
    day = view.days[0].on_day
    stop = next(one.ref for one in view.places if one.code == "S04")
    first = MoveCall(line=_line(view, "B"), what=What.STOP, ref=stop, day=day, begins="08:45", seen="08:50")
    await _moved(1, of="1", to="2", held=held, view=view)
    await drafting.edit(first, gathering=held, language="en", by=COMMAND_LINE, now=NOW)

    with pytest.raises(SeenOtherwise):
        await drafting.edit(first, gathering=held, language="en", by=COMMAND_LINE, now=NOW)

    await drafting.edit(
        DropCall(line=_line(view, "B"), what=What.STOP, ref=stop, day=day), gathering=held, language="en",
        by=COMMAND_LINE, now=NOW,
    )  # fmt: skip
    _, after = await _board()
    assert [bus.riding for bus in after.buses if bus.code in ("1", "2")] == [30, 32]
    assert [call.code for line in after.lines if line.code == "B" for call in line.calls] == [
        "S05",
        "S06",
        "L2",
    ]
