"""Flights and trains as the boards showed them, and who is fetched or taken by which vehicle."""

from enum import StrEnum

from piccolo.columns import UUID, Bytea, Date, ForeignKey, OnDelete, SmallInt, Time, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering
from event.itinerary.tables import Vehicle
from event.registration.tables import Guest


class ServiceState(StrEnum):
    """What a board says of a flight or train."""

    PLANNED = "planned"
    DELAYED = "delayed"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"


class TransferWave(Table, tablename="transfer_wave"):
    """Arrivals that are fetched together (批次)."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=20)
    mode = Varchar(length=10, default="")
    name_zh = Varchar(length=120, default="")
    on_day = Date(null=True, default=None)
    begins_at = Time(null=True, default=None)
    ends_at = Time(null=True, default=None)

    transfer_wave_once = Unique([gathering, code])
    transfer_wave_mode_known = Check("mode IN ('', 'flight', 'train', 'self', 'local')")


class Service(Table, tablename="service"):
    """A flight or train of one day with which guests come."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    number = Varchar(length=20)
    on_day = Date()
    mode = Varchar(length=10, default="")
    origin = Varchar(length=80, default="")
    terminal = Varchar(length=40, default="")
    planned_at = Timestamptz()
    wave = ForeignKey(TransferWave, on_delete=OnDelete.restrict, null=True, default=None)

    service_once = Unique([gathering, number, on_day])
    service_mode_known = Check("mode IN ('', 'flight', 'train')")


class ServiceSeen(Table, tablename="service_seen"):
    """What the board showed of a flight or train at a moment."""

    id = UUID(primary_key=True)
    service = ForeignKey(Service, on_delete=OnDelete.restrict, null=False)
    seen_at = Timestamptz()
    state = Varchar(length=20, choices=ServiceState)
    estimated_at = Timestamptz(null=True, default=None)
    arrived_at = Timestamptz(null=True, default=None)

    service_seen_once = Unique([service, seen_at])
    service_seen_state_known = Check("state IN ('planned', 'delayed', 'arrived', 'cancelled')")


class Transfer(Table, tablename="transfer"):
    """How a guest gets from the station to the gathering, or back; `leaves_at`: when they come, or leave the hotel."""

    id = UUID(primary_key=True)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    direction = Varchar(length=10)
    mode = Varchar(length=10, default="")
    service = ForeignKey(Service, on_delete=OnDelete.restrict, null=True, default=None)
    wave = ForeignKey(TransferWave, on_delete=OnDelete.restrict, null=True, default=None)
    vehicle = ForeignKey(Vehicle, on_delete=OnDelete.restrict, null=True, default=None)
    leaves_at = Timestamptz(null=True, default=None)
    number = Varchar(length=20, default="", help_text="Flight or train of a departure.")
    place = Varchar(length=80, default="", help_text="Where a departure goes.")
    service_at = Timestamptz(null=True, default=None, help_text="When a departure takes off.")
    luggage = SmallInt(null=True, default=None)
    courtesy = Varchar(length=80, default="")
    greeter_name = Varchar(length=80, default="")
    greeter_phone = Bytea(null=True, default=None)
    sign = Varchar(length=120, default="", help_text="举牌")

    transfer_once = Unique([guest, direction])
    transfer_direction_known = Check("direction IN ('arrival', 'departure')")
    transfer_mode_known = Check("mode IN ('', 'flight', 'train', 'self', 'local')")
