"""Delayed flights and trains: who is on them, which vehicle and which people wait."""

from typing import Any

from event.gathering.keys import keys_of
from event.language import Message
from event.reports.doors.people import Liaison, liaisons
from event.reports.told import Asked, Told
from event.reports.transfers.cars import Car, cars
from event.reports.transfers.coming import DELAYED, coming


async def delayed_arrivals(asked: Asked) -> Told:
    """Guests on what a board shows as delayed, with the vehicle, the greeter and the liaison of each."""
    found = [one for one in await coming(asked) if one.how == DELAYED and one.service is not None]
    every, keys = await cars(asked), await keys_of(asked.gathering.id)
    whom = await liaisons(asked, [one.person for one in found])
    services = {one.service["number"]: one.service for one in found if one.service}
    flights = sorted(services.values(), key=lambda row: (row["planned_at"], row["number"]))

    def car(transfer: Any) -> Car:
        return every.get(transfer["vehicle"] if transfer else None, Car("", "", ""))  # type: ignore[arg-type] # none has no vehicle

    def greeter(transfer: Any) -> tuple[str, str]:
        if not transfer:
            return "", ""
        phone = keys.open(
            transfer["greeter_phone"], table="transfer", column="greeter_phone", row=transfer["id"]
        )
        return transfer["greeter_name"], asked.phone(phone)

    def officer(one: Any) -> Liaison:
        return whom[one.person.then.id]

    waiting: dict[str, list[tuple[str, ...]]] = {
        "cars": [(car(one.transfer).label, car(one.transfer).driver, car(one.transfer).phone) for one in found],
        "greeters": [greeter(one.transfer) for one in found],
        "liaisons": [(officer(one).number, officer(one).name, officer(one).phone) for one in found],
    }  # fmt: skip
    return Told(
        {
            "count": len(found), "flights": [row["number"] for row in flights],
            "planned": [asked.minute(row["planned_at"]) for row in flights],
            "estimated": [asked.minute(row["estimated_at"]) for row in flights],
            "guests": [one.person.then.number for one in found],
            **{name: [list(one) for one in dict.fromkeys(who) if any(one)] for name, who in waiting.items()},
        },
        (
            Message("Number"), Message("Name"), Message("Flight or train"), Message("Expected at"), Message("Vehicle"),
            Message("Greeter"), Message("Liaison officer"),
        ),
        [
            (
                one.person.then.number, one.person.then.name, one.service["number"] if one.service else "",
                asked.minute(one.service["estimated_at"]) if one.service else "", car(one.transfer).label,
                greeter(one.transfer)[0], officer(one).name,
            )
            for one in found
        ],
        ((Message("Guests"), str(len(found))), (Message("Flights and trains"), str(len(flights)))),
    )  # fmt: skip
