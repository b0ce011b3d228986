"""Routes of the homeland visit, their vehicles, and the seats guests have on them."""

from piccolo.columns import UUID, ForeignKey, Integer, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering
from event.language import in_language
from event.registration.tables import Guest


class Route(Table, tablename="route"):
    """A line of the homeland visit (线路)."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=20)
    name_zh = Varchar(length=120)
    name_en = Varchar(length=120, default="")
    position = SmallInt(default=0)

    route_code_once = Unique([gathering, code])

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)


class Vehicle(Table, tablename="vehicle"):
    """A bus of a route; `seats` leaves the driver out, crew sit on seats."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    route = ForeignKey(Route, on_delete=OnDelete.restrict, null=True, default=None)
    code = Varchar(length=20, help_text="What is written on it: 1 for 1号车.")
    plate = Varchar(length=20, default="")
    seats = Integer(null=True, default=None)
    muster = Varchar(length=120, default="", help_text="集合地点, where its guests gather.")
    departs_at = Timestamptz(null=True, default=None)

    vehicle_code_once = Unique([gathering, code])
    vehicle_seats_positive = Check("seats IS NULL OR seats > 0")


class VehicleSeat(Table, tablename="vehicle_seat"):
    """A guest's place on a vehicle."""

    id = UUID(primary_key=True)
    vehicle = ForeignKey(Vehicle, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    seat = Varchar(length=10, default="")
    booked_at = Timestamptz()

    vehicle_seat_once = Unique([vehicle, guest])
