"""The draft as the planning board shows it: days, lines, buses, parties, places, how full, what is wrong."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class DayView:
    on_day: date
    leaves: str
    back: str
    lunch_from: str
    lunch_until: str


@dataclass(frozen=True)
class CallView:
    """`travel` minutes from the call before, or the hotel, then `wait` minutes until it begins."""

    what: str
    ref: UUID
    code: str
    name: str
    day: date
    begins: str
    ends: str
    held: str
    travel: int
    travel_known: str
    wait: int


@dataclass(frozen=True)
class LineDayView:
    on_day: date
    leaves: str
    returns: str


@dataclass(frozen=True)
class LineView:
    id: UUID
    code: str
    name: str
    days: list[LineDayView]
    calls: list[CallView]


@dataclass(frozen=True)
class GuideView:
    number: str
    name: str
    languages: list[str]


@dataclass(frozen=True)
class BusView:
    """`usable`: seats without the crew's; `riding`: guests who have one."""

    vehicle: UUID
    code: str
    plate: str
    line: UUID | None
    seats: int
    crew: int
    usable: int
    riding: int
    guide: GuideView | None
    held: bool
    out: bool


@dataclass(frozen=True)
class SpareBus:
    vehicle: UUID
    code: str
    seats: int


@dataclass(frozen=True)
class GuestName:
    id: UUID
    number: str
    name: str


@dataclass(frozen=True)
class PartyView:
    """`got`: 1 or 2 for the route wished first or second, 0 for neither, none where nothing was wished or there is no bus."""

    id: UUID
    guests: list[GuestName]
    delegation: str
    vehicle: UUID | None
    held: bool
    wishes: list[str]
    got: int | None
    wheelchairs: int
    remarks: list[str]


@dataclass(frozen=True)
class PlaceView:
    what: str
    ref: UUID
    code: str
    name: str
    capacity: int | None
    latitude: float | None
    longitude: float | None
    hours: dict[str, list[str] | None]
    usual: int


@dataclass(frozen=True)
class FillView:
    """How many guests are at a place from which minute on."""

    what: str
    ref: UUID
    name: str
    capacity: int | None
    steps: list[tuple[date, str, int]]


@dataclass(frozen=True)
class TroubleView:
    rule: str
    text: str
    vehicle: UUID | None
    line: UUID | None
    ref: UUID | None
    guest: UUID | None


@dataclass(frozen=True)
class WishesView:
    """Guests with a seat by what they got; `none`: they wished for no route."""

    first: int
    second: int
    neither: int
    none: int


@dataclass(frozen=True)
class PlanView:
    """The whole board."""

    moved: int
    can_undo: bool
    undo_says: str
    can_redo: bool
    redo_says: str
    published: int | None
    unpublished: bool
    days: list[DayView]
    lines: list[LineView]
    buses: list[BusView]
    spare_buses: list[SpareBus]
    guides: list[GuideView]
    parties: list[PartyView]
    places: list[PlaceView]
    fill: list[FillView]
    troubles: list[TroubleView]
    wishes: WishesView
