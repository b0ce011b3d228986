"""What a plan of the visit rests on, as it is in the database now: places, ways, buses, guides, guests, days and rules."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from event.gathering.tables import Gathering
from event.itinerary.places.ways import Ways
from event.itinerary.planner.weights import Weighed
from event.itinerary.planning.plan import What
from event.language import in_language

Hours = tuple[time, time] | None


@dataclass(frozen=True)
class Traveller:
    """A guest who comes; `party` is their household, or they themselves; moments are when they arrive and leave."""

    id: UUID
    number: str
    name: str
    party: UUID
    delegation: UUID | None
    delegation_code: str
    delegation_name: str
    languages: tuple[str, ...]
    wheelchair: bool
    signing: bool
    routes: tuple[str, ...]
    themes: tuple[str, ...]
    arrives: datetime | None
    leaves: datetime | None


@dataclass(frozen=True)
class Site:
    """A stop or canteen; stays are minutes; `hours` are those of days that differ, None where it is closed."""

    what: What
    ref: UUID
    code: str
    name_zh: str
    name_en: str
    name_hant: str
    capacity: int | None
    latitude: float | None
    longitude: float | None
    stay: int
    shortest: int
    themes: tuple[str, ...]
    step_free: bool
    usual: Hours
    days: dict[date, Hours]

    def hours(self, day: date) -> Hours:
        """When it is open on a day; the whole day where nobody said."""
        return self.days.get(day, self.usual or (time(0), time(23, 59)))

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en, hant=self.name_hant)


@dataclass(frozen=True)
class Coach:
    """A vehicle: all its seats, and how many of them its crew takes."""

    vehicle: UUID
    code: str
    plate: str
    seats: int
    crew: int
    wheelchair_places: int
    hotel: UUID | None
    departs_at: datetime | None

    @property
    def usable(self) -> int:
        """Seats for guests."""
        return max(0, self.seats - self.crew)


@dataclass(frozen=True)
class GuideFact:
    """Somebody who can guide; no languages: nobody said, any is taken to be spoken."""

    number: str
    name: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Meeting:
    """A session where buses have to be; `venue` is where, if that is known."""

    session: UUID
    title_zh: str
    title_en: str
    begins: datetime
    ends: datetime
    venue: UUID | None
    signing_only: bool

    def name(self, language: str) -> str:
        return in_language(language, zh=self.title_zh, en=self.title_en)


@dataclass(frozen=True)
class DayFact:
    """A day of the visit as organizers set it."""

    on_day: date
    leaves_at: time
    back_by: time
    lunch_from: time
    lunch_until: time
    driving_minutes: int | None = None


@dataclass(frozen=True)
class Facts:
    """All of it."""

    gathering: Gathering
    travellers: dict[UUID, Traveller]
    substitutes: dict[UUID, UUID]
    sites: dict[UUID, Site]
    coaches: dict[UUID, Coach]
    guides: dict[str, GuideFact]
    meetings: dict[UUID, Meeting]
    days: tuple[DayFact, ...]
    together: tuple[tuple[UUID, UUID], ...]
    apart: tuple[tuple[UUID, UUID], ...]
    weighed: Weighed
    hotels: tuple[UUID, ...]
    ways: Ways

    def name_of(self, ref: UUID, language: str) -> str:
        """The name of a stop, canteen or session."""
        found = self.sites.get(ref) or self.meetings.get(ref)
        return found.name(language) if found else "–"
