"""All vehicles with their crews on one list (车辆表)."""

from event.gathering.tables import Gathering
from event.itinerary.tables import CrewRole
from event.language import Message
from event.printing.visit import wording as said
from event.printing.visit.buses import vehicles
from event.printing.visit.choosing import Choice
from event.printing.visit.paper import Column, Named, Paper, Part, Table

VEHICLES = Message("Vehicle sheet")
_BUS, _MODEL, _BOOKED = Message("Vehicle no."), Message("Model and seats"), Message("Guests and crew")


async def vehicle_sheet(gathering: Gathering, choice: Choice) -> Paper:
    """Every vehicle: plate, model, crew with telephone numbers, where and when it starts, how many it takes."""
    found = [one for one in await vehicles(gathering) if not choice.bus or one.code == choice.bus]
    roles = [role for role in CrewRole if any(one.crew_of(role) for one in found)]
    columns = (
        Column(choice.said(_BUS), "short"), Column(choice.said(said.PLATE), "plate"), Column(choice.said(_MODEL), "model"),
        Column(choice.said(said.ROUTE)), *(Column(choice.said(said.CREW_LABELS[role]), "person") for role in roles),
        Column(choice.said(said.MUSTER), "long"), Column(choice.said(said.DEPARTURE), "time"), Column(choice.said(_BOOKED), "plate"),
    )  # fmt: skip
    rows = [
        (
            choice.vehicle(one.code), one.plate, Named(choice.label(one.model), str(one.seats or "")), said.route_of(one, choice),
            *(said.person(one.crew_of(role), choice) for role in roles), Named(choice.label(one.muster), said.clock(one.musters, gathering)),
            said.clock(one.departs, gathering), f"{len(one.riders)} + {one.aboard}" if one.riders or one.route[0] else "",
        )
        for one in found
    ]  # fmt: skip
    part = Part(
        f"vehicles {choice.bus}".strip(),
        choice.said(VEHICLES),
        choice.said(VEHICLES),
        (),
        (Table(columns, rows),),
    )
    return Paper(choice.said(VEHICLES), (part,) if rows else (), len(rows), landscape=True)
