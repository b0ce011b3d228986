"""The sheet for greeters and drivers of who is fetched (接站), by day and wave, with the columns of DOMAIN 2.13."""

from collections.abc import Sequence

from event.gathering.tables import Gathering
from event.itinerary.transfers.tables import ServiceState
from event.language import Message
from event.printing.visit import passengers as them
from event.printing.visit import wording as said
from event.printing.visit.choosing import Choice
from event.printing.visit.drives import Drive, drives, together
from event.printing.visit.paper import Cell, Group, Paper, Part, Table

PICKUPS = Message("Pickup sheet")
STATE_LABELS = {
    ServiceState.PLANNED: Message("planned"), ServiceState.DELAYED: Message("delayed"), ServiceState.ARRIVED: Message("landed"),
    ServiceState.CANCELLED: Message("cancelled"),
}  # fmt: skip
_WAVE, _ORIGIN, _TERMINAL = Message("Wave"), Message("Comes from"), Message("Terminal or exit")
_PLANNED, _NOW, _STATE = Message("Planned"), Message("Landed or expected"), Message("State")
_GREETER, _SIGN, _NO_WAVE = Message("Greeter"), Message("Sign"), Message("No wave yet")


async def pickup_sheet(gathering: Gathering, choice: Choice) -> Paper:
    """A part for each day and wave; every drive has its head, every guest a box."""
    found = await drives(gathering, choice, "arrival")
    parts = [
        _part(own, gathering, choice) for _, own in together(found, lambda one: (one.day, one.wave))
    ]  # fmt: skip
    return Paper(
        choice.said(PICKUPS), tuple(parts), sum(len(one.guests) for one in found), _flat(found, gathering, choice),
        landscape=True, look="transfers",
    )  # fmt: skip


def _part(own: Sequence[Drive], gathering: Gathering, choice: Choice) -> Part:
    first = own[0]
    place = f"{first.wave} {choice.label(first.wave_name)}".strip() or choice.said(_NO_WAVE)
    more = ((them.PARTY, "number"), (them.LUGGAGE, "number"), (them.COURTESY, "courtesy"))
    cells = {
        id(one): (str(one.party) if one.party > 1 else "", them.pieces(one), choice.label(one.courtesy))
        for drive in own
        for one in drive.guests
    }
    table = them.boxed(own, [_group(one, gathering, choice) for one in own], more, choice, cells=cells)
    key = " ".join(str(part) for part in ("pickups", first.day, first.wave, choice.bus) if part)
    return Part(key, f"{place} · {choice.said(PICKUPS)}", place, them.head(own, choice), (table,))


def _group(drive: Drive, gathering: Gathering, choice: Choice) -> Group:
    now = f"{said.clock(drive.now, gathering)} {choice.said(STATE_LABELS[drive.state])}".strip()
    facts = (
        (_ORIGIN, choice.label(drive.meets.place)), (_TERMINAL, choice.label(drive.meets.terminal)), (_PLANNED, said.clock(drive.at, gathering)), (_STATE, now),
        (said.VEHICLE, them.car(drive, choice)), (_GREETER, f"{drive.greeter} {drive.greeter_phone}".strip()), (_SIGN, drive.sign),
        (said.GUESTS, str(len(drive.guests))), (them.LUGGAGE, str(drive.luggage or "")),
    )  # fmt: skip
    return Group(drive.meets.number or said.clock(drive.at, gathering), them.told(facts, choice))


def _flat(found: Sequence[Drive], gathering: Gathering, choice: Choice) -> Table:
    labels = (
        said.DAY, _WAVE, them.SERVICE, _ORIGIN, _TERMINAL, _PLANNED, _NOW, *them.ABOUT, *them.VEHICLE, _GREETER, _SIGN, _STATE,
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            str(one.day or ""), one.wave, one.meets.number, choice.label(one.meets.place), choice.label(one.meets.terminal), said.clock(one.at, gathering),
            said.clock(one.now, gathering), *them.about(passenger, choice), *them.vehicle(one, choice),
            f"{one.greeter} {one.greeter_phone}".strip(), one.sign, choice.said(STATE_LABELS[one.state]),
        )
        for one in found
        for passenger in one.guests
    ]  # fmt: skip
    return them.flat(labels, rows, choice)
