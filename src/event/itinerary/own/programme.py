"""What a guest's own programme consists of; moments are zoned, texts in the reader's language."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Contact:
    """Somebody to call; without a telephone number where none is known."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Table:
    """A seat that guests may know: at a table, or in a row where `kind` is no banquet; `session`: by its code."""

    occasion: str
    table: int
    seat: int
    kind: str = "banquet"
    session: str = ""


@dataclass(frozen=True)
class Session:
    """A session the guest may attend; `booked`: they have said they come. `table` where they have a seat."""

    code: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    hall: str
    way: str
    place: str
    booked: bool
    table: Table | None = None


@dataclass(frozen=True)
class Transfer:
    """How the guest comes or goes.

    `planned`: the office has planned it; otherwise it is what the guest told. `state` is the board's word:
    planned, delayed, arrived, cancelled, or empty. `leaves_at`: when they come by themselves, or leave the hotel.
    """

    direction: str
    mode: str
    planned: bool
    number: str = ""
    origin: str = ""
    terminal: str = ""
    place: str = ""
    state: str = ""
    planned_at: datetime | None = None
    expected_at: datetime | None = None
    leaves_at: datetime | None = None
    vehicle: str = ""
    plate: str = ""
    driver: Contact | None = None
    greeter: Contact | None = None
    sign: str = ""
    wanted: bool = False

    @property
    def at(self) -> datetime | None:
        """When it happens: landing as far as it is known, or leaving the hotel."""
        if self.direction == "departure":
            return self.leaves_at or self.planned_at
        return self.expected_at or self.planned_at or self.leaves_at


@dataclass(frozen=True)
class Stay:
    """Where the guest sleeps; `room` only for who has proven to be the guest, `room_given` for everybody."""

    hotel: str
    address: str
    phone: str
    room: str
    room_given: bool
    room_type: str
    check_in: date | None
    check_out: date | None
    breakfast: bool


@dataclass(frozen=True)
class StopTime:
    """A stop of the visit; `fact`: what guests may read about it."""

    name: str
    arrives_at: datetime | None
    leaves_at: datetime | None
    fact: str = ""


@dataclass(frozen=True)
class Visit:
    """A day of the homeland visit; `day` counts from one. `title` is that of the programme's session, if it has one."""

    route: str
    route_code: str
    bus: str
    plate: str
    seat: str
    day: int
    muster: str
    musters_at: datetime | None
    departs_at: datetime | None
    returns_at: datetime | None
    lunch: str
    lunch_at: datetime | None
    stops: tuple[StopTime, ...]
    captain: Contact | None
    guide: Contact | None
    title: str = ""

    @property
    def begins_at(self) -> datetime | None:
        return self.musters_at or self.departs_at or next((one.arrives_at for one in self.stops), None)


@dataclass(frozen=True)
class Companion:
    """Somebody of the same travel party; bus and tables only where they differ from the guest's."""

    name: str
    bus: str = ""
    tables: tuple[Table, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class OwnProgramme:
    """Everything of one guest. `awaited` names what is still to come: pickup, hotel, visit, departure."""

    sessions: tuple[Session, ...] = field(default_factory=tuple)
    arrival: Transfer | None = None
    departure: Transfer | None = None
    stay: Stay | None = None
    tables: tuple[Table, ...] = field(default_factory=tuple)
    visits: tuple[Visit, ...] = field(default_factory=tuple)
    liaison: Contact | None = None
    companions: tuple[Companion, ...] = field(default_factory=tuple)
    awaited: tuple[str, ...] = field(default_factory=tuple)

    @property
    def tables_beside(self) -> tuple[Table, ...]:
        """Tables of banquets that are no session of the programme."""
        known = {one.table for one in self.sessions}
        return tuple(table for table in self.tables if table not in known)
