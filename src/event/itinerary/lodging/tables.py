"""Hotels with their rooms, and who sleeps where."""

from piccolo.columns import UUID, Boolean, Date, DoublePrecision, ForeignKey, OnDelete, SmallInt, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering
from event.registration.tables import Guest


class Hotel(Table, tablename="hotel"):
    """A hotel where guests stay."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=20)
    name_zh = Varchar(length=120)
    name_en = Varchar(length=120, default="")
    address = Varchar(length=200, default="")
    phone = Varchar(length=40, default="", help_text="The front desk.")
    latitude = DoublePrecision(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)

    hotel_code_once = Unique([gathering, code])
    hotel_name_once = Unique([gathering, name_zh])


class HotelBlock(Table, tablename="hotel_block"):
    """So many rooms of a type that a hotel keeps for the gathering, without the spare ones."""

    id = UUID(primary_key=True)
    hotel = ForeignKey(Hotel, on_delete=OnDelete.restrict, null=False)
    room_type = Varchar(length=40)
    rooms = SmallInt()

    hotel_block_once = Unique([hotel, room_type])
    hotel_block_not_negative = Check("rooms >= 0")


class Room(Table, tablename="room"):
    """A room; `spare` ones (机动房) are for whatever comes and are not counted as planned."""

    id = UUID(primary_key=True)
    hotel = ForeignKey(Hotel, on_delete=OnDelete.restrict, null=False)
    number = Varchar(length=20)
    room_type = Varchar(length=40, default="")
    beds = SmallInt()
    spare = Boolean(default=False)

    room_once = Unique([hotel, number])
    room_has_beds = Check("beds BETWEEN 1 AND 12")


class Rooming(Table, tablename="rooming"):
    """Where a guest sleeps, from which night to which morning; without a room as long as none is given.

    `planned_for` is whom the list named, also where a substitute sleeps there now.
    """

    id = UUID(primary_key=True)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    planned_for = UUID()
    hotel = ForeignKey(Hotel, on_delete=OnDelete.restrict, null=False)
    room = ForeignKey(Room, on_delete=OnDelete.restrict, null=True, default=None)
    room_type = Varchar(length=40, default="")
    check_in = Date(null=True, default=None)
    check_out = Date(null=True, default=None)
    breakfast = Boolean(default=False)
    note = Varchar(length=200, default="")

    rooming_once = Unique([guest])
    rooming_has_nights = Check("check_in IS NULL OR check_out IS NULL OR check_in < check_out")
