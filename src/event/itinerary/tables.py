"""Routes of the homeland visit with their stops, canteens, vehicles, crews, and the seats guests have on them."""

from enum import StrEnum

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    Boolean,
    Bytea,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    OnDelete,
    SmallInt,
    Text,
    Time,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering
from event.itinerary.lodging.tables import Hotel
from event.language import in_language
from event.registration.tables import Guest


class CrewRole(StrEnum):
    """What somebody does on a vehicle; the driver has no seat among those that are counted."""

    DRIVER = "driver"
    CAPTAIN = "captain"
    GUIDE = "guide"
    INTERPRETER = "interpreter"
    VOLUNTEER = "volunteer"
    MEDIC = "medic"


class Stop(Table, tablename="stop"):
    """A place that is visited (考察点); `capacity`: guests at once, without crews; stays are minutes.

    `opens_at` and `closes_at` hold for every day that has no `stop_hours` of its own.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=20)
    name_zh = Varchar(length=120)
    name_en = Varchar(length=120, default="")
    name_hant = Varchar(length=120, default="", help_text="Where it is not the simplified name converted.")
    kind = Varchar(length=40, default="", help_text="展馆, 园区, 村落 …")
    themes = Array(
        base_column=Varchar(length=40), default=list, help_text="What guests wish for: 产业, 寻根 …"
    )
    address = Varchar(length=200, default="")
    latitude = DoublePrecision(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)
    usual_stay = SmallInt(null=True, default=None)
    shortest_stay = SmallInt(null=True, default=None)
    step_free = Boolean(default=True)
    fact_zh = Text(default="", help_text="What guides say and guests read about it.")
    fact_en = Text(default="")
    opens_at = Time(null=True, default=None)
    closes_at = Time(null=True, default=None)
    capacity = Integer(null=True, default=None)
    town = Varchar(length=80, default="", help_text="所在镇街")
    contact_name = Varchar(length=80, default="")
    contact_phone = Bytea(null=True, default=None)

    stop_code_once = Unique([gathering, code])
    stop_capacity_positive = Check("capacity IS NULL OR capacity > 0")
    stop_opens_before_it_closes = Check("opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at")
    stop_on_the_globe = Check(
        "(latitude IS NULL) = (longitude IS NULL) AND (latitude IS NULL OR (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180))"
    )
    stop_stays_are_minutes = Check(
        "(usual_stay IS NULL OR usual_stay BETWEEN 5 AND 600) AND (shortest_stay IS NULL OR shortest_stay BETWEEN 5 AND 600)"
    )

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en, hant=self.name_hant)


class StopHours(Table, tablename="stop_hours"):
    """When a stop is open on one day, other than usually; without times it is closed all day."""

    id = UUID(primary_key=True)
    stop = ForeignKey(Stop, on_delete=OnDelete.restrict, null=False)
    on_day = Date()
    opens_at = Time(null=True, default=None)
    closes_at = Time(null=True, default=None)

    stop_hours_once = Unique([stop, on_day])
    stop_hours_in_order = Check(
        "(opens_at IS NULL) = (closes_at IS NULL) AND (opens_at IS NULL OR opens_at < closes_at)"
    )


class Canteen(Table, tablename="canteen"):
    """Where guests of the homeland visit eat (用餐点); `capacity`: guests at once, in shifts while it serves.

    `stay`: minutes for a meal; `diets` it can cook for.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=20)
    name_zh = Varchar(length=120)
    name_en = Varchar(length=120, default="")
    capacity = Integer(null=True, default=None)
    opens_at = Time(null=True, default=None)
    closes_at = Time(null=True, default=None)
    contact_name = Varchar(length=80, default="")
    contact_phone = Bytea(null=True, default=None)
    address = Varchar(length=200, default="")
    latitude = DoublePrecision(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)
    stay = SmallInt(null=True, default=None)
    diets = Array(base_column=Varchar(length=40), default=list)

    canteen_on_the_globe = Check(
        "(latitude IS NULL) = (longitude IS NULL) AND (latitude IS NULL OR (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180))"
    )
    canteen_stay_in_minutes = Check("stay IS NULL OR stay BETWEEN 5 AND 300")
    canteen_code_once = Unique([gathering, code])
    canteen_capacity_positive = Check("capacity IS NULL OR capacity > 0")
    canteen_opens_before_it_closes = Check("opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at")


class Route(Table, tablename="route"):
    """A line of the homeland visit (线路): its stops in order are `route_visit`, its lunches `route_day`."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=20)
    name_zh = Varchar(length=120)
    name_en = Varchar(length=120, default="")
    position = SmallInt(default=0)

    route_code_once = Unique([gathering, code])

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)


class RouteDay(Table, tablename="route_day"):
    """A day of a route: when it leaves, where and when it has lunch, and when it is back; no day as long as none is known."""

    id = UUID(primary_key=True)
    route = ForeignKey(Route, on_delete=OnDelete.restrict, null=False)
    on_day = Date(null=True, default=None)
    leaves_at = Timestamptz(null=True, default=None)
    canteen = ForeignKey(Canteen, on_delete=OnDelete.restrict, null=True, default=None)
    lunch_at = Timestamptz(null=True, default=None)
    lunch_ends_at = Timestamptz(null=True, default=None)
    returns_at = Timestamptz(null=True, default=None)

    route_day_once = Unique([route, on_day])
    route_day_lunch_lasts = Check("lunch_ends_at IS NULL OR lunch_at < lunch_ends_at")


class RouteVisit(Table, tablename="route_visit"):
    """A stop of a route, from when to when."""

    id = UUID(primary_key=True)
    route = ForeignKey(Route, on_delete=OnDelete.restrict, null=False)
    stop = ForeignKey(Stop, on_delete=OnDelete.restrict, null=False)
    position = SmallInt()
    arrives_at = Timestamptz(null=True, default=None)
    leaves_at = Timestamptz(null=True, default=None)

    route_visit_once = Unique([route, position])
    route_visit_lasts = Check("arrives_at IS NULL OR leaves_at IS NULL OR arrives_at < leaves_at")


class Vehicle(Table, tablename="vehicle"):
    """A bus of a route, or a car that fetches guests; `seats` leaves the driver out, crew sit on seats.

    `wheelchair_places`: how many guests in wheelchairs it takes; `hotel`: where it starts and ends.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    route = ForeignKey(Route, on_delete=OnDelete.restrict, null=True, default=None)
    code = Varchar(length=20, help_text="What is written on it: 1 for 1号车.")
    plate = Varchar(length=20, default="")
    model = Varchar(length=40, default="", help_text="车型")
    seats = Integer(null=True, default=None)
    muster = Varchar(length=120, default="", help_text="集合地点, where its guests gather.")
    musters_at = Timestamptz(null=True, default=None)
    departs_at = Timestamptz(null=True, default=None)
    wheelchair_places = SmallInt(default=0)
    hotel = ForeignKey(Hotel, on_delete=OnDelete.restrict, null=True, default=None)

    vehicle_wheelchairs_fit = Check("wheelchair_places >= 0")
    vehicle_code_once = Unique([gathering, code])
    vehicle_seats_positive = Check("seats IS NULL OR seats > 0")


class VehicleCrew(Table, tablename="vehicle_crew"):
    """Somebody who works on a vehicle, by number of the badge list, which has their telephone number."""

    id = UUID(primary_key=True)
    vehicle = ForeignKey(Vehicle, on_delete=OnDelete.restrict, null=False)
    role = Varchar(length=20, choices=CrewRole)
    number = Varchar(length=40)
    name = Varchar(length=80, default="")

    vehicle_crew_once = Unique([vehicle, role, number])
    vehicle_crew_role_known = Check(
        "role IN ('driver', 'captain', 'guide', 'interpreter', 'volunteer', 'medic')"
    )


class CrewMember(Table, tablename="crew_member"):
    """Somebody who may work on a vehicle: what they can do, which languages they speak, from when until when.

    `number` is that of the badge list. Guides who are on no vehicle yet are here too.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    number = Varchar(length=40)
    name = Varchar(length=80, default="")
    roles = Array(base_column=Varchar(length=20), default=list)
    languages = Array(base_column=Varchar(length=20), default=list)
    begins_at = Timestamptz(null=True, default=None)
    ends_at = Timestamptz(null=True, default=None)

    crew_member_once = Unique([gathering, number])
    crew_member_hours = Check("begins_at IS NULL OR ends_at IS NULL OR begins_at < ends_at")


class VehicleSeat(Table, tablename="vehicle_seat"):
    """A guest's place on a vehicle."""

    id = UUID(primary_key=True)
    vehicle = ForeignKey(Vehicle, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    seat = Varchar(length=10, default="")
    booked_at = Timestamptz()

    vehicle_seat_once = Unique([vehicle, guest])


class GivenUpPlace(Table, tablename="given_up_place"):
    """A place that somebody who does not come had: it is free, and reports of earlier moments still know it.

    `place` is the row as it was in the table `kind`.
    """

    id = UUID(primary_key=True)
    guest = UUID(index=True)
    kind = Varchar(length=40)
    place = JSONB()
